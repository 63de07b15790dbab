"""The names of all modules that could be imported."""

from __future__ import annotations

from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.workspace.snapshot import Snapshot


def module_names(snapshot: Snapshot) -> list[str]:
    """Those of the program, of the compiler, and as far as they are known of the packages and the standard library, sorted."""
    found = {module.name for module in snapshot.modules()}
    return sorted(found.union(PRIM_EXPORTS, snapshot.importable or ()))
