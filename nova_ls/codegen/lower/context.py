"""What lowering one declaration knows: its environment, its evidence, its names; and the core it builds, a little simplified.

Building simplifies what is known at once: functions called with all their arguments, members of known instances, constructors,
operations that back ends have themselves. What the code then depends on is interfaces alone, and those
are asked for through the environment, which remembers what it was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nova_ls.base.keys import ElementKey, Space
from nova_ls.codegen import core as c
from nova_ls.codegen.arity import arity_of, is_erased
from nova_ls.codegen.force import forced
from nova_ls.codegen.lower.intrinsics import INTRINSICS
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.names.resolve.resolved import Binder
from nova_ls.types.core.environment import Environment
from nova_ls.types.core.interface import (
    ClassInterface,
    ConstructorInterface,
    DataInterface,
    InstanceInterface,
    ValueInterface,
)
from nova_ls.types.core.trail import Trail


class ConstructorLayout:
    """A data constructor: its index, the number of its fields, and whether it is the only one of its type; `tag` None: of a newtype."""

    __slots__ = ("fields", "is_only", "name", "tag")

    def __init__(self, name: str, tag: int | None, fields: int, is_only: bool) -> None:
        self.name = name
        self.tag = tag
        self.fields = fields
        self.is_only = is_only


class Context:
    """The state of lowering one declaration."""

    __slots__ = ("_constructors", "_line_of", "_symbols", "_used", "environment", "locals", "trail")

    def __init__(
        self, environment: Environment, trail: Trail, line_of: Callable[[int], int]
    ) -> None:
        self.environment = environment
        self.trail = trail
        self.locals: dict[Binder, c.Core] = {}
        self._line_of = line_of
        self._used: dict[str, int] = {}
        self._symbols: dict[ElementKey, c.Symbol] = {}
        self._constructors: dict[ElementKey, ConstructorLayout] = {}

    def line(self, offset: int) -> int:
        """The line of an offset, from 1, relative to the declaration's chunk."""
        return self._line_of(offset)

    # ------------------------------------------------------------------ names

    def fresh(self, name: str) -> str:
        """A local name that the declaration does not use yet."""
        number = self._used.get(name, 0)
        self._used[name] = number + 1
        return f"{name}.{number}" if number else name

    def bind(self, binder: Binder) -> str:
        """A local name for a binder, which is known from now on."""
        name = self.fresh(binder.name)
        self.locals[binder] = c.Local(name)
        return name

    # ------------------------------------------------------------------ what interfaces tell

    def symbol(self, key: ElementKey) -> c.Symbol:
        """The symbol of a top-level value, constructor or instance."""
        symbol = self._symbols.get(key)
        if symbol is None:
            symbol = self._symbols[key] = self._symbol(key)
        return symbol

    def _symbol(self, key: ElementKey) -> c.Symbol:
        if key.space is Space.CONSTRUCTOR:
            return c.Symbol(key, "", self.constructor(key).fields)
        interface = self.environment.interface(key)
        if isinstance(interface, ValueInterface):
            if interface.owner is not None:
                return c.Symbol(key)
            return c.Symbol(key, "", *arity_of(interface.type))
        if isinstance(interface, InstanceInterface):
            kept = [each for each in interface.constraints if not is_erased(each.key)]
            return c.Symbol(key, "", len(kept))
        raise Unsupported(f"{key.namespace}.{key.name} has no interface")

    def member_symbol(self, instance: ElementKey, member: str) -> c.Symbol:
        """The symbol of a member of an instance."""
        interface = self.environment.interface(instance)
        assert isinstance(interface, InstanceInterface)
        owner = self.environment.interface(interface.class_key)
        assert isinstance(owner, ClassInterface)
        type = next(type for key, type in owner.members if key.name == member)
        arity, acts = arity_of(type)
        return c.Symbol(instance, member, self.symbol(instance).arity + arity, acts)

    def constructor(self, key: ElementKey) -> ConstructorLayout:
        """What is known of a data constructor."""
        found = self._constructors.get(key)
        if found is None:
            interface = self.environment.interface(key)
            assert isinstance(interface, ConstructorInterface), key
            owner = self.environment.interface(interface.owner)
            assert isinstance(owner, DataInterface), key
            tag = None if owner.is_newtype else interface.index
            only = len(owner.constructors) == 1
            found = ConstructorLayout(key.name, tag, len(interface.fields), only)
            self._constructors[key] = found
        return found

    # ------------------------------------------------------------------ building

    def reference(self, key: ElementKey) -> c.Core:
        """A top-level value by its name. A constructor without fields is its value."""
        if key.space is Space.CONSTRUCTOR:
            constructor = self.constructor(key)
            if constructor.tag is not None and not constructor.fields:
                return c.Construct(constructor.name, constructor.tag, ())
        symbol = self.symbol(key)
        if not symbol.arity:
            known = INTRINSICS.get(symbol.name)
            if known is not None and not known.arity:
                return known.build(self, (), 0) or c.Global(symbol)
        return c.Global(symbol)

    def apply(self, function: c.Core, arguments: Sequence[c.Core], line: int) -> c.Core:
        """A function applied to arguments, one after the other."""
        given = tuple(arguments)
        while given:
            if isinstance(function, c.Apply):
                given = function.arguments + given
                function = function.function
            elif isinstance(function, c.Global):
                count = self.arity(function.symbol)
                if not count or count > len(given):
                    return c.Apply(function, given, line)
                function = self.call(function.symbol, given[:count], line)
                given = given[count:]
            elif isinstance(function, c.Lambda):
                return self._applied_lambda(function, given, line)
            elif isinstance(function, c.Let):
                return c.Let(function.name, function.value, self.apply(function.body, given, line))
            else:
                return c.Apply(function, given, line)
        return function

    def arity(self, symbol: c.Symbol) -> int:
        """With how many arguments a call of a symbol is more than an application."""
        known = INTRINSICS.get(symbol.name)
        return symbol.arity if known is None else known.arity

    def call(self, symbol: c.Symbol, arguments: tuple[c.Core, ...], line: int) -> c.Core:
        """A symbol called with as many arguments as it takes."""
        known = INTRINSICS.get(symbol.name)
        if known is not None:
            built = known.build(self, arguments, line)
            if built is not None:
                return built
        if symbol.key.space is Space.CONSTRUCTOR:
            constructor = self.constructor(symbol.key)
            if constructor.tag is None:
                return arguments[0]
            return c.Construct(constructor.name, constructor.tag, arguments)
        if len(arguments) != symbol.arity:
            return c.Apply(c.Global(symbol), arguments, line)
        return c.Call(symbol, arguments, line)

    def _applied_lambda(
        self, function: c.Lambda, arguments: tuple[c.Core, ...], line: int
    ) -> c.Core:
        count = min(len(function.parameters), len(arguments))
        body = function.body
        if count < len(function.parameters):
            body = c.Lambda(function.parameters[count:], body)
        body = self.apply(body, arguments[count:], line)
        pairs = zip(function.parameters[:count], arguments[:count], strict=True)
        for name, value in reversed(list(pairs)):
            body = c.Let(name, value, body)
        return body

    def lambda_of(self, parameters: Sequence[str], body: c.Core) -> c.Core:
        """A function of parameters, one after the other; runs of them are one."""
        if not parameters:
            return body
        if isinstance(body, c.Lambda):
            return c.Lambda((*parameters, *body.parameters), body.body)
        return c.Lambda(tuple(parameters), body)

    def member(self, dictionary: c.Core, name: str, arity: int = 0) -> c.Core:
        """A member of a dictionary; of a known instance it is a symbol of its own. `arity`: see `core.Member`."""
        if isinstance(dictionary, c.Instance):
            symbol = self.member_symbol(dictionary.symbol.key, name)
            known = INTRINSICS.get(symbol.name)
            if known is not None and not known.arity:
                built = known.build(self, (), 0)
                if built is not None:
                    return built
            return self.apply(c.Global(symbol), dictionary.arguments, 0)
        if isinstance(dictionary, c.Reflected):
            return c.Lambda((self.fresh("_"),), dictionary.value)
        return c.Member(dictionary, name, arity)

    def force(self, action: c.Core, line: int) -> c.Core:
        """An action, run. What is known of it is done in place."""
        return forced(action, line)
