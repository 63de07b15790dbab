"""The kinds of artifact and what each kind asks of the store."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from nova_ls.base.codecs import CODE, PLAIN, TESTS, TYPES, Codec
from nova_ls.base.slotted import value


class ArtifactKind(IntEnum):
    """Closed: the number is part of every key on disk, so that it never changes its meaning.

    Numbers that are missing here belonged to kinds that are no longer stored; they are not given again.
    """

    __hash__ = int.__hash__  # an enum hashes its name in Python code: too slow for table keys

    INSTANCES = 3  # a node only: the instances of a class, all of them or those with one head
    SCHEME = 4  # an element's interface
    TYPED_AST = 5  # where an element's typed AST lies in the log
    UNIT = 6  # a node only: a unit of work of the compiler
    MODULE_RECORD = 10  # what is known of a file's module, by branch
    MODULE_PLACE = (
        13  # which file has a module, and which of the file's records is the committed one
    )
    CODE = 14  # what an element compiles to, by the log entry that it was made from
    TEST_IMPACT = 15  # what a test reaches and what it came to, by the log entry of its text


@value
class KindPolicy:
    """`retention`: how many revisions an artifact outlives its making in a clean-up; None: for ever.

    `is_leaf`: nothing is made from such an artifact, so that a walk along the graph ends at it. `is_read_once`: who reads one
    keeps what it says, so that it need not be kept here as well.
    """

    codec: Codec
    retention: int | None
    is_leaf: bool = False
    is_read_once: bool = False

    @property
    def schema_version(self) -> int:
        """The version of the codec: a record of any other is a miss."""
        return self.codec.version


_OF_MODULES: Final = KindPolicy(PLAIN, None, is_read_once=True)
_CHECKED: Final = KindPolicy(TYPES, None)
_NODE: Final = KindPolicy(PLAIN, 10_000)

DEFAULT_POLICIES: Final[dict[ArtifactKind, KindPolicy]] = {
    ArtifactKind.INSTANCES: _NODE,
    ArtifactKind.SCHEME: _CHECKED,
    ArtifactKind.TYPED_AST: _CHECKED,  # where it lies: a part of an entry, in this codec
    ArtifactKind.UNIT: KindPolicy(PLAIN, 10_000, is_leaf=True),
    ArtifactKind.MODULE_RECORD: _OF_MODULES,
    ArtifactKind.MODULE_PLACE: _OF_MODULES,
    ArtifactKind.CODE: KindPolicy(CODE, 10_000),
    ArtifactKind.TEST_IMPACT: KindPolicy(TESTS, 10_000),
}
