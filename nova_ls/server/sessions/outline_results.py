"""Outlines of documents as they were told last: editors ask for them again and again though nothing was edited."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

from nova_ls.compiler.state.module import Module
from nova_ls.server.sessions.session import Session

DOCUMENTS: Final = 20

Outline = list[dict[str, Any]]


class OutlineResults:
    """The outlines of as many documents as `DOCUMENTS`, each until something is edited: the types in it are of other modules, too."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[Session, int, bytes, Outline]] = OrderedDict()

    def outline(
        self, uri: str, session: Session, module: Module, make: Callable[[], Outline]
    ) -> Outline:
        """What was told of a document, or what is made now; that is kept if all of the module is checked."""
        now = session, session.workspace.program.world.edits, module.source.digest
        known = self._known.pop(uri, None)
        if known is not None and known[:3] == now:
            self._known[uri] = known
            return known[3]
        made = make()
        if session.snapshot().is_checked(module):
            self._known[uri] = (*now, made)
            if len(self._known) > DOCUMENTS:
                self._known.popitem(last=False)
        return made
