"""What holds for the whole suite, and spares it work."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections import defaultdict
from itertools import islice
from pathlib import Path

import pytest

from tests.examples import examples

_BYTECODE = Path(__file__).parent.parent / ".pytest_cache" / "bytecode"

# Some environments have Python write no bytecode: each of the hundreds of processes that tests start would compile all of nova_ls first.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(_BYTECODE)
    sys.dont_write_bytecode = False

# A run keeps much and loses little: a full collection goes over all that was imported and found out so far.
gc.set_threshold(100_000, 20, 10)

# The library that workspaces share is that of these sources, whatever the user's cache holds.
os.environ["NOVA_LS_LIBRARY"] = str(Path(__file__).parent.parent / ".pytest_cache" / "library")


# What is known of packages is found out anew in each test that does not say otherwise.
os.environ["NOVA_LS_PACKAGES"] = ""

_PURE = tuple(
    f"tests/{name}"
    for name in [
        "base",
        "engine",
        "syntax",
        "names",
        "types",
        "diagnostics",
        "registry",
        "store",
        "log",
        "compiler",
    ]
)
"""Tests that start no process and open no workspace as a client does."""


def pytest_configure(config: pytest.Config) -> None:
    """Set up Hypothesis; check the standard library once for all tests, before workers start."""
    from hypothesis import HealthCheck, settings  # not before its bytecode may be written

    # A slow machine is no failure: no test asserts a time.
    settings.register_profile(
        "nova-ls",
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        max_examples=examples(100),
        derandomize="CI" in os.environ,
    )
    settings.load_profile("nova-ls")
    runs_none = hasattr(config, "workerinput") or config.option.collectonly
    if not runs_none and not all(argument.startswith(_PURE) for argument in config.args):
        command = [sys.executable, "-m", "nova_ls", "prepare"]
        subprocess.run(command, check=True, capture_output=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Several workers begin with what is slow, so that none is left with a long test when all else is done."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers > 1:
        items[:] = in_shares(items, workers)


def in_shares(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """An order in which the share of each worker begins with slow tests, those of a file together.

    `--dist worksteal` gives each worker a run of as many tests as any other; who is done takes over the end of another's.
    """
    slow: dict[Path, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("slow"):
            slow[item.path].append(item)
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for tests in sorted(slow.values(), key=len):
        min(shares, key=len).extend(tests)
    rest = (item for item in items if not item.get_closest_marker("slow"))
    ordered: list[pytest.Item] = []
    for number, share in enumerate(shares):
        size = (len(items) - len(ordered)) // (workers - number)
        ordered += [*share, *islice(rest, max(0, size - len(share)))]
    return [*ordered, *rest]
