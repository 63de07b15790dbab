"""One layer: what it says of elements, over what its parent says.

A look-up is one dict access per layer up to the first that knows the element. Tombstones lie in the same tables
as values, so that hiding the parent's element costs no second access. Nothing here decodes in the hot
path: a layer with a source decodes an element at its first look-up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import count
from typing import Any, Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.registry.source import LayerSource


class _Mark(Enum):
    """What a table holds in place of a value."""

    DELETED = "deleted"  # this layer hides the parent's element
    ABSENT = "absent"  # this layer and its source say nothing of it
    NO_AST = "no ast"  # an element without a typed AST; the parent's would not be its own


# An enum's members are slow to reach through its class, and these are in the hot path.
_DELETED: Final = _Mark.DELETED
_ABSENT: Final = _Mark.ABSENT
_NO_AST: Final = _Mark.NO_AST

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
    owners: dict[ElementKey, frozenset[str]]
    exports: dict[str, tuple[Export, ...]]
    bumped: frozenset[str]

    def touched(self) -> Iterator[ElementKey]:
        """What the changes touch; the exports of a namespace count as its MODULE element."""
        yield from self.schemes
        for namespace in self.exports:
            yield element_key(namespace, Space.MODULE, "")

    def deleted(self) -> Iterator[ElementKey]:
        """The elements that the changes remove."""
        return (key for key, value in self.schemes.items() if value is _DELETED)


class Layer:
    """Made by `InterfaceRegistry`. One thread writes to a batch; any may read.

    `revision` grows by one with each change. `base` is the revision of the parent that this layer began at.
    """

    __slots__ = (
        "_asts",
        "_changed",
        "_dependencies",
        "_exports",
        "_fingerprints",
        "_listed",
        "_owners",
        "_schemes",
        "_sealed",
        "_source",
        "_stamps",
        "base",
        "depth",
        "id",
        "name",
        "parent",
        "revision",
    )

    def __init__(
        self, name: str, parent: Layer | None = None, source: LayerSource | None = None
    ) -> None:
        self.name = name
        self.id = next(_TICKS)
        self.parent = parent
        self.depth: int = 1 if parent is None else parent.depth + 1
        self.base: int = 0 if parent is None else parent.revision
        self.revision: int = 0
        self._source = source
        self._sealed = False
        self._clear()
        # Per element: the revision of its last commit into this layer, and the batch it came from.
        self._changed: dict[ElementKey, tuple[int, int]] = {}

    def get_scheme(self, key: ElementKey) -> object | None:
        """The scheme of an element as this layer sees it; None where there is no such element."""
        layer: Layer | None = self
        while layer is not None:
            value = layer._schemes.get(key)
            if value is None and layer._source is not None:
                value = layer._load_scheme(key)
            if value is not None and value is not _ABSENT:
                return value if value is not _DELETED else None
            layer = layer.parent
        return None

    def get_ast(self, key: ElementKey) -> object | None:
        """The typed AST of an element as this layer sees it; None where there is none."""
        layer: Layer | None = self
        while layer is not None:
            value = layer._asts.get(key)
            if value is None and layer._source is not None:
                value = layer._load_ast(key)
            if value is not None and value is not _ABSENT:
                return None if type(value) is _Mark else value
            layer = layer.parent
        return None

    def get_fingerprint(self, key: ElementKey) -> bytes:
        """The hash of an element's interface; b"" where there is no such element, or no hash."""
        layer: Layer | None = self
        while layer is not None:
            fingerprint = layer._fingerprints.get(key)
            if fingerprint is None and layer._source is not None:
                fingerprint = layer._source.fingerprint(key) or None
                if fingerprint is not None:
                    layer._fingerprints[key] = fingerprint
            if fingerprint is not None:
                return fingerprint
            layer = layer.parent
        return b""

    def get(self, key: ElementKey) -> Element | None:
        """All that is known of an element; None where there is no such element."""
        scheme = self.get_scheme(key)
        if scheme is None:
            return None
        return Element(scheme, self.get_ast(key), self.get_fingerprint(key))

    def put(
        self, key: ElementKey, scheme: object, ast: object | None = None, fingerprint: bytes = b""
    ) -> None:
        """Say what an element is, here and in the layers above."""
        self._touch(key)
        self._schemes[key] = scheme
        self._asts[key] = _NO_AST if ast is None else ast
        self._fingerprints[key] = fingerprint

    def put_ast(self, key: ElementKey, ast: object) -> None:
        """Replace the typed AST of an element; who relies on its interface is not concerned.

        An element of the parent is copied into this layer.
        """
        scheme = self.get_scheme(key)
        if scheme is None:
            raise KeyError(key)
        self.put(key, scheme, ast, self.get_fingerprint(key))

    def delete(self, key: ElementKey) -> None:
        """Say that there is no such element, here and in the layers above."""
        self._touch(key)
        self._schemes[key] = self._asts[key] = _DELETED
        self._fingerprints[key] = b""
        self._dependencies[key] = frozenset()

    def revert(self, key: ElementKey) -> None:
        """Say nothing of an element any more: the parent's shows again."""
        self._touch(key)
        for table in (self._schemes, self._asts, self._fingerprints, self._dependencies):
            table.pop(key, None)
        self._owners.pop(key, None)
        self._listed[key.namespace].pop(key, None)

    def list_namespace(self, namespace: str) -> list[ElementKey]:
        """The elements of a namespace as this layer sees it, sorted."""
        keys: set[ElementKey] = set()
        for layer in reversed(list(self.chain())):
            if layer._source is not None:
                keys.update(layer._source.list_namespace(namespace))
            for key in layer._listed.get(namespace, ()):
                if layer._schemes[key] is _DELETED:
                    keys.discard(key)
                else:
                    keys.add(key)
        return sorted(keys)

    def namespaces(self) -> list[str]:
        """The namespaces that have elements or exports as this layer sees it, sorted."""
        names: set[str] = set()
        for layer in self.chain():
            names.update(layer._listed, layer._exports)
            if layer._source is not None:
                names.update(layer._source.namespaces())
        return sorted(name for name in names if self.list_namespace(name) or self.exports(name))

    def set_exports(self, namespace: str, exports: Iterable[Export]) -> None:
        """Say what a namespace exports, re-exports included."""
        self._touch(element_key(namespace, Space.MODULE, ""), listed=False)
        self._exports[namespace] = tuple(exports)

    def exports(self, namespace: str) -> tuple[Export, ...]:
        """What a namespace exports; all that it defines where that was never said."""
        for layer in self.chain():
            exports = layer._exports.get(namespace)
            if exports is not None:
                return exports
        return tuple(Export(key) for key in self.list_namespace(namespace))

    def set_dependencies(self, key: ElementKey, dependencies: Iterable[ElementKey]) -> None:
        """Say on which elements one was typed; replaces what was said."""
        self._dependencies[key] = frozenset(dependencies)

    def dependencies(self, key: ElementKey) -> frozenset[ElementKey]:
        """On which elements one was typed."""
        for layer in self.chain():
            dependencies = layer._dependencies.get(key)
            if dependencies is not None:
                return dependencies
        return frozenset()

    def depends_on(self, key: ElementKey, other: ElementKey) -> bool:
        """Whether an element was typed on another, directly or through others."""
        seen = {key}
        pending = [key]
        while pending:
            for dependency in self.dependencies(pending.pop()):
                if dependency is other:
                    return True
                if dependency not in seen:
                    seen.add(dependency)
                    pending.append(dependency)
        return False

    def set_owners(self, key: ElementKey, owners: Iterable[str]) -> None:
        """Say which namespaces may define an instance: those of its class and of its types."""
        self._owners[key] = frozenset(owners)

    def owners(self, key: ElementKey) -> frozenset[str] | None:
        """The namespaces that may define an instance; None where that was never said."""
        for layer in self.chain():
            owners = layer._owners.get(key)
            if owners is not None:
                return owners
        return None

    def stamp(self, namespace: str) -> int:
        """A number that differs exactly where the namespace as seen from here differs."""
        return max(layer._stamps.get(namespace, 0) for layer in self.chain())

    def bump(self, namespace: str) -> None:
        """Count a change of a namespace that its elements do not show."""
        self._require_open()
        self.revision += 1
        self._stamps[namespace] = next(_TICKS)

    def seal(self) -> None:
        """Refuse all further writes but commits: a root is complete once it is loaded."""
        self._sealed = True

    def chain(self) -> Iterator[Layer]:
        """This layer, its parent, and so on to the root."""
        layer: Layer | None = self
        while layer is not None:
            yield layer
            layer = layer.parent

    def written(self) -> list[ElementKey]:
        """The elements that this layer itself puts or deletes, in no order."""
        return [key for keys in self._listed.values() for key in keys]

    def changes(self, namespaces: Collection[str] | None = None) -> LayerChanges:
        """What this layer itself says of some namespaces, or of all."""
        return LayerChanges(
            {key: self._schemes[key] for key in _within(self.written(), namespaces)},
            {key: self._asts[key] for key in _within(self.written(), namespaces)},
            {key: self._fingerprints[key] for key in _within(self.written(), namespaces)},
            {key: self._dependencies[key] for key in _within(self._dependencies, namespaces)},
            {key: self._owners[key] for key in _within(self._owners, namespaces)},
            {
                namespace: exports
                for namespace, exports in self._exports.items()
                if namespaces is None or namespace in namespaces
            },
            frozenset(n for n in self._stamps if namespaces is None or n in namespaces),
        )

    def absorb(self, changes: LayerChanges, writer: int) -> None:
        """Take over what a batch says. Each table changes in one step that no reader can split."""
        self.revision += 1
        change = (self.revision, writer)
        self._changed.update(dict.fromkeys(changes.touched(), change))
        for key in changes.schemes:
            self._listed.setdefault(key.namespace, {})[key] = None
        self._asts.update(changes.asts)
        self._fingerprints.update(changes.fingerprints)
        self._dependencies.update(changes.dependencies)
        self._owners.update(changes.owners)
        self._exports.update(changes.exports)
        self._schemes.update(changes.schemes)
        self._stamps.update(dict.fromkeys(changes.bumped, next(_TICKS)))

    def forget(self, changes: LayerChanges) -> None:
        """Say nothing any more of what has gone into the parent."""
        for key in changes.schemes:
            del self._schemes[key], self._asts[key], self._fingerprints[key]
        for key in changes.dependencies:
            del self._dependencies[key]
        for key in changes.owners:
            del self._owners[key]
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
            self._owners,
            self._exports,
            self._stamps,
            self._listed,
        ]
        self.revision += 1
        self._clear()
        return tables

    def is_empty(self) -> bool:
        """Whether this layer itself says nothing."""
        return not (self._stamps or self._dependencies or self._owners)

    def changed_by_others(self, changes: LayerChanges, batch: Layer) -> list[ElementKey]:
        """What another batch has committed into this layer since `batch` began, sorted."""
        return sorted(
            key
            for key in changes.touched()
            if (change := self._changed.get(key)) is not None
            and change[0] > batch.base
            and change[1] != batch.id
        )

    def own_elements(self) -> list[ElementKey]:
        """The elements that this layer or its source has, the parent's not, sorted."""
        keys = {key for key in self.written() if not self.is_deleted(key)}
        if self._source is not None:
            for namespace in self._source.namespaces():
                keys.update(self._source.list_namespace(namespace))
        return sorted(key for key in keys if not self.is_deleted(key))

    def own_exports(self) -> dict[str, tuple[Export, ...]]:
        """What was said here of the exports of namespaces."""
        return dict(self._exports)

    def is_deleted(self, key: ElementKey) -> bool:
        """Whether this layer itself hides the parent's element."""
        return self._schemes.get(key) is _DELETED

    def _clear(self) -> None:
        self._schemes: dict[ElementKey, object] = {}
        self._asts: dict[ElementKey, object] = {}
        self._fingerprints: dict[ElementKey, bytes] = {}
        self._exports: dict[str, tuple[Export, ...]] = {}
        self._dependencies: dict[ElementKey, frozenset[ElementKey]] = {}
        self._owners: dict[ElementKey, frozenset[str]] = {}
        self._stamps: dict[str, int] = {}
        # The elements written here, per namespace: what a listing adds to the source and the parent.
        self._listed: dict[str, dict[ElementKey, None]] = {}

    def _touch(self, key: ElementKey, listed: bool = True) -> None:
        self._require_open()
        self.revision += 1
        self._stamps[key.namespace] = next(_TICKS)
        if listed:
            self._listed.setdefault(key.namespace, {})[key] = None

    def _require_open(self) -> None:
        if self._sealed:
            raise RuntimeError(f"the layer {self.name!r} takes no more writes")

    def _load_scheme(self, key: ElementKey) -> object:
        value: object | None = None
        if self._source is not None:
            value = self._source.scheme(key)
            self._schemes[key] = _ABSENT if value is None else value
        return _ABSENT if value is None else value

    def _load_ast(self, key: ElementKey) -> object:
        value: object | None = None
        if self._source is not None:
            value = self._source.ast(key)
            if value is None and self._own_scheme(key) is not _ABSENT:
                value = _NO_AST
            self._asts[key] = _ABSENT if value is None else value
        return _ABSENT if value is None else value

    def _own_scheme(self, key: ElementKey) -> object:
        value = self._schemes.get(key)
        return self._load_scheme(key) if value is None else value


def _within(keys: Iterable[ElementKey], namespaces: Collection[str] | None) -> Iterable[ElementKey]:
    if namespaces is None:
        return keys
    return (key for key in keys if key.namespace in namespaces)
