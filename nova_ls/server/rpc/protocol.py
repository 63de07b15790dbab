"""JSON-RPC as this server speaks it: every request gets a result or an error, errors go to the log, and documents are the workspace's.

What params are like is the protocol's matter (params.py). No library for language servers is used: importing one takes longer than a warm
start of all else, and what is left of it when messages, errors and documents are the server's own is little.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Protocol, TypeAlias

from nova_ls.server.rpc import methods
from nova_ls.server.rpc.deferred_responses import (
    ComesFirst,
    DeferredResponses,
    FirstSteps,
    Wait,
)
from nova_ls.server.rpc.error_codes import (
    CONTENT_MODIFIED,
    INTERNAL_ERROR,
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    REQUEST_CANCELLED,
    error_response,
    response,
)
from nova_ls.server.rpc.greeting import malformed_response
from nova_ls.server.rpc.params import BadParams, structure
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.rpc.server_log import LOGGER
from nova_ls.server.rpc.transport import EndOfInput, Json, Malformed, Transport


class Host(Protocol):
    """What the protocol needs of the server that it speaks for."""

    transport: Transport
    deferred_responses: DeferredResponses
    status: int | None

    def load_some(self) -> bool:
        """Load some of the handlers that are not loaded yet; False: all were."""

    def stop(self, status: int) -> None:
        """End the loop; `status` is the exit status."""


Handle: TypeAlias = Callable[[Any], Any]
"""From the params of a message to its result. What is a generator, or one that comes first, is worked off later, and returns the result."""


class NovaProtocol:
    """Takes messages from a transport, one at a time, and sends what the handlers answer."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._handlers: dict[str, Handle] = {}
        self._dropped_if_stale: set[str] = set()
        self._is_shut_down = False
        self._asked = 0
        self._unanswered: dict[str, Callable[[Any], None] | None] = {}

    def handle(self, method: str, handle: Handle, *, drop_if_stale: bool) -> None:
        """From now on a method is handled, but for stale requests of one whose answer is no longer wanted."""
        self._handlers[method] = handle
        if drop_if_stale:
            self._dropped_if_stale.add(method)

    # ------------------------------------------------------------------ what comes

    def receive(self, transport: Transport) -> None:
        """Handle everything in the inbox."""
        while transport.inbox:
            message = transport.take()
            if isinstance(message, EndOfInput):
                self._host.stop(0 if self._is_shut_down else 1)
                return
            if isinstance(message, Malformed):
                LOGGER.warning("no message: %s", message.reason)
                transport.send(malformed_response(message))
                continue
            try:
                self._dispatch(transport, message)
            except Exception:
                LOGGER.exception("while handling %s", message.get("method"))
            if self._host.status is not None:
                return

    def _dispatch(self, transport: Transport, message: Json) -> None:
        method = message.get("method")
        if "id" not in message:
            if isinstance(method, str):
                self._notification(method, message)
            return
        request = message["id"]
        if method is None and ("result" in message or "error" in message):
            self._answered(request, message)
        elif not isinstance(method, str) or not isinstance(request, int | str):
            valid = request if isinstance(request, int | str) else None
            transport.send(
                error_response(valid, INVALID_REQUEST, "neither a request nor an answer")
            )
        else:
            answer = self._request(transport, request, method, message)
            if answer is not None:
                transport.send(answer)

    def _request(
        self, transport: Transport, request: int | str, method: str, message: Json
    ) -> Json | None:
        """The answer to a request; None: it comes later."""
        if request in transport.cancelled:
            transport.cancelled.discard(request)
            return error_response(request, REQUEST_CANCELLED, "cancelled")
        if self._is_shut_down:
            return error_response(request, INVALID_REQUEST, "the server has been shut down")
        if method == methods.INITIALIZE:
            return error_response(request, INVALID_REQUEST, "the server has been initialized")
        if method == methods.SHUTDOWN:
            self._is_shut_down = True
            self._host.deferred_responses.cancel_all()
            return response(request, None)
        handler = self._handlers.get(method)
        if handler is None:
            steps = self._once_loaded(method, message)
            self._host.deferred_responses.add_first(request, steps)
            return None
        if method in self._dropped_if_stale and self._is_outdated(transport, message):
            return error_response(request, CONTENT_MODIFIED, "the document has changed since")
        try:
            params = structure(method, message.get("params"))
        except BadParams as problem:
            return error_response(request, INVALID_PARAMS, str(problem))
        try:
            answer = handler(params)
            if isinstance(answer, ComesFirst):
                self._host.deferred_responses.add_first(request, answer.steps)
                return None
            if isinstance(answer, Generator):
                self._host.deferred_responses.add(request, answer)
                return None
            return response(request, answer)
        except Refused as refusal:
            return error_response(request, refusal.code, str(refusal))
        except Exception as error:
            LOGGER.exception("while answering %s", method)
            return error_response(request, INTERNAL_ERROR, f"{type(error).__name__} in {method}")

    def _once_loaded(self, method: str, message: Json) -> FirstSteps:
        """Answer a request whose handler is not loaded yet. Edits may come before it, as before a request that waits for the check."""
        while method not in self._handlers:
            if not self._host.load_some():
                raise Refused(METHOD_NOT_FOUND, f"no method {method}")
            yield Wait.FOR_A_TURN
        if method in self._dropped_if_stale and self._is_outdated(self._host.transport, message):
            raise Refused(CONTENT_MODIFIED, "the document has changed since")
        try:
            params = structure(method, message.get("params"))
        except BadParams as problem:
            raise Refused(INVALID_PARAMS, str(problem)) from problem
        return self._handlers[method](params)

    def _is_outdated(self, transport: Transport, message: Json) -> bool:
        """Whether an edit of the request's document is waiting behind it."""
        params = message.get("params")
        document = params.get("textDocument") if isinstance(params, dict) else None
        uri = document.get("uri") if isinstance(document, dict) else None
        return isinstance(uri, str) and transport.waiting_edits[uri] > 0

    def _notification(self, method: str, message: Json) -> None:
        if method == methods.EXIT:
            self._host.stop(0 if self._is_shut_down else 1)
            return
        if method == methods.CANCEL_REQUEST:
            params = message.get("params")
            if isinstance(params, dict) and isinstance(params.get("id"), int | str):
                self._host.transport.cancelled.discard(params["id"])
                self._host.deferred_responses.cancel(params["id"])  # Others have been answered.
            return
        is_optional = method.startswith("$/")
        while not is_optional and method not in self._handlers and self._host.load_some():
            continue  # What comes behind it must not be handled before it.
        handler = self._handlers.get(method)
        if handler is None or self._is_shut_down:
            return
        try:
            params = structure(method, message.get("params"))
        except BadParams as problem:
            LOGGER.warning("%s: %s", method, problem)
            return
        handler(params)

    # ------------------------------------------------------------------ what we ask

    def ask(
        self, method: str, params: Json | None, answered: Callable[[Any], None] | None = None
    ) -> None:
        """Send a request to the client; an error in its answer counts as None."""
        self._asked += 1
        request = f"nova-{self._asked}"
        self._unanswered[request] = answered
        message: Json = {"jsonrpc": "2.0", "id": request, "method": method}
        if params is not None:
            message["params"] = params
        self._host.transport.send(message)

    def _answered(self, request: int | str, message: Json) -> None:
        if not isinstance(request, str) or request not in self._unanswered:
            return
        if "error" in message:
            LOGGER.info("the client refused %s: %s", request, message["error"])
        answered = self._unanswered.pop(request)
        if answered is not None:
            answered(message.get("result"))

    def tell(self, method: str, params: Json) -> None:
        """Send a notification."""
        self._host.transport.send({"jsonrpc": "2.0", "method": method, "params": params})
