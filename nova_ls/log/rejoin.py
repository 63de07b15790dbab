"""Joining two histories of a branch: that of a database's owner, and that of who took over from it.

While another process owned the database, commits here were made on what was known then. After taking over, both
sides' heads are in the table (ours where both changed a unit), but the branch is at our last commit only.
One more commit, whose parent is their last one, says how ours differs from it. The commits made here stay
reachable from the history of each unit and from the reflog.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nova_ls.log.commit import (
    Change,
    Commit,
    CommitId,
    Head,
    encode_change,
    encode_commit,
    encode_head,
    make_commit,
)
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.reading import read_changes, read_head, walk
from nova_ls.log.rows import BRANCH, branch_row, change_row, commit_row, head_row
from nova_ls.log.unit import Unit, decode_text, encode_unit
from nova_ls.store import Conflict, Index, Reader, Transaction


@dataclass(frozen=True, slots=True)
class Rejoined:
    """A branch that two processes have moved. `both`: the units that both changed; ours is the head."""

    branch: str
    commit: Commit
    both: tuple[Unit, ...]


def rejoin(
    log: DeclarationLog, transaction: Transaction, conflicts: Iterable[Conflict]
) -> list[Rejoined]:
    """Join every branch that a take-over found moved by both sides."""
    joined = []
    for conflict in conflicts:
        is_branch = conflict.index is Index.HEADS and conflict.key.startswith(BRANCH)
        if is_branch and conflict.theirs and conflict.ours:
            branch = decode_text(conflict.key[len(BRANCH) :])[0]
            joined.append(_join(log, transaction, branch, conflict.theirs, conflict.ours))
    return joined


def _join(
    log: DeclarationLog, transaction: Transaction, branch: str, theirs: CommitId, ours: CommitId
) -> Rejoined:
    shared = {c.id for c in walk(transaction, theirs)} & {c.id for c in walk(transaction, ours)}
    their_changes = _last_changes(transaction, theirs, shared)
    our_changes = _last_changes(transaction, ours, shared)
    both = sorted(their_changes.keys() & our_changes.keys(), key=encode_unit)
    first_old = _first_changes(transaction, ours, shared)
    changes = []
    for unit in sorted(our_changes, key=encode_unit):
        before = their_changes[unit].new if unit in their_changes else first_old[unit].old
        head = read_head(transaction, branch, unit)
        if head is not None and head.entry != before:
            changes.append(Change(unit, before, head.entry, head.commit))
    message = "join what was saved in two processes"
    commit = make_commit(theirs, branch, log.clock(), log.author, message, changes)
    transaction.put_row(Index.LOG, commit_row(commit.id), encode_commit(commit))
    for change in changes:
        transaction.put_row(Index.LOG, change_row(commit.id, change.unit), encode_change(change))
        before_join = read_head(transaction, branch, change.unit)
        times = 1 if before_join is None else before_join.times + 1
        head = Head(change.new, commit.id, times)
        transaction.put_row(Index.HEADS, head_row(branch, change.unit), encode_head(head))
    transaction.put_row(Index.HEADS, branch_row(branch), commit.id)
    log.record_movement(transaction, branch, ours, commit.id, f"commit: {message}")
    return Rejoined(branch, commit, tuple(both))


def _last_changes(reader: Reader, tip: CommitId, shared: set[CommitId]) -> dict[Unit, Change]:
    """The newest change of each unit above the shared history."""
    found: dict[Unit, Change] = {}
    for commit in walk(reader, tip):
        if commit.id in shared:
            break
        for change in read_changes(reader, commit.id):
            found.setdefault(change.unit, change)
    return found


def _first_changes(reader: Reader, tip: CommitId, shared: set[CommitId]) -> dict[Unit, Change]:
    """The oldest change of each unit above the shared history."""
    found: dict[Unit, Change] = {}
    for commit in walk(reader, tip):
        if commit.id in shared:
            break
        found.update({change.unit: change for change in read_changes(reader, commit.id)})
    return found
