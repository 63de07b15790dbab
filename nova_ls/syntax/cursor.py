"""A place in the tokens of a chunk, and what has gone wrong so far.

A mistake is reported once: it sets `recovering`, which keeps further complaints quiet until the next item
of a block begins. Parsers never give up; they go on with an empty Error node and let the code that
knows a safe place (the end of a bracket, a layout separator) skip to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.syntax.brackets import bracket_partners
from nova_ls.syntax.lexer import split_qualified
from nova_ls.syntax.literals import string_value
from nova_ls.syntax.problems import ErrorParsingModule, WarningParsingModule
from nova_ls.syntax.tokens import (
    COMMA,
    CONTINUERS,
    DOUBLE_COLON,
    END_OF_CHUNK,
    END_OF_DECLARATION,
    EQUALS,
    FORALL,
    KEYWORDS,
    KIND_COUNT,
    LAYOUT_END,
    LAYOUT_SEPARATOR,
    LAYOUT_START,
    LOWER,
    PIPE,
    RAW_STRING,
    STRING,
    Tokens,
    kind_set,
)
from nova_ls.syntax.tree import Label, Name

MAX_NESTING: Final = 256  # deeper nesting is reported and skipped; see `nest`

LABELS: Final = kind_set(
    LOWER, STRING, RAW_STRING, *(kind for kind in range(KIND_COUNT) if KEYWORDS[kind])
)
ITEM_ENDS: Final = kind_set(LAYOUT_SEPARATOR, LAYOUT_END, END_OF_CHUNK)
DEFINES: Final = kind_set(EQUALS, PIPE, DOUBLE_COLON)

_ABSENT: Final = {
    LAYOUT_START: "the start of a block",
    LAYOUT_SEPARATOR: "the next line",
    LAYOUT_END: "the end of the block",
    END_OF_CHUNK: END_OF_DECLARATION,
}
NOWHERE: Final = 1 << 60
_T = TypeVar("_T")


class Cursor:
    """Tokens, where we are in them, and the mistakes found."""

    __slots__ = (
        "block_closed",
        "depth",
        "ends",
        "errors",
        "first_bad",
        "index",
        "kinds",
        "last_item",
        "met_lost_body",
        "met_tuple",
        "partners",
        "recovering",
        "source",
        "starts",
        "texts",
        "too_deep",
    )

    def __init__(self, tokens: Tokens, first_bad: int = NOWHERE) -> None:
        self.kinds: Final = tokens.kinds
        self.starts: Final = tokens.starts
        self.ends: Final = tokens.ends
        self.texts: Final = tokens.texts
        self.source: Final = tokens.source
        self.first_bad: Final = first_bad
        self.index = 0
        self.depth = 0
        self.recovering = False
        self.too_deep = False
        self.met_tuple = False
        self.met_lost_body = False
        self.last_item = 0  # where the last item of the block that ended last begins
        self.block_closed = False  # an item has already stepped over the end of its block
        self.errors: list[Diagnostic] = []
        self.partners: dict[int, int] | None = None

    # ------------------------------------------------------------------ mistakes

    def fail(self, expected: str) -> None:
        """Report that something else was expected at the current token, and begin to recover."""
        if self.recovering:
            return
        self.recovering = True
        index = self.index
        if self._behind_bad_text(index):
            return
        absent = _ABSENT.get(self.kinds[index])
        if absent is None:
            start, end = self.starts[index], self.ends[index]
            found = f"`{_shortened(self.texts[index])}`"
        else:
            # What is missing is missing after the last token: point at that.
            index = max(index - 1, 0)
            while index and self.starts[index] == self.ends[index]:
                index -= 1
            start, end = self.starts[index], self.ends[index]
            found = absent
        if end - start > 80 or "\n" in self.texts[index]:
            start = end - 1
        self.errors.append(Diagnostic(ErrorParsingModule(expected, found), start, end))

    def _behind_bad_text(self, index: int) -> bool:
        """Whether a piece of text that is not token, and is reported as such, lies before this token."""
        while index < len(self.kinds) and self.starts[index] == self.ends[index]:
            index += 1
        if index == len(self.kinds):
            return self.first_bad < NOWHERE
        return self.starts[index] >= self.first_bad

    def reject(self, start: int, end: int, expected: str, found: str) -> None:
        """Report something that parses but is not allowed where it stands."""
        if not self.recovering and start < self.first_bad:
            self.errors.append(Diagnostic(ErrorParsingModule(expected, found), start, end))
            self.recovering = True

    def warn(self, start: int, end: int, sentence: str) -> None:
        """Report something that is allowed but should no longer be written so."""
        if not self.recovering:
            self.errors.append(Diagnostic(WarningParsingModule(sentence), start, end))

    def expect(self, kind: int, words: str) -> bool:
        """Step over a token of this kind, or report its absence."""
        if self.kinds[self.index] == kind:
            self.index += 1
            return True
        if kind == LAYOUT_START and self.errors:
            # Blocks that the mistake before has left open are why none begins here.
            self.recovering = True
        self.fail(words)
        return False

    def nest(self) -> bool:
        """Go one level deeper; False, with a report, where that is too deep.

        The caller gives the level back with `depth -= 1`, in either case.
        """
        self.depth += 1
        if self.depth <= MAX_NESTING:
            return True
        self.report_nesting(self.index)
        return False

    def report_nesting(self, index: int) -> None:
        """Report, once in a chunk, that what begins at the token `index` is nested too deep."""
        if not self.recovering and not self.too_deep:
            self.too_deep = True
            problem = ErrorParsingModule(f"at most {MAX_NESTING} levels of nesting", "more")
            start, end = self.starts[index], self.ends[index]
            self.errors.append(Diagnostic(problem, start, end))
        self.recovering = True

    def refuse_tuple(self, words: str) -> None:
        """Report, once in a chunk, that there are no tuples, if the current token is a comma behind a parenthesis."""
        if self.kinds[self.index] != COMMA or self.recovering:
            return
        if self.met_tuple:
            self.recovering = True
        else:
            self.met_tuple = True
            self.fail(words)

    # ------------------------------------------------------------------ places

    def end(self) -> int:
        """Where the last token before the current one ends."""
        index = self.index
        return self.ends[index - 1] if index else 0

    def skip_to_item_end(self) -> None:
        """Skip what is left of the current item of a block, with the blocks inside it."""
        kinds = self.kinds
        while not ITEM_ENDS[kinds[self.index]]:
            self.skip_token()

    def skip_token(self) -> None:
        """Skip one token, or a whole block where one begins."""
        kinds = self.kinds
        blocks = 0
        while True:
            kind = kinds[self.index]
            if kind == END_OF_CHUNK:
                return
            self.index += 1
            if kind == LAYOUT_START:
                blocks += 1
            elif kind == LAYOUT_END:
                blocks -= 1
            if blocks <= 0:
                return

    def partner(self, opening: int) -> int:
        """The index of the bracket that closes the one at `opening`, or -1."""
        if self.partners is None:
            self.partners = bracket_partners(self.kinds)
        return self.partners.get(opening, -1)

    def parse_block(
        self, item: Callable[[], _T], *, of_definitions: bool = False
    ) -> tuple[_T, ...]:
        """The items of a block, from behind its LAYOUT_START to behind its LAYOUT_END.

        A mistake in one item ends where the next one begins, which lines that can be no item of their own do not; one in
        the last item goes on to the end of what is around the block, since it may be what ended the block.
        """
        kinds = self.kinds
        recovering = self.recovering
        items: list[_T] = []
        while True:
            begun = self.index
            items.append(item())
            if self.block_closed:
                self.block_closed = False
                break
            kind = kinds[self.index]
            if not ITEM_ENDS[kind]:
                self.fail("the next line")
                self.skip_to_item_end()
                kind = kinds[self.index]
            if kind == END_OF_CHUNK:
                break
            self.index += 1
            if kind == LAYOUT_END:
                break
            self.recovering = recovering or (
                self.recovering and not self._begins_item(of_definitions)
            )
        self.last_item = begun
        return tuple(items)

    def _begins_item(self, of_definitions: bool) -> bool:
        """Whether an item begins at the current line, and not what goes on with a mistake above it."""
        kinds = self.kinds
        if CONTINUERS[kinds[self.index]]:
            return False
        if not of_definitions:
            return True
        index = self.index
        while not (ITEM_ENDS[kinds[index]] or DEFINES[kinds[index]]):
            index = max(self.partner(index), index) + 1
            if kinds[index - 1] == LAYOUT_START:
                return False
        return DEFINES[kinds[index]]

    # ------------------------------------------------------------------ names and labels

    def missing_name(self) -> Name:
        """A name that is not there."""
        end = self.end()
        return Name(end, end, "", "")

    def take_name(self) -> Name:
        """The current token as a name without a qualifier."""
        index = self.index
        self.index = index + 1
        return Name(self.starts[index], self.ends[index], "", self.texts[index])

    def take_qualified_name(self) -> Name:
        """The current token as a name that may have a qualifier."""
        index = self.index
        self.index = index + 1
        qualifier, text = split_qualified(self.texts[index])
        return Name(self.starts[index], self.ends[index], qualifier, text)

    def take_symbol(self) -> Name:
        """The current token, an operator in parentheses, as the name of the operator."""
        index = self.index
        self.index = index + 1
        text = self.texts[index]
        start, end = self.starts[index], self.ends[index]
        opening = text.index("(")
        return Name(
            start + opening + 1, end - 1, text[: max(opening - 1, 0)], text[opening + 1 : -1]
        )

    def expect_name(self, kind: int, words: str) -> Name:
        """A name of this kind, or an empty one with a report."""
        if self.kinds[self.index] == kind:
            return self.take_name()
        self.fail(words)
        return self.missing_name()

    def take_label(self) -> Label:
        """The current token as a label."""
        index = self.index
        self.index = index + 1
        text = self.texts[index]
        if text[0] == '"':
            text = string_value(text)
        return Label(self.starts[index], self.ends[index], text)

    def missing_label(self) -> Label:
        """A label that is not there."""
        end = self.end()
        return Label(end, end, "")

    def at_label(self) -> bool:
        """Whether the current token can be a label."""
        kind = self.kinds[self.index]
        return LABELS[kind] and not (kind == FORALL and self.texts[self.index] == "∀")

    def at_word(self, word: str) -> bool:
        """Whether the current token is this word, which is a name elsewhere."""
        return self.kinds[self.index] == LOWER and self.texts[self.index] == word


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
