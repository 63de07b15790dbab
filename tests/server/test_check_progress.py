"""When a client is told how far a check has come, by a clock of the test's own."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.server.sessions import check_progress
from nova_ls.server.sessions.check_progress import UNTOLD, Progress
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.status_told import ToldStatus


@pytest.mark.parametrize(
    ("is_new", "seconds", "is_told"),
    [(True, 0.0, True), (False, UNTOLD / 2, False), (False, UNTOLD, True)],
    ids=["new", "known, a moment", "known, a while"],
)
def test_a_start_is_told_of_at_once_or_once_it_takes_a_while(
    monkeypatch: pytest.MonkeyPatch, is_new: bool, seconds: float, is_told: bool
) -> None:
    now = 100.0
    monkeypatch.setattr(check_progress, "time", SimpleNamespace(monotonic=lambda: now))
    sent: list[dict[str, Any]] = []
    progress = Progress(sent.append, ToldStatus(sent.append, is_shown=False), is_shown=True)
    progress.begin("pantry", is_new=is_new)
    now += seconds
    progress.report([])
    assert bool(sent) is is_told
    progress.end([])
    kinds = [m["params"]["value"]["kind"] for m in sent if m["method"] == "$/progress"]
    assert kinds == (["begin", "end"] if is_told else [])


def test_a_workspace_is_new_until_something_was_committed(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").touch()
    (tmp_path / "Main.nova").write_text("module Main where\n\nvalue :: Int\nvalue = 1\n")
    for is_new in (True, False):
        session = Session(tmp_path, Encoding.UTF16, lambda: False, lambda method, params: None)
        assert session.is_new is is_new
        session.workspace.scan()
        for _ in session.workspace.settle():
            pass
        session.workspace.commit("saved")
        session.workspace.close()
