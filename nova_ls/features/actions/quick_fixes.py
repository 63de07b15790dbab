"""The quick fixes of what is wrong at a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from nova_ls.base.problems import UnneededIgnore
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.features.actions.add_cases import add_cases
from nova_ls.features.actions.add_constraint import add_constraint
from nova_ls.features.actions.add_fields import add_fields
from nova_ls.features.actions.add_import import add_import
from nova_ls.features.actions.add_instance import add_instance
from nova_ls.features.actions.add_members import add_members
from nova_ls.features.actions.add_signature import add_signature
from nova_ls.features.actions.code_action import CodeAction, Finding, findings
from nova_ls.features.actions.correct_ignore import correct_ignore
from nova_ls.features.actions.create_module import create_module
from nova_ls.features.actions.export_name import export_missing, export_unused
from nova_ls.features.actions.fill_hole import fill_hole
from nova_ls.features.actions.list_imported import list_imported_names
from nova_ls.features.actions.merge_imports import merge_imports
from nova_ls.features.actions.remove_case import remove_case
from nova_ls.features.actions.remove_import import remove_import
from nova_ls.features.actions.remove_unused import remove_unused
from nova_ls.features.actions.replace_module import replace_module
from nova_ls.features.actions.replace_name import replace_name
from nova_ls.features.actions.replace_wildcard import replace_wildcard
from nova_ls.workspace.ignored import without_ignored
from nova_ls.workspace.snapshot import Snapshot

QuickFix: TypeAlias = Callable[[Snapshot, Finding], Iterable[CodeAction]]

QUICK_FIXES: Final[tuple[QuickFix, ...]] = (
    replace_name,
    add_import,
    replace_module,
    create_module,
    add_signature,
    replace_wildcard,
    fill_hole,
    add_cases,
    add_members,
    add_fields,
    add_constraint,
    add_instance,
    remove_case,
    remove_import,
    merge_imports,
    list_imported_names,
    remove_unused,
    export_unused,
    export_missing,
    correct_ignore,
)
"""In the order in which they are offered."""


def quick_fixes(snapshot: Snapshot, module: Module, start: int, end: int) -> Iterator[CodeAction]:
    """The fixes of the diagnostics that touch the text between two offsets."""
    found = findings(module, start, end)
    if module.source.ignores:
        found += _needless_comments(snapshot, module, start, end)
    for finding in found:
        for fix in QUICK_FIXES:
            yield from fix(snapshot, finding)


def _needless_comments(
    snapshot: Snapshot, module: Module, start: int, end: int
) -> Iterator[Finding]:
    """The comments that ignore what is not there."""
    is_complete = snapshot.is_checked(module)
    told = without_ignored(module.source, module_diagnostics(module), is_complete=is_complete)
    for chunk, diagnostic in told:
        found = Finding(module, chunk, diagnostic)
        is_needless = isinstance(diagnostic.problem, UnneededIgnore)
        if is_needless and found.start <= end and start <= found.end:
            yield found
