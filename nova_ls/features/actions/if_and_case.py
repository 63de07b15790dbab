"""`if` becomes a `case` of a Boolean, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.features.actions.code_action import ActionKind, CodeAction
from nova_ls.features.actions.site import Selection
from nova_ls.syntax import tree as t
from nova_ls.workspace.snapshot import Snapshot


def if_to_case(_: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At the keyword `if`, where each branch is one line."""
    site = selection.site
    node = _at_keyword(selection, t.If, "if")
    if not isinstance(node, t.If):
        return
    parts = [node.condition, node.then, node.otherwise]
    if not all(site.is_one_line(part) for part in parts) or site.has_comment(node):
        return
    condition, then, otherwise = [site.text_of(part).rstrip() for part in parts]
    column = site.line_indentation(node.start) + "  "
    if len(column) <= selection.block_column(node):
        column = " " * (selection.block_column(node) + 2)
    text = f"case {condition} of\n{column}true -> {then}\n{column}false -> {otherwise}"
    edits = (site.edit(node.start, site.end_of(node), text),)
    yield CodeAction("Write `case` instead of `if`", ActionKind.REWRITE, edits)


def case_to_if(_: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At the keyword `case` of a Boolean, where each branch is one line."""
    site = selection.site
    node = _at_keyword(selection, t.Case, "case")
    if not isinstance(node, t.Case) or len(node.scrutinees) != 1 or len(node.branches) != 2:
        return
    by_value: dict[bool, t.Node] = {}
    for branch in node.branches:
        value = _matched(branch, by_value)
        if value is None or value in by_value:
            return
        by_value[value] = branch.bodies[0].body
    parts = [node.scrutinees[0], by_value[True], by_value[False]]
    if not all(site.is_one_line(part) for part in parts) or site.has_comment(node):
        return
    condition, then, otherwise = [site.text_of(part).rstrip() for part in parts]
    text = f"if {condition} then {then} else {otherwise}"
    edits = (site.edit(node.start, site.end_of(node), text),)
    yield CodeAction("Write `if` instead of `case`", ActionKind.REWRITE, edits)


def _at_keyword(selection: Selection, kind: type[t.Node], keyword: str) -> t.Node | None:
    for node in reversed(selection.path):
        if isinstance(node, kind):
            return node if selection.end <= node.start + len(keyword) else None
    return None


def _matched(branch: t.CaseBranch, known: dict[bool, t.Node]) -> bool | None:
    """Which of the two values a branch is for; what matches anything is for the other one."""
    if len(branch.patterns) != 1 or len(branch.bodies) != 1:
        return None
    if branch.bodies[0].guards or branch.bodies[0].where:
        return None
    pattern = branch.patterns[0]
    if isinstance(pattern, t.PatternLiteral) and isinstance(pattern.value, bool):
        return pattern.value
    if isinstance(pattern, t.PatternWildcard) and len(known) == 1:
        return not next(iter(known))
    return None
