"""What differs between two states of the log, in units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from nova_ls.log.commit import Change, CommitId
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import Entry, EntryId
from nova_ls.log.errors import LogError
from nova_ls.log.reading import read_changes, read_heads, walk
from nova_ls.log.unit import Unit
from nova_ls.store import Reader


class DifferenceKind(Enum):
    """How a unit differs."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    BODY_CHANGED = "body changed"  # nobody who relies on it can tell
    INTERFACE_CHANGED = "interface changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One unit that differs. `old_unit` differs from `unit` only in a renaming."""

    kind: DifferenceKind
    unit: Unit
    old_unit: Unit
    old: EntryId | None
    new: EntryId | None


Content = Callable[[Entry], bytes | None]
"""What stays the same when a unit is renamed, for the caller to say; None pairs with nothing."""


def diff(
    log: DeclarationLog, old: CommitId, new: CommitId, content: Content | None = None
) -> list[Difference]:
    """What changed from one commit to another, sorted by name; costs what lies between them.

    `content` pairs what was removed with what was added under another name.
    """
    states = _states_between(log.database, old, new)
    return _differences(log, states, content)


def diff_heads(
    log: DeclarationLog, old: str, new: str, content: Content | None = None
) -> list[Difference]:
    """What changes from one branch to another, from their heads alone: no history is needed."""
    before = {unit: head.entry for unit, head in read_heads(log.database, old)}
    after = {unit: head.entry for unit, head in read_heads(log.database, new)}
    states = {unit: (before.get(unit), after.get(unit)) for unit in before.keys() | after.keys()}
    return _differences(log, states, content)


_States = Mapping[Unit, tuple[EntryId | None, EntryId | None]]


def _states_between(reader: Reader, old: CommitId, new: CommitId) -> _States:
    """The entry before and after of each unit that a commit between the two has touched."""
    old_commits, new_commits = list(walk(reader, old)), list(walk(reader, new))
    behind_old = [commit.id for commit in old_commits]
    behind_new = [commit.id for commit in new_commits]
    if not behind_old or not behind_new:
        missing = new if behind_old else old
        raise LogError(f"the commit {missing.hex()[:12]} is no longer kept")
    shared = set(behind_old) & set(behind_new)
    if not shared and (old_commits[-1].parent or new_commits[-1].parent):
        raise LogError("the history that the two have in common is no longer kept")
    undone = [commit_id for commit_id in behind_old if commit_id not in shared]
    done = [commit_id for commit_id in behind_new if commit_id not in shared]
    base: dict[Unit, EntryId | None] = {}
    before = _newest(reader, undone, base)
    after = _newest(reader, done, base)
    return {unit: (before.get(unit, base[unit]), after.get(unit, base[unit])) for unit in base}


def _newest(
    reader: Reader, commits: Iterable[CommitId], base: dict[Unit, EntryId | None]
) -> dict[Unit, EntryId | None]:
    """The last entry that a run of commits, newest first, gave each unit; `base` gets the first old one."""
    newest: dict[Unit, EntryId | None] = {}
    oldest: dict[Unit, Change] = {}
    for commit_id in commits:
        for change in read_changes(reader, commit_id):
            newest.setdefault(change.unit, change.new)
            oldest[change.unit] = change
    for unit, change in oldest.items():
        base.setdefault(unit, change.old)
    return newest


def _differences(log: DeclarationLog, states: _States, content: Content | None) -> list[Difference]:
    changed = {unit: state for unit, state in states.items() if state[0] != state[1]}
    ids = {entry_id for state in changed.values() for entry_id in state if entry_id is not None}
    entries = log.entries(sorted(ids))
    found = [_difference(unit, old, new, entries) for unit, (old, new) in changed.items()]
    if content is not None:
        found = _pair_renamed(found, entries, content)
    return sorted(found, key=lambda difference: (difference.unit.name, difference.unit.kind))


def _difference(
    unit: Unit, old: EntryId | None, new: EntryId | None, entries: Mapping[EntryId, Entry]
) -> Difference:
    if old is None:
        return Difference(DifferenceKind.ADDED, unit, unit, old, new)
    if new is None:
        return Difference(DifferenceKind.REMOVED, unit, unit, old, new)
    before, after = entries.get(old), entries.get(new)
    same = before is not None and after is not None and before.interface == after.interface
    kind = DifferenceKind.BODY_CHANGED if same else DifferenceKind.INTERFACE_CHANGED
    return Difference(kind, unit, unit, old, new)


def _pair_renamed(
    differences: list[Difference], entries: Mapping[EntryId, Entry], content: Content
) -> list[Difference]:
    removed: dict[tuple[str, bytes], Difference] = {}
    for difference in differences:
        key = _content_of(difference.old, entries, content)
        if difference.kind is DifferenceKind.REMOVED and key is not None:
            removed.setdefault((difference.unit.kind, key), difference)
    paired: list[Difference] = []
    gone: set[Unit] = set()
    for difference in differences:
        key = _content_of(difference.new, entries, content)
        if difference.kind is DifferenceKind.ADDED and key is not None:
            source = removed.pop((difference.unit.kind, key), None)
            if source is not None:
                gone.add(source.unit)
                difference = replace(
                    difference,
                    kind=DifferenceKind.RENAMED,
                    old_unit=source.unit,
                    old=source.old,
                )
        paired.append(difference)
    return [
        difference
        for difference in paired
        if difference.kind is not DifferenceKind.REMOVED or difference.unit not in gone
    ]


def _content_of(
    entry_id: EntryId | None, entries: Mapping[EntryId, Entry], content: Content
) -> bytes | None:
    entry = None if entry_id is None else entries.get(entry_id)
    return None if entry is None else content(entry)
