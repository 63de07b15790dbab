"""The index of exported names says of modules that nobody imports what the program would say."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.base.keys import Space
from nova_ls.compiler.archive.module_rows import ModuleRows
from nova_ls.store import open_in_memory
from nova_ls.workspace import exported_names
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.exported_names import ExportedNames
from nova_ls.workspace.library import Library
from nova_ls.workspace.open_workspace import MEMORY, open_workspace


@pytest.mark.parametrize("is_recorded", [False, True])
def test_of_every_module_of_the_library_the_same_is_known_as_of_a_module_of_the_program(
    is_recorded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`is_recorded`: the modules were checked before; then no text is parsed."""
    workspace = open_workspace(None, MEMORY).workspace
    recorded = workspace.baseline.archive.rows
    exported = ExportedNames(workspace.library, recorded if is_recorded else no_rows())
    if is_recorded:
        monkeypatch.setattr(exported_names, "Source", None)
    names = workspace.library.list_names()
    while exported.read_next({}):
        pass
    monkeypatch.undo()
    assert exported.is_complete
    for name in names:
        assert exported.of_module(name) == workspace.program.answers.exports_of(name), name


def no_rows() -> ModuleRows:
    return ModuleRows(open_in_memory(), None, LIBRARY)


def package(folder: Path, **modules: str) -> ExportedNames:
    source = folder / "parts" / "src"
    source.mkdir(parents=True)
    for name, text in modules.items():
        (source / f"{name}.nova").write_text(text)
    return ExportedNames(Library([source]), no_rows())


def test_names_are_found_by_their_first_letter_in_either_case(tmp_path: Path) -> None:
    exported = package(
        tmp_path, One="module One (thing, Thing(..)) where\nthing = 1\ndata Thing = Top\n"
    )
    exported.read("One", {})
    assert set(exported.beginning("T")) == set(exported.beginning("t")) >= {"thing", "Thing", "Top"}
    assert exported.exporters("Top")["One"].keys() == {Space.CONSTRUCTOR}


def test_what_a_header_leaves_out_is_not_exported(tmp_path: Path) -> None:
    exported = package(tmp_path, One="module One (Thing) where\nhidden = 1\ndata Thing = Top\n")
    exported.read("One", {})
    assert not exported.exporters("hidden") and not exported.exporters("Top")


def test_re_exports_lead_to_the_module_that_defines_a_name(tmp_path: Path) -> None:
    exported = package(
        tmp_path,
        One="module One where\none = 1\nother = 2\n",
        Two="module Two (module One) where\nimport One (one)\n",
        Three="module Three (module T) where\nimport Two as T\nimport One as O\n",
    )
    exported.read("Three", {})
    key = exported.exporters("one")["One"][Space.VALUE]
    assert exported.exporters("one")["Three"] == {Space.VALUE: key}
    assert "Three" not in exported.exporters("other")


def test_modules_that_re_export_each_other_in_a_circle_come_to_an_end(tmp_path: Path) -> None:
    exported = package(
        tmp_path,
        One="module One (module Two, one) where\nimport Two\none = 1\n",
        Two="module Two (module One, two) where\nimport One\ntwo = 2\n",
    )
    assert exported.read("One", {}) is not None
    assert "One" in exported.exporters("one")


def test_a_text_that_does_not_parse_offers_what_can_be_read(tmp_path: Path) -> None:
    exported = package(tmp_path, One="module One where\none = 1\n= broken (\ntwo = 2\n")
    exported.read("One", {})
    assert exported.exporters("one")
