"""The quick fixes of what is wrong at a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.add_import import add_import
from nova_ls.features.actions.add_signature import add_signature
from nova_ls.features.actions.code_action import CodeAction, Finding, findings
from nova_ls.features.actions.remove_import import remove_import
from nova_ls.features.actions.replace_name import replace_name
from nova_ls.workspace.snapshot import Snapshot

QuickFix: TypeAlias = Callable[[Snapshot, Finding], Iterable[CodeAction]]

QUICK_FIXES: Final[tuple[QuickFix, ...]] = (
    replace_name,
    add_import,
    add_signature,
    remove_import,
)
"""In the order in which they are offered."""


def quick_fixes(snapshot: Snapshot, module: Module, start: int, end: int) -> Iterator[CodeAction]:
    """What mends the diagnostics that touch what stands between two offsets."""
    for finding in findings(module, start, end):
        for fix in QUICK_FIXES:
            yield from fix(snapshot, finding)
