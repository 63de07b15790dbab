"""What hangs: parts whose last argument may begin in the line in which all before it are, however long it is itself.

    foo bar \\x ->
      baz

An application is in one line, or has its arguments below each other; but where all arguments but the last one fit into the line
of the head, the last may *hang* there: its own head goes on in that line, and the rest of it is further in.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from nova_ls.formatting.document import (
    EMPTY,
    LINE,
    SPACE_OR_LINE,
    Doc,
    Group,
    pair,
)
from nova_ls.formatting.part import (
    ALONE,
    FREE,
    NO_COMMENTS,
    Comments,
    Part,
    begun,
    beside,
    grouped,
    line,
    line_ends,
    nested,
    unbroken,
)


class Leaf:
    """What does not hang."""

    __slots__ = ("part",)

    def __init__(self, part: Part) -> None:
        self.part: Final = grouped(part)


class Applied:
    """A head and its arguments, which are `indent` further in where they begin lines."""

    __slots__ = ("arguments", "head", "indent")

    def __init__(self, head: Hanging, arguments: list[Hanging], indent: int) -> None:
        self.head: Final = head
        self.arguments: Final = arguments
        self.indent: Final = indent


class Operation:
    """Operands with operators before all but the first."""

    __slots__ = ("head", "indent", "operations")

    def __init__(self, head: Hanging, operations: list[Operand], indent: int) -> None:
        self.head: Final = head
        self.operations: Final = operations
        self.indent: Final = indent


class Operand:
    """An operator and what stands behind it, which is aligned with the operand above where the operator is one sign."""

    __slots__ = ("alignment", "operator", "value")

    def __init__(self, width: int, operator: Part, value: Hanging) -> None:
        self.alignment: Final = 2 if width <= 1 else 0
        self.operator: Final = operator
        self.value: Final = value


Hanging: TypeAlias = Leaf | Applied | Operation
_Either: TypeAlias = tuple[Part, Part]
"""A part for where all before it is in one line, and one for where it is not."""


def hang(head: Part, value: Hanging, indent: int) -> Hanging:
    """A value that hangs behind its head."""
    return Applied(Leaf(head), [value], indent)


def laid_out(hanging: Hanging) -> Part:
    """The part that something comes to where nothing is before it."""
    if isinstance(hanging, Leaf):
        return hanging.part
    head = laid_out(hanging.head)
    indent = hanging.indent
    if isinstance(hanging, Applied):
        flat = _arguments(hanging)[0]
        return _select(head, nested(indent, flat), _indented(hanging, flat))
    return beside(grouped(head), nested(indent, _operations(hanging)[0]))


def _arguments(applied: Applied) -> _Either:
    """All arguments."""
    *before, last = applied.arguments
    flat, broken = _last(last)
    either = grouped(flat), broken
    for argument in reversed(before):
        part = laid_out(argument)
        either = _select_begun(part, *either), beside(_begun(part), either[1])
    return either


def _operations(operation: Operation) -> _Either:
    """All operators with their operands."""
    *before, last = operation.operations
    indent = operation.indent
    either = _last_operation(last, indent)
    for each in reversed(before):
        operator, value = _realigned(each.operator, each.value)
        operand = _operand(value, indent, each.alignment)
        broken = beside(beside(_begun(operator), operand), either[1])
        either = _select_begun(beside(operator, operand), *either), broken
    return either


def _last_operation(last: Operand, indent: int) -> _Either:
    flat, broken = _last_operand(last.value, indent, last.alignment)
    return _select_begun(last.operator, flat, broken), beside(_begun(last.operator), broken)


# ---------------------------------------------------------------------------- what is last


def _last(hanging: Hanging) -> _Either:
    """The last argument, which hangs."""
    if isinstance(hanging, Leaf):
        part = _begun(hanging.part)
        return part, part
    head = laid_out(hanging.head)
    indent = hanging.indent
    if isinstance(hanging, Applied):
        flat = _arguments(hanging)[0]
        hung = _indented(hanging, flat)
        return _select_begun(head, flat, hung), beside(_begun(head), hung)
    flat, broken = _operations(hanging)
    return (
        _select_begun(head, flat, nested(indent, flat)),
        line(_begun(head), nested(indent, broken)),
    )


def _operand(hanging: Hanging, indent: int, alignment: int) -> Part:
    """An operand behind which more operators stand."""
    if isinstance(hanging, Leaf):
        return nested(indent, grouped(_begun(hanging.part)))
    head = nested(indent, laid_out(hanging.head))
    if isinstance(hanging, Applied):
        flat = _arguments(hanging)[0]
        beside_head = _indented(hanging, flat, alignment)
        return _select_begun(head, beside_head, nested(indent, _indented(hanging, flat)))
    flat = nested(hanging.indent, _operations(hanging)[0])
    return _select_begun(head, nested(alignment, flat), nested(indent, flat))


def _last_operand(hanging: Hanging, indent: int, alignment: int) -> _Either:
    if isinstance(hanging, Leaf):
        part = grouped(_begun(hanging.part))
        return part, nested(indent, part)
    inner = hanging.head
    if isinstance(hanging, Applied):
        if isinstance(inner, Applied):
            inner = _with_head(inner, begun(_head_of(inner), 1))
        flat = _arguments(hanging)[0]
        hung = _indented(hanging, flat)
    else:
        flat = _operations(hanging)[0]
        hung = nested(hanging.indent, flat)
    head = laid_out(inner)
    broken = _select_begun(nested(indent, head), nested(alignment, hung), nested(indent, hung))
    return _select_begun(head, flat, hung), broken


def _indented(applied: Applied, arguments: Part, more: int = 0) -> Part:
    """Arguments further in than their head, which is so by itself where it is applied, too."""
    indent = 0 if isinstance(applied.head, Applied) else applied.indent
    return nested(indent + more, arguments)


# ---------------------------------------------------------------------------- heads


def _head_of(hanging: Hanging) -> Part:
    while not isinstance(hanging, Leaf):
        hanging = hanging.head
    return hanging.part


def _with_head(hanging: Hanging, part: Part) -> Hanging:
    """With another innermost head."""
    if isinstance(hanging, Leaf):
        return Leaf(part)
    head = _with_head(hanging.head, part)
    if isinstance(hanging, Applied):
        return Applied(head, hanging.arguments, hanging.indent)
    return Operation(head, hanging.operations, hanging.indent)


def _realigned(operator: Part, value: Hanging) -> tuple[Part, Hanging]:
    """An operator at the end of a line goes to the beginning of the next one."""
    head = _head_of(value)
    alone = ALONE in (operator.behind.right, head.above.left)
    if not alone and head.lines and operator.above.left != ALONE and not operator.lines:
        operator = begun(operator, 1)
        head = unbroken(head)
        value = _with_head(value, head)
    if (
        isinstance(value, Leaf)
        and not alone
        and not head.lines
        and (head.above.multiline or operator.multiline)
    ):
        value = _with_head(value, begun(head, 1))
    return operator, value


# ---------------------------------------------------------------------------- either


def _begun(part: Part) -> Part:
    """A part with what is before it: a space in one line, else a break."""
    if part.is_empty or part.above.left == ALONE or part.lines:
        return part
    if part.above.multiline or part.multiline:
        return begun(part, 1)
    document = pair(SPACE_OR_LINE, part.with_head())
    return Part(document, 0, NO_COMMENTS, part.behind, False)


def _select(head: Part, flat: Part, broken: Part) -> Part:
    """A head, and what follows it where it is in one line or not."""
    if head.document is EMPTY and head.is_empty:
        return flat
    return _selected(head.with_tail(), head, flat, broken, head.lines, head.above)


def _select_begun(head: Part, flat: Part, broken: Part) -> Part:
    """As `_select`; the head has a break before it where it is not in one line."""
    begin = LINE if head.above.left == ALONE or head.lines else SPACE_OR_LINE
    document = pair(begin, head.whole())
    return _selected(document, head, flat, broken, 0, NO_COMMENTS)


def _selected(
    document: Doc, head: Part, flat: Part, broken: Part, lines: int, above: Comments
) -> Part:
    multiline = head.behind.multiline or head.multiline
    if lines == 0 and above is NO_COMMENTS:
        multiline = multiline or head.above.multiline
    right = max(flat.behind.right, broken.behind.right)
    return Part(
        Group(document, _following(head, flat), _following(head, broken)),
        lines,
        above,
        NO_COMMENTS if right == FREE else Comments(EMPTY, FREE, right, False),
        multiline or (_is_multiline(flat) and _is_multiline(broken)),
    )


def _following(head: Part, part: Part) -> Doc:
    need = max(head.behind.right, part.above.left)
    return pair(line_ends(need, part.lines), part.whole())


def _is_multiline(part: Part) -> bool:
    return part.above.multiline or part.multiline or part.behind.multiline
