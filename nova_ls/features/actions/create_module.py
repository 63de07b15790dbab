"""A module that is imported and does not exist is made, where the importing one's name and path say that it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import ActionKind, CodeAction, Finding, NewFile
from nova_ls.names.modules.prim import is_prim_module
from nova_ls.names.problems.imports import ModuleNotFound
from nova_ls.workspace.snapshot import Snapshot


def create_module(_: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action; none where the importing module's path does not end as its name does."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, ModuleNotFound) or is_prim_module(problem.module):
        return
    root = source_root(finding.module)
    parts = problem.module.split(".")
    if root is None or not all(part[:1].isupper() for part in parts):
        return
    path = root.joinpath(*parts).with_suffix(finding.module.path.suffix)
    file = NewFile(path, f"module {problem.module} where\n")
    title = f"Create the module `{problem.module}`"
    yield CodeAction(title, ActionKind.QUICK_FIX, (), finding, created=(file,))


def source_root(module: Module) -> Path | None:
    """The folder below which a module's path is its name."""
    parts = module.name.split(".")
    path = module.path.with_suffix("")
    return path.parents[len(parts) - 1] if list(path.parts[-len(parts) :]) == parts else None
