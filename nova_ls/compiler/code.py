"""Code on demand: what a declaration compiles to, made when somebody asks for it, and found again.

Units ensure what they ask for, so nothing else is brought up to date than what the declaration relies on. What was compiled before is found by the
log entry of its unit: after a restart, an undo or a checkout as well, without parsing anything.
"""

from __future__ import annotations

from typing import Final

from nova_ls.base.element_bytes import decode_element, encode_element
from nova_ls.base.keys import ElementKey, Space
from nova_ls.codegen import core as c
from nova_ls.codegen.backend import Artifact, Backend
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.compiler.archive.code_store import CodeStore, StoredCode
from nova_ls.compiler.archive.module_record import entries_of
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.facts.codec import encode_answer
from nova_ls.compiler.model import units
from nova_ls.compiler.model.units import TypedUnit, Unit
from nova_ls.compiler.program import Program
from nova_ls.compiler.queries.lower_element import lower_by_interface, lower_element
from nova_ls.compiler.reach import reach
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.updates.regroup import regroup
from nova_ls.log.entry import EntryId
from nova_ls.types.core.interface import Origin, ValueInterface

KEPT: Final = 20_000


class CodeBase:
    """The compiled declarations of a program. `store` None: nothing outlives the process.

    `tally`: how many artifacts were compiled, and how many were found.
    """

    def __init__(self, program: Program, backend: Backend, store: CodeStore | None = None) -> None:
        self._program = program
        self._backend = backend
        self._store = store
        self._known: dict[tuple[EntryId, ElementKey], tuple[Artifact, StoredCode]] = {}
        self._fresh: dict[tuple[EntryId, ElementKey], StoredCode] = {}
        self._entries: dict[str, dict[Unit, EntryId]] = {}
        self._edits = -1
        self.tally = {"compiled": 0, "found": 0}

    def artifact(self, key: ElementKey) -> Artifact:
        """What an element compiles to now. Raises Unsupported, whose text does not name it."""
        answers = self._program.answers
        module = answers.find_module(key.namespace)
        if module is None:
            raise Unsupported(f"there is no module {key.namespace}")
        self._catch_up(module)
        if key.space is Space.CONSTRUCTOR or self._is_member(key):
            return self._backend.compile(lower_by_interface(answers, key))
        entry = self._entry(module, key)
        found = None if entry is None else self._find(entry, key)
        return found or self._compile(module, key)

    def identity(self, key: ElementKey) -> EntryId | None:
        """What tells one version of a declaration from another; None where that is not known without compiling it."""
        module = self._program.answers.find_module(key.namespace)
        if module is None:
            return None
        self._catch_up(module)
        if key.space is Space.CONSTRUCTOR or self._is_member(key):
            return None
        return self._entry(module, key)

    def save(self) -> None:
        """Keep what was compiled, for the next process."""
        if self._store is not None and self._fresh and self._store.put(self._fresh):
            self._fresh.clear()

    # ------------------------------------------------------------------ finding

    def _catch_up(self, module: Module) -> None:
        """After an edit all is settled first: only so is it known what else is stale. Where nothing was typed yet, nothing is."""
        program = self._program
        bring_up_to_date(program, module)
        if program.world.edits != self._edits:
            self._edits = program.world.edits
            if any(program.tally.values()):
                for _ in program.settle():
                    pass

    def _is_member(self, key: ElementKey) -> bool:
        scheme = self._program.answers.scheme(key) if key.space is Space.VALUE else None
        interface = None if scheme is None else scheme.interface
        return isinstance(interface, ValueInterface) and interface.origin is Origin.MEMBER

    def _entry(self, module: Module, key: ElementKey) -> EntryId | None:
        """The entry of the unit that an element's code is made from, as it is now."""
        unit = self._unit(module, key)
        if module.is_restored:
            known = self._entries.get(module.name)
            if known is None and module.record is not None:
                known = self._entries[module.name] = entries_of(module.record)
            return None if known is None else known.get(unit)
        world = self._program.world
        if unit in module.sources or unit in module.members:
            self._program.engine.ensure(unit)
        outcome = world.changed.units.get(unit)
        if outcome is not None:
            return world.archive.outcomes.entry_of(outcome)
        return None if module.entries is None else module.entries.get(unit)

    def _unit(self, module: Module, key: ElementKey) -> TypedUnit:
        if key.space is Space.INSTANCE:
            return units.Body(key)
        scheme = self._program.answers.scheme(key)
        interface = None if scheme is None else scheme.interface
        if isinstance(interface, ValueInterface) and interface.origin is Origin.FOREIGN:
            return units.Signature(key)
        group = module.groups.get(key)
        return group if isinstance(group, units.Values) else units.Values(key)

    def _find(self, entry: EntryId, key: ElementKey) -> Artifact | None:
        known = self._known.get((entry, key))
        if known is not None:
            artifact, stored = known
            if self._holds(stored):
                return artifact
        if self._store is None:
            return None
        found = self._store.get(entry, key)
        if found is None or not self._holds(found):
            return None
        artifact = Artifact(found.payload, tuple(map(decode_element, found.needs)))
        self._known[entry, key] = artifact, found
        self.tally["found"] += 1
        return artifact

    def _holds(self, stored: StoredCode) -> bool:
        """Whether what the code relies on beside its entry is so today."""
        decode, answers = self._program.world.archive.outcomes.facts.decode, self._program.answers
        return all(
            encode_answer(decode(data).answer(answers)) == answer for data, answer in stored.asked
        )

    # ------------------------------------------------------------------ compiling

    def _compile(self, module: Module, key: ElementKey) -> Artifact:
        make_ready(self._program, module)
        asked: dict[Fact, Answer] = {}
        code = lower_element(self._program.answers, module, key, asked)
        artifact = self._backend.compile(code)
        self.tally["compiled"] += 1
        entry = self._entry(module, key)
        if entry is not None:
            stored = StoredCode(
                artifact.payload,
                self._beyond(module, key, asked),
                tuple(map(encode_element, artifact.needs)),
            )
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[entry, key] = artifact, stored
            self._fresh[entry, key] = stored
        return artifact

    def _beyond(
        self, module: Module, key: ElementKey, asked: dict[Fact, Answer]
    ) -> tuple[tuple[bytes, bytes], ...]:
        """What was asked that the unit's own check had not asked."""
        unit = self._unit(module, key)
        known = set(self._program.engine.questions(unit))
        encode = self._program.world.archive.outcomes.facts.encode
        return tuple(
            [
                (encode(fact), encode_answer(answer))
                for fact, answer in asked.items()
                if fact not in known
            ]
        )


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
    while world.regrouping:
        regroup(world, next(iter(world.regrouping)))
