"""Derived Functor and its relatives, along the plans that the type checker made when it wanted their evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.codegen import core as c
from nova_ls.codegen.derive.shape import DerivedInstance
from nova_ls.codegen.lower.context import ConstructorLayout
from nova_ls.types.core.well_known import (
    BIFOLDABLE,
    BIFUNCTOR,
    BITRAVERSABLE,
    CONTRAVARIANT,
    FOLDABLE,
    FUNCTOR,
    PROFUNCTOR,
    TRAVERSABLE,
)
from nova_ls.types.derive.plan import InRecord, MappedParameter, Plan, Through

_MAPPING: Final = {
    FUNCTOR: "map",
    BIFUNCTOR: "bimap",
    CONTRAVARIANT: "cmap",
    PROFUNCTOR: "dimap",
}
_FOLDING: Final = {FOLDABLE: "fold", BIFOLDABLE: "bifold"}
_TRAVERSING: Final = {TRAVERSABLE: "traverse", BITRAVERSABLE: "bitraverse"}


class _Functions:
    """The functions that a member is given: one, or one for each of two parameters."""

    __slots__ = ("derivation", "left", "right")

    def __init__(self, derivation: DerivedInstance, two: bool) -> None:
        fresh = derivation.context.fresh
        self.derivation = derivation
        self.left = fresh("f") if two else ""
        self.right = fresh("g")

    @property
    def names(self) -> list[str]:
        return [self.left, self.right] if self.left else [self.right]

    def of(self, parameter: MappedParameter) -> c.Core:
        """The function for a parameter."""
        return c.Local(self.left if parameter.is_left else self.right)

    def plans(self, key: ElementKey) -> list[Plan | None]:
        """How the fields of a constructor use the parameters."""
        return list(self.derivation.context.trail.plans.get(key, ()))

    def through(self, plan: Through, names: dict[ElementKey, str], suffix: str = "") -> c.Core:
        """The member by which a plan goes on."""
        member = names[plan.class_key] + suffix
        return self.derivation.context.member(self.derivation.wanted(plan.wanted), member)

    def inner(self, plan: Plan | None, body: Callable[[Plan, c.Core], c.Core]) -> c.Core:
        """A function of what is inside; where a parameter is not used there, nothing is done to it."""
        name = self.derivation.context.fresh("_")
        value = c.Local(name)
        return c.Lambda((name,), value if plan is None else body(plan, value))


# ---------------------------------------------------------------------------- map


def map_members(derivation: DerivedInstance, member: str, two: bool) -> dict[str, c.Core]:
    """`map`, `cmap`, `bimap` or `dimap`."""
    functions = _Functions(derivation, two)

    def mapped(plan: Plan, value: c.Core) -> c.Core:
        if isinstance(plan, MappedParameter):
            return derivation.apply(functions.of(plan), value)
        if isinstance(plan, InRecord):
            line = derivation.line
            changed = [
                (label, mapped(each, c.Get(value, label, line))) for label, each in plan.fields
            ]
            return c.Set(value, tuple(changed))
        inside = [functions.inner(each, mapped) for each in plan.inside]
        return derivation.apply(functions.through(plan, _MAPPING), *inside, value)

    def body(key: ElementKey, constructor: ConstructorLayout, names: list[str]) -> c.Core:
        plans = functions.plans(key)
        fields = [
            c.Local(name) if plan is None else mapped(plan, c.Local(name))
            for name, plan in zip(names, plans, strict=True)
        ]
        return derivation.build(constructor, fields)

    subject = derivation.context.fresh("x")
    whole = derivation.by_constructor(subject, body)
    return {member: c.Lambda((*functions.names, subject), whole)}


# ---------------------------------------------------------------------------- fold


def fold_members(derivation: DerivedInstance, two: bool) -> dict[str, c.Core]:
    """The three folds of Foldable or Bifoldable."""
    prefix = "bifold" if two else "fold"
    return {
        f"{prefix}r": _fold(derivation, two, True),
        f"{prefix}l": _fold(derivation, two, False),
        f"{prefix}Map": _fold_map(derivation, two),
    }


def _parts(
    plan: Plan, value: c.Core, line: int
) -> Iterator[tuple[MappedParameter | Through, c.Core]]:
    """What a plan reaches, from left to right, records taken apart."""
    if isinstance(plan, InRecord):
        for label, each in plan.fields:
            yield from _parts(each, c.Get(value, label, line), line)
    else:
        yield plan, value


def _all_parts(
    functions: _Functions, key: ElementKey, names: list[str]
) -> list[tuple[MappedParameter | Through, c.Core]]:
    line = functions.derivation.line
    found: list[tuple[MappedParameter | Through, c.Core]] = []
    for name, plan in zip(names, functions.plans(key), strict=True):
        if plan is not None:
            found.extend(_parts(plan, c.Local(name), line))
    return found


def _fold(derivation: DerivedInstance, two: bool, right: bool) -> c.Core:
    functions = _Functions(derivation, two)
    context = derivation.context

    def step(plan: Plan, value: c.Core, result: c.Core) -> c.Core:
        if isinstance(plan, MappedParameter):
            arguments = (value, result) if right else (result, value)
            return derivation.apply(functions.of(plan), *arguments)
        if isinstance(plan, InRecord):
            parts = list(_parts(plan, value, derivation.line))
            for each, part in reversed(parts) if right else parts:
                result = step(each, part, result)
            return result
        member = functions.through(plan, _FOLDING, "r" if right else "l")
        return derivation.apply(member, *map(inner, plan.inside), result, value)

    def inner(plan: Plan | None) -> c.Core:
        value, result = context.fresh("_"), context.fresh("_")
        body = c.Local(result) if plan is None else step(plan, c.Local(value), c.Local(result))
        return c.Lambda((value, result) if right else (result, value), body)

    start, subject = context.fresh("z"), context.fresh("x")

    def body(key: ElementKey, _constructor: ConstructorLayout, names: list[str]) -> c.Core:
        result: c.Core = c.Local(start)
        parts = _all_parts(functions, key, names)
        for plan, value in reversed(parts) if right else parts:
            result = step(plan, value, result)
        return result

    whole = derivation.by_constructor(subject, body)
    return c.Lambda((*functions.names, start, subject), whole)


def _fold_map(derivation: DerivedInstance, two: bool) -> c.Core:
    functions = _Functions(derivation, two)
    context = derivation.context
    monoid, subject = context.fresh("monoid"), context.fresh("x")
    dictionary = c.Local(monoid)
    empty = c.Member(dictionary, "mempty")
    append = c.Member(c.Super(dictionary, 0), "append")

    def value_of(plan: Plan, value: c.Core) -> c.Core:
        if isinstance(plan, MappedParameter):
            return derivation.apply(functions.of(plan), value)
        if isinstance(plan, InRecord):
            return joined([value_of(*part) for part in _parts(plan, value, derivation.line)])
        inside = [
            c.Lambda((context.fresh("_"),), empty)
            if each is None
            else functions.inner(each, value_of)
            for each in plan.inside
        ]
        member = functions.through(plan, _FOLDING, "Map")
        return derivation.apply(member, dictionary, *inside, value)

    def joined(values: list[c.Core]) -> c.Core:
        if not values:
            return empty
        result = values[-1]
        for value in reversed(values[:-1]):
            result = derivation.apply(append, value, result)
        return result

    def body(key: ElementKey, _constructor: ConstructorLayout, names: list[str]) -> c.Core:
        return joined([value_of(*part) for part in _all_parts(functions, key, names)])

    whole = derivation.by_constructor(subject, body)
    return c.Lambda((monoid, *functions.names, subject), whole)


# ---------------------------------------------------------------------------- traverse


def traverse_members(derivation: DerivedInstance, two: bool) -> dict[str, c.Core]:
    """`traverse` and `sequence`, or those of Bitraversable."""
    prefix = "bi" if two else ""
    return {
        f"{prefix}traverse": _traverse(derivation, two),
        f"{prefix}sequence": _sequence(derivation, two),
    }


def _traverse(derivation: DerivedInstance, two: bool) -> c.Core:
    functions = _Functions(derivation, two)
    context = derivation.context
    given, subject = context.fresh("applicative"), context.fresh("x")
    dictionary = c.Local(given)
    pure = c.Member(dictionary, "pure")

    def effects_of(plan: Plan, value: c.Core, effects: list[c.Core], names: list[str]) -> c.Core:
        """Adds the effects of a value, and gives what it is made of again."""
        if isinstance(plan, InRecord):
            line = derivation.line
            changed = [
                (label, effects_of(each, c.Get(value, label, line), effects, names))
                for label, each in plan.fields
            ]
            return c.Set(value, tuple(changed))
        effects.append(effect(plan, value))
        names.append(context.fresh("_"))
        return c.Local(names[-1])

    def effect(plan: Plan, value: c.Core) -> c.Core:
        if isinstance(plan, MappedParameter):
            return derivation.apply(functions.of(plan), value)
        if isinstance(plan, InRecord):
            effects: list[c.Core] = []
            names: list[str] = []
            result = effects_of(plan, value, effects, names)
            return _combined(derivation, dictionary, effects, names, result)
        inside = [pure if each is None else functions.inner(each, effect) for each in plan.inside]
        member = functions.through(plan, _TRAVERSING)
        return derivation.apply(member, dictionary, *inside, value)

    def body(key: ElementKey, constructor: ConstructorLayout, fields: list[str]) -> c.Core:
        effects: list[c.Core] = []
        names: list[str] = []
        made = [
            c.Local(name) if plan is None else effects_of(plan, c.Local(name), effects, names)
            for name, plan in zip(fields, functions.plans(key), strict=True)
        ]
        return _combined(
            derivation, dictionary, effects, names, derivation.build(constructor, made)
        )

    whole = derivation.by_constructor(subject, body)
    return c.Lambda((given, *functions.names, subject), whole)


def _combined(
    derivation: DerivedInstance,
    applicative: c.Core,
    effects: list[c.Core],
    names: list[str],
    result: c.Core,
) -> c.Core:
    """The results of effects under names, in what is made of them."""
    if not effects:
        return derivation.apply(c.Member(applicative, "pure"), result)
    functor = c.Super(c.Super(applicative, 0), 0)
    function = c.Lambda(tuple(names), result)
    found = derivation.apply(c.Member(functor, "map"), function, effects[0])
    for effect in effects[1:]:
        found = derivation.apply(c.Member(c.Super(applicative, 0), "apply"), found, effect)
    return found


def _sequence(derivation: DerivedInstance, two: bool) -> c.Core:
    """It is `traverse` with functions that change nothing."""
    context = derivation.context
    given, subject = context.fresh("applicative"), context.fresh("x")
    count = 2 if two else 1
    identities: list[c.Core] = []
    for _ in range(count):
        name = context.fresh("_")
        identities.append(c.Lambda((name,), c.Local(name)))
    traverse = _traverse(derivation, two)
    body = context.apply(traverse, (c.Local(given), *identities, c.Local(subject)), derivation.line)
    return c.Lambda((given, subject), body)
