"""Right-hand sides, guards, the bindings of let and where, and the statements of do and ado."""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from nova_ls.syntax.cursor import ITEM_ENDS, NOWHERE
from nova_ls.syntax.parse_pattern import PATTERN_ATOMS, PatternParser
from nova_ls.syntax.tokens import (
    AT,
    COMMA,
    DOUBLE_COLON,
    EQUALS,
    FIRST_STARTER,
    IN,
    LAST_OPERATOR,
    LAST_STARTER,
    LAYOUT_END,
    LAYOUT_SEPARATOR,
    LAYOUT_START,
    LEFT_ARROW,
    LEFT_BRACE,
    LEFT_PAREN,
    LEFT_SQUARE,
    LET,
    LOWER,
    MINUS,
    PIPE,
    RIGHT_BRACE,
    RIGHT_PAREN,
    RIGHT_SQUARE,
    WHERE,
    Tokens,
    kind_set,
)
from nova_ls.syntax.tree import (
    Binding,
    DoBind,
    DoExpression,
    DoLet,
    Equation,
    ErrorExpression,
    Expression,
    Guard,
    GuardedBody,
    Let,
    PatternBinding,
    Signature,
    Statement,
)

_A_BINDING: Final = "`<-` in a statement, or `let` in front of it"
_BODY_ENDS: Final = kind_set(WHERE, PIPE)
_STATEMENT_BORDERS: Final = kind_set(LAYOUT_START, LAYOUT_SEPARATOR, PIPE, COMMA)
_OPENING: Final = kind_set(LEFT_PAREN, LEFT_SQUARE, LEFT_BRACE, LAYOUT_START)
_CLOSING: Final = kind_set(RIGHT_PAREN, RIGHT_SQUARE, RIGHT_BRACE, LAYOUT_END)


class BindingParser(PatternParser):
    """Parses what binds names. Expressions are parsed by its subclasses.

    `binds` holds the indices of the tokens at which a statement or guard `pattern <- …` begins: patterns
    and expressions look alike, and only the arrow tells them apart.
    """

    __slots__ = ("binds",)

    def __init__(self, tokens: Tokens, first_bad: int = NOWHERE) -> None:
        super().__init__(tokens, first_bad)
        self.binds: Final = _bind_starts(tokens.kinds)

    @abstractmethod
    def parse_expression(self) -> Expression:
        """An expression that may have a type."""

    @abstractmethod
    def parse_operators(self) -> Expression:
        """An expression without a type."""

    # ------------------------------------------------------------------ bindings

    def parse_bindings(self) -> tuple[Binding, ...]:
        """The block behind `let` or `where`."""
        if self.expect(LAYOUT_START, "an indented binding"):
            return self.parse_block(self._parse_binding, of_definitions=True)
        return ()

    def _parse_binding(self) -> Binding:
        index = self.index
        if self.kinds[index] == LOWER:
            following = self.kinds[index + 1]
            if following == DOUBLE_COLON:
                return self.parse_signature()
            if following > LAST_OPERATOR and following != AT:
                return self.parse_equation()
        pattern = self.parse_pattern_chain()
        if self.kinds[self.index] == PIPE:
            self.fail("`=`")
        bodies = self.parse_bodies(EQUALS, "`=`")
        return PatternBinding(pattern.start, self.end(), pattern, bodies)

    def parse_signature(self) -> Signature:
        """`name :: type`, where both first tokens are known to be there."""
        name = self.take_name()
        self.index += 1
        annotation = self.parse_type()
        is_whole = not self.recovering and ITEM_ENDS[self.kinds[self.index]]
        return Signature(name.start, self.end(), name, annotation, is_whole)

    def parse_equation(self) -> Equation:
        """`name patterns = …`, where the name is known to be there."""
        name = self.take_name()
        parameters = self.parse_pattern_atoms() if PATTERN_ATOMS[self.kinds[self.index]] else ()
        if parameters or self.kinds[self.index] in (EQUALS, PIPE):
            bodies = self.parse_bodies(EQUALS, "`=`")
        else:
            bodies = self.parse_bodies(EQUALS, "`=` or `::`")
        return Equation(name.start, self.end(), name, parameters, bodies)

    def parse_bodies(self, sign: int, words: str) -> tuple[GuardedBody, ...]:
        """`= …` or several `| guards = …`, where `=` is `->` in a case branch. Never empty."""
        kinds = self.kinds
        kind = kinds[self.index]
        if kind == sign:
            start = self.starts[self.index]
            self.index += 1
            return (self.parse_body(start, ()),)
        if kind != PIPE:
            self.fail(words)
            start = end = self.end()
            body = self.parse_junk(ErrorExpression(end, end, ()))
            return (self._finish_body(start, (), body),)
        bodies: list[GuardedBody] = []
        while kinds[self.index] == PIPE:
            start = self.starts[self.index]
            guards = self._parse_guards()
            self.expect(sign, words)
            bodies.append(self.parse_body(start, guards))
        return tuple(bodies)

    def parse_body(self, start: int, guards: tuple[Guard, ...]) -> GuardedBody:
        """What stands behind `=` or `->`, with its `where`."""
        body = self.parse_expression()
        kind = self.kinds[self.index]
        if not (ITEM_ENDS[kind] or _BODY_ENDS[kind]):
            self.fail("an operator or the next line")
            body = self.parse_junk(body)
        return self._finish_body(start, guards, body)

    def _finish_body(self, start: int, guards: tuple[Guard, ...], body: Expression) -> GuardedBody:
        where: tuple[Binding, ...] = ()
        if self.kinds[self.index] == WHERE:
            recovering = self.recovering
            # Bindings are apart from what is wrong above them, unless their keyword is what is wrong.
            start_of_where = self.starts[self.index]
            if recovering and self.errors and self.errors[-1].start < start_of_where:
                self.recovering = False
            self.index += 1
            if self.nest():
                where = self.parse_bindings()
            else:
                self.skip_to_item_end()
            self.depth -= 1
            self.recovering |= recovering
        return GuardedBody(start, self.end(), guards, body, where)

    # ------------------------------------------------------------------ guards

    def _parse_guards(self) -> tuple[Guard, ...]:
        self.index += 1
        guards = [self._parse_guard()]
        while self.kinds[self.index] == COMMA:
            self.index += 1
            guards.append(self._parse_guard())
        return tuple(guards)

    def _parse_guard(self) -> Guard:
        if self.index in self.binds:
            pattern = self.parse_pattern()
            self.expect(LEFT_ARROW, "`<-`")
            expression = self.parse_operators()
            return Guard(pattern.start, self.end(), pattern, expression)
        expression = self.parse_operators()
        return Guard(expression.start, self.end(), None, expression)

    # ------------------------------------------------------------------ statements

    def parse_statement(self) -> Statement:
        """A statement of do or ado."""
        kinds = self.kinds
        start = self.starts[self.index]
        if kinds[self.index] == LET:
            self.index += 1
            bindings = self.parse_bindings()
            if kinds[self.index] == IN:
                self.fail("a new statement, since the `let` of a block takes no `in`")
                self.index += 1
                body = self.parse_to_item_end()
                let = Let(start, self.end(), bindings, body)
                return DoExpression(start, let.end, let)
            return DoLet(start, self.end(), bindings)
        if kinds[self.index] == IN:
            self.fail("a statement, since the `let` of a block takes no `in`")
            self.index += 1
        if self.index in self.binds:
            pattern = self.parse_pattern()
            self.expect(LEFT_ARROW, "`<-`")
            expression = self.parse_to_item_end()
            return DoBind(min(start, pattern.start), self.end(), pattern, expression)
        expression = self.parse_to_item_end()
        return DoExpression(min(start, expression.start), self.end(), expression)

    def parse_to_item_end(self) -> Expression:
        """An expression and all up to the end of the item."""
        expression = self.parse_expression()
        kind = self.kinds[self.index]
        if ITEM_ENDS[kind]:
            return expression
        self.fail(_A_BINDING if kind == EQUALS else "an operator or the next line")
        return self.parse_junk(expression)

    # ------------------------------------------------------------------ what fits nowhere

    def parse_junk(self, parsed: Expression, stop: int = -1) -> Expression:
        """All up to the end of the item (or the token `stop`), with what parses in it.

        Stops before `where` and guards too, which go on with the item around.
        """
        parts: list[Expression] = []
        if not (isinstance(parsed, ErrorExpression) and parsed.start == parsed.end):
            parts.append(parsed)
        kinds = self.kinds
        first = self.index
        while self.index < stop if stop >= 0 else not self._at_body_end():
            kind = kinds[self.index]
            if FIRST_STARTER <= kind <= LAST_STARTER or kind == MINUS:
                parts.append(self.parse_expression())
            elif ITEM_ENDS[kind] and stop < 0:
                break
            else:
                self.skip_token()
        if self.index == first:
            return parsed
        return ErrorExpression(parsed.start, self.end(), tuple(parts))

    def _at_body_end(self) -> bool:
        kind = self.kinds[self.index]
        return ITEM_ENDS[kind] or _BODY_ENDS[kind]


def _bind_starts(kinds: list[int]) -> frozenset[int]:
    """The first tokens of all patterns that stand before `<-`.

    Found by walking back from each arrow, since patterns are short.
    """
    if LEFT_ARROW not in kinds:
        return frozenset()
    starts: list[int] = []
    arrow = kinds.index(LEFT_ARROW)
    while True:
        index = arrow - 1
        depth = 0
        while index >= 0:
            kind = kinds[index]
            if _CLOSING[kind]:
                depth += 1
            elif _OPENING[kind] and depth:
                depth -= 1
            elif kind == LEFT_ARROW or (
                depth == 0 and (_STATEMENT_BORDERS[kind] or _OPENING[kind])
            ):
                break
            index -= 1
        starts.append(index + 1)
        try:
            arrow = kinds.index(LEFT_ARROW, arrow + 1)
        except ValueError:
            return frozenset(starts)
