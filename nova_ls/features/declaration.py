"""Where the signature of the name under the cursor stands, or else where it is defined."""

from __future__ import annotations

from nova_ls.compiler.state.module import Module
from nova_ls.features.definition import definition
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import descendants
from nova_ls.workspace.snapshot import LocalTarget, Place, Snapshot


def declaration(snapshot: Snapshot, module: Module, offset: int) -> list[Place]:
    """Empty where `definition` is."""
    use = snapshot.name_at(module, offset)
    defined = None if use is None else snapshot.definition_of(use.target)
    if use is None or defined is None:
        return definition(snapshot, module, offset)
    signed = _signed(defined)
    home = defined.module
    for place in snapshot.references_in(home, use.target):
        if place.chunk is defined.chunk and place.start in signed:
            return [place]
    is_local = isinstance(use.target, LocalTarget)
    return (
        [defined] if is_local or defined.start in signed else definition(snapshot, module, offset)
    )


def _signed(defined: Place) -> set[int]:
    """Where the names of signatures begin in the chunk of a definition."""
    return {
        node.name.start
        for each in defined.chunk.tree.declarations
        for node in descendants(each)
        if isinstance(node, t.Signature)
    }
