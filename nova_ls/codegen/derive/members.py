"""The members of derived instances."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.codegen import core as c
from nova_ls.codegen.derive.comparison import compare_lifted, compare_members, equal_members
from nova_ls.codegen.derive.generic import generic_members
from nova_ls.codegen.derive.shape import DerivedInstance
from nova_ls.codegen.derive.traversal import (
    fold_members,
    map_members,
    traverse_members,
)
from nova_ls.codegen.lower.context import Context
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.interface import ClassInterface, InstanceInterface
from nova_ls.types.core.well_known import (
    BIFOLDABLE,
    BIFUNCTOR,
    BITRAVERSABLE,
    CONTRAVARIANT,
    EQ,
    EQ1,
    FOLDABLE,
    FUNCTOR,
    GENERIC,
    NEWTYPE,
    ORD,
    ORD1,
    PROFUNCTOR,
    TRAVERSABLE,
)

_Members = Callable[[DerivedInstance], dict[str, c.Core]]


def derived_members(
    context: Context, head: r.InstanceHead, interface: InstanceInterface, owner: ClassInterface
) -> dict[str, c.Core]:
    """The members by name, over the dictionaries that the instance is given."""
    make = _MEMBERS.get(head.class_key)
    if make is None:
        raise Unsupported(f"{head.class_key.name} is not derived")
    return make(DerivedInstance(context, head, interface, owner))


_MEMBERS: Final[dict[ElementKey, _Members]] = {
    EQ: equal_members,
    ORD: compare_members,
    EQ1: lambda derivation: compare_lifted(derivation, "eq1", "eq"),
    ORD1: lambda derivation: compare_lifted(derivation, "compare1", "compare"),
    FUNCTOR: lambda derivation: map_members(derivation, "map", False),
    CONTRAVARIANT: lambda derivation: map_members(derivation, "cmap", False),
    BIFUNCTOR: lambda derivation: map_members(derivation, "bimap", True),
    PROFUNCTOR: lambda derivation: map_members(derivation, "dimap", True),
    FOLDABLE: lambda derivation: fold_members(derivation, False),
    BIFOLDABLE: lambda derivation: fold_members(derivation, True),
    TRAVERSABLE: lambda derivation: traverse_members(derivation, False),
    BITRAVERSABLE: lambda derivation: traverse_members(derivation, True),
    GENERIC: generic_members,
    NEWTYPE: lambda _derivation: {},
}
