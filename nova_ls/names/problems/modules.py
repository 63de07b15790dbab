"""Problems of what a module declares and exports: duplicates, conflicts, cycles."""

from __future__ import annotations

from nova_ls.base.diagnostic import ErrorProblem, WarningProblem
from nova_ls.base.keys import ElementKey, Space


class UnknownExport(ErrorProblem):
    """Something is exported that does not exist. In `Space.MODULE` nothing is imported under the name."""

    space: Space
    name: str


class UnknownExportDataConstructor(ErrorProblem):
    """A constructor is exported that its type does not have."""

    type: str
    constructor: str


class TransitiveExportError(ErrorProblem):
    """An element is exported without what it mentions."""

    element: ElementKey
    missing: tuple[ElementKey, ...]


class TransitiveDctorExportError(ErrorProblem):
    """A type is exported with some of its constructors only, or an operator without its constructor."""

    element: ElementKey
    missing: tuple[ElementKey, ...]


class ExportConflict(ErrorProblem):
    """Two different things of one name are exported."""

    space: Space
    element: ElementKey
    other_space: Space
    other: ElementKey


class DuplicateExportRef(WarningProblem):
    """The export list names something twice."""

    space: Space
    name: str


class HiddenConstructors(WarningProblem):
    """A type's constructors are hidden, but an instance of a class reveals them."""

    type: ElementKey
    class_key: ElementKey


class DeclConflict(ErrorProblem):
    """Two declarations of a module have the same name. `other`: the space of the earlier one."""

    space: Space
    name: str
    other: Space


class RedefinedIdent(ErrorProblem):
    """A name is defined twice."""

    name: str


class DuplicateValueDeclaration(ErrorProblem):
    """A value is defined twice."""

    name: str


class DuplicateTypeClass(ErrorProblem):
    """A class is declared twice."""

    name: str


class DuplicateInstance(ErrorProblem):
    """Two instances have the same name."""

    name: str


class DuplicateTypeArgument(ErrorProblem):
    """A type parameter is named twice."""

    name: str


class DuplicateRoleDeclaration(ErrorProblem):
    """A type has two role declarations."""

    type: str


class UnsupportedRoleDeclaration(ErrorProblem):
    """Only data types have roles."""


class CycleInDeclaration(ErrorProblem):
    """Values or instances need each other before they are defined. Local values are names."""

    ring: tuple[ElementKey | str, ...]


class CycleInTypeSynonym(ErrorProblem):
    """Type synonyms are defined by each other."""

    ring: tuple[ElementKey, ...]


class CycleInTypeClassDeclaration(ErrorProblem):
    """Classes are superclasses of each other."""

    ring: tuple[ElementKey, ...]


class CycleInKindDeclaration(ErrorProblem):
    """Kind signatures mention the types they belong to."""

    ring: tuple[ElementKey, ...]
