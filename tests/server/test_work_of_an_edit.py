"""What an edit costs is what it makes stale: the same steps are taken among 200 modules and among 2,000."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.server.sessions import checker, commits, session
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.source_file import TextChange

FEW, MANY = 200, 2_000
"""Both are so many that they are let go of once they have been checked."""

IMPORTERS: Final = 3

MAIN: Final = """module Main where

import M1 (value)

signed :: Int -> Int
signed n = n

other :: Int
other = signed value

unsigned = other
"""

EDITS: Final = {
    "a body": ("signed n = n", "signed n = 3"),
    "a mistake": ("signed n = n", "signed n = true"),
    "a signature": ("signed :: Int -> Int", "signed :: Int -> String"),
    "a declaration": ("unsigned = other", "unsigned = other\n\nmore :: Int\nmore = 1"),
    "an import": ("import M1 (value)", "import M1 (value)\nimport M2 as M2"),
    "a syntax error": ("other = signed value", "other = signed (value"),
}


def _module(number: int) -> str:
    """Some modules import the one that is edited; all of them are open, or none."""
    imports = "import Main (other)\n\n" if number > 2 and number < 3 + IMPORTERS else ""
    body = "other" if imports else str(number)
    return f"module M{number} where\n\n{imports}value :: Int\nvalue = {body}\n"


class Editor:
    """A settled session of so many modules besides Main, which is open."""

    def __init__(self, root: Path, count: int) -> None:
        root.mkdir()
        self.root, self.count = root, count
        (root / "nova.toml").write_text('[project]\nname = "work"\n')
        self.main = root / "Main.nova"
        self.main.write_text(MAIN)
        self.told: list[str] = []
        for number in range(count):
            (root / f"M{number}.nova").write_text(_module(number))
        self.session = Session(root, Encoding.UTF16, lambda: False, self._hear)
        self.session.add_sources(self.session.sources())
        self.session.open_document(self.main, MAIN, 1)
        self._settle()

    def open_all(self) -> None:
        for number in range(self.count):
            self.session.open_document(self.root / f"M{number}.nova", _module(number), 1)
        self._settle()

    def close_all(self) -> None:
        for number in range(self.count):
            self.session.close_document(self.root / f"M{number}.nova")
        self._settle()

    def _hear(self, method: str, params: dict[str, Any]) -> None:
        self.told.append(params.get("uri", method))

    def _settle(self) -> None:
        while self.session.has_work:
            self.session.checker.finish()  # in one go: slices are cut by the clock
            self.session.work()

    def steps(self, before: str, after: str) -> int:
        """The lines that are run for an edit, until all is settled and told."""
        at = MAIN.index(before)
        source = self.session.workspace.files[self.main].source
        first = source.position_at(at, Encoding.UTF16)
        last = source.position_at(at + len(before), Encoding.UTF16)
        change = TextChange((first, last), after)
        count = 0

        def step(_frame: FrameType, event: str, _argument: Any) -> Any:
            nonlocal count
            count += event == "line"
            return step

        tracer = sys.gettrace()
        sys.settrace(step)
        try:
            self.session.change_document(self.main, [change], 2)
            self._settle()
        finally:
            sys.settrace(tracer)
        back = MAIN[at : at + len(before)]
        end = source.position_at(at + len(after), Encoding.UTF16)
        self.session.change_document(self.main, [TextChange((first, end), back)], 3)
        self._settle()
        return count


@pytest.fixture(scope="module")
def editors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Editor, Editor]]:
    """Of few modules, and of many. The clock cuts nothing: on a busy machine a slice more would be counted."""
    folder = tmp_path_factory.mktemp("edits")
    with pytest.MonkeyPatch.context() as patch:
        for module in (checker, commits, session):
            patch.setattr(module, "WORK_SECONDS", 3600.0)
        few, many = Editor(folder / "few", FEW), Editor(folder / "many", MANY)
        yield few, many
        few.session.close()
        many.session.close()


@pytest.fixture
def editors_of_all(editors: tuple[Editor, Editor]) -> Iterator[tuple[Editor, Editor]]:
    """The same, with all modules open."""
    for each in editors:
        each.open_all()
    yield editors
    for each in editors:
        each.close_all()


@pytest.mark.slow
def test_an_edit_takes_as_many_steps_among_many_modules_as_among_few(
    editors: tuple[Editor, Editor],
) -> None:
    assert_equal_work(*editors)


@pytest.mark.slow
def test_an_edit_takes_as_many_steps_among_many_open_documents_as_among_few(
    editors_of_all: tuple[Editor, Editor],
) -> None:
    assert_equal_work(*editors_of_all)


def assert_equal_work(few: Editor, many: Editor) -> None:
    taken = {name: (few.steps(*edit), many.steps(*edit)) for name, edit in EDITS.items()}
    # A pass over the modules would be as many steps as there are more of them.
    grown = {name: pair for name, pair in taken.items() if pair[1] > pair[0] + (MANY - FEW) / 10}
    assert not grown
