"""Diagnostics as the protocol writes them."""

from __future__ import annotations

from pathlib import Path

from nova_ls.base.lines import Encoding
from nova_ls.features.diagnostics import MAX_SHOWN, diagnostics
from tests.features.fixture import load


def test_a_diagnostic_has_place_code_severity_and_message() -> None:
    loaded = load("""
        module Main where
        x :: Int
        x = "text"
    """)
    file = loaded.workspace.files[Path("/fixture/Main.nova")]
    items, messages = diagnostics(loaded.workspace, file, Encoding.UTF16, str, {})
    (item,) = items
    assert item["range"] == {
        "start": {"line": 2, "character": 4},
        "end": {"line": 2, "character": 10},
    }
    assert (item["severity"], item["code"], item["source"]) == (1, "TypesDoNotUnify", "nova")
    assert "String" in item["message"]
    again, _ = diagnostics(loaded.workspace, file, Encoding.UTF16, str, messages)
    assert again == items


def test_diagnostics_are_in_the_order_of_the_text() -> None:
    loaded = load("""
        module Main where
        b = missing1
        a = missing2
        c = = 3
    """)
    file = loaded.workspace.files[Path("/fixture/Main.nova")]
    items, _ = diagnostics(loaded.workspace, file, Encoding.UTF16, str, {})
    lines = [item["range"]["start"]["line"] for item in items]
    assert lines == sorted(lines) and len(lines) >= 3


def test_of_more_than_a_client_can_use_the_errors_are_sent_and_the_rest_is_counted() -> None:
    count = MAX_SHOWN + 234
    names = "".join(f"\n  , missing{index}" for index in range(count))
    loaded = load(f"module Main where\nunsigned = 1\n\nx :: Array Int\nx =\n  [ 1{names}\n  ]\n")
    file = loaded.workspace.files[Path("/fixture/Main.nova")]
    items, messages = diagnostics(loaded.workspace, file, Encoding.UTF16, str, {})
    *shown, last = items
    assert [item["code"] for item in shown] == ["UnknownName"] * MAX_SHOWN
    assert len(messages) == MAX_SHOWN
    assert last["range"] == shown[-1]["range"]
    assert "has 235 more problems" in last["message"]  # the missing signature is one


def test_columns_are_in_the_units_of_the_encoding() -> None:
    columns = {}
    for encoding in Encoding:
        loaded = load("""
            module Main where
            x = { a: "🥝", b: missing }
        """)
        file = loaded.workspace.files[Path("/fixture/Main.nova")]
        items, _ = diagnostics(loaded.workspace, file, encoding, str, {})
        (item,) = [item for item in items if item["code"] == "UnknownName"]
        columns[encoding] = item["range"]["start"]["character"]
    assert columns == {Encoding.UTF32: 17, Encoding.UTF16: 18, Encoding.UTF8: 20}


def test_unused_things_are_greyed_out() -> None:
    loaded = load("""
        module Main (x) where
        import Data.Maybe (Maybe)
        x = 1
    """)
    file = loaded.workspace.files[Path("/fixture/Main.nova")]
    items, _ = diagnostics(loaded.workspace, file, Encoding.UTF16, str, {})
    assert [i["tags"] for i in items if i["code"].startswith("Unused")] == [[1]]
