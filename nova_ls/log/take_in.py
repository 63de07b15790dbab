"""Putting the commits of other processes on the owner's branch: those that an outbox holds.

Each becomes a commit with its own time, author and message, on top of what is there. What the owner has seen meanwhile is
left out: both sides see the same files, and notice the same changes. A unit that both sides changed, neither
knowing of the other's version, is a meeting: both versions are in its history, and the commit says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from nova_ls.log.branches import make_branch
from nova_ls.log.commit import Change, Commit, CommitId
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import EntryId
from nova_ls.log.outbox import Letter, Posted
from nova_ls.log.reading import has_branch, read_change, read_current, read_entry, read_head
from nova_ls.log.unit import Unit
from nova_ls.store import Index, Reader, Transaction

_TAKEN: Final = b"log:taken:"
_FAR: Final = 100  # versions of a unit that are looked through for one
_NAMED: Final = 5  # units that a message names


@dataclass(frozen=True, slots=True)
class Meeting:
    """Units that two processes changed from the same version; `commit`: the other one's, of which ours knew nothing."""

    units: tuple[Unit, ...]
    commit: CommitId


@dataclass(slots=True)
class Taken:
    """What came of some letters. `before`: the heads there were on the branches of the units that came."""

    before: dict[tuple[str, Unit], EntryId | None] = field(default_factory=dict)
    last: dict[tuple[str, Unit], tuple[EntryId | None, CommitId]] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)


def take_in(log: DeclarationLog, transaction: Transaction, letters: Sequence[Letter]) -> Taken:
    """Put the commits of the letters on their branches; each once, however often it is found."""
    taken = Taken()
    names = {letter.name.encode() for letter in letters}
    for key, _ in list(transaction.scan_rows(Index.META, _TAKEN)):
        if key[len(_TAKEN) :] not in names:
            transaction.delete_row(Index.META, key)  # Its file is gone.
    for letter in letters:
        mark = _TAKEN + letter.name.encode()
        if transaction.get_row(Index.META, mark) is None:
            transaction.put_row(Index.META, mark, b"")
            for posted in letter.entries:
                _append(log, transaction, posted)
            _replay(log, transaction, letter, taken)
    return taken


def name_units(units: Iterable[Unit]) -> str:
    """Units as a message names them: declarations, and a module only where it stands for itself."""
    names = sorted({unit.name for unit in units})
    names = [name for name in names if not any(other.startswith(f"{name}.") for other in names)]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _append(log: DeclarationLog, transaction: Transaction, posted: Posted) -> None:
    entry = posted.entry
    for name, part in entry.parts.items():
        if part.inline is None and sha256(posted.parts.get(name, b"")).digest() != part.digest:
            return
    log.append(transaction, entry, posted.parts)


def _replay(log: DeclarationLog, transaction: Transaction, letter: Letter, taken: Taken) -> None:
    branch = letter.commit.branch
    if not has_branch(transaction, branch) and branch != read_current(transaction):
        make_branch(log, transaction, branch)
    entries: dict[Unit, EntryId | None] = {}
    met: dict[CommitId, list[Unit]] = {}
    for change in letter.changes:
        if change.new is not None and read_entry(transaction, change.new) is None:
            continue  # It was collected, or lost with the letter that brought it.
        if not _is_news(transaction, branch, change):
            continue
        entries[change.unit] = change.new
        head = read_head(transaction, branch, change.unit)
        current = None if head is None else head.entry
        taken.before.setdefault((branch, change.unit), current)
        if head is not None and _differ(transaction, change.old, current, change.new):
            met.setdefault(head.commit, []).append(change.unit)
    message = _message(letter.commit.message, met)
    commit = _as_its_author(log, letter.commit).commit(transaction, entries, message, branch)
    if commit is not None:
        taken.last.update({(branch, unit): (entry, commit.id) for unit, entry in entries.items()})
    taken.meetings += [Meeting(tuple(units), other) for other, units in met.items()]


def _is_news(reader: Reader, branch: str, change: Change) -> bool:
    """Whether a text was changed, and the branch has not had the new one since the old one."""
    old, new = _text(reader, change.old), _text(reader, change.new)
    if old == new:
        return False  # Checked anew, since something else changed: the owner does so by itself.
    for entry in _versions(reader, branch, change.unit):
        text = _text(reader, entry)
        if text in (old, new):
            return text == old
    return True


def _versions(reader: Reader, branch: str, unit: Unit) -> Iterator[EntryId | None]:
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


def _message(message: str, met: dict[CommitId, list[Unit]]) -> str:
    beside = "".join(
        f", beside {other.hex()[:10]}: {name_units(units)}" for other, units in met.items()
    )
    return message + beside


def settle(
    reader: Reader,
    taken: Taken,
    branch: str,
    entries: Mapping[Unit, EntryId | None],
    message: str,
) -> tuple[dict[Unit, EntryId | None], str]:
    """What the owner has to commit after it took letters in, so that heads are what it has found in the files.

    `entries` and `message`: what it is about to commit. A version that came and is not in the files was saved beside ours.
    """
    settled = dict(entries)
    met: dict[CommitId, list[Unit]] = {}
    for (of_branch, unit), (entry, commit) in taken.last.items():
        if of_branch == branch:
            before = taken.before[of_branch, unit]
            ours = settled.setdefault(unit, before)
            if _differ(reader, before, ours, entry):
                met.setdefault(commit, []).append(unit)
    taken.meetings += [Meeting(tuple(units), other) for other, units in met.items()]
    return settled, _message(message, met)
