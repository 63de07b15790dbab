"""Evaluating expressions in comments: the lens and the action that offer it, and the command that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.evaluate_comments import FoundBlock, found_blocks, result_edits
from nova_ls.features.ranges import range_at
from nova_ls.server.rpc.commands import EVALUATE, EVALUATE_KIND
from nova_ls.server.rpc.deferred_responses import FirstSteps, now_or_first
from nova_ls.server.rpc.error_codes import CONTENT_MODIFIED, INVALID_PARAMS, REQUEST_FAILED
from nova_ls.server.rpc.params import HasUri, NamedDocument
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.place import document_of, written_document
from nova_ls.server.translate.subject import document_in, text_in
from nova_ls.server.translate.workspace_edit import module_edit

if TYPE_CHECKING:
    from lsprotocol import types

_TITLE: Final = "Evaluate"
_AGAIN: Final = "Evaluate again"
_NOT_TRUSTED: Final = "nothing runs in a workspace that is not trusted: the editor has to trust it, and the setting `nova.trusted` to be true"


def evaluation_lenses(server: ServerContext, document: HasUri) -> list[dict[str, Any]]:
    """One above each block of expressions."""
    file = written_document(server, document)
    module = None if file is None else file.module
    if module is None or not (
        server.evaluation_settings.has_lenses and _can_evaluate(server, module)
    ):
        return []
    return [
        {
            "range": range_at(found.place, server.client.encoding),
            "command": _command(document.uri, found),
        }
        for found in found_blocks(module)
    ]


def evaluate_actions(
    server: ServerContext, module: Module, params: types.CodeActionParams
) -> list[dict[str, Any]]:
    """The action for the block that the cursor is in."""
    only = params.context.only
    if only is not None and EVALUATE_KIND not in [str(getattr(one, "value", one)) for one in only]:
        return []
    if not _can_evaluate(server, module):
        return []
    line = params.range.start.line
    around = [each for each in found_blocks(module) if each.line <= line <= each.last_line]
    commands = [_command(params.text_document.uri, each) for each in around]
    if not server.client.takes_code_actions:
        return commands
    return [
        {"title": command["title"], "kind": EVALUATE_KIND, "command": command}
        for command in commands
    ]


def _can_evaluate(server: ServerContext, module: Module) -> bool:
    return (
        may_run(server) and server.client.applies_edits and module.origin is ModuleOrigin.WORKSPACE
    )


def may_run(server: ServerContext) -> bool:
    """Whether the editor trusts the workspace, and the user has not forbidden that its code runs."""
    return server.evaluation_settings.may_run


def refuse_untrusted(server: ServerContext) -> None:
    """Raise Refused where nothing may run."""
    if not may_run(server):
        raise Refused(REQUEST_FAILED, _NOT_TRUSTED)


def _command(uri: str, found: FoundBlock) -> dict[str, Any]:
    return {
        "title": _AGAIN if found.has_results else _TITLE,
        "command": EVALUATE,
        "arguments": [{"textDocument": {"uri": uri}, "line": found.line}],
    }


def evaluate(server: ServerContext, wanted: Any) -> Any:
    """The command: the results are written, and are the answer as well."""
    uri = text_in(document_in(wanted), "uri")
    if uri is None:
        raise Refused(INVALID_PARAMS, "a `textDocument` must be given")
    refuse_untrusted(server)
    line = wanted.get("line")
    return now_or_first(_evaluated(server, uri, line if isinstance(line, int) else None))


def _evaluated(server: ServerContext, uri: str, line: int | None) -> FirstSteps:
    found = document_of(server, NamedDocument(uri))
    module = None if found is None else found[1].module
    if found is None or module is None:
        raise Refused(INVALID_PARAMS, "the document is not open, or has no module")
    session = found[0]
    said: list[dict[str, Any]] = []
    for block in list(found_blocks(module)):
        if line is None or block.line <= line <= block.last_line:
            told = yield from server.evaluations.evaluate(session, module, block.block)
            now = _as_it_is_now(module, block)
            edits = [(edit.start, edit.end, edit.text) for edit in result_edits(now, told)]
            said += [
                {"line": now.line + each.line - block.block.line, "result": text}
                for each, text in zip(block.block.examples, told, strict=True)
            ]
            if edits and server.client.applies_edits:
                edit = module_edit(server, session, module, edits)
                server.wire.ask("workspace/applyEdit", {"label": _TITLE, "edit": edit})
    return said


def _as_it_is_now(module: Module, block: FoundBlock) -> FoundBlock:
    """The block that stands in the text now; it may have moved."""
    same = [each for each in found_blocks(module) if each.text == block.text]
    if not same:
        raise Refused(CONTENT_MODIFIED, "the comment was edited while it was evaluated")
    return min(same, key=lambda each: abs(each.line - block.line))
