"""What is compiled, what is found (compiler/code.py, compiler/archive/code_store.py)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.codegen.python.backend import PythonBackend
from nova_ls.compiler.archive.code_store import CodeStore
from nova_ls.compiler.code import CodeBase
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.programs.running import Runner
from nova_ls.workspace.workspace import Workspace

TEXT: Final = """module Main where

data Shape = Circle Int | Square Int

area :: Shape -> Int
area (Circle r) = r
area (Square a) = a

twice :: Shape -> Array Int
twice shape = [ area shape, area shape ]

wrapped :: Array Shape
wrapped = [ Square 2 ]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "Main.nova"
    path.write_text(TEXT)
    return path


@pytest.fixture
def workspace(place: Path) -> Iterator[Workspace]:
    opened = open_workspace(None, MEMORY).workspace
    opened.add_file(place, ModuleOrigin.WORKSPACE)
    yield opened
    opened.close()


def code_base(workspace: Workspace, secret: bytes = b"secret") -> CodeBase:
    backend = PythonBackend()
    store = CodeStore(workspace.baseline.database, backend.name, backend.stamp, secret)
    return CodeBase(workspace.program, backend, store)


def value(name: str) -> ElementKey:
    return element_key("Main", Space.VALUE, name)


VALUES: Final = tuple(map(value, ("area", "twice", "wrapped")))


def tally_of(code: CodeBase) -> tuple[int, int]:
    """Compile what is in the module; how much was compiled for it and how much found."""
    before = dict(code.tally)
    for key in VALUES:
        code.artifact(key)
    return code.tally["compiled"] - before["compiled"], code.tally["found"] - before["found"]


def edit(workspace: Workspace, place: Path, old: str, new: str) -> None:
    text = place.read_text()
    assert old in text
    place.write_text(text.replace(old, new))
    workspace.reload(place)


def test_an_edit_of_a_body_compiles_one_declaration_and_nothing_that_calls_it(
    workspace: Workspace, place: Path
) -> None:
    code = code_base(workspace)
    assert tally_of(code) == (3, 0)
    edit(workspace, place, "area (Circle r) = r", "area (Circle r) = 3")
    assert tally_of(code) == (1, 0)
    edit(workspace, place, "area (Circle r) = 3", "area (Circle r) = r")
    assert tally_of(code) == (0, 0)


def test_another_process_finds_what_was_compiled(workspace: Workspace) -> None:
    code = code_base(workspace)
    tally_of(code)
    code.save()
    assert tally_of(code_base(workspace)) == (0, 3)


def test_code_that_somebody_else_has_made_is_not_there(workspace: Workspace) -> None:
    code = code_base(workspace)
    tally_of(code)
    code.save()
    assert tally_of(code_base(workspace, b"another")) == (3, 0)


def test_what_uses_a_type_is_compiled_again_when_that_becomes_a_newtype(
    workspace: Workspace, place: Path
) -> None:
    edit(workspace, place, "Circle Int | Square Int", "Circle Int")
    edit(workspace, place, "area (Square a) = a\n", "")
    edit(workspace, place, "[ Square 2 ]", "[ Circle 2 ]")
    code = code_base(workspace)
    tally_of(code)
    code.save()
    edit(workspace, place, "data Shape", "newtype Shape")
    assert tally_of(code_base(workspace)) == (3, 0)


def test_a_program_runs_what_is_there_now(workspace: Workspace, place: Path) -> None:
    assert Runner(workspace).program.value(value("twice"))((1, 2)) == [2, 2]
    edit(workspace, place, "area (Square a) = a", "area (Square a) = 7")
    assert Runner(workspace).program.value(value("twice"))((1, 2)) == [7, 7]
