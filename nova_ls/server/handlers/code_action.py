"""textDocument/codeAction: quick fixes; the history of the declaration around the cursor, and its earlier versions as edits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.features.actions.add_import import sought_name
from nova_ls.features.actions.code_action import ActionKind, CodeAction, findings
from nova_ls.features.actions.fix_all import fix_all
from nova_ls.features.actions.organise_imports import organise_imports
from nova_ls.features.actions.quick_fixes import quick_fixes
from nova_ls.features.actions.refactorings import KINDS, refactorings
from nova_ls.features.actions.tried import tried
from nova_ls.features.history import differing_versions, named_of
from nova_ls.features.ranges import Range, range_of
from nova_ls.history.declaration_names import ResolvedName
from nova_ls.log.log_error import LogError
from nova_ls.names.problems.imports import ModuleNotFound
from nova_ls.server.handlers.evaluate import evaluate_actions
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.commands import EVALUATE_KIND, HISTORY, HISTORY_KIND, RESTORE_KIND
from nova_ls.server.rpc.params import NamedDocument, as_json
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.up_to_date import bring_exporters, bring_place, counting_errors
from nova_ls.server.translate.place import At, document_of, place_of
from nova_ls.server.translate.subject import element_around, element_at
from nova_ls.server.translate.workspace_edit import (
    created_edit,
    module_edit,
    moved_edit,
    workspace_edit,
)

if TYPE_CHECKING:
    from lsprotocol import types

_INVOKED: Final = 1
_AUTOMATIC: Final = 2
"""Why a client asks for actions, in the protocol's numbers."""

_MANY_EDITS: Final = 20
"""An action of more is told without them, if the client asks for them once it is chosen."""

MOST: Final = 3
"""How many earlier versions are offered; the history has all of them."""


def handle_code_action(
    server: ServerContext, params: types.CodeActionParams
) -> list[dict[str, Any]]:
    """Quick fixes and refactorings of a range, and what its history offers; empty where nothing is known."""
    context = params.context
    at = place_of(
        server, methods.TEXT_DOCUMENT_CODE_ACTION, params.text_document, params.range.start
    )
    if at is None:
        return []
    actions: list[dict[str, Any]] = []
    if server.client.takes_code_actions and at.module.origin is ModuleOrigin.WORKSPACE:
        actions += _fixing(server, at, params)
    if context.trigger_kind != _AUTOMATIC:
        actions += evaluate_actions(server, at.module, params)
        # Not asked for: a light bulb at every declaration would say nothing.
        actions += _of_history(server, at, params)
    return actions


def _fixing(
    server: ServerContext, at: At, params: types.CodeActionParams
) -> Iterator[dict[str, Any]]:
    """Quick fixes, each with the client's own diagnostics that it fixes; refactorings; actions on the whole document."""
    context, last = params.context, params.range.end
    end = at.module.source.offset_at(last.line, last.character, at.encoding)
    wanted = [kind for kind in ActionKind if _is_wanted(context, kind)]
    found: list[CodeAction] = []
    if ActionKind.QUICK_FIX in wanted:
        for finding in findings(at.module, at.offset, end):
            sought = sought_name(finding)
            if sought is not None:
                bring_exporters(at.session, sought.name)
            elif isinstance(finding.diagnostic.problem, ModuleNotFound):
                at.session.workspace.library.list_names()
        offered = quick_fixes(at.session.snapshot(), at.module, at.offset, end)
        found += tried(offered, counting_errors(at.session))
    if context.trigger_kind != _AUTOMATIC:
        found += refactorings(at.snapshot, at.module, at.offset, end, wanted)
    if context.only is not None or _is_manual(context):
        if ActionKind.ORGANIZE_IMPORTS in wanted:
            found += organise_imports(at.snapshot, at.module)
        if ActionKind.FIX_ALL in wanted and context.only is not None:
            found += fix_all(at.snapshot, at.module)
    for action in found:
        if not _can_do(server, action):
            continue
        written = _written(server, at, action, context)
        if server.client.resolves_actions and len(action.edits) > _MANY_EDITS:
            uri = params.text_document.uri
            data = _Data(uri, at.module.source.digest.hex(), at.offset, end, action.title)
            yield {**written, "data": list(data)}
        else:
            yield {**written, "edit": _edit(server, at, action)}


def _can_do(server: ServerContext, action: CodeAction) -> bool:
    """Whether the client can do to files what an action does."""
    makes = server.client.creates_files or not action.created
    moves = server.client.renames_files and server.client.takes_versioned_edits
    return makes and (moves or not action.moved)


def _is_manual(context: types.CodeActionContext) -> bool:
    """Whether a person asked for the list, as far as the client says."""
    return context.trigger_kind == _INVOKED


def _written(
    server: ServerContext, at: At, action: CodeAction, context: types.CodeActionContext
) -> dict[str, Any]:
    written: dict[str, Any] = {
        "title": action.title,
        "kind": str(action.kind),
    }
    if action.fixes is not None:
        fixed, source = action.fixes, at.module.source
        place = range_of(
            source, fixed.chunk, fixed.diagnostic.start, fixed.diagnostic.end, at.encoding
        )
        code = fixed.diagnostic.code
        same = [_shown(each, place) for each in context.diagnostics if each.code == code]
        written["diagnostics"] = [each for each, is_there in same if is_there]
    if action.is_preferred:
        written["isPreferred"] = True
    return written


def _edit(server: ServerContext, at: At, action: CodeAction) -> dict[str, Any]:
    if action.created:
        return created_edit(server, action.created)
    if action.moved:
        return moved_edit(server, action.moved)
    edits = [(edit.start, edit.end, edit.text) for edit in action.edits]
    return module_edit(server, at.session, at.module, edits)


def handle_code_action_resolve(server: ServerContext, params: types.CodeAction) -> dict[str, Any]:
    """The edits of an action that was offered without them, as long as the text is the same."""
    written: dict[str, Any] = as_json(params)
    data = _data_of(params.data)
    at = None if data is None else _place_again(server, data)
    if data is not None and at is not None:
        for action in refactorings(at.snapshot, at.module, data.start, data.end, ActionKind):
            if action.title == data.title:
                written["edit"] = _edit(server, at, action)
                break
    return written


class _Data(NamedTuple):
    """What was selected in which text when an action was offered."""

    uri: str
    digest: str
    start: int
    end: int
    title: str


def _data_of(value: Any) -> _Data | None:
    match value:
        case [str(uri), str(digest), int(start), int(end), str(title)]:
            return _Data(uri, digest, start, end, title)
        case _:
            return None


def _place_again(server: ServerContext, data: _Data) -> At | None:
    found = document_of(server, NamedDocument(data.uri))
    module = None if found is None else found[1].module
    if found is None or module is None or module.source.digest.hex() != data.digest:
        return None
    session, file = found
    bring_place(session, methods.CODE_ACTION_RESOLVE, file, data.start)
    return At(session, session.snapshot(), module, data.start)


def _shown(diagnostic: types.Diagnostic, place: Range) -> tuple[dict[str, Any], bool]:
    """A diagnostic as the client gave it, and whether it is the one at a place."""
    first, last = diagnostic.range.start, diagnostic.range.end
    range = {
        "start": {"line": first.line, "character": first.character},
        "end": {"line": last.line, "character": last.character},
    }
    shown: dict[str, Any] = {"range": range, "message": diagnostic.message}
    shown["code"], shown["source"] = diagnostic.code, diagnostic.source
    if diagnostic.severity is not None:
        shown["severity"] = int(diagnostic.severity)
    return shown, range == place


def _of_history(
    server: ServerContext, at: At, params: types.CodeActionParams
) -> list[dict[str, Any]]:
    context = params.context
    actions: list[dict[str, Any]] = []
    around = element_around(at.module, at.offset)
    found = [_with_history(server, at, key) for key in (around, element_at(at))]
    offered = list(dict.fromkeys(named for named in found if named is not None))
    commands = [_command(params.text_document.uri, named) for named in offered]
    if not server.client.takes_code_actions:
        return commands
    if _is_wanted(context, HISTORY_KIND):
        actions += [
            {"title": command["title"], "kind": HISTORY_KIND, "command": command}
            for command in commands
        ]
    if found[0] is not None and _is_wanted(context, RESTORE_KIND):
        actions += _restoring(server, at, found[0])
    return actions


def _command(uri: str, named: ResolvedName) -> dict[str, Any]:
    return {
        "title": f"History of `{named.element}`…",
        "command": HISTORY,
        "arguments": [{"textDocument": {"uri": uri}, "name": named.name}],
    }


def _with_history(server: ServerContext, at: At, key: ElementKey | None) -> ResolvedName | None:
    """The declaration that an element is part of, if it has a history."""
    if key is None or at.module.origin is not ModuleOrigin.WORKSPACE:
        return None
    changes = server.changes.of(at.session)
    standing = changes.standing(key)
    if standing is None or standing.last is None:
        return None
    return named_of(changes, key)


def _restoring(server: ServerContext, at: At, named: ResolvedName) -> list[dict[str, Any]]:
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
        methods.TEXT_DOCUMENT_CODE_ACTION,
        handle_code_action,
        {"codeActionProvider": True},
        # Kinds are for clients to which an action may be more than a command.
        {
            "textDocument.codeAction.codeActionLiteralSupport": {
                "codeActionProvider": {
                    "codeActionKinds": [*map(str, KINDS), EVALUATE_KIND, HISTORY_KIND, RESTORE_KIND]
                }
            }
        },
    ),
    Registration(
        methods.CODE_ACTION_RESOLVE,
        handle_code_action_resolve,
        where_client_has={
            "textDocument.codeAction.resolveSupport": {
                "codeActionProvider": {"resolveProvider": True}
            }
        },
    ),
)
