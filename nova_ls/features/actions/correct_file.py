"""A file gets the path that the name of its module says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.actions.code_action import ActionKind, CodeAction, MovedFile
from nova_ls.features.actions.create_module import source_root
from nova_ls.features.actions.site import Selection
from nova_ls.workspace.snapshot import Snapshot


def correct_file(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At the name in a module's header in which its path does not end. Whether something is there already the client sees."""
    items, module = selection.site.chunk.items, selection.site.module
    if items.header is None or source_root(module) is not None:
        return
    start, end = items.list_spans[0].name
    if not (start <= selection.start and selection.end <= end):
        return
    root = _root(snapshot, module)
    if root is None:
        return
    parts = module.name.split(".")
    path = root.joinpath(*parts).with_suffix(module.path.suffix)
    if any(other.path == path for other in snapshot.modules()):
        return
    shown = path.relative_to(root).as_posix()
    title = f"Move the file to `{shown}`, as its module's name says"
    moved = (MovedFile(module.path, path),)
    yield CodeAction(title, ActionKind.REWRITE, (), moved=moved)


def _root(snapshot: Snapshot, module: Module) -> Path | None:
    """The folder below which the file belongs: where its folders are as its name says, else where most other modules lie."""
    folders = module.name.split(".")[:-1]
    parent = module.path.parent
    if list(parent.parts[len(parent.parts) - len(folders) :]) == folders:
        return parent.parents[len(folders) - 1] if folders else parent
    roots: Counter[Path] = Counter()
    for other in snapshot.modules():
        root = source_root(other) if other.origin is ModuleOrigin.WORKSPACE else None
        if root is not None and module.path.is_relative_to(root):
            roots[root] += 1
    return next((root for root, _ in roots.most_common(1)), None)
