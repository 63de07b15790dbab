"""Documents under whatever name the client has for them: links, and URIs written otherwise than the server would."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.server.rpc.uris import path_of, uri_of, windows_path
from tests.server.conftest import HELPER, MAIN
from tests.server.raw_client import RawClient, edit

WATCHED = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}


@pytest.mark.parametrize(
    "uri",
    [
        "file:///a/b.nova",
        "FILE:///a/b.nova",
        "file://localhost/a/b.nova",
        "file:/a/b.nova",
        "file:////a/b.nova",
        "file:///a/./c/../b.nova",
        "file:///%61/b%2Enova",
    ],
)
def test_one_file_has_many_uris(uri: str) -> None:
    assert path_of(uri) == Path("/a/b.nova")


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a%20b/c%23d%3Fe.nova", "/a b/c#d?e.nova"),
        ("file:///a b/c#d?e.nova", "/a b/c#d?e.nova"),
        ("file:///%C3%A9/%F0%9F%A5%9D.nova", "/é/🥝.nova"),
        ("file:///é/🥝.nova", "/é/🥝.nova"),
        ("file:///a%25b/100%.nova", "/a%b/100%.nova"),
        ("file:///%FF.nova", "/\udcff.nova"),
        ("file:///c%3A/a.nova", "/C:/a.nova"),
        ("file:///c:/a.nova", "/C:/a.nova"),
        ("file:///C:/a.nova", "/C:/a.nova"),
        ("file:///a/c:/a.nova", "/a/c:/a.nova"),
    ],
)
def test_paths_of_uris_as_clients_write_them(uri: str, path: str) -> None:
    assert path_of(uri) == Path(path)
    assert path_of(uri_of(Path(path))) == Path(path)


@pytest.mark.parametrize(
    ("host", "path", "expected"),
    [
        ("", "/c%3A/Users/Ada%20L/a.nova", "C:\\Users\\Ada L\\a.nova"),
        ("", "/c:/a.nova", "C:\\a.nova"),
        ("localhost", "/D:/a.nova", "D:\\a.nova"),
        ("", "/c%3A", "C:"),
        ("server", "/share/a%23b.nova", "\\\\server\\share\\a#b.nova"),
        ("", "/%C3%A9/a.nova", "\\é\\a.nova"),
    ],
)
def test_paths_of_windows(host: str, path: str, expected: str) -> None:
    assert windows_path(host, path) == expected


@pytest.mark.parametrize("uri", ["", "file:", "file://", "file:a", "http://a/b", "file:///a%00b"])
def test_what_is_not_a_file_has_no_path(uri: str) -> None:
    assert path_of(uri) is None


def _spelled(folder: Path, name: str, how: str) -> str:
    plain = (folder / name).as_uri()
    match how:
        case "host":
            return plain.replace("file://", "file://localhost")
        case "encoded":
            return plain.replace("nova", "n%6Fva")
        case _:
            return plain.replace("file:///", "file:/")


@pytest.mark.parametrize("how", ["host", "encoded", "short"])
def test_uris_come_back_as_they_came(client: RawClient, folder: Path, how: str) -> None:
    main, helper = (_spelled(folder, name, how) for name in ("Main.nova", "Helper.nova"))
    client.initialize(folder)
    client.open(main, MAIN)
    assert client.diagnostics(main, 1) == []
    plain = (folder / "Helper.nova").as_uri()
    assert client.at("definition", main, 6, 9)["uri"] == plain
    client.open(helper, HELPER)
    assert client.diagnostics(helper, 1) == []
    for asked in (main, (folder / "Main.nova").as_uri()):
        assert client.at("definition", asked, 6, 9)["uri"] == helper
    mentions = client.at("references", main, 6, 9, context={"includeDeclaration": True})
    assert {m["uri"] for m in mentions} == {main, helper}
    symbols = client.request("workspace/symbol", {"query": "helper"})
    assert symbols[0]["location"]["uri"] == helper


def test_diagnostics_move_to_the_uri_that_a_document_is_opened_with(
    client: RawClient, folder: Path
) -> None:
    plain, spelled = (folder / "Main.nova").as_uri(), _spelled(folder, "Main.nova", "host")
    wrong = MAIN.replace("helper 3", "true")
    (folder / "Main.nova").write_text(wrong)
    client.initialize(folder)
    assert len(client.diagnostics(plain)) == 2
    client.open(spelled, wrong)
    assert client.diagnostics(plain) == []
    assert len(client.diagnostics(spelled, 1)) == 2
    client.change(spelled, 2, {"text": MAIN})
    assert client.diagnostics(spelled, 2) == []


@pytest.mark.parametrize("opened", ["real", "link"])
def test_a_workspace_opened_by_one_name_has_documents_of_another(
    client: RawClient, folder: Path, opened: str
) -> None:
    (folder / "nova.toml").unlink()  # The document itself does not tell what project it is of.
    link = folder.parent / "link"
    link.symlink_to(folder)
    root, other = (folder, link) if opened == "real" else (link, folder)
    client.initialize(root, **WATCHED)
    main, helper = ((other / name).as_uri() for name in ("Main.nova", "Helper.nova"))
    client.open(main, MAIN)
    assert client.diagnostics(main, 1) == []
    assert client.at("definition", main, 6, 9)["uri"] == (root / "Helper.nova").as_uri()
    (folder / "Helper.nova").write_text(HELPER.replace("Int", "String"))
    changes = [{"uri": helper, "type": 2}]
    client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
    assert {d["code"] for d in client.diagnostics(main)} == {"TypesDoNotUnify"}
    client.open(helper, HELPER)
    assert client.diagnostics(main) == []
    new = (other / "New.nova").as_uri()
    client.open(new, "module New where\n\nimport Helper\n\nx = helper true\n")
    assert "TypesDoNotUnify" in {d["code"] for d in client.diagnostics(new, 1)}


def test_files_behind_a_link_are_the_workspaces(client: RawClient, folder: Path) -> None:
    far = folder.parent / "far"
    far.mkdir()
    (folder / "Helper.nova").rename(far / "Helper.nova")
    (folder / "far").symlink_to(far)
    (folder / "loop").symlink_to(folder)
    main, helper = (folder / "Main.nova").as_uri(), (far / "Helper.nova").as_uri()
    client.initialize(folder, **WATCHED)
    client.open(main, MAIN)
    assert client.diagnostics(main, 1) == []
    client.open(helper, HELPER)
    assert client.diagnostics(helper, 1) == []
    client.change(helper, 2, edit(2, 10, 13, "String"), edit(3, 0, 12, "helper n = 0"))
    assert [d["code"] for d in client.diagnostics(main)] == ["TypesDoNotUnify"]
    assert client.at("definition", main, 6, 9)["uri"] == helper


def test_a_folder_with_two_names_is_one_workspace(client: RawClient, folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)
    client.initialize(folder, link)
    main = (link / "Main.nova").as_uri()
    client.open(main, MAIN)
    assert client.diagnostics(main, 1) == []
    found = client.request("workspace/symbol", {"query": "helper"})
    assert len([symbol for symbol in found if symbol["name"] == "helper"]) == 1
