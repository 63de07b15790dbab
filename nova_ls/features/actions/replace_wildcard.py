"""A wildcard in a type is replaced by the type that it stands for."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.features.actions.code_action import ActionKind, CodeAction, Finding
from nova_ls.features.actions.scoped_type_variables import type_variables_at
from nova_ls.features.actions.site import Site, site_of
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
    node = site.node(start, end)
    if not isinstance(node, t.TypeWildcard | t.TypeHole):
        return
    variables = type_variables_at(site, start, end)
    writer = SourceTypeWriter(snapshot, finding.module, variables)
    write = writer.type if _is_alone(site, node) else writer.atom
    text, imports = write(problem.type), writer.imports()
    if text is None or imports is None:
        return
    title = f"Replace `{site.text(start, end)}` by `{text}`"
    edits = (site.edit(start, end, text), *imports)
    yield CodeAction(title, ActionKind.QUICK_FIX, edits, finding, is_preferred=True)


def _is_alone(site: Site, node: t.Node) -> bool:
    """Whether any type can stand in the place of one without parentheses: it is all that stands behind `::`, or what a function gives in the end."""
    path = site.path(node.start, node.end)
    for inner, around in zip(path[::-1], path[-2::-1], strict=False):
        match around:
            case t.Signature() | t.Typed() | t.RowFieldNode() | t.ParenType():
                return True
            case t.ArrowNode(result=end) | t.ForallNode(body=end) | t.ConstrainedNode(body=end):
                if end is not inner:
                    return False
            case _:
                return False
    return False
