"""What stands around a cursor in a text that is being written: tokens before it, syntax nodes around it."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.tokens import CHAR, RAW_STRING, STRING, Lexemes
from nova_ls.syntax.tree import Node
from nova_ls.syntax.walk import path_to

_TEXTS: Final = (STRING, RAW_STRING, CHAR)


@value
class CursorContext:
    """`before`: the chunk's text up to the cursor. `tokens`: all of the chunk's. `anchor`: the end of the last token before it, or the chunk's beginning."""

    module: Module
    chunk: SourceChunk
    offset: int
    before: str
    tokens: Lexemes
    anchor: int
    is_in_text: bool
    """Inside a string, a character or a comment."""

    def count_before(self, length: int) -> int:
        """How many tokens begin before the last `length` characters in front of the cursor."""
        return bisect_left(self.tokens.starts, len(self.before) - length)

    def path(self) -> list[Node]:
        """The nodes around the cursor, or else around the last token before it, outermost first."""
        path = self._path_to(self.offset)
        return path if len(path) > 1 else self.path_before()

    def path_before(self) -> list[Node]:
        """The nodes around the end of the last token before the cursor, outermost first."""
        return self._path_to(self.anchor)

    def _path_to(self, offset: int) -> list[Node]:
        paths = [path_to(declaration, offset) for declaration in self.chunk.tree.declarations]
        return max(paths, key=len, default=[])


def cursor_at(module: Module, offset: int) -> CursorContext:
    """The cursor at an offset of a module."""
    chunk, within = module.source.chunk_at(offset)
    if within == -chunk.origin and offset and chunk is not module.source.chunks[0]:
        # At a border the cursor stands behind what is being written, not before what comes next.
        chunk, within = module.source.chunk_at(offset - 1)
        within += 1
    before = chunk.text[: chunk.origin + within]
    tokens = lex(chunk.text, shebang=chunk.chunk.is_first)
    index = bisect_left(tokens.starts, len(before)) - 1
    end, is_in_text = 0, False
    if index >= 0:
        end = min(tokens.ends[index], len(before))
        is_in_text = len(before) < tokens.ends[index] and tokens.kinds[index] in _TEXTS
    gap = before[end:]
    last_line = gap[gap.rfind("\n") + 1 :]
    is_in_comment = "--" in last_line or gap.rfind("{-") > gap.rfind("-}")
    anchor = end - chunk.origin
    return CursorContext(module, chunk, within, before, tokens, anchor, is_in_text or is_in_comment)
