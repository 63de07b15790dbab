"""What holds for the whole suite, and spares it work."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_BYTECODE = Path(__file__).parent.parent / ".pytest_cache" / "bytecode"

# Some environments have Python write no bytecode: each of the hundreds of processes that tests start would compile all of nova_ls first.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(_BYTECODE)
    sys.dont_write_bytecode = False

# A run keeps much and loses little: a full collection goes over all that was imported and found out so far.
gc.set_threshold(20_000, 20, 10)

# The library that workspaces share is that of these sources, whatever the user's cache holds.
os.environ["NOVA_LS_LIBRARY"] = str(Path(__file__).parent.parent / ".pytest_cache" / "library")

# A slow machine is no failure: no test asserts a time.
settings.register_profile("nova-ls", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("nova-ls")


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
    """Check the standard library once for all tests, before workers start."""
    runs_none = hasattr(config, "workerinput") or config.option.collectonly
    if not runs_none and not all(argument.startswith(_PURE) for argument in config.args):
        command = [sys.executable, "-m", "nova_ls", "prepare"]
        subprocess.run(command, check=True, capture_output=True)
