"""Collecting what no branch, no recent reflog and no caller reaches.

First it is decided what to keep, reading only, in slices too. Then rows are deleted in slices, each a transaction, in
an order in which nothing that is left ever points at something gone: marks for the commits whose parents go,
then commits, then entries. A collection that is killed between two slices leaves less garbage, no faults.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.log.commit import CommitId, decode_commit, decode_movement
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import Entry, EntryId, decode_entry
from nova_ls.log.log_unit import LogUnit
from nova_ls.log.reading import read_branches, read_changes, read_heads, walk
from nova_ls.log.rows import (
    CHANGE,
    COMMIT,
    ENTRY,
    ID_SIZE,
    MOVEMENT,
    SHALLOW,
    candidates_row,
    commit_row,
    decode_change_key,
    entry_row,
    part_row,
    shallow_row,
    split_ids,
)
from nova_ls.store import Durability, Index, Transaction

PARENT_GONE: Final = b""
"""The value of a mark: the commit is whole, its parent was collected."""

TRIMMED: Final = b"t"
"""The value of a mark: of the commit only what heads still name is left, for blame."""

ROWS_PER_STEP: Final = 500
"""Rows read between two steps, or deleted in one transaction."""


@value
class Retention:
    """What is kept beside the heads of all branches.

    `since`: commits, movements and entries not older than this time. `commits`: that many of each branch, however
    old. `entries`: what the caller still uses.
    """

    since: float
    commits: int = 1
    entries: frozenset[EntryId] = frozenset()


@dataclass(slots=True)
class Garbage:
    """What a collection would delete, and by how many bytes of payload the log shrinks."""

    commits: list[CommitId] = field(default_factory=list)
    trimmed: dict[CommitId, frozenset[LogUnit]] = field(default_factory=dict)  # what stays of each
    shallow: list[CommitId] = field(default_factory=list)
    movements: list[bytes] = field(default_factory=list)
    entries: list[EntryId] = field(default_factory=list)
    payload: int = 0


def find_garbage(log: DeclarationLog, retention: Retention) -> Garbage:
    """What a collection would delete now: the dry run."""
    garbage = Garbage()
    for _ in search(log, retention, garbage):
        pass
    return garbage


def search(log: DeclarationLog, retention: Retention, garbage: Garbage) -> Iterator[None]:
    """Fill in the garbage, in steps. What is committed in between is not among it."""
    start = log.clock()
    roots = {tip for _, tip in read_branches(log.database) if tip is not None}
    roots |= _recent_roots(log, retention, garbage)
    kept = _kept_commits(log, retention, roots, garbage)
    yield
    entries = set(retention.entries)
    pinned: dict[CommitId, set[LogUnit]] = {}
    for branch, _ in read_branches(log.database):
        for number, (unit, head) in enumerate(read_heads(log.database, branch)):
            if head.entry is not None:
                entries.add(head.entry)
            if head.commit not in kept:
                pinned.setdefault(head.commit, set()).add(unit)
            if number % ROWS_PER_STEP == 0:
                yield
    for commit_id in kept:
        for number, change in enumerate(read_changes(log.database, commit_id)):
            entries.update(entry_id for entry_id in (change.old, change.new) if entry_id)
            if number % ROWS_PER_STEP == 0:
                yield
    parents: dict[CommitId, CommitId | None] = {}
    for number, (key, data) in enumerate(log.database.scan_rows(Index.LOG, COMMIT)):
        commit_id = key[len(COMMIT) :]
        if commit_id in pinned:
            garbage.trimmed[commit_id] = frozenset(pinned[commit_id])
        elif commit_id not in kept:
            commit = decode_commit(commit_id, data)  # A damaged one is left to fsck.
            if commit is not None and commit.time < start:
                parents[commit_id] = commit.parent
        if number % ROWS_PER_STEP == 0:
            yield
    garbage.commits = _children_first(parents)
    entries |= log.lent()
    for number, (key, data) in enumerate(log.database.scan_rows(Index.LOG, ENTRY)):
        entry_id = key[len(ENTRY) :]
        entry = None if entry_id in entries else decode_entry(entry_id, data)
        if entry is not None and entry.time < min(retention.since, start):
            garbage.entries.append(entry.id)
            garbage.payload += sum(part.size for part in entry.parts.values())
        if number % ROWS_PER_STEP == 0:
            yield


def _children_first(parents: Mapping[CommitId, CommitId | None]) -> list[CommitId]:
    """In this order no commit that is left ever has a parent that is gone."""
    children = dict.fromkeys(parents, 0)
    for parent in parents.values():
        if parent in children:
            children[parent] += 1
    pending = [commit_id for commit_id, count in children.items() if count == 0]
    for commit_id in pending:  # grows while it is walked
        parent = parents[commit_id]
        if parent in children:
            children[parent] -= 1
            if children[parent] == 0:
                pending.append(parent)
    return pending


def collect(log: DeclarationLog, retention: Retention) -> Iterator[Garbage]:
    """Delete what `find_garbage` finds, a slice at each step; every step yields all that it is about."""
    log.pushed = set()
    try:
        garbage = find_garbage(log, retention)
        yield garbage
        yield from delete(log, garbage)
    finally:
        log.pushed = None


def delete(log: DeclarationLog, garbage: Garbage) -> Iterator[Garbage]:
    """Delete what was found, a slice at each step. `log.pushed` has to be a set since before the search."""
    with log.database.transaction(Durability.WITH_THE_NEXT) as transaction:
        for commit_id in garbage.shallow:
            transaction.put_row(Index.LOG, shallow_row(commit_id), PARENT_GONE)
        for commit_id in garbage.trimmed:
            transaction.put_row(Index.LOG, shallow_row(commit_id), TRIMMED)
        for key in garbage.movements:
            transaction.delete_row(Index.LOG, key)
    yield garbage
    for keys in _slices(_commit_rows(garbage)):
        with log.database.transaction(Durability.WITH_THE_NEXT) as transaction:
            for key in keys:
                transaction.delete_row(Index.LOG, key)
        yield garbage
    for keys in _slices(_change_rows(log, garbage)):
        if keys:
            with log.database.transaction(Durability.WITH_THE_NEXT) as transaction:
                for key in keys:
                    transaction.delete_row(Index.LOG, key)
        yield garbage
    lent = log.lent() if garbage.entries else set()
    for ids in _slices(garbage.entries):
        with log.database.transaction(Durability.WITH_THE_NEXT) as transaction:
            # Read anew at each slice: what was saved meanwhile may have found one of these again.
            for entry_id in ids:
                is_new = entry_id in (log.pushed or ()) or entry_id in log.in_use
                if not is_new and entry_id not in lent:
                    _delete_entry(transaction, entry_id)
        yield garbage


def _recent_roots(log: DeclarationLog, retention: Retention, garbage: Garbage) -> set[CommitId]:
    """The commits that recent movements name; older movements are garbage."""
    roots = set()
    for key, data in log.database.scan_rows(Index.LOG, MOVEMENT):
        movement = decode_movement(data)
        if movement.time < retention.since:
            garbage.movements.append(key)
        else:
            roots |= {commit for commit in (movement.old, movement.new) if commit is not None}
    return roots


def _kept_commits(
    log: DeclarationLog, retention: Retention, roots: Iterable[CommitId], garbage: Garbage
) -> set[CommitId]:
    """The commits that stay whole; those among them whose parents go are `garbage.shallow`."""
    kept: dict[CommitId, CommitId | None] = {}
    whatever_age = max(1, retention.commits)  # so many of each root are kept
    nearest: dict[CommitId, int] = {}
    for root in roots:
        for number, commit in enumerate(walk(log.database, root)):
            if number >= whatever_age and commit.time < retention.since:
                break
            distance = min(number, whatever_age)
            if nearest.get(commit.id, distance + 1) <= distance:
                break  # Another root has been here, with as far to go.
            nearest[commit.id] = distance
            kept[commit.id] = commit.parent
    garbage.shallow = [
        commit_id
        for commit_id, parent in kept.items()
        if parent
        and parent not in kept
        and log.database.get_row(Index.LOG, shallow_row(commit_id)) is None
    ]
    return set(kept)


def _commit_rows(garbage: Garbage) -> Iterator[bytes]:
    for commit_id in garbage.commits:
        yield COMMIT + commit_id
        yield SHALLOW + commit_id


def _change_rows(log: DeclarationLog, garbage: Garbage) -> Iterator[bytes | None]:
    """The changes of commits that are gone, and of trimmed ones those that no head names; None for one that stays.

    Those that a collection left behind when it was killed are among them.
    """
    current, is_gone = b"", False
    for key, _ in log.database.scan_rows(Index.LOG, CHANGE):
        commit_id = key[len(CHANGE) : len(CHANGE) + ID_SIZE]
        if commit_id != current:
            current = commit_id
            is_gone = log.database.get_row(Index.LOG, commit_row(commit_id)) is None
        if is_gone:
            yield key
        elif commit_id in garbage.trimmed:
            _, unit = decode_change_key(key)
            yield key if unit not in garbage.trimmed[commit_id] else None
        else:
            yield None


def _delete_entry(transaction: Transaction, entry_id: EntryId) -> None:
    data = transaction.get_row(Index.LOG, entry_row(entry_id))
    entry = None if data is None else decode_entry(entry_id, data)
    if entry is None:
        return
    transaction.delete_row(Index.LOG, entry_row(entry_id))
    for name, part in entry.parts.items():
        if part.inline is None:
            transaction.delete_row(Index.LOG, part_row(entry_id, name))
    _delete_candidate(transaction, entry)


def _delete_candidate(transaction: Transaction, entry: Entry) -> None:
    key = candidates_row(entry.schema, LogUnit(entry.kind, entry.name), entry.source_hash)
    ids = split_ids(transaction.get_row(Index.LOG, key) or b"")
    left = [entry_id for entry_id in ids if entry_id != entry.id]
    if left:
        transaction.put_row(Index.LOG, key, b"".join(left))
    elif ids:
        transaction.delete_row(Index.LOG, key)


def _slices(keys: Iterable[bytes | None]) -> Iterator[list[bytes]]:
    """Keys, as many at once as were looked at in one step."""
    slice_: list[bytes] = []
    for number, key in enumerate(keys, 1):
        if key is not None:
            slice_.append(key)
        if number % ROWS_PER_STEP == 0:
            yield slice_
            slice_ = []
    if slice_:
        yield slice_
