"""An element as a person would write its declaration: the first lines of a hover, the detail of a completion."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.module import Declared
from nova_ls.syntax import tree as t
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
    written = None if found is None else _written(found[1], key.name)
    return written or render_declaration(key, interface, snapshot.interface)


def _written(declared: Declared, name: str) -> str | None:
    """A value's signature as its author wrote it, synonyms and all, on one line where there is room.

    None for values without one, for class members (whose class is part of their type), and where comments stand inside.
    """
    for node in declared.chunk.tree.declarations:
        if isinstance(node, t.Signature | t.ForeignImport) and node.name.text == name:
            text = declared.chunk.code[node.type.start : node.type.end]
            if "--" in text or "{-" in text:
                return None
            line = f"{name} :: {' '.join(text.split())}"
            if len(line) <= (WIDTH.width or len(line)):
                return line
            return f"{name}\n  :: {_dedented(text)}"
    return None


def _dedented(text: str) -> str:
    first, *rest = text.splitlines()
    indent = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    return "\n  ".join([first, *(line[indent:] for line in rest)])
