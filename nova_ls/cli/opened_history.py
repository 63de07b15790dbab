"""Opening the history that a subcommand is about, and what all of them say when that cannot be done."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nova_ls.cli.usage_error import UsageError
from nova_ls.compiler.baseline import Baseline
from nova_ls.history.history import History
from nova_ls.log.log_error import LogError
from nova_ls.store import Access, StoreError, open_database
from nova_ls.store.dump_file import DumpRefused
from nova_ls.workspace.discovery import LIBRARY, workspace_root
from nova_ls.workspace.git import author, git_branch
from nova_ls.workspace.open_workspace import MEMORY, cache_folder


def configure_count(parser: argparse.ArgumentParser) -> None:
    """How many things to list; `-3` is `-n 3`, as git takes it."""
    parser.add_argument("-n", "--max-count", type=_count, metavar="N", help="show at most N")


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a count")
    return int(text)


def configure_format(parser: argparse.ArgumentParser, *more: str) -> None:
    """Add `--format`; `more`: formats beside text and json."""
    parser.add_argument("--format", choices=("text", "json", *more), default="text",
        help="for people, or for programs (docs/history.md); default: text")  # fmt: skip


def configure_place(parser: argparse.ArgumentParser) -> None:
    """The options that say which workspace is meant."""
    parser.add_argument("-C", dest="folder", type=Path, default=Path(), metavar="DIR",
        help="as if called in this folder")  # fmt: skip
    parser.add_argument("--database", type=Path, metavar="DIR", help="default: the workspace's")


@contextmanager
def opened_history(options: argparse.Namespace, *, writes: bool = False) -> Iterator[History]:
    """The history of the workspace around the current folder. UsageError where there is none, or it cannot be written."""
    root = workspace_of(options)
    path = database_of(options, root)
    if path.name == MEMORY:
        raise UsageError("a database in memory has no history; name a folder")
    if not (path / "CURRENT").exists():
        raise UsageError(f"nothing is known of {root} yet; run `nova-ls check` there first")
    try:
        opened = open_database(path)
    except StoreError as problem:
        raise UsageError(str(problem)) from problem
    try:
        if writes and opened.database.access is Access.FOLLOWER:
            raise UsageError(f"{path} is in use by another nova-ls; close the editor first")
        if opened.notice is not None and opened.database.access is not Access.FOLLOWER:
            print(f"nova-ls: {opened.notice}", file=sys.stderr)
        history = History(
            root, Baseline(opened.database, root, LIBRARY, author(root) if writes else "")
        )
        history.baseline.archive.branch = lambda: git_branch(root)
        yield history
    except (LogError, DumpRefused, StoreError) as problem:
        raise UsageError(str(problem)) from problem
    finally:
        opened.database.close()


def workspace_of(options: argparse.Namespace) -> Path:
    """The root of the workspace that a command is called for; UsageError where there is none."""
    folder = options.folder.absolute()
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder")
    root = workspace_root(folder)
    if root is None:
        raise UsageError(
            f"{folder} is not in a workspace; put a nova.toml, which may be empty, at its root"
        )
    return root


def database_of(options: argparse.Namespace, root: Path) -> Path:
    """The folder of the database that is meant."""
    if options.database is not None:
        return Path(options.database).absolute()
    path = root / ".nova"
    cached = cache_folder(path)
    return cached if not (path / "CURRENT").exists() and (cached / "CURRENT").exists() else path
