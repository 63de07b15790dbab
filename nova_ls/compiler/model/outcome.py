"""What a unit came to: interfaces, typed ASTs and diagnostics of its elements, decoded only when they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.model.units import Unit
from nova_ls.names.modules.eager import Eager
from nova_ls.names.resolve.element_references import References
from nova_ls.types.codec.type_codec import (
    decode_annotations,
    decode_interface,
    decode_references,
    encode_annotations,
    encode_interface,
    encode_references,
    find_references,
    interface_hash,
)
from nova_ls.types.core.environment import Annotations
from nova_ls.types.core.interface import Interface


class Scheme:
    """The interface of one element, as an object, as bytes, or both; with its hash."""

    __slots__ = ("_interface", "hash", "payload")

    def __init__(self, payload: bytes, digest: bytes, interface: Interface | None = None) -> None:
        self.payload = payload
        self.hash = digest
        self._interface = interface

    @property
    def interface(self) -> Interface:
        """The interface, decoded at the first access."""
        if self._interface is None:
            self._interface = decode_interface(self.payload)
        return self._interface


def scheme_of(interface: Interface) -> Scheme:
    """The scheme of an interface."""
    payload = encode_interface(interface)
    return Scheme(payload, interface_hash(payload), interface)


def scheme_from(payload: bytes) -> Scheme:
    """The scheme of an encoded interface, which is not decoded yet."""
    return Scheme(payload, interface_hash(payload))


Payloads: TypeAlias = tuple[bytes, bytes]
"""Annotations and references of one element, encoded."""


class TypedAst:
    """The typed AST of one element: types by span, and what each name means. Spans are relative to its chunk.

    It holds objects, bytes, or a way to load the bytes: whatever it was made from, until it is read.
    """

    __slots__ = ("_annotations", "_load", "_payloads", "_references")

    def __init__(self, annotations: Annotations | None, references: References | None) -> None:
        self._annotations = annotations
        self._references = references
        self._payloads: Payloads | None = None
        self._load: Callable[[], Payloads] | None = None

    @staticmethod
    def stored(load: Callable[[], Payloads]) -> TypedAst:
        """A typed AST whose bytes lie elsewhere."""
        ast = TypedAst(None, None)
        ast._load = load
        return ast

    @property
    def annotations(self) -> Annotations:
        """The types of all expressions, decoded at the first access."""
        if self._annotations is None:
            self._annotations = decode_annotations(self.payloads()[0])
        return self._annotations

    @property
    def references(self) -> References:
        """What names mean, decoded at the first access."""
        if self._references is None:
            self._references = decode_references(self.payloads()[1])
        return self._references

    def spans_of(self, key: ElementKey) -> list[tuple[int, int]]:
        """Where a name means an element: cheaper than `references` where those are not decoded yet, and they stay so."""
        known = self._references
        if known is None:
            return find_references(self.payloads()[1], key)
        named = zip(known.starts, known.ends, known.targets, strict=True)
        return [(start, end) for start, end, target in named if target is key]

    def payloads(self) -> Payloads:
        """Annotations and references as bytes."""
        if self._payloads is None:
            if self._load is not None:
                self._payloads = self._load()
            else:
                assert self._annotations is not None and self._references is not None
                self._payloads = (
                    encode_annotations(self._annotations),
                    encode_references(self._references),
                )
                self._annotations = self._references = None  # The next reader decodes them again.
        return self._payloads

    def release(self, load: Callable[[], Payloads]) -> None:
        """Give the memory back: from now on `load` finds the bytes."""
        self._load = load
        self._annotations = self._references = self._payloads = None


EMPTY_AST: Final = (encode_annotations(Annotations()), encode_references(References([], [], [])))


class Outcome:
    """The result of one unit, with the questions it asked and the answers it got.

    Diagnostics are by element, since each is relative to that element's chunk. `eager`: what
    values and instances use of their module as soon as they are evaluated. `entry`: where the log has it; None where it was never saved.
    """

    __slots__ = (
        "answers",
        "asts",
        "diagnostics",
        "eager",
        "entry",
        "questions",
        "schemes",
        "source_hash",
        "unit",
    )

    def __init__(
        self,
        unit: Unit,
        source_hash: bytes,
        questions: Sequence[Fact],
        answers: Sequence[Answer],
        schemes: Mapping[ElementKey, Scheme],
        asts: Mapping[ElementKey, TypedAst],
        diagnostics: Mapping[ElementKey, tuple[Diagnostic, ...]],
        eager: Mapping[ElementKey, Eager],
    ) -> None:
        self.unit = unit
        self.source_hash = source_hash
        self.questions = questions
        self.answers = answers
        self.schemes = schemes
        self.asts = asts
        self.diagnostics = diagnostics
        self.eager = eager
        self.entry: bytes | None = None
