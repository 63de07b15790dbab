"""Who uses a value, and what it uses, across modules."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_tables import Declared
from nova_ls.features.references import PASSED_OVER
from nova_ls.syntax import tree as t
from nova_ls.workspace.snapshot import Place, Snapshot

_CALLED = frozenset((Space.VALUE, Space.CONSTRUCTOR, Space.VALUE_OPERATOR))


@value
class Call:
    """`places`: where one of the two names the other; in the caller's text. `declared`: where the other is declared, if that had to be found out."""

    other: ElementKey
    places: tuple[Place, ...]
    declared: tuple[Module, Declared] | None = None


def called_at(snapshot: Snapshot, module: Module, offset: int) -> ElementKey | None:
    """What the name at an offset means, or else the declaration around it."""
    use = snapshot.name_at(module, offset)
    if use is not None and isinstance(use.target, ElementKey) and use.target.space in _CALLED:
        return use.target
    chunk, _ = module.source.chunk_at(offset)
    keys = snapshot.elements_in(module, chunk)
    return next((key for key in keys if key.space in (Space.VALUE, Space.INSTANCE)), None)


def incoming_calls(snapshot: Snapshot, target: ElementKey) -> list[Call]:
    """The declarations that name a value in their code."""
    return [call for calls in incoming_by_module(snapshot, target) for call in calls]


def incoming_by_module(snapshot: Snapshot, target: ElementKey) -> Iterator[list[Call]]:
    """The same, module by module: one may be looked into later than another."""
    for number, module in enumerate(sorted(snapshot.modules(), key=lambda module: module.name)):
        if snapshot.may_mention(module, target):
            calls = _recorded_calls if module.is_restored else _calls
            yield sorted(calls(snapshot, module, target), key=lambda call: call.other)
        elif number % PASSED_OVER == 0:
            yield []


def _calls(snapshot: Snapshot, module: Module, target: ElementKey) -> Iterator[Call]:
    for key in snapshot.askers(module, target):
        places = tuple(
            place
            for place, meant in _mentions(snapshot, key)
            if meant is target and key is not target
        )
        if places or (key is target and _names_itself(snapshot, key)):
            yield Call(key, places or _names_itself(snapshot, key))


def _recorded_calls(snapshot: Snapshot, module: Module, target: ElementKey) -> Iterator[Call]:
    """Those in a module of which only a record is known, as far as that tells them."""
    found: dict[ElementKey, list[Place]] = {}
    for key, place in snapshot.recorded_mentions(module, target):
        if key is not None:
            found.setdefault(key, []).append(place)
    for key, places in found.items():
        chunk = places[0].chunk
        defined = _members_within(chunk) if key.space is Space.INSTANCE else ()
        if any(place.start not in defined for place in places):
            yield Call(key, tuple(places), _declared_within(module, chunk, key))


def _declared_within(
    module: Module, chunk: SourceChunk, key: ElementKey
) -> tuple[Module, Declared] | None:
    for number, item in enumerate(chunk.items.items):
        if item.name == key.name and item.space is key.space:
            return module, Declared(chunk, number, item)
    return None


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
    return _members_within(found[1].chunk)


def _members_within(chunk: SourceChunk) -> set[int]:
    return {
        member.name.start
        for node in chunk.tree.declarations
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
