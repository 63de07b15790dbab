"""What may be done to the code at a place though nothing is wrong there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.change_qualifier import qualify_import, unqualify_import
from nova_ls.features.actions.code_action import ActionKind, CodeAction
from nova_ls.features.actions.correct_file import correct_file
from nova_ls.features.actions.correct_name import correct_name
from nova_ls.features.actions.eta import eta_expand, eta_reduce
from nova_ls.features.actions.export_name import change_export
from nova_ls.features.actions.extract import extract_to_let, extract_to_top, extract_to_where
from nova_ls.features.actions.if_and_case import case_to_if, if_to_case
from nova_ls.features.actions.inline_value import inline_value
from nova_ls.features.actions.list_imported import make_import_explicit
from nova_ls.features.actions.sign_local import sign_local
from nova_ls.features.actions.site import Selection, selection_in
from nova_ls.features.actions.split_case import split_case
from nova_ls.features.actions.wrap_in_do import wrap_in_do
from nova_ls.workspace.snapshot import Snapshot

Refactoring: TypeAlias = Callable[[Snapshot, Selection], Iterable[CodeAction]]

REFACTORINGS: Final[tuple[tuple[ActionKind, Refactoring], ...]] = (
    (ActionKind.REWRITE, sign_local),
    (ActionKind.REWRITE, split_case),
    (ActionKind.EXTRACT, extract_to_let),
    (ActionKind.EXTRACT, extract_to_where),
    (ActionKind.EXTRACT, extract_to_top),
    (ActionKind.INLINE, inline_value),
    (ActionKind.REWRITE, if_to_case),
    (ActionKind.REWRITE, case_to_if),
    (ActionKind.REWRITE, eta_expand),
    (ActionKind.REWRITE, eta_reduce),
    (ActionKind.REWRITE, wrap_in_do),
    (ActionKind.REWRITE, make_import_explicit),
    (ActionKind.REWRITE, qualify_import),
    (ActionKind.REWRITE, unqualify_import),
    (ActionKind.REWRITE, change_export),
    (ActionKind.REWRITE, correct_name),
    (ActionKind.REWRITE, correct_file),
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
