"""Making Python syntax trees: each node has the line of the source that it comes from."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any, Final

LOAD: Final = ast.Load()
STORE: Final = ast.Store()
_EQ: Final = ast.Eq()


class Lined:
    """Makes nodes on the current line."""

    __slots__ = ("line",)

    def __init__(self) -> None:
        self.line = 1

    def name(self, id: str) -> ast.expr:
        """A variable, read."""
        return ast.Name(id, LOAD, lineno=self.line, col_offset=0)

    def target(self, id: str) -> ast.Name:
        """A variable, assigned to."""
        return ast.Name(id, STORE, lineno=self.line, col_offset=0)

    def constant(self, value: Any) -> ast.expr:
        """A literal."""
        return ast.Constant(value, lineno=self.line, col_offset=0)

    def call(self, function: ast.expr, arguments: Sequence[ast.expr]) -> ast.expr:
        """`function(*arguments)`."""
        return ast.Call(function, list(arguments), [], lineno=self.line, col_offset=0)

    def item(self, value: ast.expr, key: Any) -> ast.expr:
        """`value[key]`; the key is a literal."""
        return ast.Subscript(value, self.constant(key), LOAD, lineno=self.line, col_offset=0)

    def item_at(self, value: ast.expr, index: ast.expr) -> ast.expr:
        """An element whose index is computed."""
        return ast.Subscript(value, index, LOAD, lineno=self.line, col_offset=0)

    def put_at(self, value: ast.expr, index: ast.expr, new: ast.expr) -> ast.stmt:
        """Change an element."""
        target = ast.Subscript(value, index, STORE, lineno=self.line, col_offset=0)
        return ast.Assign([target], new, lineno=self.line, col_offset=0)

    def within(self, index: ast.expr, array: ast.expr) -> ast.expr:
        """Whether there is an element of an index."""
        size = self.call(self.name("len"), [array])
        return ast.Compare(
            self.constant(0), [ast.LtE(), ast.Lt()], [index, size], lineno=self.line, col_offset=0
        )

    def tuple(self, items: Sequence[ast.expr]) -> ast.expr:
        """`(*items,)`."""
        return ast.Tuple(list(items), LOAD, lineno=self.line, col_offset=0)

    def binary(self, left: ast.expr, operator: ast.operator, right: ast.expr) -> ast.expr:
        """`left operator right`."""
        return ast.BinOp(left, operator, right, lineno=self.line, col_offset=0)

    def compare(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
        """`left operator right`, of comparisons."""
        return ast.Compare(left, [operator], [right], lineno=self.line, col_offset=0)

    def equal(self, left: ast.expr, value: Any) -> ast.expr:
        """`left == value`; the value is a literal."""
        return self.compare(left, _EQ, self.constant(value))

    def both(self, operator: ast.boolop, values: Sequence[ast.expr]) -> ast.expr:
        """`and` or `or` between values."""
        return ast.BoolOp(operator, list(values), lineno=self.line, col_offset=0)

    def choice(self, test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
        """`then if test else otherwise`."""
        return ast.IfExp(test, then, otherwise, lineno=self.line, col_offset=0)

    def function(self, parameters: Sequence[str], body: ast.expr) -> ast.expr:
        """`lambda parameters: body`."""
        return ast.Lambda(self._arguments(parameters), body, lineno=self.line, col_offset=0)

    def define(self, name: str, parameters: Sequence[str], body: list[ast.stmt]) -> ast.stmt:
        """`def name(parameters): body`."""
        return ast.FunctionDef(
            name, self._arguments(parameters), body, [], None, lineno=self.line, col_offset=0
        )

    def _arguments(self, parameters: Sequence[str]) -> ast.arguments:
        names = [ast.arg(name, None, lineno=self.line, col_offset=0) for name in parameters]
        return ast.arguments([], names, None, [], [], None, [])

    def assign(self, name: str, value: ast.expr) -> ast.stmt:
        """`name = value`."""
        return ast.Assign([self.target(name)], value, lineno=self.line, col_offset=0)

    def assign_all(self, names: Sequence[str], values: Sequence[ast.expr]) -> ast.stmt:
        """`names = values`, all at once."""
        if len(names) == 1:
            return self.assign(names[0], values[0])
        targets: list[ast.expr] = [self.target(name) for name in names]
        left = ast.Tuple(targets, STORE, lineno=self.line, col_offset=0)
        return ast.Assign([left], self.tuple(values), lineno=self.line, col_offset=0)

    def attribute(self, name: str, attribute: str, value: ast.expr) -> ast.stmt:
        """`name.attribute = value`."""
        target = ast.Attribute(self.name(name), attribute, STORE, lineno=self.line, col_offset=0)
        return ast.Assign([target], value, lineno=self.line, col_offset=0)

    def give(self, value: ast.expr) -> ast.stmt:
        """`return value`."""
        return ast.Return(value, lineno=self.line, col_offset=0)

    def run(self, value: ast.expr) -> ast.stmt:
        """An expression as a statement."""
        return ast.Expr(value, lineno=self.line, col_offset=0)

    def fail(self, problem: ast.expr) -> ast.stmt:
        """`raise problem`."""
        return ast.Raise(problem, None, lineno=self.line, col_offset=0)

    def branch(self, test: ast.expr, then: list[ast.stmt], otherwise: list[ast.stmt]) -> ast.stmt:
        """`if test: then else: otherwise`; nothing to do is an empty list."""
        return ast.If(test, then or [self.skip()], otherwise, lineno=self.line, col_offset=0)

    def loop(self, test: ast.expr, body: list[ast.stmt]) -> ast.stmt:
        """`while test: body`."""
        return ast.While(test, body, [], lineno=self.line, col_offset=0)

    def each(self, name: str, items: ast.expr, body: list[ast.stmt]) -> ast.stmt:
        """`for name in items: body`."""
        return ast.For(self.target(name), items, body, [], lineno=self.line, col_offset=0)

    def skip(self) -> ast.stmt:
        """`pass`."""
        return ast.Pass(lineno=self.line, col_offset=0)

    def proceed(self) -> ast.stmt:
        """`continue`."""
        return ast.Continue(lineno=self.line, col_offset=0)

    def stop(self) -> ast.stmt:
        """`break`."""
        return ast.Break(lineno=self.line, col_offset=0)

    def outer(self, names: Sequence[str]) -> ast.stmt:
        """`nonlocal names`."""
        return ast.Nonlocal(list(names), lineno=self.line, col_offset=0)
