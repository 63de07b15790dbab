"""Units of work: the vocabulary the compiler and the engine share. One class per kind of unit.

A unit is a tuple of its tag and an interned key, since units are made and hashed on the way of every keystroke: hashing and
comparing them is the tuple's own. Tags are part of the stored format.

A new kind is a class here, its place in `_IN_ORDER` and in the union of its sort. mypy then names every `match` that has to
say what happens to it.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final, Self, TypeAlias

from nova_ls.base.keys import ElementKey, Space, element_key


class _Unit(tuple[Any, ...]):
    """What every kind of unit has.

    `phase`: the place of its kind in the order in which stale units are ensured. `spaces`: where the elements stand that have
    a unit of this kind.
    """

    __slots__ = ()

    tag: ClassVar[str]
    phase: ClassVar[int]
    spaces: ClassVar[tuple[Space, ...]]

    def __init_subclass__(cls, *, tag: str, spaces: tuple[Space, ...] = (Space.MODULE,)) -> None:
        cls.tag = tag
        cls.spaces = spaces

    def __new__(cls, key: ElementKey) -> Self:
        return tuple.__new__(cls, (cls.tag, key))

    def __getnewargs__(self) -> tuple[ElementKey]:
        return (self.key,)

    @property
    def key(self) -> ElementKey:
        key: ElementKey = self[1]
        return key

    @property
    def module(self) -> str:
        """The name of the module that the unit is part of."""
        name: str = self[1].namespace
        return name

    @property
    def name(self) -> str:
        """`Data.Array.head`, or the module's name for a unit of a whole module."""
        key: ElementKey = self[1]
        return f"{key.namespace}.{key.name}" if key.name else key.namespace


class Structure(_Unit, tag="structure"):
    """Scope, exports, fixities and imports of a module."""

    __slots__ = ()


class Record(_Unit, tag="record"):
    """Of a module that is restored: whether what its units asked of others still has the same answers."""

    __slots__ = ()


class References(_Unit, tag="references", spaces=(Space.VALUE, Space.TYPE, Space.CLASS)):
    """Which elements of its own module an element mentions."""

    __slots__ = ()


class Types(_Unit, tag="types", spaces=(Space.TYPE, Space.CLASS)):
    """A binding group of types, synonyms and classes."""

    __slots__ = ()


class Head(_Unit, tag="head", spaces=(Space.INSTANCE,)):
    """The head of an instance."""

    __slots__ = ()


class Signature(_Unit, tag="signature", spaces=(Space.VALUE,)):
    """The written type of a value or foreign import."""

    __slots__ = ()


class Values(_Unit, tag="values", spaces=(Space.VALUE,)):
    """A binding group of values: one signed value, or unsigned ones."""

    __slots__ = ()


class Body(_Unit, tag="body", spaces=(Space.INSTANCE,)):
    """The members of an instance."""

    __slots__ = ()


class Cycles(_Unit, tag="cycles"):
    """Types, values and instances of a module that need themselves."""

    __slots__ = ()


class ExportChecks(_Unit, tag="export checks"):
    """What the exported names of a module need beside them."""

    __slots__ = ()


class Usage(_Unit, tag="usage"):
    """What a module imports or declares and does not use."""

    __slots__ = ()


class Outline(_Unit, tag="module"):
    """In the log only: how a module's text is put together, and what it exports."""

    __slots__ = ()


TypedUnit: TypeAlias = Types | Head | Signature | Values | Body
"""Units whose results go into the log; those of the others are cheap to compute from the text."""

WholeUnit: TypeAlias = Cycles | ExportChecks | Usage
"""Units that say something of a module as a whole, once its elements are known."""

ModuleUnit: TypeAlias = Structure | Record | WholeUnit
"""Units that a module has once."""

Unit: TypeAlias = ModuleUnit | References | TypedUnit | Outline

WHOLE_KINDS: Final[tuple[type[WholeUnit], ...]] = (Cycles, ExportChecks, Usage)
MODULE_KINDS: Final[tuple[type[ModuleUnit], ...]] = (Structure, Record, *WHOLE_KINDS)
TYPED_KINDS: Final[tuple[type[TypedUnit], ...]] = (Types, Head, Signature, Values, Body)

_IN_ORDER: Final[tuple[type[Unit], ...]] = (
    Structure,
    Record,
    References,
    *TYPED_KINDS,
    *WHOLE_KINDS,
    Outline,
)
"""By phase: what decides the meaning of names comes before what uses it."""

for _phase, _kind in enumerate(_IN_ORDER):
    _kind.phase = _phase

KINDS: Final[dict[str, type[Unit]]] = {kind.tag: kind for kind in _IN_ORDER}
"""The kinds by their tags."""


def place_of(unit: Unit) -> tuple[int, str]:
    """Where a unit stands among the stale ones: the phase in which it is ensured, and its module."""
    return unit.phase, unit[1].namespace


def module_key(name: str) -> ElementKey:
    """The key under which the units of a whole module stand."""
    return element_key(name, Space.MODULE, "")
