"""`nova-ls branch`: list, make and delete branches of the log."""

from __future__ import annotations

import argparse
from typing import Final

from nova_ls.cli.log import short
from nova_ls.cli.opened_history import configure_place, database_of, opened_history, workspace_of
from nova_ls.cli.paint import padded, paint, width
from nova_ls.cli.usage_error import UsageError
from nova_ls.history.history import History
from nova_ls.log.branches import branches, delete_branch, make_branch
from nova_ls.log.follow import checked_branch
from nova_ls.log.reading import read_commit
from nova_ls.workspace.git import git_branch
from nova_ls.workspace.open_workspace import open_workspace

HELP: Final = "list, make and delete branches"


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("name", nargs="?", metavar="NAME", help="make this branch")
    add("start", nargs="?", metavar="START", help="at this commit; default: HEAD")
    add("-d", "--delete", action="store_true", help="delete it instead")
    add("-v", "--verbose", action="store_true", help="the last commit of each, too")
    add("--show-current", action="store_true", help="the current branch alone")
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    changes = options.name is not None
    if options.delete and not changes:
        raise UsageError("give the branch to delete")
    if options.delete and _was_checked_last(options):
        _check_current(options)
    with opened_history(options, writes=changes) as history:
        if options.show_current:
            print(current(history))
        elif options.name is None:
            _list(history, verbose=options.verbose)
        elif options.delete:
            _delete(history, options.name)
        else:
            start = None if options.start is None else history.commit(options.start)
            with history.database.transaction() as transaction:
                make_branch(history.log, transaction, options.name, start or history.tip())
    return 0


def current(history: History) -> str:
    """The branch that the next commit goes to: git's where there is git."""
    return git_branch(history.root) or history.branch


def _list(history: History, *, verbose: bool) -> None:
    known: dict[str, bytes | None] = {n: tip for n, tip in branches(history.log) if tip is not None}
    known.setdefault(current(history), None)
    columns = max(map(width, known)) if verbose else 0
    for name, tip in sorted(known.items()):
        is_current = name == current(history)
        line = padded(name, columns)
        if is_current:
            line = paint(line, "green")
        commit = read_commit(history.database, tip) if verbose and tip is not None else None
        if commit is not None:
            line += f" {short(commit.id)} {commit.message}"
        print(f"{'*' if is_current else ' '} {line}")


def _was_checked_last(options: argparse.Namespace) -> bool:
    """Whether the branch to delete is what was checked last, and another one is checked out."""
    with opened_history(options, writes=True) as history:
        is_current = options.name == current(history)
        return not is_current and options.name == checked_branch(history.database)


def _check_current(options: argparse.Namespace) -> None:
    """Make the files what was checked last: the database may not be that of a branch that is gone."""
    root = workspace_of(options)
    workspace = open_workspace(root, database_of(options, root)).workspace
    try:
        if workspace.manifest_problem is not None:
            raise UsageError(workspace.manifest_problem.message)
        workspace.scan()
        workspace.add_packages()
        for _ in workspace.settle():
            pass
        workspace.commit("nova-ls check")
    finally:
        workspace.close()


def _delete(history: History, name: str) -> None:
    if name == current(history):
        raise UsageError(f"{name!r} is the current branch; it cannot be deleted")
    with history.database.transaction() as transaction:
        delete_branch(history.log, transaction, name)
    print(f"Deleted branch {name}.")
