"""What modules are to be called whose files, or folders around them, get other paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from nova_ls.base.keys import Space
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.rename.new_name import check_name
from nova_ls.features.rename.rename_module import rename_mentions
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.features.rename.workspace_change import WorkspaceChange
from nova_ls.workspace.discovery import is_source
from nova_ls.workspace.snapshot import Snapshot


def follow_files(snapshot: Snapshot, moves: Sequence[tuple[Path, Path]]) -> WorkspaceChange:
    """The edits that give modules the names that go with their new paths."""
    names = names_after(snapshot, moves)
    return rename_mentions(snapshot, names) if names else WorkspaceChange({})


def names_after(snapshot: Snapshot, moves: Sequence[tuple[Path, Path]]) -> dict[str, str]:
    """The modules that get another name. Left out: those whose path says nothing of their name, before or afterwards."""
    own = [module for module in snapshot.modules() if module.origin is ModuleOrigin.WORKSPACE]
    roots = {_root(module) for module in own} - {None}
    names: dict[str, str] = {}
    for module in own:
        path = _path_after(module.path, moves)
        if path is None or not is_source(path):
            continue
        found = next(_names(module, path, {root for root in roots if root is not None}), None)
        if found is not None and found != module.name:
            names[module.name] = found
    return names


def _path_after(path: Path, moves: Sequence[tuple[Path, Path]]) -> Path | None:
    for old, new in moves:
        if path.is_relative_to(old):
            return new / path.relative_to(old) if path != old else new
    return None


def _names(module: Module, path: Path, roots: set[Path]) -> Iterator[str]:
    """What a module may be called by its path: below the folder that its own name begins in, or else another's."""
    shared = _shared(module)
    if not shared:
        return
    parts = module.name.split(".")
    own = module.path.parents[shared - 1]
    if path.is_relative_to(own):
        yield from _valid(
            [*parts[: len(parts) - shared], *path.relative_to(own).with_suffix("").parts]
        )
    for root in sorted(roots, key=lambda root: len(root.parts), reverse=True):
        if path.is_relative_to(root):
            yield from _valid(list(path.relative_to(root).with_suffix("").parts))


def _valid(parts: list[str]) -> Iterator[str]:
    name = ".".join(parts)
    try:
        check_name(Space.MODULE, name)
    except RenameRefused:
        return
    yield name


def _shared(module: Module) -> int:
    """How many parts of a module's name its path ends with."""
    names = module.name.split(".")
    parts = [*module.path.parent.parts, module.path.stem]
    count = 0
    while count < min(len(names), len(parts)) and names[-1 - count] == parts[-1 - count]:
        count += 1
    return count


def _root(module: Module) -> Path | None:
    """The folder that a module's whole name begins in."""
    length = len(module.name.split("."))
    return module.path.parents[length - 1] if _shared(module) == length else None
