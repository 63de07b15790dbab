"""What a commit is to change of the heads of a branch: unit by unit, in the order of the rows, found as often as somebody goes through it.

The first commit of a large project changes hundreds of thousands of units. Nothing here holds them: the caller yields them again for each pass.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from nova_ls.log.commit import BranchHead, Commit, decode_head, encode_head, encode_versions
from nova_ls.log.entry import EntryId
from nova_ls.log.log_unit import LogUnit, encode_unit
from nova_ls.log.rows import CHANGE, heads_prefix
from nova_ls.store import Index, Reader

NewHead = tuple[bytes, EntryId | None]
"""What the head of a unit, named by its bytes in rows, is to be; None: it goes."""

SortedHeads = Callable[[], Iterable[NewHead]]
"""New heads in the order of their rows, each unit once; the same ones at each call."""

PORTION: Final = 500
"""So many units are looked at in one step."""


class ChangedHead(NamedTuple):
    """One unit that a commit changes, with the value of the change's row; `times`: how often it will have been changed."""

    unit: bytes
    new: EntryId | None
    change: bytes
    times: int


def changed_heads(reader: Reader, branch: str, heads: SortedHeads) -> Iterator[list[ChangedHead]]:
    """What differs from the heads there are, in portions for one step each."""
    prefix = heads_prefix(branch)
    has_heads = any(reader.scan_rows(Index.HEADS, prefix))
    pending = iter(heads())
    while some := list(islice(pending, PORTION)):
        rows = [prefix + unit for unit, _ in some]
        known = reader.get_rows(Index.HEADS, rows) if has_heads else [None] * len(rows)
        yield [
            changed
            for (unit, new), data in zip(some, known, strict=True)
            if (changed := _changed(unit, new, data)) is not None
        ]


def _changed(unit: bytes, new: EntryId | None, data: bytes | None) -> ChangedHead | None:
    head = None if data is None else decode_head(data)
    old = None if head is None else head.entry
    if new == old:
        return None
    previous, times = (None, 0) if head is None else (head.commit, head.times)
    return ChangedHead(unit, new, encode_versions(old, new, previous), times + 1)


def rows_of(commit: Commit, changes: Sequence[ChangedHead]) -> dict[Index, dict[bytes, bytes]]:
    """The rows of changes, and those of the heads that they make."""
    log, heads = CHANGE + commit.id, heads_prefix(commit.branch)
    return {
        Index.LOG: {log + one.unit: one.change for one in changes},
        Index.HEADS: {
            heads + one.unit: encode_head(BranchHead(one.new, commit.id, one.times))
            for one in changes
        },
    }


def in_order(
    heads: Mapping[LogUnit, EntryId | None],
) -> Generator[None, None, list[NewHead]]:
    """New heads in the order of their rows; in small steps."""
    listed: list[NewHead] = []
    for number, (unit, entry) in enumerate(heads.items()):
        listed.append((encode_unit(unit), entry))
        if number % PORTION == 0:
            yield
    listed.sort()
    return listed


def merged(heads: list[NewHead], over: SortedHeads) -> SortedHeads:
    """New heads with others over them, which count where both have a unit."""

    def walk() -> Iterator[NewHead]:
        position = 0
        for unit, entry in over():
            while position < len(heads) and heads[position][0] < unit:
                yield heads[position]
                position += 1
            if position < len(heads) and heads[position][0] == unit:
                position += 1
            yield unit, entry
        yield from heads[position:]

    return walk if heads else over
