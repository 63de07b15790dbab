"""Where a layer that is backed by something finds what it has not yet in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Protocol

from nova_ls.base.element_bytes import decode_element, encode_element
from nova_ls.base.keys import ElementKey
from nova_ls.store import ArtifactKind, Database

_END: Final = b"\0"
_KNOWN_KEYS: Final = 1 << 16


class LayerSource(Protocol):
    """The content of a layer before anything was put into it. Each key is asked for once."""

    def scheme(self, key: ElementKey) -> object | None:
        """The decoded scheme; None where there is no such element."""

    def ast(self, key: ElementKey) -> object | None:
        """The decoded typed AST; None where there is none."""

    def fingerprint(self, key: ElementKey) -> bytes:
        """The hash of the interface; b"" where there is no such element."""

    def list_namespace(self, namespace: str) -> Iterable[ElementKey]:
        """The elements of a namespace."""


class ArtifactSource(LayerSource):
    """A layer kept as SCHEME and TYPED_AST artifacts under encoded element keys.

    The fingerprint of an element is the content hash of its scheme.
    """

    def __init__(
        self,
        database: Database,
        decode_scheme: Callable[[bytes], object],
        decode_ast: Callable[[bytes], object],
    ) -> None:
        self._database = database
        self._decode_scheme = decode_scheme
        self._decode_ast = decode_ast

    def scheme(self, key: ElementKey) -> object | None:
        record = self._database.get_artifact(ArtifactKind.SCHEME, encode_element(key))
        return None if record is None else self._decode_scheme(record.payload)

    def ast(self, key: ElementKey) -> object | None:
        record = self._database.get_artifact(ArtifactKind.TYPED_AST, encode_element(key))
        return None if record is None else self._decode_ast(record.payload)

    def fingerprint(self, key: ElementKey) -> bytes:
        record = self._database.get_artifact(ArtifactKind.SCHEME, encode_element(key))
        return b"" if record is None else record.content_hash

    def list_namespace(self, namespace: str) -> Iterable[ElementKey]:
        prefix = namespace.encode() + _END
        for row, _ in self._database.list_artifacts(ArtifactKind.SCHEME, prefix):
            yield decode_element(row)
