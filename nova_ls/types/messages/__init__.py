"""Prose for diagnostics: the one place where a code and its arguments become sentences.

Each theme module holds a table from codes to `Code`: a summary, the order of the arguments, and how the message is made
of them. The code that reports a mistake gives the arguments in that order; a tuple that is shorter or of other types
than a message expects gives the summary instead.

A message begins with a line that says what is wrong. What follows it, if anything, are indented types, lists, and
sentences that help to mend it.
"""

from __future__ import annotations

from typing import Final

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.types.messages.classes import CLASSES
from nova_ls.types.messages.code import Code
from nova_ls.types.messages.deriving import DERIVING
from nova_ls.types.messages.expressions import EXPRESSIONS
from nova_ls.types.messages.files import FILES
from nova_ls.types.messages.imports import IMPORTS
from nova_ls.types.messages.kinds import KINDS
from nova_ls.types.messages.modules import MODULES
from nova_ls.types.messages.names import NAMES
from nova_ls.types.messages.patterns import PATTERNS
from nova_ls.types.messages.syntax import SYNTAX
from nova_ls.types.messages.text import Text
from nova_ls.types.messages.types import TYPES
from nova_ls.types.messages.unused import UNUSED

__all__ = ["CODES", "Code", "render", "summary"]

CODES: Final[dict[str, Code]] = {
    **FILES,
    **SYNTAX,
    **MODULES,
    **IMPORTS,
    **NAMES,
    **UNUSED,
    **TYPES,
    **EXPRESSIONS,
    **PATTERNS,
    **KINDS,
    **CLASSES,
    **DERIVING,
}
"""Every code that can be reported."""


def render(diagnostic: Diagnostic) -> str:
    """The message of a diagnostic; its first line stands by itself."""
    code = CODES.get(diagnostic.code)
    if code is None:
        return diagnostic.code
    try:
        return code.render(Text(diagnostic.arguments))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        # Arguments that do not fit. A plain message is better than none.
        return code.summary


def summary(code: str) -> str:
    """What a code means, in one sentence that mentions no names."""
    known = CODES.get(code)
    return code if known is None else known.summary
