"""What every command has in common: wrong arguments, names that nothing has, pipes, letters, folders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nova_ls.cli.command_line import COMMANDS
from tests.cli.pantry import Pantry
from tests.cli.run import new_nova_ls
from tests.forking import run_command

WRONG = {
    "a command that is none": (("lgo",), "there is no command 'lgo'; did you mean log?"),
    "an option that is none": (("log", "--nonsense"), "unknown argument --nonsense"),
    "too many": (("diff", "a", "b", "c"), "unknown argument c"),
    "too few": (("blame",), "the following arguments are required: MODULE|NAME"),
    "no number": (("log", "-n", "x"), "'x' is not a count"),
    "a negative number": (("log", "-n", "-1"), "'-1' is not a count"),
    "no time": (("log", "--since", "never"), "'never' is not a time"),
    "a declaration misspelt": (("log", "covrs"), "did you mean Pantry.Quantity.covers"),
    "a module misspelt": (("blame", "Pantry.Quantty"), "did you mean Pantry.Quantity"),
    "a branch misspelt": (("diff", "mian"), "did you mean main?"),
    "something misspelt": (("show", "covrs"), "did you mean Pantry.Quantity.covers"),
    "what to put back, misspelt": (("checkout", "HEAD", "--", "covrs"), "did you mean"),
    "a commit too far back": (("show", "HEAD~7"), "does not go back that far"),
    "no branch to delete": (("branch", "-d"), "give the branch to delete"),
    "a branch that is none": (("branch", "-d", "nope"), "there is no branch 'nope'"),
    "a file that is none": (("trace", "nope.nova"), "nope.nova is not a file"),
    "a file that was not checked": (("trace", "nova.toml"), "was not checked before"),
    "a folder that is none": (("-C", "nope", "log"), "nope: No such file or directory"),
    "a database in memory": (("log", "--database", ":memory:"), "in memory has no history"),
    "a place that cannot be written": (("dump", "nope/x"), "nope/x cannot be written"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_gives_one_line_and_status_2(pantry: Pantry, name: str) -> None:
    arguments, message = WRONG[name]
    try:
        pantry.call(*arguments, status=2)
        errors = pantry.errors
    except SystemExit as end:
        assert end.code == 2
        errors = pantry.printed()[1]
    assert message in errors
    assert errors.count("\n") == 1
    assert errors.startswith("nova-ls")


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_every_argument_of_its_own(pantry: Pantry, command: str) -> None:
    with pytest.raises(SystemExit) as end:
        pantry.call(command, "--help")
    assert end.value.code == 0
    text = pantry.printed()[0]
    assert text.startswith(f"usage: nova-ls {command} ")
    assert "-h, --help" in text


def test_counts_and_ancestors_are_written_as_gits(pantry: Pantry) -> None:
    pantry.edit("Pantry.Quantity", "rest.amount >= 0.0", "rest.amount > 0.0")
    pantry.check()
    newest, first = (commit["commit"] for commit in pantry.data("log"))
    assert [commit["commit"] for commit in pantry.data("log", "-1")] == [newest]
    assert [commit["commit"] for commit in pantry.data("log", "-n1")] == [newest]
    for name in ("HEAD^", "HEAD~1", "HEAD~", "@~", "@^", "main^", "@{1}", newest[:10] + "^"):
        assert [commit["commit"] for commit in pantry.data("log", name)] == [first], name
    assert len(pantry.data("reflog", "-1")) == 1


def test_a_patch_of_commits_shows_what_each_changed(pantry: Pantry) -> None:
    pantry.edit("Pantry.Quantity", "rest.amount >= 0.0", "rest.amount > 0.0")
    pantry.check()
    text = pantry.call("log", "-p", "-1")
    assert "  M covers  (body changed)" in text
    assert "-  Just rest -> rest.amount >= 0.0" in text


def test_a_folder_is_given_before_or_after_the_command(pantry: Pantry) -> None:
    root = Path.cwd()
    os.chdir(root.parent)
    wanted = pantry.call("log", "-C", "pantry/src", "--format", "json")
    assert pantry.call("-C", "pantry", "-C", "src", "log", "--format", "json") == wanted
    os.chdir(root.parent)
    assert pantry.call("-C", "pantry", "check").startswith("0 errors")


def test_before_anything_was_committed_every_command_says_so(pantry: Pantry) -> None:
    (pantry.root / "empty").mkdir()
    os.chdir(pantry.root / "empty")
    Path("nova.toml").touch()
    pantry.check()
    assert pantry.call("log") == ""
    assert "nothing was committed on 'main' yet" in pantry.errors
    assert pantry.data("log") == []
    assert pantry.data("reflog") == []
    for command in ("diff", "show"):
        pantry.call(command, status=2)
        assert "nothing was committed on 'main' yet; run `nova-ls check`" in pantry.errors
    assert pantry.data("stats")["bytes_per_declaration"] == 0
    assert pantry.call("branch") == "* main\n"
    assert pantry.call("fsck") == ""


def test_names_are_aligned_by_the_columns_they_take(
    pantry: Pantry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "山田太郎")
    pantry.edit("Pantry.Quantity", "rest.amount >= 0.0", "rest.amount > 0.0")
    pantry.check()
    lines = pantry.call("blame", "Pantry.Quantity").splitlines()
    assert any("(山田太郎 " in line for line in lines)
    assert any("(Ada      " in line for line in lines)  # Four wide letters take eight columns.


def test_a_closed_pipe_is_not_an_error(pantry: Pantry) -> None:
    for arguments in (["log", "--format", "json"], ["show", "HEAD"], ["stats"]):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, "-m", "nova_ls", *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
        os.close(writing)
        assert done.stderr == b""
        assert done.returncode == 141


def test_output_that_cannot_be_written_is_said(pantry: Pantry) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no full device here")
    with full.open("wb") as sink:
        done = subprocess.run(
            [sys.executable, "-m", "nova_ls", "log"],
            stdout=sink,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    assert done.stderr == b"nova-ls: No space left on device\n"
    assert done.returncode == 2


def test_a_terminal_without_all_letters_gets_them_spelt_out(pantry: Pantry) -> None:
    path = pantry.path("Pantry.Quantity")
    path.write_text(path.read_text("utf-8") + "\nmünze :: Int\nmünze = 1\n", "utf-8")
    pantry.check()
    done = new_nova_ls("show", "münze", cwd=pantry.root, PYTHONIOENCODING="ascii")
    assert done.out == "m\\xfcnze :: Int\nm\\xfcnze = 1\n"


def test_what_is_not_a_terminal_gets_no_colours(pantry: Pantry) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    for arguments in (["log"], ["diff"], ["blame", "Pantry.Cost"], ["check"]):
        done = run_command(*arguments, cwd=pantry.root, env=environment)
        assert done.returncode == 0
        assert "\x1b" not in done.stdout + done.stderr


JSON = {
    "log": ("log",),
    "log of a declaration": ("log", "covers"),
    "show": ("show",),
    "show of a declaration": ("show", "covers"),
    "blame": ("blame", "Pantry.Quantity"),
    "diff": ("diff",),
    "diff of the interface": ("diff", "--api"),
    "reflog": ("reflog",),
    "stats": ("stats",),
    "trace": ("trace", "src/Pantry/Quantity.nova"),
    "fsck": ("fsck",),
    "check": ("check",),
}


@pytest.mark.parametrize("name", JSON)
def test_programs_get_one_json_value_and_nothing_else(pantry: Pantry, name: str) -> None:
    text = pantry.call(*JSON[name], "--format", "json")
    assert isinstance(json.loads(text), dict | list)
    assert text.endswith(("}\n", "]\n"))
    assert pantry.errors == ""


def test_a_folder_that_cannot_be_written_to_still_tells_its_history(pantry: Pantry) -> None:
    if os.geteuid() == 0:
        pytest.skip("nothing is forbidden to this user")
    folder = pantry.root / ".nova"
    folder.chmod(0o500)
    try:
        assert len(pantry.data("log")) == 1
        assert pantry.call("diff") == ""
    finally:
        folder.chmod(0o700)
