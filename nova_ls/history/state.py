"""One state of a workspace's declarations: a commit's, a branch's, that of files which were never committed, a dump's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from nova_ls.compiler.archive.log_names import MODULE, module_of
from nova_ls.compiler.restore.module_entry import EntryPiece, ModuleEntry, decode_module_entry
from nova_ls.history.module_layouts import Entries, Layouts, Pieces
from nova_ls.log.branches import heads_at
from nova_ls.log.commit import Commit, CommitId
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import Entry, EntryId
from nova_ls.log.log_error import LogError
from nova_ls.log.log_unit import LogUnit
from nova_ls.log.reading import read_branches, read_changes, read_commit, read_heads, walk

_SEPARATOR = "\0"


class State:
    """`units`: every unit of the workspace's own modules with its entry. `commit`: the one it is the state of.

    `layouts`: of the same source, where the caller has read some already.
    """

    def __init__(
        self,
        label: str,
        units: Mapping[LogUnit, EntryId],
        source: Entries,
        commit: Commit | None = None,
        layouts: Layouts | None = None,
    ) -> None:
        self.label = label
        self.units = units
        self.source = source
        self.commit = commit
        self._layouts = Layouts(source) if layouts is None else layouts

    def entries(self, units: Iterable[LogUnit]) -> dict[LogUnit, Entry]:
        """The entries of some units; those that are gone or damaged are left out."""
        ids = {unit: self.units[unit] for unit in units if unit in self.units}
        found = self.source.entries(list(ids.values()))
        return {unit: found[entry_id] for unit, entry_id in ids.items() if entry_id in found}

    @cached_property
    def modules(self) -> dict[str, ModuleEntry]:
        """The workspace's modules by name."""
        found = self.entries(unit for unit in self.units if unit.kind == MODULE)
        parts = ("path", "exports", "schemes", "layout")
        return {
            unit.name: decode_module_entry(
                *(self.source.part(entry, part) or b"" for part in parts)
            )
            for unit, entry in found.items()
        }

    @cached_property
    def module_names(self) -> frozenset[str]:
        """The modules that the state has entries of."""
        return frozenset(unit.name for unit in self.units if unit.kind == MODULE)

    def pieces(self, module: str) -> Pieces:
        """Where the code of a module's units stands in its text; nothing where there is no such module."""
        return self._layouts.pieces(self.units.get(LogUnit(MODULE, module)))

    def piece(self, unit: LogUnit, number: int) -> EntryPiece | None:
        """Where a piece of a unit's code stands; None where its module's text has it otherwise."""
        module = module_of(unit, self.module_names)
        return None if module is None else self.pieces(module).get(unit, {}).get(number)

    def source_of(self, entry: Entry) -> str:
        """The code that a unit was computed from."""
        data = self.source.part(entry, "source")
        return "" if data is None else data.decode("utf-8", "surrogatepass")

    def text_of_module(self, name: str) -> str | None:
        """The text of a module's file; None where a part of it is no longer kept."""
        module = self.modules.get(name)
        if module is None:
            return None
        wanted = [piece.unit for piece in module.layout if not isinstance(piece, str)]
        texts = {
            unit: self.source_of(entry).split(_SEPARATOR)
            for unit, entry in self.entries(dict.fromkeys(wanted)).items()
        }
        pieces = []
        for piece in module.layout:
            if isinstance(piece, str):
                pieces.append(piece)
            elif piece.number < len(texts.get(piece.unit, ())):
                pieces.append(piece.text(texts[piece.unit][piece.number]))
            else:
                return None
        return "".join(pieces)


def state_of_branch(log: DeclarationLog, branch: str, label: str | None = None) -> State:
    """What a branch is at."""
    heads = {u: h.entry for u, h in read_heads(log.database, branch) if h.entry is not None}
    tip = next((tip for name, tip in read_branches(log.database) if name == branch), None)
    commit = None if tip is None else read_commit(log.database, tip)
    return State(label or branch, own_units(heads), log, commit)


def state_of_commit(log: DeclarationLog, commit_id: CommitId, label: str | None = None) -> State:
    """What was after a commit: from the nearest branch back, for as far as history is kept."""
    commit = read_commit(log.database, commit_id)
    if commit is None:
        raise LogError(f"the commit {commit_id.hex()[:12]} is no longer kept")
    units = _undone(log, commit_id)
    if units is None:
        heads = heads_at(log.database, commit_id)
        units = {unit: head.entry for unit, head in heads.items() if head.entry is not None}
    return State(label or commit_id.hex()[:10], own_units(units), log, commit)


def _undone(log: DeclarationLog, commit_id: CommitId) -> dict[LogUnit, EntryId] | None:
    """The heads of the branch that is fewest commits ahead, without what those changed."""
    best: tuple[int, str, list[Commit]] | None = None
    for branch, tip in read_branches(log.database):
        passed: list[Commit] = []
        for commit in walk(log.database, tip):
            if commit.id == commit_id:
                if best is None or len(passed) < best[0]:
                    best = (len(passed), branch, passed)
                break
            passed.append(commit)
    if best is None:
        return None
    state = {u: h.entry for u, h in read_heads(log.database, best[1]) if h.entry is not None}
    for commit in best[2]:
        for change in read_changes(log.database, commit.id):
            if change.old is None:
                state.pop(change.unit, None)
            else:
                state[change.unit] = change.old
    return state


def own_units(units: Mapping[LogUnit, EntryId]) -> dict[LogUnit, EntryId]:
    """The units of the workspace's own modules, which are those that have an entry themselves."""
    modules = {unit.name for unit in units if unit.kind == MODULE}
    return {unit: entry for unit, entry in units.items() if module_of(unit, modules) is not None}
