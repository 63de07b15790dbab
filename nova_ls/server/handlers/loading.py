"""Loading the handlers between messages, the common ones first.

They import nearly everything there is, which takes longer than an editor should wait for anything. So the server begins with those that take in
what is edited, and loads the others in steps; a request that comes before its handler waits for the steps up to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final

from nova_ls.base.slotted import compile_one
from nova_ls.server.handlers import documents, files_on_disk, folders, set_trace, subscribe
from nova_ls.server.handlers.registration import Registration

AT_ONCE: Final[tuple[Registration, ...]] = (
    *folders.REGISTRATIONS,
    *files_on_disk.REGISTRATIONS,
    *documents.REGISTRATIONS,
    *set_trace.REGISTRATIONS,
    *subscribe.REGISTRATIONS,
)
"""Notifications come in an order that counts: none of those that change something may wait."""

_HANDLERS: Final = "nova_ls.server.handlers."

STEPS: Final = (
    "nova_ls.server.translate.place",
    _HANDLERS + "hover",
    _HANDLERS + "definition",
    _HANDLERS + "diagnostic",
    "nova_ls.history.comparison.api_changes",
    "nova_ls.history.declaration_versions",
    "nova_ls.history.last_change",
    "nova_ls.server.sessions.changes",
    "nova_ls.features.completion.absent",
    "nova_ls.features.actions.import_lines",
    "nova_ls.features.completion.lists",
    "nova_ls.compiler.queries.probe",
    _HANDLERS + "completion",
    _HANDLERS + "signature_help",
    _HANDLERS + "semantic_tokens",
    _HANDLERS + "inlay_hint",
    _HANDLERS + "document_highlight",
    _HANDLERS + "document_symbols",
    _HANDLERS + "document_link",
    _HANDLERS + "folding_range",
    "nova_ls.codegen.lower.evidence",
    "nova_ls.codegen.lower.function",
    "nova_ls.codegen.derive.traversal",
    "nova_ls.compiler.code",
    "nova_ls.codegen.python.expressions",
    "nova_ls.codegen.python.backend",
    "nova_ls.evaluation.evaluator",
    "nova_ls.evaluation.expressions",
    "nova_ls.evaluation.evaluation",
    "nova_ls.features.code_lens",
    "nova_ls.features.evaluate_comments",
    "nova_ls.server.translate.subject",
    _HANDLERS + "code_lens",
    "nova_ls.features.actions.add_constraint",
    "nova_ls.features.actions.fill_hole",
    "nova_ls.features.actions.add_instance",
    "nova_ls.features.actions.export_name",
    "nova_ls.features.actions.list_imported",
    "nova_ls.features.actions.remove_unused",
    "nova_ls.features.actions.replace_module",
    "nova_ls.features.actions.quick_fixes",
    "nova_ls.features.actions.free_names",
    "nova_ls.features.actions.refactorings",
    _HANDLERS + "code_action",
    _HANDLERS + "references",
    "nova_ls.features.rename.complete",
    "nova_ls.features.rename.rename",
    _HANDLERS + "rename",
    _HANDLERS + "rename_files",
    _HANDLERS + "formatting",
    _HANDLERS + "on_type_formatting",
    _HANDLERS + "selection_range",
    _HANDLERS + "linked_editing",
    _HANDLERS + "declaration",
    _HANDLERS + "type_definition",
    _HANDLERS + "implementation",
    _HANDLERS + "call_hierarchy",
    _HANDLERS + "type_hierarchy",
    _HANDLERS + "workspace_symbols",
    _HANDLERS + "execute_command",
    _HANDLERS + "history",
    _HANDLERS + "serves",
    _HANDLERS + "stats",
    "nova_ls.server.sessions.evaluating.evaluations",
    "nova_ls.server.sessions.observing.tested_sessions",
    _HANDLERS + "tests",
)
"""Modules in the order in which they are loaded. Each brings few others along: those of a handler that has many stand before it."""


def load() -> Iterator[tuple[Registration, ...]]:
    """Load the modules one by one; yields what each registers, which is nothing for one that is not a handler.

    Once they are there, what an edit would have to compile when it needs it first is compiled.
    """
    for name in STEPS:
        yield getattr(import_module(name), "REGISTRATIONS", ())
    while compile_one():
        yield ()


def all_registrations() -> tuple[Registration, ...]:
    """What all handler files register."""
    return AT_ONCE + tuple(one for found in load() for one in found)
