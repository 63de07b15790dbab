"""What a renaming does to the texts and files of a workspace."""

from __future__ import annotations

from pathlib import Path

from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module
from nova_ls.features.rename.chunk_edits import ChunkRenaming


@value
class TextEdit:
    """`text` in the place of what stands between two offsets of a module's text."""

    start: int
    end: int
    text: str


@value
class WorkspaceChange:
    """Edits by module, each module's sorted; files that get another path afterwards."""

    edits: dict[Module, tuple[TextEdit, ...]]
    moves: tuple[tuple[Path, Path], ...] = ()


def change_of(renamings: dict[Module, list[ChunkRenaming]]) -> WorkspaceChange:
    """The edits of chunks as those of whole texts."""
    edits: dict[Module, tuple[TextEdit, ...]] = {}
    for module, chunks in renamings.items():
        source = module.source
        found = [
            TextEdit(
                source.offset_of(one.chunk, edit.start),
                source.offset_of(one.chunk, edit.end),
                edit.text,
            )
            for one in chunks
            for edit in one.edits
        ]
        if found:
            edits[module] = tuple(sorted(found, key=lambda edit: edit.start))
    return WorkspaceChange(edits)
