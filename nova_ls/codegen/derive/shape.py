"""The type that an instance is derived for, as core sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nova_ls.base.keys import ElementKey
from nova_ls.codegen import core as c
from nova_ls.codegen.lower.context import ConstructorLayout, Context
from nova_ls.codegen.lower.evidence import dictionary
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.interface import (
    ClassInterface,
    ConstructorInterface,
    DataInterface,
    InstanceInterface,
)
from nova_ls.types.core.type import Type, TypeCon, spine


class DerivedInstance:
    """An instance to be derived: `constructors` with the types of their fields, and the evidence that was wanted for it, in order."""

    __slots__ = ("constructors", "context", "head", "line", "owner", "taken")

    def __init__(
        self,
        context: Context,
        head: r.InstanceHead,
        interface: InstanceInterface,
        owner: ClassInterface,
    ) -> None:
        self.context = context
        self.head = head
        self.owner = owner
        self.line = context.line(head.class_start)
        self.taken = 0
        self.constructors: list[tuple[ElementKey, ConstructorLayout, tuple[Type, ...]]] = []
        type, _, _ = spine(interface.arguments[0])
        data = context.environment.interface(type.key) if isinstance(type, TypeCon) else None
        if not isinstance(data, DataInterface):
            raise Unsupported("the type it is derived for is unknown")
        for key in data.constructors:
            constructor = context.environment.interface(key)
            assert isinstance(constructor, ConstructorInterface)
            self.constructors.append((key, context.constructor(key), constructor.fields))

    def wanted(self, index: int) -> c.Core:
        """The dictionary of the constraint that was wanted as the `index`th."""
        each = self.context.trail.wanted_at(self.head)[index]
        return dictionary(self.context, each.evidence, each.constraint.key)

    def next_wanted(self) -> c.Core:
        """The dictionary of the next constraint, where they are used in their order."""
        self.taken += 1
        return self.wanted(self.taken - 1)

    def fields(
        self, constructor: ConstructorLayout, subject: str
    ) -> tuple[list[str], list[c.Core]]:
        """Names for the fields of a value of a constructor, and what they are. A newtype is its field."""
        context = self.context
        if constructor.tag is None:
            return [subject], []
        names = [context.fresh("_") for _ in range(constructor.fields)]
        values: list[c.Core] = [
            c.Field(c.Local(subject), index) for index in range(constructor.fields)
        ]
        return names, values

    def build(self, constructor: ConstructorLayout, fields: Sequence[c.Core]) -> c.Core:
        """A value made by a constructor."""
        if constructor.tag is None:
            return fields[0]
        return c.Construct(constructor.name, constructor.tag, tuple(fields))

    def by_constructor(
        self, subject: str, body: Callable[[ElementKey, ConstructorLayout, list[str]], c.Core]
    ) -> c.Core:
        """A choice by the constructor of a value, whose fields have names then."""
        arms: list[tuple[int, c.Core]] = []
        for key, constructor, _ in self.constructors:
            names, values = self.fields(constructor, subject)
            arm = body(key, constructor, names)
            for name, value in reversed(list(zip(names, values, strict=False))):
                arm = c.Let(name, value, arm)
            if len(self.constructors) == 1:
                return arm
            assert constructor.tag is not None
            arms.append((constructor.tag, arm))
        if not arms:
            return c.Fail(self.line)
        return c.Switch(subject, c.Discriminant.TAG, tuple(arms), None)

    def apply(self, function: c.Core, *arguments: c.Core) -> c.Core:
        """An application."""
        return self.context.apply(function, arguments, self.line)
