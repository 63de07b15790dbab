"""What a commit is to write: how the program differs from the last one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nova_ls.compiler.model.outcome import Outcome
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module import Module


class Changed:
    """What is other than in the last commit: outcomes of units, modules.

    `withdrawn`: the modules whose elements were withdrawn, with their files; they may be back. `suspects`: modules that
    are not here, though what they rely on has changed.
    """

    __slots__ = ("modules", "suspects", "units", "withdrawn")

    def __init__(self) -> None:
        self.units: dict[Unit, Outcome] = {}
        self.modules: dict[Module, None] = {}
        self.withdrawn: dict[str, Path] = {}
        self.suspects: set[str] = set()

    def removed(self, modules: Mapping[str, Module]) -> dict[str, Path]:
        """The modules that no longer exist, with their files."""
        return {name: path for name, path in self.withdrawn.items() if name not in modules}

    def forget(self, module: Module) -> None:
        """The units of a module are others from now on."""
        if module in self.modules:
            self.units = {u: found for u, found in self.units.items() if u.module != module.name}

    def release(self, module: Module) -> None:
        """All that there is to write of a module has been written."""
        del self.modules[module]
        for unit in (*module.sources, *module.members):
            self.units.pop(unit, None)
