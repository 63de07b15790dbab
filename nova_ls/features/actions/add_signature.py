"""A top-level value gets the signature that was inferred for it."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.base.keys import Space, element_key
from nova_ls.features.actions.code_action import (
    ActionKind,
    CodeAction,
    CodeEdit,
    Finding,
    indentation,
    newline_of,
)
from nova_ls.features.as_declared import as_declared
from nova_ls.features.written_type import written_signature
from nova_ls.types.core.problems.types import MissingTypeDeclaration
from nova_ls.workspace.snapshot import Snapshot


def add_signature(snapshot: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for a value without a signature; none where its type cannot be written in this module."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, MissingTypeDeclaration):
        return
    module = finding.module
    key = element_key(module.name, Space.VALUE, problem.name)
    type = as_declared(snapshot, key, problem.type)
    written = written_signature(snapshot, module, problem.name, type)
    if written is None:
        return
    text = module.source.text
    line_end = newline_of(text) + indentation(text, finding.start)
    signature = "".join(line + line_end for line in written.text.split("\n"))
    edits = (CodeEdit(finding.start, finding.start, signature), *written.imports)
    title = f"Add the signature of `{problem.name}`"
    yield CodeAction(title, ActionKind.QUICK_FIX, edits, finding, is_preferred=True)
