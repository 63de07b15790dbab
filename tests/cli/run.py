"""`nova-ls` as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.forking import TIMEOUT, run_command


class Result(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        return [diagnostic["code"] for diagnostic in self.json["diagnostics"]]

    @property
    def errors(self) -> list[str]:
        return [d["code"] for d in self.json["diagnostics"] if d["severity"] == "error"]


def nova_ls(*arguments: str | Path, cwd: Path, **environment: str) -> Result:
    """Run a command to its end, without the time of its imports."""
    return _result(run_command(*arguments, cwd=cwd, env=_environment(cwd, environment)))


def new_nova_ls(*arguments: str | Path, cwd: Path, **environment: str) -> Result:
    """The same in a process that starts from nothing."""
    command = [sys.executable, "-m", "nova_ls", *map(str, arguments)]
    return _result(
        subprocess.run(
            command,
            cwd=cwd,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIMEOUT,
            check=False,
            env=_environment(cwd, environment),
        )
    )


def _environment(cwd: Path, more: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "XDG_CACHE_HOME": str(cwd / "cache"), "COLUMNS": "120", **more}


def _result(done: subprocess.CompletedProcess[str]) -> Result:
    assert "Traceback" not in done.stderr, done.stderr
    return Result(done.returncode, done.stdout, done.stderr)


def check(*arguments: str | Path, cwd: Path, **environment: str) -> Result:
    """`nova-ls check --format json`."""
    return nova_ls("check", "--format", "json", *arguments, cwd=cwd, **environment)
