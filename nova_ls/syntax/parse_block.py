"""Expressions that begin with a keyword or a backslash, most of which hold a block."""

from __future__ import annotations

from typing import Final

from nova_ls.syntax.cursor import DEFINES
from nova_ls.syntax.parse_record import RecordParser
from nova_ls.syntax.tokens import (
    COMMA,
    ELSE,
    FIRST_STARTER,
    IF,
    IN,
    LAST_STARTER,
    LAYOUT_END,
    LAYOUT_START,
    MINUS,
    OF,
    PIPE,
    RIGHT_ARROW,
    THEN,
)
from nova_ls.syntax.tree import (
    Ado,
    Application,
    Case,
    CaseBranch,
    Do,
    DoBind,
    DoExpression,
    DoLet,
    ErrorExpression,
    Expression,
    GuardedBody,
    If,
    Lambda,
    Let,
    Pattern,
    Statement,
    TypeArgument,
)

_A_NAME: Final = 2
"""The tokens of a line that is a name alone, with the end of the block: perhaps it is still to be defined."""


class BlockParser(RecordParser):
    """Parses lambdas, `if`, `let`, `do`, `ado` and `case`, each from its first token."""

    __slots__ = ()

    def parse_lambda(self) -> Expression:
        """`\\patterns -> body`, from the backslash."""
        start = self.starts[self.index]
        self.index += 1
        parameters = self.parse_pattern_atoms()
        if not parameters:
            self.fail("a parameter")
        self.expect(RIGHT_ARROW, "`->`")
        body = self.parse_expression()
        return Lambda(start, self.end(), parameters, body)

    def parse_if(self) -> Expression:
        """`if` and the chain of `else if` behind it, which grows long and so is a loop."""
        pending: list[tuple[int, Expression, Expression]] = []
        while True:
            start = self.starts[self.index]
            self.index += 1
            condition = self.parse_expression()
            self.expect(THEN, "`then`")
            then = self.parse_expression()
            pending.append((start, condition, then))
            if not self.expect(ELSE, "`else`"):
                end = self.end()
                otherwise: Expression = ErrorExpression(end, end, ())
                break
            if self.kinds[self.index] != IF:
                otherwise = self.parse_expression()
                break
        end = self.end()
        for start, condition, then in reversed(pending):
            otherwise = If(start, end, condition, then, otherwise)
        return otherwise

    def parse_let(self) -> Expression:
        """`let bindings in body`, from its keyword."""
        start = self.starts[self.index]
        self.index += 1
        known, recovering = len(self.errors), self.recovering
        bindings = self.parse_bindings()
        if len(self.errors) > known and len(bindings) > 1 and self._is_body_last(known):
            del self.errors[known:]
            self.index, self.recovering = self.last_item, recovering
            self.fail("`in`")
            body = self.parse_expression()
            self.skip_to_item_end()
            self.index += 1
            return Let(start, self.end(), bindings[:-1], body)
        self.expect(IN, "`in`")
        body = self.parse_expression()
        return Let(start, self.end(), bindings, body)

    def _is_body_last(self, known: int) -> bool:
        """Whether the block of a `let` without `in` ends in a line that defines nothing, and is wrong for that: it is the body.
        Looked for until one is found in a chunk, so that little is read twice.
        """
        kinds, last = self.kinds, self.last_item
        if self.met_lost_body or kinds[self.index] == IN or kinds[self.index - 1] != LAYOUT_END:
            return False
        if self.errors[known].start < self.starts[last] or self.index - last <= _A_NAME:
            return False
        for index in range(last, self.index):
            if DEFINES[kinds[index]]:
                return False
        self.met_lost_body = True
        return True

    def parse_do(self) -> Expression:
        """`do` or `M.do` with its block, from its keyword."""
        start = self.starts[self.index]
        qualifier = self._take_block_keyword()
        statements: tuple[Statement, ...] = ()
        if self.expect(LAYOUT_START, "an indented statement"):
            statements = self.parse_block(self.parse_statement)
            is_open = isinstance(statements[-1], DoBind | DoLet)
            if is_open and FIRST_STARTER <= self.kinds[self.index] <= LAST_STARTER:
                statements = (*statements, self._parse_stray_statements())
        return Do(start, self.end(), qualifier, statements)

    def _parse_stray_statements(self) -> Statement:
        """What stands left of a block that cannot end as it does: it is part of the block, be it one statement or several."""
        self.fail("the column of the statements above")
        expression = self.parse_to_item_end()
        parts = [expression]
        if isinstance(expression, Application):
            arguments = expression.arguments
            parts = [expression.function]
            parts += [each for each in arguments if not isinstance(each, TypeArgument)]
        start, end = expression.start, expression.end
        return DoExpression(start, end, ErrorExpression(start, end, tuple(parts)))

    def parse_ado(self) -> Expression:
        """`ado` or `M.ado` with its block and result, from its keyword."""
        start = self.starts[self.index]
        qualifier = self._take_block_keyword()
        statements: tuple[Statement, ...] = ()
        if self.expect(LAYOUT_START, "an indented statement"):
            if self.kinds[self.index] == LAYOUT_END:
                self.index += 1
            else:
                statements = self.parse_block(self.parse_statement)
        self.expect(IN, "`in`")
        result = self.parse_expression()
        return Ado(start, self.end(), qualifier, statements, result)

    def _take_block_keyword(self) -> str:
        """Step over `do` or `ado`; its qualifier."""
        text = self.texts[self.index]
        self.index += 1
        return text.rpartition(".")[0]

    # ------------------------------------------------------------------ case

    def parse_case(self) -> Expression:
        """`case scrutinees of branches`, from its keyword."""
        start = self.starts[self.index]
        self.index += 1
        scrutinees = [self.parse_expression()]
        while self.kinds[self.index] == COMMA:
            self.index += 1
            scrutinees.append(self.parse_expression())
        branches: tuple[CaseBranch, ...] = ()
        if self.expect(OF, "`of`") and self.expect(LAYOUT_START, "an indented case branch"):
            branches = self.parse_block(self._parse_branch)
        return Case(start, self.end(), tuple(scrutinees), branches)

    def _parse_branch(self) -> CaseBranch:
        begun = self.index
        first = self.kinds[begun - 1] == LAYOUT_START
        patterns = self._parse_branch_patterns()
        run_on = (
            self._run_on(begun) if "\n" in self.source[patterns[0].start : self.end()] else None
        )
        bodies = self._parse_dedented_bodies() if first else None
        if bodies is None:
            bodies = self.parse_bodies(RIGHT_ARROW, "`->`")
        return CaseBranch(patterns[0].start, self.end(), patterns, bodies, run_on)

    def _run_on(self, begun: int) -> tuple[int, int] | None:
        """The token before the first line of a branch's patterns that begins in the column of the branch."""
        source, starts = self.source, self.starts
        column = starts[begun] - source.rfind("\n", 0, starts[begun])
        for index in range(begun + 1, self.index):
            start = starts[index]
            line = source.rfind("\n", 0, start)
            if start - line == column and not source[line:start].strip():
                return starts[index - 1], self.ends[index - 1]
        return None

    def _parse_dedented_bodies(self) -> tuple[GuardedBody, ...] | None:
        """The body of an only branch whose expression stands left of its pattern, and so outside of
        its block: an old habit that the language allows.
        """
        kinds = self.kinds
        index = self.index
        if kinds[index] == RIGHT_ARROW and kinds[index + 1] == LAYOUT_END:
            kind = kinds[index + 2]
            if not (FIRST_STARTER <= kind <= LAST_STARTER or kind == MINUS):
                return None
            self.index = index + 2
            bodies: tuple[GuardedBody, ...] = (self.parse_body(self.starts[index], ()),)
        elif kinds[index] == LAYOUT_END and kinds[index + 1] in (RIGHT_ARROW, PIPE):
            self.index = index + 1
            bodies = self.parse_bodies(RIGHT_ARROW, "`->`")
        else:
            return None
        self.block_closed = True
        self.warn(
            bodies[0].start, bodies[-1].end, "The branch's expression stands left of its pattern."
        )
        return bodies

    def _parse_branch_patterns(self) -> tuple[Pattern, ...]:
        patterns = [self.parse_pattern_chain()]
        while self.kinds[self.index] == COMMA:
            self.index += 1
            patterns.append(self.parse_pattern_chain())
        return tuple(patterns)
