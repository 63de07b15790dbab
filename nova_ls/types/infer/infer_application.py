"""Applications: arguments one after the other, visible type arguments, runs of one operator.

Arguments are checked in order, each against the parameter type as the arguments before it have made it. Where quantifiers inside of
types are involved (`solver.in_order`) the result is compared with what the context asks for after that: the order decides
which programs are accepted, and is the compiler's. Elsewhere it is compared first, for the sake of better blame.

Source: PureScript's TypeChecker/Types.hs, `checkFunctionApplication` and the rule of `check` for applications.
"""

from __future__ import annotations

from nova_ls.base.diagnostic import Problem
from nova_ls.base.keys import ElementKey
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.problems.types import (
    CannotApplyExpressionOfTypeOnType,
    CannotSkipTypeApplication,
)
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import instantiate, instantiate_quantifiers, substitute
from nova_ls.types.core.type import (
    ERROR,
    FUNCTION,
    HAS_QUANTIFIERS,
    Constrained,
    ErrorType,
    Forall,
    Type,
    TypeApp,
    UnificationVar,
    function,
)
from nova_ls.types.infer.blamed_place import (
    blame_function,
    forget_determined,
    is_function,
    is_wrong,
    merge_operands,
    merge_surplus,
)
from nova_ls.types.infer.infer_core import (
    check,
    compare_early,
    expect,
    expect_subsumed,
    infer,
    infer_plain,
)
from nova_ls.types.infer.infer_name import infer_global, infer_local
from nova_ls.types.infer.infer_written import visible_argument
from nova_ls.types.infer.misplaced_arguments import merge_misplaced
from nova_ls.types.relate.unify import unify


def infer_application(solver: Solver, node: r.App) -> Type:
    """Infer an application, arguments from left to right."""
    return _apply_all(solver, node, _infer_applied(solver, node))


def check_application(solver: Solver, node: r.App, type: Type) -> None:
    """Check an application: its result is compared before its arguments, for better blame, unless a quantifier was met."""
    head = node.function
    applied = _infer_applied(solver, node)
    result = _result(solver, applied, len(node.arguments))
    known = len(solver.reports)
    if result is not None and compare_early(solver, result, type, node.start, node.end):
        compared = len(solver.reports)
        _apply_all(solver, node, applied, result)
        if compared != known:
            # The parameters hold what the wrong result has left there.
            _forget_arguments(solver, node, compared)
        elif len(solver.reports) != known:
            operands = [item for item in node.arguments if not isinstance(item, r.TypeArgument)]
            merge_operands(solver, known, operands, (node.start, node.end))
        return
    actual = _apply_all(solver, node, applied)
    if len(solver.reports) != known and _is_argument_wrong(solver, node, known):
        # The result type holds what the wrong argument has left there: no mistake of its own.
        unify(solver, type, actual)
        return
    cause = head.shown if isinstance(head, r.Global) else None
    expect_subsumed(solver, actual, type, node.start, node.end, cause)


def infer_head(solver: Solver, head: r.Expression) -> Type:
    """The type of what is applied; a name's type is instantiated, and so annotated."""
    if isinstance(head, r.Global):
        type = infer_global(solver, head)
        if type.flags & HAS_QUANTIFIERS:
            type = instantiate(solver, type, head.start, head.end, head.shown)
            if solver.trail is not None:
                solver.trail.take(solver.wanted, head, 0, True)
    elif isinstance(head, r.Local):
        type = solver.seen(infer_local(solver, head))
        if type.flags & HAS_QUANTIFIERS:
            type = instantiate(solver, type, head.start, head.end)
            if solver.trail is not None:
                solver.trail.take(solver.wanted, head, 0, True)
    else:
        return infer(solver, head)
    solver.annotate_name(head.start, head.end, type)
    return type


def apply(
    solver: Solver,
    type: Type,
    argument: r.Expression,
    head: r.Expression,
    cause: ElementKey | None = None,
    taken: int = 0,
) -> Type:
    """Check an argument of a function of some type, which has taken some arguments already; the result's type."""
    parameter, result = as_function(solver, type, head, cause, taken)
    if parameter is None:
        actual = infer_plain(solver, argument)
        if isinstance(result, ErrorType):
            return ERROR
        returned = solver.fresh()
        if not expect(solver, function(actual, returned), result, head.start, head.end):
            return ERROR
        return returned
    check_argument(solver, argument, parameter, head)
    return result


def check_argument(
    solver: Solver, argument: r.Expression, parameter: Type, head: r.Expression
) -> None:
    """Check an argument of a function; where it does not fit, the report points to the function."""
    known = len(solver.reports)
    check(solver, argument, parameter)
    if len(solver.reports) != known:
        blame_function(solver, known, argument, head)


def as_function(
    solver: Solver,
    type: Type,
    head: r.Expression | r.Pattern,
    cause: ElementKey | None = None,
    taken: int = 0,
) -> tuple[Type | None, Type]:
    """Parameter and result of a function type, instantiated as far as is needed to see them.

    (None, type) where it is not a function as far as is known.
    """
    while True:
        if type.__class__ is UnificationVar:
            type = solver.resolve(type)
        if type.__class__ is TypeApp:
            inner = type.function
            if inner.__class__ is UnificationVar:
                inner = solver.resolve(inner)
            if inner.__class__ is TypeApp:
                constructor = inner.function
                if constructor is FUNCTION or unify(solver, constructor, FUNCTION) is None:
                    return inner.argument, type.argument
            return None, type
        if isinstance(type, Forall | Constrained):
            type = instantiate(solver, type, head.start, head.end, cause)
            if solver.trail is not None:
                solver.trail.take(solver.wanted, head, taken)
        else:
            return None, type


def demand_function(
    solver: Solver, type: Type, head: r.Expression, taken: int = 0
) -> tuple[Type, Type]:
    """Parameter and result of what must be a function; ERRORs where it is none, which is reported."""
    cause = head.shown if isinstance(head, r.Global) else None
    parameter, result = as_function(solver, type, head, cause, taken)
    if parameter is not None:
        return parameter, result
    if isinstance(result, ErrorType):
        return ERROR, ERROR
    wanted = function(solver.fresh(), solver.fresh())
    if not expect(solver, wanted, result, head.start, head.end):
        return ERROR, ERROR
    return wanted.function.argument, wanted.argument  # type: ignore[union-attr]


def _infer_applied(solver: Solver, node: r.App) -> Type:
    if isinstance(node.arguments[0], r.TypeArgument):
        return infer(solver, node.function)
    return infer_head(solver, node.function)


def _apply_all(solver: Solver, node: r.App, type: Type, compared: Type | None = None) -> Type:
    """Check the arguments; the result's type. `compared`: what has been held against the context already."""
    head = node.function
    cause = head.shown if isinstance(head, r.Global) else None
    first = known = len(solver.reports)
    whole, taken = type, 0
    for index, argument in enumerate(node.arguments):
        if solver.in_order:
            type = whole = solver.zonk(type)
            taken = 0
        if isinstance(argument, r.TypeArgument):
            type = _apply_to_type(solver, type, argument, head, cause)
            if solver.trail is not None:
                solver.trail.take(solver.wanted, head, index + 1)
        else:
            type = apply(solver, type, argument, head, cause, index)
            if len(solver.reports) != known:
                if is_wrong(solver, known, argument):
                    is_unclear = taken == 1 and _is_left_function(solver, head, whole)
                    _forget_determined(solver, whole, taken, compared)
                    type = ERROR if is_unclear else type
                known = len(solver.reports)
            taken += 1
    if known > first + 1:
        operands = [each for each in node.arguments if not isinstance(each, r.TypeArgument)]
        merge_surplus(solver, first, head, operands)
        merge_misplaced(solver, first, operands, type)
    return type


def _is_left_function(solver: Solver, head: r.Expression, type: Type) -> bool:
    """Whether the left operand of an operator of this type is a function, and so perhaps not what it is applied to."""
    if not isinstance(head, r.Global) or head.operator is None:
        return False
    arrow = type.function if isinstance(type, TypeApp) else None
    return isinstance(arrow, TypeApp) and is_function(solver, arrow.argument)


def _forget_determined(solver: Solver, type: Type, index: int, compared: Type | None) -> None:
    """What only the argument at an index has determined of a function's type is unknown: it does not fit."""
    others = [] if compared is None else [compared]
    for _ in range(index + 1):
        type = solver.resolve(type)
        arrow = type.function if isinstance(type, TypeApp) else None
        if not isinstance(type, TypeApp) or not isinstance(arrow, TypeApp):
            return
        others.append(arrow.argument)
        type = type.argument
    forget_determined(others.pop(), others)


def _result(solver: Solver, type: Type, count: int) -> Type | None:
    """The result of a function of so many parameters; None where the type does not show it."""
    for _ in range(count):
        type = solver.resolve(type)
        if not isinstance(type, TypeApp):
            return None
        arrow = type.function
        if not (isinstance(arrow, TypeApp) and arrow.function is FUNCTION):
            return None
        type = type.argument
    return type


def _is_argument_wrong(solver: Solver, node: r.App, known: int) -> bool:
    """Whether one of the reports after the first `known` says that an argument as a whole does not fit."""
    spans = {(argument.start, argument.end) for argument in node.arguments}
    return any((report.start, report.end) in spans for report in solver.reports[known:])


def _forget_arguments(solver: Solver, node: r.App, known: int) -> None:
    """Take back the reports after the first `known` that say that an argument as a whole does not fit."""
    spans = {(argument.start, argument.end) for argument in node.arguments}
    solver.reports[known:] = [
        report for report in solver.reports[known:] if (report.start, report.end) not in spans
    ]


def _apply_to_type(
    solver: Solver,
    type: Type,
    argument: r.TypeArgument,
    head: r.Expression,
    cause: ElementKey | None,
) -> Type:
    """`f @type`: fills the first visible quantifier; `f @_` skips it."""
    whole = type
    type = solver.resolve(type)
    if isinstance(type, Forall) and not type.visible:
        type = instantiate_quantifiers(solver, type, until_visible=True)
    wildcard = isinstance(argument.type, r.TypeWildcard) and not argument.type.name
    if isinstance(type, ErrorType):
        return ERROR
    if not isinstance(type, Forall):
        problem: Problem
        if wildcard:
            problem = CannotSkipTypeApplication(type)
        else:
            written = visible_argument(solver, argument.type, solver.fresh())
            problem = CannotApplyExpressionOfTypeOnType(whole, written)
        solver.report(problem, argument.start, argument.end)
        return ERROR
    if wildcard:
        return Forall(type.name, type.kind, type.body, False)
    given = visible_argument(solver, argument.type, type.kind)
    type = solver.resolve(substitute(type.body, {type.name: given}))
    while isinstance(type, Constrained):
        solver.want(type.constraint, head.start, head.end, cause)
        type = solver.resolve(type.body)
    return type
