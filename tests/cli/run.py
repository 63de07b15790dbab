"""`nova-ls` as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple


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
    """Run a command to its end; a hanging one fails the test."""
    done = subprocess.run(
        [sys.executable, "-m", "nova_ls", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**os.environ, "XDG_CACHE_HOME": str(cwd / "cache"), "COLUMNS": "120", **environment},
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Result(done.returncode, done.stdout, done.stderr)


def check(*arguments: str | Path, cwd: Path, **environment: str) -> Result:
    """`nova-ls check --format json`."""
    return nova_ls("check", "--format", "json", *arguments, cwd=cwd, **environment)
