"""Sharing a first check among workers: who checks what, and taking in what they found."""

from __future__ import annotations

import select
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.compiler.archive.batch import WrittenAhead
from nova_ls.compiler.archive.module_record import ModuleRecord, decode_module_record
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.facts import Fact, InstancesFact
from nova_ls.compiler.facts.codec import FactCodec
from nova_ls.compiler.first_check import imports_of, in_order, is_new, new_modules
from nova_ls.compiler.model import units
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module
from nova_ls.log.reading import read_current
from nova_ls.store.keyvalue import Index
from nova_ls.workspace.crew.crew import CrewWorker
from nova_ls.workspace.crew.given import rows_of_given
from nova_ls.workspace.crew.messages import Task, TaskResult, unpack_rows
from nova_ls.workspace.crew.schedule import MOST, Schedule, importers_of

FEW: Final = 60
"""So many new modules are checked sooner than workers are told of them."""

_PORTION: Final = 16
"""Modules that are looked at in one step."""

_OF_ANY: Final = 900
"""What any module takes, in code points of text that take as long."""


@value
class Manner:
    """How a check is shared.

    `few`: new modules that one process checks alone. `task`: modules of one task. `stored`: bytes that are stored at once. `patience`: seconds that one step may wait for
    workers; None: as long as it takes. `is_kept`: whether a module's own units stay, though its record is there.
    """

    few: int = FEW
    task: int = MOST
    stored: int = 4 << 20
    patience: float | None = None
    is_kept: Callable[[Module], bool] = lambda module: False


def share_first_check(
    program: Program, baseline: Baseline, members: Sequence[CrewWorker], few: int = FEW
) -> Iterator[Unit]:
    """Let workers check all new modules; what they leave out, and what differs once all is known, is for `settle`."""
    if members:
        yield from share_among(program, baseline, lambda: members, Manner(few))


def share_among(
    program: Program,
    baseline: Baseline,
    called: Callable[[], Sequence[CrewWorker]],
    manner: Manner,
) -> Iterator[Unit]:
    """The same for workers that are `called` once there is something to do.

    Only where nothing is known yet but what lies below and what was written ahead: workers know nothing else.
    """
    if not baseline.writes_ahead or len(program.modules) < manner.few:
        return
    new: list[Module] = []
    is_below, is_replacing = baseline.archive.is_only_below, False
    is_first = not baseline.log.has_own_version()  # Otherwise much of it will be found.
    for module in in_order(program, new_modules(program)):
        if not isinstance(module, Module):
            yield module
            continue
        if is_first:
            baseline.archive.forget_outdated(module.name, module.path)
        if baseline.has_rows(module.name):
            return  # A check was interrupted: most of it will be found.
        new.append(module)
        is_replacing = is_replacing or is_below(module.name)
        if len(new) % _PORTION == 0:
            yield units.Structure(module.key)
    given = baseline.written_ahead(program)
    is_replacing = is_replacing or any(is_below(one.record.name) for one in given)
    others = program.modules.keys() - {module.name for module in new}
    others -= {one.record.name for one in given}
    if len(new) < manner.few or not all(map(is_below, others)):
        return
    if others and is_replacing:
        return  # What lies below may rely on a module whose place one of these takes.
    imports = {module.name: imports_of(module) for module in new}
    members = called()
    yield units.Structure(new[0].key)
    yield from _Share(program, baseline, members, new, imports, given, manner).run()


class _Share:
    """One first check. `answers`: by encoded fact, the fact and, by answer, who was given it. `read`: by module, the hash of the text that a worker has read.

    `given`: modules that were known before, which workers are told of.
    """

    def __init__(
        self,
        program: Program,
        baseline: Baseline,
        members: Sequence[CrewWorker],
        modules: Sequence[Module],
        imports: dict[str, Collection[str]],
        given: Sequence[WrittenAhead],
        manner: Manner,
    ) -> None:
        self._program = program
        self._baseline = baseline
        self._members = list(members)
        self._imports = imports
        self._manner = manner
        self._schedule = Schedule(manner.task)
        self._given = given
        known = (program.modules[one.record.name] for one in given)
        self._modules = (*modules, *known)
        self._files: dict[str, tuple[str, str]] = {}
        archive = baseline.archive
        self._branch = archive.branch() or read_current(archive.database)
        self._library = archive.below_id
        self._tasks: dict[CrewWorker, list[str]] = {}
        self._rows: list[bytes] = []
        self._records: list[tuple[bytes, list[tuple[bytes, bytes]]]] = []
        self._finished: list[str] = []
        self._disowned: list[str] = []
        self._read: dict[str, bytes] = {}
        self._answers: dict[bytes, tuple[Fact, dict[bytes, list[str]]]] = {}
        self._waiting = units.Structure(modules[0].key)

    def run(self) -> Iterator[Unit]:
        costs: dict[str, int] = {}
        for module in self._modules:
            self._files[module.name] = str(module.path), module.origin.value
            costs[module.name] = _OF_ANY + len(module.source.text)
            if len(self._files) % _PORTION == 0:
                yield self._waiting
        for _ in self._schedule.fill(self._imports, costs):
            yield self._waiting
        for rows in rows_of_given(self._baseline, self._given):
            for member in self._members:
                member.known.append(rows)
            yield self._waiting
        for member in self._members:
            member.found += [one.record.name for one in self._given]
        self._give()
        while self._tasks:
            for member in self._heard():
                self._take(member)
            yield self._waiting
            # While they check; at the end of all tasks nothing should be left to store.
            enough = self._manner.stored if self._schedule.has_ready else self._manner.stored // 8
            if sum(map(len, self._rows)) > enough:
                yield from self._store()
        for member in self._members:
            member.let_end()
        yield from self._store()
        yield from self._find_suspects()

    def _take(self, member: CrewWorker) -> None:
        """Take what a worker has found out; first of all it gets something else to do."""
        names, result = self._tasks.pop(member), member.result()
        if result is None:
            self._members.remove(member)  # What it had is left for `settle`.
            return
        self._schedule.finish(names)
        self._tell(member, names, result)
        self._give()
        self._rows += (result.rows, result.shared)
        self._records += result.records

    def _heard(self) -> list[CrewWorker]:
        """Those who have something to tell, or have ended."""
        ready = select.select(list(self._tasks), (), (), self._manner.patience)[0]
        return [member for member in ready if member.is_ready()]

    def _give(self) -> None:
        """Let those who have nothing to do check what can be checked next."""
        for member in list(self._members):
            names = [] if member in self._tasks else self._schedule.take(len(self._members))
            if names:
                files = {} if member.is_told else self._files
                task = Task(names, member.known, member.found, self._branch, self._library, files)
                member.known, member.found, member.is_told = [], [], True
                try:
                    member.give(task)
                    self._tasks[member] = names
                except OSError:
                    self._members.remove(member)

    def _tell(self, finder: CrewWorker, names: list[str], result: TaskResult) -> None:
        for member in self._members:
            if member is not finder:
                member.found += names
                member.known += (result.shared, result.told)

    def _store(self) -> Iterator[Unit]:
        """Store rows as they are, and let the records stand in for the modules."""
        rows: dict[Index, dict[bytes, bytes | None]] = {}
        for packed in self._rows:
            for index, some in unpack_rows(packed).items():
                rows.setdefault(index, {}).update(some)
        found: list[WrittenAhead] = []
        codec = FactCodec()
        for data, asked in self._records:
            record = decode_module_record(data)
            if record is None:
                continue
            self._read[record.name] = record.text_hash
            module = self._module_of(record)
            if module is None:
                self._disowned.append(record.name)
                continue
            found.append(WrittenAhead(module.path, self._branch, record))
            self._finished.append(record.name)
            for fact, answer in asked:
                if fact not in self._answers:
                    self._answers[fact] = codec.decode(fact), {}
                self._answers[fact][1].setdefault(answer, []).append(record.name)
        self._rows, self._records = [], []
        self._baseline.take_ahead(self._program, found, rows)
        for ahead in found:  # They are looked at while workers check, not in the end.
            structure = units.Structure(self._program.modules[ahead.record.name].key)
            self._program.engine.ensure(structure)
            yield structure

    def _module_of(self, record: ModuleRecord) -> Module | None:
        """The module that a record can stand in for; none where the file was changed meanwhile, or is open."""
        module = self._program.modules.get(record.name)
        if module is None or not is_new(self._program, module) or self._manner.is_kept(module):
            return None
        return module if module.source.digest == record.text_hash else None

    def _find_suspects(self) -> Iterator[Unit]:
        """Who was given other answers than there are now has to ask again: instances need not lie in what is imported, and texts may have changed."""
        program = self._program
        for name in self._finished:
            module = program.modules.get(name)
            if module is not None:
                structure = units.Structure(module.key)
                program.engine.ensure(structure)
                yield structure
        for name in self._disowned:
            if name in program.modules:
                self._baseline.disown_rows(program, name)
        for number, (fact, by_answer) in enumerate(self._answers.values()):
            assert isinstance(fact, InstancesFact)
            today = program.world.instances.digest(fact.class_key, fact.heads)
            self._suspect(
                n for answer, names in by_answer.items() if answer != today for n in names
            )
            if number % _PORTION == 0:
                yield self._waiting
        otherwise: list[str] = []
        for number, (name, is_other) in enumerate(self._read_otherwise()):
            if is_other:
                otherwise.append(name)
            if number % _PORTION == 0:
                yield self._waiting
        if otherwise:
            self._suspect(importers_of(otherwise, self._imports | self._imports_of_given()))

    def _imports_of_given(self) -> dict[str, Collection[str]]:
        known = self._program.modules
        names = (one.record.name for one in self._given)
        return {name: imports_of(known[name]) for name in names if name in known}

    def _read_otherwise(self) -> Iterator[tuple[str, bool]]:
        """Each module that workers have read, or were told of, and whether it is another one now."""
        for one in self._given:
            module = self._program.modules.get(one.record.name)
            yield one.record.name, module is None or module.record is not one.record
        for name, digest in self._read.items():
            module = self._program.modules.get(name)
            yield name, module is None or module.source.digest != digest

    def _suspect(self, names: Iterator[str] | set[str]) -> None:
        for name in names:
            if name in self._program.modules:
                self._program.world.suspect(name)
