"""Rewriting by a given `Coercible variable type`: the type stands for the variable where representation is all that counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from nova_ls.types.core.interface import Role
from nova_ls.types.core.type import (
    HAS_SKOLEMS,
    Constrained,
    Forall,
    KindApp,
    Row,
    Skolem,
    Type,
    TypeApp,
    TypeCon,
    row,
    spine,
)
from nova_ls.types.instances.match_instance import occurs

RolesOf: TypeAlias = Callable[[TypeCon], tuple[Role, ...]]


def is_canonical(left: Type, right: Type) -> bool:
    """A rigid variable on the left that does not occur on the right."""
    return isinstance(left, Skolem) and not occurs(left, right)


def rewrite(variable: Skolem, replacement: Type, type: Type, roles: RolesOf) -> Type | None:
    """Replace a variable in a type, but not at nominal positions. None where nothing changes.

    A variable that occurs in its own replacement is not replaced: there would be no end.
    """
    if not type.flags & HAS_SKOLEMS or occurs(variable, replacement):
        return None
    rewritten = _rewrite(variable, replacement, type, roles)
    return None if rewritten is type else rewritten


def _rewrite(variable: Skolem, replacement: Type, type: Type, roles: RolesOf) -> Type:
    """The very type where nothing changes."""
    if not type.flags & HAS_SKOLEMS:
        return type
    if isinstance(type, Skolem):
        return replacement if type.number == variable.number else type
    if isinstance(type, (TypeApp, KindApp)):
        return _rewrite_application(variable, replacement, type, roles)
    if isinstance(type, Forall):
        body = _rewrite(variable, replacement, type.body, roles)
        return type if body is type.body else Forall(type.name, type.kind, body, type.visible)
    if isinstance(type, Constrained):
        if any(occurs(variable, argument) for argument in type.constraint.arguments):
            return type
        body = _rewrite(variable, replacement, type.body, roles)
        return type if body is type.body else Constrained(type.constraint, body)
    if isinstance(type, Row):
        return _rewrite_row(variable, replacement, type, roles)
    return type


def _rewrite_application(
    variable: Skolem, replacement: Type, type: TypeApp | KindApp, roles: RolesOf
) -> Type:
    """Under a constructor the arguments its roles allow; under a variable the variable alone, its arguments are nominal."""
    head, _, arguments = spine(type)
    if isinstance(head, TypeCon):
        of_head = roles(head)
        allowed = [
            index < len(of_head) and of_head[index] is not Role.NOMINAL
            for index in range(len(arguments))
        ]
    elif isinstance(head, Skolem):
        head = _rewrite(variable, replacement, head, roles)
        allowed = [False] * len(arguments)
    else:
        return type
    return _rebuild(variable, replacement, type, head, allowed, roles)


def _rebuild(
    variable: Skolem,
    replacement: Type,
    type: Type,
    head: Type,
    allowed: list[bool],
    roles: RolesOf,
) -> Type:
    """The application anew, upon a head that may have changed."""
    applications: list[TypeApp | KindApp] = []
    while isinstance(type, (TypeApp, KindApp)):
        applications.append(type)
        type = type.function
    position = 0
    for application in reversed(applications):
        argument = application.argument
        if isinstance(application, TypeApp):
            if allowed[position]:
                argument = _rewrite(variable, replacement, argument, roles)
            position += 1
        if head is application.function and argument is application.argument:
            head = application
        elif isinstance(application, TypeApp):
            head = TypeApp(head, argument)
        else:
            head = KindApp(head, argument)
    return head


def _rewrite_row(variable: Skolem, replacement: Type, type: Row, roles: RolesOf) -> Type:
    changed = False
    fields: list[tuple[str, Type]] = []
    for label, field in type.fields:
        rewritten = _rewrite(variable, replacement, field, roles)
        changed = changed or rewritten is not field
        fields.append((label, rewritten))
    tail = type.tail
    if tail is not None:
        tail = _rewrite(variable, replacement, tail, roles)
        changed = changed or tail is not type.tail
    return row(tuple(fields), tail) if changed else type
