"""Parts: documents with the comments and ends of lines that stand before and behind them in the source.

The author's breaks are kept: where a part that is joined to another one began a line, it begins one again. A part that has such
a break inside, or a comment that must end its line, is *multiline*, and is never put into one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from nova_ls.formatting.document import (
    EMPTY,
    EMPTY_LINE,
    LINE,
    NOTHING_OR_LINE,
    NOTHING_OR_SPACE,
    SPACE,
    SPACE_OR_LINE,
    AlignHere,
    Doc,
    group,
    nest,
    pair,
)

# What a comment needs between itself and what is beside it, the stronger the greater.
FREE: Final = 0
SPACED: Final = 1
ALONE: Final = 2


class Comments:
    """The comments on one side of a part: what they need to their left and to their right."""

    __slots__ = ("document", "left", "multiline", "right")

    def __init__(self, document: Doc, left: int, right: int, multiline: bool) -> None:
        self.document: Final = document
        self.left: Final = left
        self.right: Final = right
        self.multiline: Final = multiline


NO_COMMENTS: Final = Comments(EMPTY, FREE, FREE, False)


class Part:
    """A document between its comments. `lines`: how many lines end before the first comment, or before the document."""

    __slots__ = ("above", "behind", "document", "is_empty", "lines", "multiline")

    def __init__(
        self,
        document: Doc,
        lines: int = 0,
        above: Comments = NO_COMMENTS,
        behind: Comments = NO_COMMENTS,
        multiline: bool = False,
        is_empty: bool = False,
    ) -> None:
        self.document: Final = document
        self.lines: Final = lines
        self.above: Final = above
        self.behind: Final = behind
        self.multiline: Final = multiline
        self.is_empty: Final = is_empty

    def whole(self) -> Doc:
        """The document with its comments."""
        return pair(
            pair(self.above.document, spaced(self.above.right, self.document)), self._tail()
        )

    def with_tail(self) -> Doc:
        """The document with the comments behind it."""
        return pair(self.document, self._tail())

    def with_head(self) -> Doc:
        """The document with the comments before it."""
        return pair(self.above.document, spaced(self.above.right, self.document))

    def _tail(self) -> Doc:
        return spaced(self.behind.left, self.behind.document)


NOTHING: Final = Part(EMPTY, is_empty=True)
Join: TypeAlias = Callable[[Part, Part], Part]


def spaced(need: int, document: Doc) -> Doc:
    """A document with what a comment before it needs."""
    if document is EMPTY or need == FREE:
        return document
    return pair(LINE if need == ALONE else SPACE, document)


def line_ends(need: int, lines: int) -> Doc:
    """As many ends of lines as there were, at most two; where there were none, what a comment needs."""
    if lines:
        return EMPTY_LINE if lines > 1 else LINE
    return LINE if need == ALONE else SPACE if need == SPACED else EMPTY


# ---------------------------------------------------------------------------- one part


def anchor(part: Part) -> Part:
    """A part that does not begin a line, even if it did; it stays multiline."""
    if not part.lines:
        return part
    return Part(part.document, 0, part.above, part.behind, True, part.is_empty)


def unbroken(part: Part) -> Part:
    """A part of whose break nothing is left."""
    if not part.lines:
        return part
    return Part(part.document, 0, part.above, part.behind, part.multiline, part.is_empty)


def begun(part: Part, lines: int) -> Part:
    """A part before which at least so many lines end."""
    if part.is_empty or part.lines >= lines:
        return part
    return Part(part.document, lines, part.above, part.behind, part.multiline, False)


def grouped(part: Part) -> Part:
    """A part that is in one line if it fits and was."""
    if part.multiline:
        return part
    document = group(part.document)
    if document is part.document:
        return part
    return Part(document, part.lines, part.above, part.behind, False, part.is_empty)


def nested(amount: int, part: Part) -> Part:
    """A part further in, with its comments."""
    if part.is_empty or not amount:
        return part
    return Part(
        nest(amount, part.document),
        part.lines,
        _moved(amount, part.above),
        _moved(amount, part.behind),
        part.multiline,
    )


def aligned_here(part: Part) -> Part:
    """A part whose lines begin in the column in which it does."""
    if part.is_empty:
        return part
    return Part(
        part.document if part.document is EMPTY else AlignHere(part.document),
        part.lines,
        _aligned(part.above),
        _aligned(part.behind),
        part.multiline,
    )


def _moved(amount: int, comments: Comments) -> Comments:
    if comments.document is EMPTY:
        return comments
    moved = nest(amount, comments.document)
    return Comments(moved, comments.left, comments.right, comments.multiline)


def _aligned(comments: Comments) -> Comments:
    if comments.document is EMPTY:
        return comments
    moved = AlignHere(comments.document)
    return Comments(moved, comments.left, comments.right, comments.multiline)


# ---------------------------------------------------------------------------- two parts


def _joined(left: Part, right: Part, between: Doc, broken: bool) -> Part:
    return Part(
        pair(left.with_tail(), pair(between, right.with_head())),
        left.lines,
        left.above,
        right.behind,
        broken or left.behind.multiline or left.multiline,
    )


def _join(left: Part, right: Part, free: Doc, spaced_out: Doc) -> Part:
    """Two parts with something between them: `free`, or `spaced_out` where a comment needs a space."""
    if left.is_empty:
        return right
    if right.is_empty:
        return left
    if right.lines:
        return _joined(left, right, line_ends(ALONE, right.lines), True)
    need = max(left.behind.right, right.above.left)
    if need == ALONE:
        return _joined(left, right, LINE, True)
    multiline = right.above.multiline or right.multiline
    return _joined(left, right, spaced_out if need == SPACED else free, multiline)


def _join_flexible(
    left: Part, right: Part, free: Doc, spaced_out: Doc, many: tuple[Doc, Doc]
) -> Part:
    """As `_join`, where what is between decides together with the right part; `many` stands before multiline ones."""
    if left.is_empty:
        return right
    if right.is_empty:
        return left
    if right.lines:
        return _joined(left, right, line_ends(ALONE, right.lines), True)
    need = max(left.behind.right, right.above.left)
    if need == ALONE:
        return _joined(left, right, LINE, True)
    if right.above.multiline or right.multiline:
        return _joined(left, right, many[need], True)
    between = spaced_out if need == SPACED else free
    return Part(
        pair(left.with_tail(), group(pair(between, right.with_head()))),
        left.lines,
        left.above,
        right.behind,
        left.behind.multiline or left.multiline,
    )


def beside(left: Part, right: Part) -> Part:
    """Directly one behind the other."""
    return _join(left, right, EMPTY, EMPTY)


def space(left: Part, right: Part) -> Part:
    """One behind the other with a space between."""
    return _join(left, right, SPACE, SPACE)


def line(left: Part, right: Part) -> Part:
    """One below the other."""
    return _join(left, right, LINE, LINE)


def space_or_line(left: Part, right: Part) -> Part:
    """A space between in one line, otherwise one below the other."""
    return _join(left, right, SPACE_OR_LINE, SPACE_OR_LINE)


def nothing_or_line(left: Part, right: Part) -> Part:
    """Directly one behind the other in one line, otherwise one below the other."""
    return _join(left, right, NOTHING_OR_LINE, SPACE_OR_LINE)


def nothing_or_space(left: Part, right: Part) -> Part:
    """Directly one behind the other in one line, otherwise with a space between."""
    return _join(left, right, NOTHING_OR_SPACE, SPACE)


def flexible_space_or_line(left: Part, right: Part) -> Part:
    """As `space_or_line`, decided by what fits here and not by the group around."""
    many = (SPACE_OR_LINE, SPACE_OR_LINE)
    return _join_flexible(left, right, SPACE_OR_LINE, SPACE_OR_LINE, many)


def flexible_nothing_or_line(left: Part, right: Part) -> Part:
    """As `nothing_or_line`, decided by what fits here and not by the group around."""
    return _join_flexible(left, right, NOTHING_OR_LINE, SPACE_OR_LINE, (LINE, SPACE))


def joined(join: Join, parts: Iterable[Part]) -> Part:
    """Many parts, from the left."""
    whole = NOTHING
    for part in parts:
        whole = part if whole.is_empty else join(whole, part)
    return whole


def in_words(parts: list[Part], indent: int) -> Part:
    """Parts in one line, whatever breaks were between them."""
    rest = joined(space, [anchor(part) for part in parts[1:]])
    return space(parts[0], nested(indent, rest))
