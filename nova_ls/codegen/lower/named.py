"""Arguments of an operation that is written in place: each is evaluated once, in order, whatever the operation does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from nova_ls.codegen import core as c

if TYPE_CHECKING:
    from nova_ls.codegen.lower.context import Context

Arguments: TypeAlias = tuple[c.Core, ...]
Build: TypeAlias = "Callable[[Context, Arguments, int], c.Core | None]"

ATOMS: Final = (c.Local, c.Global, c.Int, c.Number, c.String, c.Boolean, c.Nothing, c.Lambda)


def named(context: Context, value: c.Core, body: Callable[[c.Core], c.Core]) -> c.Core:
    """A value used in a body where it is not evaluated at once, or not once: it has a name, unless it is an atom."""
    if isinstance(value, ATOMS):
        return body(value)
    name = context.fresh("_")
    return c.Let(name, value, body(c.Local(name)))


def both_named(
    context: Context, arguments: Arguments, body: Callable[[c.Core, c.Core], c.Core]
) -> c.Core:
    """The same for two values."""
    left, right = arguments
    return named(context, left, lambda one: named(context, right, lambda other: body(one, other)))
