"""`nova-ls checkout`: change to a branch, or put earlier versions of declarations back into the files."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from nova_ls.cli.session import configure_place, opened_history
from nova_ls.cli.usage_error import UsageError
from nova_ls.log.branches import checkout as checkout_branch
from nova_ls.log.branches import make_branch
from nova_ls.log.reading import has_branch
from nova_ls.workspace.history.checkout import own_work, restore_declarations, write_state
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
    before = history.head()
    if not options.make:
        # The files come first: what ends in the middle goes on when it is asked for again.
        after = state_of_branch(history.log, name)
        if not options.force:
            _refuse_to_lose(own_work(history.root, before, after))
        for path in write_state(history.root, before, after):
            print(path)
    with history.database.transaction() as transaction:
        if options.make:
            start = options.names[0] if options.names else None
            at = None if start is None else history.commit(start)
            make_branch(history.log, transaction, name, at)
        checkout_branch(history.log, transaction, name)
    print(f"Switched to {'a new ' if options.make else ''}branch {name!r}", file=sys.stderr)
    return 0


def _refuse_to_lose(paths: list[str]) -> None:
    if paths:
        which = (
            paths[0]
            if len(paths) == 1
            else f"{len(paths)} files ({', '.join(paths[:3])}{', ...' * (len(paths) > 3)})"
        )
        differ = "differs" if len(paths) == 1 else "differ"
        raise UsageError(
            f"{which} {differ} from what was checked last; run `nova-ls check` to keep that, or give -f to lose it"
        )
