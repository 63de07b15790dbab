"""Codes about expressions, equations and their shapes."""

from __future__ import annotations

from typing import Final

from nova_ls.types.messages.code import Code, error
from nova_ls.types.messages.text import Text, counted


def _branch_length(text: Text) -> str:
    wanted, given = text.number(0), text.opt(1)
    found = len(given) if isinstance(given, tuple) else given
    needs = (
        f"This branch needs {counted(wanted, 'pattern')}, one for each thing that `case` looks at"
    )
    return f"{needs}, but has {found}." if isinstance(found, int) else f"{needs}."


EXPRESSIONS: Final[dict[str, Code]] = {
    "ArgListLengthsDiffer": error(
        "The equations of a function have different numbers of parameters.",
        "name",
        "The equations of {0} have different numbers of parameters.",
    ),
    "CaseBinderLengthDiffers": error(
        "A branch has more or fewer patterns than its case has scrutinees.",
        "number wanted; number given",
        _branch_length,
    ),
}
