"""What declarations call their types is told anew where they call them otherwise, though nothing is checked again."""

from __future__ import annotations

from pathlib import Path

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
