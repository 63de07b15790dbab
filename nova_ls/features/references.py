"""Every mention of the name under the cursor, in the whole workspace and what it imports."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from nova_ls.compiler.state.module import Module
from nova_ls.workspace.snapshot import Place, Snapshot


class Declaration(Enum):
    """Whether the declaration itself is one of the mentions."""

    INCLUDED = "included"
    LEFT_OUT = "left out"


def references(
    snapshot: Snapshot, module: Module, offset: int, declaration: Declaration
) -> list[Place]:
    """The mentions, each once, sorted by file and position."""
    use = snapshot.name_at(module, offset)
    if use is None:
        return []
    definition = snapshot.definition_of(use.target)
    return [
        place
        for place in _each_once(snapshot.references_to(use.target))
        if declaration is Declaration.INCLUDED or place != definition
    ]


def _each_once(places: Iterator[Place]) -> list[Place]:
    found = {
        (str(p.module.path), p.module.source.index_of(p.chunk), p.start, p.end): p for p in places
    }
    return [found[key] for key in sorted(found)]
