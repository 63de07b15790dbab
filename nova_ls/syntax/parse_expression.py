"""Expressions."""

from __future__ import annotations

from typing import Final

from nova_ls.syntax.cursor import MAX_NESTING
from nova_ls.syntax.literals import int_value, number_value, string_value
from nova_ls.syntax.parse_block import BlockParser
from nova_ls.syntax.parse_type import TYPE_ATOMS
from nova_ls.syntax.tokens import (
    AT,
    BACKSLASH,
    CASE,
    CHAR,
    COMMA,
    DO,
    DOT,
    DOUBLE_COLON,
    FIRST_STARTER,
    HOLE,
    IF,
    INT,
    LAST_OPERATOR,
    LAST_PLAIN,
    LAST_STARTER,
    LEFT_BRACE,
    LEFT_PAREN,
    LEFT_SQUARE,
    LET,
    LOWER,
    MINUS,
    NUMBER,
    QUALIFIED_LOWER,
    QUALIFIED_SYMBOL,
    QUALIFIED_UPPER,
    RAW_STRING,
    RIGHT_PAREN,
    RIGHT_SQUARE,
    STRING,
    SYMBOL,
    TICK,
    TRUE,
    UNDERSCORE,
    UPPER,
)
from nova_ls.syntax.tree import (
    Application,
    ArrayLiteral,
    ConstructorName,
    ErrorExpression,
    ErrorType,
    Expression,
    Hole,
    InfixOperator,
    Literal,
    LiteralKind,
    Name,
    Negation,
    OperatorChain,
    OperatorName,
    Parenthesised,
    RecordAccess,
    RecordUpdate,
    Section,
    TypeArgument,
    Typed,
    TypeNode,
    Variable,
)

_AN_EXPRESSION: Final = "an expression"


class ExpressionParser(BlockParser):
    """Parses expressions."""

    __slots__ = ()

    def parse_expression(self) -> Expression:
        """An expression that may have a type."""
        expression = self.parse_operators()
        if self.kinds[self.index] == DOUBLE_COLON:
            self.index += 1
            annotation = self.parse_type()
            return Typed(expression.start, self.end(), expression, annotation)
        return expression

    def parse_operators(self) -> Expression:
        """Operands and the operators between them, flat."""
        kinds = self.kinds
        if not self.nest():
            self.depth -= 1
            return self._skipped_expression()
        left = self._parse_operand()
        kind = kinds[self.index]
        if kind <= LAST_OPERATOR or kind == TICK:
            operands = [left]
            operators: list[InfixOperator] = []
            while kind <= LAST_OPERATOR or kind == TICK:
                operators.append(self._parse_operator(kind))
                operands.append(self._parse_operand())
                kind = kinds[self.index]
            end = self.ends[self.index - 1]
            left = OperatorChain(left.start, end, tuple(operands), tuple(operators))
        self.depth -= 1
        return left

    def _parse_operator(self, kind: int) -> InfixOperator:
        if kind != TICK:
            name = self.take_qualified_name()
            return InfixOperator(name.start, name.end, name, None)
        opening = self.index
        self.index += 1
        expression = self._parse_ticked()
        self.expect(TICK, "a closing backtick")
        start, end = self.starts[opening], self.end()
        if isinstance(expression, Variable | ConstructorName):
            return InfixOperator(start, end, expression.name, expression)
        return InfixOperator(start, end, None, expression)

    def _parse_ticked(self) -> Expression:
        """What stands between backticks: operands and operators, but no further backticks."""
        left = self._parse_operand()
        kinds = self.kinds
        if kinds[self.index] > LAST_OPERATOR:
            return left
        operands = [left]
        operators: list[InfixOperator] = []
        while kinds[self.index] <= LAST_OPERATOR:
            operators.append(self._parse_operator(kinds[self.index]))
            operands.append(self._parse_operand())
        return OperatorChain(left.start, self.end(), tuple(operands), tuple(operators))

    def _parse_operand(self) -> Expression:
        """An application, or the negation of one."""
        index = self.index
        kinds = self.kinds
        if kinds[index] != MINUS:
            return self._parse_application()
        while kinds[self.index] == MINUS:
            self.index += 1
        signs = range(self.index - 1, index - 1, -1)
        operand = self._parse_application()
        end = self.end()
        if len(signs) > MAX_NESTING:
            self.report_nesting(index)
            return ErrorExpression(self.starts[index], end, (operand,))
        for sign in signs:
            operand = Negation(self.starts[sign], end, operand)
        return operand

    def _parse_application(self) -> Expression:
        """A head and its arguments."""
        kinds = self.kinds
        kind = kinds[self.index]
        if not FIRST_STARTER <= kind <= LAST_STARTER:
            self.fail(_AN_EXPRESSION)
            end = self.end()
            return ErrorExpression(end, end, ())
        items: list[Expression | TypeArgument] = []
        while True:
            if kind == LOWER:
                index = self.index
                self.index = index + 1
                start, end = self.starts[index], self.ends[index]
                item: Expression = Variable(start, end, Name(start, end, "", self.texts[index]))
            elif FIRST_STARTER <= kind <= LAST_STARTER:
                item = self._parse_atom(kind)
            elif kind == AT:
                items.append(self._parse_type_argument())
                kind = kinds[self.index]
                continue
            else:
                break
            first = kind
            kind = kinds[self.index]
            if first <= LEFT_BRACE:
                if kind == DOT:
                    item = self._parse_accesses(item)
                    kind = kinds[self.index]
                if kind == LEFT_BRACE:
                    braces = self.parse_braces_behind(item)
                    if isinstance(braces, RecordUpdate):
                        item = braces
                    else:
                        items.append(item)
                        item = braces
                    kind = kinds[self.index]
            items.append(item)
        head = items[0]
        if isinstance(head, TypeArgument):  # Never: only an expression begins an application.
            return ErrorExpression(head.start, head.end, ())
        if len(items) == 1:
            return head
        return Application(head.start, self.ends[self.index - 1], head, tuple(items[1:]))

    def _parse_type_argument(self) -> TypeArgument:
        """`@type`, from the `@`."""
        start = self.starts[self.index]
        self.index += 1
        node: TypeNode
        if TYPE_ATOMS[self.kinds[self.index]]:
            node = self.parse_type_atom()
        else:
            self.fail("a type")
            end = self.end()
            node = ErrorType(end, end)
        return TypeArgument(start, self.end(), node)

    def _parse_accesses(self, record: Expression) -> Expression:
        """`.label.label`, from the first dot."""
        length = 0
        while self.kinds[self.index] == DOT:
            length += 1
            if length > MAX_NESTING:
                self.report_nesting(self.index)
                self.skip_to_item_end()
                return ErrorExpression(record.start, self.end(), (record,))
            self.index += 1
            if self.at_label():
                label = self.take_label()
            else:
                self.fail("a field name")
                label = self.missing_label()
            record = RecordAccess(record.start, label.end, record, label)
        return record

    # ------------------------------------------------------------------ atoms and blocks

    def _parse_atom(self, kind: int) -> Expression:
        """What the current token, of this kind, begins: a name, literal, bracket or block."""
        if kind <= LAST_PLAIN:
            return self._parse_plain_atom(kind)
        if kind == LEFT_PAREN:
            return self._parse_parenthesised()
        if kind == LEFT_BRACE:
            return self.parse_record_literal()
        if kind == LEFT_SQUARE:
            return self._parse_array()
        if kind == DO:
            return self.parse_do()
        if kind == BACKSLASH:
            return self.parse_lambda()
        if kind == CASE:
            return self.parse_case()
        if kind == IF:
            return self.parse_if()
        if kind == LET:
            return self.parse_let()
        return self.parse_ado()

    def _parse_plain_atom(self, kind: int) -> Expression:
        index = self.index
        start, end, text = self.starts[index], self.ends[index], self.texts[index]
        if kind == UPPER:
            self.index = index + 1
            return ConstructorName(start, end, Name(start, end, "", text))
        if kind == QUALIFIED_LOWER:
            return Variable(start, end, self.take_qualified_name())
        if kind == QUALIFIED_UPPER:
            return ConstructorName(start, end, self.take_qualified_name())
        if kind in (SYMBOL, QUALIFIED_SYMBOL):
            return OperatorName(start, end, self.take_symbol())
        self.index = index + 1
        if kind in (STRING, RAW_STRING):
            return Literal(start, end, string_value(text), LiteralKind.STRING)
        if kind == INT:
            return Literal(start, end, int_value(text), LiteralKind.INT)
        if kind == UNDERSCORE:
            return Section(start, end)
        if kind == HOLE:
            return Hole(start, end, text[1:])
        if kind == CHAR:
            return Literal(start, end, string_value(text), LiteralKind.CHAR)
        if kind == NUMBER:
            return Literal(start, end, number_value(text), LiteralKind.NUMBER)
        return Literal(start, end, kind == TRUE, LiteralKind.BOOLEAN)

    def _parse_parenthesised(self) -> Expression:
        opening = self.index
        self.index = opening + 1
        if self.kinds[self.index] == RIGHT_PAREN:
            self.fail("an expression, which for the only value of `Unit` is `unit`")
        inner = self.parse_expression()
        if self.kinds[self.index] == RIGHT_PAREN:
            self.index += 1
        else:
            self.refuse_tuple("`)`, since a pair is `Tuple a b`")
            junk = self.close(opening, RIGHT_PAREN, "`)`")
            if junk is not None:
                inner = ErrorExpression(inner.start, junk.end, (inner, junk))
        return Parenthesised(self.starts[opening], self.ends[self.index - 1], inner)

    def _parse_array(self) -> Expression:
        opening = self.index
        self.index = opening + 1
        kinds = self.kinds
        items: list[Expression] = []
        if kinds[self.index] != RIGHT_SQUARE:
            items.append(self.parse_expression())
            while kinds[self.index] == COMMA:
                self.index += 1
                items.append(self.parse_expression())
        junk = self.close(opening, RIGHT_SQUARE, "`]`")
        if junk is not None:
            items.append(junk)
        return ArrayLiteral(self.starts[opening], self.end(), tuple(items))

    def _skipped_expression(self) -> Expression:
        start = self.starts[self.index]
        self.skip_to_item_end()
        return ErrorExpression(start, max(start, self.end()), ())
