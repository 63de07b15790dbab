"""Every feature in every situation: as the fixture is, beside code that is broken, and in buffers that are not what lies on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.workspace.source_file import TextChange
from tests.compiler.world import over_library, settle
from tests.features.fixture import CURSOR, Fixture, load
from tests.features.situations.ask import FEATURES, OF_MODULES
from tests.features.situations.cases import ACROSS, CASES, LIBRARY, PLAIN, WRONG, Case

BROKEN = '\n\nhalf = let (\n\nfalsely :: Int\nfalsely = ""\n\nunknown = nowhere 1\n'
"""Declarations that do not parse, do not type-check, and name what is not there."""

IDS = [f"{case.feature} in {case.situation}" for case in CASES]
SEVERAL = [case for case in CASES if case.situation in (PLAIN, ACROSS)]
SEVERAL_IDS = [f"{case.feature} in {case.situation}" for case in SEVERAL]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_as_it_is(case: Case) -> None:
    fixture = load(case.text)
    if (case.feature, case.situation) == ("type hierarchy", LIBRARY):
        look_into(fixture, "Data.Maybe")
    assert FEATURES[case.feature](fixture) == case.expected


@pytest.mark.parametrize("case", SEVERAL, ids=SEVERAL_IDS)
def test_beside_broken_code(case: Case) -> None:
    main, *others = case.text.split("\n--- ")
    found = FEATURES[case.feature](load("\n--- ".join([main + BROKEN, *others])))
    if case.feature in OF_MODULES:
        assert [line for line in found if line in case.expected] == case.expected
    else:
        assert found == case.expected


@pytest.mark.parametrize("case", SEVERAL, ids=SEVERAL_IDS)
def test_in_buffers_that_are_not_saved(case: Case, tmp_path: Path) -> None:
    assert FEATURES[case.feature](unsaved(case.text, tmp_path)) == case.expected


def test_every_feature_has_every_situation() -> None:
    for feature in FEATURES:
        found = [case.situation for case in CASES if case.feature == feature]
        assert list(dict.fromkeys(found)) == [PLAIN, ACROSS, WRONG, LIBRARY], feature


def look_into(fixture: Fixture, name: str) -> None:
    """As the server does for what asks who mentions something: records do not tell it."""
    program = fixture.workspace.program
    program.world.expand(program.modules[name])
    settle(fixture.workspace)


def unsaved(text: str, folder: Path) -> Fixture:
    """The fixture in buffers; on disk, and first in the editor, the modules have one other declaration each."""
    workspace = over_library()
    main, *others = text.split("\n--- ")
    texts = {"Main": main} | {one.split("\n", 1)[0]: one.split("\n", 1)[1] for one in others}
    for name in texts:
        path = folder / f"{name}.nova"
        path.write_text(f"module {name} where\nplus = 1\n")
        workspace.open_document(path, path.read_text(), 1).origin = ModuleOrigin.WORKSPACE
    settle(workspace)
    for name, each in texts.items():
        edit = TextChange(None, each.replace(CURSOR, ""))
        workspace.change_document(folder / f"{name}.nova", [edit], 2, Encoding.UTF32)
    settle(workspace)
    workspace.library.list_names()
    module = workspace.files[folder / "Main.nova"].module
    assert module is not None
    return Fixture(workspace, workspace.snapshot(Encoding.UTF32), module, main.index(CURSOR), [])
