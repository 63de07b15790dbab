"""The message of every code, made of real inputs: the first example of its page, or what gives a code that no page can show.

`messages.txt` holds them; NOVA_UPDATE_GOLDEN=1 writes it anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from nova_ls.base.diagnostic import Problem
from nova_ls.compiler.model.crash import crash_diagnostic
from nova_ls.diagnostics import CODES, message
from nova_ls.workspace.read_source import Unreadable, decode_source, read_source
from tests.compiler.test_huge_match import huge_match
from tests.compiler.world import fresh
from tests.diagnostics.test_error_pages import examples

GOLDEN = Path(__file__).with_name("messages.txt")
_HEAD = re.compile(r"^# (\w+)\n", re.M)


def reported(files: tuple[str, ...]) -> list[Problem]:
    """What is wrong in a workspace of these files."""
    paths = {Path(f"/pages/{index}.nova"): text for index, text in enumerate(files)}
    workspace = fresh(paths)
    found = [each for path in paths for each in workspace.diagnostics(workspace.files[path])]
    return [diagnostic.problem for _, diagnostic in found]


def unreadable(text: str | Unreadable) -> Problem:
    assert isinstance(text, Unreadable)
    return text.problem


def crash() -> Problem:
    try:
        raise KeyError
    except KeyError as problem:
        return crash_diagnostic(problem, 0, 0).problem


def problem_of(code: str, folder: Path) -> Problem:
    """A problem of this code as it is really reported."""
    match code:
        case "UnreadableFile":
            return unreadable(read_source(folder / "Main.nova"))
        case "InvalidUtf8":
            return unreadable(decode_source(Path("Main.nova"), b"module Main where\nx = \xff\n"))
        case "InternalError":
            return crash()
        case "IncompleteExhaustivityCheck":
            return reported((huge_match(),))[0]
    return next(each for each in reported(examples(code)[0].files) if each.code == code)


@pytest.fixture(scope="module")
def golden() -> dict[str, str]:
    parts = _HEAD.split(GOLDEN.read_text("utf-8")) if GOLDEN.exists() else [""]
    return dict(zip(parts[1::2], [text.strip("\n") for text in parts[2::2]], strict=True))


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_message_of_a_code_is_as_ever(
    code: str, golden: dict[str, str], tmp_path: Path
) -> None:
    if os.environ.get("NOVA_UPDATE_GOLDEN"):
        golden[code] = message(problem_of(code, tmp_path))
        texts = [f"# {each}\n\n{golden[each]}\n" for each in sorted(golden.keys() & CODES.keys())]
        GOLDEN.write_text("\n".join(texts), "utf-8")
    assert message(problem_of(code, tmp_path)) == golden.get(code)


def test_no_message_is_kept_of_a_code_that_is_gone(golden: dict[str, str]) -> None:
    assert golden.keys() == CODES.keys()
