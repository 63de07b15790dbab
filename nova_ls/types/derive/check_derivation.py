"""Is a derived instance possible? Wants what its members would need, and reports what can never be.

The caller has opened the scope of the instance: its variables are skolems, its constraints are given. What is wanted here is
solved by the caller with everything else, at the span of the class.

Arguments of the reports:
- CannotDerive, InvalidNewtypeInstance: the class, its arguments.
- InvalidDerivedInstance: the class, its arguments, how many it should have.
- ExpectedTypeConstructor: the class, its arguments, the one that is not a type of this module.
- CannotFindDerivingType: the type.
- CannotDeriveInvalidConstructorArg: the class, the classes that would make the arguments possible, 1 if
  contravariance is possible at all; related: the constructors.
- MissingNewtypeSuperclassInstance, UnverifiableSuperclassInstance (warnings): the superclass, the class, its arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.class_info import ClassTable, superclass_constraints
from nova_ls.types.core.problems.deriving import (
    CannotDerive,
    ExpectedTypeConstructor,
    InvalidDerivedInstance,
)
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.timing import LATER
from nova_ls.types.core.type import HAS_ERRORS, Constraint
from nova_ls.types.core.well_known import EQ, EQ1, GENERIC, NEWTYPE, ORD, ORD1
from nova_ls.types.derive.derive_comparison import want_compared, want_lifted
from nova_ls.types.derive.newtype import check_newtype_instance
from nova_ls.types.derive.shape import Shape, constructor_of, report_no_shape, shape_of
from nova_ls.types.derive.traverse import FAMILIES, check_traversal


def check_derivation(solver: Solver, head: r.InstanceHead, constraint: Constraint) -> None:
    """`constraint`: the head of the instance, inside its scope (skolems for its variables)."""
    if constraint.flags & HAS_ERRORS:
        return
    if head.derivation is r.Derivation.NEWTYPE:
        check_newtype_instance(solver, head, constraint)
        return
    solver.timing = LATER  # All members are functions.
    if head.class_key in (GENERIC, NEWTYPE):
        # Their heads are right already (head.py), and their members follow from the head.
        want_superclasses(solver, constraint, head.class_start, head.class_end)
    else:
        _check_known_class(solver, head, constraint)


def want_superclasses(solver: Solver, constraint: Constraint, start: int, end: int) -> None:
    """An instance is one of its superclasses, too."""
    info = ClassTable(solver.environment, solver.element.namespace).get(constraint.key)
    if info is not None:
        for superclass in superclass_constraints(info, constraint):
            solver.want(superclass, start, end)


def _check_known_class(solver: Solver, head: r.InstanceHead, constraint: Constraint) -> None:
    start, end = head.class_start, head.class_end
    arguments = constraint.arguments
    key = head.class_key
    if key not in _LIFTED and key not in _KNOWN:
        solver.report(CannotDerive(key, arguments), start, end)
        return
    if len(arguments) != 1:
        solver.report(InvalidDerivedInstance(key, len(arguments), 1), start, end)
        return
    constructor = constructor_of(arguments[0], solver.element.namespace)
    if constructor is None:
        solver.report(ExpectedTypeConstructor(key, arguments[0]), start, end)
        return
    if key in _LIFTED:
        want_lifted(solver, head, arguments[0], _LIFTED[key])
    else:
        shape = shape_of(solver, arguments[0])
        if shape is None:
            report_no_shape(solver, constructor, start, end)
            return
        _KNOWN[key](solver, head, shape)
    want_superclasses(solver, constraint, start, end)


def _eq(solver: Solver, head: r.InstanceHead, shape: Shape) -> None:
    want_compared(solver, head, shape, EQ, EQ1)


def _ord(solver: Solver, head: r.InstanceHead, shape: Shape) -> None:
    want_compared(solver, head, shape, ORD, ORD1)


def _traversal(solver: Solver, head: r.InstanceHead, shape: Shape) -> None:
    check_traversal(solver, head, shape, FAMILIES[head.class_key])


_LIFTED: Final[dict[ElementKey, ElementKey]] = {EQ1: EQ, ORD1: ORD}
"""These stand on another instance of the type, and do not look at its constructors."""

_KNOWN: Final[dict[ElementKey, Callable[[Solver, r.InstanceHead, Shape], None]]] = {
    EQ: _eq,
    ORD: _ord,
    **dict.fromkeys(FAMILIES, _traversal),
}
