"""Finding declarations and entries by what a person calls them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgpack

from nova_ls.base.element_bytes import decode_element
from nova_ls.base.slotted import value
from nova_ls.compiler.archive.log_names import MODULE, TYPE_KINDS, module_of, prefixes
from nova_ls.compiler.model import units
from nova_ls.history.declaration import StoredDeclaration, declarations, family
from nova_ls.history.did_you_mean import did_you_mean
from nova_ls.history.module_layouts import Entries
from nova_ls.history.state import State
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import Entry, EntryId
from nova_ls.log.log_error import LogError
from nova_ls.log.log_unit import LogUnit
from nova_ls.log.reading import read_entry, read_head, read_heads
from nova_ls.log.rows import ENTRY
from nova_ls.store import Index

_SHORTEST_ID = 4  # hexadecimal digits
_HINT = "; give a module, or a declaration as in Module.name"


@value
class ResolvedName:
    """What a name means: a module, or the units of one declaration (`element`: its name within its module)."""

    module: str
    element: str
    units: tuple[LogUnit, ...]

    @property
    def name(self) -> str:
        """The name as it is shown."""
        return f"{self.module}.{self.element}" if self.element else self.module


class DeclarationNames:
    """The declarations that a branch has or had, or those of one state."""

    def __init__(self, log: DeclarationLog, branch: str) -> None:
        heads = read_heads(log.database, branch)
        self._take({unit: head.entry for unit, head in heads}, log)

    @classmethod
    def of_state(cls, state: State) -> DeclarationNames:
        """Those of one state alone, which may be of another branch, of git, or of a dump."""
        names = cls.__new__(cls)
        names._take(state.units, state.source)
        return names

    def _take(self, units: Mapping[LogUnit, EntryId | None], source: Entries) -> None:
        self._source = source
        self.modules = {unit.name for unit in units if unit.kind == MODULE}
        self._entries: Mapping[LogUnit, EntryId | None] = {
            unit: entry
            for unit, entry in units.items()
            if module_of(unit, self.modules) is not None
        }

    def find(self, name: str) -> ResolvedName:
        """The declaration or module of a name; the end of a full name will do where it is the only one."""
        found = self.opt_find(name)
        if found is None:
            raise LogError(
                f"nothing is known of {name!r}{did_you_mean(name, self.known()) or _HINT}"
            )
        return found

    def opt_find(self, name: str) -> ResolvedName | None:
        """The same; None where nothing has the name. `LogError`: several have."""
        if name in self.modules:
            return ResolvedName(name, "", tuple(self.units_of(name)))
        by_name: dict[str, list[LogUnit]] = {}
        for unit in self._entries:
            if unit.kind != MODULE and (unit.name == name or unit.name.endswith(f".{name}")):
                by_name.setdefault(unit.name, []).append(unit)
        if name in by_name:
            by_name = {name: by_name[name]}
        if not by_name:
            by_name = self._in_groups(name)
        if not by_name:
            return None
        if len(by_name) > 1:
            raise LogError(f"{name!r} may be {_listed(sorted(by_name))}; say which")
        full, found = next(iter(by_name.items()))
        module = module_of(found[0], self.modules) or ""
        return ResolvedName(module, full[len(module) + 1 :], tuple(found))

    def known(self) -> set[str]:
        """All names of modules and declarations, in full."""
        return self.modules | {unit.name for unit in self._entries}

    def units_of(self, module: str) -> Iterator[LogUnit]:
        """The units of a module, its own among them."""
        return (unit for unit in self._entries if module_of(unit, self.modules) == module)

    def declared(self, changed: Iterable[LogUnit]) -> list[str]:
        """The names of the declarations that some units are parts of, those of the workspace's own modules."""
        own = {family(u).name for u in changed if u.kind != MODULE and module_of(u, self.modules)}
        return sorted(own)

    def _in_groups(self, name: str) -> dict[str, list[LogUnit]]:
        """Elements that are kept with the group that they are typed with, under the name of another."""
        kinds = (units.Values.tag, *TYPE_KINDS)
        heads = {
            u: entry for u, entry in self._entries.items() if u.kind in kinds and entry is not None
        }
        entries = self._source.entries(list(heads.values()))
        found: dict[str, list[LogUnit]] = {}
        for unit, entry_id in heads.items():
            entry = entries.get(entry_id)
            keys = None if entry is None else self._source.part(entry, "keys")
            for data in msgpack.unpackb(keys) if keys else ():
                key = decode_element(data)
                full = f"{key.namespace}.{key.name}"
                if full == name or full.endswith(f".{name}"):
                    found.setdefault(full, []).append(unit)
        return found


def declaration_in(state: State, name: str, names: DeclarationNames) -> StoredDeclaration:
    """The declaration that a state has under a name. `names`: those of the branch, to tell what is merely elsewhere."""
    named = DeclarationNames.of_state(state).opt_find(name)
    if named is None:
        raise LogError(f"there is no {names.find(name).name} in {state.label}")
    for key, declaration in declarations(state, named.units).items():
        if key.name == named.element:
            return declaration
    raise LogError(f"there is no {named.name} in {state.label}")


def find_full(log: DeclarationLog, branch: str, name: str) -> ResolvedName | None:
    """The declaration of exactly that full name; None: it is none, or is kept with a group. Reads nothing of others."""
    database = log.database
    found = tuple(unit for unit in log.units_named(name, branch) if unit.kind != MODULE)
    if not found or read_head(database, branch, LogUnit(MODULE, name)) is not None:
        return None
    for module in prefixes(name):
        if read_head(database, branch, LogUnit(MODULE, module)) is not None:
            return ResolvedName(module, name[len(module) + 1 :], found)
    return None


def find_entry(log: DeclarationLog, digits: str) -> Entry | None:
    """The entry whose id begins with some hexadecimal digits; None: there is none. `LogError`: several."""
    try:
        whole = bytes.fromhex(digits[: len(digits) // 2 * 2])
    except ValueError:
        return None
    if len(digits) < _SHORTEST_ID:
        return None
    rows = log.database.scan_rows(Index.LOG, ENTRY + whole)
    ids = [key[len(ENTRY) :] for key, _ in rows]
    found = [entry_id for entry_id in ids if entry_id.hex().startswith(digits.lower())]
    if len(found) > 1:
        raise LogError(f"{digits!r} is the beginning of {len(found)} entries")
    return read_entry(log.database, found[0]) if found else None


def _listed(names: list[str]) -> str:
    shown = names[:5]
    more = f" or {len(names) - 5} others" if len(names) > 5 else ""
    return ", ".join(shown) + more
