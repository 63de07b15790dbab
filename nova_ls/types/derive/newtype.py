"""`derive newtype instance`: the instance of the wrapped type is taken over as it is."""

from __future__ import annotations

from typing import TypeAlias

from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.class_info import ClassTable
from nova_ls.types.core.interface import ClassInterface, Parameter
from nova_ls.types.core.problems.deriving import (
    ExpectedTypeConstructor,
    InvalidNewtypeInstance,
    MissingNewtypeSuperclassInstance,
    UnverifiableSuperclassInstance,
)
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.substitute import free_type_variables, substitute
from nova_ls.types.core.type import ERROR, HAS_ERRORS, Constraint, Type, TypeApp, TypeVar
from nova_ls.types.derive.shape import constructor_of, report_no_shape, shape_of

_SuperclassProblem: TypeAlias = UnverifiableSuperclassInstance | MissingNewtypeSuperclassInstance


def check_newtype_instance(solver: Solver, head: r.InstanceHead, constraint: Constraint) -> None:
    """Want the class for the wrapped type in place of the newtype, its last argument."""
    start, end = head.class_start, head.class_end
    arguments = constraint.arguments
    key = head.class_key
    if not arguments:
        solver.report(InvalidNewtypeInstance(key, arguments), start, end)
        return
    constructor = constructor_of(arguments[-1], solver.element.namespace)
    if constructor is None:
        solver.report(ExpectedTypeConstructor(key, arguments[-1]), start, end)
        return
    _warn_of_superclasses(solver, head, constraint)
    shape = shape_of(solver, arguments[-1])
    if shape is None:
        report_no_shape(solver, constructor, start, end)
        return
    if shape.data.is_newtype and not shape.constructors:
        solver.failed = True  # What it wraps does not parse.
        return
    wrapped = None
    if shape.data.is_newtype and len(shape.constructors) == 1 and shape.constructors[0][1]:
        missing = shape.data.parameters[len(shape.arguments) :]
        wrapped = _without_last(shape.constructors[0][1][0], missing)
    if wrapped is None:
        solver.report(InvalidNewtypeInstance(key, arguments), start, end)
        return
    inherited = (*arguments[:-1], substitute(wrapped, shape.mapping))
    solver.want(Constraint(key, constraint.kinds, inherited), start, end)


def _without_last(type: Type, parameters: tuple[Parameter, ...]) -> Type | None:
    """The type without the parameters it is applied to last: `Array` for `Array a` and `a`. ERROR for a type in error."""
    if type.flags & HAS_ERRORS:
        return ERROR
    for parameter in reversed(parameters):
        if not isinstance(type, TypeApp):
            return None
        argument = type.argument
        if not isinstance(argument, TypeVar) or argument.name != parameter.name:
            return None
        type = type.function
    return type


def _warn_of_superclasses(solver: Solver, head: r.InstanceHead, constraint: Constraint) -> None:
    """The superclass instances of the wrapped type are inherited with its dictionary, whatever the newtype's own are.

    Where a superclass is about the newtype alone (its other arguments follow by functional dependencies), the newtype should
    have an instance of it; other superclasses cannot be checked.
    """
    classes = ClassTable(solver.environment, solver.element.namespace)
    info = classes.get(constraint.key)
    if info is None or not info.interface.parameters:
        return
    parameters = info.interface.parameters
    last = parameters[-1].name
    for superclass in info.interface.superclasses:
        if not any(last in free_type_variables(each) for each in superclass.arguments):
            continue
        kind: type[_SuperclassProblem] = UnverifiableSuperclassInstance
        super_info = classes.get(superclass.key)
        if super_info is None:
            continue
        if _is_about_last(superclass, super_info.interface, parameters):
            if _has_instance(solver, superclass, constraint.arguments[-1]):
                continue
            kind = MissingNewtypeSuperclassInstance
        problem = kind(superclass.key, head.class_key, constraint.arguments)
        solver.report(problem, head.class_start, head.class_end)


def _is_about_last(
    superclass: Constraint, interface: ClassInterface, parameters: tuple[Parameter, ...]
) -> bool:
    """Whether a superclass has the class's last parameter as its last argument, which determines all others."""
    by_last = {
        parameters[position].name
        for determining, determined in interface.dependencies
        if determining == (len(parameters) - 1,)
        for position in determined
        if position < len(parameters)
    }
    *others, argument = superclass.arguments
    if not isinstance(argument, TypeVar) or argument.name != parameters[-1].name:
        return False
    return all(isinstance(other, TypeVar) and other.name in by_last for other in others)


def _has_instance(solver: Solver, superclass: Constraint, newtype: Type) -> bool:
    key = constructor_of(newtype, solver.element.namespace)
    heads = (*[None] * (len(superclass.arguments) - 1), key)
    for instance in solver.environment.instances(superclass.key, heads):
        if constructor_of(instance.arguments[-1], solver.element.namespace) is key:
            return True
    return False
