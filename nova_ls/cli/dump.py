"""`nova-ls dump`: what was checked, in one file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from rich.filesize import decimal

from nova_ls.cli.branch import current as current_branch
from nova_ls.cli.log import short
from nova_ls.cli.opened_history import configure_place, opened_history
from nova_ls.cli.paint import counted
from nova_ls.cli.usage_error import UsageError
from nova_ls.history.state_dump import dump
from nova_ls.log.follow import checked_branch
from nova_ls.log.reading import read_tip

HELP: Final = "write what was checked last to one file"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH")
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    with opened_history(options) as history:
        try:
            count = dump(history.baseline, options.path)
        except OSError as problem:
            raise UsageError(f"{options.path} cannot be written: {problem.strerror}") from problem
        branch, current = checked_branch(history.database), current_branch(history)
        tip = read_tip(history.database, branch)
    at = "" if tip is None else f", of {branch} at {short(tip)}"
    size = decimal(options.path.stat().st_size)
    print(f"{options.path}: {counted(count, 'entry')}, {size}{at}")
    if branch != current:
        print(
            f"nova-ls: {branch!r} is what was checked last; for {current!r} run `nova-ls check` first",
            file=sys.stderr,
        )
    return 0
