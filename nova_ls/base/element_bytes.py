"""Element keys as bytes: what artifacts and edges of the database are stored under."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from nova_ls.base.keys import ElementKey, element_key

_END: Final = b"\0"
_KNOWN_KEYS: Final = 1 << 14


@lru_cache(maxsize=_KNOWN_KEYS)
def encode_element(key: ElementKey) -> bytes:
    """An element key as the key of an artifact; those of one namespace stand together."""
    name = key.name.encode("utf-8", "surrogatepass")
    return key.namespace.encode() + _END + bytes((key.space,)) + name


def element_prefix(namespace: str) -> bytes:
    """What the keys of all elements of a namespace begin with."""
    return namespace.encode() + _END


@lru_cache(maxsize=_KNOWN_KEYS)
def decode_element(row: bytes) -> ElementKey:
    """Undoes `encode_element`."""
    end = row.index(_END)
    name = row[end + 2 :].decode("utf-8", "surrogatepass")
    return element_key(row[:end].decode(), row[end + 1], name)
