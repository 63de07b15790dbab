"""The program: all modules of a workspace with what they depend on, kept up to date by the engine.

An edit changes chunks; `update` compares what they define with what they defined and touches the units whose text is another now. `settle`
then ensures every stale unit: those of the open documents with what they ask for, and then all others, in phases: first what decides the
meaning of names, then the types, the heads of instances, the signatures, and last the bodies. Between two units it yields, so that an editor is never kept waiting.

Invariant: after `settle` has ended, schemes, diagnostics and typed ASTs are those of a from-scratch check of the same texts.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Generator, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, assert_never

from nova_ls.compiler.archive.archive import Archive
from nova_ls.compiler.archive.outcome_cache import OutcomeCache
from nova_ls.compiler.demand import Demand
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.crash import NO_CRASH, crash_in_module, mark_crash
from nova_ls.compiler.model.outcome import Outcome
from nova_ls.compiler.model.source import ChunkChange, SourceChunk
from nova_ls.compiler.model.text_hash import hash_text
from nova_ls.compiler.model.units import TypedUnit, Unit, WholeUnit
from nova_ls.compiler.queries.check_unit import TrailedCheck, check_unit
from nova_ls.compiler.queries.cycles import find_needed_by_themselves
from nova_ls.compiler.queries.export_checks import find_unexported
from nova_ls.compiler.queries.import_cycles import may_change_cycles
from nova_ls.compiler.queries.recorder import Recorder
from nova_ls.compiler.queries.structure import unit_texts
from nova_ls.compiler.queries.usage import find_unused
from nova_ls.compiler.restore.loader import Finder, Loader
from nova_ls.compiler.restore.module_versions import ensure_record
from nova_ls.compiler.restore.recall import switch
from nova_ls.compiler.restore.restored_module import restore_module
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_problems import About, LocatedDiagnostics
from nova_ls.compiler.state.table import Table
from nova_ls.compiler.state.world import World
from nova_ls.compiler.trails import Trails
from nova_ls.compiler.updates.import_cycles import update_import_cycles, update_own_cycle
from nova_ls.compiler.updates.imports import bring_imports, bring_structures
from nova_ls.compiler.updates.outcome import install_outcome
from nova_ls.compiler.updates.regroup import regroup, update_mentions
from nova_ls.compiler.updates.structure import update_structure
from nova_ls.compiler.updates.upstream import bring_upstream, is_upstream_stale
from nova_ls.engine.engine import Engine
from nova_ls.engine.event_trace import Action
from nova_ls.syntax.order import order_outline


class UnitRun:
    """One run of one unit."""

    __slots__ = ("unit",)

    def __init__(self, unit: Unit) -> None:
        self.unit = unit


_ABOUT: Final = {
    units.Cycles: About.CYCLES,
    units.Usage: About.USAGE,
    units.ExportChecks: About.EXPORTS,
}


class Program:
    """Runs the units of a world (engine.Rules). Not thread-safe: one loop drives it.

    `trails`: for who makes code of what is checked. `modules`, `table` and `engine` are those of `world`. `tally`: the units that were typed, and those whose outcome was found.
    `at_work`: the innermost step that is running, for who watches from another thread. `check_new`: goes through new modules, when there are many, before all else but open documents.
    `take_new`: takes over what others have found out about what a module imports, before that is looked at.
    """

    def __init__(self, table: Table, finder: Finder, archive: Archive) -> None:
        self.engine: Engine[Unit, Fact] = Engine(self, units.place_of)
        self.world = World(self.engine, table, archive)
        self.table = table
        self.modules = self.world.modules
        self.loader = Loader(self.world, finder)
        self.demand = Demand(self.engine, self._look_at)
        regrouped = partial(regroup, self.world)
        self.answers = Answers(self.world, self.loader.find, regrouped, self.demand.see)
        self.outcome_cache = OutcomeCache(archive)
        self.at_work: UnitRun | None = None
        self.check_new: Callable[[], Iterator[Unit]] = lambda: iter(())
        self.take_new: Callable[[Module], Iterator[Unit]] = lambda module: iter(())
        self.tally = {Action.RAN: 0, Action.FOUND: 0}
        self.trails = Trails()
        self._ranks = 0
        self._runs = 0
        self._resolved: dict[Module, None] = {}  # elements of them were resolved in this revision
        self._at_first: Module | None = None  # all else waits until it is settled
        self._orders = 1  # how often the order of modules has become another one
        self._ordered_at = 0  # and how often it had when import cycles were looked for last

    # ------------------------------------------------------------------ edits

    def update(self, module: Module, change: ChunkChange) -> None:
        """Take note of chunks that went and came; touches exactly the units whose own text changed."""
        world = self.world
        world.edits += 1
        world.revised[module] = None
        before, after = change.removed, change.added
        module.forget_resolved()
        module.forget_early()
        if module.is_restored:
            world.expand(module)
            return
        world.changed.modules[module] = None
        if not _define_the_same(before, after):
            self.engine.touch(units.Structure(module.key))
            return
        with_problems = {chunk for chunk, _ in module.problems_about(About.STRUCTURE)}
        for old, new in zip(before, after, strict=True):
            if old in with_problems:
                self.engine.touch(units.Structure(module.key))  # its spans may have moved
            module.replace_chunk(old, new)
            for unit, text in unit_texts(module, module.by_chunk[new]):
                world.set_source(module, unit, text)

    def switch(self, module: Module, text: str) -> bool:
        """Give a module a text of which a record was kept, without parsing it; False, and nothing is changed, where there is none."""
        return switch(self.world, module, text)

    def remove_module(self, name: str) -> None:
        """Forget a module, as a change from outside."""
        module = self.modules[name]
        self.world.edits += 1
        self._resolved.pop(module, None)
        self._orders += 1
        self.world.remove_module(module)

    # ------------------------------------------------------------------ running

    def answer(self, fact: Fact) -> Answer:
        """Today's answer to a question."""
        return fact.answer(self.answers)

    def became_stale(self, unit: Unit) -> None:
        """Who asks for the instances of a class has to ensure an instance's head first."""
        if unit.__class__ is units.Head:
            self.world.note_stale_head(unit)
        for onlooker in self.world.onlookers:
            onlooker.became_stale(unit)

    def run(self, unit: Unit) -> None:
        """Compute a unit and put its result in place."""
        self._runs += 1
        around, self.at_work = self.at_work, UnitRun(unit)
        try:
            self.demand.run(unit, self._run)
        finally:
            self.at_work = around

    def _run(self, unit: Unit) -> None:
        self.world.metrics.revalidated(self.engine.cause(unit))
        module = self.modules[unit.module]
        self.world.revised[module] = self._resolved[module] = None
        match unit:
            case units.Structure():
                self._run_structure(module, unit)
            case units.Record():
                self._run_record(module, unit)
            case units.References():
                update_mentions(self.world, self.answers, module, unit)
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
        recorder = Recorder(self.answers, module.name)
        about = _ABOUT[unit.__class__]
        try:
            problems = self._problems(module, unit, recorder)
        except NO_CRASH:
            raise
        except Exception as problem:
            problems = [crash_in_module(module.source, problem)]
            mark_crash(module.name, module.names_digest(), recorder.questions)
        module.report(about, problems)
        self.world.note_asked(module, recorder.questions.items())
        self.engine.record(unit, list(recorder.questions), list(recorder.questions.values()), ())

    def _problems(self, module: Module, unit: WholeUnit, recorder: Recorder) -> LocatedDiagnostics:
        match unit:
            case units.Cycles():
                found = find_needed_by_themselves(module, self.table)
                module.take_circular(found.circular)
                return found.problems
            case units.Usage():
                return find_unused(module)
            case units.ExportChecks():
                return list(find_unexported(module, self.table, recorder))
            case _:
                assert_never(unit)

    def _run_structure(self, module: Module, unit: Unit) -> None:
        world, record, imports = self.world, module.record, module.imports
        is_new = module.scope is None
        if is_new and record is not None and restore_module(world, self.answers, module, record):
            self.engine.trace.add(unit, Action.FOUND)
        else:
            world.forget_record(module)
            world.changed.modules[module] = None
            self.engine.trace.add(unit, Action.RAN)
            update_structure(world, self.answers, module)
        # The imports of a module in a circle may stand elsewhere now.
        if (
            module.rank < 0
            or module.name in world.cyclic
            or may_change_cycles(self.modules, module, imports)
        ):
            self._orders += 1
        if module.rank < 0:
            self._ranks += 1
            module.take_rank(self._ranks)

    def _run_record(self, module: Module, unit: Unit) -> None:
        world, record = self.world, module.record
        self.engine.trace.add(unit, Action.RAN)
        if record is None or not ensure_record(world, self.answers, module, record):
            world.expand(module)

    def _run_typed(self, module: Module, unit: TypedUnit) -> None:
        if module in self.world.ungrouped and module.lacks_member(unit):
            regroup(self.world, module)  # It is a unit of other elements by now, or none.
            return
        source_hash = hash_text(self.world.text_of(module, unit))
        for outcome in self.outcome_cache.candidates(unit, source_hash):
            if self._holds(outcome):
                self._count(unit, Action.FOUND)
                self._install(module, outcome)
                return
        self._count(unit, Action.RAN)
        left = TrailedCheck() if self.trails.wants(unit) else None
        outcome = check_unit(self.answers, module, unit, source_hash, left)
        if left is not None:
            self.trails.note(outcome, left)
        self.outcome_cache.remember(outcome)
        self._install(module, outcome)

    def _install(self, module: Module, outcome: Outcome) -> None:
        """Put an outcome in place, unless what it asked for has brought its own module up to date: there the unit may be gone, or another one, by now."""
        if self.engine.is_running(outcome.unit):
            install_outcome(self.world, module, outcome)

    def _count(self, unit: Unit, action: Action) -> None:
        self.engine.trace.add(unit, action)
        self.tally[action] += 1

    def _holds(self, outcome: Outcome) -> bool:
        answers = self.answers
        return all(
            fact.answer(answers) == recorded
            for fact, recorded in zip(outcome.questions, outcome.answers, strict=True)
        )

    # ------------------------------------------------------------------ settling

    def state(self) -> tuple[object, ...]:
        """Equal as long as nothing has changed that a commit is made of."""
        world, changed = self.world, self.world.changed
        return (
            changed,
            world.edits,
            self._runs,
            self.is_settled,
            len(changed.units),
            len(changed.modules),
            len(changed.withdrawn),
            len(changed.suspects),
        )

    @property
    def _ordered(self) -> bool:
        """Whether import cycles have been looked for since imports changed last."""
        return self._ordered_at == self._orders

    @property
    def is_settled(self) -> bool:
        """Whether all that is known is true of the texts as they are now."""
        world = self.world
        is_due = world.unreached or world.ungrouped or world.archive.unkept
        return not (is_due or self.engine.stale) and self._ordered

    def is_complete(self, module: Module) -> bool:
        """Whether all that is known of a module, also as a whole, is true of the texts as they are now."""
        if not self._ordered or module in self.world.ungrouped:
            return False
        return not self.engine.stale.has_any_in(module.name)

    def is_current(self, module: Module) -> bool:
        """Whether all that there is to tell of a module is true of the texts as they are now, whatever else there is to do."""
        if module is self._at_first or module in self.world.ungrouped:
            return False
        if self.world.unreached_before(module):
            return False
        if self.engine.stale.has_any_in(module.name):
            return False
        return not is_upstream_stale(self.world, module)

    def settle(
        self, focus: Module | None = None, documents: Container[Path] = ()
    ) -> Iterator[Unit | Module]:
        """Ensure every stale unit; yields after each. `focus` comes first, then the other open documents, each followed by itself.

        An edit in between is taken into account: the generator looks again at what is stale.
        """
        world = self.world
        while True:
            edits = world.edits
            for step in self._settle_once(focus, documents):
                yield step
                if world.edits != edits:
                    break
            if self.is_settled:
                break
        while self._resolved:
            module, _ = self._resolved.popitem()
            module.forget_resolved()
            yield units.Structure(module.key)

    def _settle_once(
        self, focus: Module | None, documents: Container[Path]
    ) -> Iterator[Unit | Module]:
        for module in self._open_modules(focus, documents):
            if self.modules.get(module.name) is module:
                yield from self._settle_first(module)
                yield module
        yield from self._reach()
        yield from self.check_new()
        yield from self._settle_rest(focus)

    def _open_modules(self, focus: Module | None, documents: Container[Path]) -> list[Module]:
        """The modules that stand in open documents and are stale, in the order in which they are to be settled; `focus` also if it relies on what is."""
        known = self.modules
        names = self.engine.stale.all_rooms()
        names.update(module.name for module in self.world.ungrouped)
        stale = [known[name] for name in names]
        found = [module for module in stale if module is focus or module.path in documents]
        if focus is not None and focus not in found and known.get(focus.name) is focus:
            found += [focus] if is_upstream_stale(self.world, focus) else []
        return sorted(found, key=lambda module: (module is not focus, module.rank, module.name))

    def _settle_first(self, module: Module) -> Iterator[Unit]:
        """Ensure the units of one module, with what they ask for and nothing else."""
        engine, world = self.engine, self.world
        self._at_first = module
        try:
            yield from self.take_new(module)
            yield from self._bring_imports(module)
            while True:
                # What others changed meanwhile may concern the records that were relied on.
                if (yield from self._reach_before(module)):
                    yield from self._bring_imports(module)
                if (yield from self._bring_upstream(module)):
                    continue
                stale = engine.stale.within(module.name)
                if not stale:
                    break
                phase = stale[0].phase
                if phase > units.Head.phase:
                    yield from self.bring_heads(module)
                for unit in stale:
                    if unit.phase == phase:
                        yield from self.demand.reach(unit)
                if module in world.ungrouped:
                    regroup(world, module)
                    yield units.Structure(module.key)
            if not self._ordered:
                yield from self._told(update_own_cycle(world, self.answers, module))
        finally:
            self._at_first = None

    def _bring_imports(self, module: Module) -> Iterator[Unit]:
        yield from self._reach_before(module)
        for _ in bring_imports(self.world, self.answers, module, by_demand=True):
            yield units.Structure(module.key)

    def _look_at(self, name: str) -> Iterator[None]:
        return bring_structures(self.world, self.answers, self.modules[name], by_demand=True)

    def bring_heads(self, module: Module) -> Iterator[Unit]:
        """Before the bodies of a module of which nothing was ever committed: the heads of the instances that are known so far, one by one.

        Asking for those of a class would load all of that class at once, in a new project from hundreds of modules.
        """
        world = self.world
        if module.name not in world.archive.new:
            return
        for unit in [unit for heads in world.stale_heads.values() for unit in heads]:
            yield from self.demand.reach(unit)
            world.note_fresh_head(unit)

    def _bring_upstream(self, module: Module) -> Generator[Unit, None, bool]:
        has_work = False
        for _ in bring_upstream(self.world, self.answers, module):
            has_work = True
            yield units.Structure(module.key)
        return has_work

    def _reach_before(self, module: Module) -> Generator[Unit, None, bool]:
        steps = self.world.reach_before(module)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return bool(end.value)
            yield units.Structure(module.key)

    def _settle_rest(self, focus: Module | None) -> Iterator[Unit]:
        """Ensure what is stale in all modules, kind by kind."""
        engine, world = self.engine, self.world
        while True:
            yield from self._reach()
            while world.ungrouped:
                module = next(iter(world.ungrouped))
                regroup(world, module)
                yield units.Structure(module.key)
            phase = engine.stale.first_phase()
            if phase is None:
                if self._ordered:
                    return
                orders = self._orders
                yield from self._told(update_import_cycles(world, self.answers))
                self._ordered_at = orders
                continue
            for name in sorted(engine.stale.rooms(phase), key=partial(self._order, focus)):
                for unit in engine.stale.within(name, phase):
                    if unit.__class__ is units.Structure:
                        for _ in bring_structures(world, self.answers, self.modules[name]):
                            yield unit
                    engine.ensure(unit)
                    yield unit

    def _reach(self) -> Iterator[Unit]:
        """Look up whom the changes reach."""
        return self._told(self.world.reach_steps())

    def _told(self, steps: Iterable[object]) -> Iterator[Unit]:
        """Take steps; what is told of one is any unit at all."""
        for _ in steps:
            module = next(iter(self.modules.values()), None)
            if module is not None:
                yield units.Structure(module.key)

    def _order(self, focus: Module | None, name: str) -> tuple[bool, int]:
        module = self.modules[name]
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
