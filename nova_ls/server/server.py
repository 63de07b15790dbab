"""The server after the greeting: one loop that handles messages and, between them, goes on with the check."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nova_ls.compiler.program import UnitRun
from nova_ls.server.handlers.loading import AT_ONCE, load
from nova_ls.server.handlers.refreshes import (
    refresh_after_commit,
    refresh_diagnostics,
    refresh_hints,
    refresh_tokens,
)
from nova_ls.server.handlers.registration import Registration
from nova_ls.server.late_state import LateState
from nova_ls.server.rpc.client import Client
from nova_ls.server.rpc.deferred_responses import (
    ComesFirst,
    DeferredResponses,
    FirstSteps,
    Wait,
)
from nova_ls.server.rpc.evaluation_settings import EvaluationSettings
from nova_ls.server.rpc.loop import Loop
from nova_ls.server.rpc.needs import CHANGING, NEEDS
from nova_ls.server.rpc.protocol import NovaProtocol
from nova_ls.server.rpc.server_log import LOGGER, log_file
from nova_ls.server.rpc.transport import Transport
from nova_ls.server.rpc.uris import path_of
from nova_ls.server.rpc.young_garbage import (
    MANY,
    SOME,
    collect_between,
    collect_nothing,
    collect_young,
)
from nova_ls.server.sessions.database_monitor import DatabaseMonitor
from nova_ls.server.sessions.first_look import FirstLook, prepare, show_progress
from nova_ls.server.sessions.hint_settings import HintSettings
from nova_ls.server.sessions.log_trace import LogTrace
from nova_ls.server.sessions.observing.automatic_tests import AutomaticTests, Surroundings
from nova_ls.server.sessions.observing.subscriptions import Subscriptions
from nova_ls.server.sessions.publisher import Pulling
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.steady_lenses import SteadyLenses
from nova_ls.server.sessions.step_watch import start_step_watch
from nova_ls.server.sessions.watching import Watcher

if TYPE_CHECKING:
    from nova_ls.server.sessions.observing.tested_sessions import Ran

SWITCH_INTERVAL: Final = 0.0005
"""Seconds after which the reader's thread gets its turn while the loop computes."""

_PAUSE: Final = 0.05
"""Seconds between two slices of idle work, and from the last message to the first: where one comes, another may follow."""


class NovaServer(LateState):
    """The state that handlers share. `status` is the process's exit status once the server is to end."""

    def __init__(self, transport: Transport, client: Client, look: FirstLook) -> None:
        self.transport = transport
        self.client = client
        self.status: int | None = None
        self.protocol = NovaProtocol(self)
        self.sessions = look.sessions
        self._look = look
        self.watcher = Watcher(self)
        self.work_progress = look.progress
        self.open_files_only = False
        self.has_workers = True
        self.steady_lenses = SteadyLenses()
        self.evaluation_settings = EvaluationSettings(client.is_trusted)
        self.subscriptions = Subscriptions(self.protocol.tell)
        self.automatic_tests = AutomaticTests(
            Surroundings(
                lambda: self.tested_sessions,
                self.sessions,
                lambda: self.evaluation_settings.may_run,
                lambda seconds: self.call_later(seconds, self.go_on),
                self._tell_of_tests,
            )
        )
        self.deferred_responses = DeferredResponses(transport.send)
        self.edit_traces = LogTrace(self.protocol, client.trace)
        self.pulling = Pulling()
        self.hints = HintSettings()
        self._loop = Loop()
        self._is_pumping = False
        self._is_receiving = False
        self._is_resting = False
        self._heard = 0.0  # when messages came last
        self._has_apologised = False
        self._loading: Iterator[tuple[Registration, ...]] | None = load()
        self._register(AT_ONCE)

    @property
    def wire(self) -> NovaProtocol:
        """The protocol, for sending."""
        return self.protocol

    @property
    def files(self) -> Watcher:
        """The watcher of files on disk."""
        return self.watcher

    def _register(self, registrations: tuple[Registration, ...]) -> None:
        for one in registrations:
            handle = partial(self._handle, one)
            self.protocol.handle(one.method, handle, drop_if_stale=one.drop_if_stale)

    def load_some(self) -> bool:
        """Load some of the handlers that are not loaded yet; False: all were."""
        if self._loading is None:
            return False
        try:
            self._register(next(self._loading))
        except StopIteration:
            self._loading = None
        return self._loading is not None

    def _handle(self, one: Registration, params: Any) -> Any:
        """Give a message to its handler, once what it needs is known."""
        if one.method in NEEDS or one.method in CHANGING:
            for session in self.sessions:
                session.give_way()
        if one.method not in NEEDS:
            return one.handler(self, params)
        from nova_ls.server.translate.place import waits_for  # its handler was loaded: so was this

        waiting = waits_for(self, one.method, params, drop_if_stale=one.drop_if_stale)
        if waiting is None:
            return one.handler(self, params)
        return ComesFirst(self._handle_after(waiting, one, params))

    def _handle_after(self, waiting: Iterator[Wait], one: Registration, params: Any) -> FirstSteps:
        yield from waiting
        return one.handler(self, params)

    # ------------------------------------------------------------------ the loop

    def run(self) -> int:
        """Serve until the client ends; the process's exit status."""
        sys.setswitchinterval(SWITCH_INTERVAL)
        collect_nothing()
        start_step_watch(self._at_work, lambda: self.status is not None)
        self._begin()
        self._loop.run()
        self.end_processes()
        self.sessions.close()
        return 1 if self.status is None else self.status

    def _at_work(self) -> UnitRun | None:
        """What the loop is computing; asked from another thread."""
        steps = (session.workspace.program.at_work for session in self.sessions)
        return next(filter(None, steps), None)

    def _begin(self) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            with suppress(
                ValueError, OSError
            ):  # Not in the main thread: the process ends the hard way.
                signal.signal(name, lambda *_: self.stop(0))
        self.sessions.opened = self._session_opened
        for session in self.sessions:
            self._introduce(session)
        for session, stamps in self._look.stamps.items():
            self.watcher.watch_from(session, stamps)
        DatabaseMonitor(self, self.show, self.guarded).look_later()
        self.go_on()
        self.transport.call_on_arrival(self._arrived)

    def _arrived(self) -> None:
        """Messages have come; called in the reader's thread."""
        if not self._is_receiving:
            self._is_receiving = True
            self._loop.call_from_thread(self._receive)

    def _receive(self) -> None:
        self._is_receiving = False
        self.protocol.receive(self.transport)
        self._heard = time.monotonic()
        self.go_on()

    def call_later(self, seconds: float, callback: Any) -> None:
        """Call a function on the loop after some seconds, unless the server ends before."""
        if self.status is None:
            self._loop.call_later(seconds, callback)

    def in_thread(self, work: Any, done: Any) -> None:
        """Do something that waits for disks in a thread; `done` gets what it came to, in the loop."""

        def finished(result: Any) -> None:
            if self.status is None:
                self.guarded(done, result)

        self._loop.in_thread(work, finished)

    def guarded(self, callback: Any, *arguments: Any) -> None:
        """Call something that no request waits for; what goes wrong is logged."""
        try:
            callback(*arguments)
        except Exception:
            LOGGER.exception("in the background")
            self.apologise()

    # ------------------------------------------------------------------ the check

    def go_on(self) -> None:
        """See to it that what is stale is checked when there is nothing else to do."""
        if not self._is_pumping and self.status is None:
            self._is_pumping = True
            self._loop.call_soon(self._pump)

    def _pump(self) -> None:
        self._is_pumping = False
        if self.deferred_responses.is_busy:
            for one in self.sessions:
                one.give_way()
        if self.deferred_responses.work_first():
            self.go_on()
            return
        if not any(one.owes_diagnostics for one in self.sessions) and self.load_some():
            self.go_on()
            return
        session = next((one for one in self.sessions if one.has_work), None)
        if session is None:
            self.work_progress.end(self.sessions)
            if not self.sessions:
                collect_young()
            if self.deferred_responses.work():
                if all(one.checker.is_ready for one in self.sessions):
                    self.go_on()
                else:
                    self.call_later(_PAUSE, self.go_on)
                return
            if any(one.has_work for one in self.sessions):
                self.go_on()  # An answer has made it.
            elif self.automatic_tests.work() or any(one.add_hints() for one in self.sessions):
                self.go_on()
            else:
                self._work_idly()
            return
        try:
            session.work()
        except Exception:
            LOGGER.exception("while checking %s", session.root)
            session.give_up()
            self.apologise()
        self.work_progress.report(self.sessions)
        self.deferred_responses.poke()
        if session.has_work:
            collect_between(MANY)
        else:
            self.guarded(self.automatic_tests.settled, session)
            self.guarded(refresh_after_commit, self, session)
            self.guarded(refresh_tokens, self)
            self.guarded(refresh_hints, self)
            self.guarded(refresh_diagnostics, self, session)
        if not session.has_work:
            collect_young()
        self.go_on()

    def _session_opened(self, session: Session) -> None:
        prepare(session, self.client)
        session.publisher.open_files_only = self.open_files_only
        if not self.has_workers:
            session.background.close()
        session.is_opening = session.root is not None
        self._introduce(session)
        if session.root is not None:
            self.in_thread(session.sources, partial(self._sources_found, session))

    def _work_idly(self) -> None:
        """With nothing else to do for a while: a slice of what nobody waits for, and what is left of it later."""
        pause = self._heard + _PAUSE - time.monotonic()
        if pause <= 0:
            collect_between(SOME)
            if any(one.collect_garbage() for one in self.sessions):
                pause = _PAUSE
        if pause > 0 and not self._is_resting:
            self._is_resting = True
            self.call_later(pause, self._rested)

    def _rested(self) -> None:
        self._is_resting = False
        self.go_on()

    def _tell_of_tests(self, session: Session, ran: Ran) -> None:
        """Tell a client that wants to hear of it what tests came to that ran by themselves."""
        if self.client.shows_tests:
            from nova_ls.server.handlers.tests import METHOD, outcomes_of  # when there are some

            self.protocol.tell(METHOD, {"tests": outcomes_of(self, session, ran)})

    def _introduce(self, session: Session) -> None:
        """Tell the client what there is to say of a session."""
        session.publisher.pulling = self.pulling
        self.subscriptions.add(session)
        for notice in session.notices:
            self.show(notice)
        if session.is_opening:
            show_progress(self.work_progress, session)

    def _sources_found(self, session: Session, paths: list[Path]) -> None:
        session.add_sources(paths)
        self.watcher.watch(session, paths)
        self.go_on()

    def open_folders(self) -> None:
        """Open the folders that the client named."""
        for uri in self.client.folders:
            path = path_of(uri)
            if path is not None and path.is_dir():
                self.sessions.open_folder(path)
        self.sessions.rearrange()  # for clients that opened documents before they said to be ready
        self.go_on()

    # ------------------------------------------------------------------ words to the user

    def show(self, message: str) -> None:
        """Show the user a message, and log it."""
        LOGGER.warning("%s", message)
        self.protocol.tell("window/showMessage", {"type": 2, "message": f"nova-ls: {message}"})

    def apologise(self) -> None:
        """Say once that something is wrong with the server itself."""
        if not self._has_apologised:
            self._has_apologised = True
            text = f"nova-ls: something went wrong inside the server; details are in {log_file()}"
            self.protocol.tell("window/showMessage", {"type": 1, "message": text})

    # ------------------------------------------------------------------ the end

    def stop(self, status: int) -> None:
        """End the loop; only the first status counts."""
        if self.status is None:
            self.status = status
        self._loop.stop()


def run_server(transport: Transport, client: Client, look: FirstLook) -> int:
    """Serve until the client ends; the process's exit status."""
    return NovaServer(transport, client, look).run()
