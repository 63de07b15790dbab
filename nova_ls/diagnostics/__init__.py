"""Prose for diagnostics: the one place where a problem becomes sentences.

Each theme module holds a table of `Prose`, one entry a code: a summary, and how the message is made of the fields of the code's
class. The classes stand with the phases that report them: base/problems.py, syntax/problems.py, names/problems/ and
types/core/problems/, one module a theme there as here.

Imports the language below it; `features` and `cli` alone import it. Start with `prose.py` and one theme.

A message begins with a line that says what is wrong. What follows it, if anything, are indented types, lists, and
sentences that help to fix it.
"""

from __future__ import annotations

from typing import Any, Final

from nova_ls.base.diagnostic import Diagnostic, Problem
from nova_ls.diagnostics.classes import CLASSES
from nova_ls.diagnostics.deriving import DERIVING
from nova_ls.diagnostics.files import FILES
from nova_ls.diagnostics.imports import IMPORTS
from nova_ls.diagnostics.kinds import KINDS
from nova_ls.diagnostics.matches import MATCHES
from nova_ls.diagnostics.modules import MODULES
from nova_ls.diagnostics.prose import Prose
from nova_ls.diagnostics.scope import SCOPE
from nova_ls.diagnostics.syntax import SYNTAX
from nova_ls.diagnostics.types import TYPES
from nova_ls.diagnostics.words import Fold, Words, as_it_is

__all__ = ["CODES", "Prose", "message", "render"]

_THEMES: Final = (FILES, SYNTAX, MODULES, IMPORTS, SCOPE, MATCHES, TYPES, KINDS, CLASSES, DERIVING)

CODES: Final[dict[str, Prose[Any]]] = {prose.code: prose for theme in _THEMES for prose in theme}
"""The prose of every code that can be reported."""


def render(diagnostic: Diagnostic, fold: Fold = as_it_is) -> str:
    """The message of a diagnostic; its first line stands by itself."""
    return message(diagnostic.problem, fold)


def message(problem: Problem, fold: Fold = as_it_is) -> str:
    """What a problem is to people. One renderer prints all types of a message; those of one name are told apart by their modules."""
    prose, words = CODES[problem.code], Words(fold)
    text = prose.message(problem, words)
    alike = words.alike()
    return prose.message(problem, Words(fold, alike)) if alike else text
