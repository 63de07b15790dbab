"""Element keys: the name of one thing that a namespace defines.

Keys are interned: two keys are equal exactly when they are the same object, so that the tables of
the type checker hash by identity.
"""

from __future__ import annotations

from enum import IntEnum
from sys import getrefcount
from typing import Final, TypeAlias


class Space(IntEnum):
    """The name spaces of a namespace; the same name may stand in several of them."""

    __hash__ = int.__hash__  # an enum hashes its name in Python code: too slow for table keys

    VALUE = 0  # values, foreign imports, class members
    CONSTRUCTOR = 1  # data constructors; their owner is a TYPE element
    TYPE = 2  # data, newtype, synonym, foreign data
    CLASS = 3
    INSTANCE = 4  # by written name, or by the rendered head where it has none
    VALUE_OPERATOR = 5
    TYPE_OPERATOR = 6
    MODULE = 7  # a namespace itself; the name is ""


SPACES: Final = tuple(Space)
"""By their numbers: to call the enum takes ten times as long."""


class ElementKey:
    """`(namespace, space, name)`; make one with `element_key` only."""

    __slots__ = ("name", "namespace", "space")

    namespace: Final[str]
    space: Final[Space]
    name: Final[str]

    def __init__(self, namespace: str, space: Space, name: str) -> None:
        self.namespace = namespace
        self.space = space
        self.name = name

    def __repr__(self) -> str:
        return f"{self.namespace}.{self.name}:{self.space.name.lower()}"

    def __lt__(self, other: ElementKey) -> bool:
        """Order by namespace, space, name: the deterministic order of every listing."""
        return (self.namespace, self.space, self.name) < (
            other.namespace,
            other.space,
            other.name,
        )

    def __reduce__(self) -> tuple[object, tuple[str, int, str]]:
        return element_key, (self.namespace, int(self.space), self.name)


_Triple: TypeAlias = tuple[str, int, str]

_INTERNED: dict[_Triple, ElementKey] = {}
_SPACES: Final = tuple(Space)


def element_key(namespace: str, space: int, name: str) -> ElementKey:
    """The one key object for a namespace, a space and a name."""
    triple = (namespace, space, name)
    key = _INTERNED.get(triple)
    if key is None:
        key = _INTERNED[triple] = ElementKey(namespace, _SPACES[space], name)
    return key


UNKNOWN_CLASS: Final = element_key("", Space.CLASS, "")
"""The class of an instance whose written class is not there."""

NO_CONSTRUCTOR: Final = element_key("", Space.TYPE, "")
"""In the place of an argument's outermost constructor: it has none, and neither have the instances that could cover it."""


class KeySweep:
    """Lets go of the keys that nothing refers to any more: another one of such a name is a new object, which nobody can tell.

    It begins whenever there are twice as many as the last one has left, and goes on in small steps.
    """

    __slots__ = ("_limit", "_rest")

    def __init__(self, few: int = 50_000) -> None:
        self._limit = few
        self._rest: list[_Triple] = []

    def step(self, most: int = 4_000) -> None:
        """Look at no more than so many keys."""
        if not self._rest:
            if len(_INTERNED) <= self._limit:
                return
            self._rest = list(_INTERNED)
        for _ in range(min(most, len(self._rest))):
            triple = self._rest.pop()
            key = _INTERNED.get(triple)
            if key is not None and getrefcount(key) == _UNUSED:
                del _INTERNED[triple]
        if not self._rest:
            self._limit = max(self._limit, 2 * len(_INTERNED))


_UNUSED: Final = 3
"""References to a key that only the table has: the table's own, and those of who asks for them."""
