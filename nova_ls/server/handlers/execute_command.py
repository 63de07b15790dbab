"""workspace/executeCommand: what commands do in an editor that does not know them itself.

`nova.history` opens the versions of a declaration, each as a patch, in a document of its own; an editor that cannot be
asked to open one shows a line for each version.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from lsprotocol import types

from nova_ls.features.history import MAX_VERSIONS
from nova_ls.features.history_document import history_document, history_lines
from nova_ls.server.handlers.history import history_answer
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc.commands import COMMANDS, HISTORY
from nova_ls.server.rpc.error_codes import INVALID_PARAMS
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.rpc.server_log import LOGGER, log_file
from nova_ls.server.rpc.uris import uri_of
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.translate.subject import one_line, subject_of

_MOST_LINES: Final = 10
_SAFE: Final = " ()[]{},.-_"


def handle_execute_command(server: ServerContext, params: types.ExecuteCommandParams) -> Any:
    if params.command != HISTORY:
        raise Refused(INVALID_PARAMS, f"no command {params.command}")
    arguments = params.arguments or []
    wanted = server.wire.plain(arguments[0]) if arguments else None
    with one_line():
        answer = history_answer(server, subject_of(server, wanted), MAX_VERSIONS)
    _show(server, answer)
    return answer


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
        types.WORKSPACE_EXECUTE_COMMAND,
        handle_execute_command,
        {"executeCommandProvider": {"commands": list(COMMANDS)}},
    ),
)
