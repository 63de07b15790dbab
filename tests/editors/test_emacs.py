"""Emacs with editors/emacs/nova-mode.el: opens a file, gets a diagnostic, a hover, a definition, formats, saves; and history."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.editors.test_nvim import EDITORS, server_on_path, workspace

STORY = Path(__file__).with_name("story.el")
MODE = EDITORS / "emacs" / "nova-mode.el"

needs_emacs = pytest.mark.skipif(shutil.which("emacs") is None, reason="Emacs is not installed")


def _emacs(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["emacs", "--batch", *arguments],
        env={**os.environ, **environment},
        timeout=180,
        check=False,
        capture_output=True,
        text=True,
    )


@needs_emacs
def test_emacs_tells_the_whole_story(tmp_path: Path) -> None:
    main = workspace(tmp_path / "work")
    story = tmp_path / "story"
    ended = _emacs(
        "--load",
        str(STORY),
        PATH=server_on_path(tmp_path / "bin"),
        HOME=str(tmp_path),
        XDG_CACHE_HOME=str(tmp_path / "cache"),
        NOVA_MODE=str(MODE),
        NOVA_FILE=str(main),
        NOVA_STORY=str(story),
    )
    told = [line.split("\t") for line in story.read_text().splitlines()]
    assert told[-1] == ["ended"], (told, ended.stderr[-2000:])
    steps = {words[0]: words[1:] for words in told}
    assert steps["mode"] == ["nova-mode"]
    assert steps["faces"] == ["font-lock-keyword-face", "font-lock-doc-face"]
    assert steps["diagnostic"][0] == "10"
    assert "helper :: Int -> Int" in steps["hover"][0]
    assert steps["definition"] == ["Helper.nova", "4"]
    assert steps["formatted"] == ["total = helper 3"]
    assert steps["saved"] == ["yes"]
    assert steps["history"] == ["*history of Main.label*", "3"]
    assert steps["difference"] == ["t", "t"]
    assert steps["restored"] == ['"fine"']
    assert steps["undone"] == ['"finer"']
    assert main.read_text().endswith('label = "finer"\n')


@needs_emacs
def test_the_mode_compiles_without_warnings(tmp_path: Path) -> None:
    copy = tmp_path / MODE.name
    copy.write_bytes(MODE.read_bytes())
    ended = _emacs(
        "--eval", "(setq byte-compile-error-on-warn t)", "-f", "batch-byte-compile", str(copy)
    )
    assert ended.returncode == 0, ended.stderr
