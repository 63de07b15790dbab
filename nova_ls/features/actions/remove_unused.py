"""What is bound or declared and never used goes, or is marked by an underscore."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.base.keys import Space, element_key
from nova_ls.features.actions.code_action import ActionKind, CodeAction, CodeEdit, Finding
from nova_ls.features.actions.has_word import has_word
from nova_ls.features.actions.scoped_type_variables import bindings_of
from nova_ls.features.actions.site import Site, site_of
from nova_ls.features.type_variables import type_variables
from nova_ls.names.problems.scope import UnusedDeclaration, UnusedName, UnusedTypeVar
from nova_ls.syntax import tree as t
from nova_ls.workspace.snapshot import Snapshot


def remove_unused(_: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """Actions for a local name, a declaration or a type variable that nothing mentions."""
    site, problem = site_of(finding), finding.diagnostic.problem
    match problem:
        case UnusedName():
            yield from _local(site, finding, problem.name)
        case UnusedDeclaration():
            edit = _declaration(site, problem.name)
            if edit is not None:
                title = f"Remove the unused `{problem.name}`"
                yield CodeAction(title, ActionKind.QUICK_FIX, (edit,), finding)
        case UnusedTypeVar():
            edit = _type_variable(site, finding)
            if edit is not None:
                title = f"Remove the unused type variable `{problem.name}`"
                yield CodeAction(title, ActionKind.QUICK_FIX, (edit,), finding, is_preferred=True)


# ---------------------------------------------------------------------------- local names


def _local(site: Site, finding: Finding, name: str) -> Iterator[CodeAction]:
    start, end = finding.diagnostic.start, finding.diagnostic.end
    path = site.path(start, end)
    marked = _marked(site, path, start, end, name)
    if marked:
        title = f"Rename `{name}` to `_{name}`"
        yield CodeAction(title, ActionKind.QUICK_FIX, tuple(marked), finding, is_preferred=True)
    removed = _removed(site, path, name)
    if removed:
        title = f"Remove the unused `{name}`"
        yield CodeAction(title, ActionKind.QUICK_FIX, tuple(removed), finding)


def _marked(site: Site, path: list[t.Node], start: int, end: int, name: str) -> list[CodeEdit]:
    """The edits that put an underscore before a name where it is bound."""
    if has_word(site.chunk.text, f"_{name}"):
        return []  # Something else is called so.
    for node in reversed(path):
        match node:
            case t.PatternField(label=label, pattern=None):
                return [site.edit(label.end, label.end, f": _{name}")] if _is(label, name) else []
            case t.PatternVariable() | t.PatternAs():
                return [site.edit(start, start, "_")] if node.name.text == name else []
            case t.Equation() | t.Signature() if node.name.text == name:
                same = _bindings_named(path, name)
                return [site.edit(each.name.start, each.name.start, "_") for each in same]
            case t.Name() | t.Label():
                continue
            case _:
                return []
    return []


def _is(label: t.Label, name: str) -> bool:
    return label.text == name and label.end - label.start == len(name)


def _bindings_named(path: list[t.Node], name: str) -> list[t.Signature | t.Equation]:
    """The signature and the equations of a local value, among whose siblings the path ends."""
    for node in reversed(path):
        found = [
            each
            for each in bindings_of(node)
            if isinstance(each, t.Signature | t.Equation) and each.name.text == name
        ]
        if found:
            return found
    return []


def _removed(site: Site, path: list[t.Node], name: str) -> list[CodeEdit]:
    """The edits that take out a local binding, or the name of a pattern."""
    innermost = [node for node in path if not isinstance(node, t.Name)]
    if innermost and isinstance(innermost[-1], t.PatternAs):
        node = innermost[-1]
        return [site.edit(node.start, node.pattern.start, "")] if node.name.text == name else []
    if not innermost or not isinstance(innermost[-1], t.Equation | t.Signature):
        return []
    return removed_binding(site, path, innermost[-1])


def removed_binding(
    site: Site, path: list[t.Node], binding: t.Equation | t.Signature
) -> list[CodeEdit]:
    """The edits that take out a local value, at the end of a path, with its signature; with the whole block if nothing else is in it."""
    for index in range(len(path) - 1, -1, -1):
        owner = path[index]
        bindings = bindings_of(owner)
        named = [
            each
            for each in bindings
            if isinstance(each, t.Signature | t.Equation) and each.name.text == binding.name.text
        ]
        if binding in named:
            if len(named) < len(bindings):
                return [site.without(each.start, site.end_of(each)) for each in named]
            return _whole_block(site, owner, bindings)
    return []


def _whole_block(site: Site, owner: t.Node, bindings: tuple[t.Node, ...]) -> list[CodeEdit]:
    """The edits that take out a block of bindings with its keyword."""
    if isinstance(owner, t.DoLet):
        return [site.without(owner.start, site.end_of(owner))]
    if isinstance(owner, t.GuardedBody):
        keyword = site.text(owner.body.end, bindings[0].start).rfind("where")
        start = owner.body.end
        between = site.text(start, bindings[0].start)
        if keyword < 0 or "--" in between or "{-" in between:
            return []
        return [site.edit(start, bindings[-1].end, "")]
    if isinstance(owner, t.Let) and "\n" not in site.text_of(owner.body):
        return [site.edit(owner.start, owner.body.start, "")]
    return []


# ---------------------------------------------------------------------------- declarations and type variables


def _declaration(site: Site, name: str) -> CodeEdit | None:
    """The edit that takes out a top-level value with its signature and the comments above it."""
    declared = site.module.declared.get(element_key(site.module.name, Space.VALUE, name))
    if declared is None or declared.chunk is not site.chunk:
        return None
    nodes = site.chunk.tree.declarations
    if not all(
        isinstance(node, t.Signature | t.Equation | t.ForeignImport) and node.name.text == name
        for node in nodes
    ):
        return None
    base = site.module.source.offset_of(site.chunk) - site.chunk.origin
    return CodeEdit(base, base + len(site.chunk.text), "")


def _type_variable(site: Site, finding: Finding) -> CodeEdit | None:
    start, end = finding.diagnostic.start, finding.diagnostic.end
    for node in reversed(site.path(start, end)):
        if isinstance(node, t.ForallNode):
            for index, binder in enumerate(node.binders):
                if (binder.start, binder.end) == (start, end):
                    return (
                        None if _is_mentioned(site, binder) else _without_binder(site, node, index)
                    )
    return None


def _is_mentioned(site: Site, binder: t.TypeBinder) -> bool:
    """Whether the equations below a signature mention what that itself makes no use of."""
    start = binder.name.start
    uses = type_variables(site.chunk.tree.declarations)
    return any(use.binder == start and use.start != start for use in uses)


def _without_binder(site: Site, forall: t.ForallNode, index: int) -> CodeEdit:
    binders = forall.binders
    if len(binders) == 1:
        return site.edit(forall.start, forall.body.start, "")
    if index + 1 < len(binders):
        return site.edit(binders[index].start, binders[index + 1].start, "")
    return site.edit(binders[index - 1].end, binders[index].end, "")
