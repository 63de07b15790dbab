"""The server's loop (server/rpc/loop.py)."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable

import pytest

from nova_ls.server.rpc.loop import Loop


def ran(prepare: Callable[[Loop, list[str]], None]) -> list[str]:
    """What a loop did until somebody stopped it."""
    loop = Loop()
    done: list[str] = []
    loop.call_later(20, loop.stop)  # Whatever is missing then never comes.
    prepare(loop, done)
    loop.run()
    return done


def test_callbacks_run_in_order_and_what_they_hand_in_comes_behind_what_is_there() -> None:
    def prepare(loop: Loop, done: list[str]) -> None:
        def first() -> None:
            done.append("first")
            loop.call_soon(loop.stop)

        loop.call_soon(first)
        loop.call_soon(lambda: done.append("second"))

    assert ran(prepare) == ["first", "second"]


def test_what_is_due_first_runs_first() -> None:
    def prepare(loop: Loop, done: list[str]) -> None:
        loop.call_later(0.02, loop.stop)
        loop.call_later(0.01, lambda: done.append("later"))
        loop.call_later(0, lambda: done.append("soon"))

    assert ran(prepare) == ["soon", "later"]


def test_a_waiting_loop_is_woken_by_other_threads() -> None:
    def prepare(loop: Loop, done: list[str]) -> None:
        def hand_in() -> None:
            time.sleep(0.02)
            loop.call_from_thread(lambda: done.append("woken"))
            loop.call_from_thread(loop.stop)

        threading.Thread(target=hand_in).start()

    assert ran(prepare) == ["woken"]


@pytest.mark.skipif(os.name == "nt", reason="signals end processes there")
def test_a_waiting_loop_is_ended_by_a_signal() -> None:
    def prepare(loop: Loop, done: list[str]) -> None:
        def arrived(*_: object) -> None:
            done.append("signal")
            loop.stop()

        signal.signal(signal.SIGUSR1, arrived)
        threading.Timer(0.02, lambda: os.kill(os.getpid(), signal.SIGUSR1)).start()

    assert ran(prepare) == ["signal"]


def test_work_in_a_thread_comes_back_and_work_that_fails_does_not() -> None:
    def prepare(loop: Loop, done: list[str]) -> None:
        def fails() -> None:
            raise OSError("no disk")

        def finished(result: object) -> None:
            done.append(str(result))
            loop.stop()

        loop.in_thread(fails, finished)
        loop.in_thread(lambda: 7, finished)

    assert ran(prepare) == ["7"]


def test_a_callback_that_fails_does_not_end_the_loop() -> None:
    def prepare(loop: Loop, done: list[str]) -> None:
        def fails() -> None:
            raise ValueError("of no use")

        loop.call_soon(fails)
        loop.call_soon(lambda: done.append("went on"))
        loop.call_soon(loop.stop)

    assert ran(prepare) == ["went on"]
