"""Which modules export an element, and which of them a module may import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.workspace.snapshot import Snapshot


def exporters(snapshot: Snapshot, module: Module, key: ElementKey) -> list[str]:
    """The modules that a module may import an element from, the likeliest first."""
    imported = set(module.imports)
    found = [
        name
        for name in _exporting(snapshot, key)
        if name != module.name and not reaches(snapshot, name, module.name)
    ]
    return sorted(found, key=lambda name: _rank(snapshot, name, key, imported))


def _exporting(snapshot: Snapshot, key: ElementKey) -> Iterator[str]:
    if key.namespace in PRIM_EXPORTS:
        yield key.namespace
        return
    for name, meanings in exporting(snapshot, key.name).items():
        if meanings.get(key.space) is key:
            yield name


def exporting(snapshot: Snapshot, name: str) -> dict[str, Mapping[Space, ElementKey]]:
    """By module what a name means there: in those that the program knows, and in the others as far as they have been read."""
    found: dict[str, Mapping[Space, ElementKey]] = {}
    if snapshot.exported is not None and name:
        found.update(snapshot.exported.exporters(name))
    for module in snapshot.modules():
        exports = module.exports
        if exports is None:
            continue
        meanings = {space: key for space in Space if (key := exports.get(space, name)) is not None}
        if meanings:
            found[module.name] = meanings
        else:
            found.pop(module.name, None)
    return found


def _rank(
    snapshot: Snapshot, name: str, key: ElementKey, imported: set[str]
) -> tuple[bool | int | str, ...]:
    """Public, imported already, the one that defines it, the workspace's own, short."""
    module = snapshot.module(name)
    return (
        is_internal(name),
        name not in imported,
        name != key.namespace,
        module is None or module.origin is not ModuleOrigin.WORKSPACE,
        name.count("."),
        name,
    )


def reaches(snapshot: Snapshot, start: str, goal: str) -> bool:
    """Whether a module of the workspace imports another one, directly or not: to import it there would close a circle."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        module = snapshot.module(name)
        if name == goal:
            return True
        if name not in seen and module is not None and module.origin is ModuleOrigin.WORKSPACE:
            seen.add(name)
            waiting += module.imports
    return False


def is_internal(module: str) -> bool:
    """Whether a module's name says that it is not for everybody."""
    return any(part in ("Internal", "Unsafe") for part in module.split("."))
