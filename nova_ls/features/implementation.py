"""What implements the name under the cursor: a class and a type its instances, a member its definitions."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.items import ItemKind
from nova_ls.syntax import tree as t
from nova_ls.types.core.interface import InstanceInterface
from nova_ls.types.core.type import head_constructor
from nova_ls.workspace.snapshot import Place, Snapshot

INSTANCE_KINDS = frozenset((ItemKind.INSTANCE, ItemKind.DERIVATION, ItemKind.CLAUSE))


def implementation(snapshot: Snapshot, module: Module, offset: int) -> list[Place]:
    """Sorted by module and place. Empty for what nothing implements."""
    use = snapshot.name_at(module, offset)
    if use is None or not isinstance(use.target, ElementKey):
        return []
    target = use.target
    if target.space is Space.CLASS:
        found = instances_of(snapshot, target)
    elif target.space is Space.TYPE:
        found = instances_for(snapshot, target)
    elif (class_key := snapshot.class_of(target)) is not None:
        return [
            place
            for key in instances_of(snapshot, class_key)
            for place in _definitions(snapshot, key, target)
        ]
    else:
        return []
    places = (snapshot.definition_of(key) for key in found)
    return [place for place in places if place is not None]


def instances_of(snapshot: Snapshot, class_key: ElementKey) -> list[ElementKey]:
    """The instances of a class, in modules that have been looked at."""
    return sorted(
        key for key in _instances(snapshot, class_key) if _class_of(snapshot, key) is class_key
    )


def instances_for(snapshot: Snapshot, type_key: ElementKey) -> list[ElementKey]:
    """The instances whose heads have a type as the outermost one of an argument."""
    found: list[ElementKey] = []
    for key in _instances(snapshot, type_key):
        interface = snapshot.interface(key)
        if isinstance(interface, InstanceInterface):
            heads = [head_constructor(argument) for argument in interface.arguments]
            if type_key in heads:
                found.append(key)
    return sorted(found)


def _instances(snapshot: Snapshot, mentioned: ElementKey) -> Iterator[ElementKey]:
    """The instances that mention an element. A clause of a declaration mentions its type by standing there."""
    for module in snapshot.modules():
        asking = snapshot.askers(module, mentioned)
        if module.name == mentioned.namespace and mentioned.space is Space.TYPE:
            declared = module.declared.get(mentioned)
            if declared is not None:
                asking.update(dict.fromkeys(snapshot.elements_in(module, declared.chunk)))
        for key in asking:
            found = module.declared.get(key)
            if found is not None and found.item.kind in INSTANCE_KINDS:
                yield key


def _class_of(snapshot: Snapshot, key: ElementKey) -> ElementKey | None:
    interface = snapshot.interface(key)
    return interface.class_key if isinstance(interface, InstanceInterface) else None


def _definitions(snapshot: Snapshot, key: ElementKey, member: ElementKey) -> Iterator[Place]:
    """Where an instance begins to define a member."""
    found = snapshot.declared(key)
    if found is None:
        return
    module, declared = found
    position = declared.chunk.items.positions[declared.number]
    node = declared.chunk.tree.declarations[position]
    if isinstance(node, t.InstanceDeclaration):
        for each in node.members:
            if isinstance(each, t.Equation) and each.name.text == member.name:
                yield Place(module, declared.chunk, each.name.start, each.name.end)
                return
