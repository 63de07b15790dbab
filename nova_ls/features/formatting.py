"""The edits that lay out a document, or the declarations that a part of it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nova_ls.compiler.model.source import Source
from nova_ls.syntax.chunks import Edit

if TYPE_CHECKING:
    from nova_ls.formatting.options import FormatOptions


def formatting(
    source: Source, options: FormatOptions, span: tuple[int, int] | None = None
) -> list[Edit]:
    """Edits of the lines that change, in order, so that all else in the editor stays where it is."""
    from nova_ls.formatting.format_module import format_edits  # not before somebody formats

    text = source.text
    start, end = span or (0, len(text))
    return format_edits(text, options, start, end)
