"""Core to Python syntax trees: expressions where Python has one, statements where it has not.

Arguments are evaluated from left to right: where one of them needs statements, those before it are put into variables first. What stands in
a branch is evaluated in it. A function that ends in a call of itself is a loop; where something made in the loop holds its variables,
each turn is a call of a function inside, so that the variables of a turn stay what they were.

Nothing is renamed: names are unique in a declaration, and those of the source with dots and primes are names to Python's compiler as well, as
long as no text is parsed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, Final, NamedTuple, TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.codegen import core as c
from nova_ls.codegen.children import descendants
from nova_ls.codegen.python.expressions import (
    ATOMS,
    AWAY,
    Away,
    Back,
    Destination,
    Into,
    PythonExpressionWriter,
    Statements,
    TailLoop,
    form_of,
)
from nova_ls.codegen.python.ranges import assumed, range_of
from nova_ls.codegen.python.strings import code_units
from nova_ls.codegen.python.usage import calls_itself, has_closures
from nova_ls.codegen.tail import tails
from nova_ls.codegen.value_order import in_order

CyclicNames: TypeAlias = frozenset[str | ElementKey]


class Callee(NamedTuple):
    """What calls of the function that is written look like: of a symbol, or of a local name. `run`: they also run the action that it gives."""

    symbol: c.Symbol | None = None
    local: str | None = None
    run: bool = False


_ANONYMOUS: Final = Callee()


class Emitter(PythonExpressionWriter):
    """Writes one declaration: statements, functions, loops."""

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
        elif isinstance(to, Away) and isinstance(core, c.Primitive) and core.name == "cells.put":
            out.append(self.make.put_at(*self.values(core.arguments, out)))
        elif not (isinstance(to, Back) and self._turns_or_bounces(core, to, out)):
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
        if isinstance(value, ATOMS):
            self._aliases[name] = value
        elif isinstance(value, c.Lambda):
            if self._usage.uses.get(name):
                self._local_function(name, value, out)
        elif not self._usage.uses.get(name):
            self.write(value, AWAY, out)
        else:
            self.write(value, Into(name), out)

    def _let_rec(self, core: c.LetRec, out: Statements) -> None:
        functions = [(name, value) for name, value in core.bindings if isinstance(value, c.Lambda)]
        for name, function in functions:
            self._note_direct(name, function)
        names = frozenset(name for name, _ in functions)
        for name, function in functions:
            self._local_function(name, function, out, names - {name})
        for name, value in in_order(core.bindings):
            if not isinstance(value, c.Lambda):
                self.write(value, Into(name), out)

    def _note_direct(self, name: str, function: c.Lambda) -> None:
        count = len(function.parameters)
        if count > 1 or name not in self._usage.escapes:
            self._direct[name] = count

    def _local_function(
        self, name: str, function: c.Lambda, out: Statements, circle: CyclicNames = frozenset()
    ) -> None:
        self._note_direct(name, function)
        if self._direct.get(name, 1) > 1:
            callee = Callee(local=name)
            out += self.definition(name, function.parameters, function.body, callee, circle)
            if name in self._usage.escapes:
                out.append(self.make.assign(f"{name}~", self.curried(name, function.parameters)))
            return
        first, *rest = function.parameters
        body = c.Lambda(tuple(rest), function.body) if rest else function.body
        out += self.definition(name, (first,), body, Callee(local=name), circle)

    def definition(
        self,
        name: str,
        parameters: tuple[str, ...],
        body: c.Core,
        callee: Callee = _ANONYMOUS,
        circle: CyclicNames = frozenset(),
    ) -> Statements:
        """A function; one that ends in a call of itself is a loop, one that ends in one of its `circle` goes on from outside."""
        if not any(self._is_in(each, circle) for each in tails_inside(body)):
            return [self._function(name, parameters, body, callee, frozenset())]
        make = self.make
        inside = f"{name}~step"
        step = self._function(inside, parameters, body, callee, circle)
        call = make.call(make.name(inside), [make.name(each) for each in parameters])
        whole = make.give(make.call(make.name("~settle"), [call]))
        note = make.attribute(name, "step", make.name(inside))
        return [step, make.define(name, parameters, [whole]), note]

    def _function(
        self,
        name: str,
        parameters: tuple[str, ...],
        body: c.Core,
        callee: Callee,
        circle: CyclicNames,
    ) -> ast.stmt:
        make = self.make
        if not calls_itself(body, *callee):
            return make.define(name, parameters, self.body(body, Back(None, circle)))
        if not has_closures(body):
            turn = self.body(body, Back(TailLoop(*callee, parameters, None), circle))
            return make.define(name, parameters, [make.loop(make.constant(True), turn)])
        return self._looping(name, parameters, body, callee, circle)

    def _looping(
        self,
        name: str,
        parameters: tuple[str, ...],
        body: c.Core,
        callee: Callee,
        circle: CyclicNames,
    ) -> ast.stmt:
        make = self.make
        inside = self.fresh(name)
        result = self.fresh("result")
        outer = tuple([self.fresh(each) for each in parameters])
        loop = TailLoop(*callee, parameters, outer)
        turn: Statements = [make.outer(outer)] if outer else []
        turn += self.body(body, Back(loop, circle))
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

    def _turns_or_bounces(self, core: c.Core, to: Back, out: Statements) -> bool:
        """A call at the end that takes no stack."""
        if to.loop is not None and self._turn(core, to.loop, out):
            return True
        return bool(to.circle) and self._bounce(core, to.circle, out)

    def _bounce(self, core: c.Core, circle: CyclicNames, out: Statements) -> bool:
        if not self._is_in(core, circle):
            return False
        assert isinstance(core, c.Call | c.Apply)
        given = self.values(core.arguments, out)
        if core.line:
            self.make.line = core.line
        if isinstance(core, c.Call):
            called = self.refer(core.symbol, form_of(core.symbol, core.run))
        else:
            assert isinstance(core.function, c.Local)
            called = self.make.name(core.function.name)
        out.append(self.make.give(self.make.call(self.make.name("~bounce"), [called, *given])))
        return True

    def _is_in(self, core: c.Core, circle: CyclicNames) -> bool:
        """Whether a call is one of a function of the circle, with all its arguments."""
        if isinstance(core, c.Call):
            return core.symbol.key in circle and not core.symbol.member
        if not isinstance(core, c.Apply) or not isinstance(core.function, c.Local):
            return False
        name = core.function.name
        return name in circle and len(core.arguments) == self._direct.get(name, 1)

    def _turn(self, core: c.Core, loop: TailLoop, out: Statements) -> bool:
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
        if core.test is not c.Discriminant.LITERAL and len(arms) > 2:
            look = self.fresh("tag")
            current.append(self.make.assign(look, self.look(core)))
        for key, arm in arms:
            subject = self.look(core) if look is None else self.make.name(look)
            test = self.test(subject, key)
            then = self.body(arm, to)
            following: Statements = []
            current.append(self.make.branch(test, then, following))
            current = following
        self.write(last, to, current)

    def look(self, core: c.Switch) -> ast.expr:
        """What a switch looks at."""
        subject = self._local(core.subject)
        if core.test is c.Discriminant.TAG:
            return self.make.item(subject, 0)
        if core.test is c.Discriminant.LENGTH:
            return self.make.call(self.make.name("len"), [subject])
        return subject

    def test(self, subject: ast.expr, key: int | float | str | bool) -> ast.expr:
        """Whether what a switch looks at is what an arm is for."""
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

    # ------------------------------------------------------------------ loops

    def _write_count(self, core: c.Count, to: Destination, out: Statements) -> None:
        start, stop = self.values((core.start, core.stop), out)
        numbers = self.make.call(self.make.name("range"), [start, stop])
        known = self._ranges
        low, _ = range_of(known, core.start)
        _, high = range_of(known, core.stop)
        self._ranges = {**known, core.name: (low, high - 1)}
        self._turns(core.name, numbers, core.body, out)
        self._ranges = known
        self._put(self.make.constant(None), to, out)

    def _write_each(self, core: c.Each, to: Destination, out: Statements) -> None:
        self._turns(core.name, self.value(core.array, out), core.body, out)
        self._put(self.make.constant(None), to, out)

    def _turns(self, name: str, items: ast.expr, body: c.Core, out: Statements) -> None:
        make = self.make
        turn = self.body(body, AWAY)
        if not has_closures(body):
            out.append(make.each(name, items, turn))
            return
        # What a turn makes keeps the variables of that turn.
        inside = self.fresh("turn")
        out.append(make.define(inside, (name,), turn))
        item = self.fresh("item")
        call = make.call(make.name(inside), [make.name(item)])
        out.append(make.each(item, items, [make.run(call)]))

    def _write_while(self, core: c.While, to: Destination, out: Statements) -> None:
        make = self.make
        before: Statements = []
        test = self.value(core.condition, before)
        turn = self.body(core.body, AWAY)
        if has_closures(core.body):
            inside = self.fresh("turn")
            out.append(make.define(inside, (), turn))
            turn = [make.run(make.call(make.name(inside), []))]
        if before:
            leave = make.branch(test, [], [make.stop()])
            out.append(make.loop(make.constant(True), [*before, leave, *turn]))
        else:
            out.append(make.loop(test, turn))
        self._put(make.constant(None), to, out)


def tails_inside(body: c.Core) -> list[c.Call | c.Apply]:
    """The calls that a function's body ends in; what a function that it gives ends in is none of them."""
    return [] if isinstance(body, c.Lambda | c.Delay) else list(tails(body))


def _jumps_elsewhere(core: c.Core, label: str) -> bool:
    """Whether something jumps to another label than this one."""
    return any(isinstance(each, c.Jump) and each.label != label for each in descendants(core))


_WRITE: Final[dict[type, Callable[[Emitter, Any, Destination, Statements], None]]] = {
    c.If: Emitter._write_if,
    c.Switch: Emitter._write_switch,
    c.Join: Emitter._write_join,
    c.Jump: Emitter._write_jump,
    c.Fail: Emitter._write_fail,
    c.Count: Emitter._write_count,
    c.Each: Emitter._write_each,
    c.While: Emitter._write_while,
}
