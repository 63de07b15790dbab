"""Values and instances that need themselves, or each other, before they can be evaluated.

There are three ways, and an element has one diagnostic at most:

- values name each other outside of functions;
- a value of a recursive group uses another one where the names of the group are withheld (types/core/timing.py), though it might come
  out well;
- an instance is evidence for what one of its own members needs at once, directly or through others.

Source: PureScript's Sugar/BindingGroups.hs and TypeChecker/Monad.hs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, TypeAlias

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.names.modules.binding_groups import components, rings

EagerUse: TypeAlias = tuple[ElementKey, int, int]
"""A value and the span where it is used."""


@value
class Eager:
    """What an element uses of its own module as soon as it is evaluated.

    `named`: values, as they are written. `withheld`: the first use of each value that may not be used if it is of the element's
    group. `needed`: values and instances, those of the evidence included.
    """

    named: tuple[ElementKey, ...] = ()
    withheld: tuple[EagerUse, ...] = ()
    needed: tuple[ElementKey, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.named or self.withheld or self.needed)

    def is_like(self, other: Eager) -> bool:
        """Whether two differ in places at most."""
        return (
            self.named == other.named
            and self.needed == other.needed
            and [key for key, _, _ in self.withheld] == [key for key, _, _ in other.withheld]
        )


NOTHING: Final = Eager()


class EvaluationCycle(NamedTuple):
    """An element that cannot be evaluated. `span`: of the use that is to blame; None: its declaration is. `ring`: what needs what."""

    key: ElementKey
    span: tuple[int, int] | None
    ring: tuple[ElementKey, ...]


def find_circles(
    eager: Mapping[ElementKey, Eager], uses: Mapping[ElementKey, Iterable[ElementKey]]
) -> list[EvaluationCycle]:
    """The elements of a module that cannot be evaluated, each once.

    `uses`: what each value of the module mentions of it, and what each operator stands for.
    """
    found: dict[ElementKey, EvaluationCycle] = {}
    for ring in rings({key: each.named for key, each in eager.items()}):
        found.update({key: EvaluationCycle(key, None, ring) for key in ring})
    for circle in _withheld(eager, uses, found):
        found[circle.key] = circle
    for ring in rings({key: each.needed for key, each in eager.items()}):
        if any(key.space is Space.INSTANCE for key in ring):
            for key in ring:
                found.setdefault(key, EvaluationCycle(key, None, ring))
    return list(found.values())


def _withheld(
    eager: Mapping[ElementKey, Eager],
    uses: Mapping[ElementKey, Iterable[ElementKey]],
    wrong: Mapping[ElementKey, EvaluationCycle],
) -> list[EvaluationCycle]:
    """The values that use another one of their group too early; nothing of groups in which something is `wrong` already."""
    group = _groups(uses)
    failed = {group[key] for key in wrong if key in group}
    found: list[EvaluationCycle] = []
    for key, each in eager.items():
        own = group.get(key)
        if own is None or own in failed:
            continue
        for used, start, end in each.withheld:
            if group.get(used) == own:
                ring = (key,) if used is key else (key, used)
                found.append(EvaluationCycle(key, (start, end), ring))
                break
    return found


def _groups(uses: Mapping[ElementKey, Iterable[ElementKey]]) -> dict[ElementKey, int]:
    """The number of each element's binding group."""
    keys = list(uses)
    place = {key: number for number, key in enumerate(keys)}
    edges = [[place[used] for used in uses[key] if used in place] for key in keys]
    return {
        keys[member]: number
        for number, members in enumerate(components(edges))
        for member in members
    }
