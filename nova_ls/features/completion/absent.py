"""Names that are not in scope: each from the module that one would import it from.

Of the modules that export one element, as Prelude and its parts do, the likeliest is offered; a quick fix has them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.completion.candidate import Candidate, Importable, Reach
from nova_ls.features.completion.matching import match
from nova_ls.features.completion.names import KINDS, is_meant, type_of
from nova_ls.features.completion.spot import Spot
from nova_ls.features.exporters import is_internal
from nova_ls.types.core.interface import DataInterface
from nova_ls.workspace.snapshot import Snapshot


@value
class Importer:
    """The module at the cursor, as far as its imports are concerned. `circular`: importing them would close a circle."""

    snapshot: Snapshot
    module: Module
    imported: frozenset[str]
    circular: frozenset[str]

    def may_import(self, name: str) -> bool:
        """Whether an import of this module would be accepted."""
        return name not in (self.module.name, "Prim") and name not in self.circular

    def rank(self, name: str, key: ElementKey) -> tuple[object, ...]:
        """Which of several modules one would import an element from."""
        module = self.snapshot.module(name)
        return (
            is_internal(name),
            name not in self.imported,
            module is None or module.origin is not ModuleOrigin.WORKSPACE,
            name != "Prelude",
            key.namespace != name,
            name.count("."),
            name,
        )


def importer(snapshot: Snapshot, module: Module) -> Importer:
    """What one may import into a module."""
    circular = frozenset(_reaching(snapshot, module.name))
    return Importer(snapshot, module, frozenset(module.imports), circular)


ENOUGH: Final = 2
"""So many letters are typed before names are offered that are not in scope."""


def absent_names(snapshot: Snapshot, spot: Spot, spaces: tuple[Space, ...]) -> Iterator[Candidate]:
    """What the word may become once it is imported: without a qualifier, or behind one."""
    if spot.word.qualifier:
        yield from _behind_qualifier(snapshot, spot, spaces)
    elif spot.word.is_operator or len(spot.word.typed) >= ENOUGH:
        yield from _without_qualifier(snapshot, spot, spaces)


def _without_qualifier(
    snapshot: Snapshot, spot: Spot, spaces: tuple[Space, ...]
) -> Iterator[Candidate]:
    scope, typed = spot.module.scope, spot.word.typed
    if scope is None or snapshot.exported is None:
        return
    into = importer(snapshot, spot.module)
    for name, exporters in snapshot.exported.beginning(typed[0]).items():
        if match(typed, name) is None:
            continue
        for space in spaces:
            if scope.lookup(space, "", name) is not None:
                continue  # To import it would give the name a second meaning.
            modules: dict[ElementKey, list[str]] = {}
            for module, meanings in exporters.items():
                key = meanings.get(space)
                if key is not None and is_meant(spot, key) and into.may_import(module):
                    modules.setdefault(key, []).append(module)
            for key, offering in modules.items():
                best = min(offering, key=lambda each: into.rank(each, key))  # used at once
                yield _candidate(snapshot, name, Importable(best, "", key), best)


def absent_constructors(snapshot: Snapshot, spot: Spot, owner: ElementKey) -> Iterator[Candidate]:
    """The constructors of a type that are not in scope, where a pattern of that type is begun."""
    interface, scope = snapshot.interface(owner), spot.module.scope
    if not isinstance(interface, DataInterface) or scope is None or snapshot.exported is None:
        return
    into = importer(snapshot, spot.module)
    for key in interface.constructors:
        if match(spot.word.typed, key.name) is None:
            continue
        if scope.lookup(Space.CONSTRUCTOR, "", key.name) is not None:
            continue
        modules = [
            module
            for module, meanings in snapshot.exported.exporters(key.name).items()
            if meanings.get(Space.CONSTRUCTOR) is key and into.may_import(module)
        ]
        if modules:
            best = _likeliest(into, modules, key)
            yield _candidate(snapshot, key.name, Importable(best, "", key), best)


def _likeliest(into: Importer, modules: list[str], key: ElementKey) -> str:
    if len(modules) == 1:
        return modules[0]
    return min(modules, key=lambda each: into.rank(each, key))


def _behind_qualifier(
    snapshot: Snapshot, spot: Spot, spaces: tuple[Space, ...]
) -> Iterator[Candidate]:
    """From the modules that the qualifier stands for, or could stand for where it stands for none yet."""
    scope, qualifier = spot.module.scope, spot.word.qualifier[:-1]
    if scope is None or snapshot.exported is None:
        return
    into = importer(snapshot, spot.module)
    for module in modules_called(snapshot, into, qualifier):
        exports = snapshot.exports(module) or snapshot.exported.of_module(module)
        if exports is None or not into.may_import(module):
            continue
        for space in spaces:
            for name, key in exports.tables[space].items():
                is_new = scope.lookup(space, qualifier, name) is None
                if is_new and match(spot.word.typed, name) is not None:
                    yield _candidate(snapshot, name, Importable(module, qualifier, key), module)


def modules_called(snapshot: Snapshot, into: Importer, qualifier: str) -> list[str]:
    """The modules that a qualifier means; else those that others of the workspace call so, and those with such a name."""
    scope = into.module.scope
    own = [] if scope is None else [e.module for e in scope.entries if e.qualifier == qualifier]
    if own:
        return list(dict.fromkeys(own))
    found = dict.fromkeys(_called_elsewhere(snapshot, qualifier))
    names = [*(module.name for module in snapshot.modules()), *(snapshot.importable or ())]
    ending = f".{qualifier}"
    found.update(dict.fromkeys(n for n in names if n == qualifier or n.endswith(ending)))
    return list(found)


def _called_elsewhere(snapshot: Snapshot, qualifier: str) -> Iterator[str]:
    for module in snapshot.modules():
        if module.origin is ModuleOrigin.WORKSPACE and module.scope is not None:
            for entry in module.scope.entries:
                if entry.qualifier == qualifier and entry.order >= 0:
                    yield entry.module


def _candidate(snapshot: Snapshot, name: str, importable: Importable, module: str) -> Candidate:
    key = importable.key
    if key.space is Space.CONSTRUCTOR:
        exports = snapshot.exports(module)
        if exports is None and snapshot.exported is not None:
            exports = snapshot.exported.of_module(module)
        owner = "" if exports is None else exports.owners.get(name, "")
        importable = Importable(module, importable.alias, key, owner)
    reach = Reach.INTERNAL if is_internal(module) else Reach.ABSENT
    type = type_of(snapshot, key)
    nearness = 0 if snapshot.module(module) is not None else 1
    kind = KINDS[key.space]
    return Candidate(name, kind, reach, key, type, nearness=nearness, importable=importable)


def _reaching(snapshot: Snapshot, goal: str) -> set[str]:
    """The modules of the workspace that import a module, directly or not."""
    importers: dict[str, list[str]] = {}
    for module in snapshot.modules():
        if module.origin is ModuleOrigin.WORKSPACE:
            for name in module.imports:
                importers.setdefault(name, []).append(module.name)
    found: set[str] = set()
    waiting = [goal]
    while waiting:
        for name in importers.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found
