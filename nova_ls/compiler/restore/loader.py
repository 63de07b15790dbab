"""Making modules known: those of the workspace as they are given, others when something imports them."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from nova_ls.compiler.model.source import Source
from nova_ls.compiler.restore.recall import recall
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.compiler.state.world import World


class Finder(Protocol):
    """Where modules come from that are not open in an editor."""

    def find(self, module: str) -> tuple[Path, ModuleOrigin, Source] | None:
        """Path, origin and source of a module; None when there is none of that name."""


class Loader:
    """Adds modules to a world, from records where some were kept. Remembers which could not be found."""

    __slots__ = ("_finder", "_missing", "_modules", "_world")

    def __init__(self, world: World, finder: Finder) -> None:
        self._world = world
        self._modules = world.modules
        self._finder = finder
        self._missing: set[str] = set()

    def add(self, name: str, path: Path, origin: ModuleOrigin, source: Source) -> Module:
        """Make a module known, as a change from outside. Its units are stale."""
        self._world.edits += 1
        return self._add(name, path, origin, source)

    def find(self, name: str) -> Module | None:
        """A module by name, loaded on first use, which does not count as a change: it was there all the time."""
        module = self._modules.get(name)
        if module is None and name not in self._missing:
            found = self._finder.find(name)
            if found is None:
                self._missing.add(name)
            else:
                module = self._add(name, *found)
        return module

    def look_again(self) -> None:
        """Modules that were not found before may be there now."""
        for name in list(self._missing):
            found = self._finder.find(name)
            if found is not None:
                self.add(name, *found)

    def _add(self, name: str, path: Path, origin: ModuleOrigin, source: Source) -> Module:
        module = self._world.add_module(name, path, origin, source)
        recall(self._world, module)
        self._missing.discard(name)
        self._world.announce(module)
        return module
