"""A wildcard in a type is replaced by the type that it stands for."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.features.actions.code_action import ActionKind, CodeAction, Finding
from nova_ls.features.actions.scoped_type_variables import type_variables_at
from nova_ls.features.actions.site import site_of
from nova_ls.features.written_type import SourceTypeWriter
from nova_ls.syntax import tree as t
from nova_ls.types.core.problems.types import HoleInferredType, WildcardInferredType
from nova_ls.workspace.snapshot import Snapshot


def replace_wildcard(snapshot: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for a `_` or a `?name` in a type; none where its type cannot be written."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, WildcardInferredType | HoleInferredType):
        return
    site = site_of(finding)
    start, end = finding.diagnostic.start, finding.diagnostic.end
    if not isinstance(site.node(start, end), t.TypeWildcard | t.TypeHole):
        return
    variables = type_variables_at(site, start, end)
    writer = SourceTypeWriter(snapshot, finding.module, variables)
    text, imports = writer.atom(problem.type), writer.imports()
    if text is None or imports is None:
        return
    title = f"Replace `{site.text(start, end)}` by `{text}`"
    edits = (site.edit(start, end, text), *imports)
    yield CodeAction(title, ActionKind.QUICK_FIX, edits, finding, is_preferred=True)
