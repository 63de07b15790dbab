"""The library's foreign values as its modules declare them, and how they are called on a host."""

import ast
import re
import runpy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from nova_ls.syntax.chunks import split
from nova_ls.syntax.parser import parse_chunk
from nova_ls.syntax.tree import (
    ArrowNode,
    ForallNode,
    ForeignImport,
    ParenType,
    TypeApplication,
    TypeConstructor,
    TypeNode,
)
from nova_ls.workspace.discovery import LIBRARY

KEYWORDS = {"and", "or", "while", "for"}


class ForeignValue(NamedTuple):
    """One `foreign import` of a value.

    `parameters` are its curried parameters' types; `then` counts the arguments of what these give, if its type tells that it is called in turn: none for an action.
    """

    module: str
    name: str
    host: str
    parameters: tuple[TypeNode, ...]
    then: int | None
    result: TypeNode

    @property
    def python_name(self) -> str:
        name = self.name.replace("'", "_prime")
        return name + "_" if name in KEYWORDS else name

    @property
    def levels(self) -> list[int]:
        """How many arguments are given at once, call by call."""
        return [1] * len(self.parameters) + ([] if self.then is None else [self.then])


@cache
def foreign_values() -> tuple[ForeignValue, ...]:
    """All foreign values of the library, in the order of its files."""
    paths = sorted(LIBRARY.rglob("*.nova"))
    return tuple(value for path in paths for value in _values_of(path))


def python_path(module: str) -> Path:
    return LIBRARY.joinpath(*module.split(".")).with_suffix(".py")


@cache
def python_module(module: str) -> dict[str, Any]:
    """The names of a file of foreign functions, run on its own."""
    return runpy.run_path(str(python_path(module)))


def python_levels(module: str, name: str) -> list[int] | None:
    """How many arguments each call of a foreign function takes, as far as its text tells; None where it is no function."""
    tree = ast.parse(python_path(module).read_text(encoding="utf-8"))
    functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    return _levels(functions[name], functions) if name in functions else None


def _values_of(path: Path) -> Iterator[ForeignValue]:
    text = path.read_text(encoding="utf-8")
    if "foreign import" not in text:
        return
    module = ".".join(path.relative_to(LIBRARY).with_suffix("").parts)
    for chunk in split(text):
        for declaration in parse_chunk(chunk.anchored, first=chunk.is_first).declarations:
            if isinstance(declaration, ForeignImport):
                assert declaration.host is not None
                yield _value(module, declaration.name.text, declaration.host, declaration.type)


def _value(module: str, name: str, host: str, type: TypeNode) -> ForeignValue:
    parameters: list[TypeNode] = []
    while isinstance(type, ArrowNode | ForallNode | ParenType):
        if isinstance(type, ArrowNode):
            parameters.append(type.parameter)
        type = _inside(type)
    return ForeignValue(module, name, host, tuple(parameters), *_then(type))


def _inside(type: ArrowNode | ForallNode | ParenType) -> TypeNode:
    match type:
        case ArrowNode():
            return type.result
        case ForallNode():
            return type.body
        case ParenType():
            return type.inner


def _then(type: TypeNode) -> tuple[int | None, TypeNode]:
    """How many arguments a value of this type is called with, and what it gives in the end."""
    match type:
        case TypeApplication(function=TypeConstructor(name=name), arguments=arguments):
            if name.text in ("Effect", "ST", "Lazy"):
                return 0, arguments[-1]
            if callable_of := re.fullmatch(r"(?:Effect|ST)?Fn([0-9]+)", name.text):
                return int(callable_of[1]), arguments[-1]
    return None, type


def _levels(
    function: ast.FunctionDef | ast.Lambda, functions: dict[str, ast.FunctionDef]
) -> list[int]:
    levels = [len(function.args.args)]
    if isinstance(function, ast.Lambda):
        return levels + _levels_of_result(function.body, functions)
    inner = functions | {
        each.name: each for each in function.body if isinstance(each, ast.FunctionDef)
    }
    last = function.body[-1]
    if isinstance(last, ast.Return) and last.value is not None:
        return levels + _levels_of_result(last.value, inner)
    return levels


def _levels_of_result(result: ast.expr, functions: dict[str, ast.FunctionDef]) -> list[int]:
    match result:
        case ast.Lambda():
            return _levels(result, functions)
        case ast.Name() if result.id in functions:
            return _levels(functions[result.id], functions)
        case ast.Call(func=ast.Name(id=name)) if name in functions:
            return _levels(functions[name], functions)[1:]
    return []
