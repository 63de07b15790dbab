"""The stack of what is open while layout runs, and the layout tokens inserted so far."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from nova_ls.syntax.tokens import (
    BEGINNERS,
    END_OF_CHUNK,
    IN_COLUMN,
    INSTANCE,
    LAYOUT_END,
    LAYOUT_SEPARATOR,
    LAYOUT_START,
    LOWER,
    UNFINISHED,
    Lexemes,
    LexicalError,
    Tokens,
)

# What may be open. Blocks come first.
OPEN_WHERE: Final = 0
OPEN_LET: Final = 1
OPEN_LET_STATEMENT: Final = 2
OPEN_OF: Final = 3
OPEN_DO: Final = 4
OPEN_ADO: Final = 5
LAST_BLOCK: Final = 5
OPEN_TOP_DECLARATION: Final = 6
OPEN_TOP_HEAD: Final = 7
LAST_WITH_COLUMN: Final = 7
OPEN_PROPERTY: Final = 8
OPEN_ROOT: Final = 9
OPEN_DECLARATION_GUARD: Final = 10
OPEN_CASE: Final = 11
OPEN_CASE_BINDERS: Final = 12
OPEN_CASE_GUARD: Final = 13
OPEN_LAMBDA: Final = 14
OPEN_PAREN: Final = 15
OPEN_BRACE: Final = 16
OPEN_SQUARE: Final = 17
OPEN_IF: Final = 18
OPEN_THEN: Final = 19
OPEN_FORALL: Final = 20
OPEN_TICK: Final = 21


ALWAYS: Final = 1 << 60
NOWHERE: Final = -1


class LayoutStack:
    """The state of a run.

    `opened`, `columns_of` and `origins` are the stack: what is open, the column of its first token
    and that token's offset. Invariant: `floor` entries at its bottom are never closed.

    Entries are found without a walk down the stack, which may be as high as a text is long. `masks` are the
    entries that are not blocks. `blocks` are those that are, each with the innermost one, among it and those
    under it, that is a `let` expression or an `ado`, that is a `let` statement, and that holds no bindings;
    NOWHERE is in place of those that there are not. `unfinished`: the indices of each `then` that is met by no `else`.
    """

    __slots__ = (
        "at",
        "blocks",
        "column",
        "columns_of",
        "floor",
        "ignored",
        "inserted",
        "lexemes",
        "masks",
        "opened",
        "origins",
        "start",
        "unbalanced",
        "unfinished",
        "went_on",
    )

    def __init__(self, lexemes: Lexemes, ignored: frozenset[int]) -> None:
        self.lexemes = lexemes
        self.ignored = ignored
        self.opened: list[int] = [OPEN_ROOT]
        self.columns_of: list[int] = [-1]
        self.origins: list[int] = [-1]
        self.masks: list[int] = [0]
        self.blocks: list[tuple[int, int, int, int]] = [(NOWHERE, NOWHERE, NOWHERE, NOWHERE)]
        self.floor = 1
        self.at: list[int] = []
        self.inserted: list[int] = []
        self.unbalanced = False
        self.unfinished: set[int] = set()
        self.went_on = False
        self.column = 0
        self.start = 0

    def open_top_level(self) -> None:
        """Begin inside the block of a module's declarations, at the first token."""
        self.push(OPEN_WHERE, self.lexemes.columns[0], self.lexemes.starts[0])
        self.floor = 2

    def tokens(self) -> Tokens:
        """The tokens with what was inserted."""
        lexemes = self.lexemes
        out = Tokens(lexemes.source)
        kinds, starts, ends, texts = out.kinds, out.starts, out.ends, out.texts
        done = 0
        for index, inserted in zip(self.at, self.inserted, strict=True):
            if index > done:
                kinds += lexemes.kinds[done:index]
                starts += lexemes.starts[done:index]
                ends += lexemes.ends[done:index]
                texts += lexemes.texts[done:index]
                done = index
            position = ends[-1] if ends else 0
            kinds.append(inserted)
            starts.append(position)
            ends.append(position)
            texts.append("")
        kinds += lexemes.kinds[done:]
        starts += lexemes.starts[done:]
        ends += lexemes.ends[done:]
        texts += lexemes.texts[done:]
        position = ends[-1] if ends else 0
        kinds.append(END_OF_CHUNK)
        starts.append(position)
        ends.append(position)
        texts.append("")
        return out

    # ------------------------------------------------------------------ moves on the stack

    def place(self, index: int) -> None:
        """The rule for most tokens: close what is to the right, and separate items."""
        self.close_left_of(index, self.column)
        self.separate(index)

    def close_left_of(self, index: int, column: int) -> None:
        """Close the innermost blocks whose items begin to the right of `column`."""
        while (
            self.columns_of[-1] > column
            and self.opened[-1] <= LAST_BLOCK
            and len(self.opened) > self.floor
        ):
            self.close(index)
        if len(self.opened) == self.floor and self.columns_of[-1] > column:
            self.misplaced(index)

    def misplaced(self, index: int) -> None:
        """Report a token that would close the top-level block; where a chunk does not begin as
        declarations do, its column says nothing.
        """
        lexemes = self.lexemes
        if not BEGINNERS[lexemes.kinds[0]] or lexemes.errors:
            return
        found = f"`{lexemes.texts[index]}`{IN_COLUMN}"
        error = LexicalError(
            lexemes.starts[index], lexemes.ends[index], "a deeper indentation", found
        )
        lexemes.errors.append(error)

    def close_blocks(self, index: int) -> None:
        """Close all blocks down to the innermost delimiter."""
        while self.opened[-1] <= LAST_BLOCK and len(self.opened) > self.floor:
            self.close(index)

    def close_down_to(self, index: int, depth: int) -> None:
        """Close what lies above the entry at `depth`; all of it are blocks."""
        while len(self.opened) > depth + 1:
            self.close(index)

    def close(self, index: int) -> None:
        """Close the innermost block."""
        self.pop()
        self.at.append(index)
        self.inserted.append(LAYOUT_END)

    def separate(self, index: int) -> None:
        """Insert a separator before a token in the column of the innermost block."""
        top = self.opened[-1]
        if (
            self.columns_of[-1] == self.column
            and top <= LAST_WITH_COLUMN
            and self.origins[-1] != self.start
        ):
            if len(self.opened) == self.floor and self._goes_on(index):
                return
            self.at.append(index)
            self.inserted.append(LAYOUT_SEPARATOR)
            if top > LAST_BLOCK:
                self.pop()
            elif top == OPEN_OF:
                self.push(OPEN_CASE_BINDERS, self.column, self.start)

    def _goes_on(self, index: int) -> bool:
        """Whether a token in the column of declarations continues a value's declaration, which does not end before it: it begins none
        of the same value. Reported where that begins.
        """
        kinds, texts = self.lexemes.kinds, self.lexemes.texts
        if kinds[0] != LOWER or texts[index] == texts[0]:
            return False
        if not self.went_on and index > 0 and UNFINISHED[kinds[index - 1]]:
            self.went_on = True
            self.misplaced(index)
        return self.went_on

    def open(self, index: int, block: int) -> None:
        """Open a block at the next token, unless that stands no deeper than the block around it."""
        column = self.next_column(index)
        around = self.blocks[-1][0]
        if around == NOWHERE or column > self.columns_of[around]:
            self.begin(index, block)

    def begin(self, index: int, block: int) -> None:
        """Open a block at the next token."""
        self.push(block, self.next_column(index), self.next_start(index))
        self.at.append(index + 1)
        self.inserted.append(LAYOUT_START)

    def push(self, opened: int, column: int, origin: int) -> None:
        """Open something whose first token stands at `origin`, in `column`."""
        depth = len(self.opened)
        if opened > LAST_BLOCK:
            self.masks.append(depth)
        else:
            _, ended_by_in, statement, without_bindings = self.blocks[-1]
            if opened in (OPEN_LET, OPEN_ADO):
                ended_by_in = depth
            elif opened == OPEN_LET_STATEMENT:
                statement = depth
            if opened >= OPEN_OF:
                without_bindings = depth
            self.blocks.append((depth, ended_by_in, statement, without_bindings))
        self.opened.append(opened)
        self.columns_of.append(column)
        self.origins.append(origin)

    def pop(self) -> None:
        """Take back what was opened last."""
        (self.blocks if self.opened.pop() <= LAST_BLOCK else self.masks).pop()
        self.columns_of.pop()
        self.origins.pop()

    def pop_if(self, opened: int) -> bool:
        """Take back what was opened last if it is this; whether it was."""
        if self.opened[-1] == opened:
            self.pop()
            return True
        return False

    def unwind(self, index: int) -> None:
        """Close everything at the end."""
        while len(self.opened) > self.floor:
            if self.opened[-1] <= LAST_BLOCK:
                self.close(index)
            else:
                self.unbalanced |= self.opened[-1] in (OPEN_PAREN, OPEN_BRACE, OPEN_SQUARE)
                self.leave_unfinished(index)
                self.pop()

    def leave_unfinished(self, index: int) -> None:
        """Take back every `then` that is open where the brackets around it close, or the text ends: its `else` is missing."""
        while self.opened[-1] == OPEN_THEN:
            self.unfinished.add(bisect_left(self.lexemes.starts, self.origins[-1]))
            self.pop()
            self.close_blocks(index)

    # ------------------------------------------------------------------ questions

    def lacks_indentation(self, index: int) -> bool:
        """Whether the members behind the `where` of an instance stand in the column of declarations."""
        kinds = self.lexemes.kinds
        return (
            len(self.opened) == self.floor == 2
            and kinds[0] == INSTANCE
            and kinds[index + 1 : index + 2] == [LOWER]
            and self.next_column(index) == self.columns_of[-1]
        )

    def limit(self) -> int:
        """Plain tokens to the right of this column change nothing."""
        top = self.opened[-1]
        if top <= LAST_WITH_COLUMN:
            return self.columns_of[-1]
        return ALWAYS if top == OPEN_PROPERTY else -1

    def at_top_level(self) -> bool:
        """Whether the token begins a top-level declaration."""
        return (
            len(self.opened) == 2
            and self.opened[1] == OPEN_WHERE
            and self.columns_of[1] == self.column
        )

    def below_blocks(self) -> int:
        """The stack entry under the innermost blocks."""
        return max(self.masks[-1], self.floor - 1)

    def ended_by_in(self) -> int:
        """The entry that an `in` ends if it is a `let` or `ado`: an innermost block, or what is under these."""
        return max(self.below_blocks(), self.blocks[-1][1])

    def let_statement(self) -> int:
        """The stack entry of the innermost `let` statement with nothing but blocks above it, or NOWHERE."""
        depth = self.blocks[-1][2]
        return depth if depth > self.below_blocks() else NOWHERE

    def below_bindings(self) -> int:
        """The stack entry under the innermost blocks of bindings."""
        return max(self.below_blocks(), self.blocks[-1][3])

    def closes_statement(self) -> bool:
        """Whether an `in` stands behind a `let` statement, which takes none."""
        depth = self.let_statement()
        return depth > 0 and self.column > self.columns_of[depth - 1]

    def next_column(self, index: int) -> int:
        """The column of the next token; at the end that of declarations."""
        columns = self.lexemes.columns
        if index + 1 < len(columns):
            return columns[index + 1]
        return self.columns_of[1] if self.floor > 1 else 0

    def next_start(self, index: int) -> int:
        """Where the next token begins."""
        starts = self.lexemes.starts
        return starts[index + 1] if index + 1 < len(starts) else len(self.lexemes.source)

    def ends_unfinished(self, index: int) -> bool:
        """Whether what follows a dot is a new item of the block around it."""
        around = self.blocks[-1][0]
        if around == NOWHERE or index + 1 >= len(self.lexemes.starts):
            return False
        column = self.next_column(index)
        return column <= self.columns_of[around] and column < self.column
