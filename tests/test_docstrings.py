"""Which docstrings there have to be, as far as `ruff` does not ask for them: it does not see what a method overrides."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from types import FunctionType
from typing import Final

from tests.test_limits import module_name, trees

DESCRIBED_BY_COMMAND: Final = {"configure", "run"}
"""Of the file of a subcommand; `cli/command_line.py` says what they are."""


def test_a_public_method_has_a_docstring_or_overrides_one_that_has() -> None:
    assert [
        f"{name}.{class_.__name__}.{method}"
        for name in map(module_name, sources(""))
        for class_ in vars(import_module(name)).values()
        if inspect.isclass(class_) and class_.__module__ == name and is_public(class_.__name__)
        for method in public_methods(class_)
        if not any(is_documented(vars(base).get(method)) for base in class_.__mro__)
    ] == []


def test_a_public_function_of_the_command_line_has_a_docstring() -> None:
    assert [
        f"{path}:{node.lineno} {node.name}"
        for path in sources("cli/")
        for node in trees()[path].body
        if isinstance(node, ast.FunctionDef)
        and is_public(node.name)
        and node.name not in DESCRIBED_BY_COMMAND
        and ast.get_docstring(node) is None
    ] == []


def sources(folder: str) -> list[str]:
    return [
        path
        for path in trees()
        if path.startswith(f"nova_ls/{folder}") and not path.endswith("__main__.py")
    ]


def public_methods(class_: type) -> Iterator[str]:
    """Those that the class itself defines, and that are written."""
    for name, member in vars(class_).items():
        function = function_of(member)
        if (
            is_public(name)
            and function is not None
            and function.__qualname__ == f"{class_.__qualname__}.{name}"
        ):
            yield name


def function_of(member: object) -> FunctionType | None:
    if isinstance(member, property):
        member = member.fget
    elif isinstance(member, classmethod | staticmethod):
        member = member.__func__
    return member if isinstance(member, FunctionType) else None


def is_documented(member: object) -> bool:
    function = function_of(member)
    return function is not None and bool(function.__doc__)


def is_public(name: str) -> bool:
    return not name.startswith("_")
