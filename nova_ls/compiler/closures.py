"""Closures: hashes by which a module record knows whether it still holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nova_ls.compiler.module import Module
from nova_ls.compiler.record import hash_closure
from nova_ls.names.module_items import combine_items


class Closures:
    """For each module a hash over its text and the texts of all that it imports, remembered until something changes."""

    __slots__ = ("_find", "_known", "_modules")

    def __init__(
        self, modules: Mapping[str, Module], find: Callable[[str], Module | None]
    ) -> None:
        self._modules = modules
        self._find = find
        self._known: dict[str, bytes | None] = {}

    def clear(self) -> None:
        """Some text is another one now."""
        self._known.clear()

    def of(self, module: Module) -> bytes | None:
        """The closure of a module; None within an import cycle."""
        known = self._known
        if module.name not in known:
            known[module.name] = None  # while it is being looked at
            parts = [(name, self._of_name(name)) for name in _imports(module)]
            if all(closure is not None for _, closure in parts):
                whole = [(name, closure) for name, closure in parts if closure is not None]
                known[module.name] = hash_closure(module.source.digest, whole)
        return known[module.name]

    def _of_name(self, name: str) -> bytes | None:
        module = self._modules.get(name) or self._find(name)
        return b"" if module is None else self.of(module)


def _imports(module: Module) -> tuple[str, ...]:
    if module.scope is not None:
        return module.imports
    return _written_imports(module) if module.record is None else module.record.imports


def _written_imports(module: Module) -> tuple[str, ...]:
    """What a module imports, before its structure has been computed."""
    items = combine_items([chunk.items for chunk in module.source.chunks if _may_import(chunk.text)])
    return tuple(dict.fromkeys(place.item.module for place in items.imports))


def _may_import(text: str) -> bool:
    return "import" in text or "module" in text
