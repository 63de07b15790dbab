"""Documentation comments: the lines `-- | …` above a declaration, a constructor or a member."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from nova_ls.syntax.parser import ChunkTree

_COMMENT: Final = re.compile(r"--([^\n\r]*+)|\{-((?s:.*?))(?:-\}|\Z)")
_LINE: Final = re.compile(r"\r\n?|\n")


def doc_comment(chunk: ChunkTree) -> str:
    """The documentation of what a chunk declares; empty if there is none.

    Of several declarations (a kind signature and the data declaration behind it) all are taken.
    """
    docs: list[str] = []
    for declaration in chunk.declarations:
        doc = doc_above(chunk, declaration.start)
        if doc:
            docs.append(doc)
    return "\n".join(docs)


def doc_above(chunk: ChunkTree, start: int) -> str:
    """The documentation directly above the token that begins at `start`; empty if there is none."""
    tokens = chunk.tokens
    before = bisect_right(tokens.ends, start) - 1
    trivia = tokens.source[tokens.ends[before] if before >= 0 else 0 : start]
    return "\n".join(_doc_lines(trivia)) if "|" in trivia else ""


def _doc_lines(trivia: str) -> Iterator[str]:
    for comment in _COMMENT.finditer(trivia):
        for line in _LINE.split(comment[1] if comment[1] is not None else comment[2]):
            text = line.lstrip(" ")
            if text.startswith("|"):
                yield text[1:].removeprefix(" ")
