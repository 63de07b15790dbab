"""Patterns."""

from __future__ import annotations

from nova_ls.formatting.hanging import Applied, Hanging, Leaf, hang, laid_out
from nova_ls.formatting.part import (
    Part,
    anchor,
    beside,
    flexible_nothing_or_line,
)
from nova_ls.formatting.unwritable import Unwritable
from nova_ls.formatting.write_type import TypeWriter
from nova_ls.syntax import tree as t
from nova_ls.syntax.tokens import AT, COLON, LEFT_BRACE, LEFT_SQUARE, MINUS


class PatternWriter(TypeWriter):
    """Writes patterns."""

    __slots__ = ()

    def write_pattern(self, node: t.Pattern) -> Part:
        """A pattern, laid out."""
        return laid_out(self.hang_pattern(node))

    def hang_pattern(self, node: t.Pattern) -> Hanging:
        """A pattern as what hangs: a constructor with its arguments, a chain, or a leaf."""
        if isinstance(node, t.PatternConstructor):
            name = Leaf(self.take())
            if not node.arguments:
                return name
            return Applied(name, [self.hang_pattern(each) for each in node.arguments], self.unit)
        if isinstance(node, t.PatternChain):
            return self.hang_chain(node.operands, node.operators, self.hang_pattern, False)
        return Leaf(self._write_alone(node))

    def _write_alone(self, node: t.Pattern) -> Part:
        if isinstance(node, t.PatternParen):
            return self.parenthesised(self.write_pattern, node.inner)
        if isinstance(node, t.PatternArray):
            return self.delimited(LEFT_SQUARE, node.items, self.write_pattern)
        if isinstance(node, t.PatternRecord):
            return self.delimited(LEFT_BRACE, node.fields, self._write_pattern_field)
        if isinstance(node, t.PatternAs):
            name = self.take()
            sign = anchor(self.take(AT))
            inner = self.further_in(self.write_pattern(node.pattern))
            return beside(name, flexible_nothing_or_line(sign, inner))
        if isinstance(node, t.PatternTyped):
            return self.write_signature(self.write_pattern(node.pattern), node.type)
        if isinstance(node, t.PatternLiteral) and self.kind == MINUS:
            return beside(self.take(), self.take())
        if isinstance(node, t.PatternError):
            raise Unwritable(node.start)
        return self.take()

    def _write_pattern_field(self, node: t.PatternField) -> Part:
        label = self.take_label()
        if node.pattern is None:
            return label
        return self.labelled(label, self.take(COLON), self.hang_pattern(node.pattern))

    def labelled(self, label: Part, colon: Part, value: Hanging) -> Part:
        """A field of a record with what it holds."""
        sign = self.further_in(anchor(colon))
        return beside(label, laid_out(hang(sign, value, self.unit)))
