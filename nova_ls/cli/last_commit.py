"""The newest commit in the log of a workspace that no server has open, for the demo."""

from __future__ import annotations

from pathlib import Path

from nova_ls.base.slotted import value
from nova_ls.log.commit import Commit
from nova_ls.log.reading import read_changes, read_commit, read_current, read_tip
from nova_ls.store import open_database


@value
class LastCommit:
    """`changes`: what it changed, each in words."""

    commit: Commit
    changes: tuple[str, ...]


def last_commit(folder: Path) -> LastCommit | None:
    """The tip of the current branch; None where nothing was ever committed."""
    database = open_database(folder).database
    try:
        tip = read_tip(database, read_current(database))
        commit = None if tip is None else read_commit(database, tip)
        if commit is None:
            return None
        changes = []
        for change in read_changes(database, commit.id):
            verb = "added" if change.old is None else "removed" if change.new is None else "changed"
            changes.append(f"{verb} {change.unit.name} ({change.unit.kind})")
        return LastCommit(commit, tuple(changes))
    finally:
        database.close()
