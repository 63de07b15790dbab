"""A workspace that must not do anything: its engine and the disk raise where they are asked to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from nova_ls.compiler.program import Program
from nova_ls.compiler.restore.loader import Loader
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.world import World
from nova_ls.engine.engine import Engine
from nova_ls.workspace.library import Library
from nova_ls.workspace.workspace import Workspace

_ENGINE = ("add", "remove", "remove_all", "record", "touch", "invalidate_from", "ensure")
_PROGRAM = ("run", "settle", "update", "switch", "remove_module", "answer")
_ANSWERS = ("answer_all", "scheme", "instances", "exports_of", "is_exported")
_LOADER = ("add", "find", "look_again")
_WORLD = (
    "add_module", "remove_module", "expand", "put_scheme", "install_schemes", "invalidate", "set_source",
)  # fmt: skip
_IDLE = (
    (Engine, _ENGINE),
    (Program, _PROGRAM),
    (Answers, _ANSWERS),
    (Loader, _LOADER),
    (World, _WORLD),
)
_DISK = ("open", "stat", "lstat", "scandir", "listdir")


def _refusing(name: str) -> Callable[..., Any]:
    def refuse(*arguments: object, **_: object) -> Any:
        raise AssertionError(f"{name} was asked for by a reader: {arguments[1:]}")

    return refuse


@contextmanager
def idle_engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No unit runs and no module is looked for."""
    with monkeypatch.context() as patch:
        for owner, names in _IDLE:
            for name in names:
                patch.setattr(owner, name, _refusing(f"{owner.__name__}.{name}"))
        yield


@contextmanager
def idle(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing runs, and no file is looked for or read."""
    with idle_engine(monkeypatch), monkeypatch.context() as patch:
        patch.setattr(Workspace, "find", _refusing("Workspace.find"))
        for name in ("find", "packages", "list_names"):
            patch.setattr(Library, name, _refusing(f"Library.{name}"))
        patch.setattr("builtins.open", _refusing("open"))
        patch.setattr("io.open", _refusing("open"))
        for name in _DISK:
            patch.setattr(os, name, _refusing(f"os.{name}"))
        yield
