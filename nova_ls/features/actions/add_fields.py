"""A record literal gets the fields that it lacks, each with a hole to be filled."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit, Finding
from nova_ls.features.actions.site import Site, site_of
from nova_ls.syntax import tree as t
from nova_ls.types.core.problems.types import PropertyIsMissing
from nova_ls.types.core.type import RECORD, Row, Type, TypeApp
from nova_ls.types.render.render_type import render_label
from nova_ls.workspace.snapshot import Snapshot


def add_fields(_: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for all fields of the expected type that the literal does not have."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, PropertyIsMissing):
        return
    site = site_of(finding)
    node = site.node(finding.diagnostic.start, finding.diagnostic.end)
    while isinstance(node, t.Parenthesised):
        node = node.inner
    if not isinstance(node, t.RecordLiteral):
        return
    written = {field.label.text for field in node.fields}
    missing = [label for label in _labels(problem.expected) if label not in written]
    if problem.label not in missing:
        return
    names = ", ".join([f"`{label}`" for label in missing])
    title = f"Add the field {names}" if len(missing) == 1 else f"Add the fields {names}"
    added = [f"{render_label(label)}: ?{hole_name(label)}" for label in missing]
    edits = (_added(site, node, added),)
    yield CodeAction(title, ActionKind.QUICK_FIX, edits, finding, is_preferred=True)


def _labels(type: Type) -> list[str]:
    if isinstance(type, TypeApp) and type.function is RECORD and isinstance(type.argument, Row):
        return [label for label, _ in type.argument.fields]
    return []


def hole_name(label: str) -> str:
    """A name that a hole can have."""
    name = "".join(each if each.isalnum() or each in "_'" else "_" for each in label)
    return name if name and (name[0].isalpha() or name[0] == "_") else f"_{name}"


def _added(site: Site, literal: t.RecordLiteral, added: list[str]) -> CodeEdit:
    if not literal.fields:
        return site.edit(literal.start, literal.end, "{ " + ", ".join(added) + " }")
    last = literal.fields[-1]
    separator = ", "
    if len(literal.fields) > 1:
        between = site.text(literal.fields[-2].end, last.start)
        if "--" not in between and "{-" not in between:
            separator = between.replace("\r\n", "\n")
    elif "\n" in site.text_of(literal):
        separator = f"\n{site.indentation(literal.start)}, "
    return site.edit(last.end, last.end, "".join([separator + each for each in added]))
