"""Outcomes as entries of the declaration log, and back.

An entry's payload has four parts: `source` (the text), `schemes` (interfaces by element), `asts` (annotations and references
by element) and `diagnostics` (by element). A candidate's schemes and diagnostics are read when it is put in place, its typed
ASTs when somebody looks at one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

import msgpack

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.base.keys import ElementKey
from nova_ls.compiler import units
from nova_ls.compiler.outcome import EMPTY_AST, Outcome, TypedAst, scheme_from
from nova_ls.compiler.units import Answer, Fact, Unit
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import Draft, Entry
from nova_ls.names.scope import Ambiguous, Missing
from nova_ls.registry import decode_element, encode_element
from nova_ls.types.codec import SCHEMA, decode_diagnostics, encode_diagnostics


class Never:
    """The answer of a question that cannot be asked again in another process; equal to nothing."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = object.__hash__


NEVER: Final = Never()

_AMBIGUOUS: Final = b"\0"  # no namespace begins with these
_MISSING: Final = b"\1"


def unit_name(unit: Unit) -> str:
    """The name of a unit's entries in the log: `Data.Array.head`, or the module's name for its own units."""
    key = unit[1]
    return f"{key.namespace}.{key.name}" if key.name else key.namespace


def encode_fact(fact: Fact) -> bytes:
    """A fact as bytes; one of the compiler's words, one encoding."""
    plain = [_plain(item) for item in fact]
    return bytes(msgpack.packb(plain, unicode_errors="surrogatepass"))


def decode_fact(data: bytes) -> Fact:
    return tuple(_rich(item) for item in msgpack.unpackb(data, unicode_errors="surrogatepass"))


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
        return _AMBIGUOUS + bytes(msgpack.packb([keys, answer.modules]))
    if isinstance(answer, Missing):
        return _MISSING + answer.module.encode()
    return b"never"


def _decode_answer(fact: Fact, data: bytes) -> Answer:
    """The kind of the question tells what an answer's bytes mean."""
    kind = fact[0]
    if kind in (units.INTERFACE, units.INSTANCES, units.SCOPE):
        return data
    if kind in (units.EXPORTED, units.VISIBLE, units.LOCAL):
        return data == b"\1"
    if kind == units.NAME:
        return _decode_meaning(data)
    return NEVER


def _decode_meaning(data: bytes) -> Answer:
    if not data:
        return None
    if data.startswith(_AMBIGUOUS):
        keys, modules = msgpack.unpackb(data[1:])
        return Ambiguous(tuple(map(decode_element, keys)), tuple(modules))
    if data.startswith(_MISSING):
        return Missing(data[1:].decode())
    return decode_element(data)


LOG_SCHEMA: Final = 2 * 256 + SCHEMA
"""Grows with each change of what is encoded here or by the codec: entries of another version are not looked at."""


class OutcomeLog:
    """The log as the compiler's long memory of outcomes."""

    __slots__ = ("_answers", "_facts", "log")

    def __init__(self, log: DeclarationLog) -> None:
        self.log = log
        self._facts: dict[Fact, bytes] = {}
        self._answers: dict[bytes, Fact] = {}

    def candidates(self, unit: Unit, source_hash: bytes) -> Iterator[Outcome]:
        """Outcomes committed for a text, newest first."""
        for entry in self.log.candidates(unit[0], unit_name(unit), source_hash):
            outcome = self.outcome(unit, entry)
            if outcome is not None:
                yield outcome

    def outcome(self, unit: Unit, entry: Entry) -> Outcome | None:
        """The outcome that an entry was made from; None where a part of it is damaged."""
        questions: list[Fact] = []
        answers: list[Answer] = []
        for data, answer in entry.deps:
            fact = self._answers.get(data)
            if fact is None:
                fact = self._answers[data] = decode_fact(data)
            questions.append(fact)
            answers.append(_decode_answer(fact, answer))
        schemes = self.log.part(entry, "schemes")
        diagnostics = self.log.part(entry, "diagnostics")
        if schemes is None or diagnostics is None:
            return None
        outcome = Outcome(
            unit,
            entry.source_hash,
            questions,
            answers,
            {decode_element(key): scheme_from(data) for key, data in msgpack.unpackb(schemes)},
            self._asts(entry),
            {
                decode_element(key): tuple(decode_diagnostics(data))
                for key, data in msgpack.unpackb(diagnostics)
            },
            self._immediate(entry),
        )
        outcome.entry = entry.id
        self.log.lent.add(entry.id)  # Its typed ASTs are read when somebody looks at one.
        return outcome

    def _immediate(self, entry: Entry) -> dict[ElementKey, tuple[ElementKey, ...]]:
        data = self.log.part(entry, "immediate")
        pairs = msgpack.unpackb(data) if data else ()
        return {decode_element(key): tuple(map(decode_element, keys)) for key, keys in pairs}

    def load_ast(self, entry_id: bytes, index: int) -> tuple[bytes, bytes]:
        """The bytes of one typed AST of an entry; an empty one where they are gone."""
        entry = self.log.entry(entry_id)
        return EMPTY_AST if entry is None else self._ast(entry, index)

    def _asts(self, entry: Entry) -> dict[ElementKey, TypedAst]:
        keys = self.log.part(entry, "keys")
        found: dict[ElementKey, TypedAst] = {}
        for index, data in enumerate(msgpack.unpackb(keys) if keys else ()):
            found[decode_element(data)] = TypedAst.stored(partial(self._ast, entry, index))
        return found

    def _ast(self, entry: Entry, index: int) -> tuple[bytes, bytes]:
        data = self.log.part(entry, "asts")
        if data is None:
            return EMPTY_AST
        pair = msgpack.unpackb(data)[index]
        return pair[0], pair[1]

    def draft(self, outcome: Outcome, source: str) -> Draft:
        """The entry to be made of an outcome."""
        outline = self.outline(outcome, source)
        asts = _pack([ast.payloads() for ast in outcome.asts.values()])
        return replace(outline, parts={**outline.parts, "asts": asts})

    def outline(self, outcome: Outcome, source: str) -> Draft:
        """That entry without its typed ASTs, by far the largest part."""
        facts = self._facts
        deps: list[tuple[bytes, bytes]] = []
        for fact, answer in zip(outcome.questions, outcome.answers, strict=True):
            data = facts.get(fact)
            if data is None:
                data = facts[fact] = encode_fact(fact)
            deps.append((data, encode_answer(answer)))
        return Draft(
            outcome.unit[0],
            unit_name(outcome.unit),
            outcome.source_hash,
            interface_of(outcome),
            deps,
            {
                "source": source.encode("utf-8", "surrogatepass"),
                "schemes": _pack([(encode_element(k), s.payload) for k, s in outcome.schemes.items()]),
                "keys": _pack([encode_element(key) for key in outcome.asts]),
                "immediate": _pack(
                    [
                        (encode_element(key), [encode_element(used) for used in keys])
                        for key, keys in outcome.immediate.items()
                    ]
                ),
                "diagnostics": _pack(
                    [(encode_element(k), encode_diagnostics(d)) for k, d in outcome.diagnostics.items()]
                ),
            },
            has_errors(outcome.diagnostics),
        )


def interface_of(outcome: Outcome) -> bytes:
    """One hash over the interfaces of all elements of a unit."""
    digest = hashlib.sha256()
    for key in sorted(outcome.schemes):
        digest.update(encode_element(key))
        digest.update(outcome.schemes[key].hash)
    return digest.digest()


def has_errors(diagnostics: Mapping[ElementKey, tuple[Diagnostic, ...]]) -> bool:
    return any(d.severity is Severity.ERROR for found in diagnostics.values() for d in found)


def _pack(value: object) -> bytes:
    return bytes(msgpack.packb(value))
