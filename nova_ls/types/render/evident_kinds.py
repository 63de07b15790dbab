"""Which quantified variables need no kind written beside them."""

from __future__ import annotations

from nova_ls.types.core.type import (
    RECORD,
    Constrained,
    Forall,
    KindApp,
    Row,
    Type,
    TypeApp,
    TypeVar,
    UnificationVar,
)


def names_of_evident_kind(type: Type) -> set[str]:
    """Variables whose kind a reader sees from how they are used: applied, the tail of a row, the argument of a class."""
    names: set[str] = set()
    stack: list[Type] = [type]
    while stack:
        type = stack.pop()
        match type:
            case TypeApp() | KindApp():
                if isinstance(type.function, TypeVar):
                    names.add(type.function.name)
                if type.function is RECORD and isinstance(type.argument, TypeVar):
                    names.add(type.argument.name)
                stack += (type.function, type.argument)
            case Forall():
                stack.append(type.body)
            case Constrained():
                for argument in type.constraint.arguments:
                    if isinstance(argument, TypeVar):
                        names.add(argument.name)
                    stack.append(argument)
                stack.append(type.body)
            case Row():
                if isinstance(type.tail, TypeVar):
                    names.add(type.tail.name)
                stack += [field for _, field in type.fields]
            case UnificationVar() if type.solution is not None:
                stack.append(type.solution)
            case _:
                pass
    return names
