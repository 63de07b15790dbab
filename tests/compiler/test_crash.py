"""A mistake in the checker itself is one diagnostic where it was at work; everything else goes on, and it is tried again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nova_ls.compiler.queries import check_unit, export_checks, grouping, resolve, structure, usage
from nova_ls.diagnostics import render
from nova_ls.history.state import state_of_branch
from nova_ls.store import Database, StoreError, open_in_memory
from nova_ls.workspace.workspace import Workspace
from tests.compiler.test_found import assert_lawful, write
from tests.compiler.world import open_world, retype, settle, settle_and_trace

LIB = "module Lib (one, class C, c) where\n\none :: Int\none = 1\n\nclass C a where\n  c :: a -> Int\n"
MAIN = """module Main where

import Lib (class C, one)

data T = T

good :: Int
good = one

bad :: T -> Int
bad T = one

loose x = bad x

instance cT :: C T where
  c = bad

wrong :: Int
wrong = T
"""
BEFORE = ["MissingTypeDeclaration loose", "TypesDoNotUnify T"]


def opened(folder: Path, database: Database) -> Workspace:
    workspace = open_world(folder, database)
    settle(workspace)
    return workspace


def shown(workspace: Workspace) -> list[str]:
    """Codes of the diagnostics, each with the text that it stands on."""
    found = []
    for file in workspace.files.values():
        for chunk, diagnostic in workspace.diagnostics(file):
            found.append(
                f"{diagnostic.code} {chunk.text[len(chunk.frame[0]) :][diagnostic.start : diagnostic.end]}"
            )
    return sorted(found)


def failing(function: Callable[..., Any], on: Callable[..., bool]) -> Callable[..., Any]:
    """A function with a mistake in it, for some arguments."""

    def fail(*arguments: Any) -> Any:
        if on(*arguments):
            raise KeyError("planted")
        return function(*arguments)

    return fail


def plant(patch: pytest.MonkeyPatch, place: Any, name: str, on: Callable[..., bool]) -> None:
    patch.setattr(place, name, failing(getattr(place, name), on))


def is_value(name: str) -> Callable[..., bool]:
    return lambda elements, *_: any(element.key.name == name for element in elements)


def is_key(name: str) -> Callable[..., bool]:
    return lambda declarations, unit, *_: unit.key.name == name


CASES = {
    "a body": (check_unit, "check_values", is_value("bad"), "InternalError bad"),
    "an unsigned value": (check_unit, "check_values", is_value("loose"), "InternalError loose"),
    "a signature": (
        check_unit,
        "check_signature",
        lambda one, *_: one.key.name == "bad",
        "InternalError bad",
    ),
    "a type": (check_unit, "check_types", is_value("T"), "InternalError T"),
    "a head": (check_unit, "check_instance_head", lambda *_: True, "InternalError cT"),
    "an instance": (check_unit, "check_instance", lambda *_: True, "InternalError cT"),
    "names of a value": (resolve, "resolve_element", is_key("bad"), "InternalError bad"),
    "names of an unsigned value": (
        resolve,
        "resolve_element",
        is_key("loose"),
        "InternalError loose",
    ),
    "names of a type": (resolve, "resolve_element", is_key("T"), "InternalError T"),
    "names of an instance": (resolve, "resolve_element", is_key("cT"), "InternalError cT"),
    "mentions": (grouping, "_type_mentions", lambda *_: True, None),
    "exports": (export_checks, "check_exports", lambda *_: True, "InternalError Lib"),
    "usage": (
        usage,
        "lint_imports",
        lambda module, *_: module.name == "Main",
        "InternalError Main",
    ),
    "a structure": (
        structure,
        "resolve_exports",
        lambda _, header, *__: header.name == "Lib",
        "InternalError Lib",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_crash_is_one_diagnostic_and_goes_with_its_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    place, name, on, wanted = CASES[case]
    write(tmp_path, Lib=LIB, Main=MAIN)
    database = open_in_memory()
    with monkeypatch.context() as patch:
        plant(patch, place, name, on)
        workspace = opened(tmp_path, database)
        crashed = shown(workspace)
        assert [line for line in crashed if "Internal" in line] == ([wanted] if wanted else [])
        if case in ("a body", "an instance", "names of an instance", "mentions", "exports"):
            assert [line for line in crashed if "Internal" not in line] == BEFORE
        workspace.commit("first")
        assert shown(opened(tmp_path, database)) == crashed
    again = opened(tmp_path, database)  # fixed
    assert shown(again) == BEFORE
    assert_lawful(again)
    again.commit("second")
    last = open_world(tmp_path, database)
    assert settle_and_trace(last).ran == []
    assert shown(last) == BEFORE


def test_a_crash_that_comes_and_goes_with_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, Lib=LIB, Main=MAIN)
    plant(monkeypatch, check_unit, "check_values", is_value("bad"))
    workspace = opened(tmp_path, open_in_memory())
    main = tmp_path / "Main.nova"
    workspace.open_document(main, MAIN, 1)
    for old, new in (
        ("bad T = one", "bad _ = one"),
        ("bad _ = one", "bad T = one"),
        ("wrong = T", "wrong = one"),
    ):
        retype(workspace, main, old, new)
        settle(workspace)
        assert "InternalError bad" in shown(workspace)
    monkeypatch.undo()
    retype(workspace, main, "bad T = one", "bad T = 1")
    retype(workspace, main, "bad T = 1", "bad T = one")
    assert_lawful(workspace)


def test_a_crash_says_where_it_came_up_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, Lib=LIB, Main=MAIN)
    plant(monkeypatch, check_unit, "check_values", is_value("bad"))
    workspace = opened(tmp_path, open_in_memory())
    (message,) = [
        render(problem)
        for file in workspace.files.values()
        for _, problem in workspace.diagnostics(file)
        if problem.code == "InternalError"
    ]
    assert "\n" not in message
    assert "`KeyError` at `compiler/queries/check_unit.py:" in message


def test_a_crash_at_every_start_is_not_in_the_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, Lib=LIB, Main=MAIN)
    plant(monkeypatch, check_unit, "check_values", is_value("bad"))
    database = open_in_memory()
    opened(tmp_path, database).commit("first")
    workspace = opened(tmp_path, database)
    workspace.commit("again")
    state = state_of_branch(workspace.baseline.log, "main")
    assert state.commit is not None and state.commit.message == "first"
    assert state.text_of_module("Main") == MAIN


def test_what_the_checker_cannot_help_is_not_the_codes_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Any:
        raise StoreError("the disk is gone")

    write(tmp_path, Lib=LIB, Main=MAIN)
    monkeypatch.setattr(check_unit, "check_values", fail)
    workspace = open_world(tmp_path, open_in_memory())
    with pytest.raises(StoreError):
        settle(workspace)
