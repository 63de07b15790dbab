"""A small workspace whose expressions are evaluated."""

from __future__ import annotations

from pathlib import Path

from nova_ls.compiler.state.module import Module
from nova_ls.diagnostics import render
from nova_ls.evaluation.evaluator import Evaluator, Result
from nova_ls.evaluation.expressions import (
    ExpressionProblems,
    Expressions,
    ExpressionText,
    PreparedExpression,
)
from nova_ls.evaluation.process.limits import Limits
from nova_ls.workspace.open_workspace import MEMORY, open_workspace


class Evaluating:
    """`files`: sources by name; the first one's module is where expressions stand."""

    def __init__(self, folder: Path, files: dict[str, str], limits: Limits | None = None) -> None:
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        self.folder = folder
        self.workspace = open_workspace(folder, MEMORY).workspace
        self.workspace.scan()
        self.expressions = Expressions(self.workspace.program)
        self.evaluator = Evaluator([folder], limits)
        self._first = next(iter(files))

    @property
    def module(self) -> Module:
        found = self.workspace.files[self.folder / self._first].module
        assert found is not None
        return found

    def prepare(self, text: str, *bindings: str) -> PreparedExpression:
        steps = self.expressions.prepare(self.module, ExpressionText(text, bindings))
        while True:
            try:
                next(steps)
            except StopIteration as end:
                prepared: PreparedExpression = end.value
                return prepared

    def run(self, text: str, *bindings: str) -> Result:
        job = self.prepare(text, *bindings)
        assert not isinstance(job, ExpressionProblems), job
        return self.evaluator.run(job)

    def told(self, text: str, *bindings: str) -> str:
        """What is shown of an expression: what it writes, its value, or why it has none."""
        job = self.prepare(text, *bindings)
        if isinstance(job, ExpressionProblems):
            return "\n".join([render(each) for each, _ in job.found] or [job.reason])
        result = self.evaluator.run(job)
        return result.output + (result.problem or result.value or "")

    def edit(self, name: str, text: str) -> None:
        """What an editor shows from now on; nothing is saved."""
        path = self.folder / name
        self.workspace.open_document(path, text, 1)

    def close(self) -> None:
        self.evaluator.close()
        self.workspace.close()
