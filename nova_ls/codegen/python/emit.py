"""Core to Python syntax trees: expressions where Python has one, statements where it has not.

Arguments are evaluated from left to right: where one of them needs statements, those before it are put into variables first. What stands in
a branch is evaluated in it. A function that ends in a call of itself is a loop; where something made in the loop holds its variables,
each turn is a call of a function inside, so that the variables of a turn stay what they were.

Nothing is renamed: names are unique in a declaration, and those of the source with dots and primes are names to Python's compiler as well, as
long as no text is parsed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from nova_ls.codegen import core as c
from nova_ls.codegen.children import children
from nova_ls.codegen.python.build import Lined
from nova_ls.codegen.python.primitives import PRIMITIVES
from nova_ls.codegen.python.ranges import Ranges, assumed, exact_range, wrapped
from nova_ls.codegen.python.strings import code_units
from nova_ls.codegen.python.usage import Usage, calls_itself, has_closures

Statements: TypeAlias = list[ast.stmt]


@dataclass(frozen=True, slots=True)
class Loop:
    """The function that is being written, where a call of it at the end is another turn. `through`: each turn is a function of its own."""

    symbol: c.Symbol | None
    name: str | None
    run: bool
    parameters: tuple[str, ...]
    through: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Into:
    """The value goes into a variable."""

    name: str


@dataclass(frozen=True, slots=True)
class Back:
    """The value is the function's result."""

    loop: Loop | None


@dataclass(frozen=True, slots=True)
class Away:
    """The value is not needed."""


Destination: TypeAlias = Into | Back | Away

_AWAY: Final = Away()
_ATOMS: Final = (c.Local, c.Global, c.Int, c.Number, c.String, c.Boolean, c.Nothing)
_STATEMENTS: Final = (c.Let, c.LetRec, c.Join, c.Jump, c.Fail)


class Emitter:
    """Writes one declaration. `references`: the symbols it mentions; `constants`: closed dictionaries, by the names they get."""

    def __init__(self, owner: str, whole: c.Core) -> None:
        self.make = Lined()
        self.owner = owner
        self.references: dict[c.Symbol, None] = {}
        self.constants: dict[str, c.Instance] = {}
        self._usage = Usage(whole)
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
        self._usage = Usage(whole)

    def fresh(self, name: str) -> str:
        """A name that neither the source nor core has."""
        self._count += 1
        return f"{name}~{self._count}"

    # ------------------------------------------------------------------ statements

    def write(self, core: c.Core, to: Destination, out: Statements) -> None:
        """The statements that evaluate something."""
        while True:
            if isinstance(core, c.Let):
                self._let(core, out)
                core = core.body
            elif isinstance(core, c.LetRec):
                self._let_rec(core, out)
                core = core.body
            else:
                break
        writer = _WRITE.get(core.__class__)
        if writer is not None and not (isinstance(to, Into) and self.is_pure(core)):
            writer(self, core, to, out)
        elif not (isinstance(to, Back) and to.loop is not None and self._turn(core, to.loop, out)):
            self._put(self.value(core, out), to, out)

    def body(self, core: c.Core, to: Destination) -> Statements:
        """The statements as a block."""
        out: Statements = []
        self.write(core, to, out)
        return out or [self.make.skip()]

    def _put(self, value: ast.expr, to: Destination, out: Statements) -> None:
        if isinstance(to, Back):
            out.append(self.make.give(value))
        elif isinstance(to, Into):
            out.append(self.make.assign(to.name, value))
        elif not isinstance(value, ast.Constant | ast.Name):
            out.append(self.make.run(value))

    def _let(self, core: c.Let, out: Statements) -> None:
        name, value = core.name, core.value
        if isinstance(value, _ATOMS):
            self._aliases[name] = value
        elif isinstance(value, c.Lambda):
            if self._usage.uses.get(name):
                self._local_function(name, value, out)
        elif not self._usage.uses.get(name):
            self.write(value, _AWAY, out)
        else:
            self.write(value, Into(name), out)

    def _let_rec(self, core: c.LetRec, out: Statements) -> None:
        functions = [(name, value) for name, value in core.bindings if isinstance(value, c.Lambda)]
        for name, function in functions:
            self._note_direct(name, function)
        for name, function in functions:
            self._local_function(name, function, out)
        for name, value in in_order(core.bindings):
            if not isinstance(value, c.Lambda):
                self.write(value, Into(name), out)

    def _note_direct(self, name: str, function: c.Lambda) -> None:
        count = len(function.parameters)
        if count > 1 or name not in self._usage.escapes:
            self._direct[name] = count

    def _local_function(self, name: str, function: c.Lambda, out: Statements) -> None:
        self._note_direct(name, function)
        if self._direct.get(name, 1) > 1:
            out.append(self.definition(name, function.parameters, function.body, None, name))
            if name in self._usage.escapes:
                out.append(self.make.assign(f"{name}~", self.curried(name, function.parameters)))
            return
        first, *rest = function.parameters
        body = c.Lambda(tuple(rest), function.body) if rest else function.body
        out.append(self.definition(name, (first,), body, None, name))

    def curried(self, name: str, parameters: Sequence[str]) -> ast.expr:
        """A function of several arguments, taking one after the other."""
        names = [f"{index}" for index in range(len(parameters))]
        result = self.make.call(self.make.name(name), [self.make.name(each) for each in names])
        for each in reversed(names):
            result = self.make.function((each,), result)
        return result

    def definition(
        self,
        name: str,
        parameters: tuple[str, ...],
        body: c.Core,
        symbol: c.Symbol | None = None,
        local: str | None = None,
        run: bool = False,
    ) -> ast.stmt:
        """A function; one that ends in a call of itself is a loop."""
        make = self.make
        if not calls_itself(body, symbol, local, run):
            return make.define(name, parameters, self.body(body, Back(None)))
        if not has_closures(body):
            loop = Loop(symbol, local, run, parameters, None)
            turn = self.body(body, Back(loop))
            return make.define(name, parameters, [make.loop(make.constant(True), turn)])
        return self._looping(name, parameters, body, (symbol, local, run))

    def _looping(
        self,
        name: str,
        parameters: tuple[str, ...],
        body: c.Core,
        of: tuple[c.Symbol | None, str | None, bool],
    ) -> ast.stmt:
        make = self.make
        inside = self.fresh(name)
        result = self.fresh("result")
        outer = tuple([self.fresh(each) for each in parameters])
        loop = Loop(*of, parameters, outer)
        turn: Statements = [make.outer(outer)] if outer else []
        turn += self.body(body, Back(loop))
        again = make.compare(make.name(result), ast.Is(), make.name("~again"))
        first = make.call(make.name(inside), [make.name(each) for each in parameters])
        more = make.call(make.name(inside), [make.name(each) for each in outer])
        whole: Statements = []
        if outer:
            # They belong to this function: what is made in a turn sets them.
            none = [make.constant(None) for _ in outer]
            whole.append(make.assign_all(outer, none))
        whole += [
            make.define(inside, parameters, turn),
            make.assign(result, first),
            make.loop(again, [make.assign(result, more)]),
            make.give(make.name(result)),
        ]
        return make.define(name, parameters, whole)

    def _turn(self, core: c.Core, loop: Loop, out: Statements) -> bool:
        """Another turn of the loop, if that is what a call at its end is."""
        if isinstance(core, c.Call):
            if core.symbol != loop.symbol or core.run is not loop.run:
                return False
        elif not (
            isinstance(core, c.Apply)
            and isinstance(core.function, c.Local)
            and core.function.name == loop.name
            and len(core.arguments) == len(loop.parameters)
        ):
            return False
        if core.line:
            self.make.line = core.line
        values = self.values(core.arguments, out)
        if loop.through is not None:
            if values:
                out.append(self.make.assign_all(loop.through, values))
            out.append(self.make.give(self.make.name("~again")))
            return True
        changed = [
            (name, value)
            for name, value in zip(loop.parameters, values, strict=True)
            if not (isinstance(value, ast.Name) and value.id == name)
        ]
        if changed:
            names, new = zip(*changed, strict=True)
            out.append(self.make.assign_all(names, new))
        out.append(self.make.proceed())
        return True

    # ------------------------------------------------------------------ branches

    def _write_if(self, core: c.If, to: Destination, out: Statements) -> None:
        test = self.value(core.condition, out)
        line, known = self.make.line, self._ranges
        self._ranges = assumed(known, core.condition, True)
        then = self.body(core.then, to)
        self._ranges = assumed(known, core.condition, False)
        otherwise: Statements = []
        self.write(core.otherwise, to, otherwise)
        self.make.line, self._ranges = line, known
        out.append(self.make.branch(test, then, otherwise))

    def _write_switch(self, core: c.Switch, to: Destination, out: Statements) -> None:
        arms = list(core.arms)
        last = core.otherwise
        if last is None:
            last = arms.pop()[1]
        current = out
        look = None
        if core.test is not c.Test.LITERAL and len(arms) > 2:
            look = self.fresh("tag")
            current.append(self.make.assign(look, self._looked_at(core)))
        for key, arm in arms:
            subject = self._looked_at(core) if look is None else self.make.name(look)
            test = self._test(subject, key)
            then = self.body(arm, to)
            following: Statements = []
            current.append(self.make.branch(test, then, following))
            current = following
        self.write(last, to, current)

    def _looked_at(self, core: c.Switch) -> ast.expr:
        subject = self._local(core.subject)
        if core.test is c.Test.TAG:
            return self.make.item(subject, 0)
        if core.test is c.Test.LENGTH:
            return self.make.call(self.make.name("len"), [subject])
        return subject

    def _test(self, subject: ast.expr, key: int | float | str | bool) -> ast.expr:
        if key is True:
            return subject
        if key is False:
            return ast.UnaryOp(ast.Not(), subject, lineno=self.make.line, col_offset=0)
        return self.make.equal(subject, code_units(key) if isinstance(key, str) else key)

    def _write_join(self, core: c.Join, to: Destination, out: Statements) -> None:
        """What is jumped to stands behind; a flag says whether it was, unless whatever does not jump returns."""
        flag = ""
        if not isinstance(to, Back) or _jumps_elsewhere(core.rest, core.label):
            flag = self.fresh("jump")
            out.append(self.make.assign(flag, self.make.constant(False)))
        self._joins[core.label] = (flag, core.parameters)
        self.write(core.rest, to, out)
        if flag:
            after = self.body(core.body, to)
            out.append(self.make.branch(self.make.name(flag), after, []))
        else:
            self.write(core.body, to, out)

    def _write_jump(self, core: c.Jump, _to: Destination, out: Statements) -> None:
        flag, names = self._joins[core.label]
        if names:
            out.append(self.make.assign_all(names, self.values(core.arguments, out)))
        if flag:
            out.append(self.make.assign(flag, self.make.constant(True)))

    def _write_fail(self, core: c.Fail, _to: Destination, out: Statements) -> None:
        self.make.line = core.line or self.make.line
        out.append(self.make.fail(self.make.call(self.make.name("~NoCase"), [])))

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
        if isinstance(core, c.Let | c.LetRec | c.Join | c.Fail) or (
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
            if index < last and not isinstance(core, (*_ATOMS, c.Lambda, c.Delay)):
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
            test = self._test(self._looked_at(core), key)
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
    pending = [core]
    while pending:
        each = pending.pop()
        if not isinstance(each, c.Instance | c.Nothing):
            return False
        pending.extend(children(each))
    return True


def in_order(bindings: Sequence[tuple[str, c.Core]]) -> list[tuple[str, c.Core]]:
    """Recursive values so that each comes behind those it needs as soon as it is evaluated."""
    names = {name for name, _ in bindings}
    needs = {name: _needed(value) & names for name, value in bindings}
    known = dict(bindings)
    done: dict[str, c.Core] = {}
    pending = [name for name, _ in reversed(bindings)]
    entered: set[str] = set()
    while pending:
        name = pending[-1]
        missing = [each for each in sorted(needs[name]) if each not in done and each not in entered]
        entered.add(name)
        if missing:
            pending.extend(missing)
        else:
            done.setdefault(name, known[name])
            pending.pop()
    return list(done.items())


def _needed(core: c.Core) -> set[str]:
    found: set[str] = set()
    pending = [core]
    while pending:
        each = pending.pop()
        if isinstance(each, c.Local):
            found.add(each.name)
        elif not isinstance(each, c.Lambda | c.Delay):
            pending.extend(children(each))
    return found


def _jumps_elsewhere(core: c.Core, label: str) -> bool:
    """Whether something jumps to another label than this one."""
    pending = [core]
    while pending:
        each = pending.pop()
        if isinstance(each, c.Jump) and each.label != label:
            return True
        pending.extend(children(each))
    return False


_WRITE: Final[dict[type, Callable[[Emitter, Any, Destination, Statements], None]]] = {
    c.If: Emitter._write_if,
    c.Switch: Emitter._write_switch,
    c.Join: Emitter._write_join,
    c.Jump: Emitter._write_jump,
    c.Fail: Emitter._write_fail,
}

_VALUE: Final[dict[type, Callable[[Emitter, Any, Statements], ast.expr]]] = {
    c.Local: Emitter._value_local,
    c.Global: lambda emitter, core, _out: emitter.refer(core.symbol),
    c.Int: lambda emitter, core, _out: emitter.make.constant(core.value),
    c.Number: lambda emitter, core, _out: emitter.make.constant(core.value),
    c.String: lambda emitter, core, _out: emitter.make.constant(code_units(core.value)),
    c.Boolean: lambda emitter, core, _out: emitter.make.constant(core.value),
    c.Nothing: lambda emitter, _core, _out: emitter.make.constant(None),
    c.Lambda: Emitter._value_function,
    c.Apply: Emitter._value_apply,
    c.Call: Emitter._value_call,
    c.Delay: Emitter._value_delay,
    c.Force: Emitter._value_force,
    c.If: Emitter._value_if,
    c.Switch: Emitter._value_switch,
    c.Construct: Emitter._value_construct,
    c.Field: lambda emitter, core, out: emitter.make.item(
        emitter.value(core.value, out), core.index + 1
    ),
    c.ArrayOf: lambda emitter, core, out: ast.List(
        emitter.values(core.items, out), ast.Load(), lineno=emitter.make.line, col_offset=0
    ),
    c.Item: lambda emitter, core, out: emitter.make.item(
        emitter.value(core.array, out), core.index
    ),
    c.RecordOf: Emitter._value_record,
    c.Set: Emitter._value_set,
    c.Get: Emitter._value_get,
    c.Primitive: Emitter._value_primitive,
    c.Instance: Emitter._value_instance,
    c.Member: lambda emitter, core, out: emitter.make.item(
        emitter.value(core.dictionary, out), core.name
    ),
    c.Super: lambda emitter, core, out: emitter.make.item(
        emitter.value(core.dictionary, out), core.index
    ),
    c.Reflected: Emitter._value_reflected,
}
