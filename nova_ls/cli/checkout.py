"""`nova-ls checkout`: change to a branch, or put earlier versions of declarations back into the files."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from nova_ls.cli.paint import counted
from nova_ls.cli.session import configure_place, opened_history
from nova_ls.cli.usage_error import UsageError
from nova_ls.log.branches import checkout as checkout_branch
from nova_ls.log.branches import make_branch
from nova_ls.log.reading import has_branch
from nova_ls.workspace.history.checkout import restore_declarations, write_state
from nova_ls.workspace.history.compare import compare
from nova_ls.workspace.history.git import git_branch
from nova_ls.workspace.history.history import History
from nova_ls.workspace.history.state import state_of_branch

HELP: Final = "change to a branch, or put earlier versions of declarations back (COMMIT -- NAME...)"


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("-b", dest="make", action="store_true", help="make the branch first")
    add(
        "-f",
        "--force",
        action="store_true",
        help="although the files differ from what was checked last",
    )
    add("target", nargs="?", metavar="BRANCH|COMMIT")
    add(
        "names",
        nargs="*",
        metavar="NAME",
        help="declarations or modules to put back as they were there",
    )
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    if options.target is None:
        raise UsageError("give a branch, or a commit and the names to put back")
    with opened_history(options, writes=not options.names) as history:
        if options.names:
            return _restore(history, options.target, options.names)
        return _change(history, options)


def _restore(history: History, target: str, names: list[str]) -> int:
    for path, name in restore_declarations(history, history.state(target), names):
        print(f"{path}: {name}")
    return 0


def _change(history: History, options: argparse.Namespace) -> int:
    """Let commits go to another branch, and write its files."""
    name, command = options.target, "-b " if options.make else ""
    if git_branch(history.root) is not None:
        raise UsageError(f"the branch is git's here; use `git checkout {command}{name}`")
    if options.make == has_branch(history.database, name):
        problem = (
            "there is a branch {!r} already"
            if options.make
            else "there is no branch {!r}; make it with -b"
        )
        raise UsageError(problem.format(name))
    if not options.make and not options.force:
        differing = compare(history.head(), history.working()).declarations
        if differing:
            raise UsageError(
                f"{counted(len(differing), 'declaration')} in the files differ from what was checked last;"
                " run `nova-ls check` to keep them, or give -f to lose them"
            )
    before = history.head()
    with history.database.transaction() as transaction:
        if options.make:
            start = options.names[0] if options.names else None
            at = None if start is None else history.commit(start)
            make_branch(history.log, transaction, name, at)
        checkout_branch(history.log, transaction, name)
    if not options.make:
        written = write_state(history.root, before, state_of_branch(history.log, name))
        for path in written:
            print(path)
    print(f"Switched to {'a new ' if options.make else ''}branch {name!r}", file=sys.stderr)
    return 0
