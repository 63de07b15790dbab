"""Checking that the log's rows are what was written and point at what is there.

A repair only takes away: a head, a candidate or a commit that cannot be trusted is deleted, and the next
check makes it again from the sources. A commit that is not whole loses its place in the history: the branch goes back to the
newest commit below it that is.
"""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.log.commit import Commit, changes_digest, decode_commit, decode_head, encode_change
from nova_ls.log.entry import Entry, EntryId, decode_entry, has_own_id
from nova_ls.log.garbage import TRIMMED
from nova_ls.log.log_unit import decode_text, encode_unit
from nova_ls.log.reading import read_changes, read_commit
from nova_ls.log.rows import (
    BRANCH,
    CANDIDATES,
    COMMIT,
    ENTRY,
    HEAD,
    PART,
    changes_prefix,
    commit_row,
    decode_head_key,
    entry_row,
    part_row,
    shallow_row,
    split_ids,
)
from nova_ls.store import Database, Index
from nova_ls.store.database_check import until_unreadable
from nova_ls.store.fault import Fault, FaultKind, RowEdit


def check_log(database: Database) -> list[Fault]:
    """Every fault of the log; reads everything."""
    checks = (
        _check_entries(database),
        _check_candidates(database),
        _check_commits(database),
        _check_branches(database),
        _check_heads(database),
    )
    return [fault for check in checks for fault in until_unreadable(check)]


def _check_entries(database: Database) -> Iterator[Fault]:
    for key, data in database.scan_rows(Index.LOG, ENTRY):
        entry_id = key[len(ENTRY) :]
        entry = decode_entry(entry_id, data)
        if entry is None or not has_own_id(entry):
            message = f"entry {entry_id.hex()[:12]} is not what was written"
            yield Fault(
                FaultKind.WRONG_HASH, Index.LOG, key, message, _delete_entry(database, entry_id)
            )
            continue
        yield from _check_parts(database, entry)


def _check_parts(database: Database, entry: Entry) -> Iterator[Fault]:
    for name, part in entry.parts.items():
        key = part_row(entry.id, name)
        data = part.inline if part.inline is not None else database.get_row(Index.LOG, key)
        if not part.is_of(data):
            message = (
                f"entry {entry.id.hex()[:12]} ({entry.name}): its {name} is not what was written"
            )
            edits = _delete_entry(database, entry.id)
            yield Fault(FaultKind.WRONG_HASH, Index.LOG, key, message, edits)


def _check_candidates(database: Database) -> Iterator[Fault]:
    for key, data in database.scan_rows(Index.LOG, CANDIDATES):
        ids = split_ids(data)
        good = [i for i in ids if database.get_row(Index.LOG, entry_row(i)) is not None]
        if good != ids:
            edit: RowEdit = (Index.LOG, key, b"".join(good) or None)
            message = f"a candidate of {decode_text(key[3:])[0]} is gone"
            yield Fault(FaultKind.DANGLING, Index.LOG, key, message, (edit,))


def _check_commits(database: Database) -> Iterator[Fault]:
    for key, data in database.scan_rows(Index.LOG, COMMIT):
        commit_id = key[len(COMMIT) :]
        commit = decode_commit(commit_id, data)
        if commit is None:
            message = f"commit {commit_id.hex()[:12]} is not what was written"
            yield Fault(
                FaultKind.WRONG_HASH, Index.LOG, key, message, _delete_commit(database, commit_id)
            )
            continue
        mark = database.get_row(Index.LOG, shallow_row(commit_id))
        if mark != TRIMMED:
            yield from _check_whole_commit(database, commit, mark)


def _check_whole_commit(database: Database, commit: Commit, mark: bytes | None) -> Iterator[Fault]:
    key = commit_row(commit.id)
    changes = list(read_changes(database, commit.id))
    digest = changes_digest(encode_unit(c.unit) + encode_change(c) for c in changes)
    if digest != commit.digest:
        message = f"commit {commit.id.hex()[:12]} has {len(changes)} of {commit.size} changes"
        yield Fault(
            FaultKind.HALF_COMMIT, Index.LOG, key, message, _delete_commit(database, commit.id)
        )
        return
    if commit.parent is not None and mark is None and read_commit(database, commit.parent) is None:
        message = f"commit {commit.id.hex()[:12]}: its parent is gone"
        edit: RowEdit = (Index.LOG, shallow_row(commit.id), b"")
        yield Fault(FaultKind.DANGLING, Index.LOG, key, message, (edit,))


def _check_branches(database: Database) -> Iterator[Fault]:
    for key, tip in database.scan_rows(Index.HEADS, BRANCH):
        if tip and read_commit(database, tip) is None:
            name = decode_text(key[len(BRANCH) :])[0]
            edit: RowEdit = (Index.HEADS, key, _newest_commit(database, name))
            message = f"branch {name} is at a commit that is gone"
            yield Fault(FaultKind.DANGLING, Index.HEADS, key, message, (edit,))


def _check_heads(database: Database) -> Iterator[Fault]:
    for key, data in database.scan_rows(Index.HEADS, HEAD):
        branch, unit = decode_head_key(key)
        try:
            head = decode_head(data)
        except ValueError:
            head = None
        if head is None or (
            head.entry is not None and database.get_row(Index.LOG, entry_row(head.entry)) is None
        ):
            problem = "its entry is gone"
        elif database.get_row(Index.LOG, commit_row(head.commit)) is None:
            problem = "its commit is gone"
        else:
            continue
        message = f"the head of {unit.name} on {branch}: {problem}"
        yield Fault(FaultKind.DANGLING, Index.HEADS, key, message, ((Index.HEADS, key, None),))


def _delete_entry(database: Database, entry_id: EntryId) -> tuple[RowEdit, ...]:
    parts = database.scan_rows(Index.LOG, PART + entry_id)
    return ((Index.LOG, entry_row(entry_id), None), *((Index.LOG, key, None) for key, _ in parts))


def _delete_commit(database: Database, commit_id: bytes) -> tuple[RowEdit, ...]:
    changes = database.scan_rows(Index.LOG, changes_prefix(commit_id))
    return (
        (Index.LOG, commit_row(commit_id), None),
        *((Index.LOG, key, None) for key, _ in changes),
    )


def _newest_commit(database: Database, branch: str) -> bytes:
    """The newest commit of a branch that is there; b"" if none."""
    newest: Commit | None = None
    for key, data in database.scan_rows(Index.LOG, COMMIT):
        commit = decode_commit(key[len(COMMIT) :], data)
        if commit is not None and commit.branch == branch:
            newest = commit if newest is None or commit.time > newest.time else newest
    return b"" if newest is None else newest.id
