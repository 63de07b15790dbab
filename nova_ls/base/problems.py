"""Problems of files and modules as wholes, and limits of this program."""

from __future__ import annotations

from nova_ls.base.diagnostic import ErrorProblem, UnnecessaryProblem


class UnreadableFile(ErrorProblem):
    """The file cannot be read. `reason`: as the system says it."""

    file: str
    reason: str


class InvalidUtf8(ErrorProblem):
    """The file is not valid UTF-8. `line`: from 1; `byte`: the first wrong one, as `0xFF`."""

    file: str
    line: int
    byte: str


class DuplicateModule(ErrorProblem):
    """Two files define a module of the same name. `others`: paths of the other files."""

    module: str
    others: tuple[str, ...]


class CycleInModules(ErrorProblem):
    """Modules import each other in a circle: each imports the next, the last the first."""

    modules: tuple[str, ...]


class InternalError(ErrorProblem):
    """The checker itself failed. `kind`: of the exception; `place`: in the sources of nova-ls."""

    kind: str
    place: str


class TooManySteps(ErrorProblem):
    """Checking a declaration takes more than `limit` steps."""

    limit: int


class CannotDefinePrimModules(ErrorProblem):
    """A module's name begins with `Prim`."""

    module: str


class UnneededIgnore(UnnecessaryProblem):
    """A comment asks not to be told of something that is not there.

    `ignored`: the code that it names, "" for none. `similar`: where there is no such code, those like it; None where there is.
    """

    ignored: str
    similar: tuple[str, ...] | None
