"""Reading the log's rows, from the committed state or from within a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_ls.log.commit import (
    BranchHead,
    Commit,
    CommitId,
    UnitChange,
    decode_change,
    decode_commit,
    decode_head,
)
from nova_ls.log.entry import Entry, EntryId, decode_entry
from nova_ls.log.log_unit import LogUnit, decode_text, name_prefix
from nova_ls.log.rows import (
    BRANCH,
    CURRENT,
    branch_row,
    change_row,
    changes_prefix,
    commit_row,
    decode_change_key,
    decode_head_key,
    entry_row,
    head_row,
    heads_prefix,
    shallow_row,
)
from nova_ls.store import Index, Reader

DEFAULT_BRANCH = "main"


def read_entry(reader: Reader, entry_id: EntryId) -> Entry | None:
    """None where there is none, or a damaged one."""
    data = reader.get_row(Index.LOG, entry_row(entry_id))
    return None if data is None else decode_entry(entry_id, data)


def read_commit(reader: Reader, commit_id: CommitId) -> Commit | None:
    """None where there is none, or a damaged one."""
    data = reader.get_row(Index.LOG, commit_row(commit_id))
    return None if data is None else decode_commit(commit_id, data)


def read_change(reader: Reader, commit_id: CommitId, unit: LogUnit) -> UnitChange | None:
    """What a commit did to a unit; None: nothing."""
    data = reader.get_row(Index.LOG, change_row(commit_id, unit))
    return None if data is None else decode_change(unit, data)


def read_changes(reader: Reader, commit_id: CommitId) -> Iterator[UnitChange]:
    """All that a commit did, sorted by name."""
    for key, data in reader.scan_rows(Index.LOG, changes_prefix(commit_id)):
        yield decode_change(decode_change_key(key)[1], data)


def read_head(reader: Reader, branch: str, unit: LogUnit) -> BranchHead | None:
    """None where the branch never had the unit."""
    data = reader.get_row(Index.HEADS, head_row(branch, unit))
    return None if data is None else decode_head(data)


def read_unit_heads(
    reader: Reader, branch: str, units: Sequence[LogUnit]
) -> list[BranchHead | None]:
    """The heads of several units, with one read."""
    rows = reader.get_rows(Index.HEADS, [head_row(branch, unit) for unit in units])
    return [None if data is None else decode_head(data) for data in rows]


def read_heads(
    reader: Reader, branch: str, prefix: str = ""
) -> Iterator[tuple[LogUnit, BranchHead]]:
    """The heads of units whose names begin with `prefix`, removed ones too, sorted by name."""
    for key, data in reader.scan_rows(Index.HEADS, heads_prefix(branch) + name_prefix(prefix)):
        yield decode_head_key(key)[1], decode_head(data)


def read_tip(reader: Reader, branch: str) -> CommitId | None:
    """The last commit of a branch; None where there is no branch, or nothing on it."""
    return reader.get_row(Index.HEADS, branch_row(branch)) or None


def has_branch(reader: Reader, branch: str) -> bool:
    """Whether a branch of that name was made."""
    return reader.get_row(Index.HEADS, branch_row(branch)) is not None


def read_branches(reader: Reader) -> Iterator[tuple[str, CommitId | None]]:
    """Every branch with its tip, sorted."""
    for key, tip in reader.scan_rows(Index.HEADS, BRANCH):
        yield decode_text(key[len(BRANCH) :])[0], tip or None


def read_current(reader: Reader) -> str:
    """The branch that commits go to."""
    name = reader.get_row(Index.HEADS, CURRENT)
    return DEFAULT_BRANCH if name is None else name.decode("utf-8", "surrogatepass")


def walk(reader: Reader, commit_id: CommitId | None) -> Iterator[Commit]:
    """A commit and its ancestors, as far as they are kept."""
    while commit_id is not None:
        commit = read_commit(reader, commit_id)
        if commit is None:
            return
        yield commit
        if reader.get_row(Index.LOG, shallow_row(commit.id)) is not None:
            return  # What is below was collected, though blame may still keep a part of it.
        commit_id = commit.parent
