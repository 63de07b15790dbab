"""Elaboration: a written type becomes a Type, its kind inferred and checked on the way.

Written types go in resolved (names are elements, operators are applications); out come types without synonyms, with every
quantifier's kind, and with the kind arguments of polykinded constructors (`Proxy` becomes `Proxy @Type`). Kinds that
are not known yet are unification variables of the solver, and kinds are made equal by the unifier of types.

- Nearly every part of nearly every type has the kind Type, or is a constructor whose kind is known: these paths compare
  kinds by identity and make nothing but the result.
- `solver.type_variables` says what the names in scope stand for: skolems in the body of a checked signature, TypeVars with
  their kinds under a Forall that is being elaborated.
- A synonym must have all its arguments, with one exception: as an argument of another synonym it may stand alone,
  since the other's body may apply it. Such a pending synonym is a TypeCon of the synonym's key, and is expanded as soon as
  the outer one is.
- A mistake is reported at the smallest part to blame, and that part becomes ERROR, which has every kind.

Source: TypeChecker/Kinds.hs of the PureScript compiler, for what is accepted and in which order it is checked.
"""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.names.problems.scope import UndefinedTypeVariable
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.interface import ClassInterface, DataInterface, SynonymInterface
from nova_ls.types.core.kind_of import split_unknown_kind
from nova_ls.types.core.problems.kinds import ExpectedType, InfiniteKind, KindsDoNotUnify
from nova_ls.types.core.solver import ROW_OF_TYPES, Solver, Wildcard
from nova_ls.types.core.substitute import substitute
from nova_ls.types.core.synonyms import (
    expand_all,
    expand_pending,
    expansion,
    is_pending,
    lacks_arguments,
    report_partial,
)
from nova_ls.types.core.type import (
    CONSTRAINT,
    ERROR,
    FUNCTION,
    HAS_UNIFICATION_VARS,
    INT,
    RECORD,
    ROW,
    SYMBOL,
    TYPE,
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Skolem,
    Type,
    TypeApp,
    TypeInt,
    TypeString,
    TypeVar,
    UnificationVar,
    field_label,
    function,
    row,
    spine,
    type_con,
)
from nova_ls.types.kinds.kind_mistakes import (
    forget_kinds,
    forget_variable,
    has_wrong_argument,
    is_ill_kinded,
    keep_first_unknown_variable,
    unknown_kinds,
)
from nova_ls.types.kinds.quantify_kinds import quantify_kinds
from nova_ls.types.kinds.subsume_kind import subsume_kind


def elaborate(solver: Solver, node: r.Type, expected: Type = TYPE) -> Type:
    """The type that a written type means, checked to have a kind. ERROR after a mistake."""
    cls = node.__class__
    if cls is r.TypeConstructor:
        interface = solver.environment.interface(node.key)  # type: ignore[union-attr]
        if interface.__class__ is DataInterface and interface.kind is expected:
            return type_con(node.key)  # type: ignore[union-attr]
        return _elaborate_application(solver, node, (), expected, True)
    if cls is r.TypeVariable:
        type = _variable(solver, node)  # type: ignore[arg-type]
        kind = _variable_kind(type)
        return type if kind is expected else _agree(solver, node, type, kind, expected)
    if cls is r.TypeApp:
        return _elaborate_application(solver, node.function, node.arguments, expected, True)  # type: ignore[union-attr]
    if cls is r.Arrow:
        type = _arrow(solver, node)  # type: ignore[arg-type]
        return type if expected is TYPE else _agree(solver, node, type, TYPE, expected)
    if isinstance(node, r.Row):
        return _elaborate_row(solver, node, expected)
    if isinstance(node, r.TypeWildcard):
        return _wildcard(solver, node, expected)
    type, kind = infer(solver, node)
    return type if kind is expected else _agree(solver, node, type, kind, expected)


def elaborate_annotation(solver: Solver, node: r.Type) -> Type:
    """The type of an annotation, or of a local signature: it must have the kind Type. Kinds that nothing
    determines stay unknown.
    """
    known = len(solver.reports)
    if isinstance(node, r.TypeConstructor | r.TypeApp):
        type = _applied_type(solver, node)
    elif isinstance(node, r.TypeString | r.TypeInt | r.Row):
        solver.report(ExpectedType(*infer(solver, node)), node.start, node.end)
        type = ERROR
    else:
        type = elaborate(solver, node)
    if len(solver.reports) > known + 1 and not isinstance(node, r.Forall):
        keep_first_unknown_variable(solver, known)
    return solver.zonk(type) if type.flags & HAS_UNIFICATION_VARS else type


def elaborate_signature(solver: Solver, node: r.Type) -> Type:
    """The type of a top-level signature. Kinds that nothing determines are quantified over, in front, unless the
    signature has wildcards: then they wait for the body.
    """
    wildcards = len(solver.wildcards)
    type = elaborate_annotation(solver, node)
    if type.flags & HAS_UNIFICATION_VARS and len(solver.wildcards) == wildcards:
        return quantify_kinds(solver, type)
    return type


def elaborate_constraint(solver: Solver, node: r.Constraint) -> Constraint | None:
    """A written constraint; None after a mistake, which is reported."""
    interface = solver.environment.interface(node.key)
    if not isinstance(interface, ClassInterface):
        for argument in node.arguments:
            infer(solver, argument)
        return None
    unknown, known = unknown_kinds(solver), len(solver.reports)
    type, kind, _ = _apply(solver, node, type_con(node.key), interface.kind, node.arguments)
    if kind is not CONSTRAINT and _agree(solver, node, type, kind, CONSTRAINT) is ERROR:
        forget_kinds(unknown)
        return None
    _, kinds, arguments = spine(type)
    if len(solver.reports) > known:
        forget_kinds(unknown)
        solver.context_unknown = True
    return Constraint(node.key, tuple(kinds), tuple(arguments))


def infer(solver: Solver, node: r.Type) -> tuple[Type, Type]:
    """The type that a written type means, and its kind, which may begin with Foralls."""
    cls = node.__class__
    if cls is r.TypeConstructor:
        return _infer_application(solver, node, ())
    if cls is r.TypeApp:
        return _infer_application(solver, node.function, node.arguments)  # type: ignore[union-attr]
    if isinstance(node, r.TypeVariable):
        type = _variable(solver, node)
        return type, _variable_kind(type)
    if isinstance(node, r.Arrow):
        return _arrow(solver, node), TYPE
    if isinstance(node, r.Record):
        return TypeApp(RECORD, _fields(solver, node.row, TYPE, ROW_OF_TYPES)), TYPE
    if isinstance(node, r.Forall):
        return _forall(solver, node), TYPE
    if isinstance(node, r.Constrained):
        return _constrained(solver, node), TYPE
    if isinstance(node, r.Row):
        element = solver.fresh()
        kind: Type = TypeApp(ROW, element)
        return _fields(solver, node, element, kind), kind
    if isinstance(node, r.TypeString):
        return TypeString(node.value), SYMBOL
    if isinstance(node, r.TypeInt):
        return TypeInt(node.value), INT
    if isinstance(node, r.TypeWildcard):
        kind = solver.fresh()
        return _wildcard(solver, node, kind), kind
    if isinstance(node, r.Kinded):
        kind = elaborate(solver, node.kind)
        type = elaborate(solver, node.type, kind)
        return type, ERROR if type is ERROR else kind
    return ERROR, ERROR


# ---------------------------------------------------------------------------- the parts of types


def _variable(solver: Solver, node: r.TypeVariable) -> Type:
    type = solver.type_variables.get(node.name)
    if type is None:
        solver.report(UndefinedTypeVariable(node.name), node.start, node.end)
        # Its other uses are the same mistake.
        solver.type_variables[node.name] = type = ERROR
    return type


def _variable_kind(type: Type) -> Type:
    if isinstance(type, TypeVar | Skolem | UnificationVar) and type.kind is not None:
        return type.kind
    return ERROR


def _wildcard(solver: Solver, node: r.TypeWildcard, kind: Type) -> Type:
    variable = solver.fresh(kind)
    solver.wildcards.append(Wildcard(node.start, node.end, node.name, variable))
    return variable


def _arrow(solver: Solver, node: r.Arrow) -> Type:
    parameters = []
    result: r.Type = node
    while isinstance(result, r.Arrow):
        parameters.append(TypeApp(FUNCTION, elaborate(solver, result.parameter)))
        result = result.result
    type = elaborate(solver, result)
    for parameter in reversed(parameters):
        type = TypeApp(parameter, type)
    return type


def _forall(solver: Solver, node: r.Forall) -> Type:
    scope = solver.type_variables
    hidden: list[Type | None] = []
    variables: list[TypeVar] = []
    for binder in node.binders:
        kind = solver.fresh() if binder.kind is None else elaborate(solver, binder.kind)
        variable = TypeVar(binder.name, kind)
        variables.append(variable)
        hidden.append(scope.get(binder.name))
        scope[binder.name] = variable
    type = elaborate(solver, node.body)
    for index in range(len(variables) - 1, -1, -1):
        variable = variables[index]
        kind = variable.kind = solver.zonk(variable.kind)  # type: ignore[arg-type]
        type = Forall(variable.name, kind, type, node.binders[index].visible)
        outer = hidden[index]
        if outer is None:
            del scope[variable.name]
        else:
            scope[variable.name] = outer
    return type


def _constrained(solver: Solver, node: r.Constrained) -> Type:
    constraints = []
    body: r.Type = node
    while isinstance(body, r.Constrained):
        written = body.constraint
        constraint = None if written is None else elaborate_constraint(solver, written)
        if constraint is None:
            solver.context_unknown = True
        else:
            constraints.append(constraint)
        body = body.body
    type = elaborate(solver, body)
    for constraint in reversed(constraints):
        type = Constrained(constraint, type)
    return type


def _elaborate_row(solver: Solver, node: r.Row, expected: Type) -> Type:
    expected = solver.resolve(expected)
    if isinstance(expected, TypeApp) and expected.function is ROW:
        return _fields(solver, node, expected.argument, expected)
    type, kind = infer(solver, node)
    return _agree(solver, node, type, kind, expected)


def _fields(solver: Solver, node: r.Row, element: Type, kind: Type) -> Type:
    """A row whose fields have the kind `element`; `kind` is the row's own."""
    fields = [(field.label, elaborate(solver, field.type, element)) for field in node.fields]
    if len(fields) > 1:
        fields.sort(key=field_label)
    tail = None if node.tail is None else elaborate(solver, node.tail, kind)
    return row(tuple(fields), tail)


# ---------------------------------------------------------------------------- applications


def _elaborate_application(
    solver: Solver, head: r.Type, arguments: tuple[r.Type, ...], expected: Type, strict: bool
) -> Type:
    """An application checked to have a kind. Not `strict`: it may be a synonym that lacks arguments."""
    type, kind, synonym = _application(solver, head, arguments)
    if synonym is None and kind is expected:
        return type
    span = _span(head, arguments)
    if synonym is None:
        return _agree(solver, span, type, kind, expected)
    if strict and lacks_arguments(synonym, type):
        return report_partial(solver, span, synonym, type)
    type = _agree(solver, span, type, kind, expected)
    return expand_pending(solver, span, type, strict)


def _applied_type(solver: Solver, node: r.TypeConstructor | r.TypeApp) -> Type:
    """An application that stands where only a type of values can: ExpectedType if it is of another kind."""
    if isinstance(node, r.TypeApp):
        type, kind, synonym = _application(solver, node.function, node.arguments)
    else:
        type, kind, synonym = _application(solver, node, ())
    if kind is not TYPE:
        type, kind = _instantiate_kind(solver, type, kind)
        if subsume_kind(solver, kind, TYPE) is not None:
            solver.report(ExpectedType(type, kind), node.start, node.end)
            return ERROR
    return type if synonym is None else expand_pending(solver, node, type, True)


def _infer_application(
    solver: Solver, head: r.Type, arguments: tuple[r.Type, ...]
) -> tuple[Type, Type]:
    type, kind, synonym = _application(solver, head, arguments)
    if synonym is None:
        return type, kind
    span = _span(head, arguments)
    if lacks_arguments(synonym, type):
        return report_partial(solver, span, synonym, type), ERROR
    type, kind = _instantiate_kind(solver, type, kind)
    return expand_pending(solver, span, type, True), kind


def _application(
    solver: Solver, head: r.Type, arguments: tuple[r.Type, ...]
) -> tuple[Type, Type, SynonymInterface | None]:
    """Type and kind of a head applied to arguments; a synonym that could not be expanded yet, with its arguments in `type`."""
    while head.__class__ is r.TypeApp:
        arguments = head.arguments + arguments
        head = head.function
    if not isinstance(head, r.TypeConstructor):
        type, kind = infer(solver, head)
        type, kind, _ = _apply(solver, head, type, kind, arguments)
        return type, kind, None
    interface = solver.environment.interface(head.key)
    if isinstance(interface, DataInterface | ClassInterface):
        con = type_con(head.key)
        if not arguments:
            return con, interface.kind, None
        type, kind, _ = _apply(solver, head, con, interface.kind, arguments)
        return type, kind, None
    if isinstance(interface, SynonymInterface):
        return _apply_synonym(solver, head, interface, arguments)
    for argument in arguments:
        infer(solver, argument)
    return ERROR, ERROR, None


def _apply(
    solver: Solver,
    head: r.Type | r.Constraint,
    type: Type,
    kind: Type,
    arguments: tuple[r.Type, ...],
    loose: bool = False,
) -> tuple[Type, Type, bool]:
    """Apply a type to written arguments, one after another; gives the result, its kind, and whether an argument is a
    pending synonym (only where `loose` allows them).
    """
    pending = False
    for index, argument in enumerate(arguments):
        if kind.__class__ is not TypeApp:
            type, kind = _instantiate_kind(solver, type, kind)
        step = kind.function if kind.__class__ is TypeApp else None
        if step.__class__ is not TypeApp or step.function is not FUNCTION:
            if isinstance(kind, UnificationVar):
                kind = split_unknown_kind(solver, kind)
                step = kind.function
            else:
                _report_not_a_function(solver, head, type, kind, arguments[:index], argument)
                for left_over in arguments[index + 1 :]:
                    infer(solver, left_over)
                forget_variable(solver, type)
                return ERROR, ERROR, False
        parameter = step.argument  # type: ignore[union-attr]
        if loose and isinstance(argument, r.TypeConstructor | r.TypeApp):
            elaborated = _elaborate_loosely(solver, argument, parameter)
            pending = pending or is_pending(solver, elaborated)
        else:
            elaborated = elaborate(solver, argument, parameter)
        type = TypeApp(type, elaborated)
        kind = kind.argument  # type: ignore[union-attr]
        if elaborated is ERROR and is_ill_kinded(solver, argument):
            return _misapplied(solver, head, type, kind, arguments[index + 1 :])
    return type, kind, pending


def _misapplied(
    solver: Solver,
    head: r.Type | r.Constraint,
    type: Type,
    kind: Type,
    others: tuple[r.Type, ...],
) -> tuple[Type, Type, bool]:
    """What is applied to an argument of a wrong kind: whether the others stand in their places is unknown, and so is the whole,
    but for the class of a constraint.
    """
    for argument in others:
        infer(solver, argument)
        type = TypeApp(type, ERROR)
        kind = ERROR
    if isinstance(head, r.Constraint):
        return type, kind, False
    return ERROR, ERROR, False


def _report_not_a_function(
    solver: Solver,
    head: r.Type | r.Constraint,
    type: Type,
    kind: Type,
    before: tuple[r.Type, ...],
    argument: r.Type,
) -> None:
    """An argument is one too many; or what is applied, or the argument, is an error already."""
    given, actual = infer(solver, argument)
    if kind is ERROR or given is ERROR or has_wrong_argument(type):
        return
    end = head.end
    if before and not isinstance(head, r.Constraint):
        end = before[-1].end
    expected = function(actual, solver.fresh())
    solver.report(KindsDoNotUnify(expected, kind, type), head.start, end)


def _span(head: r.Type, arguments: Sequence[r.Type]) -> r.TypeError:
    """A node that covers a head and its arguments, to report at."""
    start, end = head.start, head.end
    if arguments:
        # An operator stands between its operands.
        start = min(start, arguments[0].start)
        end = max(end, arguments[-1].end)
    return r.TypeError(start, end)


def _instantiate_kind(solver: Solver, type: Type, kind: Type) -> tuple[Type, Type]:
    """Apply a polykinded type to unknown kinds."""
    kind = solver.resolve(kind)
    while isinstance(kind, Forall):
        argument = solver.fresh(kind.kind)
        type = KindApp(type, argument)
        kind = solver.resolve(substitute(kind.body, {kind.name: argument}))
    return type, kind


def _agree(
    solver: Solver, node: r.Type | r.Constraint, type: Type, kind: Type, expected: Type
) -> Type:
    """Make the kind of a type the expected one; ERROR, reported, where that cannot be."""
    expected = solver.resolve(expected)
    if kind.__class__ is Forall or kind.__class__ is UnificationVar:
        if not isinstance(expected, Forall):
            type, kind = _instantiate_kind(solver, type, kind)
    if kind is expected:
        return type
    mismatch = subsume_kind(solver, kind, expected)
    if mismatch is None:
        return type
    if has_wrong_argument(type):
        return ERROR
    if mismatch.kind is InfiniteKind:
        solver.report(InfiniteKind(mismatch.actual), node.start, node.end)
    else:
        solver.report(KindsDoNotUnify(expected, kind, type), node.start, node.end)
    forget_variable(solver, type)
    return ERROR


# ---------------------------------------------------------------------------- synonyms


def _apply_synonym(
    solver: Solver,
    head: r.TypeConstructor,
    synonym: SynonymInterface,
    arguments: tuple[r.Type, ...],
) -> tuple[Type, Type, SynonymInterface | None]:
    type, kind, pending = _apply(
        solver, head, type_con(head.key), synonym.kind, arguments, loose=True
    )
    if type is ERROR:
        return ERROR, ERROR, None
    _, kinds, types = spine(type)
    if len(types) < len(synonym.parameters) or len(kinds) < len(synonym.kind_variables):
        return type, kind, synonym
    type = expansion(solver, synonym, kinds, types)
    if pending:
        type = expand_all(solver, _span(head, arguments), type)
    return type, kind, None


def _elaborate_loosely(solver: Solver, node: r.Type, expected: Type) -> Type:
    if isinstance(node, r.TypeApp):
        return _elaborate_application(solver, node.function, node.arguments, expected, False)
    return _elaborate_application(solver, node, (), expected, False)
