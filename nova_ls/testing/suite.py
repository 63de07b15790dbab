"""The tests of a workspace: which of them an edit concerns, in which order they run, and what they came to."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace

from nova_ls.base.slotted import value
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.state.module import Module
from nova_ls.evaluation.evaluation import evaluation_of
from nova_ls.evaluation.evaluator import Job, Result
from nova_ls.evaluation.examples import Example, Kind, as_expected
from nova_ls.evaluation.expressions import ExpressionProblems, problems_of
from nova_ls.evaluation.process.limits import Limits
from nova_ls.features.evaluate_comments import told_outcome, told_type
from nova_ls.log.entry import EntryId
from nova_ls.testing.found import Test, find_tests
from nova_ls.testing.impact import Impact, Impacts
from nova_ls.testing.records import TestOutcome, TestRecord, TestRecords, record_of
from nova_ls.workspace.programs.python_code import python_code
from nova_ls.workspace.workspace import Workspace


@value
class PreparedTest:
    """A test that can run. `job` is what the evaluator is given, or the outcome where that is known without running anything."""

    test: Test
    job: Job | TestOutcome
    impact: Impact


class Suite:
    """`evaluation` compiles tests and runs them; `impacts` knows what they reach. Nothing runs before `finish` is given a result."""

    def __init__(self, workspace: Workspace, limits: Limits | None = None) -> None:
        self.workspace = workspace
        code = python_code(workspace)
        self.evaluation = evaluation_of(workspace, limits, code)
        self.impacts = Impacts(workspace, code)
        self._stored = TestRecords(workspace.baseline.database)
        self._records: dict[str, tuple[EntryId, TestRecord]] = {}
        self._fresh: dict[str, tuple[EntryId, TestRecord]] = {}  # of each test the newest

    def tests(self) -> list[Test]:
        """All tests as the texts are now."""
        return find_tests(self.workspace.program)

    def record(self, test: Test) -> TestRecord | None:
        """What is known of a test with this text: from this process, or from one before it."""
        entry = self._entry(test)
        known = self._records.get(test.name)
        if known is not None and known[0] == entry:
            return known[1]
        found = self._stored.get(test.name, entry)
        if found is not None:
            self._records[test.name] = entry, found
        return found

    def last(self, test: Test) -> TestRecord | None:
        """How a test ran last in this process, whatever its text was."""
        known = self._records.get(test.name)
        return None if known is None else known[1]

    def in_order(self, tests: Iterable[Test]) -> list[Test]:
        """Tests as they are to run: those that failed first, the newest failures before older ones."""
        return sorted(tests, key=lambda test: -(self._failing_since(test) or 0.0))

    def affected(self, test: Test) -> Generator[None, None, PreparedTest | None]:
        """A test made ready where what it reaches is not what it was when it ran last; yields between pieces of work."""
        known = self.record(test)
        if known is None:
            before = self._records.get(test.name)
            known = None if before is None else before[1]
        elif (yield from self.impacts.holds(known.impact)):
            return None
        prepared = yield from self.prepare(test)
        if known is None or not prepared.impact.does_as(known.impact):
            return prepared
        # The text is another one, and does what it did.
        self._keep(test, record_of(prepared.impact, known.outcome, known.failing_since))
        return None

    def prepare(self, test: Test) -> Generator[None, None, PreparedTest]:
        """A test made ready, whatever is known of it; yields between pieces of work."""
        module = self._module(test)
        asked: dict[Fact, Answer] = {}
        job: Job | TestOutcome
        if test.example is not None and test.example.example.kind is Kind.TYPE:
            job = self._type(test, test.example.example, module, asked)
        else:
            found = yield from self.evaluation.expressions.prepare(module, test.written, asked)
            job = found if isinstance(found, Job) else self._outcome_of(test, found, 0.0)
        if isinstance(job, Job):
            impact = yield from self.impacts.of_job(job, _expected(test), asked)
            return PreparedTest(test, job, impact)
        said = _expected(test) + _digest(job.problem or "")
        impact = yield from self.impacts.of_job(None, said, asked)
        is_type = test.example is not None and test.example.example.kind is Kind.TYPE
        return PreparedTest(test, job, replace(impact, is_complete=is_type))

    def run(self, prepared: PreparedTest) -> TestOutcome:
        """What a test comes to; waits for it."""
        if isinstance(prepared.job, TestOutcome):
            return self.finish(prepared, prepared.job)
        start = time.perf_counter()
        result = self.evaluation.evaluator.run(prepared.job)
        seconds = time.perf_counter() - start
        return self.finish(prepared, self.outcome(prepared.test, result, seconds))

    def outcome(self, test: Test, result: Result, seconds: float) -> TestOutcome:
        """What the evaluator's result means for a test."""
        return self._outcome_of(test, result, seconds)

    def finish(self, prepared: PreparedTest, outcome: TestOutcome) -> TestOutcome:
        """Note what a test came to."""
        since = self._failing_since(prepared.test)
        self._keep(prepared.test, record_of(prepared.impact, outcome, since))
        return outcome

    def save(self) -> None:
        """Keep what is known, for the next process."""
        fresh = {(name, entry): record for name, (entry, record) in self._fresh.items()}
        if self._stored.put(fresh):
            self._fresh.clear()
        self.evaluation.expressions.save()

    def close(self) -> None:
        """End the evaluator."""
        self.evaluation.close()

    # ------------------------------------------------------------------ one test

    def _module(self, test: Test) -> Module:
        return self.workspace.program.modules[test.module]

    def _entry(self, test: Test) -> EntryId:
        """The entry of an action; what takes its place for an expression, which has none."""
        entry = None if test.key is None else self.impacts.entry(test.key)
        if entry is not None:
            return entry
        written = test.written
        said = "\0".join([test.module, written.text, *written.bindings]).encode(
            "utf-8", "surrogatepass"
        )
        return hashlib.sha256(said + _expected(test)).digest()

    def _failing_since(self, test: Test) -> float | None:
        known = self._records.get(test.name)
        return (
            known[1].failing_since if known is not None else self._stored.failing_since(test.name)
        )

    def _keep(self, test: Test, record: TestRecord) -> None:
        entry = self._entry(test)
        self._records[test.name] = entry, record
        self._fresh[test.name] = entry, record

    def _type(
        self, test: Test, example: Example, module: Module, asked: dict[Fact, Answer]
    ) -> TestOutcome:
        checked = self.evaluation.expressions.check(module, test.written)
        asked.update(checked.recorder.questions)
        if checked.value is None:
            return self._outcome_of(test, problems_of(checked, test.written), 0.0)
        return _compared(example, told_type(example.text, checked.type), (), 0.0)

    def _outcome_of(
        self, test: Test, result: Result | ExpressionProblems, seconds: float
    ) -> TestOutcome:
        told = told_outcome(self.workspace.program, result)
        places = () if isinstance(result, ExpressionProblems) else result.places
        if test.example is not None:
            return _compared(test.example.example, told, places, seconds)
        if isinstance(result, ExpressionProblems):
            return TestOutcome(told or "it cannot be compiled")
        return TestOutcome(result.problem, result.output, result.places, seconds)


def _compared(
    example: Example, told: str, places: Sequence[tuple[str, int]], seconds: float
) -> TestOutcome:
    if as_expected(told) == example.expected:
        return TestOutcome(None, seconds=seconds)
    expected = "\n".join(example.expected)
    return TestOutcome(f"expected: {expected}\nactual:   {told}", "", tuple(places), seconds)


def _expected(test: Test) -> bytes:
    """What a test should come to, in few bytes."""
    if test.example is None:
        return b""
    return _digest("\n".join(test.example.example.expected))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
