"""Where an element stands that no module of the program declares: in a file of a package or of the library that nobody imports."""

from __future__ import annotations

from typing import Any

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.model.source import Source
from nova_ls.features.ranges import range_of
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session


class OutsideLocations:
    """The texts of such modules are split once for all elements that are asked for."""

    def __init__(self, server: ServerContext, session: Session) -> None:
        self._server = server
        self._session = session
        self._sources: dict[str, tuple[str, Source] | None] = {}

    def location(self, key: ElementKey) -> dict[str, Any] | None:
        """As the protocol writes it; None: the file does not have the element any more."""
        name = key.namespace
        if name not in self._sources:
            self._sources[name] = self._source(name)
        found = self._sources[name]
        if found is None:
            return None
        uri, source = found
        for chunk in source.chunks:
            for number, item in enumerate(chunk.items.items):
                if item.name == key.name and item.space is key.space:
                    start, end = chunk.items.spans[number]
                    place = range_of(source, chunk, start, end, self._server.client.encoding)
                    return {"uri": uri, "range": place}
        return None

    def _source(self, name: str) -> tuple[str, Source] | None:
        found = self._session.workspace.library.find(name)
        return None if found is None else (self._server.sessions.uri_of(found[0]), Source(found[2]))
