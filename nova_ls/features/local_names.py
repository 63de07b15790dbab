"""The local variables that a cursor can see, innermost first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants


def local_names(path: list[t.Node], offset: int) -> dict[str, tuple[int, int]]:
    """Each name with the span where it is bound. `path`: the nodes around the offset, outermost first."""
    found: dict[str, tuple[int, int]] = {}
    for node in reversed(path):
        for name, span in _bound_by(node, offset):
            found.setdefault(name, span)
    return found


def _bound_by(node: t.Node, offset: int) -> Iterator[tuple[str, tuple[int, int]]]:
    match node:
        case t.Equation(parameters=patterns) | t.Lambda(parameters=patterns):
            yield from _of_patterns(patterns)
        case t.CaseBranch(patterns=patterns):
            yield from _of_patterns(patterns)
        case t.Let(bindings=bindings):
            yield from _of_bindings(bindings)
        case t.GuardedBody(guards=guards, where=bindings):
            yield from _of_bindings(bindings)
            before = [
                guard.pattern for guard in guards if guard.end <= offset or node.end >= offset
            ]
            yield from _of_patterns(pattern for pattern in before if pattern is not None)
        case t.Do(statements=statements) | t.Ado(statements=statements):
            for statement in reversed([one for one in statements if one.start < offset]):
                if isinstance(statement, t.DoLet):
                    yield from _of_bindings(statement.bindings)
                elif isinstance(statement, t.DoBind) and statement.end < offset:
                    yield from _of_patterns([statement.pattern])
        case _:
            return


def _of_bindings(bindings: Iterable[t.Node]) -> Iterator[tuple[str, tuple[int, int]]]:
    for binding in bindings:
        if isinstance(binding, t.Equation):
            yield binding.name.text, (binding.name.start, binding.name.end)
        elif isinstance(binding, t.PatternBinding):
            yield from _of_patterns([binding.pattern])


def _of_patterns(patterns: Iterable[t.Node]) -> Iterator[tuple[str, tuple[int, int]]]:
    for pattern in patterns:
        for node in descendants(pattern):
            if isinstance(node, t.PatternVariable | t.PatternAs):
                yield node.name.text, (node.name.start, node.name.end)
            elif isinstance(node, t.PatternField) and node.pattern is None:
                yield node.label.text, (node.label.start, node.label.end)
