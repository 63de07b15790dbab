"""Derived Generic: a type as a sum of products, and back. Sums and products nest to the right."""

from __future__ import annotations

from nova_ls.base.keys import Space, element_key
from nova_ls.codegen import core as c
from nova_ls.codegen.derive.shape import DerivedInstance
from nova_ls.codegen.lower.context import ConstructorLayout
from nova_ls.types.core.well_known import REP_SUM


def generic_members(derivation: DerivedInstance) -> dict[str, c.Core]:
    """`from` and `to`."""
    return {"from": _from(derivation), "to": _to(derivation)}


def _rep(derivation: DerivedInstance, name: str, *fields: c.Core) -> c.Core:
    namespace = REP_SUM.key.namespace
    key = element_key(namespace, Space.CONSTRUCTOR, name)
    return derivation.apply(derivation.context.reference(key), *fields)


def _tag(derivation: DerivedInstance, name: str) -> int:
    key = element_key(REP_SUM.key.namespace, Space.CONSTRUCTOR, name)
    tag = derivation.context.constructor(key).tag
    assert tag is not None
    return tag


def _from(derivation: DerivedInstance) -> c.Core:
    subject = derivation.context.fresh("x")
    count = len(derivation.constructors)
    places = {key: index for index, (key, _, _) in enumerate(derivation.constructors)}

    def body(key: object, _constructor: ConstructorLayout, names: list[str]) -> c.Core:
        value = _product(derivation, [c.Local(name) for name in names])
        value = _rep(derivation, "Constructor", value)
        place = next(index for each, index in places.items() if each is key)
        if place < count - 1:
            value = _rep(derivation, "Inl", value)
        for _ in range(place):
            value = _rep(derivation, "Inr", value)
        return value

    return c.Lambda((subject,), derivation.by_constructor(subject, body))


def _product(derivation: DerivedInstance, fields: list[c.Local]) -> c.Core:
    if not fields:
        return _rep(derivation, "NoArguments")
    arguments = [_rep(derivation, "Argument", field) for field in fields]
    result = arguments[-1]
    for argument in reversed(arguments[:-1]):
        result = _rep(derivation, "Product", argument, result)
    return result


def _to(derivation: DerivedInstance) -> c.Core:
    subject = derivation.context.fresh("x")
    return c.Lambda((subject,), _choice(derivation, subject, 0))


def _choice(derivation: DerivedInstance, subject: str, place: int) -> c.Core:
    """The value that the constructors from `place` on have for a representation."""
    constructors = derivation.constructors
    if not constructors:
        return c.Fail(derivation.line)
    _, constructor, types = constructors[place]
    if place == len(constructors) - 1:
        return _made(derivation, constructor, subject, len(types))
    name = derivation.context.fresh("_")
    inside = c.Field(c.Local(subject), 0)
    arms = (
        (
            _tag(derivation, "Inl"),
            c.Let(name, inside, _made(derivation, constructor, name, len(types))),
        ),
        (_tag(derivation, "Inr"), c.Let(name, inside, _choice(derivation, name, place + 1))),
    )
    return c.Switch(subject, c.Discriminant.TAG, arms, None)


def _made(
    derivation: DerivedInstance, constructor: ConstructorLayout, subject: str, count: int
) -> c.Core:
    """A value of a constructor, from the product of its fields."""
    fields: list[c.Core] = []
    product: c.Core = c.Local(subject)
    for index in range(count):
        if index == count - 1:
            fields.append(product)
        else:
            fields.append(c.Field(product, 0))
            product = c.Field(product, 1)
    return derivation.build(constructor, fields)
