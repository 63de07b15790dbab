"""textDocument/codeAction: the history of the declaration around the cursor, and its earlier versions as edits."""

from __future__ import annotations

import time
from typing import Any, Final

from lsprotocol import types

from nova_ls.compiler.state.module import Origin
from nova_ls.features.history import differing_versions, named_of
from nova_ls.history.declaration_names import Named
from nova_ls.log.log_error import LogError
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc.commands import HISTORY, HISTORY_KIND, RESTORE_KIND
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.place import At, place_of
from nova_ls.server.translate.subject import element_around
from nova_ls.server.translate.workspace_edit import workspace_edit

MOST: Final = 3
"""How many earlier versions are offered; the history has all of them."""


def handle_code_action(
    server: ServerContext, params: types.CodeActionParams
) -> list[dict[str, Any]]:
    context = params.context
    if context.trigger_kind is types.CodeActionTriggerKind.Automatic:
        return []  # Nobody asked: a light bulb at every declaration would say nothing.
    at = place_of(server, types.TEXT_DOCUMENT_CODE_ACTION, params.text_document, params.range.start)
    named = None if at is None else _declaration(server, at)
    if at is None or named is None:
        return []
    uri = params.text_document.uri
    command = {
        "title": f"History of `{named.element}`…",
        "command": HISTORY,
        "arguments": [{"textDocument": {"uri": uri}, "name": named.name}],
    }
    if not server.client.takes_code_actions:
        return [command]
    actions: list[dict[str, Any]] = []
    if _is_wanted(context, HISTORY_KIND):
        actions.append({"title": command["title"], "kind": HISTORY_KIND, "command": command})
    if _is_wanted(context, RESTORE_KIND):
        actions += _restoring(server, at, named)
    return actions


def _declaration(server: ServerContext, at: At) -> Named | None:
    """The declaration around a place, if it has a history."""
    key = element_around(at.module, at.offset)
    if key is None or at.module.origin is not Origin.WORKSPACE:
        return None
    changes = server.changes.of(at.session)
    standing = changes.standing(key)
    if standing is None or standing.last is None:
        return None
    return named_of(changes, key)


def _restoring(server: ServerContext, at: At, named: Named) -> list[dict[str, Any]]:
    try:
        edits = list(differing_versions(at.session.workspace, named, MOST, time.time()))
    except LogError:
        return []
    return [
        {
            "title": edit.label,
            "kind": RESTORE_KIND,
            "edit": workspace_edit(server, at.session, edit),
        }
        for edit in edits
    ]


def _is_wanted(context: types.CodeActionContext, kind: str) -> bool:
    """Kinds are prefixes: who asks for `refactor` gets all below it."""
    if context.only is None:
        return True
    wanted = [str(getattr(one, "value", one)) for one in context.only]
    return any(one in ("", kind) or kind.startswith(f"{one}.") for one in wanted)


REGISTRATIONS: Final = (
    Registration(
        types.TEXT_DOCUMENT_CODE_ACTION,
        handle_code_action,
        {"codeActionProvider": True},
        # Kinds are for clients to which an action may be more than a command.
        {
            "textDocument.codeAction.codeActionLiteralSupport": {
                "codeActionProvider": {"codeActionKinds": [HISTORY_KIND, RESTORE_KIND]}
            }
        },
    ),
)
