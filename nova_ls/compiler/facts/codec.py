"""Facts and the answers to them as bytes: what an entry of the log and a module record keep of what was asked."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgpack

from nova_ls.base.element_bytes import decode_element, encode_element
from nova_ls.base.keys import ElementKey
from nova_ls.base.packing import pack
from nova_ls.compiler.facts.fact import KINDS, NEVER, Answer, Fact
from nova_ls.compiler.facts.instances_fact import InstancesFact
from nova_ls.names.modules.scope import Ambiguous, Missing, Shadowing
from nova_ls.names.modules.scope import Answer as NameAnswer

_DIGEST: Final = 32  # bytes
_LEVEL: Final = 1
_AMBIGUOUS: Final = b"\0"  # no namespace begins with these
_MISSING: Final = b"\1"
_SHADOWING: Final = b"\2"


INSTANCES: Final = pack((InstancesFact.tag, 0, 0))[:-2]
"""What facts about instances begin with, and nothing else does."""


class FactCodec:
    """Encodes and decodes, and remembers both: the same facts come again and again."""

    __slots__ = ("_decoded", "_encoded")

    def __init__(self) -> None:
        self._encoded: dict[Fact, bytes] = {}
        self._decoded: dict[bytes, Fact] = {}

    def let_go(self, most: int) -> None:
        """Give the memory back of more facts than so many."""
        for known in (self._encoded, self._decoded):
            if len(known) > most:
                known.clear()

    def encode(self, fact: Fact) -> bytes:
        """The bytes of a fact."""
        data = self._encoded.get(fact)
        if data is None:
            data = self._encoded[fact] = encode_fact(fact)
        return data

    def decode(self, data: bytes) -> Fact:
        """The fact of its bytes; equal bytes give the same object."""
        fact = self._decoded.get(data)
        if fact is None:
            items = msgpack.unpackb(data, unicode_errors="surrogatepass")
            parts = (_rich(item) for item in items)
            fact = self._decoded[data] = tuple.__new__(KINDS[items[0]], parts)
        return fact

    def pack(self, asked: Mapping[Fact, Answer]) -> bytes:
        """Many facts, and a digest of the answers to all of them."""
        flat = pack([self.encode(fact) for fact in asked])
        return digest_answers(asked.values()) + zlib.compress(flat, _LEVEL)

    def unpack(self, data: bytes) -> tuple[list[Fact], bytes]:
        """The facts that were packed, and the digest of their answers."""
        flat: list[bytes] = msgpack.unpackb(zlib.decompress(data[_DIGEST:]))
        known = self._decoded
        return [known.get(item) or self.decode(item) for item in flat], data[:_DIGEST]


def digest_answers(answers: Iterable[Answer]) -> bytes:
    """One hash over many answers, in order."""
    encoded = [answer if type(answer) is bytes else encode_answer(answer) for answer in answers]
    return hashlib.sha256(pack(encoded)).digest()


def encode_fact(fact: Fact) -> bytes:
    """A fact as bytes; one of the compiler's words, one encoding."""
    plain = [_plain(item) for item in fact]
    return pack(plain)


def _plain(item: Any) -> Any:
    if isinstance(item, ElementKey):
        return {"": encode_element(item)}
    if isinstance(item, tuple):
        return [_plain(part) for part in item]
    return item


def _rich(item: Any) -> Any:
    if isinstance(item, dict):
        return decode_element(item[""])
    if isinstance(item, list):
        return tuple(_rich(part) for part in item)
    return item


def encode_answer(answer: Answer) -> bytes:
    """An answer as bytes; b"" is *nothing*."""
    if isinstance(answer, bytes):
        return answer
    if answer is None:
        return b""
    if isinstance(answer, bool):
        return b"\1" if answer else b"\0"
    if isinstance(answer, ElementKey):
        return encode_element(answer)
    if isinstance(answer, Ambiguous):
        keys = [encode_element(key) for key in answer.candidates]
        return _AMBIGUOUS + pack([keys, answer.modules])
    if isinstance(answer, Missing):
        return _MISSING + answer.module.encode()
    if isinstance(answer, Shadowing):
        return _SHADOWING + pack([encode_element(answer.key), answer.module, answer.shadowed])
    if answer is NEVER:
        return b"never"
    raise TypeError(f"an answer of type {type(answer).__name__} has no bytes")


def decode_meaning(data: bytes) -> NameAnswer:
    """What a name means, from the bytes of the answer."""
    if not data:
        return None
    if data.startswith(_AMBIGUOUS):
        keys, modules = msgpack.unpackb(data[1:])
        return Ambiguous(tuple(map(decode_element, keys)), tuple(modules))
    if data.startswith(_MISSING):
        return Missing(data[1:].decode())
    if data.startswith(_SHADOWING):
        key, module, shadowed = msgpack.unpackb(data[1:])
        return Shadowing(decode_element(key), module, tuple(shadowed))
    return decode_element(data)
