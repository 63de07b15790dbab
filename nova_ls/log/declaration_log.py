"""The declaration log: the history of every unit, and the cache of checking it.

All writes go into the caller's transaction, so that a save is one atomic write of artifacts, entries,
heads and commit. All reads see the committed state, unless they are given a transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from hashlib import sha256
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.base.steps import all_steps
from nova_ls.log.commit import (
    Commit,
    CommitId,
    Movement,
    UnitChange,
    decode_movement,
    encode_commit,
    encode_movement,
    make_commit,
)
from nova_ls.log.entry import Draft, Entry, EntryId, decode_entry, encode_entry, make_entry
from nova_ls.log.log_unit import LogUnit
from nova_ls.log.reading import (
    read_change,
    read_commit,
    read_current,
    read_entry,
    read_head,
    read_heads,
    read_tip,
)
from nova_ls.log.rows import (
    CANDIDATES,
    MOVEMENT,
    branch_row,
    candidates_of_version,
    candidates_row,
    commit_row,
    entry_row,
    movement_row,
    movements_at,
    part_row,
    split_ids,
)
from nova_ls.log.unit_changes import (
    PORTION,
    ChangedHead,
    SortedHeads,
    changed_heads,
    in_order,
    merged,
    rows_of,
)
from nova_ls.store import Database, Index, Transaction
from nova_ls.store.keyvalue import RowChanges

_MAX_CANDIDATES: Final = 8
_HELD: Final = 10_000
"""So many changes of heads take a few megabytes."""


@value
class UnitVersion:
    """One version of a unit: what a commit made of it."""

    change: UnitChange
    commit: Commit


@value
class UnitBlame:
    """Who changed a unit last, and how many commits have changed it in all."""

    entry: EntryId | None
    commit: Commit
    times: int


class DeclarationLog:
    """The log in one database.

    `schema`: the version of what entries hold and of what computes it. Entries of another one stay in the
    history but are not candidates. `author`: who commits. `clock`: seconds since the epoch. `below`: a log whose entries may be named
    as if they were in this one; it is only read.
    """

    def __init__(
        self,
        database: Database,
        schema: int = 1,
        author: str = "",
        clock: Callable[[], float] = time.time,
        below: DeclarationLog | None = None,
    ) -> None:
        self.database = database
        self._below = below
        self.schema = schema
        self.author = author
        self.clock = clock
        self.pushed: set[EntryId] | None = None
        """While a collection runs: what was pushed since it began, which it must not collect."""
        self.appended: set[EntryId] = set()
        """What was not in the log before it was pushed; for the caller to empty."""
        self.in_use: set[EntryId] = set()
        """Entries whose payload may still be read, though they are not heads; they are not collected. For the caller to fill."""
        self.lenders: list[Callable[[], Iterable[EntryId]]] = []
        """Who says, when it is asked, what else is in use."""

    @cached_property
    def began_empty(self) -> bool:
        """Whether there were no entries at all when this was asked first."""
        return next(self.database.scan_rows(Index.LOG, CANDIDATES), None) is None

    def has_own_version(self) -> bool:
        """Whether there are entries whose texts can be looked for: those of another version are history."""
        rows = self.database.scan_rows(Index.LOG, candidates_of_version(self.schema))
        return next(rows, None) is not None

    def lent(self) -> set[EntryId]:
        """All entries that are in use without being heads."""
        return self.in_use.union(*(entries() for entries in self.lenders))

    def candidates(
        self, kind: str, name: str, source_hash: bytes, and_below: bool = True
    ) -> list[Entry]:
        """The entries of this text, the most promising first; whether one holds is for the caller.

        `and_below`: false where the log below is known to have none.
        """
        row = candidates_row(self.schema, LogUnit(kind, name), source_hash)
        data = self.database.get_row(Index.LOG, row)
        found: list[Entry] = []
        if data:
            ids = split_ids(data)
            read = self.entries(ids)
            found = [read[entry_id] for entry_id in ids if entry_id in read]
        if and_below and self._below is not None:
            found += self._below.candidates(kind, name, source_hash)
        return found

    def push(self, transaction: Transaction, draft: Draft) -> Entry:
        """Append an entry, or find the one there is; either way it is the first candidate of its text."""
        return self.append(
            transaction, make_entry(draft, self.schema, self.clock(), self.author), draft.parts
        )

    def push_first(self, transaction: Transaction, draft: Draft) -> Entry:
        """As `push`, for a unit of which nothing was ever pushed: there is nothing to look for."""
        entry = make_entry(draft, self.schema, self.clock(), self.author)
        if self.pushed is not None:
            self.pushed.add(entry.id)
        self._put(transaction, entry, draft.parts)
        unit = LogUnit(entry.kind, entry.name)
        transaction.put_row(
            Index.LOG, candidates_row(self.schema, unit, entry.source_hash), entry.id
        )
        return entry

    def append(self, transaction: Transaction, entry: Entry, parts: Mapping[str, bytes]) -> Entry:
        """As `push`, for an entry that was made before, with those of its parts that have rows of their own."""
        if self.pushed is not None:
            self.pushed.add(entry.id)
        there = read_entry(transaction, entry.id)
        if there is None:
            self._put(transaction, entry, parts)
        if entry.schema == self.schema:
            unit = LogUnit(entry.kind, entry.name)
            self._make_first_candidate(transaction, entry.id, unit, entry.source_hash)
        return there or entry

    def _put(self, transaction: Transaction, entry: Entry, parts: Mapping[str, bytes]) -> None:
        self.appended.add(entry.id)
        transaction.put_row(Index.LOG, entry_row(entry.id), encode_entry(entry))
        for name, part in entry.parts.items():
            if part.inline is None:
                transaction.put_row(Index.LOG, part_row(entry.id, name), parts[name])

    def push_again(
        self, transaction: Transaction, entry_id: EntryId, unit: LogUnit, source_hash: bytes
    ) -> bool:
        """Append an entry that was pushed before; False where it is not in the log any more."""
        if transaction.get_row(Index.LOG, entry_row(entry_id)) is None:
            return False
        if self.pushed is not None:
            self.pushed.add(entry_id)
        self._make_first_candidate(transaction, entry_id, unit, source_hash)
        return True

    def entry(self, entry_id: EntryId) -> Entry | None:
        """The entry of an id; None where there is none, or a damaged one."""
        found = read_entry(self.database, entry_id)
        return self._below.entry(entry_id) if found is None and self._below is not None else found

    def entries(self, ids: Sequence[EntryId]) -> dict[EntryId, Entry]:
        """The entries of those ids that are there, with one read."""
        rows = self.database.get_rows(Index.LOG, [entry_row(entry_id) for entry_id in ids])
        read = {}
        for entry_id, data in zip(ids, rows, strict=True):
            entry = None if data is None else decode_entry(entry_id, data)
            if entry is not None:
                read[entry_id] = entry
        return read

    def part(self, entry: Entry, name: str) -> bytes | None:
        """One part of an entry's payload; None where it has none, or a damaged one."""
        part = entry.parts.get(name)
        if part is None or part.inline is not None:
            return None if part is None else part.inline
        data = self.database.get_row(Index.LOG, part_row(entry.id, name))
        if data is None and self._below is not None:
            return self._below.part(entry, name)
        if not part.is_of(data):
            self.database.metrics.damaged.inc()
            return None
        return data

    def commit(
        self,
        transaction: Transaction,
        entries: Mapping[LogUnit, EntryId | None],
        message: str = "",
        branch: str | None = None,
    ) -> Commit | None:
        """Make these the heads of their units on a branch (the current one); None removes a unit.

        Entries that are the heads already do not count; with none left there is no commit and the result is None.
        """
        return all_steps(self.commit_steps(transaction, entries, message, branch))

    def commit_steps(
        self,
        transaction: Transaction,
        entries: Mapping[LogUnit, EntryId | None],
        message: str = "",
        branch: str | None = None,
        more: SortedHeads | None = None,
    ) -> Generator[None, None, Commit | None]:
        """The same in small steps, between which nothing else may be written.

        `more`: further heads, which count where `entries` say something else. The rows of many are made while they are written, so that nobody has to hold them;
        until then the transaction's own reads see nothing of the commit.
        """
        branch = read_current(transaction) if branch is None else branch
        parent = read_tip(transaction, branch)
        listed = yield from in_order(entries)
        wanted = (lambda: listed) if more is None else merged(listed, more)
        digest, size = sha256(), 0
        held: list[ChangedHead] | None = []
        for portion in changed_heads(transaction, branch, wanted):
            for changed in portion:
                digest.update(changed.unit)
                digest.update(changed.change)
            size += len(portion)
            if more is not None and size > _HELD:
                held = None
            elif held is not None:
                held += portion
            yield
        if not size:
            return None
        commit = make_commit(
            parent, branch, self.clock(), self.author, message, size, digest.digest()
        )
        transaction.put_row(Index.LOG, commit_row(commit.id), encode_commit(commit))
        if held is not None:
            yield from _put_changes(transaction, commit, held)
        else:
            found = partial(changed_heads, transaction, branch, wanted)
            transaction.stream_rows(partial(_rows_of_changes, commit, found))
        transaction.put_row(Index.HEADS, branch_row(branch), commit.id)
        self.record_movement(transaction, branch, parent, commit.id, f"commit: {message}")
        return commit

    def head(self, unit: LogUnit, branch: str | None = None) -> EntryId | None:
        """The entry of a unit; None where it has none."""
        head = read_head(self.database, self._branch(branch), unit)
        return None if head is None else head.entry

    def units_named(self, name: str, branch: str | None = None) -> list[LogUnit]:
        """The units of exactly that name, of whatever kind, removed ones too."""
        heads = read_heads(self.database, self._branch(branch), name)
        return [unit for unit, _ in heads if unit.name == name]

    def history(self, unit: LogUnit, branch: str | None = None) -> Iterator[UnitVersion]:
        """The versions of a unit, newest first, as far as they are kept; one read of each."""
        head = read_head(self.database, self._branch(branch), unit)
        commit_id = None if head is None else head.commit
        while commit_id is not None:
            commit = read_commit(self.database, commit_id)
            change = read_change(self.database, commit_id, unit)
            if commit is None or change is None:
                return
            yield UnitVersion(change, commit)
            commit_id = change.previous

    def blame(self, unit: LogUnit, branch: str | None = None) -> UnitBlame | None:
        """Who changed a unit last: two reads, however long its history."""
        head = read_head(self.database, self._branch(branch), unit)
        commit = None if head is None else read_commit(self.database, head.commit)
        if head is None or commit is None:
            return None
        return UnitBlame(head.entry, commit, head.times)

    def reflog(self) -> Iterator[Movement]:
        """Every movement of a branch that is kept, newest first."""
        for _, data in self.database.scan_rows_back(Index.LOG, MOVEMENT):
            yield decode_movement(data)

    def record_movement(
        self,
        transaction: Transaction,
        branch: str,
        old: CommitId | None,
        new: CommitId | None,
        action: str,
    ) -> None:
        """Add a line to the reflog."""
        now = self.clock()
        while any(transaction.scan_rows(Index.LOG, movements_at(now))):
            now += 1e-6  # A coarse clock may give one time twice.
        key = movement_row(now, new)
        movement = Movement(now, branch, old, new, action, self.author)
        transaction.put_row(Index.LOG, key, encode_movement(movement))

    def _branch(self, branch: str | None) -> str:
        return read_current(self.database) if branch is None else branch

    def _make_first_candidate(
        self, transaction: Transaction, entry_id: EntryId, unit: LogUnit, source_hash: bytes
    ) -> None:
        key = candidates_row(self.schema, unit, source_hash)
        ids = split_ids(transaction.get_row(Index.LOG, key) or b"")
        if ids[:1] != [entry_id]:
            others = [other for other in ids if other != entry_id]
            row = b"".join([entry_id, *others][:_MAX_CANDIDATES])
            transaction.put_row(Index.LOG, key, row)


def _put_changes(
    transaction: Transaction, commit: Commit, changes: Sequence[ChangedHead]
) -> Iterator[None]:
    for first in range(0, len(changes), PORTION):
        for index, rows in rows_of(commit, changes[first : first + PORTION]).items():
            for key, row in rows.items():
                transaction.put_row(index, key, row)
        yield


def _rows_of_changes(
    commit: Commit, found: Callable[[], Iterable[list[ChangedHead]]]
) -> Iterator[RowChanges]:
    """All rows of a commit's changes, portion by portion."""
    for portion in found():
        yield rows_of(commit, portion)
