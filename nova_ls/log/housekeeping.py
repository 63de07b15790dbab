"""Keeping a log within limits of time and size, in slices, while the process is idle.

Time comes first: what is older than `keep` goes, if no branch is at it. Where that leaves more than `size` bytes, the time
is shortened until it does not; but never below a day, so that what was done recently can always be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.log.commit import decode_commit
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import EntryId, decode_entry
from nova_ls.log.garbage import ROWS_PER_STEP, Garbage, Retention, delete, search
from nova_ls.log.reading import read_branches, read_heads
from nova_ls.log.rows import COMMIT, ENTRY
from nova_ls.store import Index

RECENT: Final = 86_400.0
"""Seconds for which everything is kept, whatever the limits say."""

_ENTRY_BYTES: Final = 500  # of an entry beside its payload: its rows, and what the files add
_COMMIT_BYTES: Final = 600
_CHANGE_BYTES: Final = 250


@value
class LogLimits:
    """`keep` in seconds; `size` in bytes, of entries and commits together."""

    keep: float
    size: int


@dataclass(slots=True)
class Measure:
    """`at_branches`: bytes that no limit can take. `rest`: when what else there is was made, with its bytes."""

    at_branches: int
    rest: list[tuple[float, int]]

    @property
    def total(self) -> int:
        """All bytes together."""
        return self.at_branches + sum(size for _, size in self.rest)


def enforce_limits(
    log: DeclarationLog, limits: LogLimits, before_deleting: Callable[[], None] = lambda: None
) -> Iterator[Garbage]:
    """Collect what the limits let go, in steps of some milliseconds.

    `before_deleting` is called once it is known that something will go: the caller's chance to forget it.
    """
    measure = Measure(0, [])
    for _ in measure_log(log, measure):
        yield Garbage()
    since = oldest_kept(measure, limits, log.clock())
    log.pushed = set()
    try:
        garbage = Garbage()
        for _ in search(log, Retention(since), garbage):
            yield garbage
        if garbage.entries:
            before_deleting()
        yield from delete(log, garbage)
    finally:
        log.pushed = None


def measure_log(log: DeclarationLog, measure: Measure) -> Iterator[None]:
    """Fill in how much there is and from when, in steps."""
    heads: set[EntryId | None] = set()
    for branch, _ in read_branches(log.database):
        for number, (_, head) in enumerate(read_heads(log.database, branch)):
            heads.add(head.entry)
            if number % ROWS_PER_STEP == 0:
                yield
    for number, (key, data) in enumerate(log.database.scan_rows(Index.LOG, ENTRY)):
        entry = decode_entry(key[len(ENTRY) :], data)
        if entry is not None:
            size = _ENTRY_BYTES + len(data) + sum(part.size for part in entry.parts.values())
            if entry.id in heads:
                measure.at_branches += size
            else:
                measure.rest.append((entry.time, size))
        if number % ROWS_PER_STEP == 0:
            yield
    for number, (key, data) in enumerate(log.database.scan_rows(Index.LOG, COMMIT)):
        commit = decode_commit(key[len(COMMIT) :], data)
        if commit is not None:
            measure.rest.append((commit.time, _COMMIT_BYTES + commit.size * _CHANGE_BYTES))
        if number % ROWS_PER_STEP == 0:
            yield


def oldest_kept(measure: Measure, limits: LogLimits, now: float) -> float:
    """The time from which on everything is kept."""
    since = now - limits.keep
    left = limits.size - measure.at_branches
    for time, size in sorted(measure.rest, reverse=True):
        left -= size
        if left < 0:
            since = max(since, time)
            break
    return min(since, now - min(RECENT, limits.keep))
