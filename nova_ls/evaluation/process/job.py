"""What the evaluator is told, and what it says: plain data on both sides."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.slotted import value

Shape: TypeAlias = tuple[Any, ...]
"""How a value without a Show instance is told; see `show_value.py`."""

PlainKey: TypeAlias = tuple[str, int, str]
Plain: TypeAlias = tuple[Any, ...]

STRING: Final[Shape] = ("text",)
"""The value is text already."""
NOTHING: Final[Shape] = ("nothing",)
"""There is nothing to tell."""


@value
class Definition:
    """A declaration's code, as the back end has made it. `path`: of its module, for what is foreign."""

    key: ElementKey
    payload: bytes
    path: str


def pack(definition: Definition) -> Plain:
    """A definition as plain data."""
    return pack_key(definition.key), definition.payload, definition.path


def unpack(plain: Plain) -> Definition:
    """The definition that was packed."""
    key, payload, path = plain
    return Definition(unpack_key(key), payload, path)


def pack_key(key: ElementKey) -> PlainKey:
    """A key as plain data."""
    return key.namespace, int(key.space), key.name


def unpack_key(plain: PlainKey) -> ElementKey:
    """The key that plain data stand for."""
    return element_key(plain[0], Space(plain[1]), plain[2])
