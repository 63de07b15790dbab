"""The operations that core leaves to Python.

`Int` has 32 bits: who emits arithmetic wraps around what leaves them (`ranges.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Final

from nova_ls.codegen.python.build import Lined

_ADD: Final = ast.Add()
_SUB: Final = ast.Sub()
_MULT: Final = ast.Mult()

_Emit = Callable[[Lined, Sequence[ast.expr]], ast.expr]


def _plain(operator: ast.operator) -> _Emit:
    return lambda make, given: make.binary(given[0], operator, given[1])


def _comparing(operator: ast.cmpop) -> _Emit:
    return lambda make, given: make.compare(given[0], operator, given[1])


def _unary(operator: ast.unaryop) -> _Emit:
    return lambda make, given: ast.UnaryOp(operator, given[0], lineno=make.line, col_offset=0)


PRIMITIVES: Final[dict[str, _Emit]] = {
    "int.add": _plain(_ADD),
    "int.sub": _plain(_SUB),
    "int.mul": _plain(_MULT),
    "int.negate": _unary(ast.USub()),
    "int.div": _plain(ast.FloorDiv()),
    "int.mod": _plain(ast.Mod()),
    "number.add": _plain(_ADD),
    "number.sub": _plain(_SUB),
    "number.mul": _plain(_MULT),
    "number.div": _plain(ast.Div()),
    "number.negate": _unary(ast.USub()),
    "append": _plain(_ADD),
    "not": _unary(ast.Not()),
    "eq": _comparing(ast.Eq()),
    "ne": _comparing(ast.NotEq()),
    "lt": _comparing(ast.Lt()),
    "le": _comparing(ast.LtE()),
    "gt": _comparing(ast.Gt()),
    "ge": _comparing(ast.GtE()),
    "length": lambda make, given: make.call(make.name("len"), given),
    "cells.get": lambda make, given: make.item_at(given[0], given[1]),
    "cells.put": lambda make, given: make.call(make.name("~put"), given),
    "cells.within": lambda make, given: make.within(given[0], given[1]),
    "tag": lambda make, given: make.item(given[0], 0),
    "call": lambda make, given: make.call(given[0], given[1:]),
}
"""By the names that core has for them."""
