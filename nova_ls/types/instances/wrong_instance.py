"""Instances whose heads are in error: they solve nothing, but no instance is reported as missing which one of them may be
meant to be.

That it may be is a question of what is known of its head. Where not even the constructor of an argument is known, or there is
none, the instance can only be meant for what may have instances in its module at all: anything, if the class stands there, else a type of
that module.
"""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.types.core.covering import covering_sets
from nova_ls.types.core.interface import ClassInterface, InstanceInterface
from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.type import (
    Constraint,
    ErrorType,
    Row,
    Type,
    TypeCon,
    TypeVar,
    spine,
)
from nova_ls.types.instances.check_instance_head import home_modules


def may_be_meant(
    owner: ClassInterface, constraint: Constraint, instances: Sequence[InstanceInterface]
) -> bool:
    """Whether one of these instances is in error and may be meant to cover a zonked constraint."""
    return any(
        instance.is_wrong and _may_cover(owner, constraint, instance) for instance in instances
    )


def _may_cover(owner: ClassInterface, constraint: Constraint, instance: InstanceInterface) -> bool:
    sets = covering_sets(len(owner.parameters), owner.dependencies)
    for covering in sets:
        pairs = [(constraint.arguments[i], instance.arguments[i]) for i in sorted(covering)]
        if not all(_agree(wanted, head) for wanted, head in pairs):
            continue
        heads = [spine(head)[0] for _, head in pairs]
        is_about_anything = all(isinstance(head, TypeVar) for head in heads)
        if not is_about_anything and not any(isinstance(head, ErrorType) for head in heads):
            return True
        homes = home_modules(constraint.key, owner, constraint.arguments)
        if instance.key.namespace in homes:
            return True
    return False


def _agree(wanted: Type, head: Type) -> bool:
    """Whether what is known of an argument of the head fits what is wanted there. A constructor without its arguments stands for
    any application of it.
    """
    wanted_head, _, wanted_arguments = spine(wanted)
    known_head, _, known_arguments = spine(head)
    if isinstance(known_head, TypeVar | ErrorType):
        return True
    if not isinstance(known_head, TypeCon):
        return (isinstance(wanted, Row) and isinstance(head, Row)) or same_type(wanted, head)
    return wanted_head is known_head and all(map(_agree, wanted_arguments, known_arguments))
