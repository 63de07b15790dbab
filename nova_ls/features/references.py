"""Every mention of the name under the cursor, in the whole workspace and what it imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.state.module import Module
from nova_ls.features.record_labels import LabelRole, label_at, same_labels
from nova_ls.features.type_variables import type_variable_at
from nova_ls.workspace.snapshot import LocalTarget, Place, Snapshot

PASSED_OVER: Final = 50
"""So many modules are passed over at once in which a name does not stand."""


class IncludeDeclaration(Enum):
    """Whether the declaration itself is one of the mentions."""

    INCLUDED = "included"
    LEFT_OUT = "left out"


def references(
    snapshot: Snapshot, module: Module, offset: int, declaration: IncludeDeclaration
) -> list[Place]:
    """The mentions, each once, sorted by file and position."""
    found = references_by_module(snapshot, module, offset, declaration)
    return [place for places in found for place in places]


def references_by_module(
    snapshot: Snapshot, module: Module, offset: int, declaration: IncludeDeclaration
) -> Iterator[list[Place]]:
    """The same, module by module: one may be looked into later than another."""
    use = snapshot.name_at(module, offset)
    if use is None:
        yield _labels(snapshot, module, offset, declaration) or _type_variables(
            module, offset, declaration
        )
        return
    target = use.target
    definition = snapshot.definition_of(target)
    modules = [module] if isinstance(target, LocalTarget) else snapshot.modules()
    for number, each in enumerate(sorted(modules, key=lambda one: str(one.path))):
        own = [definition] if definition is not None and definition.module is each else []
        if not own and not snapshot.may_mention(each, target):
            if number % PASSED_OVER == 0:
                yield []
            continue
        yield [
            place
            for place in _each_once([*own, *snapshot.references_in(each, target)])
            if declaration is IncludeDeclaration.INCLUDED or place != definition
        ]


def uses(snapshot: Snapshot, key: ElementKey) -> list[Place]:
    """The mentions of an element outside of the names that its own declaration gives it; sorted."""
    own = set(snapshot.own_names(key))
    return [place for place in _each_once(snapshot.references_to(key)) if place not in own]


def _labels(
    snapshot: Snapshot, module: Module, offset: int, declaration: IncludeDeclaration
) -> list[Place]:
    """The places of a record's label, in all records that may be of the same type."""
    label = label_at(snapshot, module, offset)
    if label is None:
        return []
    return _each_once(
        one.place
        for one in same_labels(snapshot, label, snapshot.modules())
        if declaration is IncludeDeclaration.INCLUDED or one.role is not LabelRole.DECLARED
    )


def _type_variables(module: Module, offset: int, declaration: IncludeDeclaration) -> list[Place]:
    found = type_variable_at(module, offset)
    places = [] if found is None else found[1]
    return places if declaration is IncludeDeclaration.INCLUDED else places[1:]


def _each_once(places: Iterable[Place]) -> list[Place]:
    found: dict[tuple[str, int, int], Place] = {}
    for place in places:
        start = place.module.source.offset_of(place.chunk, place.start)
        found[str(place.module.path), start, place.end - place.start] = place
    return [found[key] for key in sorted(found)]
