"""The names that an expression takes from around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nova_ls.features.actions.scoped_type_variables import bindings_of
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants


def mentioned_names(node: t.Node) -> set[str]:
    """The unqualified values that an expression names, record puns among them; those that it binds itself may be there, too."""
    found: set[str] = set()
    for inner in descendants(node):
        match inner:
            case t.Variable(name=name) if not name.qualifier:
                found.add(name.text)
            case t.InfixOperator(name=name) if name is not None and not name.qualifier:
                found.add(name.text)
            case t.RecordFieldNode(label=label, value=None):
                found.add(label.text)
    return found


def bound_names(node: t.Node) -> set[str]:
    """The names that are bound anywhere inside a node."""
    return set(_bound(descendants(node)))


def _bound(nodes: Iterable[t.Node]) -> Iterator[str]:
    for node in nodes:
        match node:
            case t.PatternVariable(name=name) | t.PatternAs(name=name) | t.Equation(name=name):
                yield name.text
            case t.PatternField(label=label, pattern=None):
                yield label.text


def has_section(node: t.Node) -> bool:
    """Whether there is an anonymous argument anywhere in an expression; what is around it may be the function's body."""
    return any(isinstance(each, t.Section) for each in descendants(node))


def owner_of_binding(path: list[t.Node], name: str) -> tuple[int, t.Equation] | None:
    """The index of the node in whose bindings a local value stands, with its only equation."""
    for index in range(len(path) - 1, -1, -1):
        same = [
            each
            for each in bindings_of(path[index])
            if isinstance(each, t.Signature | t.Equation) and each.name.text == name
        ]
        equations = [each for each in same if isinstance(each, t.Equation)]
        if same:
            return (index, equations[0]) if len(equations) == 1 else None
    return None
