"""A worker: a process that checks modules for another one, in memory, and hands back what there is to store."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from select import select
from typing import Final

from nova_ls.base.slotted import compile_one
from nova_ls.compiler.archive.batch import WrittenAhead
from nova_ls.compiler.archive.library_row import OWN_PRELUDE
from nova_ls.compiler.archive.module_record import encode_module_record, for_importers
from nova_ls.compiler.baseline import Baseline, asked_of_others
from nova_ls.compiler.checked_library import CheckedLibrary
from nova_ls.compiler.facts import InstancesFact
from nova_ls.compiler.first_check import FEW_AT_EASE, can_be_let_go, finish_module
from nova_ls.compiler.model.source import Source
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.store import Access, ArtifactKind, Index
from nova_ls.store.in_process import InProcessKeyValue
from nova_ls.store.rocks import RocksKeyValue, RocksLocation
from nova_ls.store.stored import StoredDatabase
from nova_ls.store.tapped import TappedKeyValue
from nova_ls.syntax.lexer import lex
from nova_ls.workspace.crew.given import READ, rows_of_records
from nova_ls.workspace.crew.messages import (
    Task,
    TaskResult,
    decode_task,
    encode_result,
    pack_rows,
    read_message,
    unpack_rows,
    write_message,
)
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.git import author
from nova_ls.workspace.library import Library
from nova_ls.workspace.read_source import Unreadable, read_source
from nova_ls.workspace.shared_library import library_in_use

_KINDS: Final = frozenset((ArtifactKind.SCHEME,))
"""What is known of a module to those who import it, and to its owner."""


_NICENESS: Final = 5
"""Its owner comes first: others wait for what it hands out, and a request for what a server answers."""


def work(tasks: int, results: int, root: Path | None) -> None:
    """Read tasks from a pipe and write their results to another one, until there are no more, one is for another library, or one came too early."""
    os.nice(_NICENESS)
    _prepare(tasks)
    library, id = library_in_use()
    worker: Worker | None = None
    while (data := read_message(tasks)) is not None:
        task = decode_task(data)
        if worker is None:
            if task.library == OWN_PRELUDE:
                library, id = None, OWN_PRELUDE
            worker = Worker(root, library, FEW_AT_EASE)
        if task.library != id:
            return
        result = worker.check(task)
        if worker.has_strayed:
            return
        write_message(results, encode_result(result))


def _prepare(tasks: int) -> None:
    """Compile what is compiled when it is used first, while there is nothing else to do."""
    lex("é")
    while not select([tasks], [], [], 0)[0] and compile_one():
        continue


def serve(root: str, depth: str) -> None:
    """Work for the process that has started this one: tasks come on stdin, results go to stdout, and nothing else does. `depth`: how deep calls may nest."""
    sys.setrecursionlimit(int(depth))
    gc.disable()  # It allocates and ends.
    tasks, results = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    with suppress(OSError):  # The owner has ended.
        work(tasks, results, Path(root))


class Worker:
    """A program of its own, of which modules that others have checked are part as if they had been committed.

    `has_strayed`: it has read a module that is another one's task, since an import of it was not seen when the order was
    made. What it finds from then on is worth nothing. `few`: with more files than that it lets go of what it has checked, and keeps rows in RocksDB.
    """

    def __init__(self, root: Path | None, library: CheckedLibrary | None, few: int) -> None:
        self.has_strayed = False
        self._files: dict[str, tuple[Path, ModuleOrigin]] = {}
        self._in_order: set[str] = set()
        self._library = Library([])
        self._few = few
        self._is_at_ease = True
        rows = InProcessKeyValue()
        self._store = TappedKeyValue(rows, READ, _is_kept)
        database = StoredDatabase(self._store, Access.MEMORY)
        self._baseline = Baseline(database, root, LIBRARY, author(root), library)
        self._program = Program(self._baseline.table, self, self._baseline.archive)

    def find(self, module: str) -> tuple[Path, ModuleOrigin, Source] | None:
        """compiler.restore.loader.Finder: where the owner said it is, or in the standard library."""
        place = self._files.get(module)
        if place is None:
            found = self._library.find(module)
            return None if found is None else (found[0], found[1], Source(found[2]))
        if module not in self._in_order:
            self.has_strayed = True
        text = read_source(place[0])
        return None if isinstance(text, Unreadable) else (*place, Source(text))

    def check(self, task: Task) -> TaskResult:
        """Check some modules, of which everything that they import is known."""
        for name, (path, origin) in task.files.items():
            self._files[name] = Path(path), ModuleOrigin(origin)
        self._in_order.update(task.found, task.modules)
        if self._is_at_ease and len(self._files) > self._few:
            self._is_at_ease = False
            self._store.move_to(RocksKeyValue(None, RocksLocation.MEMORY))
        for known in task.known:
            self._store.put(unpack_rows(known))
        self._baseline.show_ahead(set(task.found))
        finished = [module for name in task.modules if (module := self._checked(name)) is not None]
        asked = [self._asked_of_instances(module) for module in finished]
        self._baseline.archive.branch = lambda: task.branch
        written = self._write(finished)
        shared, rows = self._store.take()
        told = rows_of_records(self._baseline, written)
        self._store.put(told)
        rows[Index.META].clear()  # They are the owner's own.
        records = [encode_module_record(ahead.record) for ahead in written]
        return TaskResult(
            pack_rows(shared),
            pack_rows(told),
            pack_rows(rows),
            list(zip(records, asked, strict=True)),
        )

    def _write(self, finished: list[Module]) -> list[WrittenAhead]:
        """Make rows of modules. A few modules stay as they are, which takes some 100 MB; what is let go of is read again by those that import it."""
        if self._is_at_ease:
            self._store.reads_own = False
            return self._baseline.copy_ahead(self._program, finished)
        written = self._baseline.write_ahead(self._program, finished)
        for one in written:
            self._program.modules[one.record.name].take_record(for_importers(one.record))
        self._baseline.leave_ahead()
        return written

    def _checked(self, name: str) -> Module | None:
        module = self._program.loader.find(name)
        if module is None or module.is_restored:
            return None
        for _ in finish_module(self._program, module):
            pass
        return module if can_be_let_go(self._program, module) else None

    def _asked_of_instances(self, module: Module) -> list[tuple[bytes, bytes]]:
        """The answers that may be others once all modules are known: instances need not lie in what is imported."""
        encode = self._baseline.archive.outcomes.facts.encode
        asked = asked_of_others(self._program, module).items()
        return [(encode(fact), answer) for fact, answer in asked if fact.__class__ is InstancesFact]


def _is_kept(key: bytes) -> bool:
    return key[0] in _KINDS
