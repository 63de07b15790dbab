"""Inference and checking of expressions: the two judgements, and the scopes they open.

Types travel in two directions. `infer` finds the type of an expression; `check` is told a type and looks whether the expression
has it, which is how quantified types reach lambdas. What a judgement does with each kind of expression stands in the infer_*.py
files, and infer_table.py enters them into INFER and CHECK; an expression that has no entry in CHECK is inferred, and its
type compared.

`infer` may give a quantified type (the type of a name that is not applied): who needs a plain one instantiates it.
Source: PureScript's TypeChecker/Types.hs, `infer`, `check` and `instantiatePolyTypeWithUnknowns`.

A mistake is reported where it is found, and checking goes on with what the context asked for, or with ERROR.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.budget import OutOfSteps
from nova_ls.types.core.solver import Given, Solver
from nova_ls.types.core.substitute import instantiate, substitute
from nova_ls.types.core.timing import LATER
from nova_ls.types.core.type import (
    HAS_QUANTIFIERS,
    Constrained,
    ErrorType,
    Forall,
    Skolem,
    Type,
    UnificationVar,
)
from nova_ls.types.relate.subsume import report_mismatch, subsume
from nova_ls.types.relate.unify import unify

INFER: Final[dict[type, Callable[[Solver, Any], Type]]] = {}
CHECK: Final[dict[type, Callable[[Solver, Any, Type], None]]] = {}


def infer(solver: Solver, expression: r.Expression) -> Type:
    """The type of an expression, perhaps quantified."""
    solver.spend(1)
    type = INFER[expression.__class__](solver, expression)
    solver.annotate(expression.start, expression.end, type)
    return type


def infer_plain(solver: Solver, expression: r.Expression) -> Type:
    """The type of an expression, with its outer quantifiers instantiated and its constraints wanted."""
    type = infer(solver, expression)
    if type.flags & HAS_QUANTIFIERS or (type.__class__ is UnificationVar and not solver.in_order):
        type = instantiate(solver, type, expression.start, expression.end)
        if solver.trail is not None:
            solver.trail.take(solver.wanted, expression, 0)
    return type


def check(solver: Solver, expression: r.Expression, type: Type) -> None:
    """See that an expression has a type; report where it has not."""
    solver.steps_left = left = solver.steps_left - 1
    if left < 0:
        raise OutOfSteps
    if type.__class__ is UnificationVar:
        type = solver.seen(type)
        if type.__class__ is UnificationVar:
            actual = infer_plain(solver, expression)
            expect(solver, type, actual, expression.start, expression.end)
            return
    if type.flags & HAS_QUANTIFIERS and isinstance(type, Forall | Constrained):
        scope = Scope(solver)
        check(solver, expression, scope.enter(type, node=expression))
        scope.leave()
        return
    if type.__class__ is ErrorType:
        solver.failed = True
        infer(solver, expression)
        return
    handler = CHECK.get(expression.__class__)
    if handler is not None:
        handler(solver, expression, type)
        solver.annotate(expression.start, expression.end, type)
    else:
        actual = infer(solver, expression)
        expect_subsumed(solver, actual, type, expression.start, expression.end)
    if solver.trail is not None:
        solver.trail.take(solver.wanted, expression, 0)


def expect(solver: Solver, expected: Type, actual: Type, start: int, end: int) -> bool:
    """Unify; report a mismatch at the span. True if the types are equal now."""
    mismatch = unify(solver, expected, actual)
    if mismatch is None:
        return True
    report_mismatch(solver, mismatch, start, end, expected, actual)
    return False


def expect_subsumed(
    solver: Solver,
    actual: Type,
    expected: Type,
    start: int,
    end: int,
    cause: ElementKey | None = None,
) -> bool:
    """See that `actual` fits `expected`; report a mismatch at the span."""
    mismatch = subsume(solver, actual, expected, start, end, cause)
    if mismatch is None:
        return True
    report_mismatch(solver, mismatch, start, end, expected, actual)
    return False


def compare_early(solver: Solver, actual: Type, expected: Type, start: int, end: int) -> bool:
    """Compare the result of a function with what is expected before its arguments are looked at, if that can be.

    The arguments are then checked against what the context knows, and the argument that does not fit is blamed, not
    all that its type went into. The compiler compares later, which matters only where quantifiers are involved: False, nothing
    was done, if they are or might be.
    """
    if solver.in_order:
        return False
    actual = solver.resolve(actual)
    expected = solver.zonk(expected)
    if (actual.flags | expected.flags) & HAS_QUANTIFIERS or isinstance(expected, UnificationVar):
        return False
    expect_subsumed(solver, actual, expected, start, end)
    return True


def open_scope(
    solver: Solver, type: Type, node: object, position: int
) -> tuple[Type, Scope | None]:
    """What an expression inside a loop is checked against: the body of a quantified type, in its scope, for the caller to leave.

    `node` and `position` tell the place to the trail.
    """
    type = solver.resolve(type)
    if type.flags & HAS_QUANTIFIERS and isinstance(type, Forall | Constrained):
        scope = Scope(solver)
        return scope.enter(type, node=node, position=position), scope
    return type, None


class Scope:
    """The inside of a quantified or constrained type: its skolems, its givens, its scoped type variables.

    Opened when made; `enter` may be called several times (a type may have quantifiers behind its arrows); `leave` ends it.
    """

    __slots__ = ("givens", "level", "skolems", "solver", "start", "timing", "type_variables")

    def __init__(self, solver: Solver) -> None:
        self.solver = solver
        self.level = solver.level
        self.givens: Given | None = solver.givens
        self.timing = solver.timing
        self.type_variables: dict[str, Type] | None = None
        self.skolems: list[Skolem] = []
        self.start = len(solver.annotations[solver.element].starts)

    def enter(
        self,
        type: Type,
        scoped: frozenset[str] = frozenset(),
        *,
        node: object,
        position: int = 0,
    ) -> Type:
        """The body of a type behind its outer quantifiers, now rigid, and constraints, now given.

        The variables named in `scoped` come into scope for written types. `node` and `position` tell the place to the trail.
        """
        solver = self.solver
        type = solver.resolve(type)
        while type.flags & HAS_QUANTIFIERS:
            if isinstance(type, Forall):
                type = self._skolemize(type, scoped)
            elif isinstance(type, Constrained):
                given = solver.give(type.constraint)
                if solver.trail is not None:
                    solver.trail.enter((given,), node, position)
                solver.timing = LATER
                type = solver.resolve(type.body)
            else:
                break
        return type

    def bind(self, name: str, type: Type) -> None:
        """Bring a type variable into scope."""
        if self.type_variables is None:
            self.type_variables = self.solver.type_variables
            self.solver.type_variables = dict(self.type_variables)
        self.solver.type_variables[name] = type

    def leave(self) -> None:
        """Leave the scope: level, givens and timing are as before; the skolems' extents are noted, outside of which they escape."""
        solver = self.solver
        solver.level = self.level
        solver.givens = self.givens
        solver.timing = self.timing
        if self.type_variables is not None:
            solver.type_variables = self.type_variables
        if self.skolems:
            end = len(solver.annotations[solver.element].starts)
            for skolem in self.skolems:
                solver.skolem_extents[skolem.number] = (solver.element, self.start, end)

    def _skolemize(self, type: Forall, scoped: frozenset[str]) -> Type:
        solver = self.solver
        if not self.skolems:
            solver.level += 1
        mapping: dict[str, Type] = {}
        body: Type = type
        while isinstance(body, Forall):
            skolem = solver.fresh_skolem(body.name, substitute(body.kind, mapping))
            self.skolems.append(skolem)
            mapping[body.name] = skolem
            if body.name in scoped:
                self.bind(body.name, skolem)
            body = body.body
        return solver.resolve(substitute(body, mapping))
