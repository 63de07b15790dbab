"""Prose about equations, branches and patterns. What a match misses is NoInstanceFound of Partial, see classes.py."""

from __future__ import annotations

from typing import Any, Final

from nova_ls.diagnostics.prose import Prose, prose
from nova_ls.diagnostics.words import Words, counted, paragraphs
from nova_ls.names.problems.matches import (
    ArgListLengthsDiffer,
    CaseBinderLengthDiffers,
    IncompleteExhaustivityCheck,
    IncorrectConstructorArity,
    OverlappingPattern,
)


def _branch_length(problem: CaseBinderLengthDiffers, words: Words) -> str:
    wanted = counted(problem.wanted, "pattern")
    needs = f"This branch needs {wanted}, one for each thing that `case` looks at"
    return f"{needs}, but has {problem.given}."


def _arity(problem: IncorrectConstructorArity, words: Words) -> str:
    constructor, wanted = words.quoted(problem.constructor), counted(problem.wanted, "field")
    return f"The constructor {constructor} has {wanted}, but is matched with {problem.given}."


def _overlapping(problem: OverlappingPattern, words: Words) -> str:
    number = problem.branches
    return paragraphs(
        f"{number} branches are never reached." if number > 1 else "This branch is never reached.",
        "The branches before take all values that it could match.",
    )


MATCHES: Final[tuple[Prose[Any], ...]] = (
    prose(
        ArgListLengthsDiffer,
        "The equations of a function have different numbers of parameters.",
        "The equations of {name} have different numbers of parameters.",
    ),
    prose(
        CaseBinderLengthDiffers,
        "A branch has more or fewer patterns than its case has scrutinees.",
        _branch_length,
    ),
    prose(
        IncorrectConstructorArity,
        "A constructor is matched with a wrong number of arguments.",
        _arity,
    ),
    prose(OverlappingPattern, "A branch is never reached.", _overlapping),
    prose(
        IncompleteExhaustivityCheck,
        "A match has too many cases to be checked.",
        "This match has so many cases that it was not checked whether all are covered. "
        "Several smaller matches could be.",
    ),
)
