"""One job at a time for each evaluator (`server/sessions/evaluating/evaluator_queue.py`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from nova_ls.evaluation.evaluator import Evaluator, Job, Result
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.sessions.evaluating.evaluator_queue import EvaluatorQueue


class _Evaluator:
    """One whose jobs end when the test says so."""

    def __init__(self) -> None:
        self.cancelled = 0

    def run(self, job: object) -> object:
        return job

    def cancel(self) -> None:
        self.cancelled += 1


def test_a_job_that_was_given_up_ends_before_the_next_begins() -> None:
    running: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []
    queue = EvaluatorQueue(lambda work, done: running.append((work, done)), lambda: None)
    mine, other = _Evaluator(), _Evaluator()
    first = queue.run(cast(Evaluator, mine), cast(Job, "first"))
    assert next(first) is Wait.FOR_A_THREAD
    first.close()
    assert mine.cancelled == 1
    second = queue.run(cast(Evaluator, mine), cast(Job, "second"))
    assert next(second) is Wait.FOR_A_THREAD and len(running) == 1
    elsewhere = queue.run(cast(Evaluator, other), cast(Job, "elsewhere"))
    assert next(elsewhere) is Wait.FOR_A_THREAD and len(running) == 2
    _, ended = running[0]
    ended(cast(Result, "stopped"))
    assert next(second) is Wait.FOR_A_THREAD and len(running) == 3
    work, ended = running[2]
    ended(work())
    try:
        next(second)
    except StopIteration as end:
        assert end.value == "second"
    else:
        raise AssertionError("it waits for more")
