"""Layout: from the columns of tokens to explicit blocks.

The grammar knows nothing of indentation; it reads blocks between LAYOUT_START and LAYOUT_END with
LAYOUT_SEPARATOR between their items. This module inserts them, by the rules of the PureScript compiler:
a stack holds what is open at a token, both blocks (each with the column its items begin in) and
delimiters that mask blocks (brackets, the heads of `case` and `if`, guards, binders of lambdas).
A token first closes the blocks it stands left of, then separates items where it stands in the column of
the innermost block, and then opens or closes what it opens or closes.

Kindnesses to unfinished programs, none of which touches a correct one: brackets without a partner open
and close nothing, so that the block around them keeps its items; the `in` of a `let` statement ends its
bindings; and a dot at the end of a line does not take the next statement for its label. (The last rejects
what the compiler accepts, a label in the very column in which statements begin.)
"""

from __future__ import annotations

from typing import Final

from nova_ls.syntax.tokens import (
    ADO,
    AT,
    BACKSLASH,
    BEGINNERS,
    CASE,
    CLASS,
    CLOSES,
    COMMA,
    DATA,
    DO,
    DOT,
    ELSE,
    END_OF_CHUNK,
    EQUALS,
    FORALL,
    IF,
    IN,
    KEYWORDS,
    KIND_COUNT,
    LAST_OPERATOR,
    LAST_PLAIN,
    LAYOUT_END,
    LAYOUT_SEPARATOR,
    LAYOUT_START,
    LEFT_BRACE,
    LEFT_PAREN,
    LEFT_SQUARE,
    LET,
    LOWER,
    MODULE,
    OF,
    PIPE,
    RIGHT_ARROW,
    RIGHT_BRACE,
    STRING,
    THEN,
    TICK,
    WHERE,
    Lexemes,
    LexicalError,
    Tokens,
    kind_set,
)

# What may be open. Blocks come first.
_WHERE: Final = 0
_LET: Final = 1
_LET_STATEMENT: Final = 2
_OF: Final = 3
_DO: Final = 4
_ADO: Final = 5
_LAST_BLOCK: Final = 5
_TOP_DECLARATION: Final = 6
_TOP_HEAD: Final = 7
_LAST_WITH_COLUMN: Final = 7
_PROPERTY: Final = 8
_ROOT: Final = 9
_DECLARATION_GUARD: Final = 10
_CASE: Final = 11
_CASE_BINDERS: Final = 12
_CASE_GUARD: Final = 13
_LAMBDA: Final = 14
_PAREN: Final = 15
_BRACE: Final = 16
_SQUARE: Final = 17
_IF: Final = 18
_THEN: Final = 19
_FORALL: Final = 20
_TICK: Final = 21

_ALWAYS: Final = 1 << 60
_NAMES: Final = kind_set(*(kind for kind in range(KIND_COUNT) if KEYWORDS[kind]), LOWER, STRING)


def lay_out_chunk(lexemes: Lexemes) -> Tokens:
    """Insert layout tokens into one chunk, whose first token tells the top-level column."""
    layout = _Layout(lexemes, frozenset())
    if lexemes.kinds and lexemes.kinds[0] != MODULE:
        layout.open_top_level()
    return _tolerant(layout)


def lay_out_module(lexemes: Lexemes) -> Tokens:
    """Insert layout tokens into the text of a whole module."""
    return _tolerant(_Layout(lexemes, frozenset()))


def _tolerant(layout: _Layout) -> Tokens:
    """Run, and run again without the brackets that have no partner if there are any."""
    layout.run()
    if layout.unbalanced:
        again = _Layout(layout.lexemes, _pointless(layout.lexemes.kinds))
        if layout.floor > 1:
            again.open_top_level()
        again.run()
        return again.tokens()
    return layout.tokens()


def _unmatched(kinds: list[int]) -> frozenset[int]:
    """The indices of opening and closing brackets that have no partner.

    A closing bracket finds the nearest open one of its sort; those in between stay without a partner.
    """
    unmatched: set[int] = set()
    open_brackets: list[int] = []
    counts = {LEFT_PAREN: 0, LEFT_SQUARE: 0, LEFT_BRACE: 0}  # of what is in `open_brackets`
    for index, kind in enumerate(kinds):
        if kind in counts:
            open_brackets.append(index)
            counts[kind] += 1
        elif kind in CLOSES:
            wanted = CLOSES[kind]
            if not counts[wanted]:
                unmatched.add(index)
                continue
            while True:
                opening = open_brackets.pop()
                counts[kinds[opening]] -= 1
                if kinds[opening] == wanted:
                    break
                unmatched.add(opening)
    unmatched.update(open_brackets)
    return frozenset(unmatched)


def _pointless(kinds: list[int]) -> frozenset[int]:
    """The unmatched brackets, and the commas that stand directly behind one that is not closed."""
    unmatched = _unmatched(kinds)
    pointless = set(unmatched)
    open_brackets: list[int] = []
    for index, kind in enumerate(kinds):
        if kind in (LEFT_PAREN, LEFT_SQUARE, LEFT_BRACE):
            open_brackets.append(index)
        elif kind in CLOSES and index not in unmatched:
            while open_brackets and open_brackets.pop() in unmatched:
                pass
        elif kind == COMMA and open_brackets and open_brackets[-1] in unmatched:
            pointless.add(index)
    return frozenset(pointless)


class _Layout:
    """The state of a run.

    `opened`, `columns_of` and `origins` are the stack: what is open, the column of its first token
    and that token's offset. Invariant: `floor` entries at its bottom are never closed.
    """

    __slots__ = (
        "at",
        "column",
        "columns_of",
        "floor",
        "ignored",
        "inserted",
        "lexemes",
        "opened",
        "origins",
        "start",
        "unbalanced",
    )

    def __init__(self, lexemes: Lexemes, ignored: frozenset[int]) -> None:
        self.lexemes = lexemes
        self.ignored = ignored
        self.opened: list[int] = [_ROOT]
        self.columns_of: list[int] = [-1]
        self.origins: list[int] = [-1]
        self.floor = 1
        self.at: list[int] = []
        self.inserted: list[int] = []
        self.unbalanced = False
        self.column = 0
        self.start = 0

    def open_top_level(self) -> None:
        """Begin inside the block of a module's declarations, at the first token."""
        self._push(_WHERE, self.lexemes.columns[0], self.lexemes.starts[0])
        self.floor = 2

    def run(self) -> None:
        """Find what is to be inserted before which token."""
        lexemes = self.lexemes
        columns = lexemes.columns
        limit = self._limit()
        for index, kind in enumerate(lexemes.kinds):
            column = columns[index]
            if column > limit and kind <= LAST_PLAIN:
                continue
            self.column = column
            self.start = lexemes.starts[index]
            if index in self.ignored:
                self._default(index)
            else:
                self._step(index, kind)
            limit = self._limit()
        self._unwind(len(lexemes.kinds))

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

    # ------------------------------------------------------------------ the rules, token by token

    def _step(self, index: int, kind: int) -> None:
        if kind <= LAST_OPERATOR or kind == AT:
            self._close_left_of(index, self.column - 1)
            self._separate(index)
        elif kind == EQUALS:
            self._equals(index)
        elif kind == RIGHT_ARROW:
            self._right_arrow(index)
        elif kind == COMMA:
            if self._below_blocks(False) >= self.floor:
                self._close_blocks(index)
            if self.opened[-1] == _BRACE:
                self._push(_PROPERTY, self.column, self.start)
        elif kind in _BRACKETS:
            self._bracket(index, kind)
        elif kind == DOT:
            self._dot(index)
        elif kind == PIPE:
            self._pipe(index)
        elif kind == TICK:
            self._tick(index)
        elif kind == BACKSLASH:
            self._default(index)
            self._push(_LAMBDA, self.column, self.start)
        elif kind <= LAST_PLAIN:
            self._default(index)
            if _NAMES[kind]:
                self._pop_if(_PROPERTY)
        else:
            self._keyword(index, kind)

    def _keyword(self, index: int, kind: int) -> None:
        if kind == WHERE:
            self._where(index)
        elif kind in (OF, THEN, IN):
            self._closing_keyword(index, kind)
        elif kind == ELSE:
            self._else(index)
        else:
            self._default(index)
            if not self._pop_if(_PROPERTY):
                self._opening_keyword(index, kind)

    def _opening_keyword(self, index: int, kind: int) -> None:
        if kind == DO:
            self._open(index, _DO)
        elif kind == LET:
            statement = self.opened[-1] in (_DO, _ADO) and self.columns_of[-1] == self.column
            self._open(index, _LET_STATEMENT if statement else _LET)
        elif kind == ADO:
            self._open(index, _ADO)
        elif kind == CASE:
            self._push(_CASE, self.column, self.start)
        elif kind == IF:
            self._push(_IF, self.column, self.start)
        elif kind == FORALL:
            self._push(_FORALL, self.column, self.start)
        elif kind == DATA and self._at_top_level():
            self._push(_TOP_DECLARATION, self.column, self.start)
        elif kind == CLASS and self._at_top_level():
            self._push(_TOP_HEAD, self.column, self.start)

    def _closing_keyword(self, index: int, kind: int) -> None:
        """`of`, `then`, `in`: they close the blocks inside the head that they end, if there is one."""
        depth = self._below_blocks(kind == IN)
        opened = self.opened[depth]
        if kind == OF and opened == _CASE:
            self._close_down_to(index, depth)
            self._pop()
            self._open(index, _OF)
            self._push(_CASE_BINDERS, self._next_column(index), self._next_start(index))
        elif kind == THEN and opened == _IF:
            self._close_down_to(index, depth)
            self._pop()
            self._push(_THEN, self.column, self.start)
        elif kind == IN and opened in (_LET, _ADO):
            self._close_down_to(index, depth - 1)
        elif kind == IN and self._closes_statement():
            self._close_down_to(index, self._let_statement() - 1)
        else:
            self._default(index)
            self._pop_if(_PROPERTY)

    def _else(self, index: int) -> None:
        depth = self._below_blocks(False)
        if self.opened[depth] == _THEN:
            self._close_down_to(index, depth)
            self._pop()
            return
        self._close_left_of(index, self.column)
        # No separator before the `else` of an instance chain.
        if not self._at_top_level():
            self._separate(index)
            self._pop_if(_PROPERTY)

    def _where(self, index: int) -> None:
        top = self.opened[-1]
        if top == _TOP_HEAD:
            self._pop()
        elif top == _PROPERTY:
            self._pop()
            return
        else:
            while len(self.opened) > self.floor and (
                self.opened[-1] == _DO
                or (self.opened[-1] <= _LAST_BLOCK and self.column <= self.columns_of[-1])
            ):
                self._close(index)
            if len(self.opened) == self.floor and self.column <= self.columns_of[-1]:
                self._misplaced(index)
        self._open(index, _WHERE)

    def _equals(self, index: int) -> None:
        depth = len(self.opened) - 1
        while self.opened[depth] in (_WHERE, _LET, _LET_STATEMENT) and depth >= self.floor:
            depth -= 1
        if self.opened[depth] == _DECLARATION_GUARD:
            self._close_down_to(index, depth)
            self._pop()
        else:
            self._default(index)

    def _right_arrow(self, index: int) -> None:
        while len(self.opened) > self.floor:
            top = self.opened[-1]
            if top != _DO and (
                top == _OF or top > _LAST_BLOCK or self.column > self.columns_of[-1]
            ):
                break
            self._close(index)
        if len(self.opened) == self.floor and self.column <= self.columns_of[-1]:
            self._misplaced(index)
        if self.opened[-1] in (_CASE_BINDERS, _CASE_GUARD, _LAMBDA):
            self._pop()

    def _pipe(self, index: int) -> None:
        depth = len(self.opened) - 1
        while (
            depth >= self.floor
            and self.opened[depth] <= _LAST_BLOCK
            and self.column <= self.columns_of[depth]
        ):
            depth -= 1
        top = self.opened[depth]
        if top == _OF:
            self._close_down_to(index, depth)
            self._push(_CASE_GUARD, self.column, self.start)
        elif top in (_LET, _LET_STATEMENT, _WHERE):
            self._close_down_to(index, depth)
            self._push(_DECLARATION_GUARD, self.column, self.start)
        else:
            self._default(index)

    def _tick(self, index: int) -> None:
        depth = self._below_blocks(False)
        if self.opened[depth] == _TICK:
            self._close_down_to(index, depth)
            self._pop()
        else:
            self._close_left_of(index, self.column - 1)
            self._separate(index)
            self._push(_TICK, self.column, self.start)

    def _dot(self, index: int) -> None:
        self._default(index)
        if not self._pop_if(_FORALL) and not self._ends_unfinished(index):
            self._push(_PROPERTY, self.column, self.start)

    def _bracket(self, index: int, kind: int) -> None:
        if kind in CLOSES:
            self._close_blocks(index)
            if kind == RIGHT_BRACE:
                self._pop_if(_PROPERTY)
            if not self._pop_if(_OPENED_BY[CLOSES[kind]]):
                self.unbalanced = True
            return
        self._default(index)
        self._push(_OPENED_BY[kind], self.column, self.start)
        if kind == LEFT_BRACE:
            self._push(_PROPERTY, self.column, self.start)

    # ------------------------------------------------------------------ moves on the stack

    def _default(self, index: int) -> None:
        self._close_left_of(index, self.column)
        self._separate(index)

    def _close_left_of(self, index: int, column: int) -> None:
        """Close the innermost blocks whose items begin to the right of `column`."""
        while (
            self.columns_of[-1] > column
            and self.opened[-1] <= _LAST_BLOCK
            and len(self.opened) > self.floor
        ):
            self._close(index)
        if len(self.opened) == self.floor and self.columns_of[-1] > column:
            self._misplaced(index)

    def _misplaced(self, index: int) -> None:
        """Report a token that would close the top-level block; where a chunk does not begin as
        declarations do, its column says nothing."""
        lexemes = self.lexemes
        if not BEGINNERS[lexemes.kinds[0]] or lexemes.errors:
            return
        found = f"`{lexemes.texts[index]}` in the column of declarations"
        error = LexicalError(
            lexemes.starts[index], lexemes.ends[index], "a deeper indentation", found
        )
        lexemes.errors.append(error)

    def _close_blocks(self, index: int) -> None:
        while self.opened[-1] <= _LAST_BLOCK and len(self.opened) > self.floor:
            self._close(index)

    def _close_down_to(self, index: int, depth: int) -> None:
        """Close what lies above the entry at `depth`; all of it are blocks."""
        while len(self.opened) > depth + 1:
            self._close(index)

    def _close(self, index: int) -> None:
        self._pop()
        self.at.append(index)
        self.inserted.append(LAYOUT_END)

    def _separate(self, index: int) -> None:
        top = self.opened[-1]
        if (
            self.columns_of[-1] == self.column
            and top <= _LAST_WITH_COLUMN
            and self.origins[-1] != self.start
        ):
            self.at.append(index)
            self.inserted.append(LAYOUT_SEPARATOR)
            if top > _LAST_BLOCK:
                self._pop()
            elif top == _OF:
                self._push(_CASE_BINDERS, self.column, self.start)

    def _open(self, index: int, block: int) -> None:
        """Open a block at the next token, unless that stands no deeper than the block around it."""
        column = self._next_column(index)
        for depth in range(len(self.opened) - 1, -1, -1):
            if self.opened[depth] <= _LAST_BLOCK:
                if column <= self.columns_of[depth]:
                    return
                break
        self._push(block, column, self._next_start(index))
        self.at.append(index + 1)
        self.inserted.append(LAYOUT_START)

    def _push(self, opened: int, column: int, origin: int) -> None:
        self.opened.append(opened)
        self.columns_of.append(column)
        self.origins.append(origin)

    def _pop(self) -> None:
        self.opened.pop()
        self.columns_of.pop()
        self.origins.pop()

    def _pop_if(self, opened: int) -> bool:
        if self.opened[-1] == opened:
            self._pop()
            return True
        return False

    def _unwind(self, index: int) -> None:
        while len(self.opened) > self.floor:
            if self.opened[-1] <= _LAST_BLOCK:
                self._close(index)
            else:
                self.unbalanced |= self.opened[-1] in (_PAREN, _BRACE, _SQUARE)
                self._pop()

    # ------------------------------------------------------------------ questions

    def _limit(self) -> int:
        """Plain tokens to the right of this column change nothing."""
        top = self.opened[-1]
        if top <= _LAST_WITH_COLUMN:
            return self.columns_of[-1]
        return _ALWAYS if top == _PROPERTY else -1

    def _at_top_level(self) -> bool:
        return (
            len(self.opened) == 2 and self.opened[1] == _WHERE and self.columns_of[1] == self.column
        )

    def _below_blocks(self, for_in: bool) -> int:
        """The stack entry under the innermost blocks; `in` stops at its own `let` or `ado`."""
        depth = len(self.opened) - 1
        while depth >= self.floor and self.opened[depth] <= _LAST_BLOCK:
            if for_in and self.opened[depth] in (_LET, _ADO):
                break
            depth -= 1
        return depth

    def _let_statement(self) -> int:
        """The stack entry of the innermost `let` statement with nothing but blocks above it, or -1."""
        depth = len(self.opened) - 1
        while depth >= self.floor and self.opened[depth] <= _LAST_BLOCK:
            if self.opened[depth] == _LET_STATEMENT:
                return depth
            depth -= 1
        return -1

    def _closes_statement(self) -> bool:
        """Whether an `in` stands behind a `let` statement, which takes none."""
        depth = self._let_statement()
        return depth > 0 and self.column > self.columns_of[depth - 1]

    def _next_column(self, index: int) -> int:
        columns = self.lexemes.columns
        if index + 1 < len(columns):
            return columns[index + 1]
        return self.columns_of[1] if self.floor > 1 else 0

    def _next_start(self, index: int) -> int:
        starts = self.lexemes.starts
        return starts[index + 1] if index + 1 < len(starts) else len(self.lexemes.source)

    def _ends_unfinished(self, index: int) -> bool:
        """Whether what follows a dot is a new item of the block around it."""
        lexemes = self.lexemes
        column = self._next_column(index)
        for depth in range(len(self.opened) - 1, -1, -1):
            if self.opened[depth] <= _LAST_BLOCK:
                return column <= self.columns_of[depth] and (
                    index + 1 < len(lexemes.starts) and column < self.column
                )
        return False


_OPENED_BY: Final = {LEFT_PAREN: _PAREN, LEFT_SQUARE: _SQUARE, LEFT_BRACE: _BRACE}
_BRACKETS: Final = frozenset((*CLOSES, *CLOSES.values()))
