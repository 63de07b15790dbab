"""What declarations call their types is told anew where they call them otherwise, though nothing is checked again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nova_ls.base.lines import Encoding
from nova_ls.server.sessions.session import Session
from tests.compiler.world import put_library
from tests.server.raw_client import RawClient, edit

SHOP = "module Shop where\n\ntype Price = Int\n\npay :: Price -> Int\npay p = p\n"
MAIN = 'module Main where\n\nimport Shop (pay)\n\nx :: Int\nx = pay "a"\n'


def test_a_message_follows_the_words_of_another_document(client: RawClient, folder: Path) -> None:
    main, shop = (folder / "Main.nova").as_uri(), (folder / "Shop.nova").as_uri()
    client.initialize(folder)
    client.open(shop, SHOP)
    assert client.diagnostics(shop) == []
    client.open(main, MAIN)
    (found,) = client.diagnostics(main)
    assert found["message"] == "Expected `Price`, but found `String`."
    client.change(shop, 2, edit(4, 7, 12, "Int"))
    (found,) = client.diagnostics(main)
    assert found["message"] == "Expected `Int`, but found `String`."


def test_a_message_follows_a_second_declaration_that_comes_first(
    client: RawClient, folder: Path
) -> None:
    use, shop = (folder / "Use.nova").as_uri(), (folder / "Shop.nova").as_uri()
    client.initialize(folder)
    client.open(
        shop, "module Shop where\n\ntype Price = Int\n\nother :: Int\nother = 1\n\nfee = 1\n"
    )
    client.diagnostics(shop)
    client.open(use, "module Use where\n\nimport Shop (fee)\n\nmine = fee\n")
    (found,) = client.diagnostics(use)
    assert "mine :: Int" in found["message"]
    client.change(shop, 2, edit(4, 0, 0, "fee :: Price\nfee = 1\n\n"))
    (found,) = client.diagnostics(use)
    assert "mine :: Price" in found["message"]


OWNERS = (
    "module Owners where\n\ntype Owner = { name :: String, age :: Int, street :: String }\n\n"
    "oldest :: forall a. a -> { name :: String, age :: Int, street :: String }\noldest a = oldest a\n"
)
HOUSE = "module House where\n\nimport Owners\n\nf = oldest 1\n"


def test_a_message_follows_a_synonym_on_which_nothing_in_it_relies(
    client: RawClient, folder: Path
) -> None:
    house, owners = (folder / "House.nova").as_uri(), (folder / "Owners.nova").as_uri()
    client.initialize(folder)
    client.open(owners, OWNERS)
    assert client.diagnostics(owners) == []
    client.open(house, HOUSE)
    (found,) = client.diagnostics(house)
    assert "f :: Owner" in found["message"]
    client.change(owners, 2, edit(2, 22, 28, "Int"))
    (found,) = client.diagnostics(house)
    assert "Owner" not in found["message"]


def test_messages_of_files_that_nobody_has_opened_are_the_same_after_a_restart(
    tmp_path: Path,
) -> None:
    put_library(tmp_path / ".nova")
    (tmp_path / "Owners.nova").write_text(OWNERS)
    (tmp_path / "House.nova").write_text(
        HOUSE + "\ntype Own = { a :: Owner, b :: Owner }\n\ng = { a: f, b: f }\n"
    )
    told = _told(tmp_path)
    assert "f :: Owner" in str(told) and "g :: Own" in str(told)
    assert _told(tmp_path) == told


def _told(root: Path) -> dict[str, Any]:
    """What a session tells of the files of a folder, in which nothing is opened."""
    told: dict[str, Any] = {}

    def tell(method: str, params: dict[str, Any]) -> None:
        if method == "textDocument/publishDiagnostics":
            told[Path(params["uri"]).name] = params["diagnostics"]

    session = Session(root, Encoding.UTF16, lambda: False, tell)
    session.add_sources(session.sources())
    while session.has_work:
        session.work()
    session.close()
    return told


NAMED = 'module Named where\n\nclass Named a where\n  name :: a -> String\n\ninstance any :: Named a where\n  name _ = ""\n'
STRAY = 'module Stray where\n\nimport Named\n\ndata T = T\n\ninstance t :: Named T where\n  name _ = "t"\n'


def test_a_second_place_follows_its_file_that_changes_before_all_has_been_told(
    tmp_path: Path,
) -> None:
    put_library(tmp_path / ".nova")
    named, stray = tmp_path / "Named.nova", tmp_path / "Stray.nova"
    named.write_text(NAMED)
    stray.write_text(STRAY)
    told: dict[str, list[Any]] = {}

    def tell(method: str, params: dict[str, Any]) -> None:
        if method == "textDocument/publishDiagnostics":
            told[Path(params["uri"]).name] = params["diagnostics"]

    def line() -> int:
        (found,) = told["Stray.nova"]
        (place,) = found["relatedInformation"]
        return int(place["location"]["range"]["start"]["line"])

    session = Session(tmp_path, Encoding.UTF16, lambda: True, tell)  # Each step ends a slice.
    try:
        session.add_sources(session.sources())
        session.open_document(stray, STRAY, 1)
        while "Stray.nova" not in told:
            session.work()
        assert "Named.nova" not in told
        assert line() == 5
        named.write_text(NAMED.replace("class", "-- it moves\n\nclass"))
        session.reload([named])
        while session.has_work:
            session.work()
        assert line() == 7
    finally:
        session.close()
