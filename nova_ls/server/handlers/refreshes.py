"""What the client is asked to ask for again: when settings are others, and when a session has nothing left to do.

Here, and not with the handlers, since those may not be loaded when settings come.
"""

from __future__ import annotations

from typing import Any

from nova_ls.features.hint_kind import HintKind
from nova_ls.features.lens_kind import LensKind
from nova_ls.server.rpc.settings import CODE_LENSES, EVALUATE_LENS, INLAY_HINTS, TRUSTED
from nova_ls.server.sessions.server_context import ServerContext
from nova_ls.server.sessions.session import Session


def configure_lenses(server: ServerContext, settings: Any) -> None:
    """`settings`: what the client has set; lenses of which it does not say anything are off."""
    kinds = frozenset(kind for kind in LensKind if CODE_LENSES[kind.value].read(settings))
    are_others = server.evaluation_settings.take(
        is_allowed=bool(TRUSTED.read(settings)), has_lenses=bool(EVALUATE_LENS.read(settings))
    )
    if not server.evaluation_settings.may_run:
        server.end_processes()
    if server.steady_lenses.show(kinds) or are_others:
        refresh_lenses(server)


def refresh_lenses(server: ServerContext) -> None:
    """What lenses say is something else now, whatever the documents are."""
    if server.client.refreshes_lenses:
        server.wire.ask("workspace/codeLens/refresh", None)


def refresh_after_commit(server: ServerContext, session: Session) -> None:
    """To be called when a session has nothing left to do."""
    has_news = server.take_test_news()
    if server.steady_lenses.kinds and (server.changes.of(session).has_moved() or has_news):
        refresh_lenses(server)


def configure_hints(server: ServerContext, settings: Any) -> None:
    """`settings`: what the client has set; hints of which it does not say anything are as ever."""
    kinds = frozenset(kind for kind in HintKind if INLAY_HINTS[kind.value].read(settings))
    if kinds != server.hints.kinds:
        server.hints.kinds = kinds
        _ask_for_hints(server)


def refresh_hints(server: ServerContext) -> None:
    """To be called when a session has nothing left to do: what was told may be known better now."""
    if server.hints.take_awaited():
        _ask_for_hints(server)


def _ask_for_hints(server: ServerContext) -> None:
    if server.client.refreshes_hints:
        server.wire.ask("workspace/inlayHint/refresh", None)


def refresh_tokens(server: ServerContext) -> None:
    """To be called when a session has nothing left to do: what names mean may be known only now."""
    if server.tokens.awaits_check and server.client.refreshes_tokens:
        server.wire.ask("workspace/semanticTokens/refresh", None)
    server.tokens.awaits_check = False


def refresh_diagnostics(server: ServerContext, session: Session) -> None:
    """To be called when a session has nothing left to do: what was answered may hold no more."""
    if session.publisher.take_outdated() and server.client.refreshes_diagnostics:
        server.wire.ask("workspace/diagnostic/refresh", None)
