"""Integer arithmetic in 32 bits: wrapped around only where what is known of the operands does not rule it out.

What is known follows from the conditions around a place: in the branch of `i < n`, `i + 1` cannot leave the range.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Final, TypeAlias

from nova_ls.codegen import core as c
from nova_ls.codegen.python.build import Lined

MIN: Final = -(2**31)
MAX: Final = 2**31 - 1

Range: TypeAlias = tuple[int, int]
Ranges: TypeAlias = dict[str, Range]

_WHOLE: Final = (MIN, MAX)
_OPPOSITE: Final = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "ne", "ne": "eq"}
_TURNED: Final = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}


def assumed(known: Ranges, condition: c.Core, holds: bool) -> Ranges:
    """What is known of integers where a condition holds, or does not."""
    facts: Ranges = dict(known)
    _assume(facts, condition, holds)
    return facts


def _assume(facts: Ranges, condition: c.Core, holds: bool) -> None:
    if isinstance(condition, c.If):
        otherwise = condition.otherwise
        if holds and isinstance(otherwise, c.Boolean) and not otherwise.value:
            _assume(facts, condition.condition, True)
            _assume(facts, condition.then, True)
        elif not holds and isinstance(condition.then, c.Boolean) and condition.then.value:
            _assume(facts, condition.condition, False)
            _assume(facts, otherwise, False)
    elif isinstance(condition, c.Primitive):
        if condition.name == "not":
            _assume(facts, condition.arguments[0], not holds)
        elif condition.name in _OPPOSITE:
            name = condition.name if holds else _OPPOSITE[condition.name]
            left, right = condition.arguments
            _compare(facts, name, left, right)
            _compare(facts, _TURNED[name], right, left)


def _compare(facts: Ranges, name: str, one: c.Core, other: c.Core) -> None:
    if not isinstance(one, c.Local):
        return
    low, high = facts.get(one.name, _WHOLE)
    least, most = range_of(facts, other)
    if name == "lt":
        high = min(high, most - 1)
    elif name == "le":
        high = min(high, most)
    elif name == "gt":
        low = max(low, least + 1)
    elif name == "ge":
        low = max(low, least)
    elif name == "eq":
        low, high = max(low, least), min(high, most)
    facts[one.name] = (low, high)


def range_of(known: Ranges, core: c.Core) -> Range:
    """The least and the greatest that an integer can be."""
    if isinstance(core, c.Int):
        return core.value, core.value
    if isinstance(core, c.Local):
        return known.get(core.name, _WHOLE)
    if isinstance(core, c.Primitive):
        if core.name == "length":
            return 0, MAX
        if core.name == "int.mod":
            _, most = range_of(known, core.arguments[1])
            return 0, most - 1
        exact = exact_range(known, core)
        if exact is not None:
            low, high = exact
            return exact if low >= MIN and high <= MAX else _WHOLE
    return _WHOLE


def exact_range(known: Ranges, core: c.Primitive) -> Range | None:
    """The range of the result before it is wrapped around; None: no arithmetic."""
    if core.name not in ("int.add", "int.sub", "int.mul", "int.negate"):
        return None
    ranges = [range_of(known, argument) for argument in core.arguments]
    low, high = ranges[0]
    if core.name == "int.negate":
        return -high, -low
    least, most = ranges[1]
    if core.name == "int.add":
        return low + least, high + most
    if core.name == "int.sub":
        return low - most, high - least
    products = (low * least, low * most, high * least, high * most)
    return min(products), max(products)


def wrapped(make: Lined, value: ast.expr, exact: Range) -> ast.expr:
    """An integer in 32 bits, given the range that it may have: nearly always it is in them, and is looked at only."""
    low, high = exact
    if low >= MIN and high <= MAX:
        return value
    held = ast.NamedExpr(make.target("~"), value, lineno=make.line, col_offset=0)
    tests: list[tuple[Callable[[], ast.cmpop], int]] = []
    if low < MIN:
        tests.append((ast.GtE, MIN))
    if high > MAX:
        tests.append((ast.LtE, MAX))
    if len(tests) == 2:
        fits: ast.expr = ast.Compare(
            make.constant(MIN),
            [ast.LtE(), ast.LtE()],
            [held, make.constant(MAX)],
            lineno=make.line,
            col_offset=0,
        )
    else:
        operator, limit = tests[0]
        fits = make.compare(held, operator(), make.constant(limit))
    other = make.call(make.name("~wrap"), [make.name("~")])
    return make.choice(fits, make.name("~"), other)
