"""Signature help: the function around the cursor and the argument that is being written."""

from __future__ import annotations

import pytest

from nova_ls.features.signature_help import signature_help
from tests.features.fixture import load


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("add <CURSOR>", "Int"),
        ("add 1 <CURSOR>", "(Int -> String)"),
        ("add 1 more <CURSOR>", "Array Int"),
        ("add 1 more [] <CURSOR>", None),
        ("more (add 1 <CURSOR>)", "(Int -> String)"),
        ("<CURSOR>", None),
        ('"add <CURSOR>"', None),
    ],
)
def test_the_argument_at_the_cursor_is_marked(call: str, expected: str | None) -> None:
    loaded = load(f"""
        module Main where
        -- | Adds.
        add :: Int -> (Int -> String) -> Array Int -> Int
        add n f rest = n
        more :: Int -> String
        more n = ""
        x = {call}
    """)
    found = signature_help(loaded.snapshot, loaded.module, loaded.offset)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found.label == "add :: Int -> (Int -> String) -> Array Int -> Int"
        start, end = found.parameters[found.active]
        assert found.label[start:end] == expected
        assert found.documentation == "Adds."
