"""Sharing a first check among workers: who checks what, and taking in what they found."""

from __future__ import annotations

import select
from collections.abc import Iterator, Sequence
from typing import Final

from nova_ls.compiler.archive.archive import WrittenAhead
from nova_ls.compiler.archive.module_record import decode_record
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.facts import InstancesFact
from nova_ls.compiler.facts.codec import FactCodec
from nova_ls.compiler.first_check import imports_of, in_order, new_modules
from nova_ls.compiler.model import units
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module
from nova_ls.log.reading import read_current
from nova_ls.store.keyvalue import Index
from nova_ls.workspace.crew.crew import Member
from nova_ls.workspace.crew.messages import Result, Task, unpack_rows
from nova_ls.workspace.crew.schedule import Schedule

FEW: Final = 60
"""So many new modules are checked sooner than workers are told of them."""

_STORED: Final = 8 << 20
"""Bytes that are stored at once."""


def share_first_check(
    program: Program, baseline: Baseline, members: Sequence[Member], few: int = FEW
) -> Iterator[Unit]:
    """Let workers check all new modules; what they leave out, and what differs once all is known, is for `settle`.

    Only where nothing but what lies below is known yet: workers know nothing else.
    """
    if not members or not baseline.writes_ahead or len(program.modules) < few:
        return
    new = list(in_order(program, new_modules(program)))
    others = program.modules.keys() - {module.name for module in new}
    is_below = baseline.archive.is_only_below
    if len(new) < few or not all(map(is_below, others)):
        return
    if others and any(is_below(module.name) for module in new):
        return  # What lies below may rely on a module whose place one of these takes.
    if any(baseline.has_rows(module.name) for module in new):
        return  # A check was interrupted: most of it will be found.
    yield from _Share(program, baseline, members, new).run()


class _Share:
    """One first check. `answers`: by encoded fact and answer, who was given it."""

    def __init__(
        self,
        program: Program,
        baseline: Baseline,
        members: Sequence[Member],
        modules: Sequence[Module],
    ) -> None:
        self._program = program
        self._baseline = baseline
        self._members = list(members)
        self._schedule = Schedule({module.name: imports_of(module) for module in modules})
        self._files = {m.name: (str(m.path), m.origin.value) for m in modules}
        archive = baseline.archive
        self._branch = archive.branch() or read_current(archive.database)
        self._tasks: dict[Member, list[str]] = {}
        self._rows: list[bytes] = []
        self._found: list[WrittenAhead] = []
        self._finished: list[Module] = []
        self._answers: dict[bytes, dict[bytes, list[str]]] = {}

    def run(self) -> Iterator[Unit]:
        self._give()
        while self._tasks:
            for member in select.select(list(self._tasks), (), ())[0]:
                names, result = self._tasks.pop(member), member.result()
                if result is None:
                    self._members.remove(member)  # What it had is left for `settle`.
                    continue
                self._schedule.finish(names)
                self._tell(member, names, result)
                self._give()
                self._take_in(result)
                if sum(map(len, self._rows)) > _STORED:
                    yield from self._store()
        yield from self._store()
        yield from self._doubt()

    def _give(self) -> None:
        """Let those who have nothing to do check what can be checked next."""
        for member in list(self._members):
            names = [] if member in self._tasks else self._schedule.take(len(self._members))
            if names:
                files = {} if member.is_told else self._files
                task = Task(names, member.known, member.found, self._branch, files)
                member.known, member.found, member.is_told = [], [], True
                try:
                    member.give(task)
                    self._tasks[member] = names
                except OSError:
                    self._members.remove(member)

    def _tell(self, finder: Member, names: list[str], result: Result) -> None:
        for member in self._members:
            if member is not finder:
                member.found += names
                member.known += (result.shared, result.places)

    def _take_in(self, result: Result) -> None:
        """Take note of what came of a task; it is stored together with others."""
        self._rows += (result.rows, result.shared)
        for data, asked in result.records:
            record = decode_record(data)
            module = None if record is None else self._program.modules.get(record.name)
            if record is None or module is None or module.source.digest != record.text_hash:
                continue  # The file was changed meanwhile.
            self._found.append(WrittenAhead(module.path, self._branch, record))
            self._finished.append(module)
            for fact, answer in asked:
                self._answers.setdefault(fact, {}).setdefault(answer, []).append(record.name)

    def _store(self) -> Iterator[Unit]:
        """Store rows as they are, and let the records stand in for the modules."""
        rows: dict[Index, dict[bytes, bytes | None]] = {}
        for packed in self._rows:
            for index, found in unpack_rows(packed).items():
                rows.setdefault(index, {}).update(found)
        self._baseline.take_ahead(self._program, self._found, rows)
        for ahead in self._found:
            yield units.Structure(self._program.modules[ahead.record.name].key)
        self._rows, self._found = [], []

    def _doubt(self) -> Iterator[Unit]:
        """Who was given another answer about instances than there is now has to ask again: instances need not lie in what is imported."""
        program, codec = self._program, FactCodec()
        for module in self._finished:
            structure = units.Structure(module.key)
            program.engine.ensure(structure)
            yield structure
        for data, by_answer in self._answers.items():
            fact = codec.decode(data)
            assert isinstance(fact, InstancesFact)
            today = program.world.instances.digest(fact.class_key, fact.heads)
            for answer, names in by_answer.items():
                for name in names if answer != today else ():
                    program.world.suspect(name)
