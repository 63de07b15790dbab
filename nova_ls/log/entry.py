"""Entries: one version of one unit, and what checking it against certain interfaces gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import chain
from typing import Any, Final

import msgpack

from nova_ls.base.packing import pack
from nova_ls.base.slotted import value

EntryId = bytes
"""SHA-256 over the schema of the payload, kind, name, source text and what the look-ups answered."""

LookUp = tuple[bytes, bytes]
"""A fact that was asked for, and the hash of the answer; b"" for *nothing*."""

_INLINE: Final = 96  # bytes up to which a part lies in the entry itself
_CHECKSUM: Final = 32


@value
class Draft:
    """What is known of a unit once it has been checked.

    `source_hash`: SHA-256 of its text. `interface`: SHA-256 of what others may rely on. `deps`: the look-ups, in the
    order in which they were made. `parts`: the payload, opaque, each part loaded by its name; what holds nothing is left out.
    """

    kind: str
    name: str
    source_hash: bytes
    interface: bytes
    deps: Sequence[LookUp]
    parts: Mapping[str, bytes]
    failed: bool = False


@value
class PayloadPart:
    """One part of a payload; `inline` None: the bytes lie in a row of their own, and have a `digest` of their own."""

    digest: bytes
    size: int
    inline: bytes | None = None

    def is_of(self, data: bytes | None) -> bool:
        """Whether this is what was written."""
        if self.inline is not None:
            return data == self.inline
        return data is not None and sha256(data).digest() == self.digest


@value
class Entry:
    """An entry without its payload. `schema`: the version of what the parts mean."""

    id: EntryId
    schema: int
    kind: str
    name: str
    source_hash: bytes
    interface: bytes
    packed_deps: bytes
    parts: Mapping[str, PayloadPart]
    time: float
    author: str
    failed: bool

    @property
    def deps(self) -> list[LookUp]:
        """The look-ups, decoded anew at each call."""
        flat = msgpack.unpackb(self.packed_deps)
        return list(zip(flat[::2], flat[1::2], strict=True))


def make_entry(draft: Draft, schema: int, time: float, author: str) -> Entry:
    """The entry of a draft; its payload stays in the draft."""
    packed = _pack_deps(draft.deps)
    return Entry(
        _entry_id(schema, draft.kind, draft.name, draft.source_hash, packed),
        schema,
        draft.kind,
        draft.name,
        draft.source_hash,
        draft.interface,
        packed,
        {name: _make_part(data) for name, data in draft.parts.items()},
        time,
        author,
        draft.failed,
    )


def encode_entry(entry: Entry) -> bytes:
    """The row of an entry, with a checksum over what its id does not cover."""
    body = pack(
        (
            entry.schema,
            entry.kind,
            entry.name,
            entry.source_hash,
            entry.interface,
            entry.packed_deps,
            {name: _encode_part(part) for name, part in entry.parts.items()},
            entry.time,
            entry.author,
            entry.failed,
        )
    )
    return sha256(body).digest() + body


def decode_entry(entry_id: EntryId, data: bytes) -> Entry | None:
    """The entry of a row; None where the bytes are not what was written."""
    body = data[_CHECKSUM:]
    if sha256(body).digest() != data[:_CHECKSUM]:
        return None
    fields: Any = msgpack.unpackb(body, use_list=False, unicode_errors="surrogatepass")
    schema, kind, name, source_hash, interface, deps, parts, time, author, failed = fields
    named = {part: _decode_part(content) for part, content in parts.items()}
    return Entry(
        entry_id, schema, kind, name, source_hash, interface, deps, named, time, author, failed
    )


def entry_id(
    schema: int, kind: str, name: str, source_hash: bytes, deps: Sequence[LookUp]
) -> EntryId:
    """The id that the entry of a unit has or will have."""
    return _entry_id(schema, kind, name, source_hash, _pack_deps(deps))


def has_own_id(entry: Entry) -> bool:
    """Whether the id is the hash of what it stands for."""
    own = _entry_id(entry.schema, entry.kind, entry.name, entry.source_hash, entry.packed_deps)
    return own == entry.id


def _entry_id(schema: int, kind: str, name: str, source_hash: bytes, deps: bytes) -> EntryId:
    return sha256(pack((schema, kind, name, source_hash, deps))).digest()


def _pack_deps(deps: Sequence[LookUp]) -> bytes:
    return pack(list(chain.from_iterable(deps)))


def _make_part(data: bytes) -> PayloadPart:
    size = len(data)
    if size <= _INLINE:  # The entry's checksum covers it.
        return PayloadPart(b"", size, data)
    return PayloadPart(sha256(data).digest(), size)


def _encode_part(part: PayloadPart) -> Any:
    return (part.digest, part.size) if part.inline is None else part.inline


def _decode_part(content: Any) -> PayloadPart:
    if isinstance(content, bytes):
        return PayloadPart(b"", len(content), content)
    return PayloadPart(*content)  # Earlier versions wrote three fields of every part.
