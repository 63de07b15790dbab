"""The kinds of artifact and what each kind asks of the store."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final


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

    schema_version: int
    invalidation: Invalidation
    retention: int | None


_DERIVED: Final = KindPolicy(1, Invalidation.MARK_STALE, None)
_CHEAP: Final = KindPolicy(1, Invalidation.DELETE, 10_000)

DEFAULT_POLICIES: Final[dict[ArtifactKind, KindPolicy]] = {
    ArtifactKind.SOURCE: _DERIVED,
    ArtifactKind.TREE: _CHEAP,
    ArtifactKind.SCOPE: _DERIVED,
    ArtifactKind.SCHEME: _DERIVED,
    ArtifactKind.TYPED_AST: _DERIVED,
    ArtifactKind.DIAGNOSTICS: _DERIVED,
    ArtifactKind.CODE: _CHEAP,
    ArtifactKind.TEST_IMPACT: _CHEAP,
    ArtifactKind.LOG_ENTRY: _DERIVED,
    ArtifactKind.MODULE: _DERIVED,
    ArtifactKind.REFERENCES: _DERIVED,
    ArtifactKind.DOCUMENTATION: _CHEAP,
}
