"""Branches and equations that are never reached go."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.features.actions.code_action import ActionKind, CodeAction, Finding
from nova_ls.features.actions.site import site_of
from nova_ls.names.problems.matches import OverlappingPattern
from nova_ls.syntax import tree as t
from nova_ls.workspace.snapshot import Snapshot


def remove_case(_: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for all branches of a match that are never reached."""
    diagnostic = finding.diagnostic
    if not isinstance(diagnostic.problem, OverlappingPattern):
        return
    site = site_of(finding)
    spans = [(diagnostic.start, diagnostic.end)]
    spans += [(each.start, each.end) for each in diagnostic.related if each.element is None]
    if len(spans) != diagnostic.problem.branches:
        return
    if not all(isinstance(site.node(*span), t.CaseBranch | t.Equation) for span in spans):
        return
    edits = tuple([site.without(*span) for span in spans])
    title = "Remove the case that is never reached"
    if len(spans) > 1:
        title = f"Remove the {len(spans)} cases that are never reached"
    yield CodeAction(title, ActionKind.QUICK_FIX, edits, finding, is_preferred=True)
