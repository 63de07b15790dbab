"""What is told of an entry when somebody looks at it: its declaration, its documentation, the edit that imports it."""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.model.source import Source
from nova_ls.compiler.model.written_signature import written_signature
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import CodeEdit
from nova_ls.features.actions.import_lines import import_edit
from nova_ls.features.actions.reference_list import WantedReference
from nova_ls.features.completion.candidate import Importable
from nova_ls.features.documentation import comment_above, documentation
from nova_ls.features.signature import signature
from nova_ls.workspace.snapshot import Snapshot

_LINES: Final = 12
"""So many lines are shown of a declaration in a module that nobody has imported."""


def completion_detail(snapshot: Snapshot, key: ElementKey) -> tuple[str, str]:
    """Signature and documentation of an entry."""
    return signature(snapshot, key) or "", documentation(snapshot, key)


def written_detail(source: Source, key: ElementKey) -> tuple[str, str]:
    """The same from the text alone of a module that is not part of the program."""
    for chunk in source.chunks:
        if key.name not in chunk.text:
            continue
        for number, item in enumerate(chunk.items.items):
            if item.name == key.name and item.space is key.space:
                start = chunk.tree.declarations[chunk.items.positions[number]].start
                shown = written_signature(chunk, key.name)
                if shown is None:
                    shown = "\n".join(chunk.code[start:].splitlines()[:_LINES])
                return shown, comment_above(chunk, start)
    return "", ""


def importing_edit(module: Module, importable: Importable) -> CodeEdit | None:
    """The edit that brings a name into the scope of a module; None: it is there already, or cannot be."""
    key = importable.key
    wanted = WantedReference(key.space, key.name, importable.owner)
    return import_edit(module, importable.module, importable.alias, wanted)
