"""Branches: making one, changing to one, and finding commits."""

from __future__ import annotations

from nova_ls.log.commit import BranchHead, CommitId, encode_head
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.log_error import LogError
from nova_ls.log.log_unit import LogUnit
from nova_ls.log.reading import (
    has_branch,
    read_branches,
    read_changes,
    read_current,
    read_heads,
    read_tip,
    walk,
)
from nova_ls.log.rows import COMMIT, CURRENT, branch_row, head_row, heads_prefix
from nova_ls.store import Index, Reader, Transaction

_SHORTEST_ID = 4  # hexadecimal digits


def current_branch(log: DeclarationLog) -> str:
    """The branch that commits go to."""
    return read_current(log.database)


def branches(log: DeclarationLog) -> list[tuple[str, CommitId | None]]:
    """Every branch with its tip, sorted; the current one is among them only if it has been written."""
    return list(read_branches(log.database))


def make_branch(
    log: DeclarationLog, transaction: Transaction, name: str, at: CommitId | None = None
) -> None:
    """Make a branch at a commit, or where the current branch is. `LogError` if there is one."""
    if has_branch(transaction, name):
        raise LogError(f"there is a branch {name!r} already")
    source = read_current(transaction)
    tip = read_tip(transaction, source)
    heads = dict(read_heads(transaction, source))
    if at is not None and at != tip:
        heads = heads_at(transaction, at)
        tip = at
    for unit, head in heads.items():
        transaction.put_row(Index.HEADS, head_row(name, unit), encode_head(head))
    transaction.put_row(Index.HEADS, branch_row(name), tip or b"")
    log.record_movement(transaction, name, None, tip, f"branch: from {source}")


def checkout(log: DeclarationLog, transaction: Transaction, name: str) -> None:
    """Let commits and heads be those of another branch, made here if there is none of that name."""
    source = read_current(transaction)
    if not has_branch(transaction, name):
        make_branch(log, transaction, name)
    if name == source:
        return
    if not has_branch(transaction, source):
        # Nothing was committed there yet; it must not become a copy of `name` on the way back.
        transaction.put_row(Index.HEADS, branch_row(source), b"")
    transaction.put_row(Index.HEADS, CURRENT, name.encode("utf-8", "surrogatepass"))
    old, new = read_tip(transaction, source), read_tip(transaction, name)
    log.record_movement(transaction, name, old, new, f"checkout: from {source} to {name}")


def delete_branch(log: DeclarationLog, transaction: Transaction, name: str) -> None:
    """Forget a branch; its commits stay until they are collected. The current one stays."""
    if name == read_current(transaction):
        raise LogError(f"{name!r} is the current branch")
    if not has_branch(transaction, name):
        raise LogError(f"there is no branch {name!r}")
    tip = read_tip(transaction, name)
    for key, _ in list(transaction.scan_rows(Index.HEADS, heads_prefix(name))):
        transaction.delete_row(Index.HEADS, key)
    transaction.delete_row(Index.HEADS, branch_row(name))
    log.record_movement(transaction, name, tip, None, "branch: deleted")


def heads_at(reader: Reader, commit_id: CommitId) -> dict[LogUnit, BranchHead]:
    """The heads as they were after a commit. `LogError` where the history below it is not all kept."""
    heads: dict[LogUnit, BranchHead] = {}
    times: dict[LogUnit, int] = {}
    last = None
    for commit in walk(reader, commit_id):
        last = commit
        for change in read_changes(reader, commit.id):
            times[change.unit] = times.get(change.unit, 0) + 1
            if change.unit not in heads:
                heads[change.unit] = BranchHead(change.new, commit.id, 1)
    if last is None or last.parent is not None:
        raise LogError(f"the history below {commit_id.hex()[:12]} is no longer kept")
    return {unit: BranchHead(head.entry, head.commit, times[unit]) for unit, head in heads.items()}


def commit_at(log: DeclarationLog, time: float, branch: str | None = None) -> CommitId | None:
    """The last commit of a branch at a time (seconds since the epoch); None: it had none yet."""
    tip = read_tip(log.database, read_current(log.database) if branch is None else branch)
    for commit in walk(log.database, tip):
        if commit.time <= time:
            return commit.id
    return None


def commits_beginning(log: DeclarationLog, digits: str) -> list[CommitId]:
    """The commits whose ids begin with some hexadecimal digits; none where those are fewer than four."""
    try:
        whole = bytes.fromhex(digits[: len(digits) // 2 * 2])
    except ValueError:
        return []
    if len(digits) < _SHORTEST_ID:
        return []
    rows = log.database.scan_rows(Index.LOG, COMMIT + whole)
    ids = (key[len(COMMIT) :] for key, _ in rows)
    return [commit_id for commit_id in ids if commit_id.hex().startswith(digits.lower())]
