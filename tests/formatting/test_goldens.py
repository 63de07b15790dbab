"""What each construct looks like: sources as people write them, and what becomes of them.

A source that begins with `-- {…}` is formatted with these options.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from nova_ls.formatting.format_module import format_module
from nova_ls.formatting.options import DEFAULTS, FormatOptions, options_from

SOURCES = sorted((Path(__file__).parent / "goldens").glob("*.nova"))


def options_of(text: str) -> FormatOptions:
    first = text.split("\n", 1)[0]
    return options_from(json.loads(first[3:])) if first.startswith("-- {") else DEFAULTS


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_each_construct_looks_as_usual(source: Path, pytestconfig: pytest.Config) -> None:
    text = source.read_text("utf-8")
    found = format_module(text, options_of(text)).text
    golden = source.with_suffix(".out")
    asked = pytestconfig.getoption("--update-golden", default=False)
    if asked or os.environ.get("NOVA_UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text("utf-8")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_line_ends_are_those_of_the_text(source: Path) -> None:
    text = source.read_text("utf-8")
    windows = format_module(text.replace("\n", "\r\n"), options_of(text)).text
    assert windows == format_module(text, options_of(text)).text.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("name", "kept"),
    [("broken", 3), *((path.stem, 0) for path in SOURCES if path.stem != "broken")],
)
def test_only_what_does_not_parse_is_kept(name: str, kept: int) -> None:
    text = (Path(__file__).parent / "goldens" / f"{name}.nova").read_text("utf-8")
    assert format_module(text, options_of(text)).kept == kept


def test_the_example_of_the_manual_is_true() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "formatting.md").read_text("utf-8")
    before, after = re.findall(r"```nova\n(.*?)```", manual, flags=re.DOTALL)
    assert format_module(f"module M where\n\n{before}").text == f"module M where\n\n{after}"
