"""Types, rows, kinds and the binders of type variables; brackets in general."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias, TypeVar

from nova_ls.formatting.document import NOTHING_OR_SPACE
from nova_ls.formatting.hanging import Applied, Hanging, Leaf, Operand, Operation, laid_out
from nova_ls.formatting.operators import UNKNOWN, Fixities, loosest
from nova_ls.formatting.options import Arrows, FormatOptions
from nova_ls.formatting.part import (
    NOTHING,
    Part,
    aligned_here,
    anchor,
    beside,
    flexible_space_or_line,
    grouped,
    in_words,
    joined,
    nested,
    nothing_or_line,
    nothing_or_space,
    space,
    space_or_line,
)
from nova_ls.formatting.token_reader import TokenReader
from nova_ls.formatting.unwritable import Unwritable
from nova_ls.syntax import tree as t
from nova_ls.syntax.tokens import (
    AT,
    COMMA,
    DOT,
    DOUBLE_COLON,
    FORALL,
    LEFT_BRACE,
    LEFT_PAREN,
    LEFT_SQUARE,
    LOWER,
    MINUS,
    PIPE,
    RIGHT_ARROW,
    RIGHT_BRACE,
    RIGHT_FAT_ARROW,
    RIGHT_PAREN,
    RIGHT_SQUARE,
    Tokens,
)

_T = TypeVar("_T")
_Write: TypeAlias = Callable[[_T], Part]
_CLOSING: Final = {
    LEFT_PAREN: RIGHT_PAREN,
    LEFT_SQUARE: RIGHT_SQUARE,
    LEFT_BRACE: RIGHT_BRACE,
}
_LONG_TYPES: Final = (t.ForallNode, t.ArrowNode, t.ConstrainedNode)


class _Step(NamedTuple):
    """A part of a long type with the sign behind it: an arrow, or the dot of a forall."""

    part: Part
    sign: Part
    is_forall: bool


class TypeWriter(TokenReader):
    """Writes types."""

    __slots__ = ("fixities",)

    def __init__(
        self, above: str, tokens: Tokens, options: FormatOptions, fixities: Fixities
    ) -> None:
        super().__init__(above, tokens, options)
        self.fixities: Final = fixities

    def write_type(self, node: t.TypeNode) -> Part:
        """A type, laid out."""
        return laid_out(self.hang_type(node))

    def write_signature(self, label: Part, node: t.TypeNode) -> Part:
        """What has a type, and the two colons and the type behind it."""
        is_unicode = self.is_unicode()
        colons = anchor(self.take(DOUBLE_COLON))
        if self.options.arrows is Arrows.LAST:
            annotation = anchor(grouped(self.write_type(node)))
            return space(label, self.further_in(grouped(space_or_line(colons, annotation))))
        width = 2 if is_unicode else 3
        written = laid_out(self.hang_type(node, width))
        if not isinstance(node, _LONG_TYPES):
            written = nested(width, written)
        return flexible_space_or_line(label, self.further_in(space(colons, anchor(written))))

    def hang_type(self, node: t.TypeNode, first: int = 0) -> Hanging:
        """A type; `first`: how far the first part of a long one is further in."""
        if not isinstance(node, _LONG_TYPES):
            return self._hang_short_type(node)
        steps: list[_Step] = []
        is_unicode = True
        while isinstance(node, _LONG_TYPES):
            if isinstance(node, t.ForallNode):
                is_unicode = is_unicode and self.is_unicode()
                steps.append(self._take_forall(node))
                node = node.body
            elif isinstance(node, t.ArrowNode):
                part = grouped(laid_out(self.hang_type(node.parameter)))
                is_unicode = is_unicode and self.is_unicode()
                steps.append(_Step(part, self.take(RIGHT_ARROW), False))
                node = node.result
            else:
                part = grouped(laid_out(self.hang_type(node.constraint)))
                is_unicode = is_unicode and self.is_unicode()
                steps.append(_Step(part, self.take(RIGHT_FAT_ARROW), False))
                node = node.body
        last = laid_out(self._hang_short_type(node))
        if self.options.arrows is Arrows.LAST:
            return Leaf(self._arrows_last(steps, last))
        return Leaf(_arrows_first(steps, last, first, is_unicode))

    def _arrows_last(self, steps: list[_Step], last: Part) -> Part:
        parts = [
            (beside if step.is_forall else space)(step.part, self.further_in(anchor(step.sign)))
            for step in steps
        ]
        return joined(space_or_line, [*parts, grouped(last)])

    def _take_forall(self, node: t.ForallNode) -> _Step:
        part = self.take(FORALL)
        for binder in node.binders:
            part = flexible_space_or_line(part, self.further_in(self.write_binder(binder)))
        return _Step(part, self.take(DOT), True)

    def write_binder(self, node: t.TypeBinder) -> Part:
        """A type variable, with its kind in parentheses if it has one."""
        if node.kind is None:
            return self._binder_name(node)
        opening = self.take(LEFT_PAREN)
        name = self._binder_name(node)
        colons = anchor(self.take(DOUBLE_COLON))
        kind = self.write_type(node.kind)
        inner = space(name, self.further_in(flexible_space_or_line(colons, kind)))
        return _in_parentheses(opening, inner, self.take(RIGHT_PAREN))

    def _binder_name(self, node: t.TypeBinder) -> Part:
        sign = self.take(AT) if node.visible else NOTHING
        return beside(sign, self.take(LOWER))

    # ------------------------------------------------------------------ short types

    def _hang_short_type(self, node: t.TypeNode) -> Hanging:
        if isinstance(node, t.TypeApplication):
            head = self.hang_type(node.function)
            return Applied(head, [self.hang_type(each) for each in node.arguments], self.unit)
        if isinstance(node, t.TypeChain):
            return self.hang_chain(node.operands, node.operators, self.hang_type, True)
        if isinstance(node, t.ParenType):
            return Leaf(self.parenthesised(self.write_type, node.inner))
        if isinstance(node, t.RowNode):
            return Leaf(self._write_row(node, LEFT_PAREN))
        if isinstance(node, t.RecordTypeNode):
            return Leaf(self._write_row(node, LEFT_BRACE))
        if isinstance(node, t.KindedNode):
            part = self.write_type(node.type)
            colons = anchor(self.take(DOUBLE_COLON))
            kind = anchor(self.write_type(node.kind))
            return Leaf(space(part, self.further_in(flexible_space_or_line(colons, kind))))
        if isinstance(node, t.TypeInt) and self.kind == MINUS:
            return Leaf(beside(self.take(), self.take()))
        if isinstance(node, t.ErrorType):
            raise Unwritable(node.start)
        return Leaf(self.take())

    def _write_row(self, node: t.RowNode | t.RecordTypeNode, opening: int) -> Part:
        if node.tail is None:
            return self.delimited(opening, node.fields, self._write_row_field)
        open_join, close_join = _JOINS[opening]
        whole = self.take(opening)
        if node.fields:
            whole = open_join(whole, self._list(node.fields, self._write_row_field))
            bar = self.take(PIPE)
            tail = space(bar, item_part(self.write_type(node.tail)))
            whole = space_or_line(whole, tail)
        else:
            bar = self.take(PIPE)
            whole = open_join(whole, in_words([bar, self.write_type(node.tail)], self.unit))
        return close_join(whole, self.take(_CLOSING[opening]))

    def _write_row_field(self, node: t.RowFieldNode) -> Part:
        label = self.take_label()
        colons = anchor(self.take(DOUBLE_COLON))
        annotation = anchor(self.write_type(node.type))
        return space(label, self.further_in(flexible_space_or_line(colons, annotation)))

    # ------------------------------------------------------------------ chains of operators

    def hang_chain(
        self,
        operands: Sequence[_T],
        operators: Sequence[t.Name],
        hang_operand: Callable[[_T], Hanging],
        is_type: bool,
    ) -> Hanging:
        """Operands with the operators between them, what binds more tightly further in."""
        values = [hang_operand(operands[0])]
        signs: list[Part] = []
        for operand in operands[1:]:
            signs.append(self.take())
            values.append(hang_operand(operand))
        return self.bracketed(values, signs, operators, is_type)

    def bracketed(
        self,
        values: list[Hanging],
        signs: list[Part],
        operators: Sequence[t.Name],
        is_type: bool,
    ) -> Hanging:
        """As the precedences of the operators have it."""
        if not signs:
            return values[0]
        names = [(is_type, operator.text) for operator in operators]
        precedences = [self.fixities.get(name, UNKNOWN) for name in names]
        borders = [*loosest(precedences), len(signs)]
        first = borders[0]
        head = self.bracketed(values[: first + 1], signs[:first], operators[:first], is_type)
        operations: list[Operand] = []
        for border, end in pairwise(borders):
            inner = slice(border + 1, end)
            value = self.bracketed(
                values[border + 1 : end + 1], signs[inner], operators[inner], is_type
            )
            width = operators[border].end - operators[border].start
            operations.append(Operand(width, signs[border], value))
        return Operation(head, operations, self.unit)

    # ------------------------------------------------------------------ brackets

    def parenthesised(self, write: _Write[_T], inner: _T) -> Part:
        """One thing in parentheses."""
        opening = self.take(LEFT_PAREN)
        part = write(inner)
        return _in_parentheses(opening, part, self.take(RIGHT_PAREN))

    def delimited(
        self, opening: int, items: Sequence[_T], write: _Write[_T], *, own_group: bool = True
    ) -> Part:
        """A list in brackets, with commas at the beginning of its lines."""
        bracket = self.take(opening)
        if not items:
            return beside(bracket, self.take(_CLOSING[opening]))
        inner = self._list(items, write)
        whole = _enclosed(opening, bracket, inner, self.take(_CLOSING[opening]))
        return grouped(whole) if own_group else whole

    def _list(self, items: Sequence[_T], write: _Write[_T]) -> Part:
        parts = [item_part(write(items[0]))]
        for item in items[1:]:
            comma = self.take(COMMA)
            parts.append(space(comma, item_part(write(item))))
        return joined(nothing_or_line, parts)


_JOINS: Final = {
    LEFT_PAREN: (nothing_or_space, nothing_or_line),
    LEFT_SQUARE: (space, space_or_line),
    LEFT_BRACE: (space, space_or_line),
}


def item_part(part: Part) -> Part:
    """An item behind a bracket, a comma or a bar."""
    return grouped(nested(2, anchor(part)))


def tight_list(opening: Part, items: list[Part], commas: list[Part], closing: Part) -> Part:
    """A list in parentheses whose parts have been taken."""
    rest = [space(comma, item_part(item)) for comma, item in zip(commas, items[1:], strict=True)]
    inner = joined(nothing_or_line, [item_part(items[0]), *rest])
    return _enclosed(LEFT_PAREN, opening, inner, closing)


def _enclosed(kind: int, opening: Part, inner: Part, closing: Part) -> Part:
    open_join, close_join = _JOINS[kind]
    return open_join(opening, close_join(inner, closing))


def _in_parentheses(opening: Part, inner: Part, closing: Part) -> Part:
    return grouped(nothing_or_space(opening, nothing_or_line(nested(2, anchor(inner)), closing)))


def _arrows_first(steps: list[_Step], last: Part, first: int, is_unicode: bool) -> Part:
    """Arrows at the beginning of lines, each with what it leads to."""
    whole = nested(first, steps[0].part)
    following = [*(step.part for step in steps[1:]), anchor(last)]
    for step, part in zip(steps, following, strict=True):
        sign = anchor(step.sign)
        if step.is_forall:
            sign = sign if is_unicode else beside(Part(NOTHING_OR_SPACE), sign)
            whole = nothing_or_line(whole, sign)
        else:
            whole = space_or_line(whole, sign)
        whole = space(whole, anchor(aligned_here(part)))
    return whole
