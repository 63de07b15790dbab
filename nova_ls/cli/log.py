"""`nova-ls log`: the commits of a branch, or the versions of a declaration."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.base.times import parse_time, show_age, show_time
from nova_ls.cli.diff import show_changes
from nova_ls.cli.opened_history import (
    configure_count,
    configure_format,
    configure_place,
    opened_history,
)
from nova_ls.cli.paint import counted, indented, paint
from nova_ls.cli.usage_error import UsageError
from nova_ls.cli.version_range import patch, split_range
from nova_ls.history.as_data import commit_as_data, version_as_data
from nova_ls.history.commit_names import HEADS
from nova_ls.history.declaration_names import DeclarationNames, ResolvedName
from nova_ls.history.declaration_versions import DeclarationVersion, versions
from nova_ls.history.did_you_mean import did_you_mean
from nova_ls.history.history import History
from nova_ls.history.module_layouts import Layouts
from nova_ls.log.branches import branches
from nova_ls.log.commit import Commit
from nova_ls.log.reading import has_branch, read_branches, read_changes, read_tip, walk

HELP: Final = "show what was saved, or the versions of a declaration"


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "names",
        nargs="*",
        metavar="NAME",
        help="a commit or branch to begin at, or A..B; a module or declaration",
    )
    add("--oneline", action="store_true", help="one line for each")
    add("--stat", action="store_true", help="the declarations that each changed")
    add("-p", "--patch", action="store_true", help="the text that each changed")
    configure_count(parser)
    add("--since", metavar="TIME", help="not older than this: `2 days ago`, `2025-03-01`")
    configure_format(parser)
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    with opened_history(options) as history:
        asked = _meaning(history, options.names)
        since = _since(history, options.since)
        if asked.start is None:
            print(f"nova-ls: nothing was committed on {history.branch!r} yet", file=sys.stderr)
        left_out = {commit.id for commit in walk(history.database, asked.without)}
        walked = walk(history.database, asked.start)
        commits: Iterator[Commit] = (
            commit for commit in walked if commit.time >= since and commit.id not in left_out
        )
        named = asked.named
        if named is not None and named.element:
            wanted = {commit.id for commit in commits}
            found = (v for v in versions(history.log, named, asked.branch) if v.commit.id in wanted)
            _show_versions(list(islice(found, options.max_count)), options, history)
            return 0
        if named is not None:
            commits = _touching(commits, named, history)
        names = DeclarationNames(history.log, asked.branch)
        _show_commits(list(islice(commits, options.max_count)), options, history, names)
    return 0


@value
class _Asked:
    """`start`: the commit to begin at; `without`: one that is left out, with all before it. `branch`: one that has `start`."""

    start: bytes | None
    without: bytes | None
    named: ResolvedName | None
    branch: str


def _meaning(history: History, given: list[str]) -> _Asked:
    """What up to two words mean: branches come first, then declarations, then other names of commits."""
    if len(given) > 2:
        raise UsageError("give a commit, a name, or a commit and a name")
    start, without, named = history.tip(), None, None
    for word in given:
        branch = _branch_of(history, start)
        before, after = split_range(word)
        if after is not None:
            without, start = history.commit(before), history.commit(after)
        elif word in HEADS or has_branch(history.database, word):
            start = history.commit(word)
        else:
            found = _find(history, DeclarationNames(history.log, branch), word)
            if isinstance(found, ResolvedName):
                named = found
            else:
                start = found
    return _Asked(start, without, named, _branch_of(history, start))


def _find(history: History, names: DeclarationNames, word: str) -> ResolvedName | bytes:
    """The declaration or module of a name, or else a commit."""
    found = names.opt_find(word) or history.opt_commit(word)
    if found is None and history.not_a_commit(word) is None and did_you_mean(word, names.known()):
        return names.find(word)
    return found or history.commit(word)


def _branch_of(history: History, start: bytes | None) -> str:
    """The branch that has a commit, the current one where that has it."""
    others = [branch for branch, _ in read_branches(history.database)]
    for branch in (history.branch, *others):
        commits = walk(history.database, read_tip(history.database, branch))
        if any(commit.id == start for commit in commits):
            return branch
    return history.branch


def _since(history: History, text: str | None) -> float:
    if text is None:
        return 0.0
    time = parse_time(text, history.log.clock())
    if time is None:
        raise UsageError(f"{text!r} is not a time; write `2 days ago`, `14:30` or `2025-03-01`")
    return time


def _touching(commits: Iterator[Commit], named: ResolvedName, history: History) -> Iterator[Commit]:
    units = set(named.units)
    for commit in commits:
        if any(change.unit in units for change in read_changes(history.database, commit.id)):
            yield commit


def _show_commits(
    commits: list[Commit], options: argparse.Namespace, history: History, names: DeclarationNames
) -> None:
    if options.format == "json":
        json.dump([commit_as_data(c, _declared(c, history, names)) for c in commits], sys.stdout)
        print()
        return
    pointing = decorations(history)
    now = history.log.clock()
    for number, commit in enumerate(commits):
        declared = _declared(commit, history, names)
        if options.oneline:
            print(f"{paint(short(commit.id), 'yellow')}{pointing.get(commit.id, '')} {commit.message}"
                  f" ({counted(len(declared), 'declaration')}, {show_age(now - commit.time)})")  # fmt: skip
            continue
        if number:
            print()
        print(header(commit, pointing.get(commit.id, "")))
        print(f"\n    {commit.message}")
        if options.patch:
            print()
            show_changes(history.comparison(commit), with_patch=True)
            continue
        if options.stat and declared:
            print()
            for name in declared:
                print(f" {name}")
        print(f"\n {counted(len(declared), 'declaration')} changed")


def _declared(commit: Commit, history: History, names: DeclarationNames) -> list[str]:
    changes = read_changes(history.database, commit.id)
    return names.declared(Layouts(history.log).changed_units(changes))


def _show_versions(
    found: list[DeclarationVersion], options: argparse.Namespace, history: History
) -> None:
    if options.format == "json":
        json.dump([version_as_data(version) for version in found], sys.stdout)
        print()
        return
    now = history.log.clock()
    for number, version in enumerate(found):
        commit = version.commit
        if options.oneline:
            age = show_age(now - commit.time)
            print(f"{paint(short(commit.id), 'yellow')} {version.kind} ({commit.author}, {age})")
            continue
        if number:
            print()
        print(header(commit, ""))
        print(f"\n    {commit.message}\n\n {version.kind}")
        if options.patch:
            print(indented(patch(version), " "))


def header(commit: Commit, pointing: str) -> str:
    """The lines that git begins a commit with."""
    return (
        f"{paint(f'commit {commit.id.hex()}', 'yellow')}{pointing}\n"
        f"Author: {commit.author or '(unknown)'}\nDate:   {show_time(commit.time)}"
    )


def decorations(history: History) -> dict[bytes, str]:
    """What points to a commit, as git writes it: ` (HEAD -> main, other)`."""
    names: dict[bytes, list[str]] = {}
    for branch, tip in branches(history.log):
        if tip is not None:
            is_current = branch == history.branch
            shown = f"HEAD -> {branch}" if is_current else branch
            names.setdefault(tip, []).insert(0 if is_current else 99, shown)
    return {tip: f" ({', '.join(shown)})" for tip, shown in names.items()}


def short(commit_id: bytes) -> str:
    """A commit's id as it is shown: its first ten hexadecimal digits."""
    return commit_id.hex()[:10]
