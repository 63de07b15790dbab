"""The kind of an elaborated type, found without checking anything anew."""

from __future__ import annotations

from nova_ls.types.core.interface import ClassInterface, DataInterface, SynonymInterface
from nova_ls.types.core.solver import ROW_OF_TYPES, Solver
from nova_ls.types.core.substitute import substitute
from nova_ls.types.core.type import (
    ERROR,
    FUNCTION,
    INT,
    ROW,
    SYMBOL,
    TYPE,
    Constrained,
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
    function,
)


def kind_of(solver: Solver, type: Type) -> Type:
    """The kind of a well-kinded type, its head resolved; ERROR where the type holds an error.

    A polykinded constructor by itself has a kind that begins with Foralls. An empty row has the kind of a row of
    something not yet known.
    """
    cls = type.__class__
    if cls is TypeApp or cls is KindApp:
        return _kind_of_application(solver, type)
    if cls is TypeCon:
        return _kind_of_constructor(solver, type)  # type: ignore[arg-type]
    if isinstance(type, UnificationVar):
        if type.solution is not None:
            return kind_of(solver, solver.resolve(type))
        return solver.resolve(type.kind)
    if isinstance(type, Skolem):
        return solver.resolve(type.kind)
    if isinstance(type, TypeVar):
        return ERROR if type.kind is None else solver.resolve(type.kind)
    if isinstance(type, Forall | Constrained):
        return TYPE
    if isinstance(type, Row):
        return _kind_of_row(solver, type)
    if isinstance(type, TypeString):
        return SYMBOL
    if isinstance(type, TypeInt):
        return INT
    return ERROR


def _kind_of_constructor(solver: Solver, type: TypeCon) -> Type:
    interface = solver.environment.interface(type.key)
    if isinstance(interface, DataInterface | ClassInterface | SynonymInterface):
        return solver.resolve(interface.kind)
    return ERROR


def _kind_of_application(solver: Solver, type: Type) -> Type:
    applications: list[TypeApp | KindApp] = []
    while isinstance(type, TypeApp | KindApp):
        applications.append(type)
        type = solver.resolve(type.function)
    if type is FUNCTION and len(applications) == 2:
        return TYPE
    kind = kind_of(solver, type)
    while applications:
        application = applications.pop()
        if isinstance(application, KindApp):
            if not isinstance(kind, Forall):
                return ERROR
            kind = substitute(kind.body, {kind.name: application.argument})
        else:
            kind = _result(solver, kind)
        kind = solver.resolve(kind)
    return kind


def _result(solver: Solver, kind: Type) -> Type:
    """What is left of a kind when a type of that kind is applied."""
    while isinstance(kind, Forall):
        kind = solver.resolve(substitute(kind.body, {kind.name: solver.fresh(kind.kind)}))
    if isinstance(kind, TypeApp):
        return kind.argument
    if isinstance(kind, UnificationVar):
        # A hole's kind becomes known as late as this.
        return split_unknown_kind(solver, kind).argument
    return ERROR


def split_unknown_kind(solver: Solver, kind: UnificationVar) -> TypeApp:
    """Solve an unknown kind as that of a function on types: `parameter -> result`."""
    parameter, result = solver.fresh(), solver.fresh()
    parameter.level = result.level = kind.level
    kind.solution = solution = function(parameter, result)
    return solution


def _kind_of_row(solver: Solver, type: Row) -> Type:
    if type.fields:
        kind = kind_of(solver, type.fields[0][1])
        return ROW_OF_TYPES if kind is TYPE else TypeApp(ROW, kind)
    if type.tail is not None:
        return kind_of(solver, type.tail)
    return TypeApp(ROW, solver.fresh())
