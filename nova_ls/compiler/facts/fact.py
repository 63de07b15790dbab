"""What every kind of fact has: a tag, an answer, the bytes of an answer, edges in the graph, words for people.

A fact is a tuple of its tag and its fields, since facts are made and hashed on the way of every keystroke: hashing and comparing them
is the tuple's own. The tag keeps facts of different kinds with equal fields apart.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Final, Protocol, TypeAlias

from nova_ls.base.keys import ElementKey, Space
from nova_ls.names.modules.exports import Exports
from nova_ls.store import GraphNode
from nova_ls.types.core.interface import InstanceInterface

Answer: TypeAlias = Any
"""Compared by equality; each kind of fact says what its answers are."""


class Hashed(Protocol):
    """An interface with its hash."""

    @property
    def hash(self) -> bytes:
        """Equal for equal interfaces, whichever process computed them."""


class FactSource(Protocol):
    """Who answers facts (`state/answers.py`). Each method answers for today, computing what it takes to know."""

    def instances(
        self, class_key: ElementKey, heads: tuple[ElementKey | None, ...]
    ) -> tuple[bytes, Sequence[InstanceInterface]]:
        """A digest of the instances of a class whose heads could match, and the instances."""

    def scheme(self, key: ElementKey) -> Hashed | None:
        """The interface of an element; None where there is no such element."""

    def exports_of(self, name: str) -> Exports | None:
        """What a module offers; None where there is no such module."""

    def is_exported(self, key: ElementKey) -> bool:
        """Whether the element's own module exports it."""

    def constructor_in_scope(self, name: str, key: ElementKey) -> bool:
        """Whether a module can use a constructor."""

    def lookup(self, name: str, space: Space, qualifier: str, written: str) -> Answer:
        """What a name means in a module, as its scope answers."""

    def defines_value(self, name: str, written: str) -> bool:
        """Whether a module has a value of that name among its own."""

    def earlier_members(self, key: ElementKey) -> Sequence[ElementKey]:
        """What an earlier declaration of the module has already of a type's constructors or a class's members."""

    def names_digest(self, name: str) -> bytes | None:
        """A digest of all names in scope in a module; None where there is no such module."""


class Fact(tuple[Any, ...], ABC):
    """One question. Subclasses give it fields, by `__new__` and properties."""

    __slots__ = ()

    tag: ClassVar[str]
    reason: ClassVar[str]
    """The word under which a unit that runs because of another answer is counted."""

    def __init_subclass__(cls, *, tag: str, reason: str) -> None:
        assert tag not in KINDS, tag
        cls.tag = tag
        cls.reason = reason
        KINDS[tag] = cls

    @abstractmethod
    def answer(self, source: FactSource) -> Answer:
        """The answer of today."""

    @abstractmethod
    def decode_answer(self, data: bytes) -> Answer:
        """An answer from its bytes (`codec.encode_answer`)."""

    @abstractmethod
    def show(self) -> str:
        """The question in words, for the trace of an edit."""

    @abstractmethod
    def scope_owner(self) -> str | None:
        """The module whose structure decides the answer, and tells when it changes; None: who else decides it has to tell."""

    def is_foreign_to(self, module: str) -> bool:
        """Whether other modules than `module`, which asks, can change the answer."""
        return self.scope_owner() not in (None, module)

    def relied_nodes(self) -> list[GraphNode]:
        """What a unit that asked this relies on, as nodes of the database's graph."""
        return []

    def reached_nodes(self) -> list[GraphNode]:
        """What a change of the answer concerns, likewise."""
        return self.relied_nodes()


KINDS: Final[dict[str, type[Fact]]] = {}
"""The kinds of facts by their tags, which are part of the stored format."""


class Never:
    """The answer of a question that cannot be asked again in another process; equal to nothing."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = object.__hash__


NEVER: Final = Never()


def name_of(key: ElementKey) -> str:
    """The full name of an element."""
    return f"{key.namespace}.{key.name}"
