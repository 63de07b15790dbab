"""Everything in a module that can be fixed in one way only, in one action."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.add_signature import add_signature
from nova_ls.features.actions.code_action import (
    ActionKind,
    CodeAction,
    CodeEdit,
    Finding,
    findings,
)
from nova_ls.features.actions.import_lines import import_lines, merge_insertions
from nova_ls.features.actions.merge_imports import merge_imports
from nova_ls.features.actions.quick_fixes import QuickFix
from nova_ls.features.actions.remove_case import remove_case
from nova_ls.features.actions.remove_import import remove_import
from nova_ls.features.actions.replace_wildcard import replace_wildcard
from nova_ls.workspace.snapshot import Snapshot

SAFE: Final[tuple[QuickFix, ...]] = (
    add_signature,
    replace_wildcard,
    remove_case,
    merge_imports,
    remove_import,
)
"""These change no meaning, and each has one way only."""


CODES: Final = (
    "DuplicateImport",
    "DuplicateSelectiveImport",
    "MissingTypeDeclaration",
    "OverlappingPattern",
    "UnusedDctorExplicitImport",
    "UnusedDctorImport",
    "UnusedExplicitImport",
    "UnusedImport",
    "WildcardInferredType",
)
"""What these fix."""

_WORD: Final = re.compile(r"[\w']+")


def fix_all(snapshot: Snapshot, module: Module) -> Iterator[CodeAction]:
    """One action for as many diagnostics as can be fixed at once; none where there are none."""
    edits, fixed = safe_edits(snapshot, module)
    if fixed:
        yield CodeAction("Fix everything that has only one fix", ActionKind.FIX_ALL, tuple(edits))


def safe_edits(
    snapshot: Snapshot, module: Module, codes: Collection[str] | None = None
) -> tuple[list[CodeEdit], list[Finding]]:
    """Edits that do not overlap, and what they fix; of some codes only, if they are given."""
    edits: list[CodeEdit] = []
    fixed: list[Finding] = []
    wanted = [
        finding
        for finding in findings(module, 0, len(module.source.text))
        if codes is None or finding.diagnostic.code in codes
    ]
    # What is written may need what was imported in vain so far: imports come last.
    for fix in SAFE:
        for finding in wanted:
            action = next(iter(fix(snapshot, finding)), None)
            if action is None or not _fit(edits, action.edits):
                continue
            if fix in (remove_import, merge_imports) and _is_needed(module, finding, edits):
                continue
            edits += [edit for edit in action.edits if edit not in edits]
            fixed.append(finding)
    return merge_insertions(edits), fixed


def _is_needed(module: Module, finding: Finding, edits: list[CodeEdit]) -> bool:
    """Whether new text may mention what an import brings; if so the import is looked at again afterwards."""
    words = set(_WORD.findall("".join([edit.text for edit in edits])))
    if not words:
        return False
    for line in import_lines(module):
        if line.start <= finding.start and finding.end <= line.end:
            names = {line.item.alias} if line.item.alias else set()
            names |= {each.name for each in line.item.references or ()}
            return not line.is_list or bool(names & words)
    return True


def _fit(known: list[CodeEdit], more: tuple[CodeEdit, ...]) -> bool:
    """Whether edits touch none of those that are there; the same import may be wanted twice."""
    for edit in more:
        for other in known:
            first, second = sorted((edit, other), key=lambda each: each.start)
            if edit != other and (first.start == second.start or second.start < first.end):
                return False
    return True
