"""Expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from nova_ls.formatting.hanging import Applied, Hanging, Leaf, Operand, Operation, hang, laid_out
from nova_ls.formatting.part import (
    Part,
    aligned_here,
    anchor,
    beside,
    flexible_space_or_line,
    grouped,
    joined,
    line,
    space,
    space_or_line,
)
from nova_ls.formatting.unwritable import Unwritable
from nova_ls.formatting.write_binding import BindingWriter
from nova_ls.syntax import tree as t
from nova_ls.syntax.tokens import (
    AT,
    BACKSLASH,
    CASE,
    COLON,
    COMMA,
    DOT,
    ELSE,
    EQUALS,
    IF,
    IN,
    LEFT_BRACE,
    LEFT_SQUARE,
    LET,
    MINUS,
    OF,
    RIGHT_ARROW,
    THEN,
    TICK,
)

_TICKED: Final = 3  # as wide as no operator that its operand is aligned behind


class ExpressionWriter(BindingWriter):
    """Writes expressions."""

    __slots__ = ()

    def hang_expression(self, node: t.Expression) -> Hanging:
        """An expression by the table below; of one token it is that token."""
        write = _HANGING.get(type(node))
        return Leaf(self.take()) if write is None else write(self, node)

    # ------------------------------------------------------------------ applications and chains

    def hang_application(self, node: t.Application) -> Hanging:
        """A function and its arguments, which go below it where they do not fit."""
        head = self.hang_expression(node.function)
        return Applied(head, [self._hang_argument(each) for each in node.arguments], self.unit)

    def _hang_argument(self, node: t.Expression | t.TypeArgument) -> Hanging:
        if isinstance(node, t.TypeArgument):
            sign = self.take(AT)
            return Leaf(beside(sign, self.write_type(node.type)))
        return self.hang_expression(node)

    def hang_operators(self, node: t.OperatorChain) -> Hanging:
        """Backticks bind more tightly here than all operators."""
        values: list[Hanging] = []
        signs: list[Part] = []
        names: list[t.Name] = []
        head = self.hang_expression(node.operands[0])
        ticked: list[Operand] = []
        for operator, operand in zip(node.operators, node.operands[1:], strict=True):
            if operator.expression is not None:
                sign = self._write_ticked(operator.expression)
                ticked.append(Operand(_TICKED, sign, self.hang_expression(operand)))
                continue
            if operator.name is None:
                raise Unwritable(operator.start)
            values.append(Operation(head, ticked, self.unit) if ticked else head)
            signs.append(self.take())
            names.append(operator.name)
            head = self.hang_expression(operand)
            ticked = []
        values.append(Operation(head, ticked, self.unit) if ticked else head)
        return self.bracketed(values, signs, names, False)

    def _write_ticked(self, node: t.Expression) -> Part:
        opening = self.take(TICK)
        inner = beside(opening, anchor(self.write_expression(node)))
        return beside(inner, self.take(TICK))

    def hang_negation(self, node: t.Negation) -> Hanging:
        """`-operand`"""
        sign = self.take(MINUS)
        return Leaf(beside(sign, self.write_expression(node.operand)))

    def hang_typed(self, node: t.Typed) -> Hanging:
        """`expression :: type`"""
        return Leaf(self.write_signature(self.write_expression(node.expression), node.type))

    # ------------------------------------------------------------------ brackets and records

    def hang_parenthesised(self, node: t.Parenthesised) -> Hanging:
        """`(expression)`"""
        return Leaf(self.parenthesised(self.write_expression, node.inner))

    def hang_array(self, node: t.ArrayLiteral) -> Hanging:
        """`[a, b]`, in one line or an item a line."""
        return Leaf(self.delimited(LEFT_SQUARE, node.items, self.write_expression))

    def hang_record(self, node: t.RecordLiteral) -> Hanging:
        """`{ a: b, c }`, in one line or a field a line."""
        return Leaf(self.delimited(LEFT_BRACE, node.fields, self._write_field))

    def _write_field(self, node: t.RecordFieldNode) -> Part:
        label = self.take_label()
        if node.value is None:
            return label
        return self.labelled(label, self.take(COLON), self.hang_expression(node.value))

    def hang_access(self, node: t.RecordAccess) -> Hanging:
        """`record.label.label`: a chain is written in a loop, never broken."""
        count = 1
        record = node.record
        while isinstance(record, t.RecordAccess):
            count += 1
            record = record.record
        whole = self.write_expression(record)
        path: list[Part] = []
        for _ in range(count):
            path.append(anchor(self.take(DOT)))
            path.append(anchor(self.take_label()))
        return Leaf(beside(whole, self.further_in(joined(beside, path))))

    def hang_update(self, node: t.RecordUpdate) -> Hanging:
        """`record { label = value }`"""
        record = self.write_expression(node.record)
        updates = self.delimited(LEFT_BRACE, node.updates, self._write_update)
        return hang(record, Leaf(updates), self.unit)

    def _write_update(self, node: t.Update) -> Part:
        label = self.take_label()
        if isinstance(node, t.FieldUpdate):
            sign = self.further_in(self.take(EQUALS))
            value = self.hang_expression(node.value)
            return space(label, laid_out(hang(sign, value, self.unit)))
        inner = self.delimited(LEFT_BRACE, node.updates, self._write_update)
        return flexible_space_or_line(label, self.further_in(inner))

    # ------------------------------------------------------------------ lambda, if, case

    def hang_lambda(self, node: t.Lambda) -> Hanging:
        """`\\patterns -> body`, whose body hangs."""
        sign = self.take(BACKSLASH)
        parameters = [anchor(self.write_pattern(each)) for each in node.parameters]
        arrow = self.further_in(anchor(self.take(RIGHT_ARROW)))
        patterns = aligned_here(grouped(joined(space_or_line, parameters)))
        head = space(beside(sign, patterns), arrow)
        return hang(head, self.hang_expression(node.body), self.unit)

    def hang_if(self, node: t.If) -> Hanging:
        """`if … then … else if … else …`: a chain is written in a loop."""
        steps: list[Part] = []
        start = self.take(IF)
        rest: t.Expression = node
        while isinstance(rest, t.If):
            condition = self.further_in(anchor(grouped(self.write_expression(rest.condition))))
            head = flexible_space_or_line(start, condition)
            keyword = anchor(self.take(THEN))
            then = hang(keyword, self.hang_expression(rest.then), self.unit)
            steps.append(space(head, laid_out(then)))
            keyword = self.take(ELSE)
            rest = rest.otherwise
            if isinstance(rest, t.If):
                start = space(keyword, self.further_in(anchor(self.take(IF))))
        steps.append(laid_out(hang(keyword, self.hang_expression(rest), self.unit)))
        return Leaf(grouped(joined(space_or_line, steps)))

    def hang_case(self, node: t.Case) -> Hanging:
        """`case … of` with a branch a line."""
        keyword = self.take(CASE)
        scrutinees = grouped(self.write_expression(node.scrutinees[0]))
        for each in node.scrutinees[1:]:
            scrutinees = beside(scrutinees, anchor(self.take(COMMA)))
            scrutinees = space_or_line(scrutinees, grouped(self.write_expression(each)))
        scrutinees = space_or_line(scrutinees, anchor(self.take(OF)))
        head = flexible_space_or_line(keyword, self.further_in(scrutinees))
        branches = [grouped(self._write_branch(branch)) for branch in node.branches]
        return hang(head, Leaf(joined(line, branches)), self.unit)

    def _write_branch(self, node: t.CaseBranch) -> Part:
        patterns = grouped(self.write_pattern(node.patterns[0]))
        for each in node.patterns[1:]:
            patterns = beside(patterns, self.further_in(anchor(self.take(COMMA))))
            patterns = space_or_line(patterns, grouped(self.write_pattern(each)))
        return self.write_bodies(grouped(patterns), node.bodies, RIGHT_ARROW)

    # ------------------------------------------------------------------ blocks

    def hang_let(self, node: t.Let) -> Hanging:
        """`let … in …`"""
        keyword = self.take(LET)
        whole = space_or_line(keyword, self.further_in(self.write_bindings(node.bindings)))
        keyword = self.take(IN)
        body = self.further_in(grouped(self.write_expression(node.body)))
        return Leaf(space_or_line(whole, space_or_line(keyword, body)))

    def hang_do(self, node: t.Do) -> Hanging:
        """`do` with a statement a line."""
        keyword = self.take()
        statements = [grouped(self._write_statement(each)) for each in node.statements]
        return hang(keyword, Leaf(joined(line, statements)), self.unit)

    def hang_ado(self, node: t.Ado) -> Hanging:
        """`ado` with a statement a line, and its result."""
        keyword = self.take()
        statements = joined(line, [self._write_statement(each) for each in node.statements])
        word = self.take(IN)
        result = self.further_in(self.write_expression(node.result))
        block = flexible_space_or_line(statements, flexible_space_or_line(word, result))
        return hang(keyword, Leaf(block), self.unit)

    def _write_statement(self, node: t.Statement) -> Part:
        if isinstance(node, t.DoExpression):
            return self.write_expression(node.expression)
        if isinstance(node, t.DoLet):
            keyword = self.take(LET)
            bindings = self.further_in(self.write_bindings(node.bindings))
            return flexible_space_or_line(keyword, bindings)
        pattern = grouped(self.write_pattern(node.pattern))
        arrow = self.further_in(anchor(self.take()))
        value = hang(arrow, self.hang_expression(node.expression), self.unit)
        return space(pattern, laid_out(value))

    def hang_error(self, node: t.ErrorExpression) -> Hanging:
        """What does not parse is left as it is."""
        raise Unwritable(node.start)


_HANGING: Final[dict[type, Callable[..., Hanging]]] = {
    t.Application: ExpressionWriter.hang_application,
    t.OperatorChain: ExpressionWriter.hang_operators,
    t.Negation: ExpressionWriter.hang_negation,
    t.Typed: ExpressionWriter.hang_typed,
    t.Parenthesised: ExpressionWriter.hang_parenthesised,
    t.ArrayLiteral: ExpressionWriter.hang_array,
    t.RecordLiteral: ExpressionWriter.hang_record,
    t.RecordAccess: ExpressionWriter.hang_access,
    t.RecordUpdate: ExpressionWriter.hang_update,
    t.Lambda: ExpressionWriter.hang_lambda,
    t.If: ExpressionWriter.hang_if,
    t.Case: ExpressionWriter.hang_case,
    t.Let: ExpressionWriter.hang_let,
    t.Do: ExpressionWriter.hang_do,
    t.Ado: ExpressionWriter.hang_ado,
    t.ErrorExpression: ExpressionWriter.hang_error,
}
"""Expressions of more than one token."""
