"""The edits that lay out a document, or the declarations that a part of it touches."""

from __future__ import annotations

from nova_ls.compiler.model.source import Source
from nova_ls.formatting.format_module import format_edits
from nova_ls.formatting.options import FormatOptions
from nova_ls.syntax.chunks import Edit


def formatting(
    source: Source, options: FormatOptions, span: tuple[int, int] | None = None
) -> list[Edit]:
    """Edits of the lines that change, in order, so that all else in the editor stays where it is."""
    text = source.text
    start, end = span or (0, len(text))
    return format_edits(text, options, start, end)
