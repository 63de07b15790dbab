"""A file that carries what is stored to another checkout or to CI.

A magic line, a version, the SHA-256 of the body, and the body: msgpack, compressed. What is not known here is refused,
not guessed: another version, an unknown or a missing field, a body that does not have its hash.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgpack

from nova_ls.base.slotted import value
from nova_ls.base.whole_file import write_whole

_HEADER: Final = struct.Struct(">H32s")
_LEVEL: Final = 6


class DumpRefused(Exception):
    """The file is not a dump that this version can load; the message says why, in one line."""


@value
class DumpFormat:
    """`magic`: what such files begin with. `content`: what is in them, in a word for people."""

    magic: bytes
    version: int
    content: str
    fields: frozenset[str]


def write_dump(path: Path, form: DumpFormat, body: Mapping[str, object]) -> None:
    """Write all fields of a dump. The file appears at once or not at all."""
    packed = zlib.compress(msgpack.packb(body, unicode_errors="surrogatepass"), _LEVEL)
    data = form.magic + _HEADER.pack(form.version, sha256(packed).digest()) + packed
    write_whole(path, data)


def read_dump(path: Path, form: DumpFormat) -> dict[str, Any]:
    """The fields of a dump, whose values have not been looked at yet: see `reading_dump`."""
    data = path.read_bytes()
    start = len(form.magic) + _HEADER.size
    if not data.startswith(form.magic) or len(data) < start:
        raise DumpRefused(f"{path} is not a dump of a {form.content}")
    version, digest = _HEADER.unpack_from(data, len(form.magic))
    if version != form.version:
        raise DumpRefused(f"{path} is a dump of version {version}, this is version {form.version}")
    packed = data[start:]
    if sha256(packed).digest() != digest:
        raise DumpRefused(f"{path} is damaged: its checksum does not hold")
    with reading_dump(path):
        body = msgpack.unpackb(zlib.decompress(packed), unicode_errors="surrogatepass")
    if not isinstance(body, dict) or body.keys() != form.fields:
        raise DumpRefused(f"{path} has fields that this version does not know")
    return body


@contextmanager
def reading_dump(path: Path) -> Iterator[None]:
    """Whatever a stranger's values make a decoder raise is a refusal."""
    try:
        yield
    except (
        TypeError,
        ValueError,
        LookupError,
        AttributeError,
        zlib.error,
        msgpack.UnpackException,
    ) as error:
        raise DumpRefused(f"{path} holds what this version cannot read: {error}") from error


def is_dump(path: Path, form: DumpFormat) -> bool:
    """Whether a file begins as such a dump does."""
    try:
        with path.open("rb") as file:
            return file.read(len(form.magic)) == form.magic
    except OSError:
        return False
