"""Each foreign value of the library has a function for Python beside its module, of the same shape, and nothing else is there."""

import ast

import pytest

from nova_ls.workspace.discovery import LIBRARY
from tests.stdlib.foreign import (
    ForeignValue,
    foreign_values,
    python_levels,
    python_module,
    python_path,
)

MODULES = sorted({value.module for value in foreign_values()})


def test_every_module_with_foreign_values_has_a_file_and_no_other_has() -> None:
    files = {
        ".".join(path.relative_to(LIBRARY).with_suffix("").parts) for path in LIBRARY.rglob("*.py")
    }
    assert files == set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_a_file_has_the_foreign_values_of_its_module(module: str) -> None:
    wanted = {value.python_name for value in foreign_values() if value.module == module}
    assert wanted <= set(python_module(module))


@pytest.mark.parametrize("module", MODULES)
def test_a_file_has_nothing_that_is_neither_foreign_value_nor_used(module: str) -> None:
    tree = ast.parse(python_path(module).read_text(encoding="utf-8"))
    used = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    wanted = {value.python_name for value in foreign_values() if value.module == module}
    assert _defined(tree) <= wanted | used


@pytest.mark.parametrize("module", MODULES)
def test_a_file_imports_nothing_of_this_program(module: str) -> None:
    tree = ast.parse(python_path(module).read_text(encoding="utf-8"))
    imports = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not [line for line in imports if "nova_ls" in line or line.startswith("from .")]


@pytest.mark.parametrize(
    "value", foreign_values(), ids=lambda value: f"{value.module}.{value.name}"
)
def test_a_function_takes_the_arguments_its_type_tells(value: ForeignValue) -> None:
    levels = python_levels(value.module, value.python_name)
    if levels is None:
        assert value.levels == [] or callable(python_module(value.module)[value.python_name])
    else:
        assert levels == value.levels


def _defined(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return names
