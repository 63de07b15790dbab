"""What is known of a workspace: its modules, what their units have come to, and what a commit is to write.

A World is written through its methods and those of its modules, which keep the engine in step: what a change reaches is stale from then on.
Nothing here computes. What reads it and computes what is missing is `answers.py`; what puts results into it is in `updates/`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from time import perf_counter
from typing import Final, Protocol

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.steps import all_steps
from nova_ls.compiler.archive.archive import Archive
from nova_ls.compiler.archive.module_record import ModuleRecord
from nova_ls.compiler.facts import Answer, ExportsFact, Fact, InstancesFact, InterfaceFact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.instances import Instances, InstanceSummary, summary_of
from nova_ls.compiler.model.outcome import Outcome, Scheme
from nova_ls.compiler.model.source import Source, SourceChunk
from nova_ls.compiler.model.units import Unit, module_key
from nova_ls.compiler.state.changed import Changed
from nova_ls.compiler.state.lookup_counts import count_lookups
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.compiler.state.program_metrics import ProgramMetrics
from nova_ls.compiler.state.table import Table
from nova_ls.engine.engine import Engine
from nova_ls.types.core.interface import InstanceInterface


class Onlooker(Protocol):
    """Who keeps something that is made from what units come to."""

    def became_stale(self, unit: Unit) -> None:
        """What a unit came to may be wrong from now on."""

    def facts_changed(self, facts: Sequence[Fact]) -> None:
        """Facts are answered otherwise from now on."""


_OPERATORS: Final = (Space.VALUE_OPERATOR, Space.TYPE_OPERATOR)


_REACHED: Final = 8
"""Of so many facts it is looked up in one step whom they reach."""


class World:
    """The state of a program.

    `unit_of`: for each element the unit that makes it. `stale_heads`: the units of instance heads that may have to be ensured, by class. `ungrouped`: modules
    whose binding groups are to be found anew. `restored`: the modules that a record stands in for, or will; `archived`: those
    whose units are known to the database only, which includes modules not asked for yet. `cyclic`: the modules that import themselves,
    in circles. `unreached`: facts whose answers changed and that restored modules may rely on, each with the module that changed it: whom they reach is
    looked up once the editor has been told of that module. `edits` grows with each change from outside. `revised`: modules of which something may have changed that is shown.
    `onlookers` are told of what changes.
    """

    def __init__(self, engine: Engine[Unit, Fact], table: Table, archive: Archive) -> None:
        self.engine = engine
        self.table = table
        self.archive = archive
        self.modules: dict[str, Module] = {}
        self.paths: dict[Path, Module] = {}
        self.metrics = ProgramMetrics()
        self.instances = Instances(table.get_scheme)
        self.unit_of: dict[ElementKey, Unit] = {}
        self.stale_heads: dict[ElementKey, dict[Unit, None]] = {}
        self.ungrouped: dict[Module, None] = {}
        self.edits = 0
        self.onlookers: list[Onlooker] = []
        self.restored: dict[str, Module] = {}
        archive.record_in_use = self._record_in_use
        self.archived = archive.module_names()
        self.changed = Changed()
        self.changed.suspects |= archive.suspect_names()
        self.revised: dict[Module, None] = {}
        self.cyclic: frozenset[str] = frozenset()
        self.answered: dict[Fact, Answer] = {}  # since anything changed last
        self.unreached: dict[Fact, str] = {}
        self._class_of_head: dict[Unit, ElementKey] = {}

    # ------------------------------------------------------------------ modules

    def add_module(self, name: str, path: Path, origin: ModuleOrigin, source: Source) -> Module:
        """Make a module known; its structure is stale. Those who asked for it before are told by `announce`."""
        self.answered.clear()
        module = Module(name, path, origin, source, module_key(name))
        self.modules[name] = module
        self.paths[path] = module
        self.revised[module] = None
        self.engine.add(module.structure)
        return module

    def announce(self, module: Module) -> None:
        """There is such a module now: what asked for its exports has to ask again."""
        self.engine.invalidate_from([ExportsFact(module.name)])

    def remove_module(self, module: Module) -> None:
        """Forget a module: what imports it will say that it is missing."""
        name = module.name
        del self.modules[name]
        self.paths.pop(module.path, None)
        self.ungrouped.pop(module, None)
        for unit in list(module.sources):
            self.drop_unit(module, unit)
        for unit in set(module.groups.values()):
            self.drop_unit(module, unit)
        self.forget_record(module)
        for kind in units.MODULE_KINDS:
            self.drop_unit(module, kind(module.key))
        self.revised.pop(module, None)
        self.changed.modules.pop(module, None)
        self.forget_elements(name, module.path)
        self.invalidate([ExportsFact(name), *module.asked])

    def retire(self, module: Module) -> None:
        """Forget the units of a module, all but its structure; its elements stay as they are."""
        for kind in units.MODULE_KINDS:
            self.engine.remove(kind(module.key))
        if not module.is_restored:
            self.engine.remove_all((*module.sources, *module.members))
            for unit in module.sources:
                self.unindex_head(unit)
            for key in (*module.declared, *chain(*module.produced.values())):
                self.unit_of.pop(key, None)
            self.ungrouped.pop(module, None)
        self.engine.add(module.structure)

    def is_unseen(self, module: Module) -> bool:
        """Whether nobody has looked at a module of which nothing was ever committed: others know at most what it exports."""
        if module.scope is not None or module.record is not None:
            return False
        is_untold = module.exports is None or module.early is not None
        return is_untold and module.name in self.archive.new

    def is_known(self, module: Module, chunk: SourceChunk) -> bool:
        """Whether the elements of a chunk have been checked since the start, if only as they were before the last edit."""
        engine = self.engine
        if module.scope is None or module in self.ungrouped:
            return False
        keys = module.by_chunk.get(chunk)
        if keys is None:
            return engine.is_fresh(units.Structure(module.key))  # Otherwise the chunk is a new one.
        produced = module.produced
        return all(unit in produced or engine.is_fresh(unit) for unit in module.typed_units(keys))

    def take_revised(self) -> list[Module]:
        """The modules that were revised since the last call."""
        revised = list(self.revised)
        self.revised.clear()
        return revised

    def take_committed(self) -> None:
        """Everything is as in the last commit, which has just been made."""
        self.changed = Changed()

    # ------------------------------------------------------------------ units

    def set_source(self, module: Module, unit: Unit, text: str) -> None:
        """Give a unit its text; a unit with another text than before must run again."""
        if module.sources.get(unit) != text:
            known = unit in self.engine  # as it is, too, when a value of a group gets a signature
            module.take_source(unit, text)
            if known:
                self.touch(module, unit)
            else:
                self.engine.add(unit, module.was_restored or self._takes_over(unit))
                self._touch_group(module, unit)  # It may have been there before, with another text.

    def _takes_over(self, unit: Unit) -> bool:
        """Whether others have been told of a signature's element already, by the unit of its group."""
        return isinstance(unit, units.Signature) and self.unit_of.get(unit.key, unit) != unit

    def touch(self, module: Module, unit: Unit) -> None:
        """Mark a unit stale, since its own text changed; for references, the unit of its binding group as well."""
        self.engine.touch(unit)
        self._touch_group(module, unit)

    def _touch_group(self, module: Module, unit: Unit) -> None:
        if isinstance(unit, units.References):
            group = module.groups.get(unit.key)
            if group is not None and group in self.engine:
                self.engine.touch(group)

    def drop_unit(self, module: Module, unit: Unit) -> None:
        """Forget a unit and withdraw what it produced."""
        for onlooker in self.onlookers:
            onlooker.became_stale(unit)
        self.revised[module] = None
        self.changed.units.pop(unit, None)
        asked = self.engine.asked(unit)
        self.engine.remove(unit)
        self.forget_unasked(module, asked)
        values, produced = module.forget_unit(unit)
        for value in values:
            self.table.drop_ast(value)
        if count_lookups(module, unit, ()):
            self.touch_usage(module)
        self.unindex_head(unit)
        self._withdraw(unit, produced)

    def _withdraw(self, unit: Unit, keys: Iterable[ElementKey]) -> None:
        changed: list[Fact] = []
        for key in keys:
            if self.unit_of.get(key) != unit:
                continue  # Another unit produces it by now.
            del self.unit_of[key]
            scheme = self.table.get_scheme(key)
            if key.space is Space.INSTANCE and scheme is not None:
                interface = scheme.interface
                assert isinstance(interface, InstanceInterface)
                changed.append(self.instance_fact(summary_of(scheme)))
                changed += self.instances.delete(interface.class_key, key)
            self.table.delete(key)
            changed.append(InterfaceFact(key))
        if changed:
            self.invalidate(changed, unit.module)

    def forget_elements(self, name: str, path: Path) -> None:
        """Withdraw a module that only an earlier commit knows: its file is gone."""
        self.changed.withdrawn[name] = path
        self.delete_elements(self.table.list_namespace(name))

    def delete_elements(self, keys: Sequence[ElementKey]) -> None:
        """Withdraw elements that an earlier commit knows and no unit here produces."""
        changed: list[Fact] = [InterfaceFact(key) for key in keys]
        for key in keys:
            scheme = self.table.get_scheme(key) if key.space is Space.INSTANCE else None
            if scheme is not None and isinstance(scheme.interface, InstanceInterface):
                class_key = scheme.interface.class_key
                changed.append(self.instance_fact(summary_of(scheme)))
                changed += self.instances.delete(class_key, key)
            self.table.delete(key)
        if changed:
            self.invalidate(changed, keys[0].namespace)

    def text_of(self, module: Module, unit: Unit) -> str:
        """The text a unit is computed from: its own, or those of its group's elements."""
        text = module.sources.get(unit)
        if text is None:
            parts = (module.sources[units.References(key)] for key in module.members[unit])
            text = "\0".join(parts)
        return text

    def source_of(self, outcome: Outcome) -> str:
        """The text that an outcome of a module as it is was computed from."""
        module = self.modules[outcome.unit.module]
        if module.is_restored:
            return self.archive.outcomes.source(outcome)
        return self.text_of(module, outcome.unit)

    def touch_usage(self, module: Module) -> None:
        """What the module says of its imports has to be looked at again."""
        self._touch_known(units.Usage(module.key))

    def touch_cycles(self, module: Module) -> None:
        """What needs what at once has to be looked at again."""
        self._touch_known(units.Cycles(module.key))

    def touch_export_checks(self, module: Module) -> None:
        """A written type changed: it may name other synonyms, though its interface is the same."""
        self._touch_known(units.ExportChecks(module.key))

    def _touch_known(self, unit: Unit) -> None:
        if unit in self.engine:
            self.engine.touch(unit)

    # ------------------------------------------------------------------ instances and questions

    def index_head(self, class_key: ElementKey, unit: Unit) -> None:
        """Let a class know of an instance before its head has been looked at."""
        self.unindex_head(unit)
        self._class_of_head[unit] = class_key
        self.stale_heads.setdefault(class_key, {})[unit] = None

    def unindex_head(self, unit: Unit) -> None:
        """Let a class forget an instance's head."""
        class_key = self._class_of_head.pop(unit, None)
        if class_key is not None:
            self.stale_heads[class_key].pop(unit, None)

    def note_stale_head(self, unit: Unit) -> None:
        """The head of an instance has to be ensured before its class is asked for instances."""
        class_key = self._class_of_head.get(unit)
        if class_key is not None:
            self.stale_heads[class_key][unit] = None

    def note_fresh_head(self, unit: Unit) -> None:
        """The head of an instance was ensured; one that is being looked at has to be again."""
        class_key = self._class_of_head.get(unit)
        if class_key is not None and self.engine.is_fresh(unit):
            self.stale_heads[class_key].pop(unit, None)

    def note_asked(self, module: Module, questions: Iterable[tuple[Fact, Answer]]) -> None:
        """Let a module know what units were told of its names, so that its structure can tell what has changed."""
        own: dict[Fact, Answer] = {}
        for fact, answer in questions:
            if fact.__class__ is InterfaceFact:  # Most are such, and of no scope.
                continue
            owner = fact.scope_owner()
            if owner == module.name:
                own[fact] = answer
            elif owner is not None and (other := self.modules.get(owner)) is not None:
                other.take_asked({fact: answer})
        module.take_asked(own)

    def forget_unasked(self, module: Module, facts: Iterable[Fact]) -> None:
        """Let a module forget those of the facts about its names that no unit asks for any more."""
        for fact in facts:
            if fact in module.asked and not self.engine.is_asked(fact):
                module.forget_asked(fact)

    # ------------------------------------------------------------------ changes

    def install_schemes(
        self, module: Module, unit: Unit, schemes: Mapping[ElementKey, Scheme]
    ) -> list[Fact]:
        """Make these the interfaces that a unit produces; the facts whose answers changed."""
        changed: list[Fact] = []
        for key, scheme in schemes.items():
            self.unit_of[key] = unit
            changed += self.put_scheme(key, scheme)
        gone = [key for key in self._produced(module, unit) if key not in schemes]
        module.take_produced(unit, schemes)
        if gone:
            self._withdraw(unit, gone)
        return changed

    def put_scheme(self, key: ElementKey, scheme: Scheme) -> list[Fact]:
        """Make this the interface of an element; the facts whose answers changed."""
        changed: list[Fact] = []
        before = self.table.get_scheme(key)
        if before is None or before.hash != scheme.hash:
            self.table.put_scheme(key, scheme)
            changed.append(InterfaceFact(key))
        if key.space is Space.INSTANCE:
            changed += self._put_instance(before, scheme)
            if before is None:
                self._touch_known(units.Body(key))  # What is known of its members went with it.
        return changed

    def _produced(self, module: Module, unit: Unit) -> Iterable[ElementKey]:
        """What a unit produced when it was last put in place, here or before an earlier commit."""
        known = module.produced.get(unit)
        if known is not None:
            return known
        own: Iterable[ElementKey] = module.members.get(unit, (unit.key,))
        if isinstance(unit, units.Structure):
            own = [key for key in module.declared if key.space in _OPERATORS]
        elif isinstance(unit, units.Types):
            own = [*own, *chain.from_iterable(map(module.inner_keys, own))]
        return [
            k for k in own if self.unit_of.setdefault(k, unit) == unit and self.table.get_scheme(k)
        ]

    def _put_instance(self, before: Scheme | None, scheme: Scheme) -> list[Fact]:
        instance = summary_of(scheme)
        changed: list[Fact] = []
        if before is not None and before.hash != scheme.hash:
            then = summary_of(before)
            if then.class_key is not instance.class_key:
                changed += self.instances.delete(then.class_key, then.key)
        changed += self.instances.put(instance)
        if before is None or before.hash != scheme.hash:
            schemes = [one for one in (before, scheme) if one is not None]
            changed += [self.instance_fact(summary_of(one)) for one in schemes]
        return changed

    def instance_fact(self, instance: InstanceSummary) -> Fact:
        """That an instance came or went, for modules whose units are not here: the question that names its very head."""
        heads = () if self.instances.has_chains(instance.class_key) else instance.heads
        return InstancesFact(instance.class_key, heads)

    def invalidate(self, changed: Iterable[Fact], changer: str = "") -> None:
        """The answers to some facts changed: mark stale what relies on them, in memory at once, in the database with `reach`.

        `changer`: the module whose own units changed them.
        """
        facts = list(changed)
        self.answered.clear()
        started = perf_counter()
        reached = self.engine.invalidate_from(facts)
        self.metrics.invalidation_latency.observe(perf_counter() - started)
        self.metrics.invalidation_size.observe(len(reached))
        for onlooker in self.onlookers:
            onlooker.facts_changed(facts)
        if self.archived:
            for fact in facts:
                if self.archive.may_be_asked(
                    fact
                ):  # Who is written later relies on today's answer.
                    self.unreached[fact] = changer if fact not in self.unreached else ""

    def reach(self, facts: Sequence[Fact]) -> None:
        """Suspect the restored modules that rely on some of the facts whose answers changed."""
        for fact in facts:
            self.unreached.pop(fact, None)
        if facts and self.archived:
            for name in self.archive.relying_modules(facts):
                if name in self.archived:
                    self.suspect(name)

    def reach_all(self) -> None:
        """Suspect all restored modules that rely on anything that changed."""
        all_steps(self.reach_steps())

    def reach_steps(self) -> Generator[None, None, None]:
        """The same in small steps; at the end, up to the caller's next one, nothing is left that changed in between."""
        while self.unreached:
            self.reach(list(islice(self.unreached, _REACHED)))
            if self.unreached:
                yield

    def reach_before(self, module: Module) -> Generator[None, None, bool]:
        """Suspect, in small steps, what a module may import; whether there was anything to do."""
        was_due = False
        while facts := self.unreached_before(module):
            was_due = True
            for first in range(0, len(facts), _REACHED):
                if first:
                    yield
                some = facts[first : first + _REACHED]
                self.reach([fact for fact in some if fact in self.unreached])
        return was_due

    def unreached_before(self, module: Module) -> list[Fact]:
        """The facts whose change may concern what is known of a module, though it has not been looked whom they reach.

        What its own units changed concerns nothing that it imports, but in a circle of imports.
        """
        own = "" if module.name in self.cyclic else module.name
        return [fact for fact, changer in self.unreached.items() if not own or changer != own]

    # ------------------------------------------------------------------ restored modules

    def install_record(self, module: Module, record: ModuleRecord) -> None:
        """Let a record stand in for a module; what its units asked of others is as it was, or will be asked again."""
        module.take_record(record)
        self.revised[module] = None
        self.restored[module.name] = module
        self.archived.add(module.name)
        self.engine.touch(module.structure)

    def release(self, module: Module, record: ModuleRecord) -> None:
        """Let a record stand in for a module whose units are all fresh and written: as after a restart, the database has them."""
        self.changed.release(module)
        engine = self.engine
        for unit in (*module.sources, *module.members):
            engine.remove(unit)
        self.retire(module)
        module.become(module.source.text, record.exports, None)
        module.take_imports(name for name, _ in record.imports)
        self.install_record(module, record)

    def _record_in_use(self, name: str) -> ModuleRecord | None:
        module = self.restored.get(name)
        return None if module is None else module.record

    def suspect(self, name: str) -> None:
        """Something that units of a module relied on has changed; their questions have to be asked again."""
        module = self.restored.get(name)
        if module is not None:
            self.engine.add(units.Record(module.key))
        else:
            self.changed.suspects.add(name)

    def watch(self, module: Module, facts: Sequence[Fact], answers: Sequence[Answer]) -> None:
        """From now on the engine knows what a restored module relies on."""
        unit = units.Record(module.key)
        self.engine.add(unit)
        self.engine.record(unit, facts, answers, ())

    def expand(self, module: Module) -> None:
        """Put a restored module's own units in the place of its record."""
        self.engine.touch(units.Structure(module.key))
        self.forget_record(module)

    def forget_record(self, module: Module) -> None:
        """No record stands in for a module, or ever will: its units are known from now on."""
        self.revised[module] = None
        self.engine.remove(units.Record(module.key))
        self.restored.pop(module.name, None)
        self.archived.discard(module.name)
        if module.record is not None:
            self.changed.forget(module)
            module.take_record(None)
