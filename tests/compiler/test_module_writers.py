"""The state of a module is written by its own methods; others ask it to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import nova_ls
from nova_ls.compiler.state import module as module_file
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_tables import ModuleTables

_SLOTS = frozenset((*Module.__slots__, *ModuleTables.__slots__))
_CHANGING = frozenset(
    ("append", "clear", "discard", "extend", "pop", "popitem", "remove", "setdefault", "update")
)


def test_only_a_module_writes_its_slots() -> None:
    package = Path(nova_ls.__file__).parent / "compiler"
    own = Path(module_file.__file__)
    writers = [
        f"{path.name}:{line}"
        for path in sorted(package.rglob("*.py"))
        if path != own
        for line in written(ast.parse(path.read_text("utf-8")))
    ]
    assert writers == []


def test_each_way_of_writing_is_seen() -> None:
    written_slots = """
module.rank = 1
module.problems[about] = found
module.groups |= groups
del module.members[unit]
module.found.pop(unit, None)
(module.committed, module.entries) = record, entries
"""
    assert sorted(written(ast.parse(written_slots))) == [2, 3, 4, 5, 6, 7, 7]


def written(tree: ast.AST) -> Iterator[int]:
    """The lines on which a slot or table of something called `module` is assigned to, deleted from or changed in place."""
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign | ast.Delete):
            targets = list(node.targets)
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _CHANGING
        ):
            targets = [node.func.value]
        for target in targets:
            for part in target.elts if isinstance(target, ast.Tuple) else [target]:
                if _is_slot(part):
                    yield part.lineno


def _is_slot(target: ast.expr) -> bool:
    while isinstance(target, ast.Subscript):
        target = target.value
    return (
        isinstance(target, ast.Attribute)
        and target.attr in _SLOTS
        and isinstance(target.value, ast.Name)
        and target.value.id in ("module", "other")
    )
