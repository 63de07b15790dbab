"""What a module exports, found out before its scope is known: what it imports need not be looked at."""

from __future__ import annotations

from typing import Final

from nova_ls.compiler.model.crash import NO_CRASH
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.items import ReferenceShape
from nova_ls.names.modules.module_items import ModuleItems, combine_items
from nova_ls.names.modules.resolve_exports import resolve_exports
from nova_ls.names.modules.scope import ModuleScope

_EMPTY: Final = ModuleScope("", Exports(""), frozenset(), ())


def find_early_exports(module: Module) -> tuple[ModuleItems, Exports] | None:
    """What a module declares and exports; None where it may export what it imports."""
    try:
        items = combine_items([chunk.items for chunk in module.source.chunks], module.name)
    except NO_CRASH:
        raise
    except Exception:  # Its structure will meet the same, and say so.
        return None
    listed = () if items.header is None else items.header.references or ()
    if any(reference.shape is ReferenceShape.MODULE for reference in listed):
        return None
    if items.header_spans is None:
        return items, items.own
    spans, nameless = items.header_spans, items.nameless
    return items, resolve_exports(items.own, items.header, spans, _EMPTY, nameless)[0]
