"""Overlapping instances: two heads that one constraint could match, outside of a chain.

Only instances in modules where the instance itself would not be an orphan are compared: others cannot be seen from
everywhere. Of two instances the one that comes later is to blame.
"""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.base.diagnostic import Related
from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.covering import covering_sets
from nova_ls.types.core.environment import Environment
from nova_ls.types.core.interface import ClassInterface, InstanceInterface
from nova_ls.types.core.problems.classes import OverlappingInstances
from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import (
    Type,
    TypeApp,
    TypeVar,
    head_constructor,
)
from nova_ls.types.instances.check_instance_head import home_modules, instance_span


def check_instance_overlap(
    solver: Solver, head: r.InstanceHead, own: InstanceInterface, owner: ClassInterface
) -> None:
    """Report OverlappingInstances, if an earlier instance overlaps with this one."""
    if own.is_wrong:
        return
    sets = covering_sets(len(owner.parameters), owner.dependencies)
    homes = home_modules(head.class_key, owner, own.arguments)
    candidates = solver.environment.instances(head.class_key, _heads(own.arguments, sets))
    is_later = False
    for other in candidates:
        if other.key is own.key:
            is_later = True
        if other.chain is own.chain or other.key.namespace not in homes:
            continue
        if is_later and other.key.namespace == own.key.namespace:
            continue
        if other.is_wrong or _are_namesakes(own.key, other.key):
            continue
        if not _are_apart(sets, own.arguments, other.arguments):
            start, end = instance_span(head)
            keys = (other.key, own.key)
            report = solver.report(
                OverlappingInstances(head.class_key, own.arguments, keys), start, end
            )
            report.related = (Related(other.key, 0, 0, "overlaps with this instance"),)
            return


def _are_namesakes(one: ElementKey, other: ElementKey) -> bool:
    """Whether two instances are given one name, which is reported: they are one instance written twice.

    A repeated name goes on with ` #2`; instances without a name are called by their heads.
    """
    name, _, _ = one.name.partition(" #")
    is_given = not name[:1].isupper()
    return is_given and one.namespace == other.namespace and other.name.partition(" #")[0] == name


def is_reported_overlap(environment: Environment, keys: Sequence[ElementKey]) -> bool:
    """Whether two of these instances of one class overlap by their heads alone, so that one of them is reported."""
    found = [environment.interface(key) for key in keys]
    instances = [each for each in found if isinstance(each, InstanceInterface)]
    owner = environment.interface(instances[0].class_key) if instances else None
    if not isinstance(owner, ClassInterface):
        return False
    sets = covering_sets(len(owner.parameters), owner.dependencies)
    for number, left in enumerate(instances):
        homes = home_modules(left.class_key, owner, left.arguments)
        for other, right in enumerate(instances):
            if other == number or right.chain is left.chain or right.key.namespace not in homes:
                continue
            if not _are_apart(sets, left.arguments, right.arguments):
                return True
    return False


def _heads(
    arguments: tuple[Type, ...], sets: Sequence[frozenset[int]]
) -> tuple[ElementKey | None, ...]:
    """The constructors by which instances can be left out: those of arguments that no dependency determines."""
    deciding = frozenset.intersection(*sets)
    return tuple(
        [
            head_constructor(argument) if index in deciding else None
            for index, argument in enumerate(arguments)
        ]
    )


def _are_apart(
    sets: Sequence[frozenset[int]], left: tuple[Type, ...], right: tuple[Type, ...]
) -> bool:
    return all(any(_heads_apart(left[i], right[i]) for i in covering) for covering in sets)


def _heads_apart(left: Type, right: Type) -> bool:
    """Whether no type is of both forms."""
    while True:
        if same_type(left, right) or isinstance(left, TypeVar) or isinstance(right, TypeVar):
            return False
        if not isinstance(left, TypeApp) or not isinstance(right, TypeApp):
            return True
        if _heads_apart(left.argument, right.argument):
            return True
        left, right = left.function, right.function
