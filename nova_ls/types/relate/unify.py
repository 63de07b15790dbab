"""Unification: making two types equal by solving unknowns.

Rows unify as sets of labelled fields (equal labels in order), whatever order they were written in: common labels are unified,
what is left over on one side goes into the other side's tail. Two quantified types are equal if their bodies are, for one
common rigid variable; a quantified one and another if its body is, for a rigid variable. (Source: PureScript's TypeChecker/Unify.hs.)

Unification goes on after nothing: the first mismatch found, the innermost one, is returned, and what was solved before it
stays solved. ERROR is equal to everything, since its cause is reported already.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from nova_ls.types.core.budget import OutOfSteps
from nova_ls.types.core.kind_of import kind_of
from nova_ls.types.core.problems.kinds import InfiniteKind, KindsDoNotUnify
from nova_ls.types.core.problems.types import (
    AdditionalProperty,
    ConstrainedTypeUnified,
    InfiniteType,
    PropertyIsMissing,
    TypesDoNotUnify,
)
from nova_ls.types.core.solver import ROW_OF_TYPES, Fields, Solver
from nova_ls.types.core.substitute import substitute
from nova_ls.types.core.type import (
    HAS_QUANTIFIERS,
    HAS_SKOLEMS,
    HAS_UNIFICATION_VARS,
    TYPE,
    Constrained,
    ErrorType,
    Forall,
    KindApp,
    Row,
    Skolem,
    Type,
    TypeApp,
    TypeCon,
    TypeInt,
    TypeString,
    TypeVar,
    UnificationVar,
    row,
)

MismatchKind: TypeAlias = type[
    TypesDoNotUnify
    | KindsDoNotUnify
    | InfiniteType
    | InfiniteKind
    | ConstrainedTypeUnified
    | PropertyIsMissing
    | AdditionalProperty
]


class Mismatch:
    """Why two types cannot be equal: the innermost parts that differ. `labels`: the record fields that lead there, outermost
    first.

    `kind`: the problem it is; of InfiniteType and InfiniteKind `expected` is the variable, `actual` the type that holds
    it; of PropertyIsMissing and AdditionalProperty the label is last in `labels`.
    """

    __slots__ = ("actual", "expected", "kind", "labels")

    def __init__(self, kind: MismatchKind, expected: Type, actual: Type) -> None:
        self.kind = kind
        self.expected = expected
        self.actual = actual
        self.labels: tuple[str, ...] = ()


_LOOKED_INTO: Final = HAS_UNIFICATION_VARS | HAS_SKOLEMS | HAS_QUANTIFIERS


def unify(solver: Solver, expected: Type, actual: Type) -> Mismatch | None:
    """Make two types equal. Returns the innermost mismatch, or None on success."""
    while True:
        if expected is actual:
            return None
        solver.steps_left = steps = solver.steps_left - 1
        if steps < 0:
            raise OutOfSteps
        left = expected.__class__
        right = actual.__class__
        if left is UnificationVar:
            expected = solver.resolve(expected)
            left = expected.__class__
        if right is UnificationVar:
            actual = solver.resolve(actual)
            right = actual.__class__
        if expected is actual:
            return None
        if left is UnificationVar:
            return solve(solver, expected, actual, False)  # type: ignore[arg-type]
        if right is UnificationVar:
            return solve(solver, actual, expected, True)  # type: ignore[arg-type]
        if left is not TypeApp or right is not TypeApp:
            return _unify_other(solver, expected, actual)
        if expected.function is not actual.function:  # type: ignore[union-attr]
            mismatch = unify(solver, expected.function, actual.function)  # type: ignore[union-attr]
            if mismatch is not None:
                return mismatch
        expected = expected.argument  # type: ignore[union-attr]
        actual = actual.argument  # type: ignore[union-attr]


def solve(
    solver: Solver, variable: UnificationVar, type: Type, flipped: bool = False
) -> Mismatch | None:
    """Solve an unknown by a type (resolved, another one). `flipped`: the unknown was the actual type."""
    if isinstance(type, UnificationVar):
        if type.level > variable.level:
            # Let the inner one go: the outer scope's stays.
            variable, type, flipped = type, variable, not flipped
        if type.kind.flags & HAS_UNIFICATION_VARS and solver.occurs(variable, type.kind):
            return Mismatch(InfiniteKind, variable, type.kind)
    elif type.flags & _LOOKED_INTO:
        if type.flags & HAS_QUANTIFIERS:
            solver.met_quantifier = True
        # A solution without solved variables in it is not walked again and again as types grow.
        type = solver.zonk(type)
        if type is variable:
            return None
        if solver.occurs(variable, type):
            return Mismatch(InfiniteType, variable, type)
    kind = variable.kind
    # Types of kind Type meet only types of kind Type, likewise the rows of records; elsewhere a polykinded
    # constructor may have come in.
    if kind is not TYPE and kind is not ROW_OF_TYPES and type.__class__ is not ErrorType:
        mismatch, type = _agree_on_kind(solver, kind, type)
        if mismatch is not None:
            return mismatch
    variable.solution = type
    return None


def _agree_on_kind(solver: Solver, kind: Type, type: Type) -> tuple[Mismatch | None, Type]:
    """Make the kind of a solution that of its variable; a polykinded solution is applied to fresh kinds."""
    actual = solver.resolve(kind_of(solver, type))
    if kind is actual:
        return None, type
    kind = solver.resolve(kind)
    if not isinstance(kind, Forall):
        while isinstance(actual, Forall):
            argument = solver.fresh(actual.kind)
            type = KindApp(type, argument)
            actual = solver.resolve(substitute(actual.body, {actual.name: argument}))
    mismatch = unify(solver, kind, actual)
    if mismatch is not None:
        if mismatch.kind is InfiniteType:
            mismatch.kind = InfiniteKind
        else:
            mismatch = Mismatch(KindsDoNotUnify, kind, actual)
    return mismatch, type


def _unify_other(solver: Solver, expected: Type, actual: Type) -> Mismatch | None:
    """Two resolved types, neither of them an unknown, not both applications."""
    if isinstance(expected, ErrorType) or isinstance(actual, ErrorType):
        solver.failed = (
            True  # Reported where the type was written: what the other one lacks is unknown.
        )
        return None
    if isinstance(expected, Forall) or isinstance(actual, Forall):
        solver.met_quantifier = True
        return _unify_quantified(solver, expected, actual)
    if isinstance(expected, Row) or isinstance(actual, Row):
        if isinstance(expected, TypeCon) or isinstance(actual, TypeCon):
            return Mismatch(TypesDoNotUnify, expected, actual)
        return unify_rows(solver, expected, actual)
    if isinstance(expected, KindApp) and isinstance(actual, KindApp):
        mismatch = unify(solver, expected.function, actual.function)
        if mismatch is not None:
            return Mismatch(KindsDoNotUnify, expected.function, actual.function)
        return unify(solver, expected.argument, actual.argument)
    if isinstance(expected, Constrained) or isinstance(actual, Constrained):
        return _unify_constrained(solver, expected, actual)
    if _same_atom(expected, actual):
        return None
    return Mismatch(TypesDoNotUnify, expected, actual)


def _same_atom(expected: Type, actual: Type) -> bool:
    if isinstance(expected, TypeString):
        return isinstance(actual, TypeString) and expected.value == actual.value
    if isinstance(expected, TypeInt):
        return isinstance(actual, TypeInt) and expected.value == actual.value
    if isinstance(expected, TypeVar):
        return isinstance(actual, TypeVar) and expected.name == actual.name
    if isinstance(expected, Skolem):
        return isinstance(actual, Skolem) and expected.number == actual.number
    if isinstance(expected, TypeCon):
        return isinstance(actual, TypeCon) and expected.key is actual.key
    return False


def _unify_quantified(solver: Solver, expected: Type, actual: Type) -> Mismatch | None:
    """One side or both quantified: equal if the bodies are, for a rigid variable that both share."""
    quantified = expected if isinstance(expected, Forall) else actual
    assert isinstance(quantified, Forall)
    solver.level += 1
    skolem = solver.fresh_skolem(quantified.name, quantified.kind)
    mismatch = unify(solver, _body(expected, skolem), _body(actual, skolem))
    solver.level -= 1
    return mismatch


def _body(type: Type, skolem: Skolem) -> Type:
    return substitute(type.body, {type.name: skolem}) if isinstance(type, Forall) else type


def _unify_constrained(solver: Solver, expected: Type, actual: Type) -> Mismatch | None:
    solver.met_quantifier = True
    if not (
        isinstance(expected, Constrained)
        and isinstance(actual, Constrained)
        and expected.constraint.key is actual.constraint.key
    ):
        return Mismatch(ConstrainedTypeUnified, expected, actual)
    for left, right in zip(
        expected.constraint.arguments, actual.constraint.arguments, strict=False
    ):
        mismatch = unify(solver, left, right)
        if mismatch is not None:
            return mismatch
    return unify(solver, expected.body, actual.body)


# ---------------------------------------------------------------------------- rows


def flat_row(solver: Solver, type: Type) -> tuple[Fields, Type | None]:
    """Fields and tail of a row. The tail is resolved, and None or no row itself."""
    return solver.flat_row(type)


def align_rows(
    left: Fields, right: Fields
) -> tuple[list[tuple[str, Type, Type]], list[tuple[str, Type]], list[tuple[str, Type]]]:
    """Pair the fields of equal labels; the others of the left, and of the right."""
    common: list[tuple[str, Type, Type]] = []
    only_left: list[tuple[str, Type]] = []
    only_right: list[tuple[str, Type]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        label, type = left[i]
        other, other_type = right[j]
        if label == other:
            common.append((label, type, other_type))
            i += 1
            j += 1
        elif label < other:
            only_left.append(left[i])
            i += 1
        else:
            only_right.append(right[j])
            j += 1
    only_left.extend(left[i:])
    only_right.extend(right[j:])
    return common, only_left, only_right


def unify_rows(solver: Solver, expected: Type, actual: Type) -> Mismatch | None:
    """Two types of a row kind, at least one of them a Row."""
    fields1, tail1 = flat_row(solver, expected)
    fields2, tail2 = flat_row(solver, actual)
    solver.spend(len(fields1) + len(fields2))
    common, rest1, rest2 = align_rows(fields1, fields2)
    for label, left, right in common:
        if left is not right:
            mismatch = unify(solver, left, right)
            if mismatch is not None:
                mismatch.labels = (label, *mismatch.labels)
                return mismatch
    # The fields may have told more about the tails.
    if tail1 is not None:
        tail1 = solver.resolve(tail1)
    if tail2 is not None:
        tail2 = solver.resolve(tail2)
    if isinstance(tail1, Row) or isinstance(tail2, Row):
        return unify_rows(solver, row(tuple(rest1), tail1), row(tuple(rest2), tail2))
    return _unify_tails(solver, (expected, actual), (tuple(rest1), tail1), (tuple(rest2), tail2))


def _unify_tails(
    solver: Solver,
    whole: tuple[Type, Type],
    left: tuple[Fields, Type | None],
    right: tuple[Fields, Type | None],
) -> Mismatch | None:
    """What is left of two rows when their common fields are taken away."""
    fields1, tail1 = left
    fields2, tail2 = right
    if isinstance(tail1, ErrorType) or isinstance(tail2, ErrorType):
        return None
    if tail1 is tail2 and not fields1 and not fields2:
        return None
    if not fields1 and isinstance(tail1, UnificationVar):
        return _solve_tail(solver, tail1, row(fields2, tail2))
    if not fields2 and isinstance(tail2, UnificationVar):
        return _solve_tail(solver, tail2, row(fields1, tail1))
    if isinstance(tail1, UnificationVar) and isinstance(tail2, UnificationVar):
        if tail1 is not tail2:
            rest = solver.fresh(tail1.kind)
            rest.level = min(tail1.level, tail2.level)
            return _solve_tail(solver, tail1, row(fields2, rest)) or _solve_tail(
                solver, tail2, row(fields1, rest)
            )
    elif not fields1 and not fields2 and tail1 is not None and tail2 is not None:
        # A type variable, or an application that gives a row.
        return unify(solver, tail1, tail2)
    return Mismatch(TypesDoNotUnify, *whole)


def _solve_tail(solver: Solver, tail: UnificationVar, type: Type) -> Mismatch | None:
    type = solver.resolve(type)
    return None if type is tail else solve(solver, tail, type)
