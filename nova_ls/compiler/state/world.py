"""The state of a program: its modules, what they have come to, and how a change is made known.

The modules that compute something (structure.py, grouping.py, check_unit.py, …) reads and changes a World; what drives it, and in which
order, is the Program's matter, which is a World that can run.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final, Protocol

from nova_ls.base.keys import UNKNOWN_CLASS, ElementKey, Space
from nova_ls.compiler.archive.archive import Archive
from nova_ls.compiler.archive.module_record import ModuleRecord
from nova_ls.compiler.facts import Answer, ExportsFact, Fact, InstancesFact, InterfaceFact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.instances import Instances, row_of
from nova_ls.compiler.model.outcome import Outcome, Scheme, TypedAst
from nova_ls.compiler.model.source import Source
from nova_ls.compiler.model.units import Unit, module_key
from nova_ls.compiler.state.lookup_counts import count_lookups
from nova_ls.compiler.state.module import Module, Origin
from nova_ls.compiler.state.program_metrics import ProgramMetrics
from nova_ls.engine.engine import Engine
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.types.core.interface import InstanceInterface

_OPERATORS: Final = (Space.VALUE_OPERATOR, Space.TYPE_OPERATOR)


class Table(Protocol):
    """The layer that a program writes to: schemes and typed ASTs by element."""

    def get_scheme(self, key: ElementKey) -> Scheme | None: ...

    def get_ast(self, key: ElementKey) -> TypedAst | None: ...

    def put_scheme(self, key: ElementKey, scheme: Scheme) -> None: ...

    def put_ast(self, key: ElementKey, ast: TypedAst) -> None: ...

    def drop_ast(self, key: ElementKey) -> None: ...

    def delete(self, key: ElementKey) -> None: ...

    def list_namespace(self, namespace: str) -> list[ElementKey]: ...


class Finder(Protocol):
    """Where modules come from that are not open in an editor."""

    def find(self, module: str) -> tuple[Path, Origin, Source] | None:
        """Path, origin and source of a module; None when there is none of that name."""


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


class World(ABC):
    """Everything that is known of a workspace. `run` computes a unit."""

    def __init__(self, table: Table, finder: Finder, archive: Archive) -> None:
        self.table = table
        self.archive = archive
        self.modules: dict[str, Module] = {}
        self.paths: dict[Path, Module] = {}
        self.engine: Engine[Unit, Fact] = Engine(self)
        self.metrics = ProgramMetrics()
        self.instances = Instances(self._ensure_heads, table.get_scheme)
        self.unit_of: dict[ElementKey, Unit] = {}
        self.heads: dict[ElementKey, dict[Unit, None]] = {}  # of units that are known, by class
        self._class_of_head: dict[Unit, ElementKey] = {}
        self._finder = finder
        self._missing: set[str] = set()
        self._answers: dict[Fact, Answer] = {}
        self.regrouping: dict[Module, None] = {}
        self.edits = 0  # grows with each change from outside
        self.restored: dict[str, Module] = {}  # a record stands in for them, or will
        archive.record_in_use = self._record_in_use
        self.archived = {name for name, _ in archive.rows.names()}
        """The modules whose units are known to the database only: those restored, and those not asked for yet."""
        self.changed = Changed()
        self.revised: dict[Module, None] = {}  # what is found in them may be otherwise
        self.cyclic: frozenset[str] = frozenset()  # the modules that import themselves, in circles

    @abstractmethod
    def run(self, unit: Unit) -> None:
        """Compute a unit (engine.Rules)."""

    @abstractmethod
    def recall(self, module: Module) -> None:
        """Let a record stand in for a module that has just become known, if one was kept of its text."""

    # ------------------------------------------------------------------ modules

    def add_module(self, name: str, path: Path, origin: Origin, source: Source) -> Module:
        """Make a module known. Its units are stale; `settle` checks them."""
        self.edits += 1
        self._answers.clear()
        module = Module(name, path, origin, source, module_key(name))
        self.modules[name] = module
        self.paths[path] = module
        self.revised[module] = None
        self.engine.add(units.Structure(module.key))
        self.recall(module)
        self._missing.discard(name)
        self.engine.invalidate_from([ExportsFact(name)])
        return module

    def find_module(self, name: str) -> Module | None:
        """A module by name, loaded on first use."""
        module = self.modules.get(name)
        if module is None and name not in self._missing:
            found = self._finder.find(name)
            if found is None:
                self._missing.add(name)
            else:
                edits = self.edits
                module = self.add_module(name, *found)
                self.edits = edits  # nobody changed anything: it was there all the time
        return module

    def look_again(self) -> None:
        """Modules that were not found before may be there now."""
        for name in list(self._missing):
            found = self._finder.find(name)
            if found is not None:
                self.add_module(name, *found)

    def module_of_path(self, path: Path) -> Module | None:
        return self.paths.get(path)

    # ------------------------------------------------------------------ units

    def set_source(self, module: Module, unit: Unit, text: str) -> None:
        """Give a unit its text; a unit with another text than before must run again."""
        if module.sources.get(unit) != text:
            known = unit in self.engine  # as it is, too, when a value of a group gets a signature
            module.take_source(unit, text)
            if known:
                self.touch(module, unit)
            else:
                self.engine.add(unit)

    def touch(self, module: Module, unit: Unit) -> None:
        self.engine.touch(unit)
        if isinstance(unit, units.References):
            group = module.groups.get(unit.key)
            if group is not None and group in self.engine:
                self.engine.touch(group)

    def drop_unit(self, module: Module, unit: Unit) -> None:
        """Forget a unit and withdraw what it produced."""
        self.revised[module] = None
        self.changed.units.pop(unit, None)
        self.engine.remove(unit)
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
                changed.append(self._row_fact(scheme))
                changed += self.instances.delete(interface.class_key, key)
            self.table.delete(key)
            changed.append(InterfaceFact(key))
        if changed:
            self.invalidate(changed)

    def forget_elements(self, name: str, path: Path) -> None:
        """Withdraw a module that only an earlier commit knows: its file is gone."""
        self.changed.withdrawn[name] = path
        self.delete_elements(self.table.list_namespace(name))

    def delete_elements(self, keys: Sequence[ElementKey]) -> None:
        """Withdraw elements that an earlier commit knows and no unit here produces."""
        changed: list[Fact] = [InterfaceFact(key) for key in keys]
        for key in keys:
            scheme = self.table.get_scheme(key)
            if scheme is not None and isinstance(scheme.interface, InstanceInterface):
                class_key = scheme.interface.class_key
                changed.append(self._row_fact(scheme))
                changed += self.instances.delete(class_key, key)
            self.table.delete(key)
        if changed:
            self.invalidate(changed)

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

    # ------------------------------------------------------------------ facts

    def answer(self, fact: Fact) -> Answer:
        """Today's answer to a question (engine.Rules)."""
        return fact.answer(self)

    def answer_all(self, facts: Iterable[Fact]) -> list[Answer]:
        """Today's answers to what many modules ask; each question is answered once until something changes.

        The units that rely on them have to be known to the engine, since an answer may be about to change.
        """
        known = self._answers
        found: list[Answer] = []
        for fact in facts:
            if fact in known:
                answer = known[fact]
            else:
                # This may make the answers so far unknown again.
                answer = known[fact] = self.answer(fact)
            found.append(answer)
        return found

    def scheme(self, key: ElementKey) -> Scheme | None:
        """The interface of an element, up to date; None: there is no such element, or it is being computed."""
        unit = self.unit_of.get(key)
        if unit is not None:
            self.engine.ensure(unit)
        scheme = self.table.get_scheme(key)
        if scheme is None and unit is None and self._expand_for(key):
            return self.scheme(key)
        return scheme

    def _expand_for(self, key: ElementKey) -> bool:
        """Let the text of a restored module say what an element is that it is known to export, where rows and log do not.

        An operator of the library has its row and nothing else.
        """
        if key.namespace not in self.archived or not self.is_exported(key):
            return False
        module = self.modules[key.namespace]
        structure = units.Structure(module.key)
        if not module.is_restored or not self.engine.is_fresh(structure):
            return False
        self.expand(module)
        self.engine.ensure(structure)
        return True

    def exports_of(self, name: str) -> Exports | None:
        """What a module offers; while it is itself being looked at (an import cycle): what is known by then."""
        prim = PRIM_EXPORTS.get(name)
        if prim is not None:
            return prim
        module = self.find_module(name)
        if module is None:
            return None
        self.engine.ensure(units.Structure(module.key))
        return module.exports

    def exports_digest(self, name: str) -> bytes:
        """A hash of what a module is known to offer; b"" where there is no such module."""
        module = self.modules.get(name)
        return b"" if module is None else module.exports_digest()

    def is_exported(self, key: ElementKey) -> bool:
        exports = self.exports_of(key.namespace)
        return exports is not None and exports.get(key.space, key.name) is key

    def constructor_in_scope(self, name: str, key: ElementKey) -> bool:
        module = self.modules.get(name)
        if module is None or module.scope is None:
            return False
        space, written = key.space, key.name
        return any(entry.get(space, written) is key for entry in module.scope.entries)

    def earlier_members(self, key: ElementKey) -> Sequence[ElementKey]:
        """The constructors or members of a type or class that an earlier declaration of its module has."""
        module = self.modules.get(key.namespace)
        return (
            module.duplicate_members(key) if module is not None and key in module.declared else ()
        )

    def lookup(self, name: str, space: Space, qualifier: str, written: str) -> Answer:
        """What a name that is written in a module means there."""
        module = self.modules.get(name)
        if module is None or module.scope is None:
            return None
        return module.scope.lookup(space, qualifier, written)

    def defines_value(self, name: str, written: str) -> bool:
        module = self.modules.get(name)
        return module is not None and written in module.own_values

    def names_digest(self, name: str) -> bytes | None:
        """A digest of all names in a module's scope."""
        module = self.modules.get(name)
        return None if module is None else module.names_digest()

    def _ensure_heads(self, class_key: ElementKey) -> None:
        if class_key is not UNKNOWN_CLASS and class_key.namespace not in self.modules:
            # Deriving may need a class that nobody has imported.
            self.exports_of(class_key.namespace)
        heads = self.heads.get(class_key)
        if heads:
            ensure = self.engine.ensure
            for unit in tuple(heads):
                ensure(unit)

    def index_head(self, class_key: ElementKey, unit: Unit) -> None:
        """Let a class know of an instance before its head has been looked at."""
        self.unindex_head(unit)
        self._class_of_head[unit] = class_key
        self.heads.setdefault(class_key, {})[unit] = None

    def unindex_head(self, unit: Unit) -> None:
        class_key = self._class_of_head.pop(unit, None)
        if class_key is not None:
            del self.heads[class_key][unit]

    def note_asked(self, module: Module, questions: Iterable[tuple[Fact, Answer]]) -> None:
        """Let a module know what units were told of its names, so that its structure can tell what has changed."""
        for fact, answer in questions:
            owner = fact.scope_owner()
            if owner is not None:
                other = module if owner == module.name else self.modules.get(owner)
                if other is not None:
                    other.take_asked(fact, answer)

    # ------------------------------------------------------------------ changes

    def install_schemes(
        self, module: Module, unit: Unit, schemes: Mapping[ElementKey, Scheme]
    ) -> list[Fact]:
        """Make these the interfaces that a unit produces; the facts that are other ones now."""
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
        """Make this the interface of an element; the facts that are other ones now."""
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
        return [
            k for k in own if self.unit_of.setdefault(k, unit) == unit and self.table.get_scheme(k)
        ]

    def _put_instance(self, before: Scheme | None, scheme: Scheme) -> list[Fact]:
        row = row_of(scheme)
        changed: list[Fact] = []
        if before is not None and before.hash != scheme.hash:
            then = row_of(before)
            if then.class_key is not row.class_key:
                changed += self.instances.delete(then.class_key, then.key)
        changed += self.instances.put(row)
        if before is None or before.hash != scheme.hash:
            changed += [self._row_fact(one) for one in (before, scheme) if one is not None]
        return changed

    def _row_fact(self, scheme: Scheme) -> Fact:
        """That an instance came or went, for modules whose units are not here: the question that names its very head."""
        row = row_of(scheme)
        heads = () if self.instances.has_chains(row.class_key) else row.heads
        return InstancesFact(row.class_key, heads)

    def invalidate(self, changed: Iterable[Fact]) -> None:
        """Some facts are other ones now: mark stale what relies on them, wherever it lies."""
        facts = list(changed)
        self._answers.clear()
        started = perf_counter()
        reached = self.engine.invalidate_from(facts)
        self.metrics.invalidation_latency.observe(perf_counter() - started)
        self.metrics.invalidation_size.observe(len(reached))
        if self.archived:
            for name in self.archive.relying_modules(facts):
                if name in self.archived:
                    self.suspect(name)

    # ------------------------------------------------------------------ restored modules

    def install_record(self, module: Module, record: ModuleRecord) -> None:
        """Let a record stand in for a module; what its units asked of others is as it was, or will be asked again."""
        module.take_record(record)
        self.revised[module] = None
        self.restored[module.name] = module
        self.archived.add(module.name)
        self.engine.touch(units.Structure(module.key))

    def _record_in_use(self, name: str) -> ModuleRecord | None:
        module = self.restored.get(name)
        return None if module is None else module.record

    def suspect(self, name: str) -> None:
        """Something that units of a module relied on is another one now; their questions have to be asked again."""
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
