"""`nova-ls dump`: what was checked, in one file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from nova_ls.cli.paint import counted, size_of
from nova_ls.cli.session import configure_place, opened_history
from nova_ls.cli.usage_error import UsageError
from nova_ls.workspace.history.dump import dump

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
    print(f"{options.path}: {counted(count, 'entry')}, {size_of(options.path.stat().st_size)}")
    return 0
