"""How diagnostics are told is settled in the manifest and in comments; a change of either types nothing."""

from __future__ import annotations

from pathlib import Path

from nova_ls.base.lines import Encoding
from nova_ls.engine.event_trace import Action
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.source_file import TextChange
from tests.cli.run import nova_ls
from tests.server.conftest import MAIN
from tests.server.raw_client import RawClient, edit

UNSIGNED = "module Main where\n\nimport Data.Maybe (Maybe)\n\nx = 1\n"
MANIFEST = '[project]\nname = "work"\n'


def codes(found: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [(one["code"], one["severity"]) for one in found]


def test_a_manifest_that_is_saved_is_followed_at_once(client: RawClient, folder: Path) -> None:
    main, manifest = (folder / "Main.nova").as_uri(), (folder / "nova.toml").as_uri()
    client.initialize(folder, workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}})
    client.open(main, UNSIGNED)
    assert codes(client.diagnostics(main)) == [("UnusedImport", 2), ("MissingTypeDeclaration", 2)]
    levels = '[diagnostics]\nUnusedImport = "off"\nMissingTypeDeclaration = "hint"\n'
    (folder / "nova.toml").write_text(MANIFEST + levels)
    change = {"changes": [{"uri": manifest, "type": 2}]}
    client.notify("workspace/didChangeWatchedFiles", change)
    assert codes(client.diagnostics(main)) == [("MissingTypeDeclaration", 4)]
    (folder / "nova.toml").write_text(MANIFEST)
    client.notify("workspace/didChangeWatchedFiles", change)
    assert len(client.diagnostics(main)) == 2
    client.change(main, 2, edit(4, 0, 0, "-- nova-ignore MissingTypeDeclaration\n"))
    assert codes(client.diagnostics(main, 2)) == [("UnusedImport", 2)]
    client.change(main, 3, {"text": UNSIGNED.replace("x =", "-- nova-ignore UnusedName\nx =")})
    found = codes(client.diagnostics(main, 3))
    assert ("UnneededIgnore", 2) in found and len(found) == 3


def test_neither_a_setting_nor_a_comment_types_anything(folder: Path) -> None:
    (folder / "Main.nova").write_text(MAIN.replace("total :: Int\n", ""))
    session = Session(folder, Encoding.UTF16, lambda: False, lambda _method, _params: None)
    session.add_sources(session.sources())
    path = folder / "Main.nova"
    session.open_document(path, path.read_text(), 1)
    while session.has_work:
        session.work()
    tally = dict(session.workspace.program.tally)
    (folder / "nova.toml").write_text(f'{MANIFEST}[diagnostics]\nMissingTypeDeclaration = "off"\n')
    assert session.workspace.take_levels()
    session.publisher.look_at_all_anew()
    session.look_again()
    comment = TextChange(((4, 0), (4, 0)), "-- nova-ignore MissingTypeDeclaration\n")
    session.change_document(path, [comment], 2)
    while session.has_work:
        session.work()
    assert session.workspace.program.tally[Action.RAN] == tally[Action.RAN]
    assert not session.workspace.take_levels()  # Nothing has changed.
    session.close()


def test_the_check_at_the_prompt_follows_both(folder: Path) -> None:
    ignored = UNSIGNED.replace("x =", "-- nova-ignore MissingTypeDeclaration\nx =")
    (folder / "Main.nova").write_text(ignored)
    (folder / "nova.toml").write_text(f'{MANIFEST}[diagnostics]\nUnusedImport = "error"\n')
    found = nova_ls("check", ".", cwd=folder)
    assert "error UnusedImport" in found.out and "Missing" not in found.out
    assert found.status == 1
