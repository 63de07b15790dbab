"""When an expression is evaluated, and which names may not be used by then.

The values of a recursive group are computed one after the other, so that none may use another before all are there. The compiler
withholds their names until it is behind a parameter or a constraint (which is a parameter at run time), or in the body of
a `let`. Whether a value really stands in a recursive group shows once the whole module is known: here its uses are noted.

What an element needs as soon as it is evaluated, the instances of its evidence included, shows the same way whether an
instance's members need the instance itself. There the body of a `let` does not help.

Source: PureScript's TypeChecker/Monad.hs (`withBindingGroupVisible`, `checkVisibility`) and Sugar/BindingGroups.hs, which runs
once more over what the checker has made of the module.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve.resolved import Binder


class Timing:
    """A place inside an element. Immutable.

    `at_once`: what is there is evaluated with the element. `withholds_group`: the names of the element's own group may not be used.
    `withheld`: local variables that may not be used.
    """

    __slots__ = ("at_once", "withheld", "withholds_group")

    def __init__(self, at_once: bool, withholds_group: bool, withheld: frozenset[Binder]) -> None:
        self.at_once = at_once
        self.withholds_group = withholds_group
        self.withheld = withheld

    def revealed(self) -> Timing:
        """The body of a `let` here."""
        return _REVEALED if self.at_once else LATER

    def out_of_line(self) -> Timing:
        """What is tried where a guard has failed: the compiler makes a function of it, after it has looked at names."""
        return Timing(False, self.withholds_group, self.withheld) if self.at_once else self

    def withholding(self, binders: Iterable[Binder]) -> Timing:
        """Inside of the values of a recursive group of local ones."""
        return Timing(self.at_once, self.withholds_group, self.withheld.union(binders))


AT_ONCE: Final = Timing(True, True, frozenset())
"""Where an element begins."""

LATER: Final = Timing(False, False, frozenset())
"""Behind a parameter."""

_REVEALED: Final = Timing(True, False, frozenset())


class Needs:
    """What an element uses of its own module at once: `needed` values and instances, and `withheld` values with the place
    of the first such use.
    """

    __slots__ = ("needed", "withheld")

    def __init__(self) -> None:
        self.needed: dict[ElementKey, None] = {}
        self.withheld: dict[ElementKey, tuple[int, int]] = {}

    def use(self, key: ElementKey, timing: Timing, start: int, end: int) -> None:
        """A name of the module at a place."""
        if timing.at_once:
            self.needed[key] = None
        if timing.withholds_group:
            self.withheld.setdefault(key, (start, end))

    def rely_on(self, evidence: Iterable[tuple[object, ...]], module: str) -> None:
        """Evidence that is needed at once: its instances are."""
        for word, *rest in evidence:
            if word == "instance" and isinstance(rest[0], ElementKey):
                if rest[0].namespace == module:
                    self.needed[rest[0]] = None
