"""When the progress of a check is shown, and that it only goes forward."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.server.sessions.check_progress import UNTOLD, Progress
from nova_ls.server.sessions.checker import ModuleCounts
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.status_told import ToldStatus

QUIET = ToldStatus(lambda _: None, is_shown=False)


@dataclass
class Opening:
    """As much of a session as progress is made of."""

    count: ModuleCounts
    is_opening: bool = True

    @property
    def checker(self) -> Opening:
        return self

    def progress(self) -> ModuleCounts:
        return self.count


@dataclass
class Screen:
    """What a client shows; the clock goes as the test says."""

    now: float = 100.0
    sent: list[dict[str, Any]] = field(default_factory=list)

    def values(self) -> list[dict[str, Any]]:
        return [each["params"]["value"] for each in self.sent if each["method"] == "$/progress"]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    found = Screen()
    monkeypatch.setattr(time, "monotonic", lambda: found.now)
    return found


def sessions(*found: Opening) -> list[Session]:
    return cast("list[Session]", list(found))


def test_a_new_workspace_is_told_of_at_once(screen: Screen) -> None:
    Progress(screen.sent.append, QUIET, is_shown=True).begin("pantry", is_new=True)
    assert [each["method"] for each in screen.sent] == [
        "window/workDoneProgress/create",
        "$/progress",
    ]
    assert screen.values() == [{"kind": "begin", "title": "Checking pantry", "percentage": 0}]


def test_a_warm_start_is_told_of_only_when_it_takes_a_while(screen: Screen) -> None:
    progress = Progress(screen.sent.append, QUIET, is_shown=True)
    one = Opening(ModuleCounts(10, 5, 1))
    progress.begin("pantry", is_new=False)
    progress.report(sessions(one))
    assert screen.sent == []
    screen.now += UNTOLD
    progress.report(sessions(one))
    assert [value["kind"] for value in screen.values()] == ["begin", "report"]
    one.is_opening = False
    progress.end(sessions(one))
    assert screen.values()[-1] == {"kind": "end"}


def test_a_warm_start_that_ends_soon_is_not_told_of_later(screen: Screen) -> None:
    progress = Progress(screen.sent.append, QUIET, is_shown=True)
    progress.begin("pantry", is_new=False)
    progress.end([])
    screen.now += 2 * UNTOLD
    progress.report(sessions(Opening(ModuleCounts(10, 5, 1))))
    assert screen.sent == []


def test_modules_are_counted_and_only_forward(screen: Screen) -> None:
    progress = Progress(screen.sent.append, QUIET, is_shown=True)
    progress.begin("pantry", is_new=True)
    for count in (
        ModuleCounts(10, 10, 5),
        ModuleCounts(100, 20, 5),
        ModuleCounts(100, 60, 3),
        ModuleCounts(100, 100, 100),
    ):
        screen.now += 1
        progress.report(sessions(Opening(count)))
    reports = screen.values()[1:]
    shares = [each["percentage"] for each in reports]
    assert shares == sorted(shares) and shares[-1] == 99
    assert [each["message"] for each in reports] == [
        "5 of 10 modules",
        "5 of 100 modules",
        "5 of 100 modules",
        "100 of 100 modules",
    ]


def test_a_client_that_shows_none_is_told_nothing(screen: Screen) -> None:
    progress = Progress(screen.sent.append, QUIET, is_shown=False)
    progress.begin("pantry", is_new=True)
    progress.report(sessions(Opening(ModuleCounts(10, 10, 5))))
    progress.end([])
    assert screen.sent == []


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
