"""From the text of an expression to a job for the evaluator: checked in the scope of a module, compiled with all that it needs.

The expression stands in a layer of its own above the workspace's batch: it sees what editors show, saved or not, and leaves nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Sequence
from typing import Final

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import Space, element_key
from nova_ls.base.lines import line_starts
from nova_ls.base.slotted import value
from nova_ls.codegen.python.backend import PythonBackend
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.compiler.code import CodeBase, make_ready
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.program import Program
from nova_ls.compiler.queries.scratch_expression import (
    NAME,
    CheckedExpression,
    check_expression,
    expression_key,
)
from nova_ls.compiler.state.module import Module
from nova_ls.evaluation.evaluator import Job
from nova_ls.evaluation.process.job import NOTHING, STRING, Definition, Shape
from nova_ls.evaluation.shapes import Shapes
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.problems.classes import NoInstanceFound
from nova_ls.types.core.type import Constrained, Constraint, Type, TypeCon, spine
from nova_ls.types.core.well_known import PARTIAL

_SHOW: Final = element_key("Data.Show", Space.VALUE, "show")
_MAP: Final = element_key("Data.Functor", Space.VALUE, "map")
_EFFECT: Final = element_key("Effect", Space.TYPE, "Effect")
_UNIT: Final = element_key("Data.Unit", Space.TYPE, "Unit")


@value
class ExpressionText:
    """An expression with the bindings that it may use: the lines of each, as they were written."""

    text: str
    bindings: tuple[str, ...] = ()

    def declaration(self) -> tuple[str, int]:
        """What is checked, and the line of it in which the expression begins. Each line of the expression is two columns further right."""
        lines = [f"{NAME} ="]
        if self.bindings:
            lines.append("  let")
            for binding in self.bindings:
                lines += [f"    {line}" for line in binding.splitlines()]
            lines.append("  in")
        first = len(lines)
        lines += [f"  {line}" for line in self.text.split("\n")]
        return "\n".join(lines), first


@value
class ExpressionSpan:
    """Lines and columns from 0 in the text of an expression; of what stands before it, its beginning."""

    line: int
    column: int
    end_line: int
    end_column: int


@value
class ExpressionProblems:
    """Why an expression has no value: each problem with its place. `reason`: why it cannot be compiled, where it is well-typed."""

    found: tuple[tuple[Diagnostic, ExpressionSpan], ...] = ()
    reason: str = ""


PreparedExpression = Job | ExpressionProblems


class Expressions:
    """Checks and compiles expressions of a program. `code`: what its declarations compile to on Python."""

    def __init__(self, program: Program, code: CodeBase | None = None) -> None:
        self._program = program
        self._backend = PythonBackend()
        self._code = code or CodeBase(program, self._backend)

    def check(self, module: Module, written: ExpressionText) -> CheckedExpression:
        """An expression in the scope of a module as it is now."""
        make_ready(self._program, module)
        return check_expression(self._program.answers, module, written.declaration()[0])

    def type_of(self, module: Module, written: ExpressionText) -> Type | ExpressionProblems:
        """The type of an expression."""
        checked = self.check(module, written)
        return checked.type if checked.value is not None else problems_of(checked, written)

    def prepare(
        self, module: Module, written: ExpressionText, asked: dict[Fact, Answer] | None = None
    ) -> Generator[None, None, PreparedExpression]:
        """The job that tells the value of an expression; yields between pieces of work. `asked`: where to note what its check asked, with the answers."""
        noted = {} if asked is None else asked
        checked = self.check(module, written)
        noted.update(checked.recorder.questions)
        yield
        if checked.value is None:
            return problems_of(checked, written)
        if isinstance(checked.type, Constrained) and checked.type.constraint.key is PARTIAL:
            return _not_total(checked.type.constraint, written)
        try:
            return (yield from self._job(module, written, checked, noted))
        except Unsupported as problem:
            return ExpressionProblems(reason=f"it cannot be compiled: {problem}")

    def save(self) -> None:
        """Keep what was compiled, for the next process."""
        self._code.save()

    def _job(
        self,
        module: Module,
        written: ExpressionText,
        checked: CheckedExpression,
        noted: dict[Fact, Answer],
    ) -> Generator[None, None, Job]:
        effect, told = _result_of(checked.type)
        shape: Shape = NOTHING
        shapes = Shapes(checked.recorder.interface)
        if told is not None:
            shown = self._shown(module, written, effect, noted)
            yield
            if shown is not None:
                checked, shape = shown, STRING
            else:
                shape = shapes.shape(told)
        compiled = self._backend.compile(checked.code())
        noted.update(checked.recorder.questions)
        needed = yield from self._code.closure(compiled.needs)
        modules = self._program.modules
        definitions = [
            Definition(key, artifact.payload, str(modules[key.namespace].path))
            for key, artifact in needed.items()
        ]
        own = Definition(expression_key(module.name), compiled.payload, str(module.path))
        return Job([*definitions, own], effect, shape, tuple(shapes.table))

    def _shown(
        self, module: Module, written: ExpressionText, effect: bool, noted: dict[Fact, Answer]
    ) -> CheckedExpression | None:
        """The expression with `show` around it, or around what its action gives; None: it has no instance."""
        for key in (_SHOW, *((_MAP,) if effect else ())):
            # Nothing need have imported their modules so far.
            owner = self._program.answers.find_module(key.namespace)
            if owner is None:
                return None
            make_ready(self._program, owner)

        def wrap(body: r.Expression) -> r.Expression:
            show = r.Global(body.start, body.end, _SHOW)
            if effect:
                mapped = r.Global(body.start, body.end, _MAP)
                return r.App(body.start, body.end, mapped, (show, body))
            return r.App(body.start, body.end, show, (body,))

        text = written.declaration()[0]
        checked = check_expression(self._program.answers, module, text, wrap)
        noted.update(checked.recorder.questions)
        return None if checked.value is None else checked


def _result_of(type: Type) -> tuple[bool, Type | None]:
    """Whether a type is one of actions, and the type of what is to be told; None: nothing is."""
    head, _, arguments = spine(type)
    if not isinstance(head, TypeCon) or head.key is not _EFFECT or len(arguments) != 1:
        return False, type
    result = arguments[0]
    is_unit = isinstance(result, TypeCon) and result.key is _UNIT
    return True, None if is_unit else result


def _not_total(partial: Constraint, written: ExpressionText) -> ExpressionProblems:
    """A value may be partial, as its type says then; here nobody vouches for it."""
    lines = written.text.split("\n")
    place = ExpressionSpan(0, 0, len(lines) - 1, len(lines[-1]))
    return ExpressionProblems(((Diagnostic(NoInstanceFound(partial), 0, 0), place),))


def problems_of(checked: CheckedExpression, written: ExpressionText) -> ExpressionProblems:
    """What is wrong with an expression, by places in its own text."""
    first = written.declaration()[1]
    starts = line_starts(checked.text)
    lines = written.text.split("\n")
    found = [(each, _place(each, starts, first, lines)) for each in checked.diagnostics]
    return ExpressionProblems(tuple(found))


def _place(
    diagnostic: Diagnostic, starts: Sequence[int], first: int, lines: Sequence[str]
) -> ExpressionSpan:
    def at(offset: int) -> tuple[int, int]:
        line = bisect_right(starts, offset) - 1
        if line < first:
            return 0, 0
        if line - first >= len(lines):
            return len(lines) - 1, len(lines[-1])
        column = max(offset - starts[line] - 2, 0)
        return line - first, min(column, len(lines[line - first]))

    return ExpressionSpan(*at(diagnostic.start), *at(diagnostic.end))
