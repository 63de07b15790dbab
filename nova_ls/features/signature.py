"""An element as a person would write its declaration: the first lines of a hover, the detail of a completion."""

from __future__ import annotations

from collections.abc import Sequence

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.model.written_signature import written_signature
from nova_ls.features.as_declared import as_declared
from nova_ls.features.fold_synonyms import Synonym, fold_synonyms
from nova_ls.types.core.interface import ConstructorInterface, ValueInterface
from nova_ls.types.render.render_declaration import WIDTH, render_declaration
from nova_ls.types.render.render_type import render_signature
from nova_ls.workspace.snapshot import Snapshot

__all__ = ["WIDTH", "signature"]


def signature(snapshot: Snapshot, key: ElementKey, synonyms: Sequence[Synonym] = ()) -> str | None:
    """The declaration of an element without its body; None: nothing is known of it.

    `synonyms` are put into types that nobody has written.
    """
    if key.space is Space.MODULE:
        return f"module {key.namespace}"
    interface = snapshot.interface(key)
    if interface is None:
        return None
    found = snapshot.declared(key) if key.space is Space.VALUE else None
    written = None if found is None else written_signature(found[1].chunk, key.name)
    if written is None and isinstance(interface, ValueInterface | ConstructorInterface):
        type = as_declared(snapshot, key, interface.type)
        return render_signature(key.name, fold_synonyms(type, list(synonyms)), WIDTH)
    return written or render_declaration(key, interface, snapshot.interface)
