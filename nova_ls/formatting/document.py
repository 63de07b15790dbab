"""Documents: texts that can be laid out in one line or in several, and their printer.

A *choice* is one thing in a line and another where lines are broken. A *group* decides: where its document fits into the line
all choices in it are made for one line; otherwise for several, but for those of the groups inside, which decide for themselves.
What follows may depend on the decision. Each document knows its width in one line, so that printing never looks ahead and never
goes back.
"""

from __future__ import annotations

from math import ceil
from typing import Final, TypeAlias

NEVER: Final = 1 << 40  # the width of what cannot be in one line, and of a page without an edge


class Text:
    """A piece of a line."""

    __slots__ = ("text", "width")

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self.width: Final = len(text)


class Lines:
    """One or two ends of lines: the second one leaves a line empty."""

    __slots__ = ("count", "width")

    def __init__(self, count: int) -> None:
        self.count: Final = count
        self.width: Final = NEVER


class Choice:
    """A text in one line, another where lines are broken: None is the end of a line."""

    __slots__ = ("broken", "flat", "width")

    def __init__(self, flat: str, broken: str | None) -> None:
        self.flat: Final = flat
        self.broken: Final = broken
        self.width: Final = len(flat)


class Verbatim:
    """A token of several lines, each as it is."""

    __slots__ = ("text", "width")

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self.width: Final = NEVER


class BlockComment:
    """A comment of several lines. Those below the first move with it, unless they stand left of it.

    `margin`: how far the leftmost of them is indented.
    """

    __slots__ = ("below", "first", "margin", "width")

    def __init__(self, first: str, below: list[str], margin: int) -> None:
        self.first: Final = first
        self.below: Final = below
        self.margin: Final = margin
        self.width: Final = NEVER


class Pair:
    """A document and what stands directly behind it."""

    __slots__ = ("left", "right", "width")

    def __init__(self, left: Doc, right: Doc) -> None:
        self.left: Final = left
        self.right: Final = right
        self.width: Final[int] = left.width + right.width


class Nest:
    """A document whose lines but for the first are further in; the first one too where it begins a line."""

    __slots__ = ("amount", "inner", "width")

    def __init__(self, amount: int, inner: Doc) -> None:
        self.amount: Final = amount
        self.inner: Final = inner
        self.width: Final[int] = inner.width


class AlignHere:
    """A document whose lines begin where its first one does."""

    __slots__ = ("inner", "width")

    def __init__(self, inner: Doc) -> None:
        self.inner: Final = inner
        self.width: Final[int] = inner.width


class Group:
    """A document that decides, and what follows it in either case."""

    __slots__ = ("if_broken", "if_flat", "inner", "width")

    def __init__(self, inner: Doc, if_flat: Doc, if_broken: Doc) -> None:
        self.inner: Final = inner
        self.if_flat: Final = if_flat
        self.if_broken: Final = if_broken
        self.width: Final[int] = inner.width + if_flat.width


Doc: TypeAlias = Text | Lines | Choice | Verbatim | BlockComment | Pair | Nest | AlignHere | Group

EMPTY: Final = Text("")
SPACE: Final = Text(" ")
LINE: Final = Lines(1)
EMPTY_LINE: Final = Lines(2)
SPACE_OR_LINE: Final = Choice(" ", None)
NOTHING_OR_LINE: Final = Choice("", None)
NOTHING_OR_SPACE: Final = Choice("", " ")


def pair(left: Doc, right: Doc) -> Doc:
    """Two documents side by side."""
    if left is EMPTY:
        return right
    if right is EMPTY:
        return left
    if type(left) is Text and type(right) is Text:
        return Text(left.text + right.text)
    return Pair(left, right)


def nest(amount: int, document: Doc) -> Doc:
    """A document further in."""
    return document if document is EMPTY or not amount else Nest(amount, document)


def group(document: Doc) -> Doc:
    """A document that decides for itself whether it is in one line."""
    # What cannot be in one line is as it is without a group, and so is what has nothing to decide.
    if document.width >= NEVER or type(document) is Text:
        return document
    if isinstance(document, Group) and document.if_flat is EMPTY and document.if_broken is EMPTY:
        return document
    return Group(document, EMPTY, EMPTY)


def limit_of_line(page: int, ribbon: float, indent: int) -> int:
    """The column that nothing goes beyond in a line that begins at `indent`."""
    if ribbon >= 1.0 or page == NEVER:
        return page
    return indent + max(0, ceil((page - indent) * ribbon))


def print_document(document: Doc, page: int, ribbon: float = 1.0, newline: str = "\n") -> str:
    """The text of a document. `page`: how wide lines are at most, where they can be so; `ribbon`: how much of that the
    text itself may take, without its indentation.
    """
    printer = _Printer(page, ribbon, newline)
    printer.print(document)
    return "".join(printer.out)


class _Printer:
    """The text so far, and where in its last line we are.

    `indent` is that of the last line, `next_indent` that of the next one. Indentation is written with the first text of a line.
    """

    __slots__ = ("column", "indent", "limit", "newline", "next_indent", "out", "page", "ribbon")

    def __init__(self, page: int, ribbon: float, newline: str) -> None:
        self.page: Final = page
        self.ribbon: Final = ribbon
        self.newline: Final = newline
        self.out: Final[list[str]] = []
        self.column = 0
        self.next_indent = 0
        self._begin_line(0)

    def print(self, document: Doc) -> None:
        """Add a document to the text so far; a stack stands for recursion."""
        # A number on the stack is the indentation that holds again when what is above it is done.
        stack: list[tuple[Doc | int, bool]] = [(document, False)]
        while stack:
            item, flat = stack.pop()
            kind = type(item)
            if kind is Text:
                self._write(item.text)  # type: ignore[union-attr]  # `kind` is its type
            elif kind is Pair:
                stack.append((item.right, flat))  # type: ignore[union-attr]
                stack.append((item.left, flat))  # type: ignore[union-attr]
            elif isinstance(item, int):
                self.next_indent = item
            elif isinstance(item, Choice):
                text = item.flat if flat else item.broken
                if text is None:
                    self._end_line(1)
                else:
                    self._write(text)
            elif isinstance(item, Group):
                self._enter_group(item, flat, stack)
            elif flat and self.column and isinstance(item, Nest | AlignHere):
                stack.append((item.inner, True))  # No line begins in it.
            elif isinstance(item, Nest):
                stack.append((self.next_indent, flat))
                self._go_in(item.amount)
                stack.append((item.inner, flat))
            elif isinstance(item, AlignHere):
                stack.append((self.next_indent, flat))
                if self.column:
                    self.next_indent = max(self.column, self.next_indent)
                stack.append((item.inner, flat))
            elif isinstance(item, Lines):
                self._end_line(item.count)
            elif isinstance(item, Verbatim):
                self._write_verbatim(item.text)
            elif isinstance(item, BlockComment):
                self._write_comment(item)

    def _enter_group(self, item: Group, flat: bool, stack: list[tuple[Doc | int, bool]]) -> None:
        if flat:
            stack.append((item.if_flat, True))
            stack.append((item.inner, True))
            return
        column = self.column or self.indent
        fits = item.inner.width < NEVER and (
            self.page == NEVER or column + item.inner.width <= self.limit
        )
        stack.append((item.if_flat if fits else item.if_broken, False))
        stack.append((item.inner, fits))

    def _go_in(self, amount: int) -> None:
        self.next_indent += amount
        if not self.column:
            self._begin_line(self.next_indent)

    def _begin_line(self, indent: int) -> None:
        self.indent = indent
        self.limit = limit_of_line(self.page, self.ribbon, indent)

    def _end_line(self, count: int) -> None:
        self.out.append(self.newline * count)
        self.column = 0
        self._begin_line(self.next_indent)

    def _write(self, text: str) -> None:
        if not text:
            return
        if not self.column and self.indent:
            self.out.append(" " * self.indent)
            self.column = self.indent
        self.out.append(text)
        self.column += len(text)

    def _write_verbatim(self, text: str) -> None:
        self._write(text)
        self.column = len(text) - max(text.rfind("\n"), text.rfind("\r")) - 1
        self._begin_line(0)

    def _write_comment(self, comment: BlockComment) -> None:
        self._write(comment.first)
        moves = comment.margin >= self.indent
        for line in comment.below:
            self.out.append(self.newline)
            text = line
            if moves:
                text = line[comment.margin :] if not line[: comment.margin].strip(" ") else line
                if text and self.indent:
                    text = " " * self.next_indent + text
            self.out.append(text)
            self.column = len(text)
        self._begin_line(self.next_indent if moves else 0)
