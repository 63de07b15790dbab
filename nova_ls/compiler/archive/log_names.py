"""What the log calls the units of the compiler: names of entries, and the way back from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from nova_ls.base.keys import Space, element_key
from nova_ls.compiler.model import units
from nova_ls.compiler.model.units import Unit
from nova_ls.log.log_unit import LogUnit

MODULE: Final = units.Outline.tag
"""The kind of the entries that are a module's own."""
CLASSES: Final = "classes"
"""The kind of the entries of a group that a class leads: in a module that is wrong, a type may have the class's name."""
_KNOWN_UNITS: Final = 1 << 13
TYPE_KINDS: Final = (units.Types.tag, CLASSES)

_LOGGED: Final[dict[str, tuple[type[units.TypedUnit], Space]]] = {
    **{kind.tag: (kind, kind.spaces[0]) for kind in units.TYPED_KINDS},
    CLASSES: (units.Types, Space.CLASS),
}


@lru_cache(maxsize=_KNOWN_UNITS)
def log_unit(unit: Unit) -> LogUnit:
    """The name of a unit's entries in the log."""
    return LogUnit(CLASSES if unit.key.space is Space.CLASS else unit.tag, unit.name)


def opt_unit(named: LogUnit, module: str) -> units.TypedUnit | None:
    """The unit of a module that a unit of the log is; None where it is another module's, or a module's own."""
    name = named.name[len(module) + 1 :]
    logged = _LOGGED.get(named.kind)
    is_of_module = named.name.startswith(f"{module}.") and "." not in name.partition(" ")[0]
    if logged is None or not is_of_module:
        return None
    kind, space = logged
    return kind(element_key(module, space, name))


def module_of(unit: LogUnit, modules: Iterable[str] | Mapping[str, object]) -> str | None:
    """The module of a unit, of those given; None: it is in none of them."""
    known = modules if isinstance(modules, set | frozenset | dict) else set(modules)
    if unit.kind == MODULE:
        return unit.name if unit.name in known else None
    return next((prefix for prefix in prefixes(unit.name) if prefix in known), None)


def prefixes(name: str) -> Iterator[str]:
    """Whatever may be the module in a unit's name, the longest first; instances are named by their heads."""
    end = name.find(" ")
    at = name.rfind(".", 0, len(name) if end < 0 else end)
    while at > 0:
        yield name[:at]
        at = name.rfind(".", 0, at)
