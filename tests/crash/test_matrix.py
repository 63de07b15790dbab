"""The crash matrix: at any step of an operation the process is killed, the disk is full or broken, the power fails.

A step is a call that changes a file. After each: the workspace opens, fsck is clean, all that was acknowledged is there, a
check is as a fresh one, and the operation can be done again. A fixed sample of the steps is tried; `NOVA_CRASH=40` tries
that many for each operation and fault, `NOVA_CRASH=long` every single one.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.crash.conftest import Cases, sample
from tests.crash.operations import OPERATIONS
from tests.crash.replay import Loss
from tests.crash.shim import FAULTS, Action

pytestmark = pytest.mark.slow

_REASONS = {"disk full": "No space left on device", "disk broken": "Input/output error"}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_nothing_is_lost_when(cases: Cases, operation: str, fault: str) -> None:
    struck: Counter[str] = Counter()
    for step in sample(cases.steps(operation, fault)):
        answer = cases.ask("run", operation=operation, fault=fault, step=step)
        assert answer["problems"] == [], f"{operation}, {fault} at step {step}: {answer}"
        told = " ".join(line for refused in answer["refused"] for line in refused)
        assert _REASONS.get(fault, "") in told or not told
        struck.update(name for name in ("killed", "failed") if answer[name])
    # Threads of the database take their steps when they like: the last ones may not come.
    wanted = "failed" if FAULTS[fault].action is Action.FAIL else "killed"
    assert struck[wanted] >= 1, struck


@pytest.mark.parametrize("loss", [loss.name for loss in Loss])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_nothing_is_lost_when_the_power_fails(cases: Cases, operation: str, loss: str) -> None:
    steps = cases.ask("power", operation=operation, loss=loss, step=0)["steps"]
    assert steps > 10
    for step in sample(steps):
        answer = cases.ask("power", operation=operation, loss=loss, step=step)
        assert answer["problems"] == [], f"{operation}, {loss} after step {step}: {answer}"
