"""One declaration to functions of its Elixir module.

`f` without arguments is the value: a function of one argument at a time, if it is one. With as many as its type shows it is called at once, and
`f!` then runs the action that comes out, too. A constant is computed when it is first asked for. An instance gives a dictionary: a map to functions that
compute members, by name, and superclasses, by index.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.codegen import core as c
from nova_ls.codegen.elixir.expression import ElixirWriter, curried, definition, own_name
from nova_ls.codegen.elixir.spell import (
    atom,
    foreign_module,
    function_name,
    module_name,
    quoted,
    string,
)
from nova_ls.codegen.force import forced

_PREFIX: Final = "elixir:"
_CHEAP: Final = (c.Int, c.Number, c.String, c.Boolean, c.Nothing, c.Lambda, c.Delay)


@value
class WrittenDeclaration:
    """The functions that a declaration becomes, and the elements that it mentions."""

    text: str
    needs: tuple[ElementKey, ...]


def write_elixir(code: c.Code, missing: str | None = None) -> WrittenDeclaration:
    """The text of a declaration. `missing`: why a foreign value is not there, which is said when it is used."""
    writer = _Declaration()
    if isinstance(code, c.ConstructorCode):
        writer.constructor(code)
    elif isinstance(code, c.MemberCode):
        writer.member(code)
    elif isinstance(code, c.ForeignCode):
        writer.foreign(code, missing)
    elif isinstance(code, c.ValueCode):
        writer.value(code)
    else:
        writer.instance(code)
    return WrittenDeclaration("\n\n".join(writer.out), tuple(writer.needs))


class _Declaration:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.needs: dict[ElementKey, None] = {}

    # ------------------------------------------------------------------ values

    def value(self, code: c.ValueCode) -> None:
        """A value in all its forms."""
        symbol, writer = code.symbol, ElixirWriter(code.symbol, code.body)
        given = _given(code.body, symbol.arity, writer)
        if given is None:
            self._forwarding(symbol, code.body, writer)
        elif symbol.arity:
            self._function(symbol, *given, writer)
        else:
            self._plain(symbol, code.body, writer)
        self._finish(writer)

    def _finish(self, writer: ElixirWriter) -> None:
        self.out += writer.lifted
        for symbol in writer.references:
            self.needs[symbol.key] = None

    def _define(self, name: str, parameters: Sequence[str], body: str) -> None:
        self.out.append(definition(name, parameters, body))

    def _function(
        self, symbol: c.Symbol, parameters: list[str], body: c.Core, writer: ElixirWriter
    ) -> None:
        name = own_name(symbol)
        names = [f"a{index}" for index in range(symbol.arity)]
        if symbol.acts:
            self._define(f"{name}!", parameters, writer.block(forced(body, 0)))
            self._define(name, names, curried((), writer.call(symbol, names, True)))
        else:
            self._define(name, parameters, writer.block(body))
        self._define(name, (), curried(names, writer.call(symbol, names)))

    def _plain(self, symbol: c.Symbol, body: c.Core, writer: ElixirWriter) -> None:
        self._constant(symbol, body, writer)
        if symbol.acts:
            run = writer.call(symbol, ())
            self._define(f"{own_name(symbol)}!", (), f"{run}.()")

    def _constant(self, symbol: c.Symbol, body: c.Core, writer: ElixirWriter) -> None:
        text = writer.block(body)
        if not isinstance(body, _CHEAP):
            text = f"Nova.Runtime.constant({atom(symbol.name)}, fn ->\n{text}\nend)"
        self._define(own_name(symbol), (), text)

    def _forwarding(self, symbol: c.Symbol, body: c.Core, writer: ElixirWriter) -> None:
        """A value that is computed to give a function: its other forms go through that."""
        self._constant(symbol, body, writer)
        names = [f"a{index}" for index in range(symbol.arity)]
        call = writer.call(symbol, ()) + "".join([f".({each})" for each in names])
        self._define(own_name(symbol), names, call)
        if symbol.acts:
            self._define(f"{own_name(symbol)}!", names, f"{call}.()")

    # ------------------------------------------------------------------ what interfaces tell

    def constructor(self, code: c.ConstructorCode) -> None:
        """A constructor as a function of its fields."""
        names = [f"a{index}" for index in range(code.fields)]
        body = names[0] if code.tag is None else "{" + ", ".join([str(code.tag), *names]) + "}"
        self._define(code.symbol.key.name, (), curried(names, body) if names else body)
        if names:
            self._define(code.symbol.key.name, names, body)

    def member(self, code: c.MemberCode) -> None:
        """A class member as a function of a dictionary."""
        found = f"Nova.Runtime.member(a0, {atom(code.member)}, {string(code.member)})"
        self._define(own_name(code.symbol), (), curried(("a0",), found))

    def foreign(self, code: c.ForeignCode, missing: str | None) -> None:
        """A foreign value: an expression of Elixir, or what stands in the file beside the module."""
        symbol, text = code.symbol, (code.inline or "").strip()
        name = own_name(symbol)
        names = [f"a{index}" for index in range(symbol.arity)]
        whole = f"{module_name(symbol.key.namespace)}.{function_name(name)}"
        if text.startswith(_PREFIX):
            value = f"(\n{text.removeprefix(_PREFIX).strip()}\n)"
            self._define(name, (), f"Nova.Runtime.constant({atom(symbol.name)}, fn -> {value} end)")
            result = f"{whole}()" + "".join([f".({each})" for each in names])
        else:
            module = foreign_module(symbol.key.namespace)
            result = f"{module}.{function_name(symbol.key.name)}({', '.join(names)})"
            if missing is not None:
                result = f"Nova.Runtime.fail({quoted(missing)})"
                names = [f"_{each}" for each in names]
            self._define(name, (), curried(names, result) if names else result)
        if names:
            self._define(name, names, result)
        if symbol.acts:
            self._define(f"{name}!", names, f"{result}.()")

    # ------------------------------------------------------------------ instances

    def instance(self, code: c.InstanceCode) -> None:
        """An instance: its members, and its dictionary."""
        for member in code.members:
            self.value(member)
        writer = ElixirWriter(code.symbol, _supers(code))
        names = [writer.variable(each) for each in code.parameters]
        parts = [
            f"{atom(each.symbol.member)} => fn -> {_of_instance(writer, each.symbol, names)} end"
            for each in code.members
        ]
        parts += [
            f"{index} => fn ->\n{writer.block(above)}\nend" for index, above in code.superclasses
        ]
        whole = "%{" + ",\n".join(parts) + "}"
        # Not all members need all dictionaries.
        kept = [f"_ = {each}" for each in names]
        self._define(own_name(code.symbol), names, "\n".join([*kept, whole]))
        self._finish(writer)


def _supers(code: c.InstanceCode) -> c.Core:
    return c.ArrayOf(tuple([above for _, above in code.superclasses]))


def _of_instance(writer: ElixirWriter, symbol: c.Symbol, given: Sequence[str]) -> str:
    """A member for the dictionaries that the instance was given."""
    rest = [f"a{index}" for index in range(symbol.arity - len(given))]
    if not given or not rest:
        return writer.call(symbol, given)
    return curried(rest, writer.call(symbol, [*given, *rest]))


def _given(body: c.Core, count: int, writer: ElixirWriter) -> tuple[list[str], c.Core] | None:
    """The parameters of a value that is called with so many arguments, and what it does then; None if something is computed before they come."""
    parameters: tuple[str, ...] = ()
    inner = body
    if isinstance(body, c.Lambda):
        parameters, inner = body.parameters, body.body
    if len(parameters) > count:
        inner = c.Lambda(parameters[count:], inner)
        parameters = parameters[:count]
    names = [writer.parameter(each) for each in parameters]
    if len(parameters) == count:
        return names, inner
    more = count - len(parameters)
    symbol, arguments = _partial(inner)
    if symbol is None or symbol.arity != len(arguments) + more:
        return None
    extra = [f"{index}~more" for index in range(more)]
    locals = tuple([c.Local(each) for each in extra])
    call = c.Call(symbol, (*arguments, *locals), 0)
    return [*names, *[writer.variable(each) for each in extra]], call


def _partial(core: c.Core) -> tuple[c.Symbol | None, tuple[c.Core, ...]]:
    """A function of a symbol that lacks arguments, where nothing is computed for those that it has."""
    atoms = (c.Local, c.Global, c.Int, c.Number, c.String, c.Boolean, c.Nothing, c.Instance)
    if isinstance(core, c.Global):
        return core.symbol, ()
    if isinstance(core, c.Apply) and isinstance(core.function, c.Global):
        if all(isinstance(each, atoms) for each in core.arguments):
            return core.function.symbol, core.arguments
    return None, ()
