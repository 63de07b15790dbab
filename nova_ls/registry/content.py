"""What one layer itself says, in tables, and how that moves into its parent's.

Tombstones lie in the same tables as values, so that hiding the parent's element costs no second access.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import count
from typing import Any, Final

from nova_ls.base.keys import ElementKey, Space, element_key


class Mark(Enum):
    """What a table holds in place of a value."""

    DELETED = "deleted"  # this layer hides the parent's element
    ABSENT = "absent"  # this layer and its source say nothing of it
    NO_AST = "no ast"  # an element without a typed AST; the parent's would not be its own


# An enum's members are slow to reach through its class, and these are in the hot path.
DELETED: Final = Mark.DELETED
ABSENT: Final = Mark.ABSENT
NO_AST: Final = Mark.NO_AST

_TICKS: Final = count(1)
"""One clock for all layers: a stamp names one change, whichever layer it was made in."""


@dataclass(frozen=True, slots=True)
class Element:
    """All that a layer knows of an element; `fingerprint` is the hash of its interface, or b""."""

    scheme: object
    ast: object | None
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Export:
    """An element that a namespace exports; `via` is the namespace it was imported from to do so.

    `via` None: the namespace defines it.
    """

    key: ElementKey
    via: str | None = None


@dataclass(frozen=True, slots=True)
class LayerChanges:
    """What a batch says, on its way into its parent: whole namespaces at a time."""

    schemes: dict[ElementKey, object]
    asts: dict[ElementKey, object]
    fingerprints: dict[ElementKey, bytes]
    dependencies: dict[ElementKey, frozenset[ElementKey]]
    exports: dict[str, tuple[Export, ...]]
    bumped: frozenset[str]

    def touched(self) -> Iterator[ElementKey]:
        """What the changes touch; the exports of a namespace count as its MODULE element."""
        yield from self.schemes
        for namespace in self.exports:
            yield element_key(namespace, Space.MODULE, "")

    def deleted(self) -> Iterator[ElementKey]:
        """The elements that the changes remove."""
        return (key for key, value in self.schemes.items() if value is DELETED)


class Content:
    """The tables of one layer, without what its parent or its source says.

    `version` grows by one with each change of this layer itself.
    """

    __slots__ = (
        "_asts",
        "_changed",
        "_dependencies",
        "_exports",
        "_fingerprints",
        "_listed",
        "_schemes",
        "_stamps",
        "id",
        "name",
        "version",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.id = next(_TICKS)
        self.version: int = 0
        self._clear()
        # Per element: the version of its last commit into this layer, and the batch it came from.
        self._changed: dict[ElementKey, tuple[int, int]] = {}

    def put(
        self, key: ElementKey, scheme: object, ast: object | None = None, fingerprint: bytes = b""
    ) -> None:
        """Say what an element is, here and in the layers above."""
        self._touch(key)
        self._schemes[key] = scheme
        self._asts[key] = NO_AST if ast is None else ast
        self._fingerprints[key] = fingerprint

    def delete(self, key: ElementKey) -> None:
        """Say that there is no such element, here and in the layers above."""
        self._touch(key)
        self._schemes[key] = self._asts[key] = DELETED
        self._fingerprints[key] = b""
        self._dependencies[key] = frozenset()

    def set_exports(self, namespace: str, exports: Iterable[Export]) -> None:
        """Say what a namespace exports, re-exports included."""
        self._touch(element_key(namespace, Space.MODULE, ""), listed=False)
        self._exports[namespace] = tuple(exports)

    def set_dependencies(self, key: ElementKey, dependencies: Iterable[ElementKey]) -> None:
        """Say on which elements one was typed; replaces what was said."""
        self.version += 1
        self._dependencies[key] = frozenset(dependencies)

    def bump(self, namespace: str) -> None:
        """Give a namespace another revision, here and in the layers above: what else it depends on has changed.

        It is part of the batch: a commit takes it to the parent, a discard forgets it.
        """
        self.version += 1
        self._stamps[namespace] = next(_TICKS)

    # ------------------------------------------------------------------ commit and discard

    def written(self) -> list[ElementKey]:
        """The elements that this layer itself puts or deletes, in no order."""
        return [key for keys in self._listed.values() for key in keys]

    def is_empty(self) -> bool:
        """Whether this layer itself says nothing."""
        return not (self._stamps or self._dependencies)

    def changes(self, namespaces: Collection[str] | None = None) -> LayerChanges:
        """What this layer itself says of some namespaces, or of all."""
        return LayerChanges(
            {key: self._schemes[key] for key in _within(self.written(), namespaces)},
            {key: self._asts[key] for key in _within(self.written(), namespaces)},
            {key: self._fingerprints[key] for key in _within(self.written(), namespaces)},
            {key: self._dependencies[key] for key in _within(self._dependencies, namespaces)},
            {
                namespace: exports
                for namespace, exports in self._exports.items()
                if namespaces is None or namespace in namespaces
            },
            frozenset(n for n in self._stamps if namespaces is None or n in namespaces),
        )

    def changed_by_others(self, changes: LayerChanges, since: int, writer: int) -> list[ElementKey]:
        """What batches other than `writer` have committed into this layer since a version of it, sorted."""
        return sorted(
            key
            for key in changes.touched()
            if (change := self._changed.get(key)) is not None
            and change[0] > since
            and change[1] != writer
        )

    def absorb(self, changes: LayerChanges, writer: int) -> None:
        """Take over what a batch says. Each table changes in one step that no reader can split."""
        self.version += 1
        change = (self.version, writer)
        self._changed.update(dict.fromkeys(changes.touched(), change))
        for key in changes.schemes:
            self._listed.setdefault(key.namespace, {})[key] = None
        self._asts.update(changes.asts)
        self._fingerprints.update(changes.fingerprints)
        self._dependencies.update(changes.dependencies)
        self._exports.update(changes.exports)
        self._schemes.update(changes.schemes)
        self._stamps.update(dict.fromkeys(changes.bumped, next(_TICKS)))

    def forget(self, changes: LayerChanges) -> None:
        """Say nothing any more of what has gone into the parent."""
        for key in changes.schemes:
            del self._schemes[key], self._asts[key], self._fingerprints[key]
        for key in changes.dependencies:
            del self._dependencies[key]
        for namespace in changes.exports:
            del self._exports[namespace]
        for namespace in changes.bumped:
            del self._stamps[namespace]
            self._listed.pop(namespace, None)

    def detach(self) -> list[dict[Any, Any]]:
        """Say nothing any more; the tables, still full, are the caller's to free."""
        tables: list[dict[Any, Any]] = [
            self._schemes,
            self._asts,
            self._fingerprints,
            self._dependencies,
            self._exports,
            self._stamps,
            self._listed,
        ]
        self.version += 1
        self._clear()
        return tables

    def _clear(self) -> None:
        self._schemes: dict[ElementKey, object] = {}
        self._asts: dict[ElementKey, object] = {}
        self._fingerprints: dict[ElementKey, bytes] = {}
        self._exports: dict[str, tuple[Export, ...]] = {}
        self._dependencies: dict[ElementKey, frozenset[ElementKey]] = {}
        self._stamps: dict[str, int] = {}
        # The elements written here, per namespace: what a listing adds to the source and the parent.
        self._listed: dict[str, dict[ElementKey, None]] = {}

    def _touch(self, key: ElementKey, listed: bool = True) -> None:
        self.version += 1
        self._stamps[key.namespace] = next(_TICKS)
        if listed:
            self._listed.setdefault(key.namespace, {})[key] = None


def _within(keys: Iterable[ElementKey], namespaces: Collection[str] | None) -> Iterable[ElementKey]:
    if namespaces is None:
        return keys
    return (key for key in keys if key.namespace in namespaces)
