"""A module is called what its path says, if nothing imports it yet under the name that it has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.actions.code_action import ActionKind, CodeAction
from nova_ls.features.actions.create_module import source_root
from nova_ls.features.actions.site import Selection
from nova_ls.workspace.snapshot import Snapshot

_WORD: Final = re.compile(r"[A-Z][\w']*")


def correct_name(snapshot: Snapshot, selection: Selection) -> Iterator[CodeAction]:
    """At the name in a module's header that its path does not end in."""
    site = selection.site
    items, module = site.chunk.items, site.module
    if items.header is None:
        return
    start, end = items.list_spans[0].name
    if not (start <= selection.start and selection.end <= end):
        return
    name = _name_by_path(snapshot, module)
    if name is None or name == module.name or snapshot.module(name) is not None:
        return
    if any(module.name in other.imports for other in snapshot.modules()):
        return
    edits = (site.edit(start, end, name),)
    yield CodeAction(f"Call the module `{name}`, as its path does", ActionKind.REWRITE, edits)


def _name_by_path(snapshot: Snapshot, module: Module) -> str | None:
    """The name that a module's path gives it below the folder that most others lie in."""
    roots: Counter[Path] = Counter()
    for other in snapshot.modules():
        if other.origin is ModuleOrigin.WORKSPACE and other is not module:
            root = source_root(other)
            if root is not None:
                roots[root] += 1
    around = [root for root, _ in roots.most_common() if module.path.is_relative_to(root)]
    if not around:
        return None
    parts = module.path.relative_to(around[0]).with_suffix("").parts
    return ".".join(parts) if all(map(_WORD.fullmatch, parts)) else None
