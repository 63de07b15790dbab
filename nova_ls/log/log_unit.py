"""Units: what the log versions. A binding group, a type group, an instance: one name of one kind."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, NamedTuple

_END: Final = b"\0\0"
_ESCAPED_NUL: Final = b"\0\xff"
_KNOWN_UNITS: Final = 1 << 13


class LogUnit(NamedTuple):
    """`kind` is the caller's word for what it is, `name` its full name (`Data.Array.head`)."""

    kind: str
    name: str


def encode_text(text: str) -> bytes:
    """Text that may stand before other bytes in a row key: sorts as it is and tells its own end."""
    return text.encode("utf-8", "surrogatepass").replace(b"\0", _ESCAPED_NUL) + _END


def decode_text(data: bytes) -> tuple[str, bytes]:
    """The text that the bytes begin with, and the rest. ValueError where it has no end."""
    end = data.index(_END)
    text = data[:end].replace(_ESCAPED_NUL, b"\0")
    return text.decode("utf-8", "surrogatepass"), data[end + len(_END) :]


@lru_cache(maxsize=_KNOWN_UNITS)
def encode_unit(unit: LogUnit) -> bytes:
    """As part of a row key: by name first, so that the units of a module stand together."""
    return encode_named(*unit)


def encode_named(kind: str, name: str) -> bytes:
    """The same for a unit that nobody will ask about again."""
    return encode_text(name) + _encode_kind(kind)


@cache
def _encode_kind(kind: str) -> bytes:
    return encode_text(kind)


def decode_unit(data: bytes) -> tuple[LogUnit, bytes]:
    """The unit that the bytes begin with, and the rest."""
    name, rest = decode_text(data)
    kind, rest = decode_text(rest)
    return LogUnit(kind, name), rest


def name_prefix(prefix: str) -> bytes:
    """What the encoded units begin with whose names begin with `prefix`."""
    return encode_text(prefix)[: -len(_END)]
