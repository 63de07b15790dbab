"""A module that does not exist is replaced in its import by one that does and whose name looks like it."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.features.actions.code_action import ActionKind, CodeAction, Finding
from nova_ls.features.actions.site import site_of
from nova_ls.features.exporters import reaches
from nova_ls.features.hints import similar_modules
from nova_ls.names.problems.imports import ModuleNotFound
from nova_ls.workspace.snapshot import Snapshot


def replace_module(snapshot: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for each similar name, the best first."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, ModuleNotFound):
        return
    site = site_of(finding)
    start, end = finding.diagnostic.start, finding.diagnostic.end
    if site.text(start, end) != problem.module:
        return
    own = finding.module.name
    found = [
        name
        for name in similar_modules(snapshot, problem.module)
        if name != own and not reaches(snapshot, name, own)
    ]
    for name in found:
        edits = (site.edit(start, end, name),)
        title = f"Replace `{problem.module}` by `{name}`"
        yield CodeAction(title, ActionKind.QUICK_FIX, edits, finding, len(found) == 1)
