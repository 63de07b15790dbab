"""A progress bar for checks that take long enough to be watched."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from nova_ls.workspace.workspace import Workspace


def with_progress(workspace: Workspace, steps: Iterable[object]) -> None:
    """Take the steps of a check with a bar on stderr."""
    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("checking", total=None)
        for done, _ in enumerate(steps, 1):
            if done % 64 == 0:
                total = done + len(workspace.program.engine.stale)
                progress.update(task, completed=done, total=total)
