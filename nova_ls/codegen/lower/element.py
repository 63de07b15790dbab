"""Declarations: values, foreign imports, constructors, class members, instances."""

from __future__ import annotations

import nova_ls.codegen.lower.block  # noqa: F401 (importing it fills the table of expressions)
from nova_ls.base.keys import ElementKey
from nova_ls.codegen import core as c
from nova_ls.codegen.arity import is_erased
from nova_ls.codegen.derive.members import derived_members
from nova_ls.codegen.lower.context import Context
from nova_ls.codegen.lower.evidence import dictionaries, dictionary, parameters
from nova_ls.codegen.lower.function import lower_equations
from nova_ls.codegen.lower.intrinsics import INTRINSICS
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.interface import (
    ClassInterface,
    ConstructorInterface,
    InstanceInterface,
    ValueInterface,
)


def lower_value(context: Context, value: r.Value) -> c.ValueCode:
    """A value with its equations; what its inferred type asks for comes first."""
    inferred = parameters(context.trail.given_at(value))
    body = lower_equations(context, value.branches, value.name_start)
    return c.ValueCode(context.symbol(value.key), context.lambda_of(inferred, body))


def lower_simple(context: Context, key: ElementKey, inline: str | None) -> c.Code:
    """What an interface alone tells: a constructor, a class member, a foreign import."""
    interface = context.environment.interface(key)
    symbol = context.symbol(key)
    if isinstance(interface, ConstructorInterface):
        constructor = context.constructor(key)
        return c.ConstructorCode(symbol, constructor.tag, constructor.fields)
    if isinstance(interface, ValueInterface) and interface.owner is not None:
        return c.MemberCode(symbol, key.name)
    return c.ForeignCode(symbol, inline)


def lower_instance(context: Context, instance: r.Instance) -> c.InstanceCode:
    """An instance: its superclasses and its members, over the dictionaries of its constraints."""
    head = instance.head
    interface = context.environment.interface(head.key)
    owner = context.environment.interface(head.class_key)
    if not isinstance(interface, InstanceInterface) or not isinstance(owner, ClassInterface):
        raise Unsupported("its class or its head is unknown")
    taken = tuple(parameters(context.trail.given_at(head)))
    wanted = context.trail.wanted_at(head)
    if head.derivation is r.Derivation.NEWTYPE:
        return _newtype(context, head, owner, taken)
    count = len(owner.superclasses)
    above = [
        (index, dictionary(context, each.evidence, each.constraint.key))
        for index, each in enumerate(wanted[len(wanted) - count :])
        if not is_erased(each.constraint.key)
    ]
    bodies: dict[str, c.Core]
    if head.derivation is r.Derivation.WRITTEN:
        bodies = {each.name: _member(context, each) for each in instance.members}
    else:
        bodies = derived_members(context, head, interface, owner)
    members = tuple(
        [
            _member_code(context, head.key, key.name, taken, bodies[key.name])
            for key, _ in owner.members
            if key.name in bodies
        ]
    )
    return c.InstanceCode(context.symbol(head.key), taken, tuple(above), members)


def _member_code(
    context: Context, key: ElementKey, name: str, taken: tuple[str, ...], body: c.Core
) -> c.ValueCode:
    symbol = context.member_symbol(key, name)
    known = INTRINSICS.get(symbol.name)
    if known is not None and known.arity == symbol.arity > 0:
        # What callers that know the instance do in place, the member itself does as well.
        names = [context.fresh("_") for _ in range(known.arity)]
        built = known.build(context, tuple([c.Local(each) for each in names]), 0)
        if built is not None:
            return c.ValueCode(symbol, c.Lambda(tuple(names), built))
    return c.ValueCode(symbol, context.lambda_of(taken, body))


def _member(context: Context, member: r.InstanceMember) -> c.Core:
    """A member; with a signature of its own it is first what that says, then what the class asks for."""
    body = lower_equations(context, member.branches, member.name_start)
    wanted = dictionaries(context, context.trail.wanted_at(member))
    body = context.apply(body, wanted, context.line(member.name_start))
    return context.lambda_of(parameters(context.trail.given_at(member)), body)


def _newtype(
    context: Context, head: r.InstanceHead, owner: ClassInterface, taken: tuple[str, ...]
) -> c.InstanceCode:
    """The instance of the wrapped type, taken over as it is."""
    wanted = context.trail.wanted_at(head)
    inner = dictionary(context, wanted[-1].evidence, wanted[-1].constraint.key)
    above = tuple(
        [
            (index, c.Super(inner, index))
            for index, each in enumerate(owner.superclasses)
            if not is_erased(each.key)
        ]
    )
    members = tuple(
        [
            _member_code(context, head.key, key.name, taken, context.member(inner, key.name))
            for key, _ in owner.members
        ]
    )
    return c.InstanceCode(context.symbol(head.key), taken, above, members)
