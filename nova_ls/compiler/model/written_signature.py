"""A value's signature as its author wrote it, synonyms and all."""

from __future__ import annotations

from nova_ls.compiler.model.source import SourceChunk
from nova_ls.syntax import tree as t
from nova_ls.types.render.render_declaration import WIDTH


def written_signature(chunk: SourceChunk, name: str) -> str | None:
    """The signature of a value that a chunk declares, on one line where there is room.

    None for values without one, for class members (whose class is part of their type), and where comments stand inside.
    """
    for node in chunk.tree.declarations:
        if isinstance(node, t.Signature | t.ForeignImport) and node.name.text == name:
            text = chunk.code[node.type.start : node.type.end]
            return None if "--" in text or "{-" in text else _laid_out(name, text)
    return None


def _laid_out(name: str, type: str) -> str:
    line = f"{name} :: {' '.join(type.split())}"
    if len(line) <= (WIDTH.width or len(line)):
        return line
    first, *rest = type.splitlines()
    indent = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    return "\n  ".join([f"{name}\n  :: {first}", *(line[indent:] for line in rest)])
