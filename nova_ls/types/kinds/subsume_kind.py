"""Is a type of one kind good where another kind is wanted? Kinds may be quantified, which makes them a higher-rank question."""

from __future__ import annotations

from nova_ls.types.core.kind_of import split_unknown_kind
from nova_ls.types.core.problems.kinds import InfiniteKind, KindsDoNotUnify
from nova_ls.types.core.problems.types import InfiniteType
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import substitute
from nova_ls.types.core.type import FUNCTION, Forall, Type, TypeApp, UnificationVar
from nova_ls.types.relate.unify import Mismatch, unify


def subsume_kind(solver: Solver, actual: Type, expected: Type) -> Mismatch | None:
    """Make `actual` at least as general as `expected`. A mismatch is KindsDoNotUnify or InfiniteKind."""
    while True:
        actual, expected = solver.resolve(actual), solver.resolve(expected)
        if actual is expected:
            return None
        if isinstance(expected, Forall):
            skolem = solver.fresh_skolem(expected.name, expected.kind)
            expected = substitute(expected.body, {expected.name: skolem})
            continue
        if isinstance(actual, Forall):
            argument = solver.fresh(actual.kind)
            actual = substitute(actual.body, {actual.name: argument})
            continue
        if isinstance(actual, UnificationVar) and _is_arrow(expected):
            if solver.occurs(actual, expected):
                return Mismatch(InfiniteKind, actual, solver.zonk(expected))
            actual = split_unknown_kind(solver, actual)
        elif isinstance(expected, UnificationVar) and _is_arrow(actual):
            if solver.occurs(expected, actual):
                return Mismatch(InfiniteKind, expected, solver.zonk(actual))
            expected = split_unknown_kind(solver, expected)
        if not (_is_arrow(actual) and _is_arrow(expected)):
            return unify_kinds(solver, expected, actual)
        mismatch = subsume_kind(
            solver,
            expected.function.argument,  # type: ignore[union-attr]
            actual.function.argument,  # type: ignore[union-attr]
        )
        if mismatch is not None:
            return mismatch
        actual = actual.argument  # type: ignore[union-attr]
        expected = expected.argument  # type: ignore[union-attr]


def unify_kinds(solver: Solver, expected: Type, actual: Type) -> Mismatch | None:
    """Make two kinds equal."""
    mismatch = unify(solver, expected, actual)
    if mismatch is not None:
        infinite = mismatch.kind in (InfiniteType, InfiniteKind)
        mismatch.kind = InfiniteKind if infinite else KindsDoNotUnify
    return mismatch


def _is_arrow(kind: Type) -> bool:
    if isinstance(kind, TypeApp):
        step = kind.function
        return isinstance(step, TypeApp) and step.function is FUNCTION
    return False
