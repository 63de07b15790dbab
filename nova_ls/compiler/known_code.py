"""Which compiled declarations are known to be those of today: all but the ones that something has changed for since.

Code is made of what a unit was made of, and of facts that lowering asked for beside that. It is suspect once its unit
became stale, or one of these facts may be answered otherwise; nothing else is looked at again, however much code there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nova_ls.base.keys import ElementKey
from nova_ls.codegen.backend import Artifact
from nova_ls.compiler.archive.module_record import ModuleRecord
from nova_ls.compiler.facts import Fact
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.world import World


class KnownCode:
    """`suspects`: what was known of elements before they became suspect; its reader empties it."""

    def __init__(self, world: World) -> None:
        self.suspects: dict[ElementKey, Artifact] = {}
        self._world = world
        self._known: dict[str, dict[ElementKey, Artifact]] = {}
        self._versions: dict[str, tuple[Module, ModuleRecord | None]] = {}
        self._asked: dict[ElementKey, tuple[Fact, ...]] = {}
        self._askers: dict[Fact, dict[ElementKey, None]] = {}
        self._stale: dict[Unit, None] = {}
        world.onlookers.append(self)

    def modules(self) -> list[str]:
        """The modules of which any code is known."""
        return list(self._known)

    def get(self, module: Module, key: ElementKey) -> Artifact | None:
        """The code of an element; None: there is none that is known to be right."""
        known = self._known.get(module.name)
        if known is None or not self._is_same(module):
            return None
        return known.get(key)

    def put(
        self, module: Module, key: ElementKey, artifact: Artifact, asked: Iterable[Fact]
    ) -> None:
        """The code of an element is known. `asked`: what it relies on beside its unit."""
        self._is_same(module)
        self._known.setdefault(module.name, {})[key] = artifact
        facts = self._asked[key] = tuple(asked)
        for fact in facts:
            self._askers.setdefault(fact, {})[key] = None

    def take_stale(self) -> list[Unit]:
        """The units that became stale since the last call."""
        stale, self._stale = self._stale, {}
        return list(stale)

    def leave_stale(self, units: Iterable[Unit]) -> None:
        """Tell of these the next time again."""
        self._stale.update(dict.fromkeys(units))

    # ------------------------------------------------------------------ as an onlooker

    def became_stale(self, unit: Unit) -> None:
        """What a unit's elements compile to may be something else, and so may what was made of what it tells."""
        self._stale[unit] = None
        if not self._known:
            return
        module = self._world.modules.get(unit.module)
        keys = None if module is None else module.members.get(unit)
        for key in (unit.key,) if keys is None else keys:
            self._suspect(key)
        self.facts_changed(self._world.engine.produced(unit))

    def facts_changed(self, facts: Sequence[Fact]) -> None:
        """So may what was made of these facts."""
        if self._askers:
            for fact in facts:
                for key in tuple(self._askers.get(fact, ())):
                    self._suspect(key)

    # ------------------------------------------------------------------ suspects

    def _is_same(self, module: Module) -> bool:
        """Whether a module is as it was, or has its units looked after; otherwise all its code is suspect."""
        name = module.name
        seen = self._versions.get(name)
        if seen is not None and seen[0] is module and seen[1] is module.record:
            return True
        self._versions[name] = module, module.record
        for key in list(self._known.get(name, ())):
            self._suspect(key)
        return False

    def _suspect(self, key: ElementKey) -> None:
        known = self._known.get(key.namespace)
        artifact = None if known is None else known.pop(key, None)
        if artifact is None:
            return
        self.suspects.setdefault(key, artifact)
        for fact in self._asked.pop(key):
            askers = self._askers.get(fact)
            if askers is not None:
                askers.pop(key, None)
                if not askers:
                    del self._askers[fact]
