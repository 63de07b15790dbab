"""Where an expected type comes from: the second place of a mismatch.

Used on the way of errors only. A report gets its related place from the innermost construct that asked for the type: the function
applied, the other branch, the first item.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nova_ls.base.diagnostic import Related, Severity
from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.problems.types import HoleInferredType, TypesDoNotUnify
from nova_ls.types.core.solver import PendingDiagnostic, Solver
from nova_ls.types.core.type import (
    ERROR,
    FUNCTION,
    HAS_UNIFICATION_VARS,
    Constrained,
    Forall,
    Type,
    UnificationVar,
    head_constructor,
    parts,
)

_SEVERAL: Final = 2


def blame_function(solver: Solver, known: int, argument: r.Expression, head: r.Expression) -> None:
    """The reports after the first `known` that are about an argument as a whole point to the function."""
    place: Related
    if isinstance(head, r.Global):
        place = Related(head.key, 0, 0, f"the parameter's type comes from `{head.shown.name}`")
    elif isinstance(head, r.Local):
        binder = head.binder
        label = f"the parameter's type comes from `{binder.name}`"
        place = Related(None, binder.start, binder.end, label)
    else:
        place = Related(None, head.start, head.end, "the parameter's type comes from here")
    _relate(solver, known, argument, place)


def blame_sibling(
    solver: Solver, known: int, culprit: r.Expression, sibling: r.Expression, what: str
) -> None:
    """The reports after the first `known` that are about `culprit` as a whole point to what it must agree with."""
    _relate(solver, known, culprit, Related(None, sibling.start, sibling.end, what))


def merge_operands(
    solver: Solver, known: int, operands: Sequence[r.Expression], span: tuple[int, int]
) -> None:
    """Where all that was reported after the first `known` is that several operands do not fit what the context expects, they
    agree with each other: it is the whole that does not fit. One report stands for all.
    """
    spans = {(operand.start, operand.end) for operand in operands}
    found = [
        report
        for report in solver.reports[known:]
        if isinstance(report.problem, TypesDoNotUnify) and (report.start, report.end) in spans
    ]
    if len(found) < _SEVERAL or len({_expected_head(solver, report) for report in found}) > 1:
        return
    first = found[0]
    first.start, first.end = span
    first.related = ()
    others = set(found[1:])
    solver.reports[known:] = [report for report in solver.reports[known:] if report not in others]


def _expected_head(solver: Solver, report: PendingDiagnostic) -> ElementKey | None:
    """The outermost constructor of what a report says was expected."""
    problem = report.problem
    expected = problem.expected if isinstance(problem, TypesDoNotUnify) else ERROR
    return head_constructor(solver.zonk(expected))


def merge_bodies(solver: Solver, known: int, bodies: Sequence[r.Expression]) -> None:
    """Where the reports after the first `known` are that all of several bodies do not fit what is expected, and these are of one type,
    it is what they are the bodies of that does not fit: the first report stands for all.
    """
    if len(bodies) < _SEVERAL:
        return
    spans = {(inner.start, inner.end) for inner in map(_innermost, bodies)}
    wrong: list[PendingDiagnostic] = []
    heads: set[ElementKey | None] = set()
    for report in solver.reports[known:]:
        if isinstance(report.problem, TypesDoNotUnify) and (report.start, report.end) in spans:
            wrong.append(report)
            heads.add(head_constructor(solver.zonk(report.problem.found)))
    if len(wrong) != len(bodies) or len(heads) != 1 or None in heads:
        return
    others = set(wrong[1:])
    solver.reports[known:] = [report for report in solver.reports[known:] if report not in others]


def _innermost(body: r.Expression) -> r.Expression:
    while isinstance(body, r.Let):
        body = body.body
    return body


def merge_surplus(
    solver: Solver, known: int, head: r.Expression, arguments: Sequence[r.Expression]
) -> None:
    """Where the reports after the first `known` are that there are too many arguments, and that some of these are functions
    where none is expected, parentheses are missing behind those: the first is what is told.
    """
    if not is_wrong(solver, known, head):
        return
    solver.reports[known:] = [
        report
        for report in solver.reports[known:]
        if not (
            isinstance(report.problem, TypesDoNotUnify)
            and any(is_about(report, argument) for argument in arguments)
            and is_function(solver, report.problem.found)
        )
    ]


def is_function(solver: Solver, type: Type) -> bool:
    """Whether something is a function, whatever quantifiers its type stands behind."""
    type = solver.resolve(type)
    while isinstance(type, Forall | Constrained):
        type = solver.resolve(type.body)
    return head_constructor(solver.zonk(type)) == FUNCTION.key


def merge_patterns(solver: Solver, known: int, branches: Sequence[r.Branch]) -> None:
    """Patterns of one type that do not fit what they match are one mistake: the first report stands for those of its column."""
    columns = {
        (pattern.start, pattern.end): column
        for branch in branches
        for column, pattern in enumerate(branch.patterns)
    }
    told: set[tuple[int, ElementKey]] = set()
    kept: list[PendingDiagnostic] = []
    for report in solver.reports[known:]:
        column = columns.get((report.start, report.end))
        if column is not None and isinstance(report.problem, TypesDoNotUnify):
            head = head_constructor(solver.zonk(report.problem.found))
            if head is not None:
                if (column, head) in told:
                    continue
                told.add((column, head))
        kept.append(report)
    solver.reports[known:] = kept


def forget_determined(parameter: Type, others: Sequence[Type]) -> None:
    """An argument does not fit its parameter: what it has determined of unknowns that no other type has is not held against
    what comes behind it.
    """
    determined_by_others = {variable for other in others for variable in _unknowns(other)}
    for variable in _unknowns(parameter):
        if variable.solution is not None and variable not in determined_by_others:
            variable.solution = ERROR


def _unknowns(type: Type) -> list[UnificationVar]:
    """The unknowns that a type has been made with, solved or not."""
    found: list[UnificationVar] = []
    pending = [type]
    while pending:
        part = pending.pop()
        if isinstance(part, UnificationVar):
            found.append(part)
        elif part.flags & HAS_UNIFICATION_VARS:
            pending.extend(parts(part))
    return found


def has_error(solver: Solver, known: int) -> bool:
    """Whether the reports after the first `known` say that something is wrong. A hole is not."""
    return any(
        report.problem.severity is Severity.ERROR
        and not isinstance(report.problem, HoleInferredType)
        for report in solver.reports[known:]
    )


def is_wrong(solver: Solver, known: int, culprit: r.Expression) -> bool:
    """Whether one of the reports after the first `known` is that an expression as a whole does not fit."""
    return any(is_about(report, culprit) for report in solver.reports[known:])


def _relate(solver: Solver, known: int, culprit: r.Expression, place: Related) -> None:
    for report in solver.reports[known:]:
        if not report.related and is_about(report, culprit):
            report.related = (place,)


def is_about(report: PendingDiagnostic, culprit: r.Expression) -> bool:
    """Whether a report is that an expression as a whole does not fit."""
    return (
        isinstance(report.problem, TypesDoNotUnify)
        and report.start == culprit.start
        and report.end == culprit.end
    )
