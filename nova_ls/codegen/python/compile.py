"""One declaration to one code object.

Running the object in a program's namespace defines the functions of the declaration there, under names that no other declaration has:

- `M.f`: the value, a function of one argument at a time; `M.f#2`: the function of all arguments that its type shows;
  `M.f!2`: the same, and the action that comes out is run.
- `M.i`: the dictionary of an instance, or a function that makes one; `M.i.member`, in the same forms: a member of it; `M.i^`: its table.
- `M.f%`: a function that computes what is not known without running something: the constant `M.f`, or a dictionary `M.f^0` that it needs.

So a function that is defined anew is what its callers call next, and they need not be compiled again.
"""

from __future__ import annotations

import ast
from types import CodeType

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.codegen import core as c
from nova_ls.codegen.force import forced
from nova_ls.codegen.python.emit import Callee, Emitter
from nova_ls.codegen.python.expressions import Back, Statements, form_of


@value
class Compiled:
    """`constants`: what is to be computed once all is defined, in order. `needs`: the elements that it mentions.

    `foreign`: what has to come from elsewhere.
    """

    code: CodeType | None
    constants: tuple[str, ...]
    needs: tuple[ElementKey, ...]
    foreign: c.ForeignCode | None = None


def compile_python(code: c.Code) -> Compiled:
    """The code object of a declaration."""
    owner = code.symbol.name
    if isinstance(code, c.ForeignCode):
        return Compiled(None, (), (), code)
    writer = _Writer(owner)
    if isinstance(code, c.ConstructorCode):
        writer.constructor(code)
    elif isinstance(code, c.MemberCode):
        writer.member(code)
    elif isinstance(code, c.ValueCode):
        writer.value(code)
    else:
        writer.instance(code)
    return writer.compiled()


class _Writer:
    """The module that a declaration becomes."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.out: Statements = []
        self.constants: list[str] = []
        self.emitter = Emitter(owner, c.Nothing())
        self.circle: frozenset[str | ElementKey] = frozenset()
        self._needs: dict[ElementKey, None] = {}

    def compiled(self) -> Compiled:
        """All that was written, compiled."""
        module = ast.Module(self.out, [])
        code = compile(module, self.owner, "exec", dont_inherit=True)
        return Compiled(code, tuple(self.constants), tuple(self._needs))

    # ------------------------------------------------------------------ values

    def value(self, code: c.ValueCode) -> None:
        """A value in all its forms."""
        emitter = self.emitter = Emitter(f"{code.symbol.name}", code.body)
        self.circle = frozenset(code.circle)
        self._value(code.symbol, code.body)
        self._finish(emitter)

    def _finish(self, emitter: Emitter) -> None:
        make = emitter.make
        closed = list(emitter.constants.items())
        first: list[str] = []
        for name, dictionary in closed:
            before: Statements = []
            value = emitter.instance(dictionary, before)
            self.out += [*before, make.define(f"{name}%", (), [make.give(value)])]
            first.append(name)
        while len(emitter.constants) > len(closed):
            more = list(emitter.constants.items())[len(closed) :]
            for name, dictionary in more:
                value = emitter.instance(dictionary, [])
                self.out.append(make.define(f"{name}%", (), [make.give(value)]))
                first.insert(0, name)
            closed += more
        self.constants[:0] = first
        for symbol in emitter.references:
            self._needs[symbol.key] = None

    def _value(self, symbol: c.Symbol, body: c.Core) -> None:
        count = symbol.arity
        parameters: tuple[str, ...] = ()
        inner = body
        if isinstance(body, c.Lambda):
            parameters, inner = body.parameters, body.body
        if len(parameters) > count:
            inner = c.Lambda(parameters[count:], inner)
            parameters = parameters[:count]
        if len(parameters) < count:
            more = self._partial(inner, count - len(parameters))
            if more is None:
                self._forwarding(symbol, body)
                return
            names, inner = more
            parameters = (*parameters, *names)
        self._forms(symbol, parameters, inner)

    def _partial(self, core: c.Core, count: int) -> tuple[tuple[str, ...], c.Core] | None:
        """A function that lacks arguments, given them: only where nothing is computed before they come."""
        names = tuple([self.emitter.fresh("_") for _ in range(count)])
        extra = tuple([c.Local(name) for name in names])
        if isinstance(core, c.Let | c.LetRec):
            return self._behind_functions(core, names, extra)
        if isinstance(core, c.Global):
            if core.symbol.arity != count or core.symbol.key.space is Space.CONSTRUCTOR:
                return None
            return names, c.Call(core.symbol, extra, 0)
        if isinstance(core, c.Apply) and isinstance(core.function, c.Global):
            symbol = core.function.symbol
            atoms = (c.Local, c.Global, c.Int, c.Number, c.String, c.Boolean, c.Nothing, c.Instance)
            if symbol.key.space is Space.CONSTRUCTOR:
                return None
            if len(core.arguments) + count == symbol.arity and all(
                isinstance(each, atoms) or (isinstance(each, c.Construct) and not each.fields)
                for each in core.arguments
            ):
                return names, c.Call(symbol, (*core.arguments, *extra), core.line)
        return None

    def _behind_functions(
        self, core: c.Let | c.LetRec, names: tuple[str, ...], extra: tuple[c.Local, ...]
    ) -> tuple[tuple[str, ...], c.Core] | None:
        """The same for a local function that is the result, where nothing but functions is made before."""
        bindings = ((core.name, core.value),) if isinstance(core, c.Let) else core.bindings
        body = core.body
        if not all(isinstance(value, c.Lambda) for _, value in bindings):
            return None
        if not isinstance(body, c.Local) or body.name not in dict(bindings):
            return None
        applied = c.Apply(body, extra, 0)
        whole = c.LetRec(tuple(bindings), applied)
        self.emitter.recount(whole)
        return names, whole

    def _forms(self, symbol: c.Symbol, parameters: tuple[str, ...], body: c.Core) -> None:
        emitter, make, name = self.emitter, self.emitter.make, symbol.name
        count = symbol.arity
        if symbol.acts and count:
            run = forced(body, 0)
            whole, acting = form_of(symbol, False), form_of(symbol, True)
            self.out += emitter.definition(
                f"{name}{acting}", parameters, run, Callee(symbol, run=True), self.circle
            )
            call = make.call(make.name(f"{name}{acting}"), [make.name(each) for each in parameters])
            self.out.append(
                make.define(f"{name}{whole}", parameters, [make.give(make.function((), call))])
            )
            self._curried(name, f"{name}{whole}", parameters)
        elif count:
            whole = form_of(symbol, False)
            self.out += emitter.definition(
                f"{name}{whole}", parameters, body, Callee(symbol), self.circle
            )
            self._curried(name, f"{name}{whole}", parameters)
        elif symbol.acts and isinstance(body, c.Delay):
            self.out += emitter.definition(name, (), body.body)
        elif isinstance(body, c.Lambda):
            first, *rest = body.parameters
            inner = c.Lambda(tuple(rest), body.body) if rest else body.body
            self.out += emitter.definition(name, (first,), inner)
        else:
            self._constant(name, body)
        if symbol.acts and not count:
            # To run it is to call it.
            call = make.call(make.name(name), [])
            self.out.append(make.define(f"{name}!0", (), [make.give(call)]))

    def _constant(self, name: str, body: c.Core) -> None:
        statements = self.emitter.body(body, Back(None))
        self.out.append(self.emitter.make.define(f"{name}%", (), statements))
        self.constants.append(name)

    def _curried(self, name: str, whole: str, parameters: tuple[str, ...]) -> None:
        make = self.emitter.make
        if len(parameters) == 1:
            self.out.append(make.assign(name, make.name(whole)))
        else:
            self.out.append(make.assign(name, self.emitter.curried(whole, parameters)))

    def _forwarding(self, symbol: c.Symbol, body: c.Core) -> None:
        """A value that is computed to give a function: all its forms go through that."""
        emitter, make, name = self.emitter, self.emitter.make, symbol.name
        if isinstance(body, c.Lambda):
            first, *rest = body.parameters
            inner = c.Lambda(tuple(rest), body.body) if rest else body.body
            self.out += emitter.definition(name, (first,), inner)
        else:
            self._constant(name, body)
        parameters = tuple([str(index) for index in range(symbol.arity)])
        call = make.name(name)
        for each in parameters:
            call = make.call(call, [make.name(each)])
        self.out.append(
            make.define(f"{name}{form_of(symbol, False)}", parameters, [make.give(call)])
        )
        if symbol.acts:
            run = make.call(call, [])
            self.out.append(
                make.define(f"{name}{form_of(symbol, True)}", parameters, [make.give(run)])
            )

    # ------------------------------------------------------------------ constructors and members

    def constructor(self, code: c.ConstructorCode) -> None:
        """A constructor as a function of its fields."""
        make, name = self.emitter.make, code.symbol.name
        parameters = tuple([str(index) for index in range(code.fields)])
        fields = [make.name(each) for each in parameters]
        if code.tag is None:
            value = fields[0]
        elif not fields:
            value = make.constant((code.tag,))
        else:
            value = make.tuple([make.constant(code.tag), *fields])
        for each in reversed(parameters):
            value = make.function((each,), value)
        self.out.append(make.assign(name, value))

    def member(self, code: c.MemberCode) -> None:
        """A class member as a function of a dictionary."""
        make = self.emitter.make
        found = make.item(make.name("0"), code.member)
        self.out.append(make.assign(code.symbol.name, make.function(("0",), found)))

    # ------------------------------------------------------------------ instances

    def instance(self, code: c.InstanceCode) -> None:
        """An instance: its members, and its dictionary or what makes it."""
        name = code.symbol.name
        for member in code.members:
            emitter = self.emitter = Emitter(member.symbol.name, member.body)
            self._value(member.symbol, member.body)
            self._finish(emitter)
        emitter = self.emitter = Emitter(name, c.Nothing())
        make = emitter.make
        keys: list[ast.expr | None] = []
        values: list[ast.expr] = []
        for member in code.members:
            keys.append(make.constant(member.symbol.member))
            values.append(make.function(code.parameters, self._of_member(member, code.parameters)))
            count = member.symbol.arity - len(code.parameters)
            if count > 1:
                keys.append(make.constant(f"{member.symbol.member}#{count}"))
                whole = self._whole_member(member.symbol, code.parameters, count)
                values.append(make.function(code.parameters, whole))
        for index, dictionary in code.superclasses:
            keys.append(make.constant(index))
            before: Statements = []
            value = emitter.value(dictionary, before)
            values.append(make.function(code.parameters, value))
        table = f"{name}^"
        self.out.append(make.assign(table, ast.Dict(keys, values, lineno=1, col_offset=0)))
        given = [make.name(each) for each in code.parameters]
        made = make.call(make.name("~dictionary"), [make.name(table), *given])
        if code.parameters:
            self.out.append(make.define(name, code.parameters, [make.give(made)]))
        else:
            self.out.append(make.assign(name, made))
        self._finish(emitter)

    def _whole_member(self, symbol: c.Symbol, parameters: tuple[str, ...], count: int) -> ast.expr:
        """A member that takes all its arguments at once."""
        make = self.emitter.make
        whole = make.name(f"{symbol.name}{form_of(symbol, False)}")
        if not parameters:
            return whole
        names = [str(index) for index in range(count)]
        given = [make.name(each) for each in (*parameters, *names)]
        return make.function(names, make.call(whole, given))

    def _of_member(self, member: c.ValueCode, parameters: tuple[str, ...]) -> ast.expr:
        """A member for the dictionaries that the instance was given."""
        make = self.emitter.make
        symbol = member.symbol
        given = [make.name(each) for each in parameters]
        if given and len(given) == symbol.arity:
            return make.call(make.name(f"{symbol.name}{form_of(symbol, False)}"), given)
        value = make.name(symbol.name)
        for each in given:
            value = make.call(value, [each])
        return value
