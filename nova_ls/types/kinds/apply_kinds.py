"""Application of a group's own constructors to the kind variables that generalisation has given them."""

from __future__ import annotations

from collections.abc import Mapping

from nova_ls.base.keys import ElementKey
from nova_ls.types.core.type import (
    ERROR,
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Row,
    Skolem,
    Type,
    TypeApp,
    TypeCon,
    row,
)

KindArguments = Mapping[ElementKey, tuple[Type, ...]]


def apply_kinds(type: Type, arguments: KindArguments) -> Type:
    """Apply each mention of a constructor or class in the mapping to its kinds.

    Rigid variables that kind inference left over become ERROR: they must not be visible outside.
    """
    if isinstance(type, TypeCon):
        result: Type = type
        for kind in arguments.get(type.key, ()):
            result = KindApp(result, kind)
        return result
    if isinstance(type, Skolem):
        return ERROR
    if isinstance(type, TypeApp):
        return TypeApp(apply_kinds(type.function, arguments), apply_kinds(type.argument, arguments))
    if isinstance(type, KindApp):
        return KindApp(apply_kinds(type.function, arguments), apply_kinds(type.argument, arguments))
    if isinstance(type, Forall):
        kind = apply_kinds(type.kind, arguments)
        return Forall(type.name, kind, apply_kinds(type.body, arguments), type.visible)
    if isinstance(type, Constrained):
        return Constrained(
            apply_kinds_in_constraint(type.constraint, arguments),
            apply_kinds(type.body, arguments),
        )
    if isinstance(type, Row):
        fields = tuple([(label, apply_kinds(field, arguments)) for label, field in type.fields])
        return row(fields, None if type.tail is None else apply_kinds(type.tail, arguments))
    return type


def apply_kinds_in_constraint(constraint: Constraint, arguments: KindArguments) -> Constraint:
    """A constraint with the kind arguments that its class takes."""
    kinds = constraint.kinds or arguments.get(constraint.key, ())
    return Constraint(
        constraint.key,
        tuple([apply_kinds(kind, arguments) for kind in kinds]),
        tuple([apply_kinds(argument, arguments) for argument in constraint.arguments]),
    )
