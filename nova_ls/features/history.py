"""The history of declarations for an editor: versions, differences, and a version put back as an edit.

Everything is plain data, ready to be an answer. `LogError` says in one line why something cannot be answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.module import Origin
from nova_ls.log.errors import LogError
from nova_ls.workspace.history.blame import blame_named
from nova_ls.workspace.history.compare import compare
from nova_ls.workspace.history.declaration import declarations, full_name
from nova_ls.workspace.history.history import History
from nova_ls.workspace.history.names import Named, Names
from nova_ls.workspace.history.plain import plain_comparison, plain_version
from nova_ls.workspace.history.restoring import restoring_edit
from nova_ls.workspace.history.times import show_age
from nova_ls.workspace.history.versions import versions
from nova_ls.workspace.workspace import Workspace

MAX_VERSIONS = 200


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed a declaration last, when (seconds since the epoch), and how many commits have changed it."""

    author: str
    time: float
    times: int
    commit: str

    def sentence(self, now: float) -> str:
        """One line for a hover or a code lens."""
        often = "once" if self.times == 1 else f"{self.times} times"
        by = f" by {self.author}" if self.author else ""
        return f"changed {show_age(now - self.time)}{by}, {often} in all"


@dataclass(frozen=True, slots=True)
class RestoringEdit:
    """Replace what lies between two offsets (code points) of a document."""

    path: Path
    start: int
    end: int
    text: str


def last_change(workspace: Workspace, key: ElementKey) -> LastChange | None:
    """None for what was never committed. A handful of reads, however long the history."""
    found = _history(workspace)
    if found is None:
        return None
    name = full_name(key)
    units = tuple(
        unit
        for unit in found.log.units_named(name, found.branch)
        if found.log.head(unit, found.branch) is not None
    )
    blamed = blame_named(found.log, found.branch, Named(key.namespace, key.name, units))
    if not blamed:
        return None
    commit = blamed[0].commit
    return LastChange(commit.author, commit.time, blamed[0].times, commit.id.hex())


def history(workspace: Workspace, name: str, limit: int = MAX_VERSIONS) -> list[dict[str, Any]]:
    """The versions of a declaration, newest first."""
    found = _required(workspace)
    named = Names(found.log, found.branch).find(name)
    return [
        plain_version(version)
        for version in islice(versions(found.log, named, found.branch), limit)
    ]


def diff(workspace: Workspace, a: str = "HEAD", b: str | None = None) -> dict[str, Any]:
    """What differs between two states, as `nova-ls diff --format json`; without `b`: the texts in the editor."""
    found = _required(workspace)
    old = found.state(a)
    if b is not None:
        return plain_comparison(compare(old, found.state(b)))
    texts = {
        file.path: file.source.text
        for file in workspace.files.values()
        if file.origin is Origin.WORKSPACE
    }
    return plain_comparison(compare(old, found.scratch(texts).state("the editor")))


def checkout(workspace: Workspace, name: str, at: str) -> RestoringEdit | None:
    """The edit that gives a declaration the text it had in a state; None where it has that text."""
    found = _required(workspace)
    named = Names(found.log, found.branch).find(name)
    state = found.state(at)
    there = declarations(state, named.units)
    declaration = next((d for key, d in there.items() if key.name == named.element), None)
    if declaration is None:
        raise LogError(f"there is no {named.name} in {state.label}")
    module = workspace.program.modules.get(named.module)
    if module is None:
        raise LogError(f"there is no module {named.module} any more")
    edit = restoring_edit(module.source, declaration)
    return None if edit is None else RestoringEdit(module.path, edit.start, edit.end, edit.text)


def _history(workspace: Workspace) -> History | None:
    if workspace.root is None:
        return None
    return History(workspace.root, workspace.baseline)


def _required(workspace: Workspace) -> History:
    found = _history(workspace)
    if found is None:
        raise LogError("files that are in no workspace have no history")
    return found
