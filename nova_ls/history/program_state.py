"""The state that a program is in: what was committed of its modules, and over that what was checked since.

Nothing is typed for it, and texts are encoded only where the log has no entry of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_ls.compiler.archive.log_names import log_unit
from nova_ls.compiler.archive.module_record import entries_of
from nova_ls.compiler.baseline import committed_entries
from nova_ls.compiler.model import units
from nova_ls.compiler.model.outcome import Outcome
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.program import Program
from nova_ls.compiler.restore.module_entry import module_draft
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.history.state import State
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import Draft, Entry, EntryId, make_entry
from nova_ls.log.log_unit import LogUnit


def state_of_program(program: Program, label: str) -> State:
    """The workspace's own modules; nothing of the program may be stale."""
    overlay = _Overlay(program.world.archive.log)
    changed: dict[str, list[Outcome]] = {}
    for unit, outcome in program.world.changed.units.items():
        changed.setdefault(unit.module, []).append(outcome)
    state: dict[LogUnit, EntryId] = {}
    for module in program.modules.values():
        if module.origin is ModuleOrigin.WORKSPACE:
            for unit, entry in _committed(program, module).items():
                state[log_unit(unit)] = entry
            if not module.is_restored:
                for draft in _drafts(program, module, changed.get(module.name, ())):
                    state[LogUnit(draft.kind, draft.name)] = overlay.add(draft)
    return State(label, state, overlay)


def _committed(program: Program, module: Module) -> dict[Unit, EntryId]:
    """The entries of those units that the module still has."""
    if module.is_restored:
        return {} if module.record is None else entries_of(module.record)
    own = {*module.sources, *module.members, units.Outline(module.key)}
    known = committed_entries(program, module)
    return {unit: entry for unit, entry in known.items() if unit in own}


def _drafts(program: Program, module: Module, changed: Sequence[Outcome]) -> Iterator[Draft]:
    """What was found out about a module since it was committed."""
    archive = program.world.archive
    for outcome in changed:
        yield archive.outcomes.outline(outcome, program.world.text_of(module, outcome.unit))
    if module in program.world.changed.modules and module.exports is not None:
        path = archive.rows.path_key(module.path).decode("utf-8", "surrogateescape")
        yield module_draft(program.world, module, module.exports, path)


class _Overlay:
    """Entries that were made here, over those of the log."""

    def __init__(self, log: DeclarationLog) -> None:
        self._log = log
        self._entries: dict[EntryId, Entry] = {}
        self._drafts: dict[EntryId, Draft] = {}

    def add(self, draft: Draft) -> EntryId:
        entry = make_entry(draft, self._log.schema, self._log.clock(), self._log.author)
        self._entries[entry.id] = entry
        self._drafts[entry.id] = draft
        return entry.id

    def entries(self, ids: Sequence[EntryId]) -> dict[EntryId, Entry]:
        found = self._log.entries([entry_id for entry_id in ids if entry_id not in self._entries])
        found.update((i, self._entries[i]) for i in ids if i in self._entries)
        return found

    def part(self, entry: Entry, name: str) -> bytes | None:
        draft = self._drafts.get(entry.id)
        return self._log.part(entry, name) if draft is None else draft.parts.get(name)
