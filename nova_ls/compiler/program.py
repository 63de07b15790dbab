"""The program: all modules of a workspace with what they depend on, kept up to date by the engine.

An edit changes chunks; `update` compares what they define with what they defined and touches the units whose text is another now. `settle`
then ensures every stale unit, in phases: first what decides the meaning of names, then the types, the heads of
instances, the signatures, and last the bodies. Between two units it yields, so that an editor is never kept waiting.

Invariant: after `settle` has ended, schemes, diagnostics and typed ASTs are those of a from-scratch check of the same texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, assert_never

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.archive.archive import Archive
from nova_ls.compiler.archive.module_record import ModuleRecord
from nova_ls.compiler.archive.outcome_cache import OutcomeCache
from nova_ls.compiler.facts import ExportsFact, InterfaceFact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.crash import NO_CRASH, crash_in_module, mark_crash, tells_of_crash
from nova_ls.compiler.model.outcome import Outcome
from nova_ls.compiler.model.source import ChunkEdit, SourceChunk
from nova_ls.compiler.model.text_hash import hash_text
from nova_ls.compiler.model.units import TypedUnit, Unit, WholeUnit
from nova_ls.compiler.queries.check_unit import check_unit
from nova_ls.compiler.queries.cycles import find_needed_by_themselves, note_needs
from nova_ls.compiler.queries.export_checks import find_unexported
from nova_ls.compiler.queries.grouping import regroup, run_references
from nova_ls.compiler.queries.import_cycles import find_cycles, may_change_cycles
from nova_ls.compiler.queries.recorder import Recorder
from nova_ls.compiler.queries.structure import is_produced, run_structure, unit_texts
from nova_ls.compiler.queries.usage import find_unused
from nova_ls.compiler.restore.module_versions import adopt, ensure_record
from nova_ls.compiler.restore.restored_module import restore
from nova_ls.compiler.state.lookup_counts import count_lookups
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_problems import About, Problems
from nova_ls.compiler.state.world import Finder, Table, World
from nova_ls.engine.event_trace import Action
from nova_ls.syntax.order import order_outline


class Step:
    """One run of one unit."""

    __slots__ = ("unit",)

    def __init__(self, unit: Unit) -> None:
        self.unit = unit


_ABOUT: Final = {
    units.Cycles: About.CYCLES,
    units.Usage: About.USAGE,
    units.ExportChecks: About.EXPORTS,
}


class Program(World):
    """Runs the units of a world. Not thread-safe: one loop drives it."""

    def __init__(self, table: Table, finder: Finder, archive: Archive) -> None:
        super().__init__(table, finder, archive)
        self.outcome_cache = OutcomeCache(archive)
        self.at_work: Step | None = None  # the innermost, for who watches from another thread
        self.tally = {
            Action.RAN: 0,
            Action.FOUND: 0,
        }  # units that were typed, and those that were found
        self._ranks = 0
        self._resolved: dict[Module, None] = {}  # elements of them were resolved in this revision
        self._ordered = False  # import cycles have been looked for since the imports last changed

    # ------------------------------------------------------------------ edits

    def update(self, module: Module, change: ChunkEdit) -> None:
        """Take note of chunks that went and came; touches exactly the units whose own text changed."""
        self.edits += 1
        self.revised[module] = None
        before, after = change.removed, change.added
        module.forget_resolved()
        if module.is_restored:
            self.expand(module)
            return
        self.changed.modules[module] = None
        if not _define_the_same(before, after):
            self.engine.touch(units.Structure(module.key))
            return
        with_problems = {chunk for chunk, _ in module.problems_about(About.STRUCTURE)}
        for old, new in zip(before, after, strict=True):
            if old in with_problems:
                self.engine.touch(units.Structure(module.key))  # its spans may have moved
            module.replace_chunk(old, new)
            for unit, text in unit_texts(module, module.by_chunk[new]):
                self.set_source(module, unit, text)

    def recall(self, module: Module) -> None:
        """Let a record stand in for a module that has just become known, if one was kept of its text."""
        name, path, digest = module.name, module.path, module.source.digest
        found = None
        if (
            name not in self.changed.withdrawn
        ):  # Otherwise its elements are not what was committed, for now.
            found = self.archive.rows.committed(path, name)
        if found is None:
            if not self.table.list_namespace(
                name
            ):  # Otherwise another file had a module of this name.
                self._adopt(module, None, self.archive.rows.versions(path, name, digest))
        elif found.record.text_hash != digest:
            module.take_exports(found.record.exports)
            self._adopt(module, found.record, self.archive.rows.versions(path, name, digest))
        else:
            self.install_record(module, found.record)
            if not found.is_trusted or found.record.has_crashed or name in self.changed.suspects:
                self.changed.suspects.discard(name)
                self.suspect(name)

    def switch(self, module: Module, text: str) -> bool:
        """Give a module a text of which a record was kept; False, and nothing is changed, where there is none.

        The cheap way to take in a file that changed as a whole: nothing is parsed.
        """
        rows, digest = self.archive.rows, hash_text(text)
        base, entries = module.record, module.entries
        if base is None and module not in self.changed.modules:
            base = module.committed
            if base is None:
                found = rows.committed(module.path, module.name)
                base = None if found is None else found.record
        versions = list(rows.versions(module.path, module.name, digest))
        if base is None or base.text_hash != module.source.digest or not versions:
            return False
        self.edits += 1
        self._retire(module)
        module.become(text, base.exports, entries)
        self._adopt(module, base, versions)
        return True

    def _retire(self, module: Module) -> None:
        """Forget the units of a module; its elements stay as they are."""
        for kind in units.MODULE_KINDS:
            self.engine.remove(kind(module.key))
        if not module.is_restored:
            self.engine.remove_all((*module.sources, *module.members))
            for unit in module.sources:
                self.unindex_head(unit)
            for key in (*module.declared, *chain(*module.produced.values())):
                self.unit_of.pop(key, None)
            self.regrouping.pop(module, None)
        self.engine.add(units.Structure(module.key))

    def _adopt(
        self, module: Module, base: ModuleRecord | None, versions: Iterable[ModuleRecord]
    ) -> None:
        for version in versions:
            if adopt(self, module, base, version):
                self.suspect(module.name)
                return
        self.changed.forget(module)
        self.forget_record(module)

    def remove_module(self, name: str) -> None:
        """Forget a module: what imports it will say that it is missing."""
        self.edits += 1
        module = self.modules.pop(name)
        self.paths.pop(module.path, None)
        self.regrouping.pop(module, None)
        self._resolved.pop(module, None)
        for unit in list(module.sources):
            self.drop_unit(module, unit)
        for unit in set(module.groups.values()):
            self.drop_unit(module, unit)
        self.forget_record(module)
        self._ordered = False
        for kind in units.MODULE_KINDS:
            self.drop_unit(module, kind(module.key))
        self.revised.pop(module, None)
        self.changed.modules.pop(module, None)
        self.forget_elements(name, module.path)
        self.invalidate([ExportsFact(name), *module.asked])

    # ------------------------------------------------------------------ running

    def run(self, unit: Unit) -> None:
        """Compute a unit (engine.Rules)."""
        around, self.at_work = self.at_work, Step(unit)
        try:
            self._run(unit)
        finally:
            self.at_work = around

    def _run(self, unit: Unit) -> None:
        self.metrics.revalidated(self.engine.cause(unit))
        module = self.modules[unit.module]
        self.revised[module] = self._resolved[module] = None
        match unit:
            case units.Structure():
                self._run_structure(module, unit)
            case units.Record():
                self._run_record(module, unit)
            case units.References():
                run_references(self, module, unit)
            case units.Cycles() | units.Usage() | units.ExportChecks():
                self._run_whole(module, unit)
            case units.Types() | units.Head() | units.Signature() | units.Values() | units.Body():
                self._run_typed(module, unit)
            case units.Outline():
                raise AssertionError("an outline is in the log only")
            case _:
                assert_never(unit)

    def _run_whole(self, module: Module, unit: WholeUnit) -> None:
        """Look at a module as a whole."""
        recorder = Recorder(self, module.name, frozenset())
        about = _ABOUT[unit.__class__]
        try:
            problems = self._problems(module, unit, recorder)
        except NO_CRASH:
            raise
        except Exception as problem:
            problems = [crash_in_module(module.source, problem)]
            mark_crash(module.name, module.names_digest(), recorder.questions)
        module.report(about, problems)
        self.note_asked(module, recorder.questions.items())
        self.engine.record(unit, list(recorder.questions), list(recorder.questions.values()), ())

    def _problems(self, module: Module, unit: WholeUnit, recorder: Recorder) -> Problems:
        match unit:
            case units.Cycles():
                return find_needed_by_themselves(self, module)
            case units.Usage():
                return find_unused(module)
            case units.ExportChecks():
                return list(find_unexported(self, module, recorder))
            case _:
                assert_never(unit)

    def _run_structure(self, module: Module, unit: Unit) -> None:
        record, is_new, imports = module.record, module.scope is None, module.imports
        if is_new and record is not None and restore(self, module, record):
            self.engine.trace.add(unit, Action.FOUND)
        else:
            self.forget_record(module)
            self.changed.modules[module] = None
            self.engine.trace.add(unit, Action.RAN)
            before = self.table.list_namespace(module.name) if is_new else [*module.declared]
            run_structure(self, module)
            if is_new:
                self._drop_inner(module, before)
            gone = [key for key in before if not is_produced(module, key)]
            self.delete_elements([key for key in gone if self.table.get_scheme(key) is not None])
        if is_new or may_change_cycles(self, module, imports):
            self._ordered = False
        if module.rank < 0:
            self._ranks += 1
            module.take_rank(self._ranks)

    def _drop_inner(self, module: Module, keys: Iterable[ElementKey]) -> None:
        """Forget the typed ASTs of values that have become members of a class: their class has one."""
        for key in keys:
            if key in module.declared and module.owner_of(key) is not key:
                self.table.drop_ast(key)

    def _run_record(self, module: Module, unit: Unit) -> None:
        self.engine.trace.add(unit, Action.RAN)
        if module.record is None or not ensure_record(self, module, module.record):
            self.expand(module)

    def _run_typed(self, module: Module, unit: TypedUnit) -> None:
        source_hash = hash_text(self.text_of(module, unit))
        for outcome in self.outcome_cache.candidates(unit, source_hash):
            if self._holds(outcome):
                self._count(unit, Action.FOUND)
                self.install(module, outcome)
                return
        self._count(unit, Action.RAN)
        outcome = check_unit(self, module, unit, source_hash)
        self.outcome_cache.remember(outcome)
        self.install(module, outcome)

    def _count(self, unit: Unit, action: Action) -> None:
        self.engine.trace.add(unit, action)
        self.tally[action] += 1

    def _holds(self, outcome: Outcome) -> bool:
        answer = self.answer
        return all(
            answer(fact) == recorded
            for fact, recorded in zip(outcome.questions, outcome.answers, strict=True)
        )

    def install(self, module: Module, outcome: Outcome) -> None:
        """Put an outcome in place and tell the engine what it changes."""
        unit = outcome.unit
        changed = self.install_schemes(module, unit, outcome.schemes)
        for key, ast in outcome.asts.items():
            self.table.put_ast(key, ast)
        if isinstance(unit, units.Signature) and units.Values(unit.key) not in module.sources:
            for key in outcome.schemes.keys() - outcome.asts.keys():
                self.table.drop_ast(key)  # a signature with nothing below it
        if tells_of_crash(outcome.diagnostics) != tells_of_crash(module.found.get(unit, {})):
            self.touch_usage(module)
        module.take_diagnostics(unit, outcome.diagnostics)
        self.note_asked(module, zip(outcome.questions, outcome.answers, strict=True))
        if isinstance(unit, units.Values | units.Body) and note_needs(module, outcome):
            self.touch_cycles(module)
        if isinstance(unit, units.Signature | units.Types):
            self.touch_export_checks(module)
        if count_lookups(module, unit, outcome.questions):
            self.touch_usage(module)
        self.changed.units[unit] = outcome
        self.changed.modules[module] = None
        self.engine.record(
            unit,
            outcome.questions,
            outcome.answers,
            [InterfaceFact(k) for k in outcome.schemes],
        )
        if changed:
            self.invalidate(changed)

    # ------------------------------------------------------------------ settling

    @property
    def is_settled(self) -> bool:
        """Whether all that is known is true of the texts as they are now."""
        return self._ordered and not self.regrouping and not self.engine.has_stale()

    def is_known(self, module: Module, chunk: SourceChunk) -> bool:
        """Whether the elements of a chunk have been checked since the start, if only as they were before the last edit."""
        engine = self.engine
        if module.scope is None or module in self.regrouping:
            return False
        keys = module.by_chunk.get(chunk)
        if keys is None:
            return engine.is_fresh(units.Structure(module.key))  # Otherwise nobody has seen it yet.
        produced = module.produced
        return all(unit in produced or engine.is_fresh(unit) for unit in module.typed_units(keys))

    def is_complete(self, module: Module) -> bool:
        """Whether all that is known of a module, also as a whole, is true of the texts as they are now."""
        if not self._ordered or module in self.regrouping:
            return False
        return not any(unit.module == module.name for unit in self.engine.stale())

    def settle(self, focus: Module | None = None) -> Iterator[Unit]:
        """Ensure every stale unit; yields after each. What stands in `focus` comes first within a phase.

        An edit in between is taken into account: the generator looks again at what is stale.
        """
        engine = self.engine
        while True:
            edits = self.edits
            while self.regrouping:
                regroup(self, self.regrouping.popitem()[0])
            stale = engine.stale()
            if not stale:
                if self._ordered:
                    break
                self._ordered = True
                find_cycles(self)
                continue
            phase = min(unit.phase for unit in stale)
            batch = [unit for unit in stale if unit.phase == phase]
            batch.sort(key=lambda unit: self._order(unit, focus))
            for unit in batch:
                engine.ensure(unit)
                yield unit
                if self.edits != edits:
                    break
        for module in self._resolved:
            module.forget_resolved()
        self._resolved.clear()

    def _order(self, unit: Unit, focus: Module | None) -> tuple[bool, int]:
        module = self.modules[unit.module]
        return (module is not focus, module.rank)


def _define_the_same(before: Sequence[SourceChunk], after: Sequence[SourceChunk]) -> bool:
    """Whether an edit left the item table of every chunk as it was, the names in it in their places, and their order one that fits.

    Headers and imports are always looked at anew.
    """
    return len(before) == len(after) and all(
        old.items == new.items
        and old.items.spans == new.items.spans
        and new.items.header is None
        and not new.items.imports
        and order_outline(old.tree) == order_outline(new.tree)
        for old, new in zip(before, after, strict=True)
    )
