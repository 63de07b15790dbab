"""Mentions in a module that a record stands in for: the record says in which declarations a name may stand, their typed ASTs what it means.

The text is searched for the name and not cut; of its chunks those are made alone that have the name, and nobody keeps them. Nothing of the
module becomes known to the engine. `are_told` says for which modules that is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from nova_ls.base.diagnostic import Severity
from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.chunk_table import ChunkTable
from nova_ls.compiler.model.outcome import TypedAst
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.workspace.untyped_names import ExportsOf, Mention, names_in_import, names_in_lists


class RecordedMention(NamedTuple):
    """A span, relative to its chunk. `within`: the element that stands there; None: a header or an import."""

    chunk: SourceChunk
    start: int
    end: int
    within: ElementKey | None = None


def has_name(module: Module, element: ElementKey) -> bool:
    """Whether a module's text has the name of an element somewhere."""
    return module.source.has_word(element.name or element.namespace)


def are_told(module: Module, element: ElementKey) -> bool:
    """Whether `recorded_mentions` has all mentions of an element in a restored module, whose text is not parsed for this.

    Only what is right says all: of two declarations with one name a typed AST tells of the first. It takes a scope to say what an operator stands for.
    """
    record = module.record
    if record is None or element.space is Space.MODULE or element.namespace == module.name:
        return False
    has_errors = any(one.severity is Severity.ERROR for one in record.diagnostics)
    return not has_errors and "\ninfix" not in module.source.text


def recorded_mentions(
    module: Module,
    element: ElementKey,
    ast: Callable[[ElementKey], TypedAst | None],
    exports_of: ExportsOf,
) -> Iterator[RecordedMention]:
    """What in a restored module means an element of another one, in the order of its text."""
    record = module.record
    if record is None:
        return
    table = ChunkTable(module.name, record.chunks)
    starts = table.starts
    found = list(_chunks_with(module.source.text, element.name, table))
    chunks = module.source.cut_out((starts[index], starts[index + 1]) for index in found)
    for index, chunk in zip(found, chunks, strict=True):
        keys = table.elements(index)
        for key in keys:
            known = ast(key)
            for start, end in () if known is None else known.spans_of(element):
                yield RecordedMention(chunk, start, end, key)
        for start, end, meant in () if keys else _listed_names(module, chunk, exports_of):
            if meant is element:
                yield RecordedMention(chunk, start, end)


def _listed_names(module: Module, chunk: SourceChunk, exports_of: ExportsOf) -> Iterator[Mention]:
    is_import = chunk.text.startswith("import", chunk.chunk.anchor) and not chunk.chunk.is_first
    listed = names_in_import if is_import else names_in_lists
    return listed(module, chunk, exports_of)


def _chunks_with(text: str, word: str, table: ChunkTable) -> Iterator[int]:
    """The chunks that a word stands in, not only as a part of a longer one; what has no name stands nowhere."""
    at = text.find(word) if word else -1
    while at >= 0:
        end = at + len(word)
        if _is_token(text, at, end):
            index = table.index_at(at)
            yield index
            end = table.starts[index + 1]
        at = text.find(word, end)


def _is_token(text: str, start: int, end: int) -> bool:
    """Whether what stands there may be a word as a whole; an operator always may."""
    if not _goes_on(text[end - 1]):
        return True
    if _goes_on(text[end : end + 1]):
        return False
    begin = start
    while _goes_on(text[begin - 1 : begin]):
        begin -= 1
    # A number and a character may stand directly before a word.
    return begin == start or text[begin].isdigit() or text[begin] == "'"


def _goes_on(character: str) -> bool:
    """Whether a word goes on with a character."""
    return character.isalnum() or character in ("_", "'")
