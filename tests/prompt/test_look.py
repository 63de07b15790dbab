"""What is offered and shown of a line that is being typed (prompt/look.py)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_ls.prompt.look import offered, shown
from tests.prompt.prompting import Prompting


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prompting]:
    made = Prompting(tmp_path_factory.mktemp("look"), "Main")
    made.said("data Shape = Dot | Circle Int")
    made.said('person = { name: "a", age: 1 }')
    yield made
    made.close()


OFFERED = [
    ("twi|", "twice", 3, "Int -> Int"),
    ("show (twi|", "twice", 3, "Int -> Int"),
    ("case Dot of\n  Cir|", "Circle", 3, ""),
    ("person.na|", "name", 2, "String"),
    (":type twi|", "twice", 3, "Int -> Int"),
    (":kind Sha|", "Shape", 3, ""),
    (":doc twi|", "twice", 3, "Int -> Int"),
    (":bro|", ":browse", 4, ""),
    (":browse Data.May|", "Data.Maybe", 8, ""),
    ("import Data.May|", "Data.Maybe", 3, ""),
    ("import Data.Maybe (fromM|", "fromMaybe", 5, ""),
    ("f :: Sha|", "Shape", 3, ""),
    ("f x = twi|", "twice", 3, "Int -> Int"),
    ("let y = twi|", "twice", 3, "Int -> Int"),
    ("\\number -> twice numb|", "number", 4, ""),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "label", "length", "detail"), OFFERED)
def test_what_is_offered_at_the_cursor(
    inside: Prompting, marked: str, label: str, length: int, detail: str
) -> None:
    cursor = marked.index("|")
    found = offered(inside.session, marked.replace("|", ""), cursor)
    entries = {
        each.label.rpartition(".")[2] if "import" in marked else each.label: each for each in found
    }
    wanted = label.rpartition(".")[2] if "import" in marked else label
    assert wanted in entries, [each.label for each in found][:20]
    if "import" not in marked:
        assert entries[wanted].length == length
    if detail:
        assert entries[wanted].detail == detail


SHOWN = [
    ("tw|ice 1", "twice :: Int -> Int"),
    (":type tw|ice", "twice :: Int -> Int"),
    ("f = tw|ice", "twice :: Int -> Int"),
    (":kind Sha|pe", "data Shape"),
    ("\\n -> twice n|", "n :: Int"),
    ("person.na|me", "name :: String"),
]


@pytest.mark.parametrize(("marked", "text"), SHOWN)
def test_what_is_shown_at_the_cursor(inside: Prompting, marked: str, text: str) -> None:
    cursor = marked.index("|")
    assert text in shown(inside.session, marked.replace("|", ""), cursor)


def test_a_look_leaves_nothing(inside: Prompting) -> None:
    before = inside.session.scratch.file.source.text
    offered(inside.session, "x = twi", 7)
    shown(inside.session, "twice", 2)
    assert inside.session.scratch.file.source.text == before
    assert Path(inside.file).read_text() in before or "twice n = n + n" in before
