"""A name that is not in scope is replaced by one that is and looks like it."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit, Finding
from nova_ls.names.problems.scope import UnknownName
from nova_ls.workspace.snapshot import Snapshot


def replace_name(_: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for each similar name, the best first."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, UnknownName):
        return
    within = finding.text.find(problem.name)
    if within < 0:
        return
    start = finding.start + within
    for similar in problem.nearest:
        edit = CodeEdit(start, start + len(problem.name), similar)
        is_preferred = len(problem.nearest) == 1
        title = f"Replace `{problem.name}` by `{similar}`"
        yield CodeAction(title, ActionKind.QUICK_FIX, (edit,), finding, is_preferred)
