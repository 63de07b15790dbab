"""Renamings on fixtures, and their law: what is wrong stays the same, and the way back gives the same texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from nova_ls.compiler.state.module import Module
from nova_ls.features.rename.rename import rename, renamed_at
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.features.rename.workspace_change import WorkspaceChange
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import change as change_text
from tests.compiler.world import settle
from tests.features.fixture import Fixture, load
from tests.features.laws.an_edit import AnEdit


def renamed(text: str, new: str) -> dict[str, str]:
    """The texts of the modules that a renaming changes, for which the law holds."""
    fixture = load(text)
    before = texts(fixture.workspace)
    problems = problems_of(fixture.workspace)
    old = _old_name(fixture)
    change = rename(fixture.snapshot, fixture.module, fixture.offset, new)
    offset = moved(change, fixture.module, fixture.offset, new)
    path = fixture.module.path
    apply(fixture.workspace, change)
    was_shadowed = assert_same(problems, problems_of(fixture.workspace))
    after = texts(fixture.workspace)
    module = fixture.workspace.files[path].module
    assert module is not None
    if was_shadowed:
        with pytest.raises(RenameRefused, match="shadow"):
            rename(fixture.snapshot, module, offset, old)
    else:
        apply(fixture.workspace, rename(fixture.snapshot, module, offset, old))
        assert texts(fixture.workspace) == before
    return {name: text for name, text in after.items() if before.get(name) != text}


def only(text: str, new: str) -> str:
    """The same where one module changes."""
    (found,) = renamed(text, new).values()
    return found


def refusal(text: str, new: str) -> str:
    """Why something is not renamed."""
    fixture = load(text)
    with pytest.raises(RenameRefused) as caught:
        rename(fixture.snapshot, fixture.module, fixture.offset, new)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def apply(workspace: Workspace, change: WorkspaceChange) -> None:
    """As an editor does it, in open documents."""
    for module, edits in list(change.edits.items()):
        for edit in reversed(edits):
            change_text(workspace, module.path, edit.start, edit.end, edit.text)
    settle(workspace)


def moved(change: WorkspaceChange, module: Module, offset: int, new: str) -> int:
    """Where the name at the cursor is afterwards."""
    return moved_in(change.edits[module], offset, new)


def moved_in(edits: Iterable[AnEdit], offset: int, new: str) -> int:
    """The same, of the sorted edits of one text."""
    shift = 0
    for edit in edits:
        if edit.start <= offset <= edit.end and edit.text.strip():
            return edit.start + shift + edit.text.index(new)
        shift += len(edit.text) - (edit.end - edit.start)
    raise AssertionError("the name at the cursor stays")


def texts(workspace: Workspace) -> dict[str, str]:
    return {
        file.path.stem: file.source.text
        for file in workspace.files.values()
        if file.document is not None
    }


def assert_same(before: Counter[str], after: Counter[str]) -> bool:
    """What is wrong is what it was; but what had the old name may have been shadowed, and no longer be: whether that is so."""
    assert not after - before
    gone = before - after
    assert all(problem.endswith(": ShadowedName") for problem in gone)
    return bool(gone)


def problems_of(workspace: Workspace) -> Counter[str]:
    """The codes of what is wrong, by file."""
    return Counter(
        f"{file.path.stem}: {diagnostic.code}"
        for file in workspace.files.values()
        for _, diagnostic in workspace.diagnostics(file)
    )


def _old_name(fixture: Fixture) -> str:
    return renamed_at(fixture.snapshot, fixture.module, fixture.offset).text
