"""What an expression may not do: each is stopped with one message, and the next expression is evaluated as if nothing had been (evaluation/process)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from nova_ls.evaluation.process.limits import MEGABYTE, Limits
from tests.evaluation.evaluating import Evaluating

SOURCE: Final = """\
module Main where

import Prelude
import Data.Array (range)
import Effect (Effect)
import Effect.Console (log)

foreign import run :: String -> Effect String
foreign import children :: Effect Int

forever :: Int -> Int
forever n = if n < 0 then 0 else forever ((n + 1) `mod` 1000)

deep :: Int -> Int
deep n = 1 + deep (n + 1)

chatter :: Int -> Effect Unit
chatter n = do
  log "again and again and again and again and again and again and again and again"
  chatter (n + 1)
"""
FOREIGN: Final = """\
import os


def run(source):
    def action():
        names = {}
        exec(source, names)
        return str(names.get("result", "nothing"))

    return action


def children():
    started = 0
    for _ in range(5):
        try:
            if os.fork() == 0:
                os._exit(0)
            started += 1
        except OSError:
            pass
    return started
"""
MAY_NOT: Final = "what is evaluated may not "
PYTHON: Final = [
    ("a child", "import os; os.fork()", "start processes (os.fork)"),
    ("a command", "import os; os.system('true')", "start processes (os.system)"),
    ("a program", "import subprocess; subprocess.run(['true'])", "start processes (subprocess.Popen)"),
    ("a spawn", "import os; os.posix_spawn('/bin/true', ['true'], {})", "start processes (os.posix_spawn)"),
    ("another program", "import os; os.execv('/bin/true', ['true'])", "start processes (os.exec)"),
    ("passwords", "result = open('/etc/passwd').read()", "read files outside the workspace (/etc/passwd)"),
    ("passwords, raw", "import os; os.open('/etc/passwd', os.O_RDONLY)", "read files outside the workspace (/etc/passwd)"),
    ("a folder", "import os; result = os.listdir('/home')", "read files outside the workspace (/home)"),
    ("a way around", "result = open('/usr/../etc/passwd').read()", "read files outside the workspace (/etc/passwd)"),
    ("a file", "open('made.txt', 'w')", "write files (made.txt)"),
    ("a removal", "import os; os.remove('Main.nova')", "write files (os.remove)"),
    ("a socket", "import socket; socket.socket()", "use the network (socket.__new__)"),
    ("a foreign library", "import ctypes; ctypes.string_at(0)", "call foreign libraries"),
    ("a signal", "import os; os.kill(os.getppid(), 9)", "send signals (os.kill)"),
    ("more memory", "import resource as r; r.setrlimit(r.RLIMIT_AS, (-1, -1))", "change its limits (resource.setrlimit)"),
]  # fmt: skip
LIMITS: Final = Limits(10.0, 64 * MEGABYTE, 20_000)
ENDED: Final = [
    ("an exit", "import os; os._exit(3)", "it ended its process (status 3)"),
    ("a polite exit", "import sys; sys.exit(4)", "it ended its process (status 4)"),
    ("a crash", "import faulthandler; faulthandler._sigsegv()", "it crashed its process (SIGSEGV)"),
    ("an abort", "import os; os.abort()", "it crashed its process (SIGABRT)"),
    ("a memory hog", "result = len(bytearray(1 << 30))", "it needed more than 64 MB of memory"),
    ("an exception", "raise ValueError('three')", "ValueError: three"),
]
NOVA: Final = [
    ("a sleep", r"""run "import time; time.sleep(60)" """, 1.0, "it ran for more than 1 s and was stopped"),
    ("an endless loop", "forever 1", 1.0, "it ran for more than 1 s and was stopped"),
    ("an allocation", "range 1 200000000", 60.0, "it needed more than 64 MB of memory"),
    ("a deep recursion", "deep 1", 60.0, "it needed more than 64 MB of memory"),
    ("much output", "chatter 1", 60.0, "it wrote more than 20000 characters and was stopped"),
]  # fmt: skip


@pytest.fixture(scope="module")
def evaluating(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluating]:
    if not hasattr(os, "fork"):
        pytest.skip("there is no evaluator on this system")
    folder = tmp_path_factory.mktemp("limits")
    made = Evaluating(folder, {"Main.nova": SOURCE, "Main.py": FOREIGN}, LIMITS)
    yield made
    made.close()


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize(("_name", "source", "reason"), PYTHON, ids=[name for name, *_ in PYTHON])
def test_foreign_code_is_refused_what_it_may_not_do(
    evaluating: Evaluating, _name: str, source: str, reason: str
) -> None:
    result = evaluating.run(f"run {quoted(source)}")
    assert result.value is None
    assert result.problem is not None
    assert result.problem.startswith(MAY_NOT + reason)
    assert evaluating.run("1 + 1").value == "2"


@pytest.mark.parametrize(("_name", "source", "message"), ENDED, ids=[name for name, *_ in ENDED])
def test_foreign_code_that_ends_its_process_ends_nothing_else(
    evaluating: Evaluating, _name: str, source: str, message: str
) -> None:
    assert evaluating.run(f"run {quoted(source)}").problem == message
    assert evaluating.run("1 + 1").value == "2"


@pytest.mark.parametrize(
    ("_name", "text", "seconds", "message"), NOVA, ids=[name for name, *_ in NOVA]
)
def test_an_expression_that_takes_too_much_is_stopped(
    evaluating: Evaluating, _name: str, text: str, seconds: float, message: str
) -> None:
    evaluating.evaluator.limits = replace(LIMITS, seconds=seconds)
    assert evaluating.run(text).problem == message
    evaluating.evaluator.limits = LIMITS
    assert evaluating.run("1 + 1").value == "2"


def test_foreign_code_starts_no_children_even_where_it_takes_no_for_an_answer(
    evaluating: Evaluating,
) -> None:
    assert evaluating.run("children").value == "0"


def test_foreign_code_reads_the_workspace(evaluating: Evaluating) -> None:
    path = str(evaluating.folder / "Main.nova")
    result = evaluating.run("run " + quoted(f"result = open({path!r}).readline().strip()"))
    assert result.value == '"module Main where"'


def test_what_an_expression_changes_is_gone_with_it(evaluating: Evaluating) -> None:
    evaluating.run("run " + quoted("import os; os.marked = 1"))
    result = evaluating.run("run " + quoted("import os; result = hasattr(os, 'marked')"))
    assert result.value == '"False"'


def test_an_evaluator_that_was_killed_is_replaced(evaluating: Evaluating) -> None:
    evaluating.run("1 + 1")
    process = evaluating.evaluator._process
    assert process is not None
    process.kill()
    process.wait()
    problem = evaluating.run("1 + 1").problem
    assert problem is not None
    assert problem.startswith("the evaluator")
    assert evaluating.run("1 + 1").value == "2"


def test_the_evaluator_ends_with_its_parent(evaluating: Evaluating) -> None:
    evaluating.run("1 + 1")
    process = evaluating.evaluator._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=20) == 0
    evaluating.evaluator.close()


KERNEL: Final = """
import os, sys, threading
from pathlib import Path
from nova_ls.evaluation.process import linux
linux.give_up_privileges()
said = {"files": linux.read_only_below([sys.argv[1]]), "calls": linux.refuse_system_calls()}
def refused(action):
    try:
        action()
    except OSError:
        return True
    return False
if said["calls"]:
    assert refused(os.fork)
    assert refused(lambda: os.kill(os.getppid(), 0))
    threading.Thread(target=print).start()
if said["files"]:
    assert refused(lambda: Path("/etc/passwd").read_text())
    assert refused(lambda: (Path(sys.argv[1]) / "new").write_text(""))
    assert (Path(sys.argv[1]) / "old").read_text() == "old"
print("held")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own refusals are Linux's")
def test_the_kernel_refuses_what_goes_around_python(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    command = [sys.executable, "-c", KERNEL, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "held", done.stderr
