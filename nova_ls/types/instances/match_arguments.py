"""Matching of all arguments of a constraint with those of an instance or a given, functional dependencies included."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.types.core.class_info import ClassInfo
from nova_ls.types.core.covering import closure
from nova_ls.types.core.type import Type
from nova_ls.types.instances.match_instance import (
    APART,
    MATCH,
    UNKNOWN,
    Bindings,
    match_type,
    verify_bindings,
)


def match_arguments(
    info: ClassInfo, wanted: Sequence[Type], heads: Sequence[Type], bindings: Bindings
) -> int:
    """MATCH, UNKNOWN or APART; on MATCH `bindings` tells what the head's variables stand for.

    With functional dependencies it is enough that the matching arguments determine the others. The determined ones then bind nothing:
    the caller makes them equal.
    """
    if info.determined:
        return _match_dependent(info, wanted, heads, bindings)
    answer = MATCH
    for type, head in zip(wanted, heads, strict=False):
        inner = match_type(type, head, bindings)
        if inner > answer:
            if inner == APART:
                return APART
            answer = inner
    if answer == MATCH:
        for types in bindings.values():
            if len(types) > 1:
                return verify_bindings(bindings)
    return answer


def _match_dependent(
    info: ClassInfo, wanted: Sequence[Type], heads: Sequence[Type], bindings: Bindings
) -> int:
    matching: list[int] = []
    apart = False
    for position, (type, head) in enumerate(zip(wanted, heads, strict=False)):
        found: Bindings = {}
        answer = match_type(type, head, found)
        if answer == MATCH:
            matching.append(position)
        elif answer == APART:
            apart = True
        if position not in info.determined:
            for name, types in found.items():
                bindings.setdefault(name, []).extend(types)
    if len(matching) < len(heads):
        covered = closure(matching, info.interface.dependencies)
        if len(covered) < len(heads):
            return APART if apart else UNKNOWN
    return verify_bindings(bindings)
