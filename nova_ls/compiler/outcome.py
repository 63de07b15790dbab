"""What a unit came to: interfaces, typed ASTs and diagnostics of its elements, decoded only when somebody looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey
from nova_ls.compiler.units import Answer, Fact, Unit
from nova_ls.names.resolved import References
from nova_ls.types.codec import (
    decode_annotations,
    decode_interface,
    decode_references,
    encode_annotations,
    encode_interface,
    encode_references,
    interface_hash,
)
from nova_ls.types.environment import Annotations
from nova_ls.types.interface import Interface


class Scheme:
    """The interface of one element, as an object, as bytes, or both; with its hash."""

    __slots__ = ("_interface", "hash", "payload")

    def __init__(self, payload: bytes, digest: bytes, interface: Interface | None = None) -> None:
        self.payload = payload
        self.hash = digest
        self._interface = interface

    @property
    def interface(self) -> Interface:
        if self._interface is None:
            self._interface = decode_interface(self.payload)
        return self._interface


def scheme_of(interface: Interface) -> Scheme:
    payload = encode_interface(interface)
    return Scheme(payload, interface_hash(payload), interface)


def scheme_from(payload: bytes) -> Scheme:
    return Scheme(payload, interface_hash(payload))


class TypedAst:
    """The typed AST of one element: types by span, and what each name means. Spans are relative to its chunk."""

    __slots__ = ("_annotations", "_payloads", "_references")

    def __init__(
        self,
        annotations: Annotations | None,
        references: References | None,
        payloads: tuple[bytes, bytes] | None = None,
    ) -> None:
        self._annotations = annotations
        self._references = references
        self._payloads = payloads

    @property
    def annotations(self) -> Annotations:
        if self._annotations is None:
            assert self._payloads is not None
            self._annotations = decode_annotations(self._payloads[0])
        return self._annotations

    @property
    def references(self) -> References:
        if self._references is None:
            assert self._payloads is not None
            self._references = decode_references(self._payloads[1])
        return self._references

    def payloads(self) -> tuple[bytes, bytes]:
        """Annotations and references as bytes."""
        if self._payloads is None:
            self._payloads = (
                encode_annotations(self.annotations),
                encode_references(self.references),
            )
        return self._payloads

    def release(self) -> None:
        """Keep the bytes only."""
        self.payloads()
        self._annotations = self._references = None


class Outcome:
    """The result of one unit, with the questions it asked and the answers it got.

    Diagnostics are by element, since each is relative to that element's chunk. `lookups` are the names its elements looked up
    in their module, for what is said about unused imports.
    """

    __slots__ = ("answers", "asts", "diagnostics", "lookups", "questions", "schemes", "source_hash", "unit")

    def __init__(
        self,
        unit: Unit,
        source_hash: bytes,
        questions: Sequence[Fact],
        answers: Sequence[Answer],
        schemes: Mapping[ElementKey, Scheme],
        asts: Mapping[ElementKey, TypedAst],
        diagnostics: Mapping[ElementKey, Sequence[Diagnostic]],
    ) -> None:
        self.unit = unit
        self.source_hash = source_hash
        self.questions = questions
        self.answers = answers
        self.schemes = schemes
        self.asts = asts
        self.diagnostics = diagnostics
