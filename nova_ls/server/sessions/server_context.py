"""What handlers see of the server: its state and what they may ask of it. The server itself (server.py) knows them all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # Who only wants to be known by this imports nothing of it.
    from nova_ls.features.type_search import SignatureIndex
    from nova_ls.server.rpc.client import Client
    from nova_ls.server.rpc.deferred_responses import DeferredResponses
    from nova_ls.server.rpc.evaluation_settings import EvaluationSettings
    from nova_ls.server.rpc.transport import Json, Transport
    from nova_ls.server.sessions.changes import SessionChanges
    from nova_ls.server.sessions.evaluating.evaluations import Evaluations
    from nova_ls.server.sessions.fold_results import FoldResults
    from nova_ls.server.sessions.git_blames import GitBlames
    from nova_ls.server.sessions.hint_settings import HintSettings
    from nova_ls.server.sessions.log_trace import LogTrace
    from nova_ls.server.sessions.observing.automatic_tests import AutomaticTests
    from nova_ls.server.sessions.observing.subscriptions import Subscriptions
    from nova_ls.server.sessions.observing.tested_sessions import TestedSessions
    from nova_ls.server.sessions.outline_results import OutlineResults
    from nova_ls.server.sessions.publisher import Pulling
    from nova_ls.server.sessions.sessions import Sessions
    from nova_ls.server.sessions.steady_lenses import SteadyLenses
    from nova_ls.server.sessions.token_results import TokenResults


class Wire(Protocol):
    """Messages from the server's own side."""

    def ask(
        self, method: str, params: Json | None, answered: Callable[[Any], None] | None = None
    ) -> None:
        """Send a request to the client; an error in its answer counts as None."""

    def tell(self, method: str, params: Json) -> None:
        """Send a notification."""


class FileWatch(Protocol):
    """Who knows when files change on disk."""

    def register(self) -> None:
        """Ask the client to watch, where it can."""

    def files_changed(self, paths: list[Path]) -> None:
        """Files came, went or changed."""


class ServerContext(Protocol):
    """The server as a handler sees it. `status` is the exit status once the server is to end."""

    transport: Transport
    client: Client
    sessions: Sessions
    status: int | None
    open_files_only: bool
    has_workers: bool
    steady_lenses: SteadyLenses
    evaluation_settings: EvaluationSettings
    subscriptions: Subscriptions
    automatic_tests: AutomaticTests
    edit_traces: LogTrace
    pulling: Pulling
    hints: HintSettings
    deferred_responses: DeferredResponses

    @property
    def wire(self) -> Wire:
        """Where messages to the client are written."""

    @property
    def files(self) -> FileWatch:
        """The client's watch on files."""

    @property
    def changes(self) -> SessionChanges:
        """What is known of the last changes."""

    @property
    def git_blames(self) -> GitBlames:
        """What git says of files."""

    @property
    def evaluations(self) -> Evaluations:
        """The evaluators of comments' examples."""

    @property
    def tested_sessions(self) -> TestedSessions:
        """The tests of workspaces."""

    @property
    def tokens(self) -> TokenResults:
        """Semantic tokens as they were told."""

    @property
    def folds(self) -> FoldResults:
        """Folds as they were told."""

    @property
    def outlines(self) -> OutlineResults:
        """Outlines as they were told."""

    @property
    def signatures(self) -> SignatureIndex:
        """The index for searches by type."""

    def end_processes(self) -> None:
        """End the processes in which code of workspaces runs, where there are any."""

    def take_test_news(self) -> bool:
        """Whether tests came to something that was not shown yet."""

    def go_on(self) -> None:
        """See to it that what is stale is checked when there is nothing else to do."""

    def in_thread(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Do something that waits for disks in a thread; `done` gets what it came to, in the loop."""

    def call_later(self, seconds: float, callback: Callable[[], None]) -> None:
        """Call back in the loop after some time."""

    def open_folders(self) -> None:
        """Open the folders that the client named."""

    def stop(self, status: int) -> None:
        """End the loop; `status` is the exit status."""
