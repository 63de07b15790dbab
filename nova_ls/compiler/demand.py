"""Looking at new modules when somebody asks for more of them than their exports: in small steps, where who asks can be tried again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from nova_ls.compiler.facts import Fact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.crash import Unseen
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module import Module
from nova_ls.engine.engine import Engine

_CAN_WAIT: Final = frozenset((*units.TYPED_KINDS, units.References))
"""The kinds of units whose runs leave nothing behind where they are given up."""


class Demand:
    """What units of new modules ask for. `look_at` gives a module its structure, step by step."""

    def __init__(
        self, engine: Engine[Unit, Fact], look_at: Callable[[str], Iterable[object]]
    ) -> None:
        self._engine = engine
        self._look_at = look_at
        self._puts_off = False

    def reach(self, unit: Unit) -> Iterator[Unit]:
        """Ensure a unit; what has to be looked at before it can be is told of as the unit's own steps."""
        before: Sequence[str] = ()
        while (unseen := self._try(unit)) and unseen != before:
            for name in unseen:
                for _ in self._look_at(name):
                    yield unit
            before = unseen
        self._engine.ensure(unit)
        yield unit

    def _try(self, unit: Unit) -> Sequence[str]:
        """Ensure a unit, or give the modules that have to be looked at before."""
        self._puts_off = True
        try:
            self._engine.ensure(unit)
        except Unseen as unseen:
            return unseen.modules
        finally:
            self._puts_off = False
        return ()

    def run(self, unit: Unit, run: Callable[[Unit], None]) -> None:
        """Run a unit, which is not given up half done if it is of a kind that would leave something behind."""
        puts_off = self._puts_off
        self._puts_off &= unit.__class__ in _CAN_WAIT
        try:
            run(unit)
        finally:
            self._puts_off = puts_off

    def see(self, modules: Sequence[Module]) -> None:
        """Look at modules at once, or raise Unseen where that is to be done in small steps."""
        if self._puts_off:
            raise Unseen([module.name for module in modules])
        for module in modules:
            for _ in self._look_at(module.name):
                pass
