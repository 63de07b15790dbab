"""Which modules export which names, imported or not, by first letters: what a name that is not in scope may be imported from.

Of modules that the program knows its own exports count. Those that nobody has imported are looked at one at a time, while there is nothing else
to do: their records say what they export where they were checked before, otherwise their declarations and headers do. They do not become
modules of the program, and nothing of them is typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.archive.module_rows import ModuleRows
from nova_ls.compiler.model.source import Source
from nova_ls.compiler.model.text_hash import hash_text
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.imports import build_scope
from nova_ls.names.modules.items import HeaderItem, ReferenceShape
from nova_ls.names.modules.module_items import ModuleItems, combine_items
from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.names.modules.resolve_exports import resolve_exports
from nova_ls.workspace.library import Library

_SPACES: Final = tuple(space for space in Space if space not in (Space.INSTANCE, Space.MODULE))
_MOST_RE_EXPORTS: Final = 20
"""So many modules may re-export one another in a row."""

Reader = Callable[[str], Exports | None]
Exporters = dict[str, dict[Space, ElementKey]]
"""By module what a name means there."""


class ExportedNames:
    """One writer: who keeps the workspace. `take_in` and `read_next` bring it up to date; all else reads."""

    __slots__ = (
        "_by_letter",
        "_left",
        "_library",
        "_parsed",
        "_reading",
        "_rows",
        "_seen",
        "_steps",
        "outside",
    )

    def __init__(self, library: Library, rows: ModuleRows) -> None:
        self._library = library
        self._rows = rows
        self._by_letter: dict[str, dict[str, Exporters]] = {}
        self._seen: dict[str, Exports] = {}
        self._left: list[str] | None = None
        self._reading: set[str] = set()
        self._steps: Iterator[None] = iter(())
        self._parsed: dict[str, Source] = {}
        self.outside: dict[str, Exports] = {}
        """Of modules that the program does not know."""
        for name, exports in PRIM_EXPORTS.items():
            if name != "Prim":
                self._put(name, exports)

    # ------------------------------------------------------------------ reading

    def beginning(self, letter: str) -> Mapping[str, Exporters]:
        """The names that begin with a letter, either case, with their modules."""
        return self._by_letter.get(letter.lower(), {})

    def exporters(self, name: str) -> Exporters:
        """What a name means in which modules."""
        return self.beginning(name[0]).get(name, {})

    def of_module(self, name: str) -> Exports | None:
        """What a module offers, as far as it is known."""
        return self._seen.get(name)

    @property
    def is_complete(self) -> bool:
        """Whether every module of packages and library has been read."""
        return self._left == []

    # ------------------------------------------------------------------ bringing up to date

    def take_in(self, modules: Mapping[str, Module]) -> None:
        """Take over what the modules of the program export now; the work is that of the differences."""
        seen = self._seen
        for name, module in modules.items():
            exports = module.exports
            if exports is not None and seen.get(name) is not exports:
                self._put(name, exports)
        for name in seen.keys() - modules.keys() - self.outside.keys() - PRIM_EXPORTS.keys():
            self._forget(name)

    def source_of(self, module: str) -> Source | None:
        """The text of a module, from wherever it is known."""
        found = self._library.find(module)
        return None if found is None else Source(found[2])

    def read_next(self, modules: Mapping[str, Module]) -> bool:
        """Take a small step in reading the modules that the program does not know; whether there are more."""
        if self._left is None:
            self._left = list(self._library.list_names())
        if next(self._steps, self) is not self:
            return True
        while self._left:
            name = self._left.pop()
            if name not in self._seen and name not in modules:
                self._steps = self._read_steps(name, modules)
                return True
        return False

    def _read_steps(self, name: str, modules: Mapping[str, Module]) -> Iterator[None]:
        """Read a module; what has to be parsed for it, also of those that it re-exports, is parsed one declaration in a step."""
        pending = [name]
        for each in pending:  # grows while it is walked
            found = None if each in modules or each in self._seen else self._library.find(each)
            if found is None or self._recorded(each, found[0], found[2]) is not None:
                continue
            source = self._parsed[each] = Source(found[2])
            again: set[str] = set()
            for chunk in source.chunks:
                items = chunk.items
                again |= set() if items.header is None else _re_exported(items.header)
                imports = (one.module for one in items.imports if {one.module, one.alias} & again)
                pending += (module for module in imports if module not in pending)
                yield
        self.read(name, modules)
        self._parsed.clear()

    def read(self, name: str, modules: Mapping[str, Module]) -> Exports | None:
        """What a module offers, read from its file if nobody knows it yet; None, too, of one that is being read, in a circle."""
        known = modules[name].exports if name in modules else self._seen.get(name)
        if known is not None or name in self._reading or len(self._reading) > _MOST_RE_EXPORTS:
            return known
        found = self._library.find(name)
        if found is None:
            return None
        path, _, text = found
        exports = self._recorded(name, path, text)
        if exports is None:
            parsed = self._parsed.get(name)
            source = Source(text) if parsed is None or parsed.text != text else parsed
            items = combine_items([chunk.items for chunk in source.chunks], name)
            self._reading.add(name)
            exports = _exports(items, lambda each: self.read(each, modules))
            self._reading.discard(name)
        if name not in modules:
            self.outside[name] = exports
            self._put(name, exports)
        return exports

    def _recorded(self, name: str, path: Path, text: str) -> Exports | None:
        """What a module offered when this very text was checked; None where it was not, or what it relies on has changed since."""
        found = self._rows.committed(path, name)
        if found is None or not found.is_trusted or found.record.text_hash != hash_text(text):
            return None
        return found.record.exports

    def _put(self, module: str, exports: Exports) -> None:
        self._forget(module)
        self._seen[module] = exports
        for space, name, key in _named(exports):
            exporters = self._by_letter.setdefault(name[0].lower(), {}).setdefault(name, {})
            exporters.setdefault(module, {})[space] = key

    def _forget(self, module: str) -> None:
        exports = self._seen.pop(module, None)
        for _, name, _ in () if exports is None else _named(exports):
            names = self._by_letter[name[0].lower()]
            exporters = names.get(name, {})
            exporters.pop(module, None)
            if not exporters:
                names.pop(name, None)


def _named(exports: Exports) -> Iterator[tuple[Space, str, ElementKey]]:
    for space in _SPACES:
        for name, key in exports.tables[space].items():
            if name:
                yield space, name, key


def _re_exported(header: HeaderItem) -> set[str]:
    """What a header calls the modules that it exports as a whole, without its own."""
    references = header.references or ()
    names = {each.name for each in references if each.shape is ReferenceShape.MODULE}
    return names - {header.name}


def _exports(items: ModuleItems, exports_of: Reader) -> Exports:
    """What a module offers. Its imports are looked at only where it re-exports them."""
    if items.header is None or items.header_spans is None:
        return items.own
    again = _re_exported(items.header)
    places = [place for place in items.imports if {place.item.module, place.item.alias} & again]
    scope, _ = build_scope(
        items.own,
        items.own_values,
        [place.item for place in places],
        [place.spans for place in places],
        exports_of,
        items.nameless,
    )
    return resolve_exports(items.own, items.header, items.header_spans, scope, items.nameless)[0]
