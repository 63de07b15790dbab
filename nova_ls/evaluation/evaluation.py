"""Expressions of a workspace evaluated: what each is, or why it is nothing."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from nova_ls.base.keys import Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.compiler.code import CodeBase
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module
from nova_ls.evaluation.evaluator import Evaluator, Result
from nova_ls.evaluation.expressions import ExpressionProblems, Expressions, ExpressionText
from nova_ls.evaluation.process.limits import Limits
from nova_ls.workspace.programs.python_code import python_code
from nova_ls.workspace.workspace import Workspace

T = TypeVar("T")

EvaluationOutcome = Result | ExpressionProblems


@dataclass(slots=True)
class Evaluation:
    """The expressions of a workspace, and the process that runs them."""

    expressions: Expressions
    evaluator: Evaluator

    def evaluate(self, module: Module, written: ExpressionText) -> EvaluationOutcome:
        """An expression in the scope of a module; waits for its value."""
        job = at_once(self.expressions.prepare(module, written))
        return job if isinstance(job, ExpressionProblems) else self.evaluator.run(job)

    def close(self) -> None:
        """Keep what was compiled, and end the process."""
        self.expressions.save()
        self.evaluator.close()


def evaluation_of(
    workspace: Workspace, limits: Limits | None = None, code: CodeBase | None = None
) -> Evaluation:
    """To evaluate expressions of a workspace: what they read must lie in it, or in its packages. `code`: where its declarations are compiled already."""
    folders = [] if workspace.root is None else [workspace.root]
    folders += workspace.package_folders
    if workspace.root is None:
        folders += dict.fromkeys([path.parent for path in workspace.files])
    expressions = Expressions(workspace.program, code or python_code(workspace))
    return Evaluation(expressions, Evaluator(folders, limits))


def at_once(steps: Generator[None, None, T]) -> T:
    """What some steps come to, without a pause."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            value: T = end.value
            return value


def places_in_sources(program: Program, places: Sequence[tuple[str, int]]) -> list[str]:
    """The declarations that were running when an expression failed, with the lines of their sources."""
    return list(filter(None, [_place(program, name, line) for name, line in places]))


def _place(program: Program, name: str, line: int) -> str | None:
    """None: the expression itself, or something that is not a declaration."""
    found = place_in_source(program, name, line)
    return None if found is None else f"{name} ({Path(found[0].path).name}:{found[1] + 1})"


def place_in_source(program: Program, name: str, line: int) -> tuple[Module, int] | None:
    """The module and the line, from 0, of a line of a declaration's code; None for what is none of the program."""
    namespace, _, own = name.rpartition(".")
    while namespace and namespace not in program.modules:
        namespace, _, more = namespace.rpartition(".")
        own = f"{more}.{own}"
    if not namespace:
        return None
    module = program.modules[namespace]
    for space in (Space.VALUE, Space.INSTANCE):
        for part in (own, own.partition(".")[0]):
            declared = module.declared.get(element_key(namespace, space, part))
            if declared is not None:
                first = module.source.position_in(declared.chunk, 0, Encoding.UTF32).line
                return module, first + line - 1
    return None
