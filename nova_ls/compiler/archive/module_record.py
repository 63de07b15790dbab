"""What is kept of a module so that it need not be read again: its module record.

A record stands in for a module: its exports, its instances and its diagnostics; interfaces and typed ASTs are found one by one
when they are asked for. It is good for the text that it was made of as long as what the module's units asked of other modules has the same
answers: so much it can say of itself, as an outcome can. There is one for each branch on which the module was committed.
"""

from __future__ import annotations

import hashlib
import zlib
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from sys import intern
from typing import Any, Final

import msgpack

from nova_ls import __version__
from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.element_bytes import decode_element, encode_element
from nova_ls.base.keys import SPACES, Space, element_key
from nova_ls.base.problems import InternalError
from nova_ls.base.slotted import value
from nova_ls.compiler.archive.log_names import CLASSES
from nova_ls.compiler.model import units
from nova_ls.compiler.model.instances import InstanceSummary
from nova_ls.compiler.model.units import Unit
from nova_ls.log.entry import EntryId
from nova_ls.log.log_unit import encode_named, name_prefix
from nova_ls.names.modules.exports import Exports
from nova_ls.types.codec.type_codec import SCHEMA, decode_diagnostics, encode_diagnostics

VERSION: Final = f"{__version__}.{SCHEMA}.11"
"""Records of another version are not read: what computes them has changed."""

ImportedModule = tuple[str, bytes]
"""The name of a module that is imported, with the digest of what it exports."""

_LEVEL: Final = 1  # of compression
_TAGS: Final = (*sorted(kind.tag for kind in units.TYPED_KINDS), units.Outline.tag)


@value
class ModuleRecord:
    """`diagnostics` have offsets in the whole text. `declarations`: how many elements the module declares; `names`: what they are called, a line each.

    `imports`: in order, each with the digest of what it exported (b"": it was missing). `digest`: of the module's own exports. `chunks`: where they
    lie in the text (`pack_chunks`). `entries`: where the log has its units (`pack_entries`). `asked`: what its units asked of others
    (`FactCodec.pack`). All three stay packed until they are needed, which is seldom.
    """

    name: str
    text_hash: bytes
    imports: tuple[ImportedModule, ...]
    exports: Exports
    digest: bytes
    instances: tuple[InstanceSummary, ...]
    diagnostics: tuple[Diagnostic, ...]
    declarations: int
    names: str
    chunks: bytes
    entries: bytes
    asked: bytes

    @property
    def has_crashed(self) -> bool:
        """Whether the checker itself failed somewhere in the module: then the record is good for no later process."""
        found = self.diagnostics
        return bool(found) and any(isinstance(each.problem, InternalError) for each in found)


def for_importers(record: ModuleRecord) -> ModuleRecord:
    """A record without what nobody needs who imports the module, which is more than half of it."""
    return replace(record, diagnostics=(), names="", entries=b"", asked=b"")


def encode_module_record(record: ModuleRecord) -> bytes:
    """A record as bytes; `VERSION` names the format."""
    packed: bytes = msgpack.packb(
        (
            VERSION,
            record.name,
            record.text_hash,
            record.imports,
            _pack_exports(record.exports),
            record.digest,
            [_encode_row(row) for row in record.instances],
            encode_diagnostics(record.diagnostics),
            record.declarations,
            record.names,
            record.chunks,
            record.entries,
            record.asked,
        ),
        unicode_errors="surrogatepass",
    )
    return packed


def decode_module_record(data: bytes) -> ModuleRecord | None:
    """The record of these bytes; None for those of another version."""
    fields: Any = msgpack.unpackb(data, unicode_errors="surrogatepass")
    if fields[0] != VERSION:
        return None
    _, name, text_hash, imports, exports, digest, instances, diagnostics, *packed = fields
    declarations, names, chunks, entries, asked = packed
    return ModuleRecord(
        intern(name),
        text_hash,
        tuple([one_import(module, exported) for module, exported in imports]),
        PackedExports(intern(name), exports),
        digest,
        tuple(_decode_row(row) for row in instances),
        tuple(decode_diagnostics(diagnostics)),
        declarations,
        names,
        chunks,
        entries,
        asked,
    )


_IMPORTS: Final[dict[ImportedModule, ImportedModule]] = {}


def one_import(module: str, digest: bytes) -> ImportedModule:
    """The one object for a module and what it exports, which the records of all that import it have."""
    pair = (intern(module), digest)
    return _IMPORTS.setdefault(pair, pair)


def is_of_text(data: bytes, text_hash: bytes) -> bool:
    """Whether encoded bytes may be a record of that text: cheaper than reading it."""
    return text_hash in data


# ---------------------------------------------------------------------------- entries


def pack_entries(entries: Mapping[Unit, EntryId]) -> bytes:
    """Where the log has each unit of a module."""
    rows = [
        (_TAGS.index(unit.tag), int(unit.key.space), unit.key.name, entry)
        for unit, entry in entries.items()
    ]
    return bytes(msgpack.packb(sorted(rows), unicode_errors="surrogatepass"))


def entries_of(record: ModuleRecord) -> dict[Unit, EntryId]:
    """Undoes `pack_entries`."""
    rows = msgpack.unpackb(record.entries, unicode_errors="surrogatepass")
    name = record.name
    return {
        units.KINDS[_TAGS[kind]](element_key(name, space, element)): entry
        for kind, space, element, entry in rows
    }


def sorted_heads(records: Sequence[ModuleRecord]) -> Iterator[tuple[bytes, EntryId]]:
    """The units of modules as the log's rows name and order them, each with its entry; one module is unpacked at a time.

    The elements of `Data` lie around the modules below it, and wait until those have had their turn.
    """
    waiting: list[tuple[bytes, EntryId]] = []
    for prefix, number in sorted([(name_prefix(one.name), n) for n, one in enumerate(records)]):
        first = bisect_left(waiting, (prefix, b""))
        yield from waiting[:first]
        waiting = [*waiting[first:], *_heads(records[number])]
        waiting.sort()
    yield from waiting


def _heads(record: ModuleRecord) -> Iterator[tuple[bytes, EntryId]]:
    rows = msgpack.unpackb(record.entries, unicode_errors="surrogatepass")
    for kind, space, element, entry in rows:
        tag = CLASSES if space == Space.CLASS else _TAGS[kind]
        name = f"{record.name}.{element}" if element else record.name
        yield encode_named(tag, name), entry


# ---------------------------------------------------------------------------- exports


class PackedExports(Exports):
    """Exports of a record: bytes, and tables for a while where somebody looks into them."""

    __slots__ = ("_packed",)

    def __init__(self, module: str, packed: bytes) -> None:
        self.module = module
        self._packed = packed

    def __getattr__(self, name: str) -> Any:
        """The tables, which are not there yet, or not any more."""
        if name not in _TABLES:
            raise AttributeError(name)
        found = decode_exports(_unpack(self._packed))
        self.take_tables(found)
        return getattr(found, name)

    def take_tables(self, exports: Exports) -> None:
        """Have the tables of what they were made of, for a while."""
        self.tables, self.constructors = exports.tables, exports.constructors
        self.owners, self.unread = exports.owners, exports.unread
        _UNPACKED.append(self)
        if len(_UNPACKED) > _MOST_UNPACKED:
            _UNPACKED.popleft()._pack_again()

    def _pack_again(self) -> None:
        del self.tables, self.constructors, self.owners, self.unread

    def __eq__(self, other: object) -> bool:
        if isinstance(other, PackedExports) and self._packed == other._packed:
            return True
        return super().__eq__(other)

    __hash__ = None

    @property
    def packed(self) -> bytes:
        """What they were made of."""
        return self._packed


_TABLES: Final = frozenset(("tables", "constructors", "owners", "unread"))
_MOST_UNPACKED: Final = 512
_UNPACKED: Final[deque[PackedExports]] = deque()
"""Those with tables, oldest first: a project has more modules than anybody looks into at a time."""


def with_packed_exports(record: ModuleRecord) -> ModuleRecord:
    """The same record, to be kept: its exports are bytes, with tables as long as others do not need the room."""
    exports = PackedExports(record.name, _pack_exports(record.exports))
    exports.take_tables(record.exports)
    return replace(record, exports=exports)


def _pack_exports(exports: Exports) -> bytes:
    if isinstance(exports, PackedExports):
        return exports.packed
    plain = msgpack.packb(encode_exports(exports), unicode_errors="surrogatepass")
    return zlib.compress(plain, _LEVEL)


def _unpack(data: bytes) -> Any:
    return msgpack.unpackb(zlib.decompress(data), unicode_errors="surrogatepass")


def encode_exports(exports: Exports) -> tuple[Any, ...]:
    """Exports as plain data."""
    tables = [
        [(name, encode_element(key)) for name, key in table.items()] for table in exports.tables
    ]
    return exports.module, tables, list(exports.constructors.items()), sorted(exports.unread)


def decode_exports(fields: Sequence[Any]) -> Exports:
    """Undoes `encode_exports`."""
    module, tables, constructors, unread = fields
    exports = Exports(module)
    for space, table in zip(Space, tables, strict=True):
        exports.tables[space].update((name, decode_element(key)) for name, key in table)
    for type_name, names in constructors:
        exports.constructors[type_name] = tuple(names)
        exports.owners.update(dict.fromkeys(names, type_name))
    exports.unread = frozenset((SPACES[space], name) for space, name in unread)
    return exports


def canonical_exports(exports: Exports) -> bytes:
    """The same bytes for the same exports, in whatever order they are listed."""
    module, tables, constructors, unread = encode_exports(exports)
    plain = module, [sorted(table) for table in tables], sorted(constructors), unread
    return bytes(msgpack.packb(plain, unicode_errors="surrogatepass"))


def exports_digest(exports: Exports) -> bytes:
    """Equal for equal exports, and only for them."""
    return hashlib.sha256(canonical_exports(exports)).digest()


# ---------------------------------------------------------------------------- instances


def _encode_row(row: InstanceSummary) -> tuple[Any, ...]:
    heads = [None if head is None else encode_element(head) for head in row.heads]
    keys = (encode_element(row.key), encode_element(row.class_key), encode_element(row.chain))
    return (*keys, heads, row.number, row.hash)


def _decode_row(fields: Sequence[Any]) -> InstanceSummary:
    key, class_key, chain, heads, index, digest = fields
    return InstanceSummary(
        decode_element(key),
        decode_element(class_key),
        tuple(None if head is None else decode_element(head) for head in heads),
        decode_element(chain),
        index,
        digest,
    )
