"""The names of all modules that could be imported."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.workspace.discovery import LIBRARY, source_files
from nova_ls.workspace.snapshot import Snapshot


def module_names(snapshot: Snapshot) -> list[str]:
    """Those of the program, of the packages, of the standard library and of the compiler, sorted."""
    names = set(snapshot.program.modules) | set(_library_names()) | set(PRIM_EXPORTS)
    return sorted(names | set(snapshot.package_modules()))


@lru_cache(maxsize=1)
def _library_names() -> tuple[str, ...]:
    return tuple(_names_below_library())


def _names_below_library() -> Iterator[str]:
    for path in source_files(LIBRARY):
        yield ".".join(path.relative_to(LIBRARY).with_suffix("").parts)
