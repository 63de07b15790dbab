"""What the log calls the units of the compiler: names of entries, and the way back from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from nova_ls.base.keys import Space, element_key
from nova_ls.compiler.model import units
from nova_ls.compiler.model.units import Unit
from nova_ls.log.log_unit import LogUnit

MODULE: Final = units.Outline.tag
"""The kind of the entries that are a module's own."""


def log_unit(unit: Unit) -> LogUnit:
    """The name of a unit's entries in the log."""
    return LogUnit(unit.tag, unit.name)


def units_named(named: LogUnit, module: str) -> list[Unit]:
    """The units of a module that a unit of the log may be; none where it is another module's."""
    name = named.name[len(module) + 1 :]
    if not named.name.startswith(f"{module}.") or "." in name.partition(" ")[0]:
        return []
    return [kind(element_key(module, space, name)) for kind, space in typed_kinds(named.kind)]


def typed_kinds(tag: str) -> Iterator[tuple[type[units.TypedUnit], Space]]:
    """The kind of units with a tag, once for each space in which their elements stand; nothing for a module's own."""
    for kind in units.TYPED_KINDS:
        if kind.tag == tag:
            yield from ((kind, space) for space in kind.spaces)


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
