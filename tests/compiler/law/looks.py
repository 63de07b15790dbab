"""What a person sees who points at every place of a file that something is known of: its hover, and where its name is mentioned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.hover import hover
from nova_ls.features.references import IncludeDeclaration, references
from nova_ls.workspace.snapshot import Place, Snapshot
from nova_ls.workspace.workspace import Workspace

Looks = dict[int, Any]
"""By the offset that was pointed at."""


def places_in(workspace: Workspace, module: Module) -> list[int]:
    """The offsets at which an annotation, a name or a declaration's own name begins."""
    found: set[int] = set()
    get_ast = workspace.program.table.get_ast
    for chunk, keys in module.by_chunk.items():
        for key in keys:
            found.add(module.source.offset_of(chunk, module.declared[key].span[0]))
            ast = get_ast(key)
            for start in (
                (*ast.annotations.starts, *ast.references.starts) if ast is not None else ()
            ):
                found.add(module.source.offset_of(chunk, start))
    return sorted(found)


def hovers_at(workspace: Workspace, module: Module, offsets: Iterable[int]) -> Looks:
    """What is said at each of some places, and of which text."""
    snapshot = workspace.snapshot(Encoding.UTF16)
    found: Looks = {}
    for offset in offsets:
        shown = hover(snapshot, module, offset)
        found[offset] = None if shown is None else (shown.text, *_span(shown.place))
    return found


def mentions_at(workspace: Workspace, module: Module, offsets: Iterable[int]) -> Looks:
    """Where in the workspace's own files the name at each of some places is mentioned."""
    snapshot = workspace.snapshot(Encoding.UTF16)
    return {offset: _mentions(snapshot, module, offset) for offset in offsets}


def _mentions(snapshot: Snapshot, module: Module, offset: int) -> list[Any]:
    places = references(snapshot, module, offset, IncludeDeclaration.INCLUDED)
    own = [place for place in places if place.module.origin is ModuleOrigin.WORKSPACE]
    return sorted((place.module.path.name, *_span(place)) for place in own)


def _span(place: Place) -> tuple[int, int]:
    offset = place.module.source.offset_of(place.chunk)
    return (offset + place.start, offset + place.end)
