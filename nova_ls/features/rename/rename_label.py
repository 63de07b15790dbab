"""Another name for a record's field, wherever the checker can tell that it is the same field (same_field.py).

Where several declared types, a package, or a label as a type-level string come into question, nobody can tell, and it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.record_labels import LabelUse, labels_in
from nova_ls.features.rename.chunk_edits import ChunkRenaming, PunPart, rename_in_chunk
from nova_ls.features.rename.new_name import check_label
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.features.rename.same_field import same_field
from nova_ls.syntax import tree as t
from nova_ls.syntax.parser import parse_chunk
from nova_ls.syntax.walk import descendants
from nova_ls.workspace.snapshot import Snapshot


def rename_label(snapshot: Snapshot, use: LabelUse, new: str) -> dict[Module, list[ChunkRenaming]]:
    """Rename a record's field wherever it is the same field; refused where that cannot be told or the name is taken."""
    check_label(new)
    old = use.label
    uses = list(_uses(snapshot, old))
    same = same_field(snapshot, use, uses)
    _check_declared_once(same)
    for one in same:
        if one.shape is not None and new in one.shape.labels:
            raise RenameRefused(f"the record has a field `{new}` already")
        if one.place.module.origin is not ModuleOrigin.WORKSPACE:
            raise RenameRefused(
                f"`{one.place.module.name}` has such a field, which is not of the workspace"
            )
    _check_strings(snapshot, old)
    starts: dict[Module, dict[SourceChunk, set[int]]] = {}
    for one in same:
        if one.place.text != old:
            raise RenameRefused("a label in quotes cannot be renamed")
        chunks = starts.setdefault(one.place.module, {})
        chunks.setdefault(one.place.chunk, set()).add(one.place.start)
    renamings = {
        module: [
            rename_in_chunk(chunk, found, old, new, PunPart.LABEL)
            for chunk, found in chunks.items()
        ]
        for module, chunks in starts.items()
    }
    for edits in (edit for found in renamings.values() for edit in found):
        tree = parse_chunk(edits.code(), first=edits.chunk.chunk.is_first)
        if len(tree.errors) != len(edits.chunk.errors):
            raise RenameRefused(f"`{new}` would not be read as a label everywhere")
    return renamings


def _uses(snapshot: Snapshot, label: str) -> Iterator[LabelUse]:
    for module in snapshot.modules():
        if label not in module.source.text:
            continue
        for chunk in module.source.chunks:
            if label not in chunk.text:
                continue
            found = list(labels_in(snapshot, module, chunk, label))
            if (
                module.origin is ModuleOrigin.WORKSPACE
                and chunk.errors
                and (found or _says(chunk, label))
            ):
                raise RenameRefused(
                    f"a declaration of `{module.name}` does not parse and mentions `{label}`"
                )
            yield from found


def _says(chunk: SourceChunk, label: str) -> bool:
    return label in chunk.tree.tokens.texts


def _check_declared_once(uses: Sequence[LabelUse]) -> None:
    """Refuse where two declared types have such a field: values may be of either. A row that may have more is a part of any."""
    homes: dict[int, str] = {}
    for use in uses:
        if use.shape is not None and use.shape.is_open:
            continue
        node = use.place.chunk.tree.declarations[use.declaration]
        if isinstance(node, t.DataDeclaration | t.SynonymDeclaration):
            homes[use.place.start if id(node) in homes else id(node)] = node.name.text
    if len(homes) > 1:
        first, second = list(homes.values())[:2]
        raise RenameRefused(
            f"`{first}` and `{second}` have the same fields: it is not known which of them is meant where"
        )


def _check_strings(snapshot: Snapshot, label: str) -> None:
    """Refuse where a label is named as a type-level string."""
    for module in snapshot.modules():
        if module.origin is not ModuleOrigin.WORKSPACE or f'"{label}"' not in module.source.text:
            continue
        for chunk in module.source.chunks:
            if f'"{label}"' in chunk.text:
                for declaration in chunk.tree.declarations:
                    for node in descendants(declaration):
                        if isinstance(node, t.TypeString) and node.value == label:
                            raise RenameRefused(
                                f"`{module.name}` names the label as a type-level string"
                            )
