"""Other names for modules: in their headers, imports and exports, and their files with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from nova_ls.base.keys import Space
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.rename.chunk_edits import ChunkRenaming, PunPart, rename_in_chunk
from nova_ls.features.rename.new_name import check_name
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.features.rename.workspace_change import WorkspaceChange, change_of
from nova_ls.names.modules.prim import is_prim_module
from nova_ls.syntax import tree as t
from nova_ls.workspace.snapshot import Snapshot


def rename_module(snapshot: Snapshot, names: Mapping[str, str]) -> WorkspaceChange:
    """Give modules of the workspace other names, and their files the paths that go with these."""
    change = rename_mentions(snapshot, names)
    moves = [
        (module.path, path)
        for old, new in names.items()
        if (module := snapshot.module(old)) is not None
        and (path := path_named(module.path, old, new)) is not None
    ]
    for _, path in moves:
        if any(module.path == path for module in snapshot.modules()):
            raise RenameRefused(f"there is a file {path.name} already")
    return WorkspaceChange(change.edits, tuple(moves))


def rename_mentions(snapshot: Snapshot, names: Mapping[str, str]) -> WorkspaceChange:
    """The same without the files."""
    known = {module.name for module in snapshot.modules()} | set(snapshot.importable or ())
    for old, new in names.items():
        check_name(Space.MODULE, new)
        home = snapshot.module(old)
        if home is None or home.origin is not ModuleOrigin.WORKSPACE:
            raise RenameRefused(f"`{old}` is not a module of the workspace")
        if (new in known and new not in names) or is_prim_module(new):
            raise RenameRefused(f"there is a module `{new}` already")
    renamings: dict[Module, list[ChunkRenaming]] = {}
    for module in list(snapshot.modules()):
        for chunk, old, starts in _mentions(snapshot, module, names):
            if module.origin is not ModuleOrigin.WORKSPACE:
                raise RenameRefused(f"`{module.name}` imports `{old}` and is not of the workspace")
            _check_aliases(module, old, names[old])
            renaming = rename_in_chunk(chunk, starts, old, names[old], PunPart.VARIABLE)
            renamings.setdefault(module, []).append(renaming)
    return change_of(renamings)


def path_named(path: Path, old: str, new: str) -> Path | None:
    """Where the file of a module stands that gets another name; None where its path has not followed its name before.

    Of the dotted parts as many count as the path has.
    """
    before, after = old.split("."), new.split(".")
    parts = [*path.parent.parts, path.stem]
    shared = 0
    while shared < min(len(before), len(parts)) and before[-1 - shared] == parts[-1 - shared]:
        shared += 1
    if not shared:
        return None
    kept = before[: len(before) - shared]
    if after[: len(kept)] != kept or len(after) == len(kept):
        # The folders do not say the first parts of the name, which change: only the last one can follow.
        return path.with_stem(after[-1]) if after[-1] != path.stem else None
    stem = Path(*parts[: len(parts) - shared], *after[len(kept) :])
    moved = stem.with_name(stem.name + path.suffix)
    return moved if moved != path else None


def _mentions(
    snapshot: Snapshot, module: Module, names: Mapping[str, str]
) -> Iterator[tuple[SourceChunk, str, list[int]]]:
    text = module.source.text
    said = [name for name in names if name in text]
    for chunk in module.source.chunks if said else ():
        if chunk.items.header is None and not chunk.items.imports:
            continue
        for name in said:
            starts = sorted(set(_starts(module, chunk, name)))
            if starts:
                yield chunk, name, starts


def _starts(module: Module, chunk: SourceChunk, name: str) -> Iterator[int]:
    for node in chunk.tree.declarations:
        if isinstance(node, t.ModuleHeader):
            if node.name.text == name == module.name:
                yield node.name.start
            for item in node.exports or ():
                if isinstance(item, t.ModuleItem) and item.name.text == name:
                    if name == module.name or not _is_alias(module, name):
                        yield item.name.start
        elif isinstance(node, t.Import) and node.module.text == name:
            yield node.module.start


def _is_alias(module: Module, name: str) -> bool:
    scope = module.scope
    return scope is not None and any(
        entry.qualifier == name and entry.order >= 0 for entry in scope.entries
    )


def _check_aliases(module: Module, old: str, new: str) -> None:
    """Refuse where an export list that says the module's name would mean an alias."""
    scope = module.scope
    if scope is None or not any(entry.qualifier == new for entry in scope.entries):
        return
    header = module.source.chunks[0].items.header
    for reference in (header.references if header is not None else None) or ():
        if reference.space is Space.MODULE and reference.name == old:
            raise RenameRefused(f"`{new}` is an alias in `{module.name}`")
