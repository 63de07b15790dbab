"""What stands above and below a class or a type: superclasses and classes; subclasses and instances."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.state.module import Module
from nova_ls.features.implementation import instances_for, instances_of
from nova_ls.types.core.interface import ClassInterface, InstanceInterface
from nova_ls.workspace.snapshot import Snapshot


def typed_at(snapshot: Snapshot, module: Module, offset: int) -> ElementKey | None:
    """The class, type or instance at an offset."""
    use = snapshot.name_at(module, offset)
    if use is None or not isinstance(use.target, ElementKey):
        return None
    wanted = (Space.CLASS, Space.TYPE, Space.INSTANCE)
    return use.target if use.target.space in wanted else None


def supertypes(snapshot: Snapshot, key: ElementKey) -> list[ElementKey]:
    """The superclasses of a class, the class of an instance, the classes that a type has instances of."""
    interface = snapshot.interface(key)
    if isinstance(interface, ClassInterface):
        return list(dict.fromkeys(constraint.key for constraint in interface.superclasses))
    if isinstance(interface, InstanceInterface):
        return [interface.class_key]
    found: dict[ElementKey, None] = {}
    for instance in instances_for(snapshot, key) if key.space is Space.TYPE else ():
        of = snapshot.interface(instance)
        if isinstance(of, InstanceInterface):
            found[of.class_key] = None
    return sorted(found)


def subtypes(snapshot: Snapshot, key: ElementKey) -> list[ElementKey]:
    """The subclasses and the instances of a class, in modules that have been looked at."""
    if key.space is not Space.CLASS:
        return []
    below: list[ElementKey] = []
    for module in snapshot.modules():
        for asking in snapshot.askers(module, key):
            interface = snapshot.interface(asking) if asking.space is Space.CLASS else None
            if isinstance(interface, ClassInterface) and any(
                constraint.key is key for constraint in interface.superclasses
            ):
                below.append(asking)
    return sorted(below) + instances_of(snapshot, key)
