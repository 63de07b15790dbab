"""Checking of an instance's head: kinds, the form of its arguments, and whether the instance may stand in its module.

Whether it overlaps with other instances is check_instance_overlap.py's question: that one reads other heads, this one
makes them.
"""

from __future__ import annotations

from collections.abc import Mapping

from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core import budget
from nova_ls.types.core.covering import covering_sets, determined_arguments
from nova_ls.types.core.environment import Checked, Environment
from nova_ls.types.core.interface import ClassInterface, DataInterface, InstanceInterface, Parameter
from nova_ls.types.core.problems.classes import (
    ClassInstanceArityMismatch,
    InvalidCoercibleInstanceDeclaration,
    InvalidInstanceHead,
    OrphanInstance,
)
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import free_type_variables, substitute_constraint
from nova_ls.types.core.type import (
    ERROR,
    HAS_ERRORS,
    Constraint,
    ErrorType,
    KindApp,
    Row,
    Type,
    TypeApp,
    TypeCon,
    TypeInt,
    TypeString,
    TypeVar,
    UnificationVar,
    head_constructor,
    type_con,
)
from nova_ls.types.core.well_known import COERCIBLE
from nova_ls.types.instances.complete_head import complete_head
from nova_ls.types.instances.derived_head import derived_argument, derives_last_argument
from nova_ls.types.kinds.elaborate import elaborate_constraint
from nova_ls.types.kinds.quantify_kinds import kind_names, solve_by_names, unsolved, used_names
from nova_ls.types.kinds.written_variables import free_variables


def check_instance_head(head: r.InstanceHead, environment: Environment) -> Checked:
    """Check what others rely on of an instance; gives its interface."""
    try:
        return _check(head, environment)
    except budget.OutOfSteps:
        return budget.given_up((head.key,), (head.class_start, head.class_end), {})


def _check(head: r.InstanceHead, environment: Environment) -> Checked:
    solver = Solver(environment, head.key)
    owner = environment.interface(head.class_key)
    if not isinstance(owner, ClassInterface):
        wrong = _of_unknown_class(solver, head)
        return Checked({head.key: wrong}, solver.annotations, solver.diagnostics())
    completed = complete_head(head, environment)
    if completed.problem is not None:
        solver.report(completed.problem, head.class_start, head.class_end)
    interface = _elaborate_head(solver, head, owner, completed.arguments or head.arguments)
    if not solver.failed:
        _check_form(solver, head, owner, interface)
    if not solver.failed:
        _check_orphan(solver, head, owner, interface)
    interface.is_wrong = solver.failed or _has_errors(interface)
    return Checked({head.key: interface}, solver.annotations, solver.diagnostics())


def instance_span(head: r.InstanceHead) -> tuple[int, int]:
    """The class and its arguments, as written."""
    return head.class_start, head.end


def module_of_argument(type: Type) -> str | None:
    """The module of an argument's outermost constructor."""
    key = head_constructor(type)
    return None if key is None else key.namespace


def home_modules(
    class_key: ElementKey, owner: ClassInterface, arguments: tuple[Type, ...]
) -> set[str]:
    """The modules in which an instance is found wherever it is needed: that of the class, and those that define a type
    in each covering set of the arguments.
    """
    modules = [module_of_argument(argument) for argument in arguments]
    homes: set[str] | None = None
    for covering in covering_sets(len(owner.parameters), owner.dependencies):
        found = {module for i in covering if (module := modules[i]) is not None}
        homes = found if homes is None else homes & found
    return (homes or set()) | {class_key.namespace}


# ---------------------------------------------------------------------------- kinds


def _elaborate_head(
    solver: Solver, head: r.InstanceHead, owner: ClassInterface, arguments: tuple[r.Type, ...]
) -> InstanceInterface:
    """Elaborate the arguments and the context, with the kinds of the variables that they mention."""
    if not solver.failed and len(arguments) != len(owner.parameters):
        solver.report(
            ClassInstanceArityMismatch(
                head.key, head.class_key, len(owner.parameters), len(arguments)
            ),
            *instance_span(head),
        )
    written = [type for each in head.constraints for type in each.arguments]
    variables = [TypeVar(name, solver.fresh()) for name in free_variables([*written, *arguments])]
    solver.type_variables = {variable.name: variable for variable in variables}
    constraint = _elaborate_arguments(solver, head, owner, arguments)
    own_wildcards = list(solver.wildcards)
    context = []
    for each in head.constraints:
        elaborated = elaborate_constraint(solver, each)
        if elaborated is not None:
            context.append(elaborated)
    if own_wildcards:
        _solve_wildcards(solver, head, constraint)
    interface = _close(solver, head, variables, constraint, context)
    if head.context_unknown or len(context) < len(head.constraints):
        _forget_undetermined(interface)
    return interface


def _forget_undetermined(interface: InstanceInterface) -> None:
    """The head does not determine these variables, and what would have is in error: nobody is to look for what they are."""
    known = {name for argument in interface.arguments for name in free_type_variables(argument)}
    unknown: dict[str, Type] = {
        parameter.name: ERROR for parameter in interface.parameters if parameter.name not in known
    }
    interface.constraints = tuple(
        [substitute_constraint(each, unknown) for each in interface.constraints]
    )


def _of_unknown_class(solver: Solver, head: r.InstanceHead) -> InstanceInterface:
    """The instance of a class of which nothing is known, as far as it is known itself: which types have it."""
    arguments = tuple([_constructor(solver, argument) for argument in head.arguments])
    return InstanceInterface(
        head.key, head.class_key, (), (), (), arguments, head.chain, head.index, is_wrong=True
    )


def _elaborate_arguments(
    solver: Solver, head: r.InstanceHead, owner: ClassInterface, arguments: tuple[r.Type, ...]
) -> Constraint:
    """The class applied to its arguments; of one that is in error no more than its constructor is known."""
    wanted = r.Constraint(*instance_span(head), head.class_key, arguments)
    constraint = None if solver.failed else elaborate_constraint(solver, wanted)
    known = [ERROR] * len(owner.parameters) if constraint is None else constraint.arguments
    types = [
        _constructor(solver, arguments[index]) if type is ERROR and index < len(arguments) else type
        for index, type in enumerate(known)
    ]
    return Constraint(head.class_key, () if constraint is None else constraint.kinds, tuple(types))


def _constructor(solver: Solver, type: r.Type) -> Type:
    """The outermost constructor of a written type; ERROR where it has none."""
    while isinstance(type, r.TypeApp):
        type = type.function
    if isinstance(type, r.TypeConstructor):
        if isinstance(solver.environment.interface(type.key), DataInterface):
            return type_con(type.key)
    return ERROR


def _solve_wildcards(solver: Solver, head: r.InstanceHead, constraint: Constraint) -> None:
    """Let deriving find what its wildcard stands for; any other wildcard is a mistake."""
    if head.derivation is r.Derivation.DERIVED and derives_last_argument(head.class_key):
        if len(constraint.arguments) == 2:
            last = constraint.arguments[1]
            if isinstance(last, UnificationVar) and last.solution is None:
                first = solver.zonk(constraint.arguments[0])
                found = derived_argument(solver.environment, head.class_key, first)
                last.solution = ERROR if found is None else found
    for wildcard in solver.wildcards:
        if wildcard.variable.solution is None:
            if not solver.failed:
                start, end = wildcard.start, wildcard.end
                solver.report(InvalidInstanceHead(wildcard.variable), start, end)
            wildcard.variable.solution = ERROR


def _close(
    solver: Solver,
    head: r.InstanceHead,
    variables: list[TypeVar],
    constraint: Constraint,
    context: list[Constraint],
) -> InstanceInterface:
    """Zonk, and make parameters of the kinds that nothing determines. A parameter comes after those its kind mentions."""
    constraint = solver.zonk_constraint(constraint)
    context = [solver.zonk_constraint(each) for each in context]
    kinds = [solver.zonk(variable.kind or ERROR) for variable in variables]
    types = [*constraint.kinds, *constraint.arguments, *kinds]
    for each in context:
        types += [*each.kinds, *each.arguments]
    unknown = unsolved(solver, types)
    parameters: list[Parameter] = []
    if unknown:
        used = used_names(types) | {variable.name for variable in variables}
        names = kind_names(len(unknown), used)
        parameters = [Parameter(*each) for each in solve_by_names(solver, unknown, names)]
        constraint = solver.zonk_constraint(constraint)
        context = [solver.zonk_constraint(each) for each in context]
    parameters += _in_order_of_kinds(
        [
            Parameter(variable.name, solver.zonk(kind))
            for variable, kind in zip(variables, kinds, strict=True)
        ]
    )
    return InstanceInterface(
        head.key,
        head.class_key,
        tuple(parameters),
        tuple(context),
        constraint.kinds,
        constraint.arguments,
        head.chain,
        head.index,
    )


def _in_order_of_kinds(parameters: list[Parameter]) -> list[Parameter]:
    by_name = {parameter.name: parameter for parameter in parameters}
    ordered: dict[str, Parameter] = {}
    for parameter in parameters:
        _place(parameter, by_name, ordered)
    return list(ordered.values())


def _place(
    parameter: Parameter, by_name: Mapping[str, Parameter], ordered: dict[str, Parameter]
) -> None:
    """Put a parameter behind those that its kind names."""
    if parameter.name in ordered:
        return
    for name in sorted(free_type_variables(parameter.kind)):
        if name in by_name and name != parameter.name:
            _place(by_name[name], by_name, ordered)
    ordered[parameter.name] = parameter


# ---------------------------------------------------------------------------- form and place


def _check_form(
    solver: Solver, head: r.InstanceHead, owner: ClassInterface, interface: InstanceInterface
) -> None:
    """Arguments are constructors applied to variables and other such types; rows only where dependencies determine them."""
    start, end = instance_span(head)
    if head.class_key is COERCIBLE and head.derivation is r.Derivation.WRITTEN:
        solver.report(InvalidCoercibleInstanceDeclaration(interface.arguments), start, end)
        return
    determined = determined_arguments(len(owner.parameters), owner.dependencies)
    for index, argument in enumerate(interface.arguments):
        wrong = _invalid_part(argument, index in determined)
        if wrong is not None:
            if len(head.arguments) == len(interface.arguments):
                start, end = head.arguments[index].start, head.arguments[index].end
            solver.report(InvalidInstanceHead(wrong), start, end)
            return


def _invalid_part(type: Type, rows_allowed: bool) -> Type | None:
    """The first part of an argument that no instance head may have."""
    while True:
        if isinstance(type, TypeApp | KindApp):
            wrong = _invalid_part(type.function, rows_allowed)
            if wrong is not None:
                return wrong
            type = type.argument
        elif isinstance(type, Row) and rows_allowed:
            for _, field in type.fields:
                wrong = _invalid_part(field, rows_allowed)
                if wrong is not None:
                    return wrong
            if type.tail is None:
                return None
            type = type.tail
        elif isinstance(type, TypeCon | TypeVar | TypeString | TypeInt | ErrorType):
            return None
        else:
            return type


def _check_orphan(
    solver: Solver, head: r.InstanceHead, owner: ClassInterface, interface: InstanceInterface
) -> None:
    if _has_errors(interface):
        return
    homes = home_modules(head.class_key, owner, interface.arguments)
    if head.key.namespace not in homes:
        start, end = instance_span(head)
        solver.report(
            OrphanInstance(head.key, head.class_key, tuple(sorted(homes)), interface.arguments),
            start,
            end,
        )


def _has_errors(interface: InstanceInterface) -> bool:
    return any(argument.flags & HAS_ERRORS for argument in interface.arguments)
