"""Prim.TypeError: the documents that `Fail` and `Warn` carry, laid out as text."""

from __future__ import annotations

from collections.abc import Callable

from nova_ls.types.type import KindApp, Type, TypeApp, TypeString
from nova_ls.types.well_known import (
    DOC_ABOVE,
    DOC_BESIDE,
    DOC_QUOTE,
    DOC_QUOTE_LABEL,
    DOC_TEXT,
)


def layout_document(
    document: Type, render_type: Callable[[Type], str], render_label: Callable[[str], str]
) -> list[str] | None:
    """The lines of a zonked type of kind Doc; None where a part of it is not known."""
    if isinstance(document, TypeString):
        return document.value.split("\n")
    if not isinstance(document, TypeApp):
        return None
    head, argument = document.function, document.argument
    if head is DOC_TEXT:
        return layout_document(argument, render_type, render_label)
    if head is DOC_QUOTE_LABEL:
        return [render_label(argument.value)] if isinstance(argument, TypeString) else None
    if isinstance(head, KindApp) and head.function is DOC_QUOTE:
        return [render_type(argument)]
    if isinstance(head, TypeApp):
        first = layout_document(head.argument, render_type, render_label)
        second = layout_document(argument, render_type, render_label)
        if first is None or second is None:
            return None
        if head.function is DOC_BESIDE:
            return _beside(first, second)
        if head.function is DOC_ABOVE:
            return first + second
    return None


def _beside(left: list[str], right: list[str]) -> list[str]:
    """Two blocks side by side, tops level."""
    width = max(map(len, left), default=0)
    height = max(len(left), len(right))
    lines = []
    for index in range(height):
        start = left[index] if index < len(left) else ""
        end = right[index] if index < len(right) else ""
        lines.append(start.ljust(width) + end if end else start)
    return lines
