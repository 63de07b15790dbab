"""What a program remembers beyond the process: outcomes in the log, module records, edges between units and facts.

A commit writes all of it in one transaction: interfaces and typed ASTs by element, one log entry for each unit that changed, the
dependency edges of these units, and the records of the modules concerned.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from nova_ls.base.element_bytes import element_prefix
from nova_ls.base.keys import ElementKey
from nova_ls.base.steps import all_steps
from nova_ls.compiler.archive.batch import (
    Batch,
    ModuleToCommit,
    PreparedCommit,
    WrittenAhead,
    ast_pointer,
)
from nova_ls.compiler.archive.element_rows import forget_module, write_elements
from nova_ls.compiler.archive.graph_nodes import module_of_node, unit_node
from nova_ls.compiler.archive.library_row import library_id, put_library_id
from nova_ls.compiler.archive.log_names import MODULE, log_unit, opt_unit
from nova_ls.compiler.archive.module_record import (
    ModuleRecord,
    entries_of,
    pack_entries,
    sorted_heads,
    with_packed_exports,
)
from nova_ls.compiler.archive.module_rows import ModuleRows
from nova_ls.compiler.archive.outcome_log import OutcomeLog
from nova_ls.compiler.facts import Fact, InterfaceFact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.outcome import Outcome, Payloads, TypedAst
from nova_ls.compiler.model.units import Unit, module_key
from nova_ls.log.commit import Commit
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import EntryId
from nova_ls.log.follow import checked_branch, follow_steps, must_follow
from nova_ls.log.log_unit import LogUnit
from nova_ls.log.outbox import Outbox, PendingCommit
from nova_ls.log.pending_merge import ConcurrentChange, Merged, merge_pending, settle_heads
from nova_ls.log.reading import read_current, read_heads
from nova_ls.log.rows import heads_prefix
from nova_ls.store import (
    Access,
    ArtifactKind,
    Database,
    Durability,
    GraphNode,
    Index,
    StoreError,
    Transaction,
)

_PORTION: Final = 16
"""So many units are encoded in one step."""


class Archive:
    """The long memory of one workspace.

    `root`: paths below it are kept relative to it; likewise `library`, where the standard library lies. `below`: what another
    database remembers, which holds for the modules that this one knows nothing of; it is only read. `below_id`: names its content.
    """

    def __init__(
        self,
        database: Database,
        log: DeclarationLog,
        root: Path | None,
        library: Path,
        below: Archive | None = None,
        below_id: bytes = b"",
    ) -> None:
        self.database = database
        self.outcomes = OutcomeLog(log)
        self.log = log
        self._below = below
        self.below_id = below_id
        rows_below: ModuleRows | None = None if below is None else below.rows
        self.rows: ModuleRows = ModuleRows(database, root, library, rows_below)
        self.unwritten: set[str] = set()
        """Modules of which the database has nothing: nobody needs to look."""
        self.new: set[str] = set()
        """Modules that were never committed, nor written ahead, by this version of nova-ls."""
        self.outdated: set[str] = set()
        """Those of them of which another version has left rows, none of which can be read."""
        self.unkept: set[str] = set()
        """Modules that were written ahead but for their entries; nothing is committed before these are there."""
        self._appended: set[EntryId | None] = set()  # ahead, for modules that are to be written
        self._told: set[str] = set()
        """New modules: units that relied on elements of another one of their names were told that these are gone."""
        self.only: frozenset[str] | None = None
        """The modules that a database has which is never written; None: there may be any."""
        self.branch: Callable[[], str | None] = lambda: None
        """The branch that commits go to, where something outside decides that; None: the log's current one."""
        self.record_in_use: Callable[[str], ModuleRecord | None] = lambda name: None
        """The record that stands in for a module here, whatever has become of its rows since it was read."""
        self.outbox: Outbox | None = None
        """Where commits wait that were made while another process owned the database."""
        self.posts = True
        """Whether commits are of something done here; what was only seen, the owner sees by itself."""
        self.takes_pending_commits = False
        """Whether commits are made of all files: only then is it known what became of the others' commits."""
        self.concurrent_changes: list[ConcurrentChange] = []
        """What other processes changed as well, neither knowing of the other; for the caller to tell, and to empty."""

    # ------------------------------------------------------------------ reading

    def module_names(self) -> set[str]:
        """Every module that was committed, here or below; the rows of some may turn out to be unreadable."""
        if self.only is not None:
            return set(self.only)
        names = set(self.rows.known_names())
        return names if self._below is None else names | self._below.module_names()

    @cached_property
    def _names_below(self) -> frozenset[str]:
        """The modules that were committed below, which is only read."""
        return frozenset() if self._below is None else frozenset(self._below.module_names())

    def is_only_below(self, name: str) -> bool:
        """Whether a module of this name was committed below, and none here."""
        below = self._below
        return below is not None and below.rows.has(name) and not self.rows.has(name)

    def is_below(self, record: ModuleRecord) -> bool:
        """Whether a module's record is the one below: its elements are there, too."""
        return self._below is not None and self._below.rows.of_module(record.name) == record

    def suspect_names(self) -> set[str]:
        """The modules that were committed over other interfaces of the library than there are now."""
        if library_id(self.database) in (None, self.below_id):
            return set()
        return {name for name, _ in self.rows.names()}

    def trust_library(self) -> None:
        """All modules hold over the library that there is now: at the next start nobody need ask again."""
        if self.suspect_names():
            with self.database.transaction(Durability.WITH_THE_NEXT) as transaction:
                put_library_id(transaction, self.below_id)

    def note_new(self, name: str) -> None:
        """A module has become known that was never committed; what was known of its elements has been withdrawn."""
        self.new.add(name)
        self._told.add(name)
        prefix = element_prefix(name)
        if next(self.database.list_artifacts(ArtifactKind.SCHEME, prefix), None) is None:
            self.unwritten.add(name)

    def note_outdated(self, name: str) -> bool:
        """A module has become known that another version of nova-ls has committed; False, and nothing is noted, where this one can read elements of it.

        Who relies on them was not told that they are gone.
        """
        found = self.database.list_artifacts(ArtifactKind.SCHEME, element_prefix(name))
        if any(self.database.has_artifact(ArtifactKind.SCHEME, row) for row, _ in found):
            return False
        self.new.add(name)
        self.outdated.add(name)
        return True

    def forget_outdated(self, name: str, path: Path) -> None:
        """A module of which another version has left rows is from now on as if it had never been known; its history stays."""
        if name in self.outdated:
            record = self.rows.record_key(path, self.branch() or read_current(self.database))
            forget_module(self.database, name, record)
            self.outdated.discard(name)
            self.unwritten.add(name)

    def may_have(self, name: str) -> bool:
        """Whether there may be something of a module in the database that can be read."""
        if self.only is not None:
            return name in self.only
        return name not in self.unwritten and name not in self.outdated

    def candidates(self, unit: Unit, source_hash: bytes) -> Iterator[Outcome]:
        """Outcomes committed for a text, newest first."""
        if self.log.began_empty and unit.module in self.unwritten:
            return iter(())
        return self.outcomes.candidates(unit, source_hash, unit.module in self._names_below)

    def outcome(self, unit: Unit, entry_id: EntryId) -> Outcome | None:
        """The outcome that an entry holds; None where it was collected, or is damaged."""
        entry = self.log.entry(entry_id)
        return None if entry is None else self.outcomes.outcome(unit, entry)

    def relying_modules(self, facts: Collection[Fact]) -> set[str]:
        """The modules of which some committed unit asked for one of these facts."""
        if self.only is not None:
            facts = [fact for fact in facts if self.may_be_asked(fact)]
        if not facts:
            return set()
        changed = [node for fact in facts for node in fact.reached_nodes()]
        reached = self.database.invalidate_from(changed) if changed else ()
        found = {module_of_node(node) for node in reached if node.kind is ArtifactKind.UNIT}
        return found if self._below is None else found | self._below.relying_modules(facts)

    def may_be_asked(self, fact: Fact) -> bool:
        """Whether a unit that was written, here or below, may rely on the answer that a fact had until now."""
        if fact.__class__ is not InterfaceFact:
            return True
        name = fact.key.namespace
        return name not in self._told if self.only is None else name in self.only

    def must_follow(self) -> bool:
        """Whether commits go to another branch than the last one did."""
        return must_follow(self.database, self.branch())

    def pending_commits(self) -> list[PendingCommit]:
        """The commits of other processes that the next commit is to take in."""
        if (
            self.outbox is None
            or not self.takes_pending_commits
            or self.database.access is not Access.OWNER
        ):
            return []
        return self.outbox.pending_commits()

    def load_ast(self, data: bytes) -> TypedAst:
        """The typed AST that a pointer (`ast_pointer`) leads to."""
        return TypedAst.stored(self.loader(data))

    def loader(self, data: bytes) -> Callable[[], Payloads]:
        """What loads the bytes that a pointer leads to."""
        return lambda: self.outcomes.load_ast(data[:32], int.from_bytes(data[32:], "big"))

    # ------------------------------------------------------------------ writing

    def append_ahead(
        self, outcomes: Sequence[tuple[Outcome, Callable[[], str]]]
    ) -> Generator[None, None, None]:
        """Append the entries of units before their modules are written, in small steps; nobody but `write_ahead` relies on them."""
        self._appended.clear()
        for first in range(0, len(outcomes), _PORTION):
            with self.database.transaction(Durability.WITH_THE_NEXT) as transaction:
                for outcome, source in outcomes[first : first + _PORTION]:
                    self._push(transaction, outcome, source)
            self.log.appended.clear()
            self._appended.update(
                outcome.entry for outcome, _ in outcomes[first : first + _PORTION]
            )
            yield

    def write_ahead(self, batch: Batch) -> list[WrittenAhead]:
        """Write new modules before they are committed: nobody looks for what is written here until a commit names them.

        Interrupted, that leaves entries that are found again by their texts, and rows that are written again.
        """
        with self.database.transaction(Durability.WITH_THE_NEXT) as transaction:
            branch = self.branch() or read_current(transaction)
            pointers = self._write_units(transaction, batch, batch.outcomes, {})
            all_steps(
                write_elements(
                    self.database, transaction, batch, pointers, self.unwritten, self.outdated
                )
            )
            for name, change in batch.modules.items():
                self._push_outline(transaction, name, change)
                change.record = with_packed_exports(change.record)
                self.rows.put_ahead(transaction, change.path, branch, change.record)
        self.log.appended.clear()
        self._appended.clear()
        written = [WrittenAhead(m.path, branch, m.record) for m in batch.modules.values()]
        for ahead in written:
            self.note_ahead(ahead)
        return written

    def note_ahead(self, ahead: WrittenAhead) -> None:
        """A module was written ahead, here or by another process for this one."""
        self.new.discard(ahead.record.name)
        self.unwritten.discard(ahead.record.name)
        self.outdated.discard(ahead.record.name)
        if self.log.pushed is not None:  # A collection runs that has asked before what is in use.
            self.log.pushed.update(entries_of(ahead.record).values())

    def note_relying(self) -> None:
        """Rows of another process may rely on whatever is known."""
        self._told.clear()

    def prepare(
        self, batch: Batch, message: str, pending_commits: Sequence[PendingCommit] = ()
    ) -> Generator[None, None, PreparedCommit]:
        """Gather all that one transaction is to write for a batch, in small steps: nothing is written before `PreparedCommit.write`.

        Pending commits of other processes come first. In between nothing may change that the batch was made of; given up before it is written, a
        transaction leaves nothing behind.
        """
        heads: dict[LogUnit, EntryId | None] = {}
        self._appended.clear()
        appended = set(self.log.appended)
        with ExitStack() as stack:
            stack.callback(self._forget_appended, appended)
            transaction = stack.enter_context(self._begin_commit(pending_commits))
            for unit in batch.gone:
                heads[log_unit(unit)] = None
                transaction.set_dependencies(unit_node(unit), ())
            pointers = dict(batch.pointers)
            for first in range(0, len(batch.outcomes), _PORTION):
                part = batch.outcomes[first : first + _PORTION]
                pointers |= self._write_units(transaction, batch, part, heads)
                yield
            yield from write_elements(
                self.database, transaction, batch, pointers, self.unwritten, self.outdated
            )
            put_library_id(transaction, self.below_id)
            branch = self.branch() or read_current(transaction)
            yield from self._write_modules(transaction, batch, branch, heads)
            yield from self._withdraw_others(transaction, batch, heads)
            taken, commit = yield from self._commit_heads(
                transaction, branch, heads, batch.ahead, message, pending_commits
            )
            heads = {}  # The rows say it now.
            yield from transaction.prepare()
            appended.update(self.log.appended)

            def write() -> None:
                rest.close()
                if self.outbox is not None:
                    self.outbox.drop(pending_commits)
                self.new.clear()
                self.unwritten.clear()
                self.outdated.clear()
                self._told.clear()
                self.concurrent_changes += taken.concurrent_changes

            rest = stack.pop_all()
            return PreparedCommit(commit, pointers, write)

    def _begin_commit(
        self, pending_commits: Sequence[PendingCommit]
    ) -> AbstractContextManager[Transaction]:
        """What others have committed is dropped as soon as it is written here: it has to be safe by then."""
        return self.database.transaction(Durability.AT_ONCE if pending_commits else Durability.SOON)

    def _commit_heads(
        self,
        transaction: Transaction,
        branch: str,
        heads: dict[LogUnit, EntryId | None],
        ahead: Sequence[WrittenAhead],
        message: str,
        pending_commits: Sequence[PendingCommit],
    ) -> Generator[None, None, tuple[Merged, Commit | None]]:
        """Commit what the heads are to be, on a branch that may be another one, behind what other processes have committed.

        Those of modules that were written ahead are read off their records as they are needed, unless they have to be compared with others.
        """
        records = [one.record for one in ahead]
        if pending_commits:
            for record in records:
                heads.update((log_unit(u), entry) for u, entry in entries_of(record).items())
            records = []
        followed = yield from follow_steps(self.log, transaction, branch, heads)
        taken = merge_pending(self.log, transaction, pending_commits)
        followed, message = settle_heads(transaction, taken, branch, followed, message)
        if not followed and not records:
            return taken, None
        more = partial(sorted_heads, records) if records else None
        commit = yield from self.log.commit_steps(transaction, followed, message, more=more)
        return taken, commit

    def _forget_appended(self, kept: set[EntryId]) -> None:
        """What a transaction that was given up has appended is not in the log."""
        self.log.appended &= kept

    def post(self, commit: Commit, paths: Iterable[Path]) -> None:
        """Where another process owns the database: leave a commit for it. StoreError where it stays in memory."""
        if self.outbox is not None and self.database.access is Access.FOLLOWER:
            if not self.posts:
                return
            names = (self.rows.path_key(path).decode("utf-8", "surrogateescape") for path in paths)
            try:
                self.outbox.post(self.log, commit, self.log.appended, names)
            except OSError as problem:
                raise StoreError(f"the commit stays in memory: {problem.strerror}") from problem
        self.log.appended.clear()

    def _write_units(
        self,
        transaction: Transaction,
        batch: Batch,
        outcomes: Iterable[tuple[Outcome, Callable[[], str]]],
        heads: dict[LogUnit, EntryId | None],
    ) -> dict[ElementKey, bytes]:
        """Append what units came to, with what they rely on; where each typed AST lies. They become heads."""
        pointers: dict[ElementKey, bytes] = {}
        for outcome, source in outcomes:
            self._push(transaction, outcome, source)
            unit, entry = outcome.unit, outcome.entry
            assert entry is not None
            heads[log_unit(unit)] = entry
            batch.modules[unit.module].entries[unit] = entry
            for number, key in enumerate(outcome.asts):
                pointers[key] = ast_pointer(entry, number)
            nodes: list[GraphNode] = []
            for fact in outcome.questions:
                nodes += fact.relied_nodes()
                if fact.__class__ is InterfaceFact:
                    self._told.discard(fact.key.namespace)  # There is one who will have to be told.
            transaction.set_dependencies(unit_node(unit), nodes)
        return pointers

    def _push(self, transaction: Transaction, outcome: Outcome, source: Callable[[], str]) -> None:
        unit, entry = outcome.unit, outcome.entry
        if entry in self._appended:
            return
        named = log_unit(unit)
        if entry is None or not self.log.push_again(transaction, entry, named, outcome.source_hash):
            draft = self.outcomes.draft(outcome, source())
            is_first = self.log.began_empty and unit.module in self.unwritten
            push = self.log.push_first if is_first else self.log.push
            outcome.entry = push(transaction, draft).id

    def _withdraw_others(
        self, transaction: Transaction, batch: Batch, heads: dict[LogUnit, EntryId | None]
    ) -> Generator[None, None, None]:
        """Where no record tells what units a module had before, the heads do: those that it has no more go."""
        branch = checked_branch(transaction)
        ahead = {one.record.name: one.record for one in batch.ahead}
        if not any(transaction.scan_rows(Index.HEADS, heads_prefix(branch))):
            return
        for name in (*batch.unrecorded, *ahead):
            yield
            change = batch.modules.get(name)
            if change is not None:
                entries = change.entries
            else:
                entries = entries_of(ahead[name]) if name in ahead else {}
            kept = {log_unit(unit) for unit in entries}
            for named, head in read_heads(transaction, branch, name):
                if head.entry is None or named in kept:
                    continue
                unit = opt_unit(named, name)
                if unit is not None:
                    transaction.set_dependencies(unit_node(unit), ())
                if unit is not None or named == LogUnit(MODULE, name):
                    heads.setdefault(named, None)

    def _write_modules(
        self,
        transaction: Transaction,
        batch: Batch,
        branch: str,
        heads: dict[LogUnit, EntryId | None],
    ) -> Generator[None, None, None]:
        """Write the records of modules, and their own entries, which become heads; module by module."""
        for number, name in enumerate(batch.suspects):
            self.rows.mark_suspect(transaction, name)
            if number % _PORTION == 0:
                yield
        for number, (name, path) in enumerate(batch.removed.items()):
            self.rows.remove(transaction, name, path, branch)
            if number % _PORTION == 0:
                yield
        for number, (name, change) in enumerate(batch.modules.items()):
            self.rows.leave(transaction, name, change.path, branch)
            if number % _PORTION == 0:
                yield
        unrecorded = frozenset(batch.unrecorded)
        for name, change in batch.modules.items():
            self._push_outline(transaction, name, change)
            entries, own = change.entries, units.Outline(module_key(name))
            # What was written ahead and is still the same has no head yet.
            new = entries if name in unrecorded else entries.keys() & {own}
            heads.update((log_unit(unit), entries[unit]) for unit in new)
            self.rows.put(transaction, change.path, branch, change.record)
            yield
        for ahead in batch.ahead:
            self._take_ahead(transaction, ahead, branch)
            yield

    def _push_outline(self, transaction: Transaction, name: str, change: ModuleToCommit) -> None:
        """Append a module's own entry, and complete its record."""
        if change.draft is not None:
            own = units.Outline(module_key(name))
            change.entries[own] = self.log.push(transaction, change.draft).id
        change.record = replace(change.record, entries=pack_entries(change.entries))

    def _take_ahead(self, transaction: Transaction, ahead: WrittenAhead, branch: str) -> None:
        """Let a module that was written ahead be one that is committed."""
        if ahead.branch == branch and self.rows.has_record(transaction, ahead.path, branch):
            self.rows.put_place(transaction, ahead.path, branch, ahead.record.name)
        else:  # Another branch was checked out meanwhile, or the record was collected.
            self.rows.put(transaction, ahead.path, branch, ahead.record)
