"""The mentions of the name under the cursor in its own file."""

from __future__ import annotations

from nova_ls.compiler.state.module import Module
from nova_ls.workspace.snapshot import Place, Snapshot


def document_highlight(snapshot: Snapshot, module: Module, offset: int) -> list[Place]:
    use = snapshot.name_at(module, offset)
    if use is None:
        return []
    places = [use.place, *snapshot.references_in(module, use.target)]
    definition = snapshot.definition_of(use.target)
    if definition is not None and definition.module is module:
        places.append(definition)
    found = {
        (module.source.index_of(place.chunk), place.start, place.end): place for place in places
    }
    return [found[key] for key in sorted(found)]
