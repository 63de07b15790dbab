"""What must hold after whatever happened: the workspace opens, fsck is clean, and a check is as a fresh one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nova_ls.maintenance.whole_database import check_all
from nova_ls.store import open_in_memory
from nova_ls.workspace.open_workspace import open_workspace
from tests.compiler.world import open_world, settle, view


def clean(root: Path) -> Iterator[str]:
    """fsck finds nothing."""
    opened = open_workspace(root, root / ".nova")
    yield from opened.notices
    yield from (fault.message for fault in check_all(opened.workspace.baseline.database))
    opened.workspace.close()


def checked(root: Path) -> Iterator[str]:
    """A check shows what a fresh one does, and can be committed."""
    opened = open_workspace(root, root / ".nova")
    yield from opened.notices
    workspace = opened.workspace
    workspace.scan()
    settle(workspace)
    workspace.commit("check")
    shown = view(workspace)
    workspace.close()
    afresh = open_world(root, open_in_memory())
    settle(afresh)
    if repr(view(afresh)) != repr(shown):
        yield f"a check is not as a fresh one: {shown!r}\nfresh: {view(afresh)!r}"
