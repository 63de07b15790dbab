"""Declarations as people think of them, put together from the units that the log keeps.

A value has a unit for its signature and one for its body, an instance one for its head and one for its members; a
group of values that use each other has one unit for all of them. A `StoredDeclaration` is one place of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import msgpack

from nova_ls.base.element_bytes import decode_element
from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import entity
from nova_ls.compiler.archive.log_names import MODULE, TYPE_KINDS, module_of, opt_unit
from nova_ls.compiler.model import units
from nova_ls.compiler.model.outcome import Scheme, scheme_from
from nova_ls.history.state import State
from nova_ls.log.entry import Entry
from nova_ls.log.log_unit import LogUnit
from nova_ls.syntax.lexer import lex
from nova_ls.types.codec.type_codec import SchemaMismatch
from nova_ls.types.core.interface import ConstructorInterface, ValueInterface

WORDS: Final = {
    Space.VALUE: "value",
    Space.TYPE: "type",
    Space.CLASS: "class",
    Space.INSTANCE: "instance",
    Space.VALUE_OPERATOR: "operator",
    Space.TYPE_OPERATOR: "type operator",
    Space.MODULE: "module",
    Space.CONSTRUCTOR: "constructor",
}
_FAMILIES: Final = {
    units.Signature.tag: units.Values.tag,
    units.Values.tag: units.Values.tag,
    units.Head.tag: units.Body.tag,
    units.Body.tag: units.Body.tag,
    **{kind: kind for kind in TYPE_KINDS},
    MODULE: MODULE,
}
_TEXT_KINDS: Final = (
    units.Values.tag,
    units.Body.tag,
    *TYPE_KINDS,
    units.Signature.tag,
    units.Head.tag,
)


@entity
class StoredDeclaration:
    """`schemes`: its own interface and those of its constructors or members. `entries`: what it was made from.

    `text` has the comments and blank lines above it, as in its file.
    """

    key: ElementKey
    text: str
    schemes: Mapping[ElementKey, Scheme]
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """`Pantry.Cost.costOf`; a module's own name."""
        return full_name(self.key)

    @property
    def word(self) -> str:
        """What kind of element it is."""
        return WORDS[self.key.space]

    @property
    def failed(self) -> bool:
        """Whether some part of it did not type."""
        return any(entry.failed for entry in self.entries)

    @property
    def time(self) -> float:
        """When its youngest entry was made, in seconds since the epoch."""
        return max(entry.time for entry in self.entries)

    def tokens(self) -> tuple[str, ...]:
        """The text without white space and comments, its own name left open: the same for what was only renamed."""
        return _tokens(self.text, self.key.name)


@lru_cache(maxsize=64)  # A version is compared with the one before it and the one after.
def _tokens(text: str, name: str) -> tuple[str, ...]:
    return tuple("\0" if token == name else token for token in lex(text).texts)


def full_name(key: ElementKey) -> str:
    """An element's name with its module; that of the module for a module's own key."""
    return f"{key.namespace}.{key.name}" if key.name else key.namespace


def family(unit: LogUnit) -> LogUnit:
    """Units with the same family are one declaration, or one group of them."""
    return LogUnit(_FAMILIES.get(unit.kind, unit.kind), unit.name)


def declarations(state: State, wanted: Iterable[LogUnit]) -> dict[ElementKey, StoredDeclaration]:
    """The declarations that some units are part of, in full; those of one group all of them."""
    families = {family(unit) for unit in wanted}
    parts = [
        LogUnit(kind, name)
        for kind_of_family, name in sorted(families)
        for kind, owner in _FAMILIES.items()
        if owner == kind_of_family
    ]
    entries = state.entries(parts)
    by_family: dict[LogUnit, dict[str, Entry]] = {}
    for unit, entry in entries.items():
        by_family.setdefault(family(unit), {})[unit.kind] = entry
    found: dict[ElementKey, StoredDeclaration] = {}
    for owner, members in by_family.items():
        if owner.kind != MODULE:
            for declaration in _explode(state, owner, members):
                found[declaration.key] = declaration
    return found


def _explode(
    state: State, owner: LogUnit, members: Mapping[str, Entry]
) -> Iterator[StoredDeclaration]:
    """The declarations of a family: one, or as many as its group has."""
    text_entry = next(members[kind] for kind in _TEXT_KINDS if kind in members)
    schemes: dict[ElementKey, Scheme] = {}
    for entry in members.values():
        schemes.update(_schemes(state, entry))
    keys = [decode_element(data) for data in _unpacked(state, text_entry, "keys")]
    if not keys:
        keys = list(_owners(schemes)) or _named_by(owner, state)
    codes = state.source_of(text_entry).split("\0")
    is_group = len(keys) > 1 and len(codes) == len(keys)
    unit = LogUnit(text_entry.kind, text_entry.name)
    for index, key in enumerate(keys):
        number = index if is_group else len(codes) - 1
        piece = state.piece(unit, number)
        text = codes[number] if piece is None else piece.text(codes[number])
        own = {k: s for k, s in schemes.items() if len(keys) == 1 or _owner(k, s) is key}
        yield StoredDeclaration(key, text, own, tuple(members.values()))


def _named_by(owner: LogUnit, state: State) -> list[ElementKey]:
    """The key of a unit that failed so early that it says nothing of elements."""
    module = module_of(owner, state.modules)
    unit = None if module is None else opt_unit(owner, module)
    return [] if unit is None else [unit.key]


def _schemes(state: State, entry: Entry) -> dict[ElementKey, Scheme]:
    """None where they are of an earlier version, in another form."""
    pairs = _unpacked(state, entry, "schemes")
    schemes = {decode_element(key): scheme_from(data) for key, data in pairs}
    try:
        for scheme in schemes.values():
            _ = scheme.interface
            break
    except SchemaMismatch:
        return {}
    return schemes


def _unpacked(state: State, entry: Entry, part: str) -> Any:
    data = state.source.part(entry, part)
    return msgpack.unpackb(data) if data else ()


def _owners(schemes: Mapping[ElementKey, Scheme]) -> Iterator[ElementKey]:
    for key, scheme in schemes.items():
        if _owner(key, scheme) is key:
            yield key


def _owner(key: ElementKey, scheme: Scheme) -> ElementKey:
    """The element that an interface is part of: the type of a constructor, the class of a member."""
    interface = scheme.interface
    if isinstance(interface, ConstructorInterface | ValueInterface) and interface.owner is not None:
        return interface.owner
    return key
