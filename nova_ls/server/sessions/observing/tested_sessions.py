"""Tests of sessions, run beside the loop when somebody asks for it: prepared in slices, run by an evaluator of each session's own."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterable
from weakref import WeakKeyDictionary

from nova_ls.evaluation.evaluator import Job
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.sessions.evaluating.evaluator_queue import EvaluatorQueue, InThread, in_turns
from nova_ls.server.sessions.session import Session
from nova_ls.testing.found import Test, tests_by_module
from nova_ls.testing.records import TestOutcome
from nova_ls.testing.results import TestedText, TestResult
from nova_ls.testing.suite import PreparedTest, Suite

Ran = list[tuple[Test, TestOutcome]]
"""Tests with what they came to, in the order in which they have run."""


class TestedSessions:
    """By session its suite."""

    def __init__(self, in_thread: InThread, go_on: Callable[[], None]) -> None:
        self._queue = EvaluatorQueue(in_thread, go_on)
        self._suites: WeakKeyDictionary[Session, Suite] = WeakKeyDictionary()
        self._busy: set[Suite] = set()
        self._results: WeakKeyDictionary[Session, dict[str, TestResult]] = WeakKeyDictionary()
        self._has_news = False

    def close(self) -> None:
        """End the processes."""
        for suite in self._suites.values():
            suite.close()

    def suite(self, session: Session) -> Suite:
        """The tests of a session."""
        found: Suite | None = self._suites.get(session)
        if found is None:
            found = self._suites[session] = Suite(session.workspace)
        return found

    def run(
        self,
        session: Session,
        names: Collection[str] | None,
        *,
        only_affected: bool,
        is_typing: bool = False,
        ran: Ran | None = None,
    ) -> Generator[Wait, None, Ran]:
        """Run tests, newest failures first: those of some names (None: all), or of these what an edit has reached since they ran.

        `is_typing`: what has errors is passed over, and nothing is kept for the next process. `ran` gets each result as soon as it is there, and so do editors.
        Where nobody waits for it any more, what runs is stopped.
        """
        suite, program = self.suite(session), session.workspace.program
        ran = [] if ran is None else ran
        while suite in self._busy:
            yield Wait.FOR_A_THREAD
        self._busy.add(suite)
        try:
            tests: list[Test] = []
            for found in tests_by_module(program):
                tests += [test for test in found if names is None or test.name in names]
                yield Wait.FOR_A_TURN
            if names is None:
                self._forget_others(session, tests)
            for test in suite.in_order(tests):
                module = program.modules.get(test.module)
                if module is None or test.place(module) is None:
                    continue  # It is gone since it was found.
                tested = TestedText.of(test, module)
                steps = suite.affected(test) if only_affected else suite.prepare(test)
                prepared = yield from in_turns(steps)
                if is_typing and prepared is not None and not prepared.impact.is_complete:
                    continue
                if prepared is not None:
                    ran.append((test, (yield from self._outcome(suite, prepared))))
                record = suite.last(test)
                if record is not None:
                    self._note(session, TestResult(tested, record.outcome))
                yield Wait.FOR_A_TURN
            if not is_typing:
                suite.save()
        finally:
            self._busy.discard(suite)
        return ran

    # ------------------------------------------------------------------ what is shown

    def outcome(self, session: Session, name: str) -> TestOutcome | None:
        """What a test came to with the text that it has now; None: that has not run."""
        result = self._results.get(session, {}).get(name)
        if result is None:
            return None
        module = session.workspace.program.modules.get(result.tested.test.module)
        is_of_now = module is not None and result.tested.place(module) is not None
        return result.outcome if is_of_now else None

    def take_news(self) -> bool:
        """Whether tests came to something else since this was asked last."""
        found, self._has_news = self._has_news, False
        return found

    def _forget_others(self, session: Session, tests: Iterable[Test]) -> None:
        results, names = self._results.get(session, {}), {test.name for test in tests}
        for name in [each for each in results if each not in names]:
            self._tell(session, results.pop(name))

    def _note(self, session: Session, result: TestResult) -> None:
        results = self._results.setdefault(session, {})
        name = result.tested.test.name
        if results.get(name) != result:
            results[name] = result
            self._tell(session, result)

    def _tell(self, session: Session, changed: TestResult) -> None:
        """Show what is wrong in a module of which one result has changed."""
        name = changed.tested.test.module
        session.publisher.failing[name] = tuple(
            result
            for result in self._results[session].values()
            if result.tested.test.module == name and not result.outcome.passed
        )
        self._has_news = True
        module = session.workspace.program.modules.get(name)
        file = None if module is None else session.workspace.files.get(module.path)
        if file is not None:
            session.has_news(file)

    # ------------------------------------------------------------------ one test

    def _outcome(self, suite: Suite, prepared: PreparedTest) -> Generator[Wait, None, TestOutcome]:
        job = prepared.job
        if not isinstance(job, Job):
            return suite.finish(prepared, job)
        start = time.perf_counter()
        result = yield from self._queue.run(suite.evaluation.evaluator, job)
        seconds = time.perf_counter() - start
        return suite.finish(prepared, suite.outcome(prepared.test, result, seconds))
