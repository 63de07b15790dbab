"""Core to expressions of Elixir.

Functions of Elixir cannot name themselves, so that local ones which may refer to each other become functions of the module, over the variables
they take from around them. So do branches that are long: the time that Elixir takes for one function grows faster than its length. A local value that is needed before it is known, from inside a function, is looked up in a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from nova_ls.base.slotted import value
from nova_ls.codegen import core as c
from nova_ls.codegen.elixir.free import free_labels, free_names, used_names
from nova_ls.codegen.elixir.primitive import PRIMITIVES
from nova_ls.codegen.elixir.spell import (
    atom,
    defined_name,
    function_name,
    integer,
    module_name,
    number,
    quoted,
    string,
)
from nova_ls.codegen.value_order import in_order

_LONG: Final = 6000
"""So many characters are too long for branches, or for a block."""
_SHORT: Final = 500
"""So many are not worth a function."""
_MOST_PARAMETERS: Final = 200
"""The BEAM has room for 255."""
_NOT_OF_A_NAME: Final = re.compile(r"[^A-Za-z0-9_]")


@value
class _Lifted:
    """A local function that is one of the module: its name there, the variables it takes first, and how many arguments follow."""

    function: str
    taken: tuple[str, ...]
    count: int


class ElixirWriter:
    """Writes one declaration. `lifted`: functions that it needs beside its own; `references`: the symbols that it mentions."""

    def __init__(self, owner: c.Symbol, whole: c.Core) -> None:
        self.lifted: list[str] = []
        self.references: dict[c.Symbol, None] = {}
        self._owner = owner
        self._module = module_name(owner.key.namespace)
        self._used = used_names(whole)
        self._functions: dict[str, _Lifted] = {}
        self._cells: set[str] = set()
        self._variables: dict[str, str] = {}

    # ------------------------------------------------------------------ names

    def variable(self, name: str) -> str:
        """The variable of a local name."""
        known = self._variables.get(name)
        if known is None:
            base = _NOT_OF_A_NAME.sub("_", name).strip("_") or "v"
            base = base[0].lower() + base[1:] if not base[0].isdigit() else f"v{base}"
            known = self._variables[name] = f"{base}_{len(self._variables)}"
        return known

    def parameter(self, name: str) -> str:
        """The variable of a local name where it is bound: none where nobody reads it."""
        return self.variable(name) if name in self._used else "_"

    def fresh(self) -> str:
        """A variable of no local name."""
        return self.variable(f"{len(self._variables)}~")

    def call(self, symbol: c.Symbol, arguments: Sequence[str], run: bool = False) -> str:
        """A function of a symbol, called; without arguments it gives the symbol as a value."""
        self.references[symbol] = None
        name = function_name(own_name(symbol) + ("!" if run else ""))
        return f"{module_name(symbol.key.namespace)}.{name}({', '.join(arguments)})"

    # ------------------------------------------------------------------ blocks

    def block(self, core: c.Core) -> str:
        """Expressions on lines of their own, the last of which is the value."""
        lines: list[str] = []
        while True:
            if sum(map(len, lines)) > _LONG:
                lines.append(self._apart(core, self.block(core)))
                return "\n".join(lines)
            if isinstance(core, c.Let):
                if core.name in self._used:
                    lines.append(f"{self.variable(core.name)} = {self.expression(core.value)}")
                elif not isinstance(core.value, _SILENT):
                    lines.append(f"_ = {self.expression(core.value)}")
                core = core.body
            elif isinstance(core, c.LetRec):
                self._let_rec(core, lines)
                core = core.body
            elif isinstance(core, c.Join):
                names = ", ".join([self.parameter(each) for each in core.parameters])
                (body,) = self._branches((core.body,))
                lines.append(f"{self.variable(core.label)} = fn {names} ->\n{body}\nend")
                core = core.rest
            else:
                break
        lines.append(_WRITE[core.__class__](self, core))
        return "\n".join(lines)

    def expression(self, core: c.Core) -> str:
        """One expression."""
        text = self.block(core)
        return f"(\n{text}\n)" if isinstance(core, c.Let | c.LetRec | c.Join) else text

    def expressions(self, cores: Sequence[c.Core]) -> list[str]:
        """Several expressions, in order."""
        return [self.expression(each) for each in cores]

    # ------------------------------------------------------------------ recursive values

    def _let_rec(self, core: c.LetRec, lines: list[str]) -> None:
        functions = [each for each in core.bindings if isinstance(each[1], c.Lambda | c.Delay)]
        values = [each for each in core.bindings if not isinstance(each[1], c.Lambda | c.Delay)]
        names = {name for name, _ in core.bindings}
        needed = self._taken_by([value for _, value in core.bindings])
        cells = {name for name, _ in values if name in needed}
        for name in sorted(cells):
            lines.append(f"{self.variable(f'{name}~cell')} = Nova.Runtime.new_ref(:later)")
        self._cells |= cells
        own = {name for name, _ in functions}
        taken = tuple(sorted(self._taken_by([function for _, function in functions]) - own))
        for name, function in functions:
            count = len(function.parameters) if isinstance(function, c.Lambda) else 0
            lifted = f"{own_name(self._owner)}~{name}"
            self._functions[name] = _Lifted(lifted, taken, count)
        for name, function in functions:
            self._lift(self._functions[name], function)
        for name, member in in_order(values):
            lines.append(f"{self.variable(name)} = {self.expression(member)}")
            if name in cells:
                cell = self.variable(f"{name}~cell")
                lines.append(f"Nova.Runtime.write_ref({cell}, {{:known, {self.variable(name)}}})")
        self._cells -= names

    def _taken_by(self, cores: Sequence[c.Core]) -> set[str]:
        """The names that pieces of core take from around them, with what the functions take that they call."""
        taken: set[str] = set()
        for name in free_names(cores):
            known = self._functions.get(name)
            taken.update((name,) if known is None else known.taken)
        return taken

    def _lift(self, lifted: _Lifted, function: c.Core) -> None:
        parameters = [self._passed(each) for each in lifted.taken]
        if isinstance(function, c.Lambda):
            parameters += [self.parameter(each) for each in function.parameters]
            body = self.block(function.body)
        else:
            assert isinstance(function, c.Delay)
            body = self.block(function.body)
        self.lifted.append(definition(lifted.function, parameters, body))

    def _passed(self, name: str) -> str:
        """What is handed on for a name: its cell, while it is not known."""
        return self.variable(f"{name}~cell") if name in self._cells else self.variable(name)

    def _call_lifted(self, lifted: _Lifted, arguments: Sequence[str]) -> str:
        given = [*[self._passed(each) for each in lifted.taken], *arguments]
        return f"{self._module}.{function_name(lifted.function)}({', '.join(given)})"

    def local(self, name: str) -> str:
        """A local name as a value."""
        lifted = self._functions.get(name)
        if lifted is not None:
            names = [f"a{index}" for index in range(lifted.count)]
            return curried(names, self._call_lifted(lifted, names))
        if name in self._cells:
            return f"Nova.Runtime.late({self.variable(f'{name}~cell')})"
        return self.variable(name)

    # ------------------------------------------------------------------ functions

    def _function(self, core: c.Lambda) -> str:
        return curried([self.parameter(each) for each in core.parameters], self.block(core.body))

    def _apply(self, core: c.Apply) -> str:
        given = self.expressions(core.arguments)
        function = core.function
        text, count = "", 0
        if isinstance(function, c.Local) and function.name in self._functions:
            lifted = self._functions[function.name]
            if 0 < lifted.count <= len(given):
                text, count = self._call_lifted(lifted, given[: lifted.count]), lifted.count
        if not count:
            text = self._called(function)
        return text + "".join([f".({each})" for each in given[count:]])

    def _called(self, function: c.Core) -> str:
        """An expression where more follows: arguments, or what is done in a case."""
        text = self.expression(function)
        return f"({text})" if text.startswith(("fn ", "case ")) else text

    def _force(self, core: c.Force) -> str:
        action = core.action
        if isinstance(action, c.Local) and action.name in self._functions:
            lifted = self._functions[action.name]
            if not lifted.count:
                return self._call_lifted(lifted, ())
        return f"{self._called(action)}.()"

    # ------------------------------------------------------------------ branches

    def _switch(self, core: c.Switch) -> str:
        subject = self.local(core.subject)
        if core.test is c.Discriminant.TAG:
            subject = f":erlang.element(1, {subject})"
        elif core.test is c.Discriminant.LENGTH:
            subject = f":erlang.tuple_size({subject})"
        arms = [(_pattern(key), arm) for key, arm in core.arms]
        if core.otherwise is not None:
            arms.append(("_", core.otherwise))
        texts = self._branches([arm for _, arm in arms])
        clauses = "\n".join(f"{key} ->\n{text}" for (key, _), text in zip(arms, texts, strict=True))
        return f"case {subject} do\n{clauses}\nend"

    def _if(self, core: c.If) -> str:
        condition = self._called(core.condition)
        then, otherwise = self._branches((core.then, core.otherwise))
        return f"case {condition} do\ntrue ->\n{then}\nfalse ->\n{otherwise}\nend"

    def _branches(self, cores: Sequence[c.Core]) -> list[str]:
        """What is done in each case; in functions of the module where that is long."""
        texts = [self.block(each) for each in cores]
        if sum(map(len, texts)) <= _LONG:
            return texts
        return [
            self._apart(core, text) if len(text) > _SHORT else text
            for core, text in zip(cores, texts, strict=True)
        ]

    def _apart(self, core: c.Core, text: str) -> str:
        """A call of a function of the module that does what a block does."""
        taken = sorted(self._taken_by([core]) | free_labels(core))
        if len(taken) > _MOST_PARAMETERS:
            return text
        branch = _Lifted(f"{own_name(self._owner)}~{len(self.lifted)}", tuple(taken), 0)
        parameters = [self._passed(each) for each in taken]
        self.lifted.append(definition(branch.function, parameters, text))
        return self._call_lifted(branch, ())

    def _jump(self, core: c.Jump) -> str:
        return f"{self.variable(core.label)}.({', '.join(self.expressions(core.arguments))})"

    def _fail(self, core: c.Fail) -> str:
        name = f"{self._owner.key.namespace}.{self._owner.key.name}"
        return f"Nova.Runtime.no_case({quoted(name)}, {core.line})"

    # ------------------------------------------------------------------ loops

    def _count(self, core: c.Count) -> str:
        start, stop = self.expressions((core.start, core.stop))
        turn = curried((self.parameter(core.name),), self.block(core.body))
        return f"Nova.Runtime.count({start}, {stop}, {turn})"

    def _each(self, core: c.Each) -> str:
        turn = curried((self.parameter(core.name),), self.block(core.body))
        return f"Nova.Runtime.each({self.expression(core.array)}, {turn})"

    def _while(self, core: c.While) -> str:
        condition = curried((), self.block(core.condition))
        return f"Nova.Runtime.while({condition}, {curried((), self.block(core.body))})"

    # ------------------------------------------------------------------ data

    def _construct(self, core: c.Construct) -> str:
        return "{" + ", ".join([str(core.tag), *self.expressions(core.fields)]) + "}"

    def _record(self, fields: Sequence[tuple[str, c.Core]]) -> str:
        return ", ".join([f"{string(label)} => {self.expression(each)}" for label, each in fields])

    def _instance(self, core: c.Instance) -> str:
        return self.call(core.symbol, self.expressions(core.arguments))

    def _member(self, core: c.Member) -> str:
        name = f"{atom(core.name)}, {string(core.name)}"
        return f"Nova.Runtime.member({self.expression(core.dictionary)}, {name})"

    def _reflected(self, core: c.Reflected) -> str:
        value = self.expression(core.value)
        return f"%{{{atom(core.member)} => fn -> fn _ -> {value} end end}}"


def own_name(symbol: c.Symbol) -> str:
    """What a symbol is called in its module."""
    return f"{symbol.key.name}.{symbol.member}" if symbol.member else symbol.key.name


def definition(name: str, parameters: Sequence[str], body: str) -> str:
    """A function of the module."""
    return f"def {defined_name(name)}({', '.join(parameters)}) do\n{body}\nend"


def curried(parameters: Sequence[str], body: str) -> str:
    """A function that takes one argument after the other; an action if it takes none."""
    if not parameters:
        return f"fn ->\n{body}\nend"
    return "".join([f"fn {each} ->\n" for each in parameters]) + body + "\nend" * len(parameters)


def _pattern(key: int | float | str | bool) -> str:
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, str):
        return string(key)
    return str(key) if isinstance(key, int) else number(key).strip("()")


_SILENT: Final = (
    c.Local,
    c.Global,
    c.Int,
    c.Number,
    c.String,
    c.Boolean,
    c.Nothing,
    c.Lambda,
    c.Delay,
)

_WRITE: Final[dict[type, Callable[[ElixirWriter, Any], str]]] = {
    c.Local: lambda writer, core: writer.local(core.name),
    c.Global: lambda writer, core: writer.call(core.symbol, ()),
    c.Int: lambda _writer, core: integer(core.value),
    c.Number: lambda _writer, core: number(core.value),
    c.String: lambda _writer, core: string(core.value),
    c.Boolean: lambda _writer, core: "true" if core.value else "false",
    c.Nothing: lambda _writer, _core: ":unit",
    c.Lambda: ElixirWriter._function,
    c.Apply: ElixirWriter._apply,
    c.Call: lambda writer, core: writer.call(
        core.symbol, writer.expressions(core.arguments), core.run
    ),
    c.Delay: lambda writer, core: curried((), writer.block(core.body)),
    c.Force: ElixirWriter._force,
    c.If: ElixirWriter._if,
    c.Switch: ElixirWriter._switch,
    c.Jump: ElixirWriter._jump,
    c.Fail: ElixirWriter._fail,
    c.Construct: ElixirWriter._construct,
    c.Field: lambda writer, core: (
        f":erlang.element({core.index + 2}, {writer.expression(core.value)})"
    ),
    c.ArrayOf: lambda writer, core: "{" + ", ".join(writer.expressions(core.items)) + "}",
    c.Item: lambda writer, core: (
        f":erlang.element({core.index + 1}, {writer.expression(core.array)})"
    ),
    c.RecordOf: lambda writer, core: f"%{{{writer._record(core.fields)}}}",
    c.Get: lambda writer, core: (
        f":erlang.map_get({string(core.label)}, {writer.expression(core.record)})"
    ),
    c.Set: lambda writer, core: (
        f"%{{{writer.expression(core.record)} | {writer._record(core.fields)}}}"
    ),
    c.Primitive: lambda writer, core: PRIMITIVES[core.name](writer.expressions(core.arguments)),
    c.Count: ElixirWriter._count,
    c.Each: ElixirWriter._each,
    c.While: ElixirWriter._while,
    c.Instance: ElixirWriter._instance,
    c.Member: ElixirWriter._member,
    c.Super: lambda writer, core: (
        f"Nova.Runtime.above({writer.expression(core.dictionary)}, {core.index})"
    ),
    c.Reflected: ElixirWriter._reflected,
}
