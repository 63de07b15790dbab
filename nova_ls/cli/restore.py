"""`nova-ls restore`: take over what was checked elsewhere, so that nothing of it is typed again here."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from nova_ls.cli.opened_history import configure_place, opened_history, workspace_of
from nova_ls.cli.paint import counted
from nova_ls.cli.usage_error import UsageError
from nova_ls.history.state_dump import read_dump, restore
from nova_ls.store import StoreError
from nova_ls.store.dump_file import DumpRefused
from nova_ls.workspace.git import git_branch
from nova_ls.workspace.open_workspace import open_workspace

HELP: Final = "take over what `nova-ls dump` wrote, here or elsewhere"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH")
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    try:
        dumped = read_dump(options.path)
    except OSError as problem:
        raise UsageError(f"{options.path} cannot be read: {problem.strerror}") from problem
    except DumpRefused as problem:
        raise UsageError(str(problem)) from problem
    root = workspace_of(options)
    path = options.database.absolute() if options.database is not None else root / ".nova"
    open_workspace(root, path).workspace.close()  # It may be the first thing that is done here.
    with opened_history(options, writes=True) as history:
        try:
            restore(history.baseline, dumped, git_branch(root), f"restore {options.path.name}")
        except StoreError as problem:
            raise UsageError(str(problem)) from problem
    print(f"{counted(len(dumped.entries), 'entry')} restored")
    return 0
