"""Prose about names in scope, and about those that are there in vain."""

from __future__ import annotations

from typing import Any, Final

from nova_ls.base.keys import Space
from nova_ls.diagnostics.prose import Prose, prose
from nova_ls.diagnostics.words import Words, paragraphs, space_word, suggestion
from nova_ls.names.problems.scope import (
    OverlappingArgNames,
    OverlappingNamesInLet,
    ShadowedName,
    ShadowedTypeVar,
    UndefinedTypeVariable,
    UnknownClass,
    UnknownName,
    UnusedDeclaration,
    UnusedName,
    UnusedTypeVar,
)

_NEEDED_BY_SYNTAX: Final = {
    "bind": "A `do` block stands for calls of `bind`",
    "discard": "A `do` block stands for calls of `discard`",
    "map": "An `ado` block stands for calls of `map`",
    "apply": "An `ado` block stands for calls of `apply`",
    "pure": "An `ado` block stands for calls of `pure`",
    "negate": "A minus sign before an expression stands for a call of `negate`",
}


def _unknown(problem: UnknownName, words: Words) -> str:
    space, name = problem.space, words.quoted(problem.name)
    first = f"There is no {space_word(space)} {name} in scope."
    if space is Space.MODULE:
        first = f"No module is imported as {name}."
    if problem.meant is not None:
        return paragraphs(first, f"{name} is a {space_word(problem.meant)}.")
    needed = ""
    if space is Space.VALUE and not problem.nearest:
        needed = _NEEDED_BY_SYNTAX.get(problem.name.rpartition(".")[2], "")
    if needed:
        return paragraphs(first, f"{needed}. Import it, for instance from `Prelude`.")
    return paragraphs(first, suggestion(problem.nearest))


SCOPE: Final[tuple[Prose[Any], ...]] = (
    prose(UnknownName, "A name is used that is not in scope.", _unknown),
    prose(
        UndefinedTypeVariable,
        "A type variable is not in scope.",
        "The type variable {name} is not in scope. Perhaps a `forall` before the type should name it.",
    ),
    prose(
        UnknownClass,
        "A class is needed that this module does not know.",
        "An instance of {class_key} is needed, but the class {class_key} cannot be found. "
        "Is it exported by its module?",
    ),
    prose(
        OverlappingNamesInLet,
        "A name is defined twice in one block.",
        "The name {name} is defined more than once in this block.",
    ),
    prose(
        OverlappingArgNames,
        "Two parameters have the same name.",
        "The name {name} is bound more than once in these patterns.",
    ),
    prose(
        ShadowedName,
        "A name hides another one of the same name.",
        "{name} hides another {name} that is in scope here.",
    ),
    prose(
        ShadowedTypeVar,
        "A type variable hides another one of the same name.",
        "The type variable {name} hides another {name} that is in scope here.",
    ),
    prose(
        UnusedName,
        "A local name is not used.",
        "{name} is not used. If that is on purpose, let its name begin with `_`.",
    ),
    prose(
        UnusedDeclaration,
        "A declaration is neither used nor exported.",
        "{name} is neither used nor exported.",
    ),
    prose(
        UnusedTypeVar,
        "A type variable is quantified but not mentioned.",
        "The type variable {name} does not occur in the type after its `forall`.",
    ),
)
