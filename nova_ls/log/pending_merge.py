"""Putting the commits of other processes on the owner's branch: those that an outbox holds.

Each becomes a commit with its own time, author and message, on top of what is there. What the owner has seen meanwhile is
left out: both sides see the same files, and notice the same changes. A unit that both sides changed, neither
knowing of the other's version, is a concurrent change: both versions are in its history, and the commit says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.log.branches import make_branch
from nova_ls.log.commit import Commit, CommitId, UnitChange
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import EntryId
from nova_ls.log.log_unit import LogUnit
from nova_ls.log.outbox import PendingCommit, PendingEntry
from nova_ls.log.reading import has_branch, read_change, read_current, read_entry, read_head
from nova_ls.store import Index, Reader, Transaction

_TAKEN: Final = b"log:taken:"
_FAR: Final = 100  # versions of a unit that are looked through for one
_NAMED: Final = 5  # units that a message names


@value
class ConcurrentChange:
    """Units that two processes changed from the same version; `commit`: the other one's, of which ours knew nothing."""

    units: tuple[LogUnit, ...]
    commit: CommitId


@dataclass(slots=True)
class Merged:
    """What merging some pending commits came to. `before`: the heads there were on the branches of the units that came."""

    before: dict[tuple[str, LogUnit], EntryId | None] = field(default_factory=dict)
    last: dict[tuple[str, LogUnit], tuple[EntryId | None, CommitId]] = field(default_factory=dict)
    concurrent_changes: list[ConcurrentChange] = field(default_factory=list)


def merge_pending(
    log: DeclarationLog, transaction: Transaction, pending_commits: Sequence[PendingCommit]
) -> Merged:
    """Put pending commits on their branches; each once, however often it is found."""
    merged = Merged()
    names = {pending.name.encode() for pending in pending_commits}
    for key, _ in list(transaction.scan_rows(Index.META, _TAKEN)):
        if key[len(_TAKEN) :] not in names:
            transaction.delete_row(Index.META, key)  # Its file is gone.
    for pending in pending_commits:
        mark = _TAKEN + pending.name.encode()
        if transaction.get_row(Index.META, mark) is None:
            transaction.put_row(Index.META, mark, b"")
            for pending_entry in pending.entries:
                _append(log, transaction, pending_entry)
            _replay(log, transaction, pending, merged)
    return merged


def name_units(units: Iterable[LogUnit]) -> str:
    """Units as a message names them: declarations, and a module only where it stands for itself."""
    names = sorted({unit.name for unit in units})
    names = [name for name in names if not any(other.startswith(f"{name}.") for other in names)]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _append(log: DeclarationLog, transaction: Transaction, pending_entry: PendingEntry) -> None:
    entry = pending_entry.entry
    for name, part in entry.parts.items():
        if part.inline is None and not part.is_of(pending_entry.parts.get(name)):
            return
    log.append(transaction, entry, pending_entry.parts)


def _replay(
    log: DeclarationLog, transaction: Transaction, pending: PendingCommit, merged: Merged
) -> None:
    branch = pending.commit.branch
    if not has_branch(transaction, branch) and branch != read_current(transaction):
        make_branch(log, transaction, branch)
    entries: dict[LogUnit, EntryId | None] = {}
    concurrent: dict[CommitId, list[LogUnit]] = {}
    for change in pending.changes:
        if change.new is not None and read_entry(transaction, change.new) is None:
            continue  # It was collected, or lost with the pending commit that brought it.
        if not _is_news(transaction, branch, change):
            continue
        entries[change.unit] = change.new
        head = read_head(transaction, branch, change.unit)
        current = None if head is None else head.entry
        merged.before.setdefault((branch, change.unit), current)
        if head is not None and _differ(transaction, change.old, current, change.new):
            concurrent.setdefault(head.commit, []).append(change.unit)
    message = _message(pending.commit.message, concurrent)
    commit = _as_its_author(log, pending.commit).commit(transaction, entries, message, branch)
    if commit is not None:
        merged.last.update({(branch, unit): (entry, commit.id) for unit, entry in entries.items()})
    merged.concurrent_changes += [
        ConcurrentChange(tuple(units), other) for other, units in concurrent.items()
    ]


def _is_news(reader: Reader, branch: str, change: UnitChange) -> bool:
    """Whether a text was changed, and the branch has not had the new one since the old one."""
    old, new = _text(reader, change.old), _text(reader, change.new)
    if old == new:
        return False  # Checked anew, since something else changed: the owner does so by itself.
    for entry in _versions(reader, branch, change.unit):
        text = _text(reader, entry)
        if text in (old, new):
            return text == old
    return True


def _versions(reader: Reader, branch: str, unit: LogUnit) -> Iterator[EntryId | None]:
    """The newest versions of a unit, from its head on."""
    head = read_head(reader, branch, unit)
    yield None if head is None else head.entry
    commit_id = None if head is None else head.commit
    for _ in range(_FAR):
        change = None if commit_id is None else read_change(reader, commit_id, unit)
        if change is None:
            return
        yield change.old
        commit_id = change.previous


def _text(reader: Reader, entry_id: EntryId | None) -> bytes | None:
    """The hash of an entry's text."""
    entry = None if entry_id is None else read_entry(reader, entry_id)
    return None if entry is None else entry.source_hash


def _differ(reader: Reader, *entries: EntryId | None) -> bool:
    """Whether each of these has another text than the others."""
    return len({_text(reader, entry) for entry in entries}) == len(entries)


def _as_its_author(log: DeclarationLog, commit: Commit) -> DeclarationLog:
    said = DeclarationLog(log.database, log.schema, commit.author, lambda: commit.time)
    said.pushed = log.pushed
    return said


def _message(message: str, concurrent: dict[CommitId, list[LogUnit]]) -> str:
    beside = "".join(
        f", beside {other.hex()[:10]}: {name_units(units)}" for other, units in concurrent.items()
    )
    return message + beside


def settle_heads(
    reader: Reader,
    merged: Merged,
    branch: str,
    entries: Mapping[LogUnit, EntryId | None],
    message: str,
) -> tuple[Mapping[LogUnit, EntryId | None], str]:
    """What the owner has to commit after it merged pending commits, so that heads are what it has found in the files.

    `entries` and `message`: what it is about to commit. A version that came and is not in the files was saved beside ours.
    """
    if not merged.last:
        return entries, message
    settled = dict(entries)
    concurrent: dict[CommitId, list[LogUnit]] = {}
    for (of_branch, unit), (entry, commit) in merged.last.items():
        if of_branch == branch:
            before = merged.before[of_branch, unit]
            ours = settled.setdefault(unit, before)
            if _differ(reader, before, ours, entry):
                concurrent.setdefault(commit, []).append(unit)
    merged.concurrent_changes += [
        ConcurrentChange(tuple(units), other) for other, units in concurrent.items()
    ]
    return settled, _message(message, concurrent)
