"""A local value goes, and what it stands for is put in the place of its name."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit
from nova_ls.features.actions.free_names import (
    bound_names,
    has_section,
    mentioned_names,
    owner_of_binding,
)
from nova_ls.features.actions.remove_unused import removed_binding
from nova_ls.features.actions.scoped_type_variables import bindings_of
from nova_ls.features.actions.site import Selection, Site
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import children, descendants
from nova_ls.workspace.snapshot import Snapshot

_ATOMS = (
    t.Variable,
    t.ConstructorName,
    t.OperatorName,
    t.Literal,
    t.ArrayLiteral,
    t.RecordLiteral,
    t.Parenthesised,
    t.RecordAccess,
)


def inline_value(_: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At the name of a binding of `let` or `where` without parameters and signature, whose value is one line."""
    site, path = selection.site, selection.path
    equation = next((node for node in reversed(path) if isinstance(node, t.Equation)), None)
    if equation is None or not _is_plain(site, equation, selection):
        return
    name, body = equation.name.text, equation.bodies[0].body
    found = owner_of_binding(path[: path.index(equation)], name)
    if found is None or found[1] is not equation:
        return
    if isinstance(path[found[0]], t.InstanceDeclaration):
        return  # The class wants its members.
    owner = path[found[0]]
    bindings = bindings_of(owner)
    scope = path[found[0] - 1] if isinstance(owner, t.DoLet) and found[0] else owner
    if any(isinstance(each, t.Signature) and each.name.text == name for each in bindings):
        return
    if mentioned_names(body) & (_bound_apart_from(scope, equation) | {name}):
        return  # A name would mean something else in another place.
    text = site.text_of(body).rstrip()
    uses = list(_uses(site, scope, equation, text, isinstance(body, _ATOMS)))
    removed = removed_binding(site, path[: path.index(equation)], equation)
    if not uses or not removed or None in uses:
        return
    edits = (*[edit for edit in uses if edit is not None], *removed)
    if _overlap(edits):
        return
    yield CodeAction(f"Inline `{name}`", ActionKind.INLINE, edits)


def _is_plain(site: Site, equation: t.Equation, selection: Selection) -> bool:
    name, bodies = equation.name, equation.bodies
    if not (name.start <= selection.start and selection.end <= name.end):
        return False
    if equation.parameters or len(bodies) != 1 or bodies[0].guards or bodies[0].where:
        return False
    body = bodies[0].body
    return site.is_one_line(body) and not has_section(body) and not site.has_comment(equation)


def _bound_apart_from(scope: t.Node, equation: t.Equation) -> set[str]:
    """The names bound in a scope, but for those of the binding's own siblings that it may mention all over it."""
    found: set[str] = set()
    for inner in _children_apart_from(scope, equation):
        found |= bound_names(inner)
    return found


def _children_apart_from(scope: t.Node, equation: t.Equation) -> Iterator[t.Node]:
    for child in children(scope):
        if child is not equation:
            yield child


def _uses(
    site: Site, scope: t.Node, equation: t.Equation, text: str, is_atom: bool
) -> Iterator[CodeEdit | None]:
    """The edits of all places that name the value; None: one of them cannot be edited, or may be of another."""
    name = equation.name.text
    for node in descendants(scope):
        match node:
            case t.PatternVariable() | t.PatternAs() if node.name.text == name:
                yield None
            case t.Equation() if node.name.text == name and node is not equation:
                yield None
            case t.PatternField(label=label, pattern=None) if label.text == name:
                yield None
            case t.RecordFieldNode(label=label, value=None) if label.text == name:
                yield site.edit(label.end, label.end, f": {text}")
            case t.InfixOperator() if node.name is not None and node.name.text == name:
                yield None
            case t.Variable() if node.name.text == name and not node.name.qualifier:
                yield site.edit(node.start, node.end, text if is_atom else f"({text})")


def _overlap(edits: tuple[CodeEdit, ...]) -> bool:
    ordered = sorted(edits, key=lambda each: (each.start, each.end))
    return any(one.end > other.start for one, other in itertools.pairwise(ordered))
