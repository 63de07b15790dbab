"""A local value gets the signature that was inferred for it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from nova_ls.features.actions.code_action import ActionKind, CodeAction
from nova_ls.features.actions.scoped_type_variables import bindings_of, type_variables_at
from nova_ls.features.actions.site import Selection
from nova_ls.features.written_type import SourceTypeWriter
from nova_ls.syntax import tree as t
from nova_ls.workspace.snapshot import Snapshot


def sign_local(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At the name of a binding of `let` or `where` that has no signature; none where its type cannot be written there."""
    site = selection.site
    equation = _unsigned(selection)
    if equation is None:
        return
    name = equation.name
    type = snapshot.type_of_span(site.place(name))
    if type is None:
        return
    writer = SourceTypeWriter(snapshot, site.module, type_variables_at(site, name.start, name.end))
    column = site.indentation(equation.start)
    text, imports = writer.signature(name.text, type, 80), writer.imports()
    if text is None or imports is None:
        return
    lines = "".join([f"{line}\n{column}" for line in text.split("\n")])
    edits = (site.edit(equation.start, equation.start, lines), *imports)
    yield CodeAction(f"Add the signature of `{name.text}`", ActionKind.REWRITE, edits)


def _unsigned(selection: Selection) -> t.Equation | None:
    """The first equation of the local value whose name is selected."""
    path = selection.path
    for owner, node in itertools.pairwise(path):
        if not isinstance(node, t.Equation) or isinstance(owner, t.InstanceDeclaration):
            continue
        same = [
            each
            for each in bindings_of(owner)
            if isinstance(each, t.Signature | t.Equation) and each.name.text == node.name.text
        ]
        if node.name.start <= selection.start and selection.end <= node.name.end and same:
            return same[0] if isinstance(same[0], t.Equation) else None
    return None
