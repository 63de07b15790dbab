"""Documents that are in no workspace, or beside one, or second to another file of their module's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.conftest import HELPER, MAIN
from tests.server.raw_client import Message, RawClient, edit

WRONG = "module Main where\n\nx :: Int\nx = true\n"
SCRATCH = "module Main where\n\nimport Helper (helper)\n\nmine = helper 3\n"


def codes(diagnostics: list[Message]) -> list[str]:
    return [d["code"] for d in diagnostics if d["severity"] == 1]


def close(client: RawClient, uri: str) -> None:
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


def hover(client: RawClient, uri: str, line: int, character: int) -> str:
    found = client.at("hover", uri, line, character)
    return "" if found is None else str(found["contents"]["value"])


@pytest.mark.parametrize("untitled", [True, False])
def test_loose_documents_are_workspaces_of_their_own(
    client: RawClient, tmp_path: Path, untitled: bool
) -> None:
    client.initialize()
    names = ("One.nova", "Two.nova")
    one, two = (f"untitled:{n}" if untitled else (tmp_path / n).as_uri() for n in names)
    if not untitled:
        (tmp_path / "One.nova").write_text(WRONG)
    client.open(one, WRONG)
    assert codes(client.diagnostics(one, 1)) == ["TypesDoNotUnify"]
    client.open(two, WRONG.replace("Int", "String"))
    assert codes(client.diagnostics(two, 1)) == ["TypesDoNotUnify"]
    assert "x :: Int" in hover(client, one, 3, 0)
    assert "x :: String" in hover(client, two, 3, 0)
    close(client, one)
    assert client.diagnostics(one) == []
    client.change(two, 2, edit(3, 4, 8, '"yes"'))
    assert codes(client.diagnostics(two, 2)) == []
    client.open(one, WRONG)
    assert codes(client.diagnostics(one, 1)) == ["TypesDoNotUnify"]
    assert client.quit() == 0


@pytest.mark.parametrize("where", ["untitled:Untitled-1", "untitled:{folder}/src/New.nova"])
def test_an_untitled_document_sees_the_modules_of_the_workspace(
    client: RawClient, folder: Path, where: str
) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    scratch = where.format(folder=folder)
    client.initialize(folder)
    client.open(main, MAIN)
    assert client.diagnostics(main, 1) == []
    client.open(scratch, SCRATCH)
    assert codes(client.diagnostics(scratch, 1)) == []
    assert "mine :: Int" in hover(client, scratch, 4, 0)
    assert client.at("definition", scratch, 4, 8)["uri"] == helper
    client.open(helper, HELPER)
    client.change(helper, 2, edit(2, 10, 13, "String"), edit(3, 0, 12, "helper n = 0"))
    assert codes(client.diagnostics(scratch)) == ["TypesDoNotUnify"]
    client.change(helper, 3, {"text": "module Other where\n"})
    assert codes(client.diagnostics(scratch)) == ["ModuleNotFound"]
    client.change(helper, 4, {"text": HELPER})
    client.change(scratch, 2, edit(4, 14, 15, "4"))
    assert codes(client.diagnostics(scratch, 2)) == []
    assert "total :: Int" in hover(client, main, 6, 0)
    close(client, scratch)
    assert client.request("nova/stats", None)["modules"] > 0


def test_a_file_outside_of_the_sources_sees_the_modules_and_is_none(
    client: RawClient, folder: Path
) -> None:
    (folder / "nova.toml").write_text('[project]\nname = "work"\nsources = ["*.nova"]\n')
    main, scratch = (folder / "Main.nova").as_uri(), (folder / "a" / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(scratch, SCRATCH + "wrong :: Int\nwrong = true\n")
    assert codes(client.diagnostics(scratch, 1)) == ["TypesDoNotUnify"]
    client.open(main, MAIN)
    assert client.diagnostics(main, 1) == []
    close(client, scratch)
    assert client.diagnostics(scratch) == []


def test_a_file_of_a_package_sees_the_others_though_nothing_imports_it(
    client: RawClient, folder: Path
) -> None:
    kitchen = folder.parent / "kitchen"
    kitchen.mkdir()
    (folder / "Helper.nova").rename(kitchen / "Helper.nova")
    (folder / "Main.nova").unlink()
    (folder / "nova.toml").write_text('[dependencies]\nkitchen = { path = "../kitchen" }\n')
    main = (kitchen / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(main, MAIN)
    assert client.diagnostics(main, 1) == []
    close(client, main)


def test_the_second_of_two_files_with_one_name_is_explained_and_both_are_told(
    client: RawClient, folder: Path
) -> None:
    main, again = (folder / "Main.nova").as_uri(), (folder / "Sub" / "Main.nova").as_uri()
    client.initialize(
        folder, textDocument={"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}
    )
    client.open(main, MAIN)
    assert client.diagnostics(main, 1) == []
    client.open(again, SCRATCH)
    (second,) = client.diagnostics(again, 1)
    (first,) = client.diagnostics(main)
    assert (first["code"], second["code"]) == ("DuplicateModule", "DuplicateModule")
    assert "Sub" in first["message"] and "Main.nova" in second["message"]
    assert "mine :: Int" in hover(client, again, 4, 0)
    assert "total :: Int" in hover(client, main, 6, 0)
    symbols = client.request("textDocument/documentSymbol", {"textDocument": {"uri": again}})
    assert [symbol["name"] for symbol in symbols] == ["mine"]
    client.change(again, 2, edit(4, 0, 4, "ours"))
    assert "ours :: Int" in hover(client, again, 4, 0)
    client.change(again, 3, edit(0, 7, 11, "Mine"))
    assert [d["code"] for d in client.diagnostics(again, 3)] == ["MissingTypeDeclaration"]
    assert client.diagnostics(main) == []
    assert "ours :: Int" in hover(client, again, 4, 0)


def test_a_file_open_under_two_names_is_not_a_duplicate_of_itself(
    client: RawClient, folder: Path
) -> None:
    link = folder.parent / "Link.nova"
    link.symlink_to(folder / "Main.nova")
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(main, MAIN)
    assert client.diagnostics(main, 1) == []
    client.open(link.as_uri(), MAIN)
    assert client.diagnostics(link.as_uri(), 1) == []
    client.change(link.as_uri(), 2, edit(6, 8, 16, "true"))
    assert "TypesDoNotUnify" in codes(client.diagnostics(link.as_uri(), 2))
    assert "total :: Int" in hover(client, main, 6, 0)
    other = folder.parent / "other"
    other.mkdir()
    event = {"added": [{"uri": other.as_uri(), "name": "other"}], "removed": []}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    client.change(link.as_uri(), 3, {"text": MAIN})
    assert client.diagnostics(link.as_uri(), 3) == []


def test_folders_that_come_and_go_take_their_documents_along(
    client: RawClient, folder: Path
) -> None:
    (folder / "nova.toml").unlink()
    scratch = f"untitled:{folder}/New.nova"
    main = (folder / "Main.nova").as_uri()
    client.initialize(workspace={"workspaceFolders": True})
    for uri, text in ((main, MAIN), (scratch, SCRATCH)):
        client.open(uri, text)
        assert "ModuleNotFound" in " ".join(codes(client.diagnostics(uri, 1)))
    one = {"uri": folder.as_uri(), "name": "work"}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [one], "removed": []}})
    for uri in (main, scratch):
        while codes(client.diagnostics(uri)):
            pass
    client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [one]}})
    for uri in (main, scratch):
        while not codes(client.diagnostics(uri)):
            pass
    assert client.quit() == 0
