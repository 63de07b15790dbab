"""The documents show what commands print; this runs them and compares.

Every ```console block of a document is one conversation, held from top to bottom in one fresh copy of fixtures/pantry: lines
behind `$ ` are commands for a shell, the lines below each are its output. `...` stands for anything, within a line or for whole
lines. Commits, times, durations and sizes are compared by their kind alone. NOVA_DOCS=update writes what is printed today into the documents.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from nova_ls.cli.command_line import COMMANDS
from tests.cli.pantry import copy_pantry
from tests.forking import TIMEOUT, run_command

ROOT: Final = Path(__file__).parent.parent.parent
DOCUMENTS: Final = ("README.md", "docs/history.md")

_VARYING: Final = (
    (re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{10}\b"), "<commit>"),
    (re.compile(r"\b[A-Z][a-z]{2} [A-Z][a-z]{2} \d+ [\d:]{8} \d{4} [+-]\d{4}"), "<time>"),
    (re.compile(r"just now|\b\d+ (second|minute)s? ago"), "<age>"),
    (re.compile(r"\b[\d.]+ (s|ms|µs)(?!\w)"), "<duration>"),
    (re.compile(r"\b[\d.]+ (B|kB|MB)\b"), "<size>"),
    (re.compile(r" {2,}"), " "),  # Columns are as wide as what stands in them.
)


_NEEDS_SHELL: Final = re.compile(r"[|&;<>$*]|^sed")


@dataclass(frozen=True, slots=True)
class Call:
    """One command of a document; `line`: where its output begins, counted from 0."""

    command: str
    line: int
    printed: tuple[str, ...]


def calls(text: str) -> Iterator[Call]:
    lines = text.splitlines()
    inside = False
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            first = number
            while not lines[number].startswith(("$ ", "```")):
                number += 1
            yield Call(line.removeprefix("$ "), first, tuple(lines[first:number]))


def hold(document: str, folder: Path) -> list[tuple[Call, list[str]]]:
    """Every command of a document with what it prints today."""
    copy_pantry(folder / "pantry")
    tools = folder / "bin"
    tools.mkdir()
    tool = tools / "nova-ls"
    tool.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m nova_ls "$@"\n', "utf-8")
    tool.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_CEILING_DIRECTORIES": str(folder),
    }
    found = []
    for call in calls((ROOT / document).read_text("utf-8")):
        printed = _printed(call.command, folder / "pantry", environment)
        assert "Traceback" not in printed, printed
        found.append((call, printed.splitlines()))
    return found


def _printed(command: str, folder: Path, environment: dict[str, str]) -> str:
    """What a command prints; only what a shell has to take apart is given to one."""
    if not _NEEDS_SHELL.search(command):
        name, *arguments = shlex.split(command, comments=True)
        assert name == "nova-ls"
        done = run_command(*arguments, cwd=folder, env=environment)
        return done.stdout + done.stderr
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=TIMEOUT,
        check=False,
    ).stdout


def pattern(lines: tuple[str, ...] | list[str]) -> str:
    """What output has to match, whatever varies in it."""
    parts = []
    for line in lines:
        if line.strip() == "...":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(re.escape(normal(line)).replace(r"\.\.\.", ".*") + r"\n")
    return "".join(parts)


def normal(line: str) -> str:
    for varying, word in _VARYING:
        line = varying.sub(word, line)
    largest_first = re.fullmatch(r"(by \w+ +)(.+)", line)  # The order is that of sizes, which vary.
    if largest_first is not None:
        line = largest_first[1] + ", ".join(sorted(largest_first[2].split(", ")))
    return line.rstrip()


def agrees(call: Call, printed: list[str]) -> bool:
    today = "".join(normal(line) + "\n" for line in printed)
    return re.fullmatch(pattern(call.printed), today) is not None


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_shows_what_is_printed(document: str, tmp_path: Path) -> None:
    held = hold(document, tmp_path)
    assert held
    wrong = [(call, printed) for call, printed in held if not agrees(call, printed)]
    if wrong and os.environ.get("NOVA_DOCS") == "update":
        path = ROOT / document
        lines = path.read_text("utf-8").splitlines()
        for call, printed in reversed(wrong):
            lines[call.line : call.line + len(call.printed)] = printed
        path.write_text("\n".join(lines) + "\n", "utf-8")
        pytest.fail(f"{document} was brought up to date; look at what has changed")
    for call, printed in wrong:
        shown = "\n".join(printed)
        raise AssertionError(f"{document}:{call.line}: `{call.command}` prints now:\n{shown}")


def test_the_readme_shows_every_command() -> None:
    commands = " ".join(call.command for call in calls((ROOT / "README.md").read_text("utf-8")))
    # What `build` makes, Elixir compiles, which need not be installed.
    assert set(re.findall(r"nova-ls (\w+)", commands)) >= set(COMMANDS) - {"demo", "build"}


def test_a_document_that_lies_is_found() -> None:
    call = Call("nova-ls log", 0, ("2af3aa760c nova-ls check (1 declaration, just now)",))
    assert agrees(call, ["0839a83ebc nova-ls check (1 declaration, 7 seconds ago)"])
    assert not agrees(call, ["0839a83ebc nova-ls check (2 declarations, 7 seconds ago)"])
    assert not agrees(call, [])
    assert agrees(Call("x", 0, ("a ... c", "...", "z")), ["a b c", "d", "e", "z"])
    assert not agrees(Call("x", 0, ("a ... c", "...", "z")), ["a b", "z"])
