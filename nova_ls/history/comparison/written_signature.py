"""A value's signature as its author wrote it, synonyms and all."""

from __future__ import annotations

from nova_ls.compiler.source import Source
from nova_ls.history.declaration import Declaration
from nova_ls.syntax import tree as t
from nova_ls.types.render.render_declaration import WIDTH


def written_signature(declaration: Declaration) -> str | None:
    """On one line where there is room. None for what has none of its own, and where comments stand inside."""
    for chunk in Source(declaration.text).chunks:
        for node in chunk.tree.declarations:
            if isinstance(node, t.Signature | t.ForeignImport):
                text = chunk.code[node.type.start : node.type.end]
                if node.name.text == declaration.key.name and not ("--" in text or "{-" in text):
                    return _laid_out(node.name.text, text)
    return None


def _laid_out(name: str, type: str) -> str:
    line = f"{name} :: {' '.join(type.split())}"
    if len(line) <= (WIDTH.width or len(line)):
        return line
    first, *rest = type.splitlines()
    indent = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    return "\n  ".join([f"{name}\n  :: {first}", *(line[indent:] for line in rest)])
