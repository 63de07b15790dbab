"""The history of declarations for an editor: versions, differences, and a version put back as an edit.

Everything is plain data, ready to be an answer. `LogError` says in one line why something cannot be answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.base.times import show_age
from nova_ls.compiler.state.module import Module
from nova_ls.history.as_data import comparison_as_data, declaration_as_data, version_as_data
from nova_ls.history.comparison.compare import classify, compare
from nova_ls.history.declaration import StoredDeclaration, declarations
from nova_ls.history.declaration_names import DeclarationNames, ResolvedName, find_full
from nova_ls.history.declaration_versions import DeclarationVersion, versions
from nova_ls.history.history import History
from nova_ls.history.last_change import MOST, LastChange, LastChanges, Standing
from nova_ls.history.program_state import state_of_program
from nova_ls.history.restoring_edit import restoring_edit
from nova_ls.history.state import State
from nova_ls.log.log_error import LogError
from nova_ls.names.modules.items import ItemKind
from nova_ls.workspace.git_blame import GitCommit
from nova_ls.workspace.workspace import Workspace

MAX_VERSIONS: Final = 200
EDITOR: Final = "the editor"
OUTSIDE_WORKSPACE: Final = "files outside a workspace have no history"
_BESIDE: Final = frozenset(
    (ItemKind.CONSTRUCTOR, ItemKind.MEMBER, ItemKind.KIND_SIGNATURE, ItemKind.ROLES)
)
"""What says a declaration's name, or one of the same, and is not the declaration."""

_CONSIDERED: Final = 20
"""How many versions are looked at for some that differ."""


@value
class RestoringEdit:
    """Replace what lies between two offsets (code points) of a document. `label`: what it gives back."""

    module: Module
    start: int
    end: int
    text: str
    label: str

    @property
    def path(self) -> Path:
        """The file of the document."""
        return self.module.path


@value
class CurrentText:
    """What stands between two offsets (code points) of a module's text."""

    module: Module
    start: int
    end: int
    text: str


# ---------------------------------------------------------------------------- one line


def standing_sentence(standing: Standing, now: float, git_commit: GitCommit | None = None) -> str:
    """One line for a hover or a code lens. `git_commit`: the commit of git that the last change came with."""
    last = standing.last
    if last is None:
        return "new, not saved yet"
    changed = (
        last_change_sentence(last, now)
        if git_commit is None
        else _git_commit_sentence(git_commit, now)
    )
    return f"edited, not saved yet; {changed}" if standing.is_edited else changed


def last_change_sentence(last: LastChange, now: float) -> str:
    """`changed 3 days ago by Ada, 4 times in all`."""
    by = f" by {last.author}" if last.author else ""
    return f"changed {show_age(now - last.time)}{by}, {_often(last.times)} in all"


def _git_commit_sentence(git_commit: GitCommit, now: float) -> str:
    """`changed 2 years ago by Ada, in git's 1a2b3c4`."""
    by = f" by {git_commit.author}" if git_commit.author else ""
    return f"changed {show_age(now - git_commit.time)}{by}, in git's {git_commit.commit[:7]}"


def _often(times: int) -> str:
    if times >= MOST:
        return f"{MOST} times or more"
    return "once" if times == 1 else f"{times} times"


# ---------------------------------------------------------------------------- versions


def find_declaration(workspace: Workspace, name: str) -> ResolvedName:
    """The declaration that a name means; the end of a full name will do where only one ends so."""
    found = _required(workspace)
    branch = found.branch
    named = find_full(found.log, branch, name) or DeclarationNames(found.log, branch).find(name)
    if not named.element:
        raise LogError(f"{name!r} is a module; name one of its declarations")
    return named


def named_of(changes: LastChanges, key: ElementKey) -> ResolvedName:
    """The declaration that an element is part of."""
    owner = changes.declaration_of(key)
    named = changes.named(owner)
    if named is None:
        raise LogError(f"{key.name or key.namespace} has no history of its own")
    return named


def history(
    workspace: Workspace, named: ResolvedName, limit: int = MAX_VERSIONS
) -> list[dict[str, Any]]:
    """The versions of a declaration, newest first; never more than `MAX_VERSIONS`."""
    found = _required(workspace)
    listed = versions(found.log, named, found.branch)
    return [version_as_data(version) for version in islice(listed, min(limit, MAX_VERSIONS))]


def current_text(workspace: Workspace, named: ResolvedName) -> CurrentText | None:
    """Where a declaration stands now, comments above it included; None: it is in no text."""
    module = workspace.program.modules.get(named.module)
    if module is None:
        return None
    for number, chunk in enumerate(module.source.chunks):
        items = chunk.items.items
        if any(item.name == named.element and item.kind not in _BESIDE for item in items):
            text = chunk.text.strip("\r\n")
            start = module.source.starts[number] + chunk.text.find(text)
            return CurrentText(module, start, start + len(text), text)
    return None


# ---------------------------------------------------------------------------- differences


def diff(workspace: Workspace, a: str = "HEAD", b: str | None = None) -> dict[str, Any]:
    """What differs between two states, as `nova-ls diff --format json`; without `b`: the texts in the editor."""
    found = _required(workspace)
    return comparison_as_data(compare(found.state(a), _state(workspace, found, b)))


def diff_of(
    workspace: Workspace, named: ResolvedName, a: str = "HEAD", b: str | None = None
) -> dict[str, Any]:
    """One declaration in two states, and how it differs; `change` null: it does not."""
    found = _required(workspace)
    states = (found.state(a), _state(workspace, found, b))
    old, new = (_declaration_in(state, named) for state in states)
    if old is None and new is None:
        raise LogError(f"there is no {named.name} in {states[0].label}, nor in {states[1].label}")
    return {
        "name": named.name,
        "change": _change(old, new),
        "old": {"state": states[0].label, **declaration_as_data(old)},
        "new": {"state": states[1].label, **declaration_as_data(new)},
    }


def _state(workspace: Workspace, found: History, name: str | None) -> State:
    if name is not None:
        return found.state(name)
    return state_of_program(workspace.program, EDITOR)


def _change(old: StoredDeclaration | None, new: StoredDeclaration | None) -> str | None:
    if old is None or new is None:
        return "added" if old is None else "removed"
    kind = classify(old, new)
    return None if kind is None else str(kind)


# ---------------------------------------------------------------------------- putting back


def checkout(workspace: Workspace, named: ResolvedName, at: str) -> RestoringEdit | None:
    """The edit that gives a declaration the text it had in a state; None where it has that text."""
    found = _required(workspace)
    state = found.state(at)
    declaration = _declaration_in(state, named)
    if declaration is None:
        raise LogError(f"there is no {named.name} in {state.label}")
    module = workspace.program.modules.get(named.module)
    if module is None:
        raise LogError(f"there is no module {named.module} any more")
    return _restoring(module, declaration, f"Restore {named.element} as of {state.label}")


def differing_versions(
    workspace: Workspace, named: ResolvedName, most: int, now: float
) -> Iterator[RestoringEdit]:
    """The newest versions whose texts are others than the one in the editor, as edits; the newest first."""
    found = _required(workspace)
    module = workspace.program.modules.get(named.module)
    if module is None:
        return
    given: set[str] = set()
    for version in islice(versions(found.log, named, found.branch), _CONSIDERED):
        if version.declaration is None or len(given) == most:
            continue
        edit = _restoring(module, version.declaration, _label(named, version, now))
        if edit is not None and edit.text not in given:
            given.add(edit.text)
            yield edit


def _label(named: ResolvedName, version: DeclarationVersion, now: float) -> str:
    age, commit = show_age(now - version.commit.time), version.commit.id.hex()[:10]
    return f"Restore `{named.element}` as of {age} ({commit})"


def _restoring(module: Module, declaration: StoredDeclaration, label: str) -> RestoringEdit | None:
    edit = restoring_edit(module.source, declaration)
    if edit is None:
        return None
    return RestoringEdit(module, edit.start, edit.end, edit.text, label)


def _declaration_in(state: State, named: ResolvedName) -> StoredDeclaration | None:
    there = declarations(state, named.units)
    return next((d for key, d in there.items() if key.name == named.element), None)


def _required(workspace: Workspace) -> History:
    if workspace.root is None:
        raise LogError(OUTSIDE_WORKSPACE)
    return History(workspace.root, workspace.baseline)
