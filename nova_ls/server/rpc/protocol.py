"""JSON-RPC as this server speaks it: pygls' types and tables, with answers of our own to everything that goes wrong.

pygls drops what it cannot read without an answer, shows every error to the user and keeps copies of the documents. Here
every request gets a result or an error, errors go to the log, and documents are the workspace's. Of pygls the table of message
types and the converter are used, and the base class of servers (server.py): public parts only, so no name of pygls that begins
with an underscore stands in the server's code, and no attribute here has the name of one there (tests/server/test_pygls.py).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Final, Protocol, TypeAlias, cast

from cattrs.errors import BaseValidationError
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, default_converter

from nova_ls.server.rpc.deferred_responses import ComesFirst, DeferredResponses
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
from nova_ls.server.rpc.refusal import Refused
from nova_ls.server.rpc.server_log import LOGGER
from nova_ls.server.rpc.transport import EndOfInput, Json, Malformed, Transport


class Host(Protocol):
    """What the protocol needs of the server that it speaks for."""

    transport: Transport
    deferred_responses: DeferredResponses
    status: int | None

    def stop(self, status: int) -> None: ...


Handle: TypeAlias = Callable[[Any], Any]
"""From the params of a message to its result. What is a generator, or one that comes first, is worked off later, and returns the result."""


class NovaProtocol(LanguageServerProtocol):
    """Takes messages from a transport, one at a time, and sends what the handlers answer."""

    def __init__(self, server: Any, converter: Any) -> None:
        """`server` is pygls' own kind, and a `Host`."""
        self._host: Host = server
        self._lsp_converter = converter
        self._handlers: dict[str, Handle] = {}
        self._dropped_if_stale: set[str] = set()
        self._is_shut_down = False
        self._asked = 0
        self._unanswered: dict[str, Callable[[Any], None] | None] = {}
        super().__init__(server, converter)

    def handle(self, method: str, handle: Handle, *, drop_if_stale: bool) -> None:
        """From now on a method is handled, but for stale requests of one whose answer is no longer wanted."""
        self._handlers[method] = handle
        if drop_if_stale:
            self._dropped_if_stale.add(method)

    def plain(self, params: Any) -> Any:
        """What was received as an LSP object, as it was sent."""
        return self._lsp_converter.unstructure(params)

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
        if method == types.INITIALIZE:
            return error_response(request, INVALID_REQUEST, "the server has been initialized")
        if method == types.SHUTDOWN:
            self._is_shut_down = True
            self._host.deferred_responses.cancel_all()
            return response(request, None)
        handler = self._handlers.get(method)
        if handler is None:
            return error_response(request, METHOD_NOT_FOUND, f"no method {method}")
        if method in self._dropped_if_stale and self._is_outdated(transport, message):
            return error_response(request, CONTENT_MODIFIED, "the document has changed since")
        try:
            params = self._params(method, message)
        except _BadParams as problem:
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

    def _is_outdated(self, transport: Transport, message: Json) -> bool:
        """Whether an edit of the request's document is waiting behind it."""
        params = message.get("params")
        document = params.get("textDocument") if isinstance(params, dict) else None
        uri = document.get("uri") if isinstance(document, dict) else None
        return isinstance(uri, str) and transport.waiting_edits[uri] > 0

    def _notification(self, method: str, message: Json) -> None:
        if method == types.EXIT:
            self._host.stop(0 if self._is_shut_down else 1)
            return
        if method == types.CANCEL_REQUEST:
            params = message.get("params")
            if isinstance(params, dict) and isinstance(params.get("id"), int | str):
                self._host.transport.cancelled.discard(params["id"])
                self._host.deferred_responses.cancel(params["id"])  # Others have been answered.
            return
        handler = self._handlers.get(method)
        if handler is None or self._is_shut_down:
            return
        try:
            params = self._params(method, message)
        except _BadParams as problem:
            LOGGER.warning("%s: %s", method, problem)
            return
        handler(params)

    def _params(self, method: str, message: Json) -> Any:
        """The params of a message, typed; those of our own methods (`nova/…`) as they came."""
        if method.startswith("nova/"):
            return message.get("params")
        kind: Any = self.get_message_type(method)
        try:
            return self._lsp_converter.structure(
                {"jsonrpc": "2.0", "id": 0, **message}, kind
            ).params
        except _WRONG as error:
            reason = _reason(error)
            _let_go(error)
        raise _BadParams(
            reason
        )  # Not in the handler: it would hold the error, and all that was received.

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


def make_converter() -> Any:
    """The converter of pygls, but one that stops at the first mistake: a list may have any number."""
    converter = cast(Any, default_converter)()
    converter.detailed_validation = False
    return converter


_WRONG: Final = (
    BaseValidationError,
    AttributeError,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a converter raises of params that are not as they should be."""


def _let_go(error: BaseException) -> None:
    """Cut an error off from the frames it came through: they hold what was received, and the converter's hold the error."""
    left: list[BaseException] = [error]
    while left:
        one = left.pop()
        one.__traceback__ = None
        left += [other for other in (one.__cause__, one.__context__) if other is not None]
        one.__cause__ = one.__context__ = None
        if isinstance(one, BaseValidationError):
            left += one.exceptions


class _BadParams(Exception):
    """Params that are not what the method takes."""


def _reason(error: Exception) -> str:
    """The innermost of the reasons that a converter gives."""
    while isinstance(error, BaseValidationError) and error.exceptions:
        error = error.exceptions[0]
    if isinstance(error, JsonRpcException):
        return error.message
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    return str(error) or type(error).__name__
