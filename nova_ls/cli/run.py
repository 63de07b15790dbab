"""`nova-ls run`: run a module's `main`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from nova_ls.cli.check import database_for, open_for_check, take_in
from nova_ls.cli.usage_error import UsageError
from nova_ls.codegen.python.deep import run_deep
from nova_ls.workspace.discovery import workspace_root
from nova_ls.workspace.running import Runner, main_of

HELP: Final = "run a module's main"


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("module", metavar="MODULE", help="the module whose `main` is run")
    add("arguments", nargs="*", metavar="ARG", help="what the program is given, behind `--`")
    add("--path", action="append", default=[], type=Path, metavar="PATH",
        help="files or folders to take modules from; default: this folder")  # fmt: skip
    add("--package", action="append", default=[], type=Path, metavar="DIR",
        help="a dependency's sources")  # fmt: skip
    add("--database", metavar="DIR|:memory:", help="as for `nova-ls check`")


def run(options: argparse.Namespace) -> int:
    """0: it ran to its end; 1: it failed, or could not be compiled, as is told. Raises UsageError where there is no such module."""
    paths = [path.absolute() for path in options.path] or [Path.cwd()]
    for path in (*paths, *options.package):
        if not path.exists():
            raise UsageError(f"{path} does not exist; give files or folders that do")
    root = workspace_root(paths[0])
    packages = [path.absolute() for path in options.package]
    workspace = open_for_check(root, database_for(options.database, root), packages)
    sys.argv = [options.module, *options.arguments]
    try:
        for _ in take_in(workspace, paths):
            pass
        main = main_of(workspace, options.module)
        if isinstance(main, str):
            raise UsageError(main)
        problem = run_deep(lambda: Runner(workspace).run(main))
    finally:
        workspace.close()
    sys.stdout.flush()
    if problem is None:
        return 0
    print(f"nova-ls: {problem}", file=sys.stderr)
    return 1
