"""`nova-ls eval`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.cli.run import nova_ls

CASES: Final = [
    ("1 + 2", None, "3\n"),
    ('log "here"', None, "here\n"),
    ("{ a: Just 1, b: [true] }", None, "{ a: (Just 1), b: [true] }\n"),
    ("hidden 20", "Main", "41\n"),
    ("pure (hidden 1) :: Effect Int", "Main", "3\n"),
]
MAIN: Final = """\
module Main (main) where

import Prelude

import Effect (Effect)
import Effect.Console (log)

main :: Effect Unit
main = log "main"

hidden :: Int -> Int
hidden n = n * 2 + 1

cut :: Int -> Int
cut n
  | n > 0 = n
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Main.nova").write_text(MAIN)
    return tmp_path


@pytest.mark.parametrize(("text", "module", "shown"), CASES)
def test_an_expression_has_a_value(folder: Path, text: str, module: str | None, shown: str) -> None:
    within = [] if module is None else ["--in", module]
    result = nova_ls("eval", text, *within, cwd=folder)
    assert (result.status, result.out, result.err) == (0, shown, "")


def test_a_type_error_is_told_at_its_place(folder: Path) -> None:
    result = nova_ls("eval", "hidden true", "--in", "Main", cwd=folder)
    assert (result.status, result.out) == (1, "")
    assert result.err.splitlines() == [
        "error TypesDoNotUnify",
        "    1 | hidden true",
        "      |        ^^^^",
        "  Expected `Int`, but found `Boolean`.",
        "",
    ]


def test_an_endless_loop_is_stopped(folder: Path) -> None:
    result = nova_ls("eval", "let f n = f (n + 1) :: Int in f 1", "--seconds", "0.5", cwd=folder)
    assert (result.status, result.out) == (1, "")
    assert result.err == "nova-ls: it ran for more than 0.5 s and was stopped\n"


def test_a_module_that_is_not_there_is_bad_usage(folder: Path) -> None:
    result = nova_ls("eval", "1", "--in", "Mian", cwd=folder)
    assert result.status == 2
    assert result.err.startswith("nova-ls: there is no module Mian here")
