"""Options that say where modules are, and the workspace that they name."""

from __future__ import annotations

import argparse
from pathlib import Path

from nova_ls.cli.check import database_for, open_for_check, take_in
from nova_ls.cli.usage_error import UsageError
from nova_ls.workspace.discovery import workspace_root
from nova_ls.workspace.workspace import Workspace


def configure_workspace(parser: argparse.ArgumentParser) -> None:
    """The options that say where modules are."""
    add = parser.add_argument
    add("--path", action="append", default=[], type=Path, metavar="PATH",
        help="files or folders to take modules from; default: this folder")  # fmt: skip
    add("--package", action="append", default=[], type=Path, metavar="DIR",
        help="a dependency's sources")  # fmt: skip
    add("--database", metavar="DIR|:memory:", help="as for `nova-ls check`")


def open_workspace_of(options: argparse.Namespace) -> Workspace:
    """The workspace that options name, with its files taken in. Raises UsageError where there is none."""
    paths = [path.absolute() for path in options.path] or [Path.cwd()]
    for path in (*paths, *options.package):
        if not path.exists():
            raise UsageError(f"{path} does not exist; give files or folders that do")
    root = workspace_root(paths[0])
    packages = [path.absolute() for path in options.package]
    workspace = open_for_check(root, database_for(options.database, root), packages)
    for _ in take_in(workspace, paths):
        pass
    return workspace
