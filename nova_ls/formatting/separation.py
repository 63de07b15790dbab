"""Which declarations belong together, and what stands between those that do not."""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from nova_ls.syntax import tree as t


class Sort(Enum):
    """What a declaration is about; those of one sort stand closer."""

    HEADER = "header"
    IMPORT = "import"
    VALUE_SIGNATURE = "value signature"
    VALUE = "value"
    TYPE_SIGNATURE = "type signature"
    TYPE = "type"
    CLASS = "class"
    INSTANCE = "instance"
    FIXITY = "fixity"
    FOREIGN = "foreign"
    ROLE = "role"


class DeclarationKind(NamedTuple):
    """What a declaration is one of. `name`: of what several declarations may be about."""

    sort: Sort
    name: str = ""
    continues: bool = False


class Separation(Enum):
    """What stands between two declarations."""

    NONE = "an empty line where the author left one"
    SOFT = "an empty line, unless what is above is in one line and the author left none"
    HARD = "an empty line"


_SORTS: Final[dict[type, Sort]] = {
    t.Signature: Sort.VALUE_SIGNATURE,
    t.Equation: Sort.VALUE,
    t.KindSignature: Sort.TYPE_SIGNATURE,
    t.DataDeclaration: Sort.TYPE,
    t.SynonymDeclaration: Sort.TYPE,
    t.ClassDeclaration: Sort.CLASS,
    t.ModuleHeader: Sort.HEADER,
    t.Import: Sort.IMPORT,
    t.DeriveDeclaration: Sort.INSTANCE,
    t.FixityDeclaration: Sort.FIXITY,
    t.ForeignImport: Sort.FOREIGN,
    t.ForeignData: Sort.FOREIGN,
    t.RoleDeclaration: Sort.ROLE,
}
_NAMED: Final = (
    t.Signature,
    t.Equation,
    t.KindSignature,
    t.DataDeclaration,
    t.SynonymDeclaration,
    t.ClassDeclaration,
)
# Sorts of which several may stand below each other, and that stand apart from all others above them.
_APART: Final = frozenset((Sort.CLASS, Sort.INSTANCE, Sort.FIXITY, Sort.FOREIGN, Sort.ROLE))


def group_of(node: t.Declaration) -> DeclarationKind | None:
    """None: what does not parse."""
    if isinstance(node, t.InstanceDeclaration):
        return DeclarationKind(Sort.INSTANCE, "", node.chained)
    sort = _SORTS.get(type(node))
    if sort is None:
        return None
    return DeclarationKind(sort, node.name.text if isinstance(node, _NAMED) else "")


def separation(above: DeclarationKind, below: DeclarationKind) -> Separation:
    """What stands between two declarations."""
    first, second = above.sort, below.sort
    if below.continues or (first is second is Sort.IMPORT):
        return Separation.NONE
    if first in (Sort.HEADER, Sort.IMPORT):
        return Separation.HARD
    if _are_one(above, below):
        return Separation.NONE
    if first in (Sort.VALUE_SIGNATURE, Sort.TYPE_SIGNATURE) and _explains(first, second):
        return Separation.HARD
    if second in (Sort.VALUE_SIGNATURE, Sort.TYPE_SIGNATURE):
        return Separation.HARD
    if second in _APART and first is not second:
        return Separation.HARD
    return Separation.SOFT


def _are_one(above: DeclarationKind, below: DeclarationKind) -> bool:
    if above.name != below.name or not above.name:
        return False
    if above.sort is below.sort is Sort.VALUE:
        return True
    return _explains(above.sort, below.sort)


def _explains(first: Sort, second: Sort) -> bool:
    """Whether one is a signature such as the other may have."""
    if first is Sort.VALUE_SIGNATURE:
        return second is Sort.VALUE
    return first is Sort.TYPE_SIGNATURE and second in (Sort.TYPE, Sort.CLASS)
