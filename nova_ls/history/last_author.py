"""Who changed a declaration last, and how often it has changed: two reads for each of its units."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.base.slotted import value
from nova_ls.compiler.archive.log_names import MODULE, module_of
from nova_ls.compiler.restore.module_entry import EntryPiece
from nova_ls.history.declaration import declarations, family
from nova_ls.history.declaration_names import ResolvedName
from nova_ls.history.state import state_of_branch
from nova_ls.log.commit import Commit
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.log_unit import LogUnit


@value
class Blamed:
    """`times`: how many commits have changed it, those included that only had it checked against other interfaces."""

    module: str
    element: str
    commit: Commit
    times: int

    @property
    def name(self) -> str:
        """The name as it is shown."""
        return f"{self.module}.{self.element}"


def blame_named(log: DeclarationLog, branch: str, named: ResolvedName) -> list[Blamed]:
    """Of one declaration; empty where its history is gone."""
    found = [log.blame(unit, branch) for unit in named.units]
    present = [blame for blame in found if blame is not None]
    if not present:
        return []
    last = max(present, key=lambda blame: blame.commit.time)
    return [Blamed(named.module, named.element, last.commit, max(blame.times for blame in present))]


def blame_module(log: DeclarationLog, branch: str, module: str) -> list[Blamed]:
    """Of all declarations that a module has, in the order of its text."""
    state = state_of_branch(log, branch)
    own = [unit for unit in state.units if module_of(unit, state.modules) == module]
    members: dict[str, list[str]] = {}  # the elements of each family, which stand together
    for declaration in declarations(state, own).values():
        entry = declaration.entries[0]
        members.setdefault(entry.name, []).append(declaration.key.name)
    order = {name: number for number, name in enumerate(_in_order(state.modules[module].layout))}
    units: dict[str, list[LogUnit]] = {}
    for unit in own:
        if unit.kind != MODULE:
            units.setdefault(family(unit).name, []).append(unit)
    found: list[Blamed] = []
    for name in sorted(units, key=lambda name: order.get(name, len(order))):
        for element in members.get(name, ()):
            found += blame_named(log, branch, ResolvedName(module, element, tuple(units[name])))
    return found


def _in_order(layout: tuple[str | EntryPiece, ...]) -> Iterator[str]:
    names = [piece.unit.name for piece in layout if not isinstance(piece, str)]
    return iter(dict.fromkeys(names))
