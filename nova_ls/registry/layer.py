"""One layer: what it says of elements, over what its parent says.

A look-up is one dict access per layer up to the first that knows the element. Nothing here decodes in the hot
path: a layer with a source decodes an element at its first look-up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from nova_ls.base.keys import ElementKey
from nova_ls.registry.content import (
    ABSENT,
    DELETED,
    NO_AST,
    Content,
    ElementContent,
    Mark,
)
from nova_ls.registry.layer_source import LayerSource


class Layer(Content):
    """Made by `InterfaceRegistry`. One thread writes to a layer; any may read.

    `base` is the version of the parent that this layer began at. `depth`: 1 for a root.
    """

    __slots__ = ("_source", "base", "depth", "parent")

    def __init__(
        self, name: str, parent: Layer | None = None, source: LayerSource | None = None
    ) -> None:
        super().__init__(name)
        self.parent = parent
        self.depth: int = 1 if parent is None else parent.depth + 1
        self.base: int = 0 if parent is None else parent.version
        self._source = source

    @property
    def revision(self) -> tuple[int, ...]:
        """Ids and versions from this layer down to the root: as long as they are the same, so is what this layer says."""
        numbers: list[int] = []
        layer: Layer | None = self
        while layer is not None:
            numbers += (layer.id, layer.version)
            layer = layer.parent
        return tuple(numbers)

    def get_scheme(self, key: ElementKey) -> object | None:
        """The scheme of an element as this layer sees it; None where there is no such element."""
        layer: Layer | None = self
        while layer is not None:
            value = layer._schemes.get(key)
            if value is None and layer._source is not None:
                value = layer._load_scheme(key)
            if value is not None and value is not ABSENT:
                return value if value is not DELETED else None
            layer = layer.parent
        return None

    def get_ast(self, key: ElementKey) -> object | None:
        """The typed AST of an element as this layer sees it; None where there is none."""
        layer: Layer | None = self
        while layer is not None:
            value = layer._asts.get(key)
            if value is None and layer._source is not None:
                value = layer._load_ast(key)
            if value is not None and value is not ABSENT:
                return None if type(value) is Mark else value
            layer = layer.parent
        return None

    def look_at_ast(self, key: ElementKey) -> object | None:
        """As `get_ast`, but that nobody keeps what is found now: for looking at very many."""
        layer: Layer | None = self
        while layer is not None:
            value = layer._asts.get(key)
            if value is None and layer._source is not None:
                value = layer._find_ast(layer._source, key)
            if value is not None and value is not ABSENT:
                return None if type(value) is Mark else value
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
                    fingerprint = layer._fingerprints.setdefault(key, fingerprint)
            if fingerprint is not None:
                return fingerprint
            layer = layer.parent
        return b""

    def get(self, key: ElementKey) -> ElementContent | None:
        """All that is known of an element; None where there is no such element."""
        scheme = self.get_scheme(key)
        if scheme is None:
            return None
        return ElementContent(scheme, self.get_ast(key), self.get_fingerprint(key))

    def put_ast(self, key: ElementKey, ast: object) -> None:
        """Replace the typed AST of an element; who relies on its interface is not concerned.

        An element of the parent is copied into this layer.
        """
        scheme = self.get_scheme(key)
        if scheme is None:
            raise KeyError(key)
        self.put(key, scheme, ast, self.get_fingerprint(key))

    def list_namespace(self, namespace: str) -> list[ElementKey]:
        """The elements of a namespace as this layer sees it, sorted."""
        keys: set[ElementKey] = set()
        for layer in reversed(list(self.chain())):
            if layer._source is not None:
                keys.update(layer._source.list_namespace(namespace))
            # A copy, taken in one step: the layer's own thread may go on writing.
            for key in list(layer._listed.get(namespace, ())):
                value = layer._schemes.get(key)
                if value is DELETED:
                    keys.discard(key)
                elif value is not None:
                    keys.add(key)
        return sorted(keys)

    def hand_over(self, namespaces: Collection[str]) -> None:
        """Say nothing any more of some namespaces: what this layer said of them is in its parent's source now."""
        changes = self.changes(namespaces)
        self.forget(changes)
        if self.parent is not None:
            self.parent.drop_loaded(changes.schemes)

    def let_go(self, most: int) -> None:
        """Give back the memory of what this layer and those below have loaded, where that is more than so many elements."""
        for layer in self.chain():
            if layer._source is not None and len(layer._schemes) > most:
                listed = layer._listed
                loaded = (k for k in layer._schemes if k not in listed.get(k.namespace, ()))
                layer.drop_loaded(list(loaded))

    @property
    def has_looked(self) -> bool:
        """Whether anything is in memory, be it that there is nothing."""
        return bool(self._schemes or self._asts or self._fingerprints)

    def drop_loaded(self, keys: Iterable[ElementKey]) -> None:
        """Let the source be asked again for elements that were never written here."""
        for key in keys:
            for table in (self._schemes, self._asts, self._fingerprints):
                table.pop(key, None)

    def chain(self) -> Iterator[Layer]:
        """This layer, its parent, and so on to the root."""
        layer: Layer | None = self
        while layer is not None:
            yield layer
            layer = layer.parent

    def _load_scheme(self, key: ElementKey) -> object:
        if self._source is None:
            return ABSENT
        value = self._source.scheme(key)
        # What was committed while the source was asked stays.
        found = self._schemes.setdefault(key, ABSENT if value is None else value)
        if found is ABSENT:
            self._asts.pop(key, None)  # It may have been loaded before this was known.
        return found

    def _load_ast(self, key: ElementKey) -> object:
        if self._source is None:
            return ABSENT
        return self._asts.setdefault(key, self._find_ast(self._source, key))

    def _find_ast(self, source: LayerSource, key: ElementKey) -> object:
        if self._schemes.get(key) is ABSENT:
            return ABSENT  # One that is left in a damaged source is of another text.
        value = source.ast(key)
        if value is None:
            return ABSENT if self._own_scheme(key) is ABSENT else NO_AST
        return value

    def _own_scheme(self, key: ElementKey) -> object:
        value = self._schemes.get(key)
        return self._load_scheme(key) if value is None else value
