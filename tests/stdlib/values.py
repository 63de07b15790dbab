"""Values as the cases write them, for each host: numbers, strings of code units, arrays, records, functions written once per host."""

import json
import math
from collections.abc import Callable
from typing import Any, NamedTuple


class Fun(NamedTuple):
    """A function of the program, as each host has it; in Elixir `text` makes strings."""

    javascript: str
    python: Callable[..., Any]
    elixir: str


class Raised(NamedTuple):
    """What a call that did not end says."""

    message: str


def units(text: str) -> str:
    """A string of code units, with each surrogate by itself."""
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[i] | data[i + 1] << 8) for i in range(0, len(data), 2))


def for_python(value: Any) -> Any:
    """A value as the representation on Python has it, of its own, so that a call may change it."""
    match value:
        case Fun():
            return value.python
        case str():
            return units(value)
        case list():
            return [for_python(each) for each in value]
        case dict():
            return {name: for_python(each) for name, each in value.items()}
    return value


def for_javascript(value: Any) -> str:
    """A value as an expression of JavaScript."""
    match value:
        case Fun():
            return f"({value.javascript})"
        case None:
            return "undefined"
        case float():
            if math.isfinite(value):
                return repr(value)
            return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
        case list():
            return "[" + ", ".join(for_javascript(each) for each in value) + "]"
        case dict():
            return (
                "({"
                + ", ".join(
                    f"[{json.dumps(name)}]: {for_javascript(each)}" for name, each in value.items()
                )
                + "})"
            )
    return json.dumps(value)


def for_elixir(value: Any) -> str:
    """A value as an expression of Elixir."""
    match value:
        case Fun():
            return f"({value.elixir})"
        case None:
            return ":unit"
        case bool():
            return str(value).lower()
        case float():
            if value == 0 and math.copysign(1.0, value) < 0:
                return "Nova.Runtime.signed_zero(false)"
            if math.isfinite(value):
                return f"{value:.17e}"
            return ":nan" if math.isnan(value) else ":infinity" if value > 0 else ":neg_infinity"
        case str():
            return f'Base.decode16!("{value.encode("utf-16-be", "surrogatepass").hex().upper()}")'
        case list():
            return "{" + ", ".join(for_elixir(each) for each in value) + "}"
        case dict():
            return (
                "%{"
                + ", ".join(
                    f"{for_elixir(name)} => {for_elixir(each)}" for name, each in value.items()
                )
                + "}"
            )
    return repr(value)


def from_json(value: Any) -> Any:
    """A result that a host wrote down: plain, but for what JSON cannot say."""
    match value:
        case {"number": text}:
            return float(text)
        case {"raised": text}:
            return Raised(units(text))
        case {"record": fields}:
            return {units(name): from_json(each) for name, each in fields}
        case str():
            return units(value)
        case list():
            return [from_json(each) for each in value]
    return value


def same(left: Any, right: Any, *, zeros: bool, near: bool = False) -> bool:
    """Whether two results are equal. `zeros`: with the signs of zeros; `near`: but for the last digits of a number."""
    match left, right:
        case (bool(), _) | (_, bool()):
            return left is right
        case int() | float(), int() | float():
            if math.isnan(left) or math.isnan(right):
                return math.isnan(left) and math.isnan(right)
            if near and math.isclose(left, right, rel_tol=1e-14, abs_tol=1e-15):
                return True
            return left == right and (
                not zeros or math.copysign(1, left) == math.copysign(1, right)
            )
        case list(), list():
            return len(left) == len(right) and all(
                same(x, y, zeros=zeros, near=near) for x, y in zip(left, right, strict=True)
            )
        case dict(), dict():
            return left.keys() == right.keys() and all(
                same(left[name], right[name], zeros=zeros, near=near) for name in left
            )
    return type(left) is type(right) and bool(left == right)
