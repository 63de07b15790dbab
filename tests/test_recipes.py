"""What docs/start/ci.md says of continuous integration, done as it stands there: the steps of the workflow, and the hooks by pre-commit itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
RECIPES = (ROOT / "docs" / "start" / "ci.md").read_text("utf-8")
BROKEN = "module Main where\n\ntotal :: Int\ntotal = true\n"


def _recipe(heading: str) -> Any:
    block = re.search(rf"^## {heading}$.*?^```yaml\n(.*?)^```", RECIPES, re.DOTALL | re.MULTILINE)
    assert block is not None
    return yaml.safe_load(block[1])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A workspace under git, without errors."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "nova.toml").touch()
    (folder / "Main.nova").write_text(BROKEN.replace("true", "3"))
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """One with `nova-ls` on its PATH, and a home of its own."""
    script = tmp_path / "bin" / "nova-ls"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m nova_ls "$@"\n')
    script.chmod(0o755)
    path = f"{script.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "HOME": str(tmp_path)}


def test_the_workflow_annotates_errors_and_leaves_a_log_for_code_scanning(
    project: Path, environment: dict[str, str]
) -> None:
    workflow = _recipe("GitHub Actions")
    assert set(workflow[True]) == {"push", "pull_request"}  # YAML 1.1 reads `on` as a truth
    job = workflow["jobs"]["check"]
    assert job["permissions"] == {"contents": "read", "security-events": "write"}
    steps = job["steps"]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    install, *commands = [step["run"] for step in steps if "run" in step]
    assert install == "pip install nova-ls"

    def run() -> list[subprocess.CompletedProcess[str]]:
        return [
            subprocess.run(
                ["bash", "-e", "-c", command],
                cwd=project,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            for command in commands
        ]

    assert [ended.returncode for ended in run()] == [0, 0]
    (project / "Main.nova").write_text(BROKEN)
    annotated, logged = run()
    assert annotated.returncode == logged.returncode == 1
    assert re.search(r"^::error file=Main\.nova,line=4,", annotated.stdout, re.MULTILINE)
    upload = next(step for step in steps if "upload-sarif" in step.get("uses", ""))
    log = json.loads((project / upload["with"]["sarif_file"]).read_text("utf-8"))
    assert log["version"] == "2.1.0"
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["TypesDoNotUnify"]


def test_the_hooks_stop_a_commit_with_errors(project: Path, environment: dict[str, str]) -> None:
    recipe = _recipe("pre-commit")
    for hook in recipe["repos"][0]["hooks"]:
        # The program under test, instead of one that is installed for the purpose.
        assert hook.pop("additional_dependencies") == ["nova-ls"]
        assert hook["language"] == "python"
        hook["language"] = "system"
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(recipe))
    program = shutil.which("pre-commit", path=str(Path(sys.executable).parent))
    assert program is not None

    def run() -> tuple[int, dict[str, str]]:
        subprocess.run(["git", "add", "."], cwd=project, check=True)
        ended = subprocess.run(
            [program, "run", "--all-files", "--color", "never"],
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        found = re.findall(r"^(nova-ls \w+)\.+(Passed|Failed)", ended.stdout, re.MULTILINE)
        return ended.returncode, dict(found)

    assert run() == (0, {"nova-ls check": "Passed", "nova-ls format": "Passed"})
    (project / "Main.nova").write_text(BROKEN)
    assert run() == (1, {"nova-ls check": "Failed", "nova-ls format": "Passed"})
    (project / "Main.nova").write_text(BROKEN.replace("= true", "=   3"))
    assert run() == (1, {"nova-ls check": "Passed", "nova-ls format": "Failed"})
