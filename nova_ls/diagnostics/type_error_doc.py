"""Documents of Prim.TypeError: messages that a library's author writes as a type."""

from __future__ import annotations

from nova_ls.diagnostics.words import Words
from nova_ls.types.core.type import Type, TypeCon, TypeString, spine


def render_document(words: Words, document: Type) -> str:
    """The text that a type of kind Doc stands for; something that is not a document is printed as a type.

    Recurses over the nesting of `Beside` and `Above`, not along a chain of them.
    """
    rows: list[str] = []
    pending = [document]
    while pending:
        document = pending.pop()
        name, arguments = _document(document)
        if name == "Above" and len(arguments) == 2:
            pending += (arguments[1], arguments[0])
        else:
            rows.append(_row(words, document))
    return "\n".join(rows)


def _row(words: Words, document: Type) -> str:
    parts: list[str] = []
    pending = [document]
    while pending:
        document = pending.pop()
        name, arguments = _document(document)
        if name == "Beside" and len(arguments) == 2:
            pending += (arguments[1], arguments[0])
        elif name == "Above" and len(arguments) == 2:
            parts.append(render_document(words, document))
        else:
            parts.append(_word(words, document, name, arguments))
    return _beside(parts)


def _word(words: Words, document: Type, name: str, arguments: list[Type]) -> str:
    argument = arguments[0] if arguments else document
    if name == "Text" and isinstance(argument, TypeString):
        return argument.value
    if name in ("Quote", "QuoteLabel") and arguments:
        return argument.value if isinstance(argument, TypeString) else words.plain(argument)
    return words.plain(document)


def _document(document: Type) -> tuple[str, list[Type]]:
    head, _, arguments = spine(document)
    if isinstance(head, TypeCon) and head.key.namespace == "Prim.TypeError":
        return head.key.name, arguments
    return "", arguments


def _beside(parts: list[str]) -> str:
    """Texts side by side, their first lines on one height."""
    rows: list[str] = []
    width = 0
    for part in parts:
        for number, line in enumerate(part.split("\n")):
            if number == len(rows):
                rows.append("")
            rows[number] = rows[number].ljust(width) + line if line else rows[number]
        width = max([len(row) for row in rows], default=0)
    return "\n".join(rows)
