"""How names and literals are written in Elixir."""

from __future__ import annotations

import math
import re
from typing import Final

_PLAIN: Final = re.compile(r"[a-z_][A-Za-z0-9_]*[!?]?\Z", re.ASCII)
_MODULE: Final = re.compile(r"[A-Z][A-Za-z0-9_]*(\.[A-Z][A-Za-z0-9_]*)*\Z", re.ASCII)
_RESERVED: Final = frozenset(
    [
        "after",
        "and",
        "catch",
        "def",
        "do",
        "else",
        "end",
        "false",
        "fn",
        "in",
        "nil",
        "not",
        "or",
        "rescue",
        "true",
        "when",
        "__info__",
        "module_info",
    ]
)


def module_name(module: str) -> str:
    """The module that a module of the program becomes."""
    return _module(f"Nova.Module.{module}")


def foreign_module(module: str) -> str:
    """The module of a module's foreign functions."""
    return _module(f"Nova.Foreign.{module}")


def _module(name: str) -> str:
    return name if _MODULE.match(name) else f':"Elixir.{_escaped(name)}"'


def function_name(name: str) -> str:
    """A function's name where it is called in its module."""
    return name if _PLAIN.match(name) and name not in _RESERVED else f'"{_without_escapes(name)}"'


def defined_name(name: str) -> str:
    """A function's name where it is defined."""
    plain = _PLAIN.match(name) and name not in _RESERVED
    return name if plain else f'unquote(:"{_without_escapes(name)}")'


def atom(name: str) -> str:
    """A name as a value."""
    return f":{name}" if _PLAIN.match(name) else f':"{_escaped(name)}"'


def quoted(text: str) -> str:
    """A string of Elixir."""
    return f'"{_escaped(text)}"'


def string(text: str) -> str:
    """A string of code units, which is a binary of them."""
    if text.isascii() and text.isprintable():
        return f'<<"{_escaped(text)}"::utf16>>' if text else "<<>>"
    data = text.encode("utf-16-be", "surrogatepass")
    units = [f"0x{data[i] << 8 | data[i + 1]:04X}::16" for i in range(0, len(data), 2)]
    return f"<<{', '.join(units)}>>"


def integer(value: int) -> str:
    """A whole number as an operand."""
    return str(value) if value >= 0 else f"({value})"


def number(value: float) -> str:
    """A number, which is a float or an atom where floats of the BEAM have none."""
    if not math.isfinite(value):
        return ":nan" if math.isnan(value) else ":infinity" if value > 0 else ":neg_infinity"
    if value == 0 and math.copysign(1.0, value) < 0:
        return "Nova.Runtime.signed_zero(false)"
    text = repr(float(value))
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa if '.' in mantissa else mantissa + '.0'}e{int(exponent)}"
    return text if value >= 0 else f"({text})"


def _without_escapes(name: str) -> str:
    """A function's name. Elixir reads no escapes where one is called, so that operators in names of instances have other signs."""
    return name.translate({ord("\\"): "∖", ord('"'): "″", ord("#"): "♯"})


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("#{", "\\#{")
