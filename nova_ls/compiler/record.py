"""What is kept of a module so that it need not be read again: its module record.

A record is good as long as the module's *closure* is what it was: a hash over its text and the closures of
all that it imports. Then nothing that any of its units ever asked can have another answer, and the record stands in for the module:
its exports, its instances and its diagnostics; interfaces and typed ASTs are found one by one when somebody asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgpack

from nova_ls import __version__
from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import Space
from nova_ls.compiler.instances import Row
from nova_ls.names.exports import Exports
from nova_ls.registry import decode_element, encode_element
from nova_ls.types.codec import SCHEMA, decode_diagnostics, encode_diagnostics

VERSION: Final = f"{__version__}.{SCHEMA}.2"
"""Records of another version are not read: what computes them has changed."""


@dataclass(frozen=True, slots=True)
class ModuleRecord:
    """`diagnostics` have offsets in the whole text. `declarations`: how many elements the module declares."""

    name: str
    text_hash: bytes
    imports: tuple[str, ...]
    exports: Exports
    instances: tuple[Row, ...]
    diagnostics: tuple[Diagnostic, ...]
    declarations: int


def hash_closure(text_hash: bytes, imports: Iterable[tuple[str, bytes]]) -> bytes:
    """The closure of a module from its text and the closures of its imports."""
    digest = hashlib.sha256(VERSION.encode())
    digest.update(text_hash)
    for name, closure in sorted(imports):
        digest.update(name.encode())
        digest.update(b"\0")
        digest.update(closure)
    return digest.digest()


def encode_record(record: ModuleRecord) -> bytes:
    packed: bytes = msgpack.packb(
        (
            VERSION,
            record.name,
            record.text_hash,
            record.imports,
            encode_exports(record.exports),
            [_encode_row(row) for row in record.instances],
            encode_diagnostics(record.diagnostics),
            record.declarations,
        ),
        unicode_errors="surrogatepass",
    )
    return packed


def decode_record(data: bytes) -> ModuleRecord | None:
    """The record of these bytes; None for those of another version."""
    fields: Any = msgpack.unpackb(data, unicode_errors="surrogatepass")
    if fields[0] != VERSION:
        return None
    _, name, text_hash, imports, exports, instances, diagnostics, declarations = fields
    return ModuleRecord(
        name,
        text_hash,
        tuple(imports),
        decode_exports(exports),
        tuple(_decode_row(row) for row in instances),
        tuple(decode_diagnostics(diagnostics)),
        declarations,
    )


def encode_exports(exports: Exports) -> tuple[Any, ...]:
    """Exports as plain data."""
    tables = [[(name, encode_element(key)) for name, key in table.items()] for table in exports.tables]
    return exports.module, tables, list(exports.constructors.items())


def decode_exports(fields: Sequence[Any]) -> Exports:
    """Undoes `encode_exports`."""
    module, tables, constructors = fields
    exports = Exports(module)
    for space, table in zip(Space, tables, strict=True):
        exports.tables[space].update((name, decode_element(key)) for name, key in table)
    for type_name, names in constructors:
        exports.constructors[type_name] = tuple(names)
        exports.owners.update(dict.fromkeys(names, type_name))
    return exports


def _encode_row(row: Row) -> tuple[Any, ...]:
    heads = [None if head is None else encode_element(head) for head in row.heads]
    keys = (encode_element(row.key), encode_element(row.class_key), encode_element(row.chain))
    return (*keys, heads, row.number, row.hash)


def _decode_row(fields: Sequence[Any]) -> Row:
    key, class_key, chain, heads, index, digest = fields
    return Row(
        decode_element(key),
        decode_element(class_key),
        tuple(None if head is None else decode_element(head) for head in heads),
        decode_element(chain),
        index,
        digest,
    )

