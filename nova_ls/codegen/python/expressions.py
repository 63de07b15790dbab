"""Core to Python expressions: what Python can say in one, with the statements that have to come before it where it cannot.

`emit.py` says the same of statements, and of functions and loops.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.codegen import core as c
from nova_ls.codegen.children import children, descendants
from nova_ls.codegen.python.build import Lined
from nova_ls.codegen.python.primitives import PRIMITIVES
from nova_ls.codegen.python.ranges import Ranges, assumed, exact_range, range_of, wrapped
from nova_ls.codegen.python.strings import code_units
from nova_ls.codegen.python.usage import NameUsage

Statements: TypeAlias = list[ast.stmt]


@value
class TailLoop:
    """The function that is being written, where a call of it at the end is another turn. `through`: each turn is a function of its own."""

    symbol: c.Symbol | None
    name: str | None
    run: bool
    parameters: tuple[str, ...]
    through: tuple[str, ...] | None


@value
class Into:
    """The value goes into a variable."""

    name: str


@value
class Back:
    """The value is the function's result. `circle`: functions, local ones by name, that are called in place of this one."""

    loop: TailLoop | None
    circle: frozenset[str | ElementKey] = frozenset()


@value
class Away:
    """The value is not needed."""


Destination: TypeAlias = Into | Back | Away

AWAY: Final = Away()
ATOMS: Final = (c.Local, c.Global, c.Int, c.Number, c.String, c.Boolean, c.Nothing)
_STATEMENTS: Final = (c.Let, c.LetRec, c.Join, c.Jump, c.Fail, c.Count, c.Each, c.While)


class PythonExpressionWriter(ABC):
    """Writes one declaration. `references`: the symbols it mentions; `constants`: closed dictionaries, by the names they get."""

    def __init__(self, owner: str, whole: c.Core) -> None:
        self.make = Lined()
        self.owner = owner
        self.references: dict[c.Symbol, None] = {}
        self.constants: dict[str, c.Instance] = {}
        self._usage = NameUsage(whole)
        self._aliases: dict[str, c.Core] = {}
        self._direct: dict[str, int] = {}
        self._pure: dict[int, bool] = {}
        self._count = 0
        self._ranges: Ranges = {}
        """What is known of integers where the emitter is."""
        self._joins: dict[str, tuple[str, tuple[str, ...]]] = {}
        """For each label the flag that says that it was jumped to, "" where that is plain, and the parameters."""

    def recount(self, whole: c.Core) -> None:
        """Something is to be written in another way: how names are used is that of the new one."""
        self._usage = NameUsage(whole)

    def fresh(self, name: str) -> str:
        """A name that neither the source nor core has."""
        self._count += 1
        return f"{name}~{self._count}"

    @abstractmethod
    def write(self, core: c.Core, to: Destination, out: Statements) -> None:
        """The statements that evaluate something."""

    @abstractmethod
    def body(self, core: c.Core, to: Destination) -> Statements:
        """The statements as a block."""

    @abstractmethod
    def look(self, core: c.Switch) -> ast.expr:
        """What a switch looks at."""

    @abstractmethod
    def test(self, subject: ast.expr, key: int | float | str | bool) -> ast.expr:
        """Whether what a switch looks at is what an arm is for."""

    def curried(self, name: str, parameters: Sequence[str]) -> ast.expr:
        """A function of several arguments, taking one after the other."""
        names = [f"{index}" for index in range(len(parameters))]
        result = self.make.call(self.make.name(name), [self.make.name(each) for each in names])
        for each in reversed(names):
            result = self.make.function((each,), result)
        return result

    # ------------------------------------------------------------------ expressions

    def is_pure(self, core: c.Core) -> bool:
        """Whether it is one Python expression, without statements before it."""
        known = self._pure.get(id(core))
        if known is None:
            if isinstance(core, _STATEMENTS):
                known = False
            else:
                known = all(map(self.is_pure, children(core)))
            self._pure[id(core)] = known
        return known

    def value(self, core: c.Core, out: Statements) -> ast.expr:
        """An expression; statements that have to come before it go to `out`."""
        if isinstance(core, c.Let | c.LetRec | c.Join | c.Fail | c.Count | c.Each | c.While) or (
            isinstance(core, c.If | c.Switch) and not self.is_pure(core)
        ):
            name = self.fresh("value")
            self.write(core, Into(name), out)
            return self.make.name(name)
        return _VALUE[core.__class__](self, core, out)

    def values(self, cores: Sequence[c.Core], out: Statements) -> list[ast.expr]:
        """Several expressions, evaluated in their order."""
        last = -1
        for index, core in enumerate(cores):
            if not self.is_pure(core) and not isinstance(core, c.Lambda | c.Delay):
                last = index
        found: list[ast.expr] = []
        for index, core in enumerate(cores):
            value = self.value(core, out)
            if index < last and not isinstance(core, (*ATOMS, c.Lambda, c.Delay)):
                name = self.fresh("value")
                out.append(self.make.assign(name, value))
                value = self.make.name(name)
            found.append(value)
        return found

    def _local(self, name: str) -> ast.expr:
        alias = self._aliases.get(name)
        if alias is not None:
            return _VALUE[alias.__class__](self, alias, [])
        return self.make.name(name)

    def _value_local(self, core: c.Local, _out: Statements) -> ast.expr:
        name = core.name
        if name in self._aliases:
            return self._local(name)
        if self._direct.get(name, 1) > 1:
            return self.make.name(f"{name}~")
        return self.make.name(name)

    def refer(self, symbol: c.Symbol, form: str = "") -> ast.expr:
        """The name of a symbol, in one of its forms."""
        self.references[symbol] = None
        return self.make.name(f"{symbol.name}{form}")

    def _value_function(self, core: c.Lambda, out: Statements) -> ast.expr:
        if self.is_pure(core.body):
            result = self.value(core.body, out)
            for name in reversed(core.parameters):
                result = self.make.function((name,), result)
            return result
        first, *rest = core.parameters
        body = c.Lambda(tuple(rest), core.body) if rest else core.body
        name = self.fresh("function")
        out.append(self.make.define(name, (first,), self.body(body, Back(None))))
        return self.make.name(name)

    def _value_delay(self, core: c.Delay, out: Statements) -> ast.expr:
        if self.is_pure(core.body):
            return self.make.function((), self.value(core.body, out))
        name = self.fresh("action")
        out.append(self.make.define(name, (), self.body(core.body, Back(None))))
        return self.make.name(name)

    def _value_apply(self, core: c.Apply, out: Statements) -> ast.expr:
        function = core.function
        if isinstance(function, c.Local) and function.name not in self._aliases:
            count = self._direct.get(function.name, 1)
            if count > 1 and len(core.arguments) >= count:
                given = self.values(core.arguments, out)
                self._at(core.line)
                result = self.make.call(self.make.name(function.name), given[:count])
                for value in given[count:]:
                    result = self.make.call(result, [value])
                return result
        if isinstance(function, c.Member) and 1 < function.arity <= len(core.arguments):
            count = function.arity
            dictionary, *given = self.values((function.dictionary, *core.arguments), out)
            self._at(core.line)
            member = self.make.item(dictionary, f"{function.name}#{count}")
            result = self.make.call(member, given[:count])
            for value in given[count:]:
                result = self.make.call(result, [value])
            return result
        result, *given = self.values((function, *core.arguments), out)
        self._at(core.line)
        for value in given:
            result = self.make.call(result, [value])
        return result

    def _at(self, line: int) -> None:
        if line:
            self.make.line = line

    def _value_call(self, core: c.Call, out: Statements) -> ast.expr:
        symbol = core.symbol
        given = self.values(core.arguments, out)
        self._at(core.line)
        return self.make.call(self.refer(symbol, form_of(symbol, core.run)), given)

    def _value_force(self, core: c.Force, out: Statements) -> ast.expr:
        action = self.value(core.action, out)
        self._at(core.line)
        return self.make.call(action, [])

    def _value_if(self, core: c.If, out: Statements) -> ast.expr:
        test = self.value(core.condition, out)
        known = self._ranges
        self._ranges = assumed(known, core.condition, True)
        then = self.value(core.then, out)
        self._ranges = assumed(known, core.condition, False)
        otherwise = self.value(core.otherwise, out)
        self._ranges = known
        if isinstance(core.otherwise, c.Boolean) and not core.otherwise.value:
            return self.make.both(ast.And(), [test, then])
        if isinstance(core.then, c.Boolean) and core.then.value:
            return self.make.both(ast.Or(), [test, otherwise])
        return self.make.choice(test, then, otherwise)

    def _value_switch(self, core: c.Switch, out: Statements) -> ast.expr:
        arms = list(core.arms)
        last = core.otherwise
        if last is None:
            last = arms.pop()[1]
        result = self.value(last, out)
        for key, arm in reversed(arms):
            test = self.test(self.look(core), key)
            result = self.make.choice(test, self.value(arm, out), result)
        return result

    def _value_construct(self, core: c.Construct, out: Statements) -> ast.expr:
        if not core.fields:
            return self.make.constant((core.tag,))
        return self.make.tuple([self.make.constant(core.tag), *self.values(core.fields, out)])

    def _value_record(self, core: c.RecordOf, out: Statements) -> ast.expr:
        values = self.values([value for _, value in core.fields], out)
        keys: list[ast.expr | None] = [
            self.make.constant(code_units(label)) for label, _ in core.fields
        ]
        return ast.Dict(keys, values, lineno=self.make.line, col_offset=0)

    def _value_set(self, core: c.Set, out: Statements) -> ast.expr:
        values = self.values([core.record, *[value for _, value in core.fields]], out)
        keys: list[ast.expr | None] = [None]
        keys += [self.make.constant(code_units(label)) for label, _ in core.fields]
        return ast.Dict(keys, values, lineno=self.make.line, col_offset=0)

    def _value_get(self, core: c.Get, out: Statements) -> ast.expr:
        record = self.value(core.record, out)
        self._at(core.line)
        return self.make.item(record, code_units(core.label))

    def _value_primitive(self, core: c.Primitive, out: Statements) -> ast.expr:
        given = self.values(core.arguments, out)
        self._at(core.line)
        if core.name == "cells.within" and range_of(self._ranges, core.arguments[0])[0] >= 0:
            size = self.make.call(self.make.name("len"), given[1:])
            return self.make.compare(given[0], ast.Lt(), size)
        value = PRIMITIVES[core.name](self.make, given)
        exact = exact_range(self._ranges, core)
        return value if exact is None else wrapped(self.make, value, exact)

    def _value_instance(self, core: c.Instance, out: Statements) -> ast.expr:
        if not core.arguments:
            return self.refer(core.symbol)
        if is_closed(core):
            name = f"{self.owner}^{len(self.constants)}"
            self.constants[name] = core
            return self.make.name(name)
        return self.instance(core, out)

    def instance(self, core: c.Instance, out: Statements) -> ast.expr:
        """A dictionary that is made for other dictionaries."""
        given = self.values(core.arguments, out)
        return self.make.call(self.refer(core.symbol), given)

    def _value_reflected(self, core: c.Reflected, out: Statements) -> ast.expr:
        value = self.make.function(("_",), self.value(core.value, out))
        keys: list[ast.expr | None] = [self.make.constant(core.member)]
        return ast.Dict(keys, [value], lineno=self.make.line, col_offset=0)


def form_of(symbol: c.Symbol, run: bool) -> str:
    """How the form of a symbol is called that takes all its arguments at once; `run`: and runs the action it gives."""
    return f"!{symbol.arity}" if run else f"#{symbol.arity}"


def is_closed(core: c.Core) -> bool:
    """Whether evidence holds no local variable."""
    return all(isinstance(each, c.Instance | c.Nothing) for each in descendants(core))


_VALUE: Final[dict[type, Callable[[PythonExpressionWriter, Any, Statements], ast.expr]]] = {
    c.Local: PythonExpressionWriter._value_local,
    c.Global: lambda emitter, core, _out: emitter.refer(core.symbol),
    c.Int: lambda emitter, core, _out: emitter.make.constant(core.value),
    c.Number: lambda emitter, core, _out: emitter.make.constant(core.value),
    c.String: lambda emitter, core, _out: emitter.make.constant(code_units(core.value)),
    c.Boolean: lambda emitter, core, _out: emitter.make.constant(core.value),
    c.Nothing: lambda emitter, _core, _out: emitter.make.constant(None),
    c.Lambda: PythonExpressionWriter._value_function,
    c.Apply: PythonExpressionWriter._value_apply,
    c.Call: PythonExpressionWriter._value_call,
    c.Delay: PythonExpressionWriter._value_delay,
    c.Force: PythonExpressionWriter._value_force,
    c.If: PythonExpressionWriter._value_if,
    c.Switch: PythonExpressionWriter._value_switch,
    c.Construct: PythonExpressionWriter._value_construct,
    c.Field: lambda emitter, core, out: emitter.make.item(
        emitter.value(core.value, out), core.index + 1
    ),
    c.ArrayOf: lambda emitter, core, out: ast.List(
        emitter.values(core.items, out), ast.Load(), lineno=emitter.make.line, col_offset=0
    ),
    c.Item: lambda emitter, core, out: emitter.make.item(
        emitter.value(core.array, out), core.index
    ),
    c.RecordOf: PythonExpressionWriter._value_record,
    c.Set: PythonExpressionWriter._value_set,
    c.Get: PythonExpressionWriter._value_get,
    c.Primitive: PythonExpressionWriter._value_primitive,
    c.Instance: PythonExpressionWriter._value_instance,
    c.Member: lambda emitter, core, out: emitter.make.item(
        emitter.value(core.dictionary, out), core.name
    ),
    c.Super: lambda emitter, core, out: emitter.make.item(
        emitter.value(core.dictionary, out), core.index
    ),
    c.Reflected: PythonExpressionWriter._value_reflected,
}
