"""A step that takes long is logged with its declaration's name, while it runs and when it has ended. No time passes here."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler import program
from nova_ls.compiler.model.units import Values
from nova_ls.compiler.program import UnitRun
from nova_ls.compiler.queries.check_unit import check_unit
from nova_ls.server.rpc.server_log import LOGGER
from nova_ls.server.sessions.step_watch import StepWatch
from nova_ls.store import open_in_memory
from tests.compiler.world import open_world, settle


@pytest.fixture
def lines(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> pytest.LogCaptureFixture:
    monkeypatch.setattr(LOGGER, "propagate", True)
    caplog.set_level(logging.WARNING, "nova_ls")
    return caplog


def test_a_long_step_is_logged_while_it_runs_and_when_it_ends(
    tmp_path: Path, lines: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Main.nova").write_text(
        "module Main where\n\nquick :: Int\nquick = 1\n\nslow = 2\n"
    )
    workspace = open_world(tmp_path, open_in_memory())
    now = 0.0
    watch = StepWatch(lambda: workspace.program.at_work, lambda: now)
    seen: list[str] = []
    check = check_unit

    def slowly(*arguments: object) -> object:
        nonlocal now
        watch.look()
        now += 2.5 if arguments[2][1].name == "slow" else 0.5  # type: ignore[index]
        watch.look()
        seen.extend(lines.messages)
        return check(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(program, "check_unit", slowly)
    settle(workspace)
    watch.look()
    assert set(seen) == {"Main.slow (values) has been running for over 1 s"}
    assert lines.messages[0] == seen[0]
    assert [line for line in lines.messages[1:] if "took" in line] == lines.messages[1:]
    assert lines.messages[1].startswith("Main.slow (values) took 2.5 s")
    assert workspace.program.at_work is None


def test_many_short_steps_are_not_a_long_one(lines: pytest.LogCaptureFixture) -> None:
    unit = Values(ElementKey("Main", Space.VALUE, "f"))
    now = 0.0
    watch = StepWatch(lambda: UnitRun(unit), lambda: now)
    for _ in range(20):
        watch.look()
        now += 0.5
    assert lines.messages == []
