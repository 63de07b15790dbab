"""Subsumption: may a value of one type stand where another type is asked for?

`forall a. a -> a` may stand for `Int -> Int`; under an arrow the parameters compare the other way round; a record's
fields compare one by one. Constraints are dictionaries, so they can be inserted only at the top (`want`): further in, where no code could
insert them, types must be equal.

In the compiler's order (`solver.in_order`) an unknown that is solved meanwhile is compared by unification, whatever solved it: a
quantified type that has gone into an unknown is no longer instantiated, nor is a function's or a record's inside looked at.

Source: PureScript's TypeChecker/Subsumption.hs, which applies no substitution on its way.
"""

from __future__ import annotations

from nova_ls.base.diagnostic import Problem
from nova_ls.base.keys import ElementKey
from nova_ls.types.core.problems.kinds import InfiniteKind, KindsDoNotUnify
from nova_ls.types.core.problems.types import (
    AdditionalProperty,
    ConstrainedTypeUnified,
    InfiniteType,
    PropertyIsMissing,
    TypesDoNotUnify,
)
from nova_ls.types.core.solver import Fields, PendingDiagnostic, Solver
from nova_ls.types.core.substitute import instantiate, instantiate_quantifiers, substitute
from nova_ls.types.core.type import (
    FUNCTION,
    HAS_ERRORS,
    HAS_QUANTIFIERS,
    RECORD,
    Constrained,
    Forall,
    Row,
    Type,
    TypeApp,
    UnificationVar,
    row,
)
from nova_ls.types.relate.unify import Mismatch, MismatchKind, align_rows, flat_row, unify


def subsume(
    solver: Solver,
    actual: Type,
    expected: Type,
    start: int,
    end: int,
    cause: ElementKey | None = None,
) -> Mismatch | None:
    """Make a value of type `actual` fit `expected`. Constraints of `actual` are wanted at the span."""
    if actual.__class__ is UnificationVar:
        actual = solver.seen(actual)
    if expected.__class__ is UnificationVar:
        expected = solver.seen(expected)
    while (actual.flags | expected.flags) & HAS_QUANTIFIERS:
        if isinstance(actual, Forall):
            actual = instantiate_quantifiers(solver, actual)
        elif isinstance(expected, Forall):
            expected = _skolemize(solver, expected)
        elif isinstance(actual, Constrained) and not isinstance(expected, Constrained):
            actual = instantiate(solver, actual, start, end, cause)
        elif isinstance(actual, Constrained):
            solver.want(actual.constraint, start, end, cause)
            actual = solver.resolve(actual.body)
        else:
            break
    return _subsume_inside(solver, actual, expected)


def report_mismatch(
    solver: Solver, mismatch: Mismatch, start: int, end: int, expected: Type, actual: Type
) -> PendingDiagnostic | None:
    """Report why `actual` does not fit `expected` at a span.

    None: one of the types is in error as it is written, so that what was meant is unknown.
    """
    if (solver.zonk(expected).flags | solver.zonk(actual).flags) & HAS_ERRORS:
        solver.failed = True
        return None
    return solver.report(_problem(mismatch, expected, actual), start, end)


def _problem(mismatch: Mismatch, expected: Type, actual: Type) -> Problem:
    """What is wrong; `expected` and `actual` are the types as wholes."""
    kind = mismatch.kind
    if kind is TypesDoNotUnify:
        parts = (mismatch.expected, mismatch.actual)
        return TypesDoNotUnify(*parts, expected, actual, mismatch.labels)
    if kind is PropertyIsMissing:
        return PropertyIsMissing(mismatch.labels[-1], expected, actual)
    if kind is AdditionalProperty:
        return AdditionalProperty(mismatch.labels[-1], expected, actual)
    if kind is InfiniteType:
        return InfiniteType(mismatch.expected, mismatch.actual)
    if kind is InfiniteKind:
        return InfiniteKind(mismatch.actual)
    if kind is ConstrainedTypeUnified:
        return ConstrainedTypeUnified(mismatch.expected, mismatch.actual)
    return KindsDoNotUnify(mismatch.expected, mismatch.actual)


def _skolemize(solver: Solver, type: Forall) -> Type:
    """The body for a rigid variable that is at home nowhere: an annotation that mentions it lets it escape."""
    solver.level += 1
    skolem = solver.fresh_skolem(type.name, type.kind)
    solver.level -= 1
    return solver.resolve(substitute(type.body, {type.name: skolem}))


def _subsume_inside(solver: Solver, actual: Type, expected: Type) -> Mismatch | None:
    """Neither side quantified. Only where quantifiers may be inside, or records meet, is there more to do than to unify."""
    if isinstance(actual, TypeApp) and isinstance(expected, TypeApp):
        left = actual.function
        right = expected.function
        if (
            isinstance(left, TypeApp)
            and isinstance(right, TypeApp)
            and left.function is FUNCTION
            and right.function is FUNCTION
        ):
            return _subsume_plain(solver, right.argument, left.argument) or _subsume_plain(
                solver, actual.argument, expected.argument
            )
        if left is RECORD and right is RECORD:
            return _subsume_records(solver, actual.argument, expected.argument)
    return unify(solver, expected, actual)


def _subsume_plain(solver: Solver, actual: Type, expected: Type) -> Mismatch | None:
    """Subsumption where nothing can be inserted."""
    while True:
        actual = solver.seen(actual)
        expected = solver.seen(expected)
        if isinstance(actual, Forall):
            solver.met_quantifier = True
            actual = instantiate_quantifiers(solver, actual)
        elif isinstance(expected, Forall):
            solver.met_quantifier = True
            expected = _skolemize(solver, expected)
        elif actual is expected or isinstance(actual, UnificationVar):
            return unify(solver, expected, actual)
        else:
            return _subsume_inside(solver, actual, expected)


def _subsume_records(solver: Solver, actual: Type, expected: Type) -> Mismatch | None:
    """`actual`, `expected`: the rows of two records."""
    fields1, tail1 = _visible_row(solver, actual)
    fields2, tail2 = _visible_row(solver, expected)
    common, rest1, rest2 = align_rows(fields1, fields2)
    if tail1 is None and rest2:
        return _property(PropertyIsMissing, rest2[0][0], expected, actual)
    if tail2 is None and rest1:
        return _property(AdditionalProperty, rest1[0][0], expected, actual)
    for label, left, right in common:
        if left is right:
            continue
        if (left.flags | right.flags) & HAS_QUANTIFIERS or isinstance(left, TypeApp):
            mismatch = _subsume_plain(solver, left, right)
        else:
            mismatch = unify(solver, right, left)
        if mismatch is not None:
            mismatch.labels = (label, *mismatch.labels)
            return mismatch
    if tail1 is None and tail2 is None:
        return None
    return unify(solver, row(tuple(rest2), tail2), row(tuple(rest1), tail1))


def _visible_row(solver: Solver, type: Type) -> tuple[Fields, Type | None]:
    """Fields and tail of a row as far as a judgement sees them."""
    if not solver.in_order:
        return flat_row(solver, type)
    return (type.fields, type.tail) if isinstance(type, Row) else ((), type)


def _property(kind: MismatchKind, label: str, expected: Type, actual: Type) -> Mismatch:
    mismatch = Mismatch(kind, expected, actual)
    mismatch.labels = (label,)
    return mismatch
