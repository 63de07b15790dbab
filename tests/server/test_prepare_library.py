"""The process that checks the standard library for all workspaces (`server/sessions/prepare_library.py`)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from nova_ls.server.sessions.prepare_library import PREPARE


def test_a_module_of_the_folder_it_runs_in_takes_no_place(tmp_path: Path) -> None:
    (tmp_path / "logging.py").write_text("raise SystemExit('not the one that was meant')")
    done = subprocess.run((*PREPARE, "--help"), cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
