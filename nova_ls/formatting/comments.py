"""Comments between tokens: which belong to the token before them, and which to the one behind."""

from __future__ import annotations

import re
from typing import Final

from nova_ls.formatting.document import EMPTY, BlockComment, Doc, Text, pair
from nova_ls.formatting.part import (
    ALONE,
    FREE,
    NO_COMMENTS,
    SPACED,
    Comments,
    line_ends,
    spaced,
)
from nova_ls.formatting.unwritable import Unwritable

_PIECE: Final = re.compile(r"\r\n|\n|\r|--[^\n\r]*+|\#![^\n\r]*+|\{-(?s:.*?)(?:-\}|\Z)")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


def pieces(trivia: str) -> list[str]:
    """The comments and ends of lines of what stands between two tokens."""
    return _PIECE.findall(trivia)


def first_line_end(found: list[str]) -> int:
    """How many of the pieces are comments in the line of the token before them."""
    for index, piece in enumerate(found):
        if piece[0] in "\r\n":
            return index
    return len(found)


def comments_above(found: list[str]) -> tuple[int, Comments]:
    """The pieces before a token: how many lines end before the first comment, and the comments."""
    after = 0
    comments = NO_COMMENTS
    for piece in reversed(found):
        if piece[0] in "\r\n":
            after += 1
            continue
        document, need, several = _comment(piece)
        if comments is NO_COMMENTS:
            comments = Comments(
                pair(document, line_ends(FREE, after)),
                need,
                FREE if after else need,
                several or after > 0,
            )
        elif after or ALONE in (need, comments.left):
            document = pair(pair(document, line_ends(ALONE, after)), comments.document)
            comments = Comments(document, need, comments.right, True)
        else:
            between = spaced(max(need, comments.left), comments.document)
            several = several or comments.multiline
            comments = Comments(pair(document, between), need, comments.right, several)
        after = 0
    return after, comments


def comments_behind(found: list[str]) -> Comments:
    """The comments in the line of a token, behind it."""
    document: Doc = EMPTY
    right = FREE
    several = False
    for piece in found:
        comment, need, is_several = _comment(piece)
        document = pair(document, spaced(max(right, SPACED), comment)) if right else comment
        right = need
        several = several or is_several
    return Comments(document, SPACED, right, several)


def _comment(text: str) -> tuple[Doc, int, bool]:
    """A comment, what it needs beside it, and whether it has several lines."""
    if text[0] != "{":
        return Text(text), ALONE, False
    if len(text) < len("{--}") or not text.endswith("-}"):
        raise Unwritable(text)  # It goes on to the end of the text, whatever is written there.
    first, *below = _LINE_END.split(text)
    margins = [len(line) - len(line.lstrip(" ")) for line in below if line.strip(" ")]
    if not margins:
        return Text(text), SPACED, False
    return BlockComment(first, below, min(margins)), SPACED, True
