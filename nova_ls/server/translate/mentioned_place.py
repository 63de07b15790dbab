"""As place.py, for answers about the whole program: they wait until all is checked that may mention what stands at the place."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.rpc.error_codes import CONTENT_MODIFIED
from nova_ls.server.rpc.needs import NEEDS, Need
from nova_ls.server.rpc.params import HasPosition, HasUri
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.sessions.answer_progress import AnswerProgress
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.up_to_date import bring_uses
from nova_ls.server.translate.place import At, place_of

if TYPE_CHECKING:
    from lsprotocol import types


def place_with_mentions(
    server: ServerContext,
    method: str,
    document: HasUri,
    position: HasPosition,
    token: types.ProgressToken | None,
    *words: str,
) -> Generator[Wait, None, At | None]:
    """What `place_of` gives once all is known, of what mentions one of `words` too; yields as long as that is to be waited for.

    Refused where the document was edited meanwhile.
    """
    version = _version(server, document)
    with AnswerProgress(server, token, "Looking through the workspace") as progress:
        yield from settled(server, document.uri, progress)
        at = place_of(server, method, document, position)
        if at is not None and words:
            at.session.expand_words(words)
        if at is not None and NEEDS[method] is Need.USES:
            for _ in bring_uses(at.session, at.module, at.offset):
                yield Wait.FOR_A_TURN
        yield from settled(server, document.uri, progress)
    if _version(server, document) != version:
        raise Refused(CONTENT_MODIFIED, "the document has changed since")
    return place_of(server, method, document, position)


def settled(server: ServerContext, uri: str, progress: AnswerProgress) -> Iterator[Wait]:
    """Yields until nothing is left to check in the workspace of a document."""
    path = server.sessions.path_of(uri)
    while True:
        session = None if path is None else server.sessions.owner(path)
        if session is None or session.is_settled:
            return
        progress.report(session.checker.left())
        yield Wait.FOR_A_CHANGE


def _version(server: ServerContext, document: HasUri) -> int | None:
    path = server.sessions.path_of(document.uri)
    session = None if path is None else server.sessions.owner(path)
    file = None if path is None or session is None else session.workspace.files.get(path)
    return None if file is None or file.document is None else file.document.version
