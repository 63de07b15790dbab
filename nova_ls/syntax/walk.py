"""Walking a tree without knowing its node types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nova_ls.syntax import tree
from nova_ls.syntax.tree import InfixOperator, Node, OperatorChain, PatternChain, TypeChain

_PLAIN_FIELDS: Final = frozenset(
    {
        "int",
        "str",
        "bool",
        "str | None",
        "tuple[int, int] | None",
        "int | float | str | bool",
        "LiteralKind",
        "DataKeyword",
        "Associativity",
    }
)


def _node_fields() -> dict[type, tuple[str, ...]]:
    """The fields of each node class that hold nodes, in source order."""
    table: dict[type, tuple[str, ...]] = {}
    for value in vars(tree).values():
        if isinstance(value, type) and issubclass(value, Node) and value is not Node:
            fields = value.__annotations__
            table[value] = tuple([each for each in fields if fields[each] not in _PLAIN_FIELDS])
    return table


_FIELDS: Final = _node_fields()
_CHAINS: Final = frozenset((OperatorChain, TypeChain, PatternChain))


def children(node: Node) -> list[Node]:
    """The nodes directly inside a node, in source order."""
    kind = node.__class__
    found: list[Node] = []
    if kind in _CHAINS:
        assert isinstance(node, OperatorChain | TypeChain | PatternChain)
        found += node.operands[:1]
        for operator, operand in zip(node.operators, node.operands[1:], strict=True):
            found += (operator, operand)
        return found
    for name in _FIELDS[kind]:
        value = getattr(node, name)
        if value.__class__ is tuple:
            found += value
        elif value is not None:
            found.append(value)
    # Of an operator in backticks the name is a part of the expression.
    return found[-1:] if kind is InfixOperator else found


def descendants(node: Node) -> Iterator[Node]:
    """A node and all inside it, parents before their children, in source order."""
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        if _FIELDS[node.__class__]:
            inner = children(node)
            inner.reverse()
            pending += inner


def path_to(node: Node, offset: int) -> list[Node]:
    """From `node` down to the innermost node that contains an offset; empty if none does.

    Both ends of a span count as inside, since a cursor stands between characters; where two
    siblings meet at the offset, the later one is taken unless it is empty and the earlier is not.
    """
    path: list[Node] = []
    current: Node | None = node if node.start <= offset <= node.end else None
    while current is not None:
        path.append(current)
        best: Node | None = None
        for child in children(current):
            if child.start > offset:
                break
            if child.end >= offset and (best is None or child.end > child.start):
                best = child
        current = best
    return path
