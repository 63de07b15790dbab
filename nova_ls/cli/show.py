"""`nova-ls show`: a commit, an entry, or a declaration as it was."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from typing import Final

from nova_ls.base.times import show_time
from nova_ls.cli.diff import show_changes
from nova_ls.cli.log import decorations, header
from nova_ls.cli.opened_history import configure_format, configure_place, opened_history
from nova_ls.cli.paint import paint
from nova_ls.history.as_data import (
    change_as_data,
    commit_as_data,
    declaration_as_data,
    text_of,
)
from nova_ls.history.declaration import StoredDeclaration
from nova_ls.history.declaration_names import DeclarationNames, declaration_in, find_entry
from nova_ls.history.did_you_mean import did_you_mean
from nova_ls.history.history import History
from nova_ls.history.state import State, state_of_branch
from nova_ls.log.commit import Commit
from nova_ls.log.entry import Entry
from nova_ls.log.log_error import LogError
from nova_ls.log.reading import read_commit

HELP: Final = "show a commit, an entry, or a declaration as it was (COMMIT:NAME)"


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("object", nargs="?", default="HEAD", metavar="ENTRY",
        help="a commit, an entry, a NAME, or COMMIT:NAME; default: HEAD")  # fmt: skip
    add("-p", "--patch", action="store_true", help="the text that a commit changed")
    configure_format(parser)
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    with opened_history(options) as history:
        commit_id = history.opt_commit(options.object)
        if commit_id is None:
            return _show_other(history, options)
        commit = read_commit(history.database, commit_id)
        assert commit is not None
        _show_commit(history, commit, options)
    return 0


def _show_other(history: History, options: argparse.Namespace) -> int:
    if ":" in options.object:
        state, name = _split(history, options.object)
        _show_declared(_declaration(history, state, name), options.format)
        return 0
    entry = find_entry(history.log, options.object)
    if entry is not None:
        _show_entry(history, entry, options.format)
        return 0
    state = state_of_branch(history.log, history.branch)
    names = DeclarationNames(history.log, history.branch)
    if names.opt_find(options.object) is None:
        is_state = history.not_a_commit(options.object) is not None
        if is_state or not did_you_mean(options.object, names.known()):
            history.commit(options.object)  # It says what that is, or that it is nothing.
    _show_declared(_declaration(history, state, options.object), options.format)
    return 0


def _split(history: History, text: str) -> tuple[State, str]:
    """`COMMIT:NAME`. A time has colons too, and `git:main`: the last that has the name of a state in front."""
    problem = LogError(f"{text!r}: give the name of a declaration or module after the colon")
    places = [at for at, letter in enumerate(text) if letter == ":" and text[:at] != "git"]
    for at in reversed(places):
        if text[at + 1 :]:
            try:
                return history.state(text[:at] or "HEAD"), text[at + 1 :]
            except LogError as error:
                problem = error
    raise problem


@dataclass(frozen=True, slots=True)
class _File:
    """A module as a whole."""

    module: str
    path: str
    text: str


def _declaration(history: History, state: State, name: str) -> StoredDeclaration | _File:
    """What has a name in a state."""
    if name in state.modules:
        text = state.text_of_module(name)
        if text is None:
            raise LogError(f"the text of {name} is no longer kept")
        return _File(name, state.modules[name].path, text)
    return declaration_in(state, name, DeclarationNames(history.log, history.branch))


def _show_declared(declaration: StoredDeclaration | _File, form: str) -> None:
    if form == "json":
        plain = (
            asdict(declaration)
            if isinstance(declaration, _File)
            else declaration_as_data(declaration)
        )
        json.dump(plain, sys.stdout)
        print()
    elif isinstance(declaration, _File):
        sys.stdout.write(declaration.text)
    else:
        sys.stdout.write(text_of(declaration))


def _show_entry(history: History, entry: Entry, form: str) -> None:
    source = (history.log.part(entry, "source") or b"").decode("utf-8", "replace")
    text = source.split("\0")[-1].strip("\n")
    if form == "json":
        json.dump(
            {
                "entry": entry.id.hex(),
                "name": entry.name,
                "kind": entry.kind,
                "author": entry.author,
                "time": entry.time,
                "fails": entry.failed,
                "interface": entry.interface.hex(),
                "lookups": len(entry.deps),
                "text": text,
            },
            sys.stdout,
        )
        print()
        return
    print(paint(f"entry {entry.id.hex()}", "yellow"))
    print(f"Name:   {entry.name} ({entry.kind})")
    print(f"Author: {entry.author or '(unknown)'}\nDate:   {show_time(entry.time)}")
    print(
        f"State:  {'does not type' if entry.failed else 'types'}, after {len(entry.deps)} look-ups"
    )
    print(f"\n{text}")


def _show_commit(history: History, commit: Commit, options: argparse.Namespace) -> None:
    comparison = history.comparison(commit)
    if options.format == "json":
        found = commit_as_data(commit, [change.name for change in comparison.declarations])
        found["changes"] = [change_as_data(change) for change in comparison.declarations]
        json.dump(found, sys.stdout)
        print()
        return
    print(header(commit, decorations(history).get(commit.id, "")))
    print(f"\n    {commit.message}\n")
    show_changes(comparison, with_patch=options.patch)
