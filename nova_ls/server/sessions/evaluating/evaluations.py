"""Evaluating what comments ask for, beside the loop: compiled in slices, run by the evaluator of the session's workspace.

Nothing runs before somebody asks for it, and nothing in a workspace that the client does not trust.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Final
from weakref import WeakKeyDictionary

from nova_ls.compiler.state.module import Module
from nova_ls.evaluation.evaluation import Evaluation, evaluation_of
from nova_ls.evaluation.examples import Block, Example, Kind
from nova_ls.evaluation.expressions import ExpressionProblems, ExpressionText, problems_of
from nova_ls.features.evaluate_comments import told_outcome, told_type
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.sessions.evaluating.evaluator_queue import EvaluatorQueue, InThread, in_turns
from nova_ls.server.sessions.session import Session

_NO_VALUE: Final = "0"
"""The expression that is checked for the sake of a binding alone."""


class Evaluations:
    """By session."""

    def __init__(self, in_thread: InThread, go_on: Callable[[], None]) -> None:
        self._queue = EvaluatorQueue(in_thread, go_on)
        self._by_session: WeakKeyDictionary[Session, Evaluation] = WeakKeyDictionary()

    def close(self) -> None:
        """End the processes."""
        for evaluation in self._by_session.values():
            evaluation.close()

    def evaluate(
        self, session: Session, module: Module, block: Block
    ) -> Generator[Wait, None, list[str]]:
        """What each example of a block comes to. Where nobody waits for it any more, what runs is stopped."""
        evaluation = self._evaluation(session)
        bindings: tuple[str, ...] = ()
        told: list[str] = []
        for example in block.examples:
            if example.kind is Kind.BINDING:
                more = (*bindings, example.text)
                problems = self._problems(evaluation, module, more)
                if problems is None:
                    bindings = more
                told.append(
                    "" if problems is None else told_outcome(self._program(session), problems)
                )
            else:
                told.append((yield from self._told(session, evaluation, module, example, bindings)))
        return told

    def _program(self, session: Session) -> Any:
        return session.workspace.program

    def _evaluation(self, session: Session) -> Evaluation:
        found = self._by_session.get(session)
        if found is None:
            found = self._by_session[session] = evaluation_of(session.workspace)
        return found

    def _problems(
        self, evaluation: Evaluation, module: Module, bindings: tuple[str, ...]
    ) -> ExpressionProblems | None:
        written = ExpressionText(_NO_VALUE, bindings)
        checked = evaluation.expressions.check(module, written)
        return None if checked.value is not None else problems_of(checked, written)

    def _told(
        self,
        session: Session,
        evaluation: Evaluation,
        module: Module,
        example: Example,
        bindings: tuple[str, ...],
    ) -> Generator[Wait, None, str]:
        written = ExpressionText(example.text, bindings)
        expressions = evaluation.expressions
        if example.kind is Kind.TYPE:
            type = expressions.type_of(module, written)
            if isinstance(type, ExpressionProblems):
                return told_outcome(self._program(session), type)
            return told_type(example.text, type)
        prepared = yield from in_turns(expressions.prepare(module, written))
        if isinstance(prepared, ExpressionProblems):
            return told_outcome(self._program(session), prepared)
        result = yield from self._queue.run(evaluation.evaluator, prepared)
        return told_outcome(self._program(session), result)
