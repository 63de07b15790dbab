"""Jobs for evaluator processes, waited for beside the loop: each evaluator has one at a time."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from typing import Any, TypeVar

from nova_ls.evaluation.evaluator import Evaluator, Job, Result
from nova_ls.server.rpc.deferred_responses import Wait

T = TypeVar("T")

InThread = Callable[[Callable[[], Any], Callable[[Any], None]], None]


class EvaluatorQueue:
    """`in_thread` does what waits for a process; `go_on` is called when that has ended."""

    def __init__(self, in_thread: InThread, go_on: Callable[[], None]) -> None:
        self._in_thread = in_thread
        self._go_on = go_on
        self._busy: set[Evaluator] = set()

    def run(self, evaluator: Evaluator, job: Job) -> Generator[Wait, None, Result]:
        """What a job comes to. Where nobody waits for it any more, it is stopped; the next one waits until it has ended."""
        while evaluator in self._busy:
            yield Wait.FOR_A_THREAD
        results: list[Result] = []

        def done(result: Result) -> None:
            self._busy.discard(evaluator)
            results.append(result)
            self._go_on()

        self._busy.add(evaluator)
        self._in_thread(partial(evaluator.run, job), done)
        try:
            while not results:
                yield Wait.FOR_A_THREAD
        except GeneratorExit:
            evaluator.cancel()
            raise
        return results[0]


def in_turns(steps: Generator[None, None, T]) -> Generator[Wait, None, T]:
    """What some steps come to, each a turn of the loop."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result
        yield Wait.FOR_A_TURN
