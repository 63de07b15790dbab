"""The body of an equation, a branch or a lambda becomes the only line of a `do`, ready for more of them."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.features.actions.code_action import ActionKind, CodeAction
from nova_ls.features.actions.site import Selection
from nova_ls.syntax import tree as t
from nova_ls.types.core.type import FUNCTION, Type, TypeApp, TypeCon, spine
from nova_ls.workspace.snapshot import Snapshot


def wrap_in_do(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At the beginning of a body of one line whose type has something inside, as that of an action has; a `let` would be a line without `in` there."""
    site = selection.site
    body = _body(selection)
    if body is None or isinstance(body, t.Do | t.Ado | t.Let) or not site.is_one_line(body):
        return
    type = snapshot.type_of_span(site.place(body))
    if type is None or not _holds_something(type):
        return
    column = site.line_indentation(body.start)
    if not site.is_first_on_line(body.start):
        column += "  "
    for below in _guards_below(selection, body):
        # What begins in the column of a block's lines, or further in, would belong to the block.
        column = max(column, site.line_indentation(below) + "  ", key=len)
    if len(column) <= selection.block_column(body):
        return
    before = site.text(0, body.start)
    start = body.start - (len(before) - len(before.rstrip()))
    edits = (site.edit(start, body.start, f" do\n{column}"),)
    yield CodeAction("Wrap in `do`", ActionKind.REWRITE, edits)


def _body(selection: Selection) -> t.Node | None:
    for node in reversed(selection.path):
        if isinstance(node, t.GuardedBody | t.Lambda):
            return node.body if node.body.start == selection.start == selection.end else None
    return None


def _guards_below(selection: Selection, body: t.Node) -> Iterator[int]:
    """Where the lines begin that have further guards of the same equation or branch."""
    for node in selection.path:
        if isinstance(node, t.Equation | t.CaseBranch | t.PatternBinding):
            for each in node.bodies:
                if each.start > body.start and selection.site.is_first_on_line(each.start):
                    yield each.start


def _holds_something(type: Type) -> bool:
    head, _, arguments = spine(type)
    return (
        bool(arguments)
        and head is not FUNCTION
        and (isinstance(head, TypeCon) or isinstance(type, TypeApp))
    )
