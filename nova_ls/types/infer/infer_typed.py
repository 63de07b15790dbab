"""Annotated expressions: `e :: type`."""

from __future__ import annotations

from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import HAS_QUANTIFIERS, Type
from nova_ls.types.infer.infer_core import Scope, check, expect_subsumed
from nova_ls.types.infer.infer_written import signature_type


def infer_typed(solver: Solver, node: r.Typed) -> Type:
    """The annotation stands, whether the expression fits it or not."""
    covered = solver.covered
    signature = signature_type(solver, node.type)
    solver.covered = covered or signature.complete
    type = signature.type
    if type.flags & HAS_QUANTIFIERS:
        scope = Scope(solver)
        check(solver, node.expression, scope.enter(type, signature.scoped, node=node.expression))
        scope.leave()
    else:
        check(solver, node.expression, type)
    solver.covered = covered
    return type


def check_typed(solver: Solver, node: r.Typed, type: Type) -> None:
    """Check `(expression :: type)`: the written type must subsume the expected one."""
    known = len(solver.reports)
    actual = infer_typed(solver, node)
    found = len(solver.reports)
    fits = expect_subsumed(solver, actual, type, node.start, node.end)
    if found != known and not fits:
        # The written type is wrong, to which both the expression and the context were held.
        inner = node.expression
        solver.reports[known:found] = [
            report
            for report in solver.reports[known:found]
            if (report.start, report.end) != (inner.start, inner.end)
        ]
