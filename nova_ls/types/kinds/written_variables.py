"""The type variables of a written type, as it is written: before synonyms are expanded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_ls.names.resolve import resolved as r


def written_binders(node: r.Type) -> tuple[str, ...]:
    """The variables that a signature quantifies over in front: those that its body may mention.

    Quantifiers that come out of a synonym are not among them.
    """
    names: list[str] = []
    while isinstance(node, r.Forall):
        names += [binder.name for binder in node.binders]
        node = node.body
    return tuple(names)


def free_variables(nodes: Sequence[r.Type]) -> list[str]:
    """The names of variables that are not bound in the types, in source order, each once."""
    found: dict[str, None] = {}
    for node in nodes:
        _collect(node, (), found)
    return list(found)


def type_constructors(node: r.Type) -> Iterator[r.TypeConstructor]:
    """The constructors that a type mentions, in no special order."""
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, r.TypeConstructor):
            yield node
        elif isinstance(node, r.TypeApp):
            pending += (node.function, *node.arguments)
        elif isinstance(node, r.Arrow):
            pending += (node.result, node.parameter)
        elif isinstance(node, r.Record | r.Row):
            row = node.row if isinstance(node, r.Record) else node
            pending += [field.type for field in row.fields]
            if row.tail is not None:
                pending.append(row.tail)
        elif isinstance(node, r.Kinded):
            pending += (node.kind, node.type)
        elif isinstance(node, r.Constrained):
            pending.append(node.body)
            if node.constraint is not None:
                pending += node.constraint.arguments
        elif isinstance(node, r.Forall):
            pending.append(node.body)
            pending += [binder.kind for binder in node.binders if binder.kind is not None]


def _collect(node: r.Type, bound: tuple[str, ...], found: dict[str, None]) -> None:
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, r.TypeVariable):
            if node.name not in bound:
                found[node.name] = None
        elif isinstance(node, r.TypeApp):
            pending.extend(reversed(node.arguments))
            pending.append(node.function)
        elif isinstance(node, r.Arrow):
            pending.append(node.result)
            pending.append(node.parameter)
        elif isinstance(node, r.Record | r.Row):
            row = node.row if isinstance(node, r.Record) else node
            if row.tail is not None:
                pending.append(row.tail)
            pending.extend([field.type for field in reversed(row.fields)])
        elif isinstance(node, r.Kinded):
            pending.append(node.kind)
            pending.append(node.type)
        elif isinstance(node, r.Constrained):
            pending.append(node.body)
            if node.constraint is not None:
                pending.extend(reversed(node.constraint.arguments))
        elif isinstance(node, r.Forall):
            for binder in node.binders:
                if binder.kind is not None:
                    _collect(binder.kind, bound, found)
                bound = (*bound, binder.name)
            _collect(node.body, bound, found)
            bound = bound[: len(bound) - len(node.binders)]
