"""Whose matter the interface of a value is: its signature's, or its body's."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.store import open_in_memory
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import change, fresh, open_world, retype, settle, view

MAIN = Path("/signatures/Main.nova")
SIGNED = "module Main where\n\nx :: Int\nx = 1\n\ny :: Int\ny = x\n"


def opened(text: str) -> Workspace:
    workspace = open_world(None, open_in_memory())
    workspace.open_document(MAIN, text, 1)
    settle(workspace)
    return workspace


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("x = 1", "xx = 1", id="the equation gets another name"),
        pytest.param("x :: Int\nx = 1", "x = 1", id="the signature goes"),
        pytest.param("x :: Int", "x :: _", id="the signature leaves its type open"),
        pytest.param("x :: Int", "x :: ?t", id="the signature gets a hole"),
    ],
)
def test_the_interface_of_a_value_follows_its_signature(old: str, new: str) -> None:
    workspace = opened(SIGNED)
    for before, after in ((old, new), (new, old)):
        retype(workspace, MAIN, before, after)
        settle(workspace)
        assert view(workspace) == view(fresh({MAIN: workspace.files[MAIN].source.text}))


def test_a_signature_with_a_wildcard_is_completed_from_the_body() -> None:
    workspace = opened(
        "module Main where\n\nf :: _ -> Int\nf n = g n\n\ng :: Int -> Int\ng n = n\n"
    )
    codes = [d.code for _, d in workspace.diagnostics(workspace.files[MAIN])]
    assert codes == ["WildcardInferredType"]


@pytest.mark.parametrize(
    "edit", ["a = 1\n", "a = b\n\nc = a c\n", "a :: Int\na = 1\n", "b = a\n\na = 1\n"]
)
def test_a_value_that_leaves_its_group_is_not_in_a_cycle(edit: str) -> None:
    header = "module Main where\n\n"
    workspace = opened(header + "a = b\n\nb = a b\n")
    change(workspace, MAIN, len(header), len(workspace.files[MAIN].source.text), edit)
    settle(workspace)
    assert view(workspace) == view(fresh({MAIN: header + edit}))
