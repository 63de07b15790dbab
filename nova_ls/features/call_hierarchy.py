"""Who uses a value, and what it uses, across modules."""

from __future__ import annotations

from dataclasses import dataclass

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.state.module import Module
from nova_ls.syntax import tree as t
from nova_ls.workspace.snapshot import Place, Snapshot

_CALLED = frozenset((Space.VALUE, Space.CONSTRUCTOR, Space.VALUE_OPERATOR))


@dataclass(frozen=True, slots=True)
class Call:
    """`places`: where one of the two names the other; in the caller's text."""

    other: ElementKey
    places: tuple[Place, ...]


def called_at(snapshot: Snapshot, module: Module, offset: int) -> ElementKey | None:
    """What the name at an offset means, or else the declaration around it."""
    use = snapshot.name_at(module, offset)
    if use is not None and isinstance(use.target, ElementKey) and use.target.space in _CALLED:
        return use.target
    chunk, _ = module.source.chunk_at(offset)
    keys = snapshot.elements_in(module, chunk)
    return next((key for key in keys if key.space in (Space.VALUE, Space.INSTANCE)), None)


def incoming_calls(snapshot: Snapshot, target: ElementKey) -> list[Call]:
    """The declarations that name a value in their code, in modules that have been looked at."""
    calls: list[Call] = []
    for module in sorted(snapshot.modules(), key=lambda module: module.name):
        for key in snapshot.askers(module, target):
            places = tuple(
                place
                for place, meant in _mentions(snapshot, key)
                if meant is target and key is not target
            )
            if places or (key is target and _names_itself(snapshot, key)):
                calls.append(Call(key, places or _names_itself(snapshot, key)))
    return sorted(calls, key=lambda call: call.other)


def outgoing_calls(snapshot: Snapshot, caller: ElementKey) -> list[Call]:
    """The values, constructors and operators that a declaration names in its code."""
    found: dict[ElementKey, list[Place]] = {}
    defined = _defined_members(snapshot, caller)
    for place, meant in _mentions(snapshot, caller):
        if meant.space in _CALLED and meant is not caller and place.start not in defined:
            found.setdefault(meant, []).append(place)
    itself = _names_itself(snapshot, caller)
    if itself:
        found[caller] = list(itself)
    return [Call(key, tuple(places)) for key, places in sorted(found.items())]


def _mentions(snapshot: Snapshot, key: ElementKey) -> list[tuple[Place, ElementKey]]:
    found, ast = snapshot.declared(key), snapshot.ast(key)
    if found is None or ast is None:
        return []
    module, declared = found
    references = ast.references
    return [
        (Place(module, declared.chunk, start, end), target)
        for start, end, target in zip(
            references.starts, references.ends, references.targets, strict=True
        )
        if isinstance(target, ElementKey)
    ]


def _defined_members(snapshot: Snapshot, key: ElementKey) -> set[int]:
    """Where an instance names members because it defines them."""
    found = snapshot.declared(key) if key.space is Space.INSTANCE else None
    if found is None:
        return set()
    return {
        member.name.start
        for node in found[1].chunk.tree.declarations
        if isinstance(node, t.InstanceDeclaration)
        for member in node.members
    }


def _names_itself(snapshot: Snapshot, key: ElementKey) -> tuple[Place, ...]:
    """Where a value calls itself: not where its signature and equations say its name."""
    own = {(p.start, p.end) for p in snapshot.own_names(key)}
    return tuple(
        place
        for place, meant in _mentions(snapshot, key)
        if meant is key and (place.start, place.end) not in own
    )
