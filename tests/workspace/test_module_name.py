"""The name in a header, told without parsing: the parser has to agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.store import open_in_memory
from nova_ls.workspace.module_name import name_in
from tests.compiler.world import open_world, settle


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("module A where", "A"),
        ("#! x\n{- module B -}\n-- module C\nmodule A.B' (x) where", "A.B'"),
        ("module A.B{- c -}where", "A.B"),
        ("module A.b where", None),
        ("module A. where", None),
        ("module a where", None),
        ("module {- c -} A -- c\nwhere", "A"),
        ("\tmodule A where", "A"),
        ("module Éa.B where", "Éa.B"),
        ("module' A where", None),
        ("modules A where", None),
        ("module A.+ where", None),
        ("module", None),
    ],
)
def test_the_name_in_a_header(header: str, name: str | None) -> None:
    assert name_in(f"{header}\n\nx = 1\n") == name


BANNERS = {
    "dashes": "-" * 60 + "\n-- a new file\n",
    "comments with both line ends": "-- c\r\n" * 30,
    "blank lines": "\n" * 32,
    "a long banner": "-" * 200_000 + "\n",
    "many comments": "{- c -}-- c\r\n \t" * 20_000,
    "shebangs": "#! x\n" * 20_000,
    "tabs": "\t\n" * 50_000,
    "an open comment": "{- - -" * 50_000,
}


@pytest.mark.parametrize("banner", BANNERS.values(), ids=BANNERS.keys())
@pytest.mark.parametrize(
    "header", ["module Foo.", "", "module", "modul", "x = 1", "module A where"]
)
def test_what_stands_above_a_header_is_passed_over_once(banner: str, header: str) -> None:
    is_there = header == "module A where" and not banner.startswith("{- -")
    assert name_in(banner + header) == ("A" if is_there else None)


def test_a_banner_above_an_unfinished_header_is_one_mistake(tmp_path: Path) -> None:
    (tmp_path / "Main.nova").write_text("-" * 60 + "\n-- a new file\nmodule Foo.")
    workspace = open_world(tmp_path, open_in_memory())
    settle(workspace)
    [file] = workspace.files.values()
    assert [d.code for _, d in workspace.diagnostics(file)] == ["ErrorParsingModule"]


def test_a_name_that_is_none_takes_nothing_from_other_modules(tmp_path: Path) -> None:
    (tmp_path / "Main.nova").write_text("module Main where\n\nx :: Int\nx = 1\n")
    (tmp_path / "Other.nova").write_text("module Other.x where\n\ndata T = T\n\ny = T\n")
    workspace = open_world(tmp_path, open_in_memory())
    settle(workspace)
    wrong = {
        f.path.name: [d.code for _, d in workspace.diagnostics(f)] for f in workspace.files.values()
    }
    assert wrong["Main.nova"] == []
    assert wrong["Other.nova"] == ["ErrorParsingModule"]
