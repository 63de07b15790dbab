"""The operations that core leaves to Elixir."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

_Write = Callable[[Sequence[str]], str]


def _wrapped(text: str) -> str:
    """An integer in 32 bits."""
    return f"(:erlang.band({text} + 0x80000000, 0xFFFFFFFF) - 0x80000000)"


def _wrapping(operator: str) -> _Write:
    return lambda given: _wrapped(f"{given[0]} {operator} {given[1]}")


def _calling(function: str) -> _Write:
    return lambda given: f"{function}({', '.join(given)})"


PRIMITIVES: Final[dict[str, _Write]] = {
    "int.add": _wrapping("+"),
    "int.sub": _wrapping("-"),
    "int.mul": _wrapping("*"),
    "int.negate": lambda given: _wrapped(f"-({given[0]})"),
    "int.div": _calling("Integer.floor_div"),
    "int.mod": _calling("Integer.mod"),
    "number.add": _calling("Nova.Runtime.add"),
    "number.sub": _calling("Nova.Runtime.sub"),
    "number.mul": _calling("Nova.Runtime.mul"),
    "number.div": _calling("Nova.Runtime.quotient"),
    "number.negate": _calling("Nova.Runtime.negate"),
    "append": _calling("Nova.Runtime.append"),
    "not": _calling(":erlang.not"),
    "eq": _calling("Nova.Runtime.eq"),
    "ne": _calling("Nova.Runtime.ne"),
    "lt": _calling("Nova.Runtime.lt"),
    "le": _calling("Nova.Runtime.le"),
    "gt": _calling("Nova.Runtime.gt"),
    "ge": _calling("Nova.Runtime.ge"),
    "length": _calling(":erlang.tuple_size"),
    "cells.get": lambda given: f"Map.fetch!(Nova.Runtime.read_ref({given[0]}), {given[1]})",
    "cells.put": lambda given: (
        f"Nova.Runtime.write_ref({given[0]}, Map.put(Nova.Runtime.read_ref({given[0]}), {given[1]}, {given[2]}))"
    ),
    "cells.within": lambda given: f"Map.has_key?(Nova.Runtime.read_ref({given[1]}), {given[0]})",
    "tag": lambda given: f":erlang.element(1, {given[0]})",
    "call": lambda given: f"{given[0]}.({', '.join(given[1:])})",
}
"""By the names that core has for them."""
