"""A day in the life of a document: open, edit, ask, save, close; and the files around it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.server.conftest import HELPER, MAIN
from tests.server.raw_client import RawClient, edit
from tests.server.test_history import settle

SHOWN = {"window": {"workDoneProgress": True}}


def test_diagnostics_come_while_one_types_stamped_with_the_version(
    client: RawClient, folder: Path
) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(uri, MAIN)
    assert client.diagnostics(uri, 1) == []
    client.change(uri, 2, edit(6, 8, 16, '"no"'))
    (wrong, *unused) = client.diagnostics(uri, 2)
    found = [d for d in (wrong, *unused) if d["severity"] == 1]
    assert [d["code"] for d in found] == ["TypesDoNotUnify"]
    assert found[0]["range"]["start"] == {"line": 6, "character": 8}
    client.change(uri, 3, edit(6, 8, 12, "helper 3"))
    assert client.diagnostics(uri, 3) == []
    assert client.quit() == 0


def test_an_edit_in_one_document_shows_in_others_open_or_not(
    client: RawClient, folder: Path
) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    client.initialize(folder)
    client.open(helper, HELPER)
    assert client.diagnostics(helper) == []
    client.change(helper, 2, edit(2, 10, 13, "String"), edit(3, 0, 12, "helper n = 0"))
    assert [d["code"] for d in client.diagnostics(main)] == ["TypesDoNotUnify"]
    client.change(helper, 3, {"text": HELPER})
    assert client.diagnostics(main) == []


def test_hover_definition_references_symbols_completion(client: RawClient, folder: Path) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    client.initialize(
        folder, textDocument={"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}
    )
    client.open(main, MAIN)
    assert client.diagnostics(main) == []
    hover = client.at("hover", main, 6, 9)
    assert "helper :: Int -> Int" in hover["contents"]["value"]
    assert hover["range"]["start"] == {"line": 6, "character": 8}
    target = client.at("definition", main, 6, 9)
    assert (target["uri"], target["range"]["start"]["line"]) == (helper, 3)
    mentions = client.at("references", main, 6, 9, context={"includeDeclaration": True})
    places = [(m["uri"], m["range"]["start"]["line"]) for m in mentions]
    assert places == [(helper, 2), (helper, 3), (main, 2), (main, 6)]
    symbols = client.request("textDocument/documentSymbol", {"textDocument": {"uri": main}})
    assert [s["name"] for s in symbols] == ["total", "label"]
    assert [s["name"] for s in client.request("workspace/symbol", {"query": "helper"})][:1] == [
        "helper"
    ]
    highlights = client.at("documentHighlight", main, 6, 9)
    assert [h["range"]["start"]["line"] for h in highlights] == [2, 6]
    client.change(main, 2, edit(6, 8, 16, "hel"))
    items = client.at("completion", main, 6, 11)["items"]
    (item,) = [item for item in items if item["label"] == "helper"]
    assert item["textEdit"]["range"]["start"]["character"] == 8
    resolved = client.request("completionItem/resolve", item)
    assert resolved["detail"] == "helper :: Int -> Int"
    assert client.at("signatureHelp", main, 6, 8) is None


def test_selections_grow_around_each_position(client: RawClient, folder: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(main, MAIN)
    where = {"textDocument": {"uri": main}}
    positions = [{"line": 6, "character": 10}, {"line": 0, "character": 0}]
    call, head = client.request("textDocument/selectionRange", {**where, "positions": positions})
    assert call["range"] == span(6, 8, 6, 14)
    assert call["parent"]["range"] == span(6, 8, 6, 16)
    assert head["range"] == span(0, 0, 0, 6)
    outermost = head
    while "parent" in outermost:
        outermost = outermost["parent"]
    assert outermost["range"] == span(0, 0, 10, 0)
    client.change(main, 2, edit(6, 8, 16, "helper ("))
    (half,) = client.request("textDocument/selectionRange", {**where, "positions": positions[:1]})
    assert half["range"] == span(6, 8, 6, 14)
    assert client.request("textDocument/selectionRange", {**where, "positions": []}) is None


@pytest.mark.parametrize("whole_lines", [False, True])
def test_folds_are_told_as_the_client_takes_them(
    client: RawClient, folder: Path, whole_lines: bool
) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder, textDocument={"foldingRange": {"lineFoldingOnly": whole_lines}})
    client.open(main, "module Main where\n\nx = f (do\n  a\n  b\n  ) { c:\n  d (\n\ny = 1\n")
    folds = client.request("textDocument/foldingRange", {"textDocument": {"uri": main}})
    shown = [(fold["startLine"], fold["endLine"]) for fold in folds]
    assert [set(fold) >= {"startCharacter", "endCharacter"} for fold in folds] == [
        not whole_lines for _ in folds
    ]
    assert shown[0] == (2, 6)
    assert ((2, 4) in shown) is not whole_lines
    client.change(main, 2, {"text": "-- a\n-- b\nmodule Main where\nx = [\n  1\n  ] <> do\n  a\n"})
    folds = client.request("textDocument/foldingRange", {"textDocument": {"uri": main}})
    assert folds[0]["kind"] == "comment"
    assert [(fold["startLine"], fold["endLine"]) for fold in folds] == [
        (0, 1),
        (3, 6),
        *([] if whole_lines else [(3, 5)]),
        (5, 6),
    ]


def test_tokens_whole_of_lines_and_as_differences(client: RawClient, folder: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    where = {"textDocument": {"uri": main}}
    result = client.initialize(folder, workspace={"semanticTokens": {"refreshSupport": True}})
    legend = result["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"]
    client.open(main, "module Main where\n\nf x = x\n\ng = f\n")
    client.request("textDocument/semanticTokens/full", where)
    settle(client)
    told = client.request("textDocument/semanticTokens/full", where)
    data = told["data"]
    assert [legend[kind] for kind in data[3::5]] == [
        "namespace", "function", "parameter", "parameter", "function", "function",
    ]  # fmt: skip
    lines = {"start": {"line": 4, "character": 0}, "end": {"line": 5, "character": 0}}
    part = client.request("textDocument/semanticTokens/range", {**where, "range": lines})
    assert part["data"] == [4, 0, 1, data[-2], 1, 0, 4, 1, data[-2], 0]
    client.change(main, 2, edit(4, 4, 5, "f (f"))
    params = {**where, "previousResultId": told["resultId"]}
    delta = client.request("textDocument/semanticTokens/full/delta", params)
    assert delta["resultId"] != told["resultId"]
    (change,) = delta["edits"]
    assert len(change["data"]) <= 15
    assert (change["deleteCount"] - len(change["data"])) % 5 == 0
    again = client.request("textDocument/semanticTokens/full/delta", params)
    assert "edits" not in again
    assert len(again["data"]) == len(data) + 5
    settle(client)
    asked = [m["method"] for m in client.received if "id" in m and "method" in m]
    assert "workspace/semanticTokens/refresh" in asked


def span(line: int, column: int, last_line: int, last_column: int) -> dict[str, dict[str, int]]:
    start = {"line": line, "character": column}
    return {"start": start, "end": {"line": last_line, "character": last_column}}


def test_a_definition_in_the_library_can_be_opened_and_asked(
    client: RawClient, folder: Path
) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    text = "module Main where\n\nimport Data.Maybe (fromMaybe)\n\nx :: Int\nx = fromMaybe 1 y\n"
    client.open(main, text)
    client.diagnostics(main)
    target = client.at("definition", main, 5, 5)
    path = Path(target["uri"].removeprefix("file://"))
    assert path.name == "Maybe.nova"
    client.open(target["uri"], path.read_text())
    assert client.diagnostics(target["uri"]) == []
    start = target["range"]["start"]
    hover = client.at("hover", target["uri"], start["line"], start["character"])
    assert "fromMaybe :: forall" in hover["contents"]["value"]


def test_closing_without_saving_brings_the_file_back(client: RawClient, folder: Path) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    client.initialize(folder)
    client.open(helper, HELPER.replace("helper", "other"))
    assert {d["code"] for d in client.diagnostics(main)} >= {"UnknownImport"}
    client.notify("textDocument/didClose", {"textDocument": {"uri": helper}})
    assert client.diagnostics(main) == []


@pytest.mark.parametrize("told", [True, False])
def test_files_that_change_on_disk_are_picked_up(
    client: RawClient, folder: Path, told: bool
) -> None:
    main = (folder / "Main.nova").as_uri()
    watched = {"didChangeWatchedFiles": {"dynamicRegistration": True}} if told else {}
    client.initialize(folder, workspace=watched)
    client.open(main, MAIN)
    assert client.diagnostics(main) == []
    (folder / "Helper.nova").write_text(HELPER.replace("Int", "String"))
    (folder / "New.nova").write_text("module New where\nx :: Int\nx = true\n")
    if told:
        names = ("Helper.nova", "New.nova")
        changes = [{"uri": (folder / name).as_uri(), "type": 2} for name in names]
        client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
    assert {d["code"] for d in client.diagnostics(main)} == {"TypesDoNotUnify"}
    (folder / "Helper.nova").write_text(HELPER)
    (folder / "New.nova").unlink()
    if told:
        client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
    assert client.diagnostics(main) == []


def test_another_manifest_makes_another_workspace(client: RawClient, folder: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder, workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}})
    client.open(main, MAIN)
    assert client.diagnostics(main) == []
    manifest = folder / "nova.toml"
    (folder / "Helper.nova").rename(folder.parent / "Helper.nova")
    manifest.write_text('[project]\nname = "work"\n[dependencies]\nhelper = { path = ".." }\n')
    client.notify(
        "workspace/didChangeWatchedFiles", {"changes": [{"uri": manifest.as_uri(), "type": 2}]}
    )
    # Helper is a package now.
    client.change(main, 2, edit(6, 8, 16, "helper true"))
    assert [d["code"] for d in client.diagnostics(main, 2)] == ["TypesDoNotUnify"]
    package = folder.parent / "Helper.nova"
    package.write_text(HELPER.replace(":: Int", ":: Boolean").replace("helper n", "helper _"))
    client.notify(
        "workspace/didChangeWatchedFiles", {"changes": [{"uri": package.as_uri(), "type": 2}]}
    )
    found = client.diagnostics(main, 2)
    assert [
        d["message"] for d in found if "Int" in d["message"] and "Boolean" in d["message"]
    ] == []


def test_a_wrong_manifest_is_told_of_once(client: RawClient, folder: Path) -> None:
    (folder / "nova.toml").write_text("[projects]\n")
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(main, MAIN)
    assert client.diagnostics(main) == []
    shown = [m for m in client.received if m.get("method") == "window/showMessage"]
    assert len(shown) == 1 and "nova.toml" in shown[0]["params"]["message"]


def test_progress_is_shown_where_the_client_can(client: RawClient, folder: Path) -> None:
    client.initialize(folder, **SHOWN)
    client.until(
        lambda m: m.get("method") == "$/progress" and m["params"]["value"]["kind"] == "end"
    )
    kinds = [
        m["params"]["value"]["kind"] for m in client.received if m.get("method") == "$/progress"
    ]
    assert kinds[0] == "begin"
    reports = [
        m["params"]["value"]
        for m in client.received
        if m.get("method") == "$/progress" and m["params"]["value"]["kind"] == "report"
    ]
    shares = [each["percentage"] for each in reports]
    assert shares == sorted(shares)
    assert all(re.fullmatch(r"\d+ of \d+ modules", each["message"]) for each in reports)
    assert any(m.get("method") == "window/workDoneProgress/create" for m in client.received)


def test_progress_starts_before_anything_else_is_done(client: RawClient, folder: Path) -> None:
    client.initialize(folder, **SHOWN)
    client.open((folder / "Main.nova").as_uri(), MAIN)
    client.until(
        lambda m: m.get("method") == "$/progress" and m["params"]["value"]["kind"] == "end"
    )
    told = [m["method"] for m in client.received if "method" in m]
    assert told[:2] == ["window/workDoneProgress/create", "$/progress"]
    assert "textDocument/publishDiagnostics" in told[2:]


def test_no_progress_and_no_registration_unless_offered(client: RawClient, folder: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(main, MAIN)
    client.diagnostics(main)
    asked = {m["method"] for m in client.received if "method" in m}
    assert asked <= {"textDocument/publishDiagnostics"}


def test_settings_are_asked_for_and_null_is_taken(client: RawClient, folder: Path) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    (folder / "Helper.nova").write_text(HELPER + "\nwrong :: Int\nwrong = true\n")
    client.answers = {"workspace/configuration": [None]}
    client.initialize(folder, workspace={"configuration": True})
    assert len(client.diagnostics(helper)) == 1
    client.answers = {"workspace/configuration": [{"diagnostics": {"scope": "openFiles"}}]}
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    assert client.diagnostics(helper) == []
    client.open(main, MAIN)
    assert client.diagnostics(main) == []


def test_several_folders_are_workspaces_of_their_own(client: RawClient, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for folder, literal in zip(folders, ("1", '"2"', "'3'"), strict=True):
        folder.mkdir()
        (folder / "nova.toml").touch()
        (folder / "Main.nova").write_text("module Main where\nimport Shared\nx = shared\n")
        (folder / "Shared.nova").write_text(f"module Shared where\nshared = {literal}\n")
    client.initialize(*folders[:2], workspace={"workspaceFolders": True})
    uris = [(folder / "Main.nova").as_uri() for folder in folders]
    for folder, uri in zip(folders, uris, strict=True):
        client.open(uri, (folder / "Main.nova").read_text())
        client.diagnostics(uri, 1)
    types = [client.at("hover", uri, 2, 5)["contents"]["value"] for uri in uris]
    for text, type in zip(types, ("Int", "String", "Char"), strict=True):
        assert f"shared :: {type}" in text
    event = {"added": [], "removed": [{"uri": folders[0].as_uri(), "name": "one"}]}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    assert "shared :: String" in client.at("hover", uris[1], 2, 5)["contents"]["value"]


def test_a_document_outside_of_every_folder_is_checked_by_itself(
    client: RawClient, tmp_path: Path
) -> None:
    client.initialize()
    uri = (tmp_path / "Alone.nova").as_uri()
    client.open(uri, "module Alone where\nx :: Int\nx = true\n")
    assert [d["code"] for d in client.diagnostics(uri)] == ["TypesDoNotUnify"]


def test_an_unsaved_document_is_checked_and_other_schemes_are_let_be(client: RawClient) -> None:
    client.initialize()
    client.open("git:/somewhere/Main.nova", "module Main where\nx = = 1")
    assert client.at("hover", "git:/somewhere/Main.nova", 1, 1) is None
    uri = "untitled:Untitled-1"
    client.open(uri, "module Draft where\nx :: Int\nx = true\n")
    assert [d["code"] for d in client.diagnostics(uri)] == ["TypesDoNotUnify"]
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert client.diagnostics(uri) == []


def test_saving_makes_the_next_start_warm(folder: Path, tmp_path: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    with RawClient(tmp_path / "home") as client:
        client.initialize(folder, **SHOWN)
        client.open(main, MAIN)
        client.diagnostics(main)
        text = MAIN.replace("helper 3", "true")
        client.change(main, 2, {"text": text})
        (folder / "Main.nova").write_text(text)
        client.notify("textDocument/didSave", {"textDocument": {"uri": main}})
        assert len(client.diagnostics(main, 2)) == 2
        assert client.quit() == 0
    assert (folder / ".nova" / ".gitignore").read_text() == "*\n"
    with RawClient(tmp_path / "home") as client:
        client.initialize(folder)
        assert len(client.diagnostics(main)) == 2
        assert client.quit() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_are_counted_as_agreed(client: RawClient, folder: Path, encoding: str) -> None:
    column = {"utf-8": 4, "utf-16": 2, "utf-32": 1}[encoding]
    uri = (folder / "Main.nova").as_uri()
    result = client.initialize(folder, general={"positionEncodings": [encoding, "utf-16"]})
    assert result["capabilities"]["positionEncoding"] == encoding
    client.open(uri, MAIN)
    assert client.diagnostics(uri, 1) == []
    # Behind the kiwi: a closing quote, and then something that is wrong.
    behind = 9 + column
    client.change(uri, 2, edit(9, behind, behind + 1, '" missing'))
    codes = {d["code"]: d["range"] for d in client.diagnostics(uri, 2)}
    assert codes["UnknownName"]["start"] == {"line": 9, "character": behind + 2}


def test_line_ends_of_all_kinds_are_lines(client: RawClient, folder: Path) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    lines = [
        "module Main where",
        "-- form\ffeed and \u2028 are not line ends",
        "x :: Int",
        "x = true",
        "",
    ]
    for version, end in enumerate(("\r\n", "\r", "\n"), 1):
        if version == 1:
            client.open(uri, end.join(lines), version)
        else:
            client.change(uri, version, {"text": end.join(lines)})
        (found,) = client.diagnostics(uri, version)
        assert found["range"]["start"] == {"line": 3, "character": 4}
        assert found["range"]["end"] == {"line": 3, "character": 8}


def test_a_save_leaves_what_other_documents_show_as_it_was(client: RawClient, folder: Path) -> None:
    main, helper = folder / "Main.nova", folder / "Helper.nova"
    new = folder / "New.nova"
    client.initialize(folder)
    client.open(main.as_uri(), MAIN)
    assert client.diagnostics(main.as_uri()) == []
    client.change(main.as_uri(), 2, {"text": MAIN + "\nfresh = 1\n\nagain = fresh\n"})
    client.open(new.as_uri(), "module New where\n\nonly = 1\n\nalso = only\n")
    client.open(helper.as_uri(), HELPER)
    client.diagnostics(helper.as_uri())
    settle(client)
    helper.write_text(HELPER)
    client.notify("textDocument/didSave", {"textDocument": {"uri": helper.as_uri()}})
    settle(client)
    line = len(MAIN.split("\n"))
    for uri, at, name in ((main.as_uri(), line + 2, "fresh"), (new.as_uri(), 4, "only")):
        hover = client.at("hover", uri, at, 8)
        assert f"{name} :: Int" in hover["contents"]["value"]
        target = client.at("definition", uri, at, 8)
        assert (target["uri"], target["range"]["start"]["line"]) == (uri, at - 2)
        mentions = client.at("references", uri, at, 8, context={"includeDeclaration": True})
        assert [m["range"]["start"]["line"] for m in mentions] == [at - 2, at]
        offered = client.at("completion", uri, at, 8)["items"]
        assert name in [item["label"] for item in offered]


def test_second_places_move_with_the_text_of_the_file_that_they_are_in(
    client: RawClient, folder: Path
) -> None:
    """The diagnostic stays as it is, and so does the file that it is of."""
    one, other = folder / "One.nova", folder / "Other.nova"
    one.write_text(
        "module One where\n\nclass Pick a where\n  pick :: a -> Int\n\n"
        "instance pickAny :: Pick a where\n  pick _ = 1\n"
    )
    other.write_text(
        "module Other where\n\nimport One (class Pick)\n\ndata Mark = Mark\n\n"
        "instance pickMark :: Pick Mark where\n  pick _ = 2\n"
    )
    related = {"publishDiagnostics": {"relatedInformation": True}}
    client.initialize(folder, textDocument=related)

    def second_lines() -> list[int]:
        found = client.diagnostics(other.as_uri())
        places = [place for d in found for place in d.get("relatedInformation", ())]
        return [place["location"]["range"]["start"]["line"] for place in places]

    assert second_lines() == [5]
    client.open(one.as_uri(), one.read_text())
    client.change(one.as_uri(), 2, edit(1, 0, 0, "\n\n"))
    assert second_lines() == [7]


def test_documents_are_formatted_line_by_line(client: RawClient, folder: Path) -> None:
    main = (folder / "Main.nova").as_uri()
    where = {"textDocument": {"uri": main}, "options": {"tabSize": 8, "insertSpaces": True}}
    client.initialize(folder)
    client.open(main, 'module Main where\n\na = "𝒳"\nb  =  "𝒳"   1\n\nc  = 2\n')
    assert client.request("textDocument/formatting", where) == [
        {"range": span(3, 0, 4, 0), "newText": 'b = "𝒳" 1\n'},
        {"range": span(5, 0, 6, 0), "newText": "c = 2\n"},
    ]
    part = {**where, "range": span(5, 1, 5, 1)}
    assert client.request("textDocument/rangeFormatting", part) == [
        {"range": span(5, 0, 6, 0), "newText": "c = 2\n"},
    ]
    client.change(main, 2, {"text": "module Main where\n\na = do\n\n"})
    typed = {**where, "position": {"line": 3, "character": 0}, "ch": "\n"}
    assert client.request("textDocument/onTypeFormatting", typed) == [
        {"range": span(3, 0, 3, 0), "newText": "  "},
    ]
    (folder / ".tidyrc.json").write_text('{"indent": 3, "width": "x"}', "utf-8")
    with pytest.raises(AssertionError, match="`width` must be a whole number"):
        client.request("textDocument/formatting", where)
    (folder / ".tidyrc.json").write_text('{"indent": 3}', "utf-8")
    (edit,) = client.request("textDocument/onTypeFormatting", typed)
    assert edit["newText"] == "   "


def test_an_outline_follows_the_types_of_other_modules(client: RawClient, folder: Path) -> None:
    main, helper = (folder / "Main.nova").as_uri(), (folder / "Helper.nova").as_uri()
    shown = {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}
    client.initialize(folder, textDocument=shown)
    client.open(main, "module Main where\n\nimport Helper (helper)\n\ntotal = helper\n")
    client.open(helper, HELPER)
    request = {"textDocument": {"uri": main}}

    def details() -> list[str]:
        settle(client)
        found = client.request("textDocument/documentSymbol", request)
        assert client.request("textDocument/documentSymbol", request) == found
        return [each["detail"] for each in found]

    assert details() == ["Int -> Int"]
    client.change(helper, 2, {"text": HELPER.replace("Int -> Int", "Number -> Number")})
    assert details() == ["Number -> Number"]
