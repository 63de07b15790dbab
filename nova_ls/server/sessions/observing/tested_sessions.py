"""Tests of sessions, run beside the loop when somebody asks for it: prepared in slices, run by an evaluator of each session's own."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from nova_ls.evaluation.evaluator import Job, Result
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.sessions.session import Session
from nova_ls.testing.found import Test
from nova_ls.testing.records import Outcome
from nova_ls.testing.suite import Prepared, Suite


class TestedSessions:
    """By session its suite. `in_thread` does what waits for a process; `go_on` is called when that has ended."""

    def __init__(
        self,
        in_thread: Callable[[Callable[[], Any], Callable[[Any], None]], None],
        go_on: Callable[[], None],
    ) -> None:
        self._in_thread = in_thread
        self._go_on = go_on
        self._suites: WeakKeyDictionary[Session, Suite] = WeakKeyDictionary()
        self._busy: set[Suite] = set()

    def close(self) -> None:
        """End the processes."""
        for suite in self._suites.values():
            suite.close()

    def suite(self, session: Session) -> Suite:
        """The tests of a session."""
        found = self._suites.get(session)
        if found is None:
            found = self._suites[session] = Suite(session.workspace)
        return found

    def run(
        self, session: Session, names: Collection[str] | None, *, only_affected: bool
    ) -> Generator[Wait, None, list[tuple[Test, Outcome]]]:
        """Run tests, newest failures first: those of some names (None: all), or of these what an edit has reached since they ran.

        Where nobody waits for it any more, what runs is stopped.
        """
        suite = self.suite(session)
        while suite in self._busy:
            yield Wait.FOR_A_THREAD
        self._busy.add(suite)
        ran: list[tuple[Test, Outcome]] = []
        try:
            for test in suite.in_order(suite.tests()):
                if names is not None and test.name not in names:
                    continue
                steps = suite.affected(test) if only_affected else suite.prepare(test)
                prepared = yield from _in_turns(steps)
                if prepared is not None:
                    ran.append((test, (yield from self._outcome(suite, prepared))))
            suite.save()
        finally:
            self._busy.discard(suite)
        return ran

    def _outcome(self, suite: Suite, prepared: Prepared) -> Generator[Wait, None, Outcome]:
        job = prepared.job
        if not isinstance(job, Job):
            return suite.finish(prepared, job)
        results: list[Result] = []

        def done(result: Result) -> None:
            results.append(result)
            self._go_on()

        start = time.perf_counter()
        self._in_thread(partial(suite.evaluation.evaluator.run, job), done)
        try:
            while not results:
                yield Wait.FOR_A_THREAD
        except GeneratorExit:
            suite.evaluation.evaluator.cancel()
            raise
        seconds = time.perf_counter() - start
        return suite.finish(prepared, suite.outcome(prepared.test, results[0], seconds))


def _in_turns(steps: Generator[None, None, Any]) -> Generator[Wait, None, Any]:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
        yield Wait.FOR_A_TURN
