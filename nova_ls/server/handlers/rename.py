"""textDocument/prepareRename and textDocument/rename."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from nova_ls.features.ranges import range_at
from nova_ls.features.rename.rename import rename, renamed_at
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.rpc.error_codes import REQUEST_FAILED
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.mentioned_place import place_with_mentions
from nova_ls.server.translate.place import place_of
from nova_ls.server.translate.workspace_change import workspace_change

if TYPE_CHECKING:
    from lsprotocol import types


def handle_prepare_rename(
    server: ServerContext, params: types.PrepareRenameParams
) -> dict[str, Any] | None:
    """The name that would be renamed, and where it stands. Refused with the reason where that cannot be done."""
    at = place_of(
        server, methods.TEXT_DOCUMENT_PREPARE_RENAME, params.text_document, params.position
    )
    if at is None:
        return None
    with one_reason():
        place = renamed_at(at.snapshot, at.module, at.offset)
    return {"range": range_at(place, at.encoding), "placeholder": place.text}


def handle_rename(
    server: ServerContext, params: types.RenameParams
) -> Generator[Wait, None, dict[str, Any] | None]:
    """All edits of a renaming, or a refusal with the reason."""
    at = yield from place_with_mentions(
        server,
        methods.TEXT_DOCUMENT_RENAME,
        params.text_document,
        params.position,
        params.work_done_token,
        params.new_name,
    )
    if at is None:
        return None
    with one_reason():
        change = rename(at.snapshot, at.module, at.offset, params.new_name)
    return workspace_change(server, at.session, change)


@contextmanager
def one_reason() -> Iterator[None]:
    """What cannot be renamed is refused with the reason."""
    try:
        yield
    except RenameRefused as refusal:
        raise Refused(REQUEST_FAILED, str(refusal)) from None


REGISTRATIONS: Final = (
    Registration(
        methods.TEXT_DOCUMENT_RENAME, handle_rename, {"renameProvider": {"workDoneProgress": True}}
    ),
    Registration(
        methods.TEXT_DOCUMENT_PREPARE_RENAME,
        handle_prepare_rename,
        where_client_has={
            "textDocument.rename.prepareSupport": {"renameProvider": {"prepareProvider": True}}
        },
    ),
)
