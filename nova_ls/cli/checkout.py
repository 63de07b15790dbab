"""`nova-ls checkout`: change to a branch, or put earlier versions of declarations back into the files."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from typing import Final

from nova_ls.cli.opened_history import configure_place, opened_history
from nova_ls.cli.usage_error import UsageError
from nova_ls.history.declaration_names import DeclarationNames
from nova_ls.history.did_you_mean import did_you_mean
from nova_ls.history.history import History
from nova_ls.history.state import state_of_branch, state_of_commit
from nova_ls.history.write_files import own_work, restore_declarations, write_state
from nova_ls.log.branches import checkout as checkout_branch
from nova_ls.log.branches import make_branch
from nova_ls.log.log_error import LogError
from nova_ls.log.reading import has_branch, read_branches
from nova_ls.workspace.git import git_branch

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
        help="declarations or modules to put back as they were there; with -b: the commit to begin at",
    )
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    if options.target is None:
        raise UsageError("give a branch, or a commit and the names to put back")
    if options.make and len(options.names) > 1:
        raise UsageError(f"unknown argument {options.names[1]}")
    is_restore = bool(options.names) and not options.make
    with opened_history(options, writes=not is_restore) as history:
        if is_restore:
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
        problem = "there is a branch {!r} already" if options.make else "there is no branch {!r}"
        raise UsageError(problem.format(name) + ("" if options.make else _hint(history, name)))
    at = history.commit(options.names[0]) if options.names else None
    before = history.head()
    if not options.make or at is not None:
        # The files come first: what ends in the middle goes on when it is asked for again.
        after = (
            state_of_branch(history.log, name) if at is None else state_of_commit(history.log, at)
        )
        if not options.force:
            _refuse_to_lose(own_work(history.root, before, after))
        for path in write_state(history.root, before, after):
            print(path)
    with history.database.transaction() as transaction:
        if options.make:
            make_branch(history.log, transaction, name, at)
        checkout_branch(history.log, transaction, name)
    sys.stdout.flush()  # Where both are one stream they stand in order.
    print(f"Switched to {'a new ' if options.make else ''}branch {name!r}", file=sys.stderr)
    return 0


def _hint(history: History, name: str) -> str:
    """What was meant by something that is not a branch."""
    with suppress(LogError):
        if DeclarationNames(history.log, history.branch).opt_find(name) is not None:
            return f"; `checkout HEAD -- {name}` puts the declaration back"
        if history.opt_commit(name) is not None:
            return f"; `checkout -b NEW {name}` makes one at that commit"
    known = [branch for branch, _ in read_branches(history.database)]
    return did_you_mean(name, known) or f"; make it with `checkout -b {name}`"


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
