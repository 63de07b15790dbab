"""A running program follows its sources (evaluation/live.py, process/live_process.py, codegen/python/swap.py)."""

from __future__ import annotations

import os
import select
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.cli.watch_program import told_change
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.evaluation.live import Live
from nova_ls.workspace.open_workspace import MEMORY, open_workspace

MAIN: Final = """\
module Main where

import Prelude
import Effect (Effect)
import Effect.Ref (Ref, modify, new)
import Step (Unused, Way(..), class Sized, size, step)

foreign import tell :: String -> Effect Unit

foreign import wait :: Effect Unit

main :: Effect Unit
main = do
  count <- new 0
  loop count

loop :: Ref Int -> Effect Unit
loop count = do
  now <- modify (step Up) count
  tell (show now <> " " <> show limit <> " " <> show (size now))
  wait
  loop count

limit :: Int
limit = step Up 10
"""
STEP: Final = """\
module Step where

import Prelude

data Way = Up | Down

data Unused = Unused

class Sized a where
  size :: a -> Int

instance Sized Int where
  size n = 0

step :: Way -> Int -> Int
step Up n = n + 1
step Down n = n - 1

unused :: Int -> Int
unused n = n
"""
HOST: Final = """\
import sys

def tell(text):
    def run():
        print(text, flush=True)
    return run

def wait():
    sys.stdin.readline()
"""


class Running:
    """A program that goes a step at each line that it is given."""

    def __init__(self, folder: Path) -> None:
        for name, text in (("Main.nova", MAIN), ("Step.nova", STEP), ("Main.py", HOST)):
            (folder / name).write_text(text, "utf-8")
        (folder / "nova.toml").write_text("", "utf-8")
        self.folder = folder
        self.workspace = open_workspace(folder, MEMORY).workspace
        self.workspace.scan()
        self.lines = b""
        self.output, self._end = os.pipe()
        self._start, self.input = os.pipe()
        main = element_key("Main", Space.VALUE, "main")
        self.live = Live(self.workspace, main, (), (self._start, self._end))

    def start(self) -> None:
        self.live.start()

    def step(self) -> str:
        os.write(self.input, b"\n")
        return self.line()

    def line(self) -> str:
        """The next line that the program writes."""
        while b"\n" not in self.lines:
            assert select.select([self.output], (), (), 20)[0], "the program says nothing"
            self.lines += os.read(self.output, 1000)
        first, self.lines = self.lines.split(b"\n", 1)
        return first.decode()

    def edit(self, module: str, old: str, new: str) -> None:
        path = self.folder / f"{module}.nova"
        text = self.workspace.files[path].source.text
        assert text.count(old) == 1, old
        self.workspace.open_document(path, text.replace(old, new), 1)

    def reload(self) -> list[str]:
        change = self.live.reload()
        if change.swapped:
            assert self.live.said(20) == {"swapped": True}
        return told_change(change)

    def close(self) -> None:
        self.live.stop()
        for each in (self.input, self.output, self._start, self._end):
            os.close(each)
        self.workspace.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path)
    made.start()
    assert made.line() == "1 11 0"
    yield made
    made.close()


def test_what_has_changed_is_swapped_and_state_is_kept(running: Running) -> None:
    assert running.step() == "2 11 0"
    running.edit("Step", "step Up n = n + 1", "step Up n = n + 100")
    assert running.reload() == ["swapped Step.step"]
    assert running.step() == "102 110 0", "the constant that it is computed by is another one"
    running.edit("Step", "size n = 0", "size n = n")
    assert running.reload() == ["swapped Step.Sized Int"]
    assert running.step() == "202 110 202"
    assert running.reload() == []


def test_what_does_nothing_else_is_not_swapped(running: Running) -> None:
    running.edit("Step", "unused n = n", "unused n = n + 1")
    assert running.reload() == []
    running.edit("Step", "data Unused = Unused", "data Unused = Unused | More")
    assert running.reload() == []
    running.edit("Step", "data Way", "-- | Which way.\ndata Way")
    assert running.reload() == []
    assert running.step() == "2 11 0"


def test_new_declarations_come_with_what_needs_them(running: Running) -> None:
    running.edit("Step", "step Up n = n + 1", "step Up n = further n")
    running.edit(
        "Step",
        "unused ::",
        "by :: Int\nby = 7\n\nfurther :: Int -> Int\nfurther n = n + by\n\nunused ::",
    )
    told = running.reload()
    assert len(told) == 1 and told[0].startswith("swapped ")
    assert {"Step.step", "Step.further", "Step.by"} == set(told[0][8:].split(", "))
    assert running.step() == "8 17 0"


def test_errors_let_the_program_go_on_as_it_was(running: Running) -> None:
    running.edit("Step", "step Up n = n + 1", 'step Up n = n + ""')
    assert running.reload() == [
        "Step.step: it has errors (TypesDoNotUnify)",
        "the program goes on as it was",
    ]
    assert running.step() == "2 11 0"
    running.edit("Step", "size n = 0", "size n = 5")
    assert running.reload()[-1] == "the program goes on as it was"
    assert running.step() == "3 11 0"
    running.edit("Step", 'step Up n = n + ""', "step Up n = n + 2")
    assert running.reload()[0].startswith("swapped ")
    assert running.step() == "5 12 5"


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("data Way = Up | Down", "data Way = Sideways | Up | Down", "Step.Way"),
        ("size :: a -> Int", "size :: a -> Int\n  other :: a -> Int", "Step.Sized"),
    ],
)
def test_another_type_starts_the_program_again(
    running: Running, old: str, new: str, name: str
) -> None:
    running.step()
    running.edit("Step", old, new)
    if "other" in new:
        running.edit("Step", "size n = 0", "size n = 0\n  other n = n")
    else:
        running.edit("Step", "step Down n", "step Sideways n = n\nstep Down n")
    (told,) = running.reload()
    assert name in told and told.endswith("; the program starts again")
    running.start()
    assert running.line() == "1 11 0"


def test_what_cannot_be_compiled_does_not_end_what_is_running(running: Running) -> None:
    running.edit("Step", "step Up n = n + 1", 'step Up n = n + ""')
    with pytest.raises(Unsupported):
        running.start()
    assert running.step() == "2 11 0"
