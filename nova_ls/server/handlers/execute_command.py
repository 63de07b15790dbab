"""workspace/executeCommand: what commands do in an editor that does not know them itself.

`nova.history` opens the versions of a declaration, each as a patch, in a document of its own; an editor that cannot be
asked to open one shows a line for each version. `nova.addSignature` writes the signature that a value has not. `nova.evaluate`
writes below expressions in comments what they come to. `nova.runTest` runs a test.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from nova_ls.base.keys import Space, element_key
from nova_ls.features.history import MAX_VERSIONS
from nova_ls.features.history_document import history_document, history_lines
from nova_ls.features.missing_signature import missing_signature
from nova_ls.server.handlers.evaluate import evaluate
from nova_ls.server.handlers.history import history_answer
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.handlers.tests import handle_run_tests
from nova_ls.server.rpc import commands, methods
from nova_ls.server.rpc.error_codes import INVALID_PARAMS, REQUEST_FAILED
from nova_ls.server.rpc.params import NamedDocument, as_json
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.rpc.server_log import LOGGER, log_file
from nova_ls.server.rpc.uris import uri_of
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.up_to_date import bring_element
from nova_ls.server.translate.place import document_of
from nova_ls.server.translate.subject import document_in, one_line, subject_of, text_in
from nova_ls.server.translate.workspace_edit import module_edit

if TYPE_CHECKING:
    from lsprotocol import types

_MOST_LINES: Final = 10
_SAFE: Final = " ()[]{},.-_"


def handle_execute_command(server: ServerContext, params: types.ExecuteCommandParams) -> Any:
    """Run one of the server's commands. Refused where it is not known, or cannot be done."""
    arguments = params.arguments or []
    wanted = as_json(arguments[0]) if arguments else None
    match params.command:
        case commands.HISTORY:
            with one_line():
                answer = history_answer(server, subject_of(server, wanted), MAX_VERSIONS)
            _show(server, answer)
            return answer
        case commands.ADD_SIGNATURE:
            return _add_signature(server, wanted)
        case commands.EVALUATE:
            return evaluate(server, wanted)
        case commands.RUN_TEST:
            name = text_in(wanted, "name")
            if name is None:
                raise Refused(INVALID_PARAMS, "the `name` of a test must be given")
            return handle_run_tests(server, {"names": [name]})
    raise Refused(INVALID_PARAMS, f"no command {params.command}")


def _add_signature(server: ServerContext, wanted: Any) -> None:
    uri, name = text_in(document_in(wanted), "uri"), text_in(wanted, "name")
    found = None if uri is None else document_of(server, NamedDocument(uri))
    module = None if found is None else found[1].module
    if found is None or module is None or name is None or not server.client.applies_edits:
        raise Refused(INVALID_PARAMS, "a document that is open, and a `name` in it, must be given")
    session = found[0]
    key = element_key(module.name, Space.VALUE, name.removeprefix(f"{module.name}."))
    bring_element(session, key)
    missing = missing_signature(session.snapshot(), key)
    if missing is None or not missing.edits:
        raise Refused(REQUEST_FAILED, f"no signature can be written for {name}")
    edits = [(edit.start, edit.end, edit.text) for edit in missing.edits]
    edit = module_edit(server, session, module, edits)
    server.wire.ask("workspace/applyEdit", {"label": f"Add the signature of {name}", "edit": edit})


def _show(server: ServerContext, answer: dict[str, Any]) -> None:
    path = _write(answer) if server.client.shows_documents else None
    if path is not None:
        server.wire.ask("window/showDocument", {"uri": uri_of(path), "takeFocus": True})
        return
    lines = "\n".join(history_lines(answer["versions"], time.time(), _MOST_LINES))
    message = f"{answer['name']}\n{lines}"
    server.wire.tell("window/showMessage", {"type": 3, "message": message})


def _write(answer: dict[str, Any]) -> Path | None:
    """Write the document; None where there is no place for it."""
    name = quote(answer["name"], safe=_SAFE)[:200]
    path = log_file().parent / "history" / f"{name}.diff"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = history_document(answer["name"], answer["versions"], time.time())
        path.write_text(text, encoding="utf-8", errors="replace")
    except (OSError, RuntimeError) as problem:
        LOGGER.warning("the history of %s cannot be shown: %s", answer["name"], problem)
        return None
    return path


REGISTRATIONS: Final = (
    Registration(
        methods.WORKSPACE_EXECUTE_COMMAND,
        handle_execute_command,
        {"executeCommandProvider": {"commands": list(commands.COMMANDS)}},
    ),
)
