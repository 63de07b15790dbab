"""Evaluating what comments ask for, beside the loop: compiled in slices, run by the evaluator of the session's workspace.

Nothing runs before somebody asks for it, and nothing in a workspace that the client does not trust.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from weakref import WeakKeyDictionary

from nova_ls.compiler.state.module import Module
from nova_ls.evaluation.evaluation import Evaluation, evaluation_of
from nova_ls.evaluation.evaluator import Job, Result
from nova_ls.evaluation.examples import Block, Example, Kind
from nova_ls.evaluation.expressions import Problems, Written, problems_of
from nova_ls.features.evaluate_comments import told_outcome, told_type
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.sessions.session import Session

_NO_VALUE: Final = "0"
"""The expression that is checked for the sake of a binding alone."""


@dataclass(slots=True)
class _Entry:
    evaluation: Evaluation
    is_busy: bool = False


class Evaluations:
    """By session. `in_thread` does what waits for a process; `go_on` is called when that has ended."""

    def __init__(
        self,
        in_thread: Callable[[Callable[[], Any], Callable[[Any], None]], None],
        go_on: Callable[[], None],
    ) -> None:
        self._in_thread = in_thread
        self._go_on = go_on
        self._by_session: WeakKeyDictionary[Session, _Entry] = WeakKeyDictionary()

    def close(self) -> None:
        """End the processes."""
        for entry in self._by_session.values():
            entry.evaluation.close()

    def evaluate(
        self, session: Session, module: Module, block: Block
    ) -> Generator[Wait, None, list[str]]:
        """What each example of a block comes to. Where nobody waits for it any more, what runs is stopped."""
        entry = self._entry(session)
        bindings: tuple[str, ...] = ()
        told: list[str] = []
        for example in block.examples:
            if example.kind is Kind.BINDING:
                more = (*bindings, example.text)
                problems = self._problems(entry, module, more)
                if problems is None:
                    bindings = more
                told.append(
                    "" if problems is None else told_outcome(self._program(session), problems)
                )
            else:
                told.append((yield from self._told(session, entry, module, example, bindings)))
        return told

    def _program(self, session: Session) -> Any:
        return session.workspace.program

    def _entry(self, session: Session) -> _Entry:
        found = self._by_session.get(session)
        if found is None:
            found = self._by_session[session] = _Entry(evaluation_of(session.workspace))
        return found

    def _problems(
        self, entry: _Entry, module: Module, bindings: tuple[str, ...]
    ) -> Problems | None:
        written = Written(_NO_VALUE, bindings)
        checked = entry.evaluation.expressions.check(module, written)
        return None if checked.value is not None else problems_of(checked, written)

    def _told(
        self,
        session: Session,
        entry: _Entry,
        module: Module,
        example: Example,
        bindings: tuple[str, ...],
    ) -> Generator[Wait, None, str]:
        written = Written(example.text, bindings)
        expressions = entry.evaluation.expressions
        if example.kind is Kind.TYPE:
            type = expressions.type_of(module, written)
            if isinstance(type, Problems):
                return told_outcome(self._program(session), type)
            return told_type(example.text, type)
        steps = expressions.prepare(module, written)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                prepared = end.value
                break
            yield Wait.FOR_A_TURN
        if isinstance(prepared, Problems):
            return told_outcome(self._program(session), prepared)
        result = yield from self._run(entry, prepared)
        return told_outcome(self._program(session), result)

    def _run(self, entry: _Entry, job: Job) -> Generator[Wait, None, Result]:
        while entry.is_busy:
            yield Wait.FOR_A_THREAD
        results: list[Result] = []

        def done(result: Result) -> None:
            entry.is_busy = False
            results.append(result)
            self._go_on()

        entry.is_busy = True
        evaluator = entry.evaluation.evaluator
        self._in_thread(partial(evaluator.run, job), done)
        try:
            while not results:
                yield Wait.FOR_A_THREAD
        except GeneratorExit:
            evaluator.cancel()
            raise
        return results[0]
