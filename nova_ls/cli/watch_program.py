"""`nova-ls run --watch`: a program that follows its sources while it runs."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence

from nova_ls.base.keys import ElementKey
from nova_ls.cli.file_changes import PAUSE, FileChanges
from nova_ls.cli.usage_error import UsageError
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.evaluation.evaluation import places_in_sources
from nova_ls.evaluation.live import Change, Live
from nova_ls.workspace.workspace import Workspace

_SHOWN = 5


def watch_program(workspace: Workspace, main: ElementKey, arguments: Sequence[str]) -> int:
    """Run a program until somebody stops it. What has ended starts again when its sources change."""
    if os.name == "nt":
        raise UsageError("--watch does not work on Windows yet")
    live = Live(workspace, main, arguments)
    changes = FileChanges(workspace)
    try:
        _start(live)
        while True:
            _tell_end(workspace, live)
            if changes.take():
                _follow(live)
            time.sleep(PAUSE)
    finally:
        live.stop()
        live.code.save()


def _start(live: Live) -> None:
    try:
        live.start()
    except Unsupported as problem:
        _say(f"it cannot run: {problem}")


def _follow(live: Live) -> None:
    if live.has_ended:
        _start(live)
        return
    change = live.reload()
    for line in told_change(change):
        _say(line)
    if change.retyped:
        _start(live)


def told_change(change: Change) -> list[str]:
    """What came of an edit, in lines."""
    if change.problems:
        return [*change.problems[:_SHOWN], "the program goes on as it was"]
    if change.retyped:
        return [f"the type of {_listed(change.retyped)} has changed; the program starts again"]
    return [f"swapped {_listed(change.swapped)}"] if change.swapped else []


def _listed(keys: Sequence[ElementKey]) -> str:
    names = [f"{key.namespace}.{key.name}" for key in keys[:_SHOWN]]
    more = len(keys) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _tell_end(workspace: Workspace, live: Live) -> None:
    """What the program says of itself, and that it has ended."""
    while (said := live.said()) is not None:
        problem = said.get("problem") or said.get("failed")
        if problem is not None:
            found = places_in_sources(
                workspace.program, [tuple(each) for each in said.get("places", ())]
            )
            _say("\n  ".join([problem, *(f"in {each}" for each in found)]))
    status = live.take_end()
    if status is not None:
        _say(f"the program has ended (status {status}); it starts again when its sources change")


def _say(line: str) -> None:
    print(f"nova-ls: {line}", file=sys.stderr, flush=True)
