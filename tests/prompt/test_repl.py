"""`nova-ls repl`, on a pipe and in a terminal (cli/repl.py, prompt/piped.py, prompt/terminal.py)."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

MAIN: Final = """\
module Main (shown) where

import Prelude

twice :: Int -> Int
twice n = n + n

shown :: Int -> String
shown n = show (twice n)
"""
TYPED: Final = """\
let x = 5
x * 2
fact 0 = 1
fact n = n * fact (n - 1)

fact x
add :: Int -> Int -> Int
add a b =
  a + b
case Just (add 1 x) of
  Just n -> n
  Nothing -> 0
:{
class Named a where
  name :: a -> String

instance Named Int where
  name _ = "int"
:}
name x
[ 1
, 2
]
do
  log "a"
  log "b"
:quit
never
"""
SAID: Final = """\
x :: Int
10
fact :: Int -> Int
120
add :: Int -> Int -> Int
6
"int"
[1,2]
a
b
"""
WAITS: Final = 60.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Main.nova").write_text(MAIN)
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    home = {"XDG_CACHE_HOME": str(folder / "cache"), "XDG_STATE_HOME": str(folder / "state")}
    return {**os.environ, **home, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}


def piped(folder: Path, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nova_ls", "repl", *arguments]
    return subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(folder),
        check=False,
        timeout=WAITS,
    )


def test_inputs_come_from_a_pipe(folder: Path) -> None:
    done = piped(folder, TYPED)
    assert (done.stdout, done.stderr, done.returncode) == (SAID, "", 0)


def test_what_goes_wrong_on_a_pipe_is_told_and_the_rest_goes_on(folder: Path) -> None:
    done = piped(folder, "twice true\ntwice 2\n", "--in", "Main")
    assert done.stdout == "4\n"
    assert done.stderr.splitlines()[:3] == [
        "error TypesDoNotUnify",
        "    1 | twice true",
        "      |       ^^^^",
    ]
    assert done.returncode == 1


def test_there_is_no_such_module(folder: Path) -> None:
    done = piped(folder, "", "--in", "Mian")
    assert done.returncode == 2
    assert done.stderr == "nova-ls: there is no module Mian here; did you mean Main?\n"


class Terminal:
    """`nova-ls repl` in a terminal. `text`: all that it has shown so far."""

    def __init__(self, folder: Path) -> None:
        self.text = ""
        self._end, own = pty.openpty()
        command = [sys.executable, "-m", "nova_ls", "repl", "--in", "Main"]
        self.process = subprocess.Popen(
            command,
            stdin=own,
            stdout=own,
            stderr=own,
            cwd=folder,
            env=environment(folder),
            start_new_session=True,
        )
        os.close(own)

    def type(self, text: str) -> None:
        os.write(self._end, text.encode())

    def wait_for(self, text: str, count: int = 1) -> None:
        deadline = time.monotonic() + WAITS
        while self.text.count(text) < count:
            left = deadline - time.monotonic()
            ready = select.select([self._end], (), (), max(left, 0))[0]
            assert ready, self.text
            try:
                self.text += os.read(self._end, 1 << 16).decode("utf-8", "replace")
            except OSError:  # It has ended.
                assert text in self.text, self.text
                return

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._end)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no terminal to be had")
def test_a_terminal_completes_stops_what_runs_and_remembers(folder: Path) -> None:
    terminal = Terminal(folder)
    try:
        terminal.wait_for("Main>")
        terminal.type("1000 + twi\t")
        terminal.wait_for("ce\x1b")
        terminal.type(" 4\r")
        terminal.wait_for("1008")
        terminal.type("loop n = if n < 0 then 0 else loop ((n + 1) `mod` 10)\r")
        terminal.wait_for("loop :: Int -> Int")
        terminal.type("case twice 50 of\r")
        terminal.type("n -> 4221 + n\r\r")
        terminal.wait_for("4321")
        terminal.type("loop 1\r")
        time.sleep(2)
        terminal.process.send_signal(signal.SIGINT)
        terminal.wait_for("it was cancelled")
        terminal.type("twice 3333\r")
        terminal.wait_for("6666")
        terminal.type(":quit\r")
        assert terminal.process.wait(WAITS) == 0
    finally:
        terminal.close()
    history = (folder / "state" / "nova-ls" / "repl-history").read_text()
    assert "+twice 3333" in history
