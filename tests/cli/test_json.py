"""The fields that docs/json.md describes are those that come, no more and no less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from nova_ls.store import Index
from nova_ls.store.fault import Fault, FaultKind
from tests.cli.pantry import Pantry

DOCS: Final = Path(__file__).parent.parent.parent / "docs" / "json.md"
OPEN: Final = ("kinds", "indexes", "runs")
"""Objects whose keys are names."""

COMMANDS: Final = {
    "check": ("check",),
    "log": ("log",),
    "log of a declaration": ("log", "covers"),
    "show": ("show",),
    "show of a declaration": ("show", "covers"),
    "show of a module": ("show", "HEAD:Pantry.Cost"),
    "blame": ("blame", "Pantry.Quantity"),
    "diff": ("diff", "HEAD~1"),
    "reflog": ("reflog",),
    "trace": ("trace", "src/Pantry/Cost.nova", "src/Pantry/Quantity.nova"),
    "stats": ("stats",),
    "doctor": ("doctor",),
}


def documented() -> dict[str, dict[str, str]]:
    """The types of the fields of each command."""
    sections = DOCS.read_text("utf-8").split("\n## ")[1:]
    return {
        section.partition("\n")[0]: dict(
            re.findall(r"^\| `(.+?)` \| (.+?) \|", section, re.MULTILINE)
        )
        for section in sections
    }


def fields(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every field of a value in the notation of the document, with its type."""
    if isinstance(value, list):
        for each in value:
            yield from fields(each, f"{path}[]")
    elif isinstance(value, dict):
        for name, each in value.items():
            key = "*" if path.split(".", maxsplit=1)[0] in OPEN else name
            yield from fields(each, f"{path}.{key}" if path else key)
    else:
        types = {bool: "boolean", int: "number", float: "number", str: "string", type(None): "null"}
        yield path, types[type(value)]


def compare(name: str, value: Any) -> None:
    found: dict[str, set[str]] = {}
    for path, kind in fields(value):
        found.setdefault("runs.*.*" if path.startswith("runs.") else path, set()).add(kind)
    wanted = documented()[name]
    assert found.keys() == wanted.keys()
    for path, kinds in found.items():
        assert wanted[path] == "any" or kinds <= set(wanted[path].split(" or ")), path


@pytest.fixture
def changed(pantry: Pantry) -> Pantry:
    """Two commits, the second of which breaks something, and an edit."""
    path = pantry.path("Pantry.Quantity")
    text = path.read_text("utf-8").replace("covers :: ", "covers :: Int -> ")
    text = text.replace("covers available", "covers _ available").replace(
        "  , tidy\n", "  , tidy\n  , two\n"
    )
    path.write_text(text + "\ntwo :: Int\ntwo = 2\n", "utf-8")
    pantry.check(status=1)
    path.write_text(
        text.replace("covers :: Int -> ", "covers :: Number -> ") + "\ntwo :: Int\ntwo = 3\n"
    )
    return pantry


@pytest.mark.parametrize("name", COMMANDS)
def test_the_fields_are_those_of_the_document(changed: Pantry, name: str) -> None:
    compare(name, changed.data(*COMMANDS[name], status=None))


def test_those_of_an_entry_are(changed: Pantry) -> None:
    entry = changed.data("log", "covers")[0]["entries"][0]
    compare("show of an entry", changed.data("show", entry))


def test_those_of_the_interface_are(changed: Pantry) -> None:
    data = changed.data("diff", "--api", "HEAD~1", status=None)
    wanted = documented()["diff"]
    own = [path for path in wanted if not path.startswith(("modules", "declarations"))]
    assert {path for path, _ in fields(data)} == set(own)


def test_those_of_faults_are(changed: Pantry, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Fault(FaultKind.WRONG_HASH, Index.LOG, b"", "something")
    monkeypatch.setattr("nova_ls.cli.fsck.repair_all", lambda _: ([fault], [fault]))
    compare("fsck", changed.data("fsck", "--repair", status=1))


def test_every_command_with_this_format_is_described() -> None:
    assert documented().keys() == COMMANDS.keys() | {"fsck", "show of an entry"}
