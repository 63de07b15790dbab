"""Where the name under the cursor is declared."""

from __future__ import annotations

from nova_ls.compiler.state.module import Module
from nova_ls.workspace.snapshot import Place, Snapshot


def definition(snapshot: Snapshot, module: Module, offset: int) -> Place | None:
    """The declared name's place; None on anything that is not a name, and on names of the compiler's own modules."""
    use = snapshot.name_at(module, offset)
    return None if use is None else snapshot.definition_of(use.target)
