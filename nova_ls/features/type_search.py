"""Values by their types: `:: Array a -> Maybe a` finds what has that type, whatever its variables are called and its parameters' order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.slotted import value
from nova_ls.compiler.archive.module_record import ModuleRecord
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.type_shape import TypeOutline, distance, parsed_signature, signature_of
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.types.core.interface import ConstructorInterface, SynonymInterface, ValueInterface
from nova_ls.types.core.type import HAS_ERRORS
from nova_ls.workspace.snapshot import Snapshot

_SPACES: Final = (Space.VALUE, Space.CONSTRUCTOR)
_OUTSIDE: Final = 2
"""The rank of what nobody imports, behind the workspace's own and what it imports."""


@value
class FoundValue:
    """`rank`: the lower, the more it is what was sought; the workspace's own come before others of the same distance."""

    key: ElementKey
    rank: tuple[int, int, str, str]


Gist: TypeAlias = tuple[int, frozenset[str]]
"""How many parameters a type has, and which constructors it mentions: by these most are told from the sought one."""


class SignatureIndex:
    """What values are searched by, kept from one search to the next: of each no more than a gist, so that it stays small in a large project.

    The values of a module that a record stands in for are what they were as long as it does; of others each type is compared with the one before.
    """

    def __init__(self) -> None:
        self._known: dict[ElementKey, tuple[bytes, Gist | None]] = {}
        self._recorded: dict[Path, tuple[ModuleRecord, list[tuple[ElementKey, Gist]]]] = {}
        self._gists: dict[Gist, Gist] = {}

    def of_module(self, snapshot: Snapshot, module: Module) -> Iterable[tuple[ElementKey, Gist]]:
        """The values of a module whose types are known."""
        record = module.record if module.is_restored else None
        if record is None:
            return self.of_values(snapshot, _values(module))
        known = self._recorded.get(module.path)
        if known is None or known[0] is not record:
            found = [(key, self._look(snapshot, key)) for key in _values(module)]
            known = record, [(key, gist) for key, gist in found if gist is not None]
            self._recorded[module.path] = known
        return known[1]

    def of_values(
        self, snapshot: Snapshot, keys: Iterable[ElementKey]
    ) -> Iterator[tuple[ElementKey, Gist]]:
        """Those of some values whose types are known."""
        for key in keys:
            digest = snapshot.interface_hash(key)
            if digest is None:
                continue
            known = self._known.get(key)
            if known is None or known[0] != digest:
                known = self._known[key] = (digest, self._look(snapshot, key))
            if known[1] is not None:
                yield key, known[1]

    def _look(self, snapshot: Snapshot, key: ElementKey) -> Gist | None:
        outline = _outline(snapshot, key)
        if outline is None:
            return None
        gist = len(outline.parameters), outline.constructors
        return self._gists.setdefault(gist, gist)


def _outline(snapshot: Snapshot, key: ElementKey) -> TypeOutline | None:
    """What a value is searched by; None: it has no type that is known."""
    interface = snapshot.interface(key)
    if not isinstance(interface, ValueInterface | ConstructorInterface):
        return None
    return None if interface.type.flags & HAS_ERRORS else signature_of(interface.type)


def type_query(query: str) -> str | None:
    """The type that a query asks for; None: it asks for names."""
    text = query.strip()
    for sign in ("::", "∷"):
        if text.startswith(sign):
            return text.removeprefix(sign).strip()
    return None


def sought_signature(snapshot: Snapshot, text: str) -> TypeOutline | None:
    """What a written type asks for; None: it is not a type."""

    def synonym(name: str) -> SynonymInterface | None:
        if any(name in exports.tables[Space.TYPE] for exports in PRIM_EXPORTS.values()):
            return None
        for module in sorted(
            snapshot.modules(), key=lambda one: one.origin is not ModuleOrigin.WORKSPACE
        ):
            exports = module.exports
            key = None if exports is None else exports.get(Space.TYPE, name)
            if key is not None:
                found = snapshot.interface(key)
                return found if isinstance(found, SynonymInterface) else None
        return None

    return parsed_signature(text, synonym)


def search_module(
    snapshot: Snapshot, index: SignatureIndex, module: Module, sought: TypeOutline
) -> Iterator[FoundValue]:
    """The values, members and constructors of a module whose types are the sought one, or more general."""
    foreign = int(module.origin is not ModuleOrigin.WORKSPACE)
    return _search(snapshot, index.of_module(snapshot, module), sought, foreign)


def search_outside(
    snapshot: Snapshot, index: SignatureIndex, name: str, sought: TypeOutline
) -> Iterator[FoundValue]:
    """The same of a module that the program does not know: what it exports, as far as its types are in the database."""
    exports = None if snapshot.exported is None else snapshot.exported.of_module(name)
    keys = () if exports is None else _exported(name, exports)
    return _search(snapshot, index.of_values(snapshot, keys), sought, _OUTSIDE)


def _search(
    snapshot: Snapshot,
    values: Iterable[tuple[ElementKey, Gist]],
    sought: TypeOutline,
    foreign: int,
) -> Iterator[FoundValue]:
    """Those of the values whose types are the sought one, or more general; of few of them the type has to be looked at."""
    for key, (parameters, constructors) in values:
        if parameters != len(sought.parameters) or not constructors <= sought.constructors:
            continue
        outline = _outline(snapshot, key)
        far = None if outline is None else distance(outline, sought)
        if far is not None:
            yield FoundValue(key, (far, foreign, key.namespace, key.name))


def _values(module: Module) -> Iterator[ElementKey]:
    """What of a module has a type: all of it, or as long as only its record is known what it exports."""
    if module.scope is not None and module.origin is ModuleOrigin.WORKSPACE:
        yield from (key for key in module.declared if key.space in _SPACES)
    elif module.exports is not None:
        yield from _exported(module.name, module.exports)


def _exported(module: str, exports: Exports) -> Iterator[ElementKey]:
    """What a module exports of its own."""
    for space in _SPACES:
        for name, key in exports.tables[space].items():
            if key is element_key(module, space, name):
                yield key
