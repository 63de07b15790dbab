"""Reports of the constraint solver. Types are zonked when the reports become diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nova_ls.base.diagnostic import Problem, Severity
from nova_ls.base.keys import UNKNOWN_CLASS, ElementKey
from nova_ls.names.problems.scope import UnknownClass
from nova_ls.types.core.class_info import ClassInfo, ClassTable
from nova_ls.types.core.covering import covering_sets
from nova_ls.types.core.interface import (
    ClassInterface,
    ConstructorInterface,
    DataInterface,
    InstanceInterface,
)
from nova_ls.types.core.problems.classes import (
    NoInstanceFound,
    OverlappingInstances,
    PossiblyInfiniteInstance,
)
from nova_ls.types.core.problems.types import TypesDoNotUnify, UserDefinedWarning
from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.solver import Given, PendingDiagnostic, Solver, Wanted
from nova_ls.types.core.substitute import substitute_constraint
from nova_ls.types.core.type import (
    ERROR,
    HAS_SKOLEMS,
    HAS_UNIFICATION_VARS,
    Constraint,
    KindApp,
    Row,
    Type,
    TypeApp,
    UnificationVar,
    head_constructor,
    parts,
    row,
)
from nova_ls.types.instances.check_instance_head import home_modules
from nova_ls.types.instances.check_instance_overlap import is_reported_overlap
from nova_ls.types.solve.entail_coercible import Insoluble
from nova_ls.types.solve.goal import Goal, constraint_chain

_MAX_CANDIDATES = 8


def no_instance(
    solver: Solver,
    wanted: Wanted,
    info: ClassInfo,
    blocked: tuple[ElementKey, ...],
    candidates: tuple[ElementKey, ...],
) -> None:
    """Report a constraint without an instance; `blocked`: instances that more knowledge could make match; `candidates`: some to name in the message."""
    if wanted.missing is not None and _is_a_pattern_wrong(solver, wanted):
        return
    constraint, *chain = _keep_unknowns(solver, (wanted.constraint, *constraint_chain(wanted)))
    problem = NoInstanceFound(
        constraint,
        tuple(chain),
        blocked,
        has_unknowns=_unknowns_to_blame(info, constraint),
        cause=wanted.cause,
        candidates=candidates[:_MAX_CANDIDATES],
        missing=wanted.missing,
    )
    _report(solver, wanted, problem)
    _poison_unknowns(solver, wanted.constraint)


def _is_a_pattern_wrong(solver: Solver, wanted: Wanted) -> bool:
    """Whether something else is reported of a pattern of a match: then it is not known what the match leaves out."""
    return any(
        start <= report.start and report.end <= end and report.problem.severity is Severity.ERROR
        for report in solver.reports
        if report.element is wanted.element
        for start, end in wanted.patterns
    )


def not_coercible(solver: Solver, wanted: Wanted, failure: Insoluble) -> None:
    """Report two types that cannot be coerced into each other."""
    if failure.problem is not None:
        _report(solver, wanted, failure.problem)
        return
    assert failure.constraint is not None
    constraints = [failure.constraint, *constraint_chain(wanted)]
    if failure.constraint is not wanted.constraint:
        constraints.insert(1, wanted.constraint)
    constraint, *chain = _keep_unknowns(solver, constraints)
    problem = NoInstanceFound(
        constraint,
        tuple(chain),
        has_unknowns=bool(failure.constraint.flags & HAS_UNIFICATION_VARS),
        cause=wanted.cause,
        hidden_constructors=failure.hidden_constructors,
    )
    _report(solver, wanted, problem)
    _poison_unknowns(solver, wanted.constraint)


def overlapping_instances(solver: Solver, wanted: Wanted, keys: tuple[ElementKey, ...]) -> None:
    """Report a constraint that several instances match."""
    if is_reported_overlap(solver.environment, keys):
        return
    constraint = wanted.constraint
    problem = OverlappingInstances(constraint.key, constraint.arguments, keys)
    _report(solver, wanted, problem)


def infinite_instance(solver: Solver, goal: Goal) -> None:
    """The goal is too deep to be of use to a reader: the outermost constraints are shown."""
    outer: Wanted = goal
    step: Wanted = goal
    while isinstance(outer, Goal):
        step, outer = outer, outer.parent
    _report(solver, outer, PossiblyInfiniteInstance(outer.constraint, step.constraint))


def unknown_class(solver: Solver, wanted: Wanted) -> None:
    """Report a constraint of an unknown class."""
    _report(solver, wanted, UnknownClass(wanted.constraint.key))


def user_defined_warning(solver: Solver, wanted: Wanted) -> None:
    """Report a `Warn` constraint, as the warning that it asks for."""
    report = solver.report(
        UserDefinedWarning(wanted.constraint.arguments[0]), wanted.start, wanted.end
    )
    report.element = wanted.element


def is_in_dispute(solver: Solver, wanted: Wanted) -> bool:
    """Whether the lack of an instance is but the consequence of an error reported already.

    What is unknown after an error is not a mistake of its own, and neither is what a type that does not fit elsewhere lacks.
    """
    if not solver.failed:
        return False
    constraint = solver.zonk_constraint(wanted.constraint)
    if constraint.flags & HAS_UNIFICATION_VARS:
        _poison_unknowns(solver, constraint)
        return True
    while isinstance(wanted, Goal):
        wanted = wanted.parent
    asked = constraint.arguments + solver.zonk_constraint(wanted.constraint).arguments
    for report in solver.reports:
        problem = report.problem
        if isinstance(problem, TypesDoNotUnify) and report.element is wanted.element:
            for type in map(
                solver.zonk,
                (problem.expected_part, problem.found_part, problem.expected, problem.found),
            ):
                if any(same_type(type, argument) for argument in asked):
                    return True
    return False


def may_be_given(
    solver: Solver, classes: ClassTable, constraint: Constraint, innermost: Given | None
) -> bool:
    """Whether a constraint on rigid variables may follow from a written one, or from a superclass of one, that is in error."""
    if not constraint.flags & HAS_SKOLEMS:
        return False
    given = innermost
    while given is not None and not solver.context_unknown:
        info = classes.get(given.constraint.key)
        if info is not None and info.is_context_unknown(classes):
            return True
        given = given.parent
    return solver.context_unknown


def has_instance_of_unknown_class(
    solver: Solver, owner: ClassInterface, constraint: Constraint
) -> bool:
    """Whether the types of a constraint have an instance of a class that is not there, where one of this class may stand: it may
    be this one, misspelled. One without arguments, whose head does not parse, may be meant for any types.
    """
    heads = tuple([head_constructor(argument) for argument in constraint.arguments])
    if not any(heads):
        return False
    homes = home_modules(constraint.key, owner, constraint.arguments)
    return any(
        instance.key.namespace in homes and (not instance.arguments or _has_heads(instance, heads))
        for instance in solver.environment.instances(UNKNOWN_CLASS, heads)
    )


def _has_heads(instance: InstanceInterface, heads: Sequence[ElementKey | None]) -> bool:
    return len(instance.arguments) == len(heads) and all(
        head is None or head_constructor(argument) is head
        for head, argument in zip(heads, instance.arguments, strict=True)
    )


def wraps_unknown(solver: Solver, constraint: Constraint) -> bool:
    """Whether a constraint is on a newtype of which it is not known what it wraps."""
    for argument in constraint.arguments:
        key = head_constructor(argument)
        data = None if key is None else solver.environment.interface(key)
        if isinstance(data, DataInterface) and data.is_newtype:
            for constructor in data.constructors:
                interface = solver.environment.interface(constructor)
                if not isinstance(interface, ConstructorInterface):
                    return True
    return False


def superclasses_of_lacks(
    solver: Solver, classes: ClassTable, unsolved: Sequence[Wanted]
) -> dict[ElementKey, list[tuple[ElementKey | None, Constraint]]]:
    """What would hold for rigid variables if they had the instances that they lack, by class, each for an element of the unit."""
    implied: dict[ElementKey, list[tuple[ElementKey | None, Constraint]]] = {}
    for wanted in unsolved:
        constraint = wanted.constraint
        if constraint.flags & HAS_UNIFICATION_VARS or not constraint.flags & HAS_SKOLEMS:
            continue
        info = classes.get(constraint.key)
        if info is None or not info.interface.superclasses:
            continue
        mapping = info.mapping(constraint)
        for ancestor, _ in info.ancestors(classes):
            follows = substitute_constraint(ancestor, mapping)
            implied.setdefault(ancestor.key, []).append((wanted.element, follows))
    return implied


def is_among(constraint: Constraint, others: Iterable[Constraint]) -> bool:
    """Whether a constraint on rigid variables is one of these: what does not hold for them fails at every use."""
    return bool(constraint.flags & HAS_SKOLEMS) and any(
        other.key is constraint.key and all(map(same_type, other.arguments, constraint.arguments))
        for other in others
    )


def _report(solver: Solver, wanted: Wanted, problem: Problem) -> PendingDiagnostic:
    report = solver.report(problem, wanted.start, wanted.end)
    report.element = wanted.element
    return report


def _unknowns_to_blame(info: ClassInfo, constraint: Constraint) -> bool:
    """Whether each covering set of the class holds an argument with an unknown in it."""
    unknown = {
        position
        for position, argument in enumerate(constraint.arguments)
        if argument.flags & HAS_UNIFICATION_VARS
    }
    if not unknown:
        return False
    sets = covering_sets(len(constraint.arguments), info.interface.dependencies)
    return all(not unknown.isdisjoint(each) for each in sets)


def _keep_unknowns(solver: Solver, constraints: Sequence[Constraint]) -> list[Constraint]:
    """Constraints for a report whose unknowns are to stay unknown there, whatever becomes of them here."""
    copies: dict[UnificationVar, Type] = {}
    return [
        Constraint(
            each.key,
            tuple([_copy_unknowns(solver, solver.zonk(kind), copies) for kind in each.kinds]),
            tuple([_copy_unknowns(solver, solver.zonk(type), copies) for type in each.arguments]),
        )
        for each in constraints
    ]


def _copy_unknowns(solver: Solver, type: Type, copies: dict[UnificationVar, Type]) -> Type:
    if not type.flags & HAS_UNIFICATION_VARS:
        return type
    if isinstance(type, UnificationVar):
        copy = copies.get(type)
        if copy is None:
            copy = copies[type] = solver.fresh(type.kind)
        return copy
    if isinstance(type, TypeApp):
        function = _copy_unknowns(solver, type.function, copies)
        return TypeApp(function, _copy_unknowns(solver, type.argument, copies))
    if isinstance(type, KindApp):
        function = _copy_unknowns(solver, type.function, copies)
        return KindApp(function, _copy_unknowns(solver, type.argument, copies))
    if isinstance(type, Row):
        fields = [(label, _copy_unknowns(solver, field, copies)) for label, field in type.fields]
        tail = None if type.tail is None else _copy_unknowns(solver, type.tail, copies)
        return row(tuple(fields), tail)
    return type


def _poison_unknowns(solver: Solver, constraint: Constraint) -> None:
    """What is unknown in a constraint that failed stays unknown: other constraints on it say nothing new."""
    pending: list[Type] = [*constraint.kinds, *constraint.arguments]
    while pending:
        type = solver.resolve(pending.pop())
        if isinstance(type, UnificationVar):
            type.solution = ERROR
        elif type.flags & HAS_UNIFICATION_VARS:
            pending.extend(parts(type))
