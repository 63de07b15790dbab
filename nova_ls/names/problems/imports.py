"""Problems of import lists. An `alias` that is not there is empty; `items` are entries of an import list as they are written."""

from __future__ import annotations

from typing import ClassVar

from nova_ls.base.diagnostic import ErrorProblem, UnnecessaryProblem, WarningProblem
from nova_ls.base.keys import Space


class ModuleNotFound(ErrorProblem):
    """A module is imported that does not exist."""

    module: str


class UnknownImport(ErrorProblem):
    """A name is imported that the module does not export."""

    module: str
    space: Space
    name: str


class UnknownImportDataConstructor(ErrorProblem):
    """A constructor is imported that the module does not export."""

    module: str
    type: str
    constructor: str


class ScopeConflict(ErrorProblem):
    """A name comes from several modules."""

    space: Space
    name: str
    modules: tuple[str, ...]


class ScopeShadowing(WarningProblem):
    """A name hides one of the same name from an open import.

    `module`: where the one used comes from, empty for this module; `shadowed`: the modules of the others.
    """

    space: Space
    name: str
    module: str
    shadowed: tuple[str, ...]


class UnusedImport(UnnecessaryProblem):
    """An import is not used."""

    needs_all_uses: ClassVar[bool] = True

    module: str
    alias: str


class UnusedExplicitImport(UnnecessaryProblem):
    """An import list names what is not used. `items`: the list as it could be."""

    needs_all_uses: ClassVar[bool] = True

    module: str
    unused: tuple[tuple[Space, str], ...]
    alias: str
    items: tuple[str, ...]


class UnusedDctorImport(UnnecessaryProblem):
    """A type's constructors are imported but not used. `items`: the list as it could be."""

    needs_all_uses: ClassVar[bool] = True

    module: str
    type: str
    alias: str
    items: tuple[str, ...]


class UnusedDctorExplicitImport(UnnecessaryProblem):
    """An import list names constructors that are not used. `items`: the list as it could be."""

    needs_all_uses: ClassVar[bool] = True

    module: str
    type: str
    constructors: tuple[str, ...]
    alias: str
    items: tuple[str, ...]


class DuplicateImport(UnnecessaryProblem):
    """A module is imported in the same way twice."""

    module: str
    alias: str


class DuplicateSelectiveImport(WarningProblem):
    """A module is imported by two lists of names."""

    module: str


class DuplicateImportRef(WarningProblem):
    """An import list names something twice."""

    space: Space
    name: str


class ImplicitImport(WarningProblem):
    """A second module is imported without a list of names. `items`: what a list would have."""

    module: str
    items: tuple[str, ...]


class HidingImport(WarningProblem):
    """A second module is imported with `hiding`. `items`: what a list of names would have."""

    module: str
    items: tuple[str, ...]


class ImplicitQualifiedImport(WarningProblem):
    """One of several modules with one alias is imported without a list. `items`: what it would have."""

    module: str
    alias: str
    items: tuple[str, ...]


class ImplicitQualifiedImportReExport(WarningProblem):
    """A module that is exported again is imported without a list. `items`: what it would have."""

    module: str
    alias: str
    items: tuple[str, ...]
