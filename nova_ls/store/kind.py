"""The kinds of artifact and what each kind asks of the store."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final

from nova_ls.base.codecs import PLAIN, TYPES, Codec


class ArtifactKind(IntEnum):
    """Closed: the number is part of every key on disk, so that it never changes its meaning.

    Numbers that are missing here belonged to kinds that are no longer stored; they are not given again.
    """

    INSTANCES = 3  # a node only: the instances of a class, all of them or those with one head
    SCHEME = 4  # an element's interface
    TYPED_AST = 5  # where an element's typed AST lies in the log
    UNIT = 6  # a node only: a unit of work of the compiler
    MODULE_RECORD = 10  # what is known of a file's module, by branch
    MODULE_PLACE = (
        13  # which file has a module, and which of the file's records is the committed one
    )


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


_KEPT: Final = KindPolicy(PLAIN, Invalidation.MARK_STALE, None)
_CHECKED: Final = KindPolicy(TYPES, Invalidation.MARK_STALE, None)
_NODE: Final = KindPolicy(PLAIN, Invalidation.DELETE, 10_000)

DEFAULT_POLICIES: Final[dict[ArtifactKind, KindPolicy]] = {
    ArtifactKind.INSTANCES: _NODE,
    ArtifactKind.SCHEME: _CHECKED,
    ArtifactKind.TYPED_AST: _CHECKED,  # where it lies: a part of an entry, in this codec
    ArtifactKind.UNIT: _NODE,
    ArtifactKind.MODULE_RECORD: _KEPT,
    ArtifactKind.MODULE_PLACE: _KEPT,
}
