"""Behind an edit: what is looked at, and that it is the code of the text as it is then (compiler/code.py, compiler/known_code.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Final

import pytest

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.codegen.backend import Artifact
from nova_ls.codegen.python.backend import PythonBackend
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.compiler.code import CodeBase
from nova_ls.compiler.model import units
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.workspace import Workspace

BASE: Final = """module Base where

class Told a where
  told :: a -> String
  count :: a -> Int

data Shape = Dot | Circle Int

newtype Name = Name String

instance Told Shape where
  told Dot = "dot"
  told (Circle _) = "circle"
  count _ = 1

base = 1

step :: Int -> Int
step n = n

even' n = odd' n

odd' n = if n then n else false
"""
MAIN: Final = """module Main where

import Base

one :: Int
one = step base

shown :: Shape -> String
shown shape = told shape

named :: Name -> String
named (Name name) = name

far :: Boolean
far = even' true

beside :: Int
beside = 3
"""
EDITS: Final = (
    ("Base", "base = 1", "base = 2"),
    ("Base", "base = 1", "base :: Int\nbase = 1"),
    ("Base", "step n = n", "step _ = 7"),
    ("Base", "newtype Name", "data Name"),
    ("Base", "Dot | Circle Int", "None | Dot | Circle Int"),
    ("Base", "even' n = odd' n", "even' n = if n then odd' n else true"),
    ("Base", "else false", "else even' n"),
    ("Base", 'told Dot = "dot"', 'told Dot = "point"'),
    ("Base", "  told :: a -> String\n  count :: a -> Int", "  count :: a -> Int\n  told :: a -> String"),
    ("Base", "instance Told Shape", "instance shape :: Told Shape"),
    ("Base", "step :: Int -> Int\nstep n = n\n", "step :: Int -> Int\nstep n = case n of\n  0 -> 1\n  _ -> base\n"),
    ("Main", "one = step base", "one = base"),
    ("Main", "import Base\n", "import Base hiding (base)\n\nbase :: Int\nbase = 5\n"),
    ("Main", "beside = 3", "beside = one"),
    ("Main", "named (Name name) = name", 'named _ = "n"'),
    ("Main", "far = even' true", "far = odd' true"),
    ("Main", "shown shape = told shape", "shown shape = shown shape"),
)  # fmt: skip


def key(module: str, name: str, space: Space = Space.VALUE) -> ElementKey:
    return element_key(module, space, name)


WANTED: Final = (
    *[key("Main", name) for name in ("one", "shown", "named", "far", "beside")],
    *[key("Base", name) for name in ("base", "step", "even'", "odd'", "told", "count")],
    key("Base", "Circle", Space.CONSTRUCTOR),
    key("Base", "Name", Space.CONSTRUCTOR),
)


class Place:
    """Two modules that are edited."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts = {"Base": BASE, "Main": MAIN}
        self.workspace = self.opened()
        self.code = CodeBase(self.workspace.program, PythonBackend())

    def opened(self) -> Workspace:
        workspace = open_workspace(None, MEMORY).workspace
        for name, text in self.texts.items():
            (self.folder / f"{name}.nova").write_text(text)
            workspace.add_file(self.folder / f"{name}.nova", ModuleOrigin.WORKSPACE)
        return workspace

    def edit(self, name: str, old: str, new: str) -> None:
        assert old in self.texts[name]
        self.texts[name] = self.texts[name].replace(old, new)
        path = self.folder / f"{name}.nova"
        path.write_text(self.texts[name])
        self.workspace.reload(path)

    def ask(self, *keys: ElementKey) -> None:
        for each in keys:
            self.code.artifact(each)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.workspace.close()


def compiled(code: CodeBase) -> Mapping[ElementKey, Artifact | None]:
    found: dict[ElementKey, Artifact | None] = {}
    wanted = list(WANTED)
    while wanted:
        each = wanted.pop()
        try:
            artifact = found[each] = code.artifact(each)
        except Unsupported:
            found[each] = None
            continue
        wanted += [need for need in artifact.needs if need.space is Space.INSTANCE]
    return found


def anew(place: Place) -> Mapping[ElementKey, Artifact | None]:
    """What another process would compile."""
    workspace = place.opened()
    try:
        return compiled(CodeBase(workspace.program, PythonBackend()))
    finally:
        workspace.close()


def test_nothing_is_checked_that_the_demand_does_not_reach(place: Place) -> None:
    for _ in place.workspace.settle():
        pass
    place.ask(key("Main", "one"))
    place.edit("Base", "step :: Int -> Int\nstep n = n", "step :: Int -> Number\nstep _ = 1.5")
    place.edit("Base", "newtype Name = Name String", "newtype Name = Name Int")
    place.ask(key("Main", "beside"))
    engine = place.workspace.program.engine
    assert not engine.is_fresh(units.Values(key("Main", "one")))
    assert not engine.is_fresh(units.Values(key("Main", "named")))
    with pytest.raises(Unsupported):
        place.ask(key("Main", "named"))
    assert not engine.is_fresh(units.Values(key("Main", "one")))


def test_an_edit_that_one_demand_has_passed_over_is_not_lost_for_the_next(place: Place) -> None:
    place.ask(*WANTED)
    place.edit("Main", "import Base\n", "import Base\n\nfive :: Int\nfive = 5\n")
    place.edit("Main", "beside = 3", "beside = five")
    place.ask(key("Base", "base"))
    assert compiled(place.code) == anew(place)


def test_what_changed_is_told_once_and_nothing_else(place: Place) -> None:
    place.ask(*WANTED)
    assert place.code.changed() == {}
    place.edit("Base", "step n = n", "step _ = 7")
    assert list(place.code.changed()) == [key("Base", "step")]
    assert place.code.changed() == {}
    place.edit("Base", "newtype Name", "data Name")
    names = {key("Main", "named"), key("Base", "Name", Space.CONSTRUCTOR)}
    assert set(place.code.changed()) == names
    place.edit("Main", "one = step base", "one = step false")
    assert place.code.changed() == {key("Main", "one"): None}


def test_what_is_gone_is_told_to_compile_to_nothing(place: Place) -> None:
    compiled(place.code)
    assert place.code.changed() == {}
    place.edit("Base", "instance Told Shape", "instance shape :: Told Shape")
    told = place.code.changed()
    assert told[key("Base", "Told Shape", Space.INSTANCE)] is None
    assert told[key("Main", "shown")] is not None
    place.edit("Base", "step n = n\n", "")
    assert place.code.changed() == {key("Base", "step"): None}


def test_what_was_checked_meanwhile_is_told_as_well(place: Place) -> None:
    place.ask(*WANTED)
    place.edit("Base", "base = 1", "base = 2")
    for _ in place.workspace.settle():
        pass
    assert list(place.code.changed()) == [key("Base", "base")]
    place.edit("Base", "base = 2", "base = 1")
    place.edit("Base", "base = 1", "base = 2")
    assert place.code.changed() == {}


def test_what_an_edit_changes_is_checked_once(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled(place.code)
    assert place.code.changed() == {}

    def again(*arguments: object) -> None:
        raise AssertionError(f"checked a second time: {arguments}")

    for name in ("check_values", "check_instance"):
        monkeypatch.setattr(f"nova_ls.compiler.queries.lower_element.{name}", again)
    place.edit("Base", "step n = n", "step _ = 7")
    place.edit("Base", 'told Dot = "dot"', 'told Dot = "point"')
    place.edit("Base", "even' n = odd' n", "even' n = if n then odd' n else true")
    assert len(place.code.changed()) == 3


@pytest.mark.parametrize("seed", range(4))
def test_the_code_is_that_of_the_text_whatever_was_edited_before(place: Place, seed: int) -> None:
    random = Random(seed)
    done: list[tuple[str, str, str]] = []
    place.ask(*WANTED)
    for _ in range(25):
        possible = [each for each in EDITS if each not in done and each[1] in place.texts[each[0]]]
        if done and (not possible or random.random() < 0.4):
            name, old, new = done.pop(random.randrange(len(done)))
            if new not in place.texts[name]:
                continue
            place.edit(name, new, old)
        elif possible:
            done.append(random.choice(possible))
            place.edit(*done[-1])
        if random.random() < 0.2:
            for _ in place.workspace.settle():
                pass
        if random.random() < 0.4:
            place.code.changed()
        if random.random() < 0.7:
            place.ask(*random.sample(WANTED[-4:], 2))
        assert compiled(place.code) == anew(place), done
