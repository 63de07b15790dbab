"""The kinds of artifact and what each kind asks of the store."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final

from nova_ls.base.codecs import PLAIN, TYPES, Codec


class ArtifactKind(IntEnum):
    """Closed: the number is part of every key on disk, so that it never changes its meaning."""

    SOURCE = 1
    TREE = 2
    SCOPE = 3
    SCHEME = 4
    TYPED_AST = 5
    DIAGNOSTICS = 6
    CODE = 7
    TEST_IMPACT = 8
    LOG_ENTRY = 9
    MODULE = 10  # what is known of a source file as a whole: hash, chunks, item table
    REFERENCES = 11
    DOCUMENTATION = 12


class Invalidation(Enum):
    """What happens to an artifact when something that it was made from changes."""

    DELETE = "delete"
    MARK_STALE = "mark stale"


@dataclass(frozen=True, slots=True)
class KindPolicy:
    """`retention`: how many revisions an artifact outlives its making in a clean-up; None: for ever."""

    codec: Codec
    invalidation: Invalidation
    retention: int | None

    @property
    def schema_version(self) -> int:
        """The version of the codec: a record of any other is a miss."""
        return self.codec.version


_DERIVED: Final = KindPolicy(PLAIN, Invalidation.MARK_STALE, None)
_CHECKED: Final = KindPolicy(TYPES, Invalidation.MARK_STALE, None)
_CHEAP: Final = KindPolicy(PLAIN, Invalidation.DELETE, 10_000)

DEFAULT_POLICIES: Final[dict[ArtifactKind, KindPolicy]] = {
    ArtifactKind.SOURCE: _DERIVED,
    ArtifactKind.TREE: _CHEAP,
    ArtifactKind.SCOPE: _DERIVED,
    ArtifactKind.SCHEME: _CHECKED,
    ArtifactKind.TYPED_AST: _CHECKED,  # where it lies: a part of an entry, in this codec
    ArtifactKind.DIAGNOSTICS: _CHECKED,
    ArtifactKind.CODE: _CHEAP,
    ArtifactKind.TEST_IMPACT: _CHEAP,
    ArtifactKind.LOG_ENTRY: _DERIVED,
    ArtifactKind.MODULE: _DERIVED,
    ArtifactKind.REFERENCES: _CHECKED,
    ArtifactKind.DOCUMENTATION: _CHEAP,
}
