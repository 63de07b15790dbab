"""Equations, guards, and the bindings of let and where."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from nova_ls.formatting.hanging import Applied, Hanging, Leaf, hang, laid_out
from nova_ls.formatting.part import (
    NOTHING,
    Part,
    anchor,
    begun,
    flexible_space_or_line,
    grouped,
    joined,
    line,
    nested,
    nothing_or_line,
    space,
    space_or_line,
)
from nova_ls.formatting.write_pattern import PatternWriter
from nova_ls.syntax import tree as t
from nova_ls.syntax.tokens import COMMA, EQUALS, LEFT_ARROW, PIPE, WHERE


class BindingWriter(PatternWriter):
    """Writes what binds names. Expressions are written by its subclass."""

    __slots__ = ()

    @abstractmethod
    def hang_expression(self, node: t.Expression) -> Hanging:
        """Any expression."""

    def write_expression(self, node: t.Expression) -> Part:
        """An expression, laid out."""
        return laid_out(self.hang_expression(node))

    def write_bindings(self, bindings: Sequence[t.Binding]) -> Part:
        """The bindings of a block, with an empty line before each signature but the first."""
        whole = NOTHING
        for binding in bindings:
            part = self.write_binding(binding)
            if isinstance(binding, t.Signature) and not whole.is_empty:
                part = begun(part, 2)
            whole = line(whole, part)
        return whole

    def write_binding(self, node: t.Binding) -> Part:
        """A signature, an equation or a pattern with its value."""
        if isinstance(node, t.Signature):
            return self.write_signature(self.take(), node.type)
        if isinstance(node, t.Equation):
            return self.write_equation(node)
        pattern = grouped(self.write_pattern(node.pattern))
        return self.write_bodies(pattern, node.bodies, EQUALS)

    def write_equation(self, node: t.Equation) -> Part:
        """An equation of a function, with its guards and its `where`."""
        name = self.take()
        parameters = [anchor(self.write_pattern(each)) for each in node.parameters]
        if node.bodies[0].guards:
            parameters = [grouped(each) for each in parameters]
        patterns = self.further_in(joined(space_or_line, parameters))
        head = flexible_space_or_line(name, patterns)
        return self.write_bodies(head, node.bodies, EQUALS)

    def write_bodies(self, head: Part, bodies: Sequence[t.GuardedBody], sign: int) -> Part:
        """What stands behind the patterns of an equation or a branch; `sign`: the kind of what is before a value."""
        first = bodies[0]
        if not first.guards:
            token = self.take(sign)
            if sign == EQUALS:
                token = self.further_in(anchor(token))
            value = hang(token, self.hang_expression(first.body), self.unit)
            whole = space(head, laid_out(value))
            return line(whole, self.further_in(self._write_where(first.where)))
        if len(bodies) == 1:
            return laid_out(hang(head, self._hang_guarded(first, sign), self.unit))
        guarded = [laid_out(self._hang_guarded(body, sign)) for body in bodies]
        return flexible_space_or_line(head, self.further_in(joined(line, guarded)))

    def _hang_guarded(self, node: t.GuardedBody, sign: int) -> Hanging:
        bar = self.take(PIPE)
        guards = [_guard(self._write_guard(node.guards[0]))]
        for guard in node.guards[1:]:
            comma = self.take(COMMA)
            guards.append(space(comma, _guard(self._write_guard(guard))))
        token = anchor(self.take(sign))
        head = space(space(bar, grouped(joined(nothing_or_line, guards))), token)
        values: list[Hanging] = [self.hang_expression(node.body)]
        if node.where:
            values.append(Leaf(self._write_where(node.where)))
        return Applied(Leaf(head), values, self.unit + 2)

    def _write_guard(self, node: t.Guard) -> Part:
        if node.pattern is None:
            return self.write_expression(node.expression)
        pattern = self.write_pattern(node.pattern)
        arrow = anchor(self.take(LEFT_ARROW))
        value = self.write_expression(node.expression)
        return space(pattern, self.further_in(flexible_space_or_line(arrow, value)))

    def _write_where(self, bindings: Sequence[t.Binding]) -> Part:
        if not bindings:
            return NOTHING
        return line(self.take(WHERE), self.write_bindings(bindings))


def _guard(part: Part) -> Part:
    return grouped(nested(2, anchor(part)))
