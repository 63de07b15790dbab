"""An element as a person would write its declaration: the first lines of a hover, the detail of a completion."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.written_signature import written_signature
from nova_ls.types.render.render_declaration import WIDTH, render_declaration
from nova_ls.workspace.snapshot import Snapshot

__all__ = ["WIDTH", "signature"]


def signature(snapshot: Snapshot, key: ElementKey) -> str | None:
    """The declaration of an element without its body; None: nothing is known of it."""
    if key.space is Space.MODULE:
        return f"module {key.namespace}"
    interface = snapshot.interface(key)
    if interface is None:
        return None
    found = snapshot.declared(key) if key.space is Space.VALUE else None
    written = None if found is None else written_signature(found[1].chunk, key.name)
    return written or render_declaration(key, interface, snapshot.interface)
