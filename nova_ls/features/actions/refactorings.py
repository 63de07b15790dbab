"""What may be done to the code at a place though nothing is wrong there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import ActionKind, CodeAction
from nova_ls.features.actions.export_name import change_export
from nova_ls.features.actions.list_imported import make_import_explicit
from nova_ls.features.actions.site import Selection, selection_in
from nova_ls.workspace.snapshot import Snapshot

Refactoring: TypeAlias = Callable[[Snapshot, Selection], Iterable[CodeAction]]

REFACTORINGS: Final[tuple[tuple[ActionKind, Refactoring], ...]] = (
    (ActionKind.REWRITE, make_import_explicit),
    (ActionKind.REWRITE, change_export),
)
"""Each with the kind of its actions, in the order in which they are offered."""

KINDS: Final = (
    ActionKind.QUICK_FIX,
    *dict.fromkeys(kind for kind, _ in REFACTORINGS),
    ActionKind.ORGANIZE_IMPORTS,
    ActionKind.FIX_ALL,
)
"""The kinds of all actions that there are."""


def refactorings(
    snapshot: Snapshot, module: Module, start: int, end: int, kinds: Iterable[ActionKind]
) -> Iterator[CodeAction]:
    """The actions of some kinds for what is selected between two offsets."""
    selection, wanted = selection_in(module, start, end), set(kinds)
    if selection.site.chunk.errors:
        return
    for kind, refactoring in REFACTORINGS:
        if kind in wanted:
            yield from refactoring(snapshot, selection)
