"""Following another version control system: commits go to the branch that it says is checked out.

What a workspace's artifacts are is the state of one branch, the last one that was committed to. When commits go to
another branch from now on, the heads of that one have to become what the files are, though nothing of what both
branches have in common was checked again.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Final

from nova_ls.base.steps import all_steps
from nova_ls.log.branches import checkout
from nova_ls.log.commit import decode_head
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import EntryId
from nova_ls.log.log_unit import LogUnit, decode_unit
from nova_ls.log.reading import has_branch, read_current
from nova_ls.log.rows import CHECKED, heads_prefix
from nova_ls.store import Index, Reader, Transaction

_PORTION: Final = 500
"""So many rows are looked at in one step."""


def checked_branch(reader: Reader) -> str:
    """The branch whose heads are what was checked last: what the artifacts are of."""
    name = reader.get_row(Index.HEADS, CHECKED)
    if name is None:
        return read_current(reader)
    branch = name.decode("utf-8", "surrogatepass")
    return branch if has_branch(reader, branch) else read_current(reader)


def follow(
    log: DeclarationLog,
    transaction: Transaction,
    branch: str | None,
    entries: Mapping[LogUnit, EntryId | None],
) -> Mapping[LogUnit, EntryId | None]:
    """Change to a branch (None: the current one) before committing; what has to be committed there.

    `entries` are what differs from what was checked last.
    """
    return all_steps(follow_steps(log, transaction, branch, entries))


def follow_steps(
    log: DeclarationLog,
    transaction: Transaction,
    branch: str | None,
    entries: Mapping[LogUnit, EntryId | None],
) -> Generator[None, None, Mapping[LogUnit, EntryId | None]]:
    """The same in small steps."""
    before = checked_branch(transaction)
    wanted = read_current(transaction) if branch is None else branch
    if wanted != read_current(transaction):
        checkout(log, transaction, wanted)
    if wanted != before or transaction.get_row(Index.HEADS, CHECKED) is None:
        name = wanted.encode("utf-8", "surrogatepass")
        transaction.put_row(Index.HEADS, CHECKED, name)
    if wanted == before:
        return entries
    differences = yield from _differences(transaction, wanted, before)
    return {**differences, **entries}


def _differences(
    reader: Reader, there: str, here: str
) -> Generator[None, None, dict[LogUnit, EntryId | None]]:
    """The entries of the units whose heads are other rows here than they are there."""
    theirs = yield from _rows(reader, there)
    ours = yield from _rows(reader, here)
    found: dict[LogUnit, EntryId | None] = {}
    for number, key in enumerate(theirs.keys() | ours.keys()):
        if theirs.get(key) != ours.get(key):
            data = ours.get(key)
            found[decode_unit(key)[0]] = None if data is None else decode_head(data).entry
        if number % _PORTION == 0:
            yield
    return found


def _rows(reader: Reader, branch: str) -> Generator[None, None, dict[bytes, bytes]]:
    prefix = heads_prefix(branch)
    found: dict[bytes, bytes] = {}
    for number, (key, data) in enumerate(reader.scan_rows(Index.HEADS, prefix)):
        found[key[len(prefix) :]] = data
        if number % _PORTION == 0:
            yield
    return found


def must_follow(reader: Reader, branch: str | None) -> bool:
    """Whether the next commit belongs to another branch than what was checked last."""
    wanted = read_current(reader) if branch is None else branch
    return wanted != read_current(reader) or wanted != checked_branch(reader)
