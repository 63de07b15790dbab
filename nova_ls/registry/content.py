"""What one layer itself says, in tables, and how that moves into its parent's.

Tombstones lie in the same tables as values, so that hiding the parent's element costs no second access.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum
from itertools import count
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value


class Mark(Enum):
    """What a table holds in place of a value."""

    DELETED = "deleted"  # this layer hides the parent's element
    ABSENT = "absent"  # this layer and its source say nothing of it
    NO_AST = "no ast"  # an element without a typed AST; the parent's would not be its own


# An enum's members are slow to reach through its class, and these are in the hot path.
DELETED: Final = Mark.DELETED
ABSENT: Final = Mark.ABSENT
NO_AST: Final = Mark.NO_AST

_IDS: Final = count(1)


@value
class ElementContent:
    """All that a layer knows of an element; `fingerprint` is the hash of its interface, or b""."""

    scheme: object
    ast: object | None
    fingerprint: bytes


@value
class LayerChanges:
    """What a batch says, on its way into its parent: whole namespaces at a time. `listed`: its elements by namespace."""

    schemes: dict[ElementKey, object]
    asts: dict[ElementKey, object]
    fingerprints: dict[ElementKey, bytes]
    listed: dict[str, dict[ElementKey, None]]

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
        "_fingerprints",
        "_listed",
        "_schemes",
        "id",
        "name",
        "version",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.id = next(_IDS)
        self.version: int = 0
        self._schemes: dict[ElementKey, object] = {}
        self._asts: dict[ElementKey, object] = {}
        self._fingerprints: dict[ElementKey, bytes] = {}
        # The elements written here, per namespace: what a listing adds to the source and the parent.
        self._listed: dict[str, dict[ElementKey, None]] = {}
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

    # ------------------------------------------------------------------ commit

    def written(self) -> list[ElementKey]:
        """The elements that this layer itself puts or deletes, in no order."""
        return [key for keys in self._listed.values() for key in keys]

    def is_empty(self) -> bool:
        """Whether this layer itself says nothing."""
        return not self._listed

    def changes(self, namespaces: Collection[str] | None = None) -> LayerChanges:
        """What this layer itself says of some namespaces, or of all."""
        listed = {
            name: dict(keys)
            for name, keys in self._listed.items()
            if namespaces is None or name in namespaces
        }
        written = [key for keys in listed.values() for key in keys]
        return LayerChanges(
            {key: self._schemes[key] for key in written},
            {key: self._asts[key] for key in written},
            {key: self._fingerprints[key] for key in written},
            listed,
        )

    def changed_by_others(self, changes: LayerChanges, since: int, writer: int) -> list[ElementKey]:
        """What batches other than `writer` have committed into this layer since a version of it, sorted."""
        if self.version <= since:
            return []
        return sorted(
            key
            for key in changes.schemes
            if (change := self._changed.get(key)) is not None
            and change[0] > since
            and change[1] != writer
        )

    def absorb(self, changes: LayerChanges, writer: int) -> None:
        """Take over what a batch says. Each table changes in one step that no reader can split."""
        self.version += 1
        change = (self.version, writer)
        self._changed.update(dict.fromkeys(changes.schemes, change))
        for namespace, keys in changes.listed.items():
            self._listed.setdefault(namespace, {}).update(keys)
        self._asts.update(changes.asts)
        self._fingerprints.update(changes.fingerprints)
        self._schemes.update(changes.schemes)

    def forget(self, changes: LayerChanges) -> None:
        """Say nothing any more of what has gone into the parent."""
        for namespace in changes.listed:
            del self._listed[namespace]
        if not self._listed:  # It was all that there is to say, and that is gone in no time.
            self._schemes, self._asts, self._fingerprints = {}, {}, {}
            return
        for key in changes.schemes:
            del self._schemes[key], self._asts[key], self._fingerprints[key]

    def _touch(self, key: ElementKey) -> None:
        self.version += 1
        self._listed.setdefault(key.namespace, {})[key] = None
