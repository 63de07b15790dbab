"""`nova-ls trace`: what one edit made the engine do, from what was checked last to the files as they are now."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from nova_ls.cli.opened_history import configure_format, configure_place, opened_history
from nova_ls.cli.paint import counted, paint
from nova_ls.cli.usage_error import UsageError
from nova_ls.compiler.edit_trace import EditTrace
from nova_ls.engine.event_trace import Action
from nova_ls.history.replayed_edit import trace_edit

HELP: Final = "show what an edit since the last check invalidates, and what runs again"

_SHOWN: Final = 5
_STYLES: Final = {Action.RAN: "yellow", Action.FOUND: "green", Action.CUT_OFF: "dim"}


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("paths", nargs="+", type=Path, metavar="FILE", help="files that were edited")
    configure_format(parser)
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    with opened_history(options) as history:
        for path in options.paths:
            if not path.is_file():
                raise UsageError(f"{path} is not a file")
        trace = trace_edit(history, [path.absolute() for path in options.paths])
    if options.format == "json":
        json.dump(trace.as_data(), sys.stdout)
        print()
    else:
        _show(trace)
    return 0


def _show(trace: EditTrace) -> None:
    count = len(trace.invalidated)
    names = ", ".join(trace.invalidated[:_SHOWN]) + (", ..." if count > _SHOWN else "")
    print(f"The edit made {counted(count, 'unit')} stale: {names or '-'}")
    for step in trace.steps:
        word = paint(step.action.value.ljust(8), _STYLES[step.action])
        print(f"{step.milliseconds:8.2f} ms  {word} {step.kind:<13} {step.name}")
        if step.because:
            print(f"{'':22}because of {step.because}")
    print(f"\n{trace.summary()}")
