"""Codes about names in scope."""

from __future__ import annotations

from typing import Final

from nova_ls.types.messages.code import Code, error, warning
from nova_ls.types.messages.modules import suggestion
from nova_ls.types.messages.text import Text, paragraphs

_NEEDED_BY_SYNTAX: Final = {
    "bind": "A `do` block stands for calls of `bind`",
    "discard": "A `do` block stands for calls of `discard`",
    "map": "An `ado` block stands for calls of `map`",
    "apply": "An `ado` block stands for calls of `apply`",
    "pure": "An `ado` block stands for calls of `pure`",
    "negate": "A minus sign before an expression stands for a call of `negate`",
}


def _unknown(text: Text) -> str:
    if len(text) < 2:
        return f"The name {text.code(0)} is not in scope."
    kind, name, near = text.opt(0), text.opt(1), list(text.items(2))
    first = f"There is no {kind} {text.quoted(name)} in scope."
    if kind == "module":
        first = f"No module is imported as {text.quoted(name)}."
    needed = _NEEDED_BY_SYNTAX.get(str(name).rpartition(".")[2]) if kind == "value" else None
    if needed and not near:
        return paragraphs(first, f"{needed}. Import it, for instance from `Prelude`.")
    return paragraphs(first, suggestion(text, near))


NAMES: Final[dict[str, Code]] = {
    "UnknownName": error(
        "A name is used that is not in scope.",
        "kind of name; name as written; (nearest name, …)",
        _unknown,
    ),
    "UndefinedTypeVariable": error(
        "A type variable is not in scope.",
        "name",
        "The type variable {0} is not in scope. Perhaps a `forall` before the type should name it.",
    ),
    "UnknownClass": error(
        "A class is needed that this module does not know.",
        "class",
        "An instance of {0} is needed, but the class {0} cannot be found. Is it exported by its module?",
    ),
    "OverlappingNamesInLet": error(
        "A name is defined twice in one block.",
        "name",
        "The name {0} is defined more than once in this block.",
    ),
    "OverlappingArgNames": error(
        "Two parameters have the same name.",
        "name",
        lambda text: (
            f"The name {text.code(0)} is bound more than once in these patterns."
            if text.opt(0)
            else "A name is bound more than once in these patterns."
        ),
    ),
    "ShadowedName": warning(
        "A name hides another one of the same name.",
        "name",
        "{0} hides another {0} that is in scope here.",
    ),
    "ShadowedTypeVar": warning(
        "A type variable hides another one of the same name.",
        "name",
        "The type variable {0} hides another {0} that is in scope here.",
    ),
}
