"""Outcomes as entries of the declaration log, and back.

An entry's payload has up to six parts: `source` (the text), `schemes` (interfaces by element), `keys` and `asts` (the elements
with typed ASTs; annotations and references of each), `eager` and `diagnostics` (by element); a list that is empty is left out. A candidate's schemes and diagnostics are read when it is put in place, its typed
ASTs when one is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final, cast

import msgpack

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.base.element_bytes import decode_element, encode_element
from nova_ls.base.keys import ElementKey
from nova_ls.base.packing import pack
from nova_ls.compiler.archive.log_names import log_unit
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.facts.codec import FactCodec, encode_answer
from nova_ls.compiler.model.outcome import EMPTY_AST, Outcome, TypedAst, scheme_from
from nova_ls.compiler.model.units import Unit
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import Draft, Entry, EntryId, entry_id
from nova_ls.names.modules.eager import Eager
from nova_ls.types.codec.type_codec import SCHEMA, decode_diagnostics, encode_diagnostics

LOG_SCHEMA: Final = 7 * 256 + SCHEMA
"""Grows with each change of what is encoded here or by the codec: entries of another version are not looked at."""


class OutcomeLog:
    """The log as the compiler's long memory of outcomes."""

    __slots__ = ("facts", "log")

    def __init__(self, log: DeclarationLog) -> None:
        self.log = log
        self.facts = FactCodec()

    def candidates(self, unit: Unit, source_hash: bytes, and_below: bool) -> Iterator[Outcome]:
        """Outcomes committed for a text, newest first. `and_below`: also those of the log below."""
        for entry in self.log.candidates(*log_unit(unit), source_hash, and_below):
            outcome = self.outcome(unit, entry)
            if outcome is not None:
                yield outcome

    def outcome(self, unit: Unit, entry: Entry) -> Outcome | None:
        """The outcome that an entry was made from; None where a part of it is damaged."""
        questions: list[Fact] = []
        answers: list[Answer] = []
        for data, answer in entry.deps:
            fact = self.facts.decode(data)
            questions.append(fact)
            answers.append(fact.decode_answer(answer))
        schemes = self._listed(entry, "schemes")
        diagnostics = self._listed(entry, "diagnostics")
        if schemes is None or diagnostics is None:
            return None
        outcome = Outcome(
            unit,
            entry.source_hash,
            questions,
            answers,
            {decode_element(key): scheme_from(data) for key, data in schemes},
            self._asts(entry),
            {decode_element(key): tuple(decode_diagnostics(data)) for key, data in diagnostics},
            self._eager(entry),
        )
        outcome.entry = entry.id
        self.log.in_use.add(entry.id)  # Its typed ASTs are loaded when one is read.
        return outcome

    def entry_of(self, outcome: Outcome) -> EntryId:
        """The id of the entry that an outcome was read from, or will be committed as."""
        if outcome.entry is not None:
            return outcome.entry
        encode = self.facts.encode
        asked = zip(outcome.questions, outcome.answers, strict=True)
        deps = [(encode(fact), encode_answer(answer)) for fact, answer in asked]
        return entry_id(LOG_SCHEMA, *log_unit(outcome.unit), outcome.source_hash, deps)

    def keys(self, entry_id: EntryId) -> tuple[list[ElementKey], list[ElementKey]] | None:
        """The elements that an entry has schemes of, and typed ASTs of; None where it is gone or damaged."""
        entry = self.log.entry(entry_id)
        schemes = None if entry is None else self._listed(entry, "schemes")
        asts = None if entry is None else self._listed(entry, "keys")
        if schemes is None or asts is None:
            return None
        return [decode_element(key) for key, _ in schemes], list(map(decode_element, asts))

    def source(self, outcome: Outcome) -> str:
        """The text that an outcome of the log was computed from; "" where that is gone."""
        entry = None if outcome.entry is None else self.log.entry(outcome.entry)
        data = None if entry is None else self.log.part(entry, "source")
        return "" if data is None else data.decode("utf-8", "surrogatepass")

    def _listed(self, entry: Entry, name: str) -> list[Any] | None:
        """The list that a part of an entry is; None where it is damaged."""
        if name not in entry.parts:
            return []
        data = self.log.part(entry, name)
        return None if data is None else cast("list[Any]", msgpack.unpackb(data))

    def _eager(self, entry: Entry) -> dict[ElementKey, Eager]:
        return {
            decode_element(key): Eager(
                tuple(map(decode_element, named)),
                tuple((decode_element(used), start, end) for used, start, end in withheld),
                tuple(map(decode_element, needed)),
            )
            for key, named, withheld, needed in self._listed(entry, "eager") or ()
        }

    def load_ast(self, entry_id: bytes, index: int) -> tuple[bytes, bytes]:
        """The bytes of one typed AST of an entry; an empty one where they are gone."""
        entry = self.log.entry(entry_id)
        return EMPTY_AST if entry is None else self._ast(entry, index)

    def _asts(self, entry: Entry) -> dict[ElementKey, TypedAst]:
        found: dict[ElementKey, TypedAst] = {}
        for index, data in enumerate(self._listed(entry, "keys") or ()):
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
        parts = _parts(outcome, source)
        if outcome.asts:
            parts["asts"] = pack([ast.payloads() for ast in outcome.asts.values()])
        return self._draft(outcome, parts)

    def outline(self, outcome: Outcome, source: str) -> Draft:
        """That entry without its typed ASTs, by far the largest part."""
        return self._draft(outcome, _parts(outcome, source))

    def _draft(self, outcome: Outcome, parts: Mapping[str, bytes]) -> Draft:
        encode = self.facts.encode
        asked = zip(outcome.questions, outcome.answers, strict=True)
        deps = [(encode(fact), encode_answer(answer)) for fact, answer in asked]
        return Draft(
            *log_unit(outcome.unit),
            outcome.source_hash,
            interface_of(outcome),
            deps,
            parts,
            has_errors(outcome.diagnostics),
        )


def _parts(outcome: Outcome, source: str) -> dict[str, bytes]:
    """The payload of an entry but for its typed ASTs."""
    parts = {"source": source.encode("utf-8", "surrogatepass")}
    if outcome.schemes:
        schemes = outcome.schemes.items()
        parts["schemes"] = pack([(encode_element(key), one.payload) for key, one in schemes])
    if outcome.asts:
        parts["keys"] = pack([encode_element(key) for key in outcome.asts])
    if outcome.eager:
        parts["eager"] = pack([_plain(key, eager) for key, eager in outcome.eager.items()])
    if outcome.diagnostics:
        found = outcome.diagnostics.items()
        parts["diagnostics"] = pack([(encode_element(k), encode_diagnostics(d)) for k, d in found])
    return parts


def interface_of(outcome: Outcome) -> bytes:
    """One hash over the interfaces of all elements of a unit."""
    digest = hashlib.sha256()
    for key in sorted(outcome.schemes):
        digest.update(encode_element(key))
        digest.update(outcome.schemes[key].hash)
    return digest.digest()


def has_errors(diagnostics: Mapping[ElementKey, tuple[Diagnostic, ...]]) -> bool:
    """Whether some diagnostic is an error."""
    return bool(diagnostics) and any(
        d.severity is Severity.ERROR for found in diagnostics.values() for d in found
    )


def _plain(key: ElementKey, eager: Eager) -> tuple[object, ...]:
    return (
        encode_element(key),
        [encode_element(used) for used in eager.named],
        [(encode_element(used), start, end) for used, start, end in eager.withheld],
        [encode_element(used) for used in eager.needed],
    )
