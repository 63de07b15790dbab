"""The state of texts that nobody has committed: those on disk now, or those of another revision.

They are checked beside the workspace, over its database and its log, and nothing is written: what was typed before is
found there, the rest is typed in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from nova_ls.compiler import units
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.module import Module, Origin
from nova_ls.compiler.module_entry import module_draft
from nova_ls.compiler.outcome_log import unit_name
from nova_ls.compiler.program import Program
from nova_ls.compiler.record import entries_of
from nova_ls.compiler.source import Source
from nova_ls.engine.trace import Action
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import Draft, Entry, EntryId, make_entry
from nova_ls.log.unit import Unit
from nova_ls.store import Database
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.history.state import State
from nova_ls.workspace.library import Library
from nova_ls.workspace.module_name import name_in


class Scratch:
    """A check of some texts, by path. `typed`: how many units had to be typed because the log had them not."""

    def __init__(
        self,
        database: Database,
        root: Path,
        texts: Mapping[Path, str],
        packages: Sequence[Path] = (),
    ) -> None:
        self._baseline = Baseline(database, root, library=LIBRARY)
        self._library = Library(packages)
        self.program = Program(self._baseline.table, self, self._baseline.archive)
        for path, text in sorted(texts.items()):
            name = name_in(text)
            if name is not None and name not in self.program.modules:
                self.program.add_module(name, path, Origin.WORKSPACE, Source(text))
        self._forget_missing(texts)
        for _ in self.program.settle():
            pass

    def _forget_missing(self, texts: Mapping[Path, str]) -> None:
        """Withdraw the modules that were committed and are not among the texts, nor in a package."""
        for path, name in list(self._baseline.archive.rows.files()):
            if path not in texts and name not in self.program.modules and not self._library.find(name):
                self.program.forget_elements(name, path)

    @property
    def typed(self) -> int:
        return sum(
            action is Action.RAN and unit[0] in units.TYPED_KINDS
            for unit, action in self.program.engine.trace.events()
        )

    def find(self, module: str) -> tuple[Path, Origin, Source] | None:
        """Compiler.program.Finder: the workspace's own modules are all there already."""
        found = self._library.find(module)
        if found is None:
            return None
        path, origin, text = found
        return path, origin, Source(text)

    def state(self, label: str) -> State:
        """What was checked anew, and for modules that are as a commit had them what was committed."""
        source = _Overlay(self._baseline.log)
        state: dict[Unit, EntryId] = {}
        for module in self.program.modules.values():
            if module.origin is not Origin.WORKSPACE:
                continue
            if module.record is not None:
                for unit, entry in entries_of(module.record).items():
                    state[Unit(unit[0], unit_name(unit))] = entry
            else:
                for draft in self._drafts(module):
                    state[Unit(draft.kind, draft.name)] = source.add(draft)
        return State(label, state, source)

    def _drafts(self, module: Module) -> list[Draft]:
        program, archive = self.program, self._baseline.archive
        drafts = [
            archive.outcomes.outline(outcome, program.text_of(module, unit))
            for unit, outcome in program.changed.units.items()
            if unit[1].namespace == module.name
        ]
        if module.exports is not None:
            path = archive.rows.path_key(module.path).decode("utf-8", "surrogateescape")
            drafts.append(module_draft(program, module, module.exports, path))
        return drafts


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
