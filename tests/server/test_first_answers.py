"""What is asked right behind `didOpen`, at a cold start, is answered as it is later: nothing is empty because it came early."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.server.raw_client import RawClient, edit

PANTRY = Path(__file__).parents[2] / "fixtures" / "pantry"
FUNCTIONS = 250


@pytest.fixture
def pantry(tmp_path: Path) -> Path:
    return Path(
        shutil.copytree(PANTRY, tmp_path / "pantry", ignore=shutil.ignore_patterns(".nova"))
    )


def large_module() -> str:
    """2,000 lines, each function in need of the one before."""
    lines = ["module Large where", "", "import Prelude", ""]
    lines += ["value0 :: Int -> Int", "value0 n = n", ""]
    for number in range(1, FUNCTIONS):
        lines += [
            "-- | One more than the one before,",
            "-- | with a local value in it.",
            f"value{number} :: Int -> Int",
            f"value{number} n =",
            f"  let inner{number} = value{number - 1} n",
            f"  in inner{number} + 1",
            "",
            "",
        ]
    return "\n".join(lines)


def test_a_local_of_the_pantry_is_known_at_once(client: RawClient, pantry: Path) -> None:
    path = pantry / "src" / "Pantry" / "Shopping.nova"
    text = path.read_text()
    line = next(i for i, each in enumerate(text.split("\n")) if "after = maybe spent" in each)
    client.initialize(pantry)
    client.open(path.as_uri(), text)
    hover = client.at("hover", path.as_uri(), line, 7)
    assert "after :: Cents" in hover["contents"]["value"]
    assert client.quit() == 0


def test_a_declaration_of_a_large_module_is_known_at_once(
    client: RawClient, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "nova.toml").write_text('[project]\nname = "work"\n')
    text = large_module()
    path = work / "Large.nova"
    path.write_text(text)
    assert text.count("\n") > 1990
    line = text.split("\n").index("  in inner200 + 1")
    client.initialize(work)
    client.open(path.as_uri(), text)
    hover = client.at("hover", path.as_uri(), line, 7)
    assert "inner200 :: Int" in hover["contents"]["value"]
    target = client.at("definition", path.as_uri(), line - 1, 20)
    assert target["range"]["start"]["line"] == line - 2 - 8
    assert client.quit() == 0


def test_a_request_is_told_that_the_text_has_changed_meanwhile(
    client: RawClient, pantry: Path
) -> None:
    """Or has the answer already, on a fast machine; no request gets nothing."""
    path = pantry / "src" / "Main.nova"
    text = path.read_text()
    client.initialize(pantry)
    client.open(path.as_uri(), text)
    line = next(i for i, each in enumerate(text.split("\n")) if each.startswith("main ="))
    position = {"line": line, "character": 1}
    asked = client.begin(
        "textDocument/hover", {"textDocument": {"uri": path.as_uri()}, "position": position}
    )
    client.change(path.as_uri(), 2, edit(0, 0, 0, "-- a comment\n"))
    answer = client.answer(asked)
    assert ("error" in answer and answer["error"]["code"] == -32801) or answer["result"] is not None
    assert client.quit() == 0


def test_hints_come_when_everything_else_is_done(client: RawClient, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "nova.toml").write_text('[project]\nname = "work"\n')
    path = work / "Main.nova"
    text = "module Main where\nx :: Int\nx = fromJustt 1\n"
    path.write_text(text)
    client.initialize(work)
    client.open(path.as_uri(), text)
    assert "toNumber" not in str(client.diagnostics(path.as_uri(), 1))
    client.change(path.as_uri(), 2, edit(2, 4, 13, "toNumber"))
    message = ""
    while "exports" not in message:
        message = client.diagnostics(path.as_uri(), 2)[0]["message"]
    assert message.endswith("`Data.Int` exports `toNumber`.")
    assert client.quit() == 0
