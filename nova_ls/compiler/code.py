"""Code on demand: what a declaration compiles to, made when somebody asks for it, and found again.

Units ensure what they ask for, so nothing else is brought up to date than what the declaration relies on, and nothing is looked at
again that no change could reach. What was compiled before is found by the log entry of its unit: after a restart, an undo or a checkout
as well, without parsing anything.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Final

from nova_ls.base.element_bytes import decode_element, encode_element
from nova_ls.base.keys import ElementKey, Space
from nova_ls.codegen import core as c
from nova_ls.codegen.backend import Artifact, Backend
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.compiler.archive.code_store import CodeStore, StoredCode
from nova_ls.compiler.archive.module_record import ModuleRecord, entries_of
from nova_ls.compiler.facts import Answer, Fact, InterfaceFact
from nova_ls.compiler.facts.codec import encode_answer
from nova_ls.compiler.known_code import KnownCode
from nova_ls.compiler.model import units
from nova_ls.compiler.model.units import TypedUnit, Unit
from nova_ls.compiler.program import Program
from nova_ls.compiler.queries.lower_element import lower_by_interface, lower_element
from nova_ls.compiler.reach import reach
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.updates.imports import bring_imports, imported_modules
from nova_ls.compiler.updates.regroup import regroup
from nova_ls.log.entry import EntryId
from nova_ls.types.core.interface import ValueInterface, ValueOrigin

KEPT: Final = 20_000


class CodeBase:
    """The compiled declarations of a program. `store` None: nothing outlives the process.

    `tally`: how many artifacts were compiled, and how many were found.
    """

    def __init__(self, program: Program, backend: Backend, store: CodeStore | None = None) -> None:
        self._program = program
        self._backend = backend
        self._store = store
        self._known = KnownCode(program.world)
        self._versions: dict[tuple[EntryId, ElementKey], tuple[Artifact, StoredCode]] = {}
        self._fresh: dict[tuple[EntryId, ElementKey], StoredCode] = {}
        self._entries: dict[str, tuple[ModuleRecord, Mapping[Unit, EntryId]]] = {}
        self._ready = _Ready(program, self._known)
        self.tally = {"compiled": 0, "found": 0}

    def artifact(self, key: ElementKey) -> Artifact:
        """What an element compiles to now. Raises Unsupported, whose text does not name it."""
        module = self._program.answers.find_module(key.namespace)
        if module is None:
            raise Unsupported(f"there is no module {key.namespace}")
        self._ready.bring(module)
        return self._known.get(module, key) or self._find(module, key) or self._compile(module, key)

    def closure(
        self, keys: Iterable[ElementKey]
    ) -> Generator[None, None, dict[ElementKey, Artifact]]:
        """What elements compile to, and all that they need; yields where one was compiled.

        Raises Unsupported, with the name of the declaration that cannot be compiled.
        """
        found: dict[ElementKey, Artifact] = {}
        pending = list(keys)
        compiled = self.tally["compiled"]
        while pending:
            key = pending.pop()
            if key in found:
                continue
            try:
                artifact = found[key] = self.artifact(key)
            except Unsupported as problem:
                raise Unsupported(f"{key.namespace}.{key.name}: {problem}") from None
            pending.extend(artifact.needs)
            if self.tally["compiled"] != compiled:
                compiled = self.tally["compiled"]
                yield
        return found

    def changed(self) -> dict[ElementKey, Artifact | None]:
        """What was asked for and compiles to something else since this was asked last; None: to nothing, now.

        Only what a change could reach is looked at.
        """
        found: dict[ElementKey, Artifact | None] = {}
        self._program.trails.want(self._suspected())
        for name in self._known.modules():
            module = self._program.answers.find_module(name)
            if module is not None:
                self._ready.bring(module)
        suspects = self._known.suspects
        while suspects:
            key, before = suspects.popitem()
            try:
                now: Artifact | None = self.artifact(key)
            except Unsupported:
                now = None
            if now != before:
                found[key] = now
        self._program.trails.want(())
        return found

    def _suspected(self) -> Iterator[Unit]:
        """The units of what is suspect, as far as they are known without asking: their checks come right before code is made of them."""
        for key in self._known.suspects:
            module = self._program.modules.get(key.namespace)
            if key.space is Space.INSTANCE:
                yield units.Body(key)
            elif module is not None and key.space is Space.VALUE:
                yield module.groups.get(key) or units.Values(key)

    def identity(self, key: ElementKey) -> EntryId | None:
        """What tells one version of a declaration from another; None where that is not known without compiling it."""
        module = self._program.answers.find_module(key.namespace)
        if module is None:
            return None
        self._ready.bring(module)
        return None if self._is_simple(key) else self._entry(module, key)

    def save(self) -> None:
        """Keep what was compiled, for the next process."""
        if self._store is not None and self._fresh and self._store.put(self._fresh):
            self._fresh.clear()

    # ------------------------------------------------------------------ finding

    def _is_simple(self, key: ElementKey) -> bool:
        """Whether an element's code is made of its interface alone."""
        if key.space is Space.CONSTRUCTOR:
            return True
        scheme = self._program.answers.scheme(key) if key.space is Space.VALUE else None
        interface = None if scheme is None else scheme.interface
        return isinstance(interface, ValueInterface) and interface.origin is ValueOrigin.MEMBER

    def _entry(self, module: Module, key: ElementKey) -> EntryId | None:
        """The entry of the unit that an element's code is made from, as it is now."""
        unit = self._unit(module, key)
        if module.is_restored:
            return self._restored_entries(module).get(unit)
        world = self._program.world
        if unit in module.sources or unit in module.members:
            self._program.engine.ensure(unit)
        outcome = world.changed.units.get(unit)
        if outcome is not None:
            return world.archive.outcomes.entry_of(outcome)
        return None if module.entries is None else module.entries.get(unit)

    def _restored_entries(self, module: Module) -> Mapping[Unit, EntryId]:
        record = module.record
        assert record is not None
        known = self._entries.get(module.name)
        if known is None or known[0] is not record:
            known = self._entries[module.name] = record, entries_of(record)
        return known[1]

    def _unit(self, module: Module, key: ElementKey) -> TypedUnit:
        if key.space is Space.INSTANCE:
            return units.Body(key)
        scheme = self._program.answers.scheme(key)
        interface = None if scheme is None else scheme.interface
        if isinstance(interface, ValueInterface) and interface.origin is ValueOrigin.FOREIGN:
            return units.Signature(key)
        group = module.groups.get(key)
        return group if isinstance(group, units.Values) else units.Values(key)

    def _find(self, module: Module, key: ElementKey) -> Artifact | None:
        """What was compiled of the same entry before."""
        entry = None if self._is_simple(key) else self._entry(module, key)
        if entry is None:
            return None
        artifact, stored = self._versions.get((entry, key), (None, None))
        if stored is None or artifact is None:
            stored = None if self._store is None else self._store.get(entry, key)
            if stored is None:
                return None
            artifact = Artifact(stored.payload, tuple(map(decode_element, stored.needs)))
        asked = self._today(stored)
        if asked is None:
            return None
        if (entry, key) not in self._versions:
            self._versions[entry, key] = artifact, stored
            self.tally["found"] += 1
        self._known.put(module, key, artifact, (InterfaceFact(key), *asked))
        return artifact

    def _today(self, stored: StoredCode) -> list[Fact] | None:
        """What code relies on beside its entry, if all that is so today."""
        decode, answers = self._program.world.archive.outcomes.facts.decode, self._program.answers
        facts = [decode(data) for data, _ in stored.asked]
        for fact, (_, answer) in zip(facts, stored.asked, strict=True):
            if encode_answer(fact.answer(answers)) != answer:
                return None
        return facts

    # ------------------------------------------------------------------ compiling

    def _compile(self, module: Module, key: ElementKey) -> Artifact:
        asked: dict[Fact, Answer] = {}
        if self._is_simple(key):
            code = lower_by_interface(self._program.answers, key, asked)
            artifact = self._backend.compile(code)
        else:
            make_ready(self._program, module)
            outcome = self._program.world.changed.units.get(self._unit(module, key))
            left = self._program.trails.of(outcome)
            code = lower_element(self._program.answers, module, key, asked, left)
            artifact = self._backend.compile(code)
            self.tally["compiled"] += 1
            asked = self._beyond(module, key, asked)
            entry = self._entry(module, key)
            if entry is not None:
                self._remember(entry, key, artifact, asked)
        self._known.put(module, key, artifact, (InterfaceFact(key), *asked))
        return artifact

    def _remember(
        self, entry: EntryId, key: ElementKey, artifact: Artifact, asked: Mapping[Fact, Answer]
    ) -> None:
        encode = self._program.world.archive.outcomes.facts.encode
        look_ups = [(encode(fact), encode_answer(answer)) for fact, answer in asked.items()]
        needs = tuple(map(encode_element, artifact.needs))
        stored = StoredCode(artifact.payload, tuple(look_ups), needs)
        if len(self._versions) >= KEPT:
            self._versions.clear()
        self._versions[entry, key] = artifact, stored
        self._fresh[entry, key] = stored

    def _beyond(
        self, module: Module, key: ElementKey, asked: Mapping[Fact, Answer]
    ) -> dict[Fact, Answer]:
        """What was asked that the unit's own check had not asked."""
        known = set(self._program.engine.questions(self._unit(module, key)))
        return {fact: answer for fact, answer in asked.items() if fact not in known}


class _Ready:
    """Sees that what is not decided by the questions of units is up to date, once after each edit: structures, binding groups, instances."""

    def __init__(self, program: Program, known: KnownCode) -> None:
        self._program = program
        self._known = known
        self._edits = -1
        self._names: set[str] | None = set()
        self._is_first = True

    def bring(self, module: Module) -> None:
        """What a module imports, directly or not, can be relied on from now on; all code that is suspect is known to be."""
        world = self._program.world
        if world.edits != self._edits:
            self._edits = world.edits
            self._names = set()
        is_ready = self._names is None or module.name in self._names
        if is_ready and world.engine.is_fresh(units.Structure(module.key)):
            return
        stale: Iterable[Unit] = self._known.take_stale()
        names: set[str] | None = None
        if self._is_wide(module, stale):
            self._is_first = False
            world.reach_all()
            for _ in bring_imports(world, self._program.answers, module):
                pass
            names = imported_modules(world, module)
            self._known.leave_stale(unit for unit in stale if unit.module not in names)
            stale = tuple(world.engine.stale)  # New units as well; of these nobody is told.
        self._bring_units(stale, names)
        self._names = None if names is None or self._names is None else self._names | names

    def _is_wide(self, module: Module, stale: Iterable[Unit]) -> bool:
        """Whether names may mean something else, or records may not hold."""
        world = self._program.world
        return (
            self._is_first
            or bool(world.unreached or world.ungrouped)
            or not world.engine.is_fresh(units.Structure(module.key))
            or any(unit.phase <= units.Record.phase for unit in stale)
        )

    def _bring_units(self, stale: Iterable[Unit], names: set[str] | None) -> None:
        """Ensure what others rely on without knowing that it may be another; binding groups first."""
        engine, world = self._program.engine, self._program.world
        found = [unit for unit in stale if names is None or unit.module in names]
        for unit in found:
            if unit.__class__ is units.References:
                engine.ensure(unit)
        for module in list(world.ungrouped):
            if (names is None or module.name in names) and module in world.ungrouped:
                regroup(world, module)
        if any(self._program.tally.values()):
            # Where nothing was typed yet, nothing has relied on what there is.
            for unit in sorted(filter(self._is_touched, found), key=lambda unit: unit.phase):
                engine.ensure(unit)

    def _is_touched(self, unit: Unit) -> bool:
        """Whether what relied on a unit does not know yet that it may be another: its own text has changed, or it is a new instance."""
        engine = self._program.engine
        if unit.__class__ is units.Head:
            return True
        return bool(engine.produced(unit)) and not engine.questions(unit)


def code_of(
    program: Program, key: ElementKey, questions: dict[Fact, Answer] | None = None
) -> c.Code:
    """The core of an element. Raises Unsupported, whose text does not name it. `questions`: where to note what was asked on the way."""
    module = program.answers.find_module(key.namespace)
    if module is None:
        raise Unsupported(f"there is no module {key.namespace}")
    make_ready(program, module)
    return lower_element(program.answers, module, key, questions)


def make_ready(program: Program, module: Module) -> None:
    """See that a module's own units are known, and its binding groups."""
    bring_up_to_date(program, module)
    if module.is_restored:
        program.world.expand(module)
        bring_up_to_date(program, module)


def bring_up_to_date(program: Program, module: Module) -> None:
    """See that a module has a structure, and binding groups where no record stands in for it."""
    world = program.world
    if not program.engine.is_fresh(units.Structure(module.key)):
        for _ in reach(program, module, None):
            pass
    while world.ungrouped:
        regroup(world, next(iter(world.ungrouped)))
