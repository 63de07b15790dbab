"""Telling a value by its type's shape, where no Show instance does.

A shape is a tuple: `("show",)` for what is told as a literal, `("array", item)`, `("record", ((label, shape), …))`,
`("data", index)` and `("newtype", index)` for a type of the table, each with its constructors, `("opaque", type)` for functions and
what is foreign, `("text",)` for what is text already.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from nova_ls.evaluation.process.job import Shape

_DEEPEST: Final = 30
_MOST: Final = 1000

Table = Sequence[tuple[tuple[str, tuple[Shape, ...]], ...]]
"""Of each data type its constructors, with the shapes of their fields."""


def show_value(value: Any, shape: Shape, table: Table, depth: int = 0, inner: bool = False) -> str:
    """The text of a value. `inner`: it is an argument."""
    if depth > _DEEPEST:
        return "…"
    kind = shape[0]
    if kind == "text":
        return str(value)
    if kind == "show":
        return _literal(value)
    if kind == "array":
        items = [show_value(each, shape[1], table, depth + 1) for each in value[:_MOST]]
        return "[" + ", ".join([*items, *(["…"] if len(value) > _MOST else [])]) + "]"
    if kind == "record":
        labelled = [
            f"{label}: {show_value(value[label], each, table, depth + 1)}"
            for label, each in shape[1]
            if label in value
        ]
        return "{ " + ", ".join(labelled) + " }" if labelled else "{}"
    if kind == "data":
        name, fields = table[shape[1]][value[0]]
        return _applied(name, value[1:], fields, table, depth, inner)
    if kind == "newtype":
        name, fields = table[shape[1]][0]
        return _applied(name, (value,), fields, table, depth, inner)
    return f"<{shape[1]}>"


def _applied(
    name: str,
    values: Sequence[Any],
    shapes: Sequence[Shape],
    table: Table,
    depth: int,
    inner: bool,
) -> str:
    fields = [
        show_value(each, shape, table, depth + 1, True)
        for each, shape in zip(values, shapes, strict=False)
    ]
    text = " ".join([name, *fields])
    return f"({text})" if inner and fields else text


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return str(value)
