"""`nova-ls completion`: scripts that the shells themselves take and use."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from nova_ls.cli.command_line import COMMANDS, run


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["completion", shell]) == 0
    return capsys.readouterr().out


def shell(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_every_command_is_completed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = script(name, capsys)
    assert all(command in said for command in COMMANDS)
    assert "database" in said


def bash(tmp_path: Path, said: str, *words: str) -> list[str]:
    file = tmp_path / "completion.bash"
    file.write_text(
        f"{said}\nCOMP_WORDS=({' '.join(words)})\nCOMP_CWORD={len(words) - 1}\n_nova_ls\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    )
    command = [shell("bash"), str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_bash_completes_commands_and_options(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = script("bash", capsys)
    assert bash(tmp_path, said, "nova-ls", "che") == ["check", "checkout"]
    assert "--database" in bash(tmp_path, said, "nova-ls", "check", "--d")


@pytest.mark.parametrize("name", ["zsh", "fish"])
def test_other_shells_can_read_their_scripts(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = shell(name)
    file = tmp_path / "completion"
    file.write_text(script(name, capsys))
    subprocess.run([program, "-n", str(file)], check=True, capture_output=True)


def test_fish_completes_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = shell("fish")
    file = tmp_path / "completion.fish"
    file.write_text(script("fish", capsys))
    asked = f"source {file}; complete -C 'nova-ls che'"
    ended = subprocess.run([program, "-c", asked], capture_output=True, text=True, check=True)
    assert [line.split("\t")[0] for line in ended.stdout.splitlines()] == ["check", "checkout"]
