"""Links: imported modules, and addresses in comments."""

from __future__ import annotations

from nova_ls.features.document_link import document_links
from tests.features.fixture import load


def links(text: str) -> list[tuple[str, str]]:
    loaded = load(text)
    found = document_links(loaded.snapshot, loaded.module)
    return [
        (one.place.text, one.target if isinstance(one.target, str) else one.target.name)
        for one in found
    ]


def test_imports_lead_to_their_modules_as_far_as_there_are_such() -> None:
    assert links("""
        module Main where
        import Data.Maybe (Maybe)
        import Helper as Help
        import Nowhere
        --- Helper
        module Helper where
    """) == [("Data.Maybe", "Data.Maybe"), ("Helper", "Helper")]


def test_addresses_lead_out_of_comments_only() -> None:
    wanted = ["https://a.org/x_(y)", "http://b.org/z?q=1#w", "https://c.org"]
    assert links("""
        -- | See https://a.org/x_(y), (http://b.org/z?q=1#w) and <https://c.org>.
        module Main where
        x :: String
        x = "https://d.org"
    """) == [(one, one) for one in wanted]


def test_a_text_that_does_not_parse_has_links_too() -> None:
    assert links("module Main where\nimport Data.Maybe (\nx = = -- https://a.org\n") == [
        ("Data.Maybe", "Data.Maybe"),
        ("https://a.org", "https://a.org"),
    ]
