"""How many arguments a value takes at once, by its type alone."""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.types.core.type import FUNCTION, Constrained, Forall, Type, TypeApp, TypeCon
from nova_ls.types.core.well_known import PARTIAL

ACTIONS: Final = frozenset(
    (
        element_key("Effect", Space.TYPE, "Effect"),
        element_key("Control.Monad.ST.Internal", Space.TYPE, "ST"),
    )
)
"""The types whose values are functions of no argument."""


def is_erased(class_key: ElementKey) -> bool:
    """Whether evidence of a class leaves nothing at run time: the compiler's own classes have no members.

    Partial leaves an argument, since what is partial must not be evaluated before it is vouched for.
    """
    namespace = class_key.namespace
    return (namespace == "Prim" or namespace.startswith("Prim.")) and class_key is not PARTIAL


def arity_of(type: Type) -> tuple[int, bool]:
    """Dictionaries and arguments together, as far as the type shows them; whether an action comes out behind them."""
    count = 0
    while True:
        if isinstance(type, Forall):
            type = type.body
        elif isinstance(type, Constrained):
            count += not is_erased(type.constraint.key)
            type = type.body
        elif isinstance(type, TypeApp):
            inner = type.function
            if isinstance(inner, TypeApp) and inner.function is FUNCTION:
                count += 1
                type = type.argument
            else:
                return count, _is_action(inner)
        else:
            return count, False


def _is_action(type: Type) -> bool:
    while isinstance(type, TypeApp):
        type = type.function
    return isinstance(type, TypeCon) and type.key in ACTIONS
