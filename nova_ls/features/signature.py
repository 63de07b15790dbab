"""An element as a person would write its declaration: the first lines of a hover, the detail of a completion."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey, Space
from nova_ls.types.render_declaration import WIDTH, render_declaration
from nova_ls.workspace.snapshot import Snapshot

__all__ = ["WIDTH", "signature"]


def signature(snapshot: Snapshot, key: ElementKey) -> str | None:
    """The declaration of an element without its body; None: nothing is known of it."""
    if key.space is Space.MODULE:
        return f"module {key.namespace}"
    interface = snapshot.interface(key)
    return None if interface is None else render_declaration(key, interface, snapshot.interface)
