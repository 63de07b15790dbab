"""The instances that cover a constraint, chain by chain."""

from __future__ import annotations

from nova_ls.base.keys import NO_CONSTRUCTOR, ElementKey
from nova_ls.types.core.class_info import ClassInfo
from nova_ls.types.core.environment import Environment
from nova_ls.types.core.interface import InstanceInterface
from nova_ls.types.core.type import (
    Constraint,
    Type,
    head_constructor,
)
from nova_ls.types.instances.match_arguments import match_arguments
from nova_ls.types.instances.match_instance import MATCH, UNKNOWN, Bindings


class Search:
    """`found`: the first match of each chain, with what its variables stand for. `blocked`: instances that may yet match
    and so hide the rest of their chains. `candidates`: all that were looked at.
    """

    __slots__ = ("blocked", "candidates", "found")

    def __init__(self, candidates: tuple[InstanceInterface, ...]) -> None:
        self.candidates = candidates
        self.found: list[tuple[InstanceInterface, Bindings]] = []
        self.blocked: list[ElementKey] = []


def find_instances(environment: Environment, info: ClassInfo, constraint: Constraint) -> Search:
    """Search the instances of a class for a zonked constraint.

    An argument that dependencies determine never leaves an instance out. Any other one without a constructor (a variable, an
    unknown, a row) is covered only by an instance without one in that place: the others are not looked at, so that a
    function over rigid variables does not rely on all instances of a class.
    """
    return _search(environment, info, constraint, NO_CONSTRUCTOR)


def find_all_candidates(
    environment: Environment, info: ClassInfo, constraint: Constraint
) -> Search:
    """That search among all instances that may cover the constraint once more is known: what is told where it has failed."""
    return _search(environment, info, constraint, None)


def _search(
    environment: Environment, info: ClassInfo, constraint: Constraint, variable: ElementKey | None
) -> Search:
    heads = tuple([head_constructor(argument) or variable for argument in constraint.arguments])
    if info.determined:
        pairs = enumerate(heads)
        heads = tuple([None if index in info.determined else head for index, head in pairs])
    candidates = info.candidates.get(heads)
    if candidates is None:
        candidates = tuple(environment.instances(constraint.key, heads))
        info.candidates[heads] = candidates
    search = Search(candidates)
    index = 0
    while index < len(search.candidates):
        index = _search_chain(search, index, info, constraint.arguments)
    return search


def _search_chain(search: Search, index: int, info: ClassInfo, wanted: tuple[Type, ...]) -> int:
    """Search one chain for its first match; give the index of the next chain."""
    candidates = search.candidates
    chain = candidates[index].chain
    end = index + 1
    while end < len(candidates) and candidates[end].chain is chain:
        end += 1
    for position in range(index, end):
        instance = candidates[position]
        if instance.is_wrong:
            continue
        bindings: Bindings = {}
        answer = match_arguments(info, wanted, instance.arguments, bindings)
        if answer == MATCH:
            search.found.append((instance, bindings))
            break
        if answer == UNKNOWN and position + 1 < end:
            search.blocked.append(instance.key)
            break
    return end
