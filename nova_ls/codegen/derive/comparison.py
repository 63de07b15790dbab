"""Derived Eq, Ord, Eq1 and Ord1: constructors in their order, then fields from left to right.

What is wanted for the fields comes in the order in which `types/derive/derive_comparison.py` wants it; here the fields are visited in
the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from nova_ls.base.keys import Space, element_key
from nova_ls.codegen import core as c
from nova_ls.codegen.derive.shape import DerivedInstance
from nova_ls.codegen.lower.evidence import parameters
from nova_ls.types.core.type import RECORD, Row, Type, TypeApp, TypeVar
from nova_ls.types.core.well_known import ORDERING

_Compared = list[tuple[c.Core, c.Core, c.Core]]
"""For each part its comparison, applied to all but the two values; and these."""


def equal_members(derivation: DerivedInstance) -> dict[str, c.Core]:
    """`eq`."""

    def both(parts: _Compared) -> c.Core:
        result: c.Core | None = None
        for function, left, right in reversed(parts):
            same = derivation.apply(function, left, right)
            result = same if result is None else c.If(same, result, c.Boolean(False))
        return c.Boolean(True) if result is None else result

    return {"eq": _compared(derivation, "eq", "eq1", both, lambda _x, _y: c.Boolean(False))}


def compare_members(derivation: DerivedInstance) -> dict[str, c.Core]:
    """`compare`."""
    context = derivation.context

    def ordering(name: str) -> c.Core:
        return context.reference(element_key(ORDERING.key.namespace, Space.CONSTRUCTOR, name))

    equal = ordering("EQ")
    assert isinstance(equal, c.Construct)

    def by_parts(parts: _Compared) -> c.Core:
        result: c.Core | None = None
        for function, left, right in reversed(parts):
            order = derivation.apply(function, left, right)
            if result is None:
                result = order
            else:
                name = context.fresh("_")
                rest = c.Switch(name, c.Discriminant.TAG, ((equal.tag, result),), c.Local(name))
                result = c.Let(name, order, rest)
        return equal if result is None else result

    def by_tags(left: str, right: str) -> c.Core:
        tags: tuple[c.Core, ...] = tuple(
            [c.Primitive("tag", (c.Local(name),), derivation.line) for name in (left, right)]
        )
        return c.If(c.Primitive("lt", tags, derivation.line), ordering("LT"), ordering("GT"))

    return {"compare": _compared(derivation, "compare", "compare1", by_parts, by_tags)}


def compare_lifted(derivation: DerivedInstance, name: str, member: str) -> dict[str, c.Core]:
    """`eq1` and `compare1`, by the instance of the type applied to whatever compares."""
    context = derivation.context
    given = parameters(context.trail.given_at(derivation.head, 1))
    function = context.member(derivation.wanted(0), member)
    left, right = context.fresh("x"), context.fresh("y")
    body = derivation.apply(function, c.Local(left), c.Local(right))
    return {name: context.lambda_of([*given, left, right], body)}


def _compared(
    derivation: DerivedInstance,
    member: str,
    lifted: str,
    of_same: Callable[[_Compared], c.Core],
    of_others: Callable[[str, str], c.Core],
) -> c.Core:
    context = derivation.context
    left, right = context.fresh("x"), context.fresh("y")
    arms: list[tuple[int, c.Core]] = []
    for _, constructor, types in derivation.constructors:
        names, values = derivation.fields(constructor, left)
        others, other_values = derivation.fields(constructor, right)
        parts: _Compared = []
        for name, other, type in zip(names, others, types, strict=True):
            _visit(derivation, type, c.Local(name), c.Local(other), (member, lifted), parts)
        arm = of_same(parts)
        for name, value in reversed(
            list(zip([*names, *others], [*values, *other_values], strict=False))
        ):
            arm = c.Let(name, value, arm)
        if len(derivation.constructors) == 1:
            return c.Lambda((left, right), arm)
        assert constructor.tag is not None
        rest = of_others(left, right)
        arms.append(
            (constructor.tag, c.Switch(right, c.Discriminant.TAG, ((constructor.tag, arm),), rest))
        )
    if not arms:
        return c.Lambda((left, right), of_same([]))
    return c.Lambda((left, right), c.Switch(left, c.Discriminant.TAG, tuple(arms), None))


def _visit(
    derivation: DerivedInstance,
    type: Type,
    left: c.Core,
    right: c.Core,
    members: tuple[str, str],
    parts: _Compared,
) -> None:
    """The comparisons of a field's parts, in the order in which their evidence was wanted."""
    line = derivation.line
    if isinstance(type, TypeApp) and type.function is RECORD:
        row = type.argument
        if isinstance(row, Row) and row.tail is None:
            for label, field in row.fields:
                one, other = c.Get(left, label, line), c.Get(right, label, line)
                _visit(derivation, field, one, other, members, parts)
            return
    context = derivation.context
    member, lifted = members
    if isinstance(type, TypeApp) and isinstance(type.function, TypeVar):
        outer = context.member(derivation.next_wanted(), lifted)
        parts.append((derivation.apply(outer, derivation.next_wanted()), left, right))
    else:
        parts.append((context.member(derivation.next_wanted(), member, 2), left, right))


__all__: Final = ("compare_lifted", "compare_members", "equal_members")
