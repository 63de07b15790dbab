"""The head of a derived instance, as far as the derivation determines it.

`derive instance Generic (T a) _` and `derive instance Newtype (T a) _` leave the last argument to the compiler; `derive (Generic)` on the
declaration of T, or `derive instance Generic T`, leave the parameters of T to it as well.
"""

from __future__ import annotations

from nova_ls.base.diagnostic import Problem
from nova_ls.base.keys import ElementKey, Space
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.environment import Environment
from nova_ls.types.core.interface import DataInterface
from nova_ls.types.core.problems.deriving import (
    CannotDeriveNewtypeForData,
    CannotFindDerivingType,
    ExpectedTypeConstructor,
    ExpectedWildcard,
    InvalidDerivedInstance,
)
from nova_ls.types.core.well_known import NEWTYPE
from nova_ls.types.instances.derived_head import derives_last_argument


class CompletedHead:
    """`arguments`: all of them, as if they were written; one that the derivation determines is a wildcard (see derived_head.py).

    `problem`: what is wrong with the head, to be reported at its class; then there are no arguments.
    """

    __slots__ = ("arguments", "problem")

    def __init__(self, arguments: tuple[r.Type, ...], problem: Problem | None = None) -> None:
        self.arguments = arguments
        self.problem = problem


def complete_head(head: r.InstanceHead, environment: Environment) -> CompletedHead:
    """The arguments of an instance head, with those that the derivation adds."""
    if head.derivation is not r.Derivation.DERIVED or not derives_last_argument(head.class_key):
        return CompletedHead(head.arguments)
    namespace = head.key.namespace
    arguments = head.arguments
    key = _constructor(arguments[0], namespace) if arguments else None
    if len(arguments) == 1 and isinstance(arguments[0], r.TypeConstructor) and key is not None:
        padded = _pad(arguments[0], environment)
        return _checked(head.class_key, key, padded, environment)
    if len(arguments) != 2:
        return _wrong(InvalidDerivedInstance(head.class_key, len(arguments), 2))
    if key is None:
        if _is_unknown(arguments[0]):
            return CompletedHead(arguments)  # Reported where its name is looked up.
        return _wrong(ExpectedTypeConstructor(head.class_key, None))
    last = arguments[1]
    if not isinstance(last, r.TypeWildcard) or last.name:
        return _wrong(ExpectedWildcard(key))
    return _checked(head.class_key, key, arguments[0], environment)


def _pad(type: r.TypeConstructor, environment: Environment) -> r.Type:
    """A bare constructor applied to variables named as its parameters."""
    data = environment.interface(type.key)
    if not isinstance(data, DataInterface) or not data.parameters:
        return type
    start, end = type.start, type.end
    variables = [r.TypeVariable(start, end, parameter.name) for parameter in data.parameters]
    return r.TypeApp(start, end, type, tuple(variables))


def _constructor(type: r.Type, namespace: str) -> ElementKey | None:
    """The type of this module that is applied, if there is one."""
    while isinstance(type, r.TypeApp):
        type = type.function
    if isinstance(type, r.TypeConstructor):
        key = type.key
        if key.space is Space.TYPE and key.namespace == namespace:
            return key
    return None


def _is_unknown(type: r.Type) -> bool:
    while isinstance(type, r.TypeApp):
        type = type.function
    return isinstance(type, r.TypeError)


def _checked(
    class_key: ElementKey, key: ElementKey, type: r.Type, environment: Environment
) -> CompletedHead:
    data = environment.interface(key)
    if not isinstance(data, DataInterface):
        return _wrong(CannotFindDerivingType(key))
    if class_key is NEWTYPE and not data.is_newtype:
        return _wrong(CannotDeriveNewtypeForData(key))
    return CompletedHead((type, r.TypeWildcard(type.start, type.end, "")))


def _wrong(problem: Problem) -> CompletedHead:
    return CompletedHead((), problem)
