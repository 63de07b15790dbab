"""Ranges as the protocol writes them."""

from __future__ import annotations

from typing import Any, TypeAlias

from nova_ls.base.lines import Encoding
from nova_ls.compiler.model.source import Source, SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.workspace.snapshot import Place

Range: TypeAlias = dict[str, Any]


def range_of(source: Source, chunk: SourceChunk, start: int, end: int, encoding: Encoding) -> Range:
    """The range of a span that is relative to a chunk."""
    first, last = source.positions_in(chunk, start, end, encoding)
    return {
        "start": {"line": first.line, "character": first.column},
        "end": {"line": last.line, "character": last.column},
    }


def place_range(
    module: Module, chunk: SourceChunk, start: int, end: int, encoding: Encoding
) -> Range:
    """The range between two offsets of a chunk."""
    return range_of(module.source, chunk, start, end, encoding)


def range_at(place: Place, encoding: Encoding) -> Range:
    """The range of a place."""
    return range_of(place.module.source, place.chunk, place.start, place.end, encoding)


def range_between(source: Source, start: int, end: int, encoding: Encoding) -> Range:
    """The range between two offsets of a whole text."""
    first, last = (source.position_at(offset, encoding) for offset in (start, end))
    return {
        "start": {"line": first.line, "character": first.column},
        "end": {"line": last.line, "character": last.column},
    }
