"""Codes about what is there in vain, and about signatures that could be written."""

from __future__ import annotations

from typing import Final

from nova_ls.types.messages.code import Code, unnecessary, warning
from nova_ls.types.messages.text import Text, indented, paragraphs


def _missing_signature(text: Text) -> str:
    name = text.plain(text.opt(0))
    return paragraphs(
        f"The declaration of {text.code(0)} has no type signature. Its type is:",
        indented(text.renderer.signature(name, text.type(1))),
    )


def _missing_kind(text: Text) -> str:
    kind = text.renderer.type(text.type(1))
    return paragraphs(
        f"The kind of {text.code(0)} is polymorphic and not written down. It is:",
        indented(f"{text.plain(text.opt(0))} :: {kind}"),
    )


UNUSED: Final[dict[str, Code]] = {
    "UnusedName": unnecessary(
        "A local name is not used.",
        "name",
        "{0} is not used. If that is on purpose, let its name begin with `_`.",
    ),
    "UnusedDeclaration": unnecessary(
        "A declaration is neither used nor exported.", "name", "{0} is neither used nor exported."
    ),
    "UnusedTypeVar": unnecessary(
        "A type variable is quantified but not mentioned.",
        "name",
        "The type variable {0} does not occur in the type behind its `forall`.",
    ),
    "MissingTypeDeclaration": warning(
        "A declaration has no type signature.", "name; its type", _missing_signature
    ),
    "MissingKindDeclaration": warning(
        "A declaration of a polymorphic kind has no kind signature.",
        "name; its kind",
        _missing_kind,
    ),
}
