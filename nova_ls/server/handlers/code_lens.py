"""textDocument/codeLens and codeLens/resolve: the missing signature of a declaration, who uses it, who changed it last, what a test came to.

Only places are told at first; what stands there is read when the client shows it.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.features.code_lens import code_lenses
from nova_ls.features.history import standing_sentence
from nova_ls.features.inlay_hints import LONGEST
from nova_ls.features.lens_kind import LensKind
from nova_ls.features.missing_signature import missing_signature
from nova_ls.features.ranges import range_at
from nova_ls.features.references import uses
from nova_ls.history.declaration import full_name
from nova_ls.history.last_change import Standing
from nova_ls.server.handlers.evaluate import evaluation_lenses, may_run
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.rpc import methods
from nova_ls.server.rpc.commands import ADD_SIGNATURE, HISTORY, RUN_TEST, SHOW_REFERENCES
from nova_ls.server.rpc.deferred_responses import FirstSteps, Wait, now_or_first
from nova_ls.server.rpc.params import as_json
from nova_ls.server.sessions.answer_progress import AnswerProgress
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.up_to_date import bring_element, bring_uses_of
from nova_ls.server.translate.location import location
from nova_ls.server.translate.mentioned_place import settled
from nova_ls.server.translate.place import document_of
from nova_ls.testing.found import signed_tests

if TYPE_CHECKING:
    from lsprotocol import types

_IN_NO_WORKSPACE: Final = frozenset((LensKind.SIGNATURE, LensKind.REFERENCES))
_NOTHING: Final = {"title": "nothing is known", "command": ""}


def handle_code_lens(
    server: ServerContext, params: types.CodeLensParams
) -> list[dict[str, Any]] | None:
    """The places of a document's lenses; None where it has none, or nothing is known of it."""
    evaluated = evaluation_lenses(server, params.text_document)
    of_declarations = _of_declarations(server, params)
    return [*evaluated, *(of_declarations or ())] if evaluated else of_declarations


def _of_declarations(
    server: ServerContext, params: types.CodeLensParams
) -> list[dict[str, Any]] | None:
    kinds = server.steady_lenses.kinds
    if not server.client.applies_edits:
        kinds -= {LensKind.SIGNATURE}  # A click could not write it.
    found = document_of(server, params.text_document) if kinds else None
    if found is None:
        return None
    if not may_run(server):
        kinds -= {LensKind.TEST}
    session, file = found
    module = file.module
    if session.root is None:
        kinds &= _IN_NO_WORKSPACE
    if module is None or module.origin is not ModuleOrigin.WORKSPACE or not kinds:
        return None
    lenses = list(code_lenses(module, kinds))
    lines = {
        lens.key: range_at(lens.place, server.client.encoding)["start"]["line"] for lens in lenses
    }
    tests = signed_tests(session.workspace.program, module) if LensKind.TEST in kinds else ()
    wanted = [
        (lens.key, kind)
        for lens in lenses
        for kind in lens.kinds
        if kind is not LensKind.TEST or lens.key in tests
    ]
    is_saved = file.document is None or not file.document.dirty
    steady = server.steady_lenses.lines(file.path, lines, wanted, is_saved=is_saved)
    uri = params.text_document.uri
    return [_lens(uri, key, kind, line) for (key, kind), line in steady.items()]


def _lens(uri: str, key: ElementKey, kind: LensKind, line: int) -> dict[str, Any]:
    """A lens above a line: declarations begin in the first column."""
    place = {"line": line, "character": 0}
    return {
        "range": {"start": place, "end": place},
        "data": [uri, kind.value, key.namespace, int(key.space), key.name],
    }


# ---------------------------------------------------------------------------- what stands there


def handle_code_lens_resolve(server: ServerContext, params: types.CodeLens) -> Any:
    """Add what is to be shown, and what a click does."""
    lens: dict[str, Any] = as_json(params)
    if params.command is not None:
        return lens  # It says all that it has to say.
    said = _said(params.data)
    path = None if said is None else server.sessions.path_of(said[0])
    session = None if path is None else server.sessions.owner(path)
    if said is None or session is None:
        return lens | {"command": _NOTHING}
    uri, kind, key = said
    match kind:
        case LensKind.SIGNATURE:
            return lens | {"command": _signature(session, uri, key)}
        case LensKind.REFERENCES:
            return _with_references(server, lens, session, uri, key)
        case LensKind.TEST:
            return lens | {"command": _run_test(server, session, full_name(key))}
        case LensKind.HISTORY:
            return now_or_first(_with_history(server, lens, session, uri, key))


def _signature(session: Session, uri: str, key: ElementKey) -> dict[str, Any]:
    bring_element(session, key)
    found = missing_signature(session.snapshot(), key)
    if found is None:
        return {"title": "signed, or of a type that is not known", "command": ""}
    title = found.text if len(found.text) <= LONGEST else found.text[: LONGEST - 1] + "…"
    if not found.edits:
        return {"title": title, "command": ""}
    arguments = [{"textDocument": {"uri": uri}, "name": full_name(key)}]
    return {"title": title, "command": ADD_SIGNATURE, "arguments": arguments}


def _with_references(
    server: ServerContext, lens: dict[str, Any], session: Session, uri: str, key: ElementKey
) -> Generator[Wait, None, dict[str, Any]]:
    """Waits until all is checked that may mention the element."""
    with AnswerProgress(server, None, "") as progress:
        yield from settled(server, uri, progress)
        for _ in bring_uses_of(session, key):
            yield Wait.FOR_A_TURN
        yield from settled(server, uri, progress)
    places = uses(session.snapshot(), key)
    title = "1 reference" if len(places) == 1 else f"{len(places) or 'no'} references"
    if not places or SHOW_REFERENCES not in server.client.commands:
        return lens | {"command": {"title": title, "command": ""}}
    arguments = [
        uri,
        _position(session, server, key) or lens["range"]["start"],
        [location(server, place) for place in places],
    ]
    command = {"title": title, "command": SHOW_REFERENCES, "arguments": arguments}
    return lens | {"command": command}


def _run_test(server: ServerContext, session: Session, name: str) -> dict[str, Any]:
    """What the text of a test came to when it ran last; a click runs it."""
    title, outcome = "Run test", server.tested_sessions.outcome(session, name)
    if outcome is not None:
        title = "passed" if outcome.problem is None else f"failed: {outcome.problem}"
    title, _, more = title.partition("\n")
    if more or len(title) > LONGEST:
        title = f"{title[: LONGEST - 2]} …"
    return {"title": title, "command": RUN_TEST, "arguments": [{"name": name}]}


def _position(session: Session, server: ServerContext, key: ElementKey) -> Any:
    place = session.snapshot().definition_of(key)
    return None if place is None else range_at(place, server.client.encoding)["start"]


def _with_history(
    server: ServerContext, lens: dict[str, Any], session: Session, uri: str, key: ElementKey
) -> FirstSteps:
    bring_element(session, key)
    standing, path = server.changes.of(session).standing(key), server.sessions.path_of(uri)
    if standing is None or path is None:
        return lens | {"command": {"title": "no history", "command": ""}}
    git_commit = yield from server.git_blames.last_commit(path, standing)
    title = standing_sentence(standing, time.time(), git_commit)
    return lens | {"command": _history_command(title, standing, key, uri)}


def _history_command(title: str, standing: Standing, key: ElementKey, uri: str) -> dict[str, Any]:
    if standing.last is None:
        return {"title": title, "command": ""}
    arguments = [{"textDocument": {"uri": uri}, "name": full_name(key)}]
    return {"title": title, "command": HISTORY, "arguments": arguments}


def _said(data: Any) -> tuple[str, LensKind, ElementKey] | None:
    """The document, the kind and the element that a lens was made for; None: it was not made here."""
    match data:
        case [str(uri), str(kind), str(namespace), int(space), str(name)]:
            kinds = [each for each in LensKind if each.value == kind]
            if kinds and 0 <= space < len(Space):
                return uri, kinds[0], element_key(namespace, space, name)
    return None


REGISTRATIONS: Final = (
    Registration(methods.TEXT_DOCUMENT_CODE_LENS, handle_code_lens, {"codeLensProvider": {}}),
    Registration(
        methods.CODE_LENS_RESOLVE,
        handle_code_lens_resolve,
        {"codeLensProvider": {"resolveProvider": True}},
    ),
)
