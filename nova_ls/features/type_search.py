"""Values by their types: `:: Array a -> Maybe a` finds what has that type, whatever its variables are called and its parameters' order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from nova_ls.base.keys import ElementKey, Space, element_key
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


@dataclass(frozen=True, slots=True)
class FoundValue:
    """`rank`: the lower, the more it is what was sought; the workspace's own come before others of the same distance."""

    key: ElementKey
    rank: tuple[int, int, str, str]


class SignatureIndex:
    """What values are searched by, kept from one search to the next: a type that stayed is not looked at again."""

    def __init__(self) -> None:
        self._known: dict[ElementKey, tuple[bytes, TypeOutline | None]] = {}

    def signature(self, snapshot: Snapshot, key: ElementKey) -> TypeOutline | None:
        """None: it has no type that is known."""
        digest = snapshot.interface_hash(key)
        if digest is None:
            return None
        known = self._known.get(key)
        if known is None or known[0] != digest:
            interface = snapshot.interface(key)
            found = None
            if isinstance(interface, ValueInterface | ConstructorInterface):
                is_known = not interface.type.flags & HAS_ERRORS
                found = signature_of(interface.type) if is_known else None
            known = self._known[key] = (digest, found)
        return known[1]


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
    for key in _values(module):
        signature = index.signature(snapshot, key)
        far = None if signature is None else distance(signature, sought)
        if far is None:
            continue
        yield FoundValue(key, (far, foreign, key.namespace, key.name))


def search_outside(
    snapshot: Snapshot, index: SignatureIndex, name: str, sought: TypeOutline
) -> Iterator[FoundValue]:
    """The same of a module that the program does not know: what it exports, as far as its types are in the database."""
    exports = None if snapshot.exported is None else snapshot.exported.of_module(name)
    for key in () if exports is None else _exported(name, exports):
        signature = index.signature(snapshot, key)
        far = None if signature is None else distance(signature, sought)
        if far is not None:
            yield FoundValue(key, (far, _OUTSIDE, key.namespace, key.name))


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
