"""Layout: from the columns of tokens to explicit blocks.

The grammar knows nothing of indentation; it reads blocks between LAYOUT_START and LAYOUT_END with
LAYOUT_SEPARATOR between their items. This module inserts them, by the rules of the PureScript compiler:
a stack holds what is open at a token, both blocks (each with the column its items begin in) and
delimiters that mask blocks (brackets, the heads of `case` and `if`, guards, binders of lambdas).
A token first closes the blocks it stands left of, then separates items where it stands in the column of
the innermost block, and then opens or closes what it opens or closes.

Kindnesses to unfinished programs, none of which touches a correct one: brackets without a partner open
and close nothing, so that the block around them keeps its items, nor does a `then` without `else`; the `in` of a `let` statement ends its
bindings; and a dot at the end of a line does not take the next statement for its label. (The last rejects
what the compiler accepts, a label in the very column in which statements begin.)
"""

from __future__ import annotations

from typing import Final

from nova_ls.syntax.brackets import pointless_tokens
from nova_ls.syntax.layout_stack import (
    LAST_BLOCK,
    OPEN_ADO,
    OPEN_BRACE,
    OPEN_CASE,
    OPEN_CASE_BINDERS,
    OPEN_CASE_GUARD,
    OPEN_DECLARATION_GUARD,
    OPEN_DO,
    OPEN_FORALL,
    OPEN_IF,
    OPEN_LAMBDA,
    OPEN_LET,
    OPEN_LET_STATEMENT,
    OPEN_OF,
    OPEN_PAREN,
    OPEN_PROPERTY,
    OPEN_SQUARE,
    OPEN_THEN,
    OPEN_TICK,
    OPEN_TOP_DECLARATION,
    OPEN_TOP_HEAD,
    OPEN_WHERE,
    LayoutStack,
)
from nova_ls.syntax.tokens import (
    ADO,
    AT,
    BACKSLASH,
    CASE,
    CLASS,
    CLOSES,
    COMMA,
    DATA,
    DO,
    DOT,
    ELSE,
    EQUALS,
    FORALL,
    IF,
    IN,
    KEYWORDS,
    KIND_COUNT,
    LAST_OPERATOR,
    LAST_PLAIN,
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
    Tokens,
    kind_set,
)

_NAMES: Final = kind_set(*(kind for kind in range(KIND_COUNT) if KEYWORDS[kind]), LOWER, STRING)
_OPENED_BY: Final = {LEFT_PAREN: OPEN_PAREN, LEFT_SQUARE: OPEN_SQUARE, LEFT_BRACE: OPEN_BRACE}
_BRACKETS: Final = frozenset((*CLOSES, *CLOSES.values()))


def lay_out_chunk(lexemes: Lexemes) -> Tokens:
    """Insert layout tokens into one chunk, whose first token tells the top-level column."""
    layout = _Layout(lexemes, frozenset())
    if lexemes.kinds and lexemes.kinds[0] != MODULE:
        layout.open_top_level()
    return _tolerant(layout)


def _tolerant(layout: _Layout) -> Tokens:
    """Run, and run again without what has no partner if there is any: brackets, `then` without `else`."""
    layout.run()
    if layout.unbalanced or layout.unfinished:
        pointless = pointless_tokens(layout.lexemes.kinds) | layout.unfinished
        again = _Layout(layout.lexemes, pointless)
        if layout.floor > 1:
            again.open_top_level()
        again.run()
        return again.tokens()
    return layout.tokens()


class _Layout(LayoutStack):
    """The rules, token by token."""

    __slots__ = ()

    def run(self) -> None:
        """Find what is to be inserted before which token."""
        lexemes = self.lexemes
        columns = lexemes.columns
        limit = self.limit()
        for index, kind in enumerate(lexemes.kinds):
            column = columns[index]
            if column > limit and kind <= LAST_PLAIN:
                continue
            self.column = column
            self.start = lexemes.starts[index]
            if index in self.ignored and kind != THEN:
                self.place(index)
            else:
                self._step(index, kind)
            limit = self.limit()
        self.unwind(len(lexemes.kinds))

    def _step(self, index: int, kind: int) -> None:
        if kind <= LAST_OPERATOR or kind == AT:
            self.close_left_of(index, self.column - 1)
            self.separate(index)
        elif kind == EQUALS:
            self._equals(index)
        elif kind == RIGHT_ARROW:
            self._right_arrow(index)
        elif kind == COMMA:
            if self.below_blocks() >= self.floor:
                self.close_blocks(index)
            if self.opened[-1] == OPEN_BRACE:
                self.push(OPEN_PROPERTY, self.column, self.start)
        elif kind in _BRACKETS:
            self._bracket(index, kind)
        elif kind == DOT:
            self._dot(index)
        elif kind == PIPE:
            self._pipe(index)
        elif kind == TICK:
            self._tick(index)
        elif kind == BACKSLASH:
            self.place(index)
            self.push(OPEN_LAMBDA, self.column, self.start)
        elif kind <= LAST_PLAIN:
            self.place(index)
            if _NAMES[kind]:
                self.pop_if(OPEN_PROPERTY)
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
            self.place(index)
            if not self.pop_if(OPEN_PROPERTY):
                self._opening_keyword(index, kind)

    def _opening_keyword(self, index: int, kind: int) -> None:
        if kind == DO:
            self.open(index, OPEN_DO)
        elif kind == LET:
            statement = (
                self.opened[-1] in (OPEN_DO, OPEN_ADO) and self.columns_of[-1] == self.column
            )
            self.open(index, OPEN_LET_STATEMENT if statement else OPEN_LET)
        elif kind == ADO:
            self.open(index, OPEN_ADO)
        elif kind == CASE:
            self.push(OPEN_CASE, self.column, self.start)
        elif kind == IF:
            self.push(OPEN_IF, self.column, self.start)
        elif kind == FORALL:
            self.push(OPEN_FORALL, self.column, self.start)
        elif kind == DATA and self.at_top_level():
            self.push(OPEN_TOP_DECLARATION, self.column, self.start)
        elif kind == CLASS and self.at_top_level():
            self.push(OPEN_TOP_HEAD, self.column, self.start)

    def _closing_keyword(self, index: int, kind: int) -> None:
        """`of`, `then`, `in`: they close the blocks inside the head that they end, if there is one."""
        depth = self.ended_by_in() if kind == IN else self.below_blocks()
        opened = self.opened[depth]
        if kind == OF and opened == OPEN_CASE:
            self.close_down_to(index, depth)
            self.pop()
            self.open(index, OPEN_OF)
            self.push(OPEN_CASE_BINDERS, self.next_column(index), self.next_start(index))
        elif kind == THEN and opened == OPEN_IF:
            self.close_down_to(index, depth)
            self.pop()
            if index not in self.ignored:
                self.push(OPEN_THEN, self.column, self.start)
        elif kind == IN and opened in (OPEN_LET, OPEN_ADO):
            self.close_down_to(index, depth - 1)
        elif kind == IN and self.closes_statement():
            self.close_down_to(index, self.let_statement() - 1)
        else:
            self.place(index)
            self.pop_if(OPEN_PROPERTY)

    def _else(self, index: int) -> None:
        depth = self.below_blocks()
        if self.opened[depth] == OPEN_THEN:
            self.close_down_to(index, depth)
            self.pop()
            return
        self.close_left_of(index, self.column)
        # No separator before the `else` of an instance chain.
        if not self.at_top_level():
            self.separate(index)
            self.pop_if(OPEN_PROPERTY)

    def _where(self, index: int) -> None:
        top = self.opened[-1]
        if top == OPEN_TOP_HEAD:
            self.pop()
        elif top == OPEN_PROPERTY:
            self.pop()
            return
        else:
            while len(self.opened) > self.floor and (
                self.opened[-1] == OPEN_DO
                or (self.opened[-1] <= LAST_BLOCK and self.column <= self.columns_of[-1])
            ):
                self.close(index)
            if len(self.opened) == self.floor and self.column <= self.columns_of[-1]:
                self.misplaced(index)
        if self.lacks_indentation(index):
            self.misplaced(index + 1)
            self.begin(index, OPEN_WHERE)
        else:
            self.open(index, OPEN_WHERE)

    def _equals(self, index: int) -> None:
        depth = self.below_bindings()
        if self.opened[depth] == OPEN_DECLARATION_GUARD:
            self.close_down_to(index, depth)
            self.pop()
        else:
            self.place(index)

    def _right_arrow(self, index: int) -> None:
        while len(self.opened) > self.floor:
            top = self.opened[-1]
            if top != OPEN_DO and (
                top == OPEN_OF or top > LAST_BLOCK or self.column > self.columns_of[-1]
            ):
                break
            self.close(index)
        if len(self.opened) == self.floor and self.column <= self.columns_of[-1]:
            self.misplaced(index)
        if self.opened[-1] in (OPEN_CASE_BINDERS, OPEN_CASE_GUARD, OPEN_LAMBDA):
            self.pop()

    def _pipe(self, index: int) -> None:
        depth = len(self.opened) - 1
        while (
            depth >= self.floor
            and self.opened[depth] <= LAST_BLOCK
            and self.column <= self.columns_of[depth]
        ):
            depth -= 1
        top = self.opened[depth]
        if top == OPEN_OF:
            self.close_down_to(index, depth)
            self.push(OPEN_CASE_GUARD, self.column, self.start)
        elif top in (OPEN_LET, OPEN_LET_STATEMENT, OPEN_WHERE):
            self.close_down_to(index, depth)
            self.push(OPEN_DECLARATION_GUARD, self.column, self.start)
        else:
            self.place(index)

    def _tick(self, index: int) -> None:
        depth = self.below_blocks()
        if self.opened[depth] == OPEN_TICK:
            self.close_down_to(index, depth)
            self.pop()
        else:
            self.close_left_of(index, self.column - 1)
            self.separate(index)
            self.push(OPEN_TICK, self.column, self.start)

    def _dot(self, index: int) -> None:
        self.place(index)
        if not self.pop_if(OPEN_FORALL) and not self.ends_unfinished(index):
            self.push(OPEN_PROPERTY, self.column, self.start)

    def _bracket(self, index: int, kind: int) -> None:
        if kind in CLOSES:
            self.close_blocks(index)
            if kind == RIGHT_BRACE:
                self.pop_if(OPEN_PROPERTY)
            self.leave_unfinished(index)
            if not self.pop_if(_OPENED_BY[CLOSES[kind]]):
                self.unbalanced = True
            return
        self.place(index)
        self.push(_OPENED_BY[kind], self.column, self.start)
        if kind == LEFT_BRACE:
            self.push(OPEN_PROPERTY, self.column, self.start)
