"""The time before `initialize` is answered, with as little loaded as that takes."""

from __future__ import annotations

from nova_ls.server.rpc.capabilities import initialize_result
from nova_ls.server.rpc.client import Client, client_of
from nova_ls.server.rpc.error_codes import (
    INVALID_PARAMS,
    INVALID_REQUEST,
    PARSE_ERROR,
    SERVER_NOT_INITIALIZED,
    error_response,
    response,
)
from nova_ls.server.rpc.transport import EndOfInput, Json, Malformed, Transport


def greet(transport: Transport) -> Client | None:
    """Wait for `initialize` and answer it; None: the client went away before."""
    while True:
        message = transport.wait()
        if isinstance(message, EndOfInput):
            return None
        if isinstance(message, Malformed):
            transport.send(malformed_response(message))
        elif "id" not in message:
            if message.get("method") == "exit":
                return None
        elif message.get("method") == "initialize":
            client = _initialize(transport, message)
            if client is not None:
                return client
        elif "method" in message:
            refusal = "the first request must be `initialize`"
            transport.send(error_response(message["id"], SERVER_NOT_INITIALIZED, refusal))


def _initialize(transport: Transport, message: Json) -> Client | None:
    params = message.get("params")
    if not isinstance(params, dict):
        refusal = "`params` of initialize must be an object"
        transport.send(error_response(message["id"], INVALID_PARAMS, refusal))
        return None
    client = client_of(params)
    result = initialize_result(client.encoding, params.get("capabilities"))
    transport.send(response(message["id"], result))
    return client


def malformed_response(message: Malformed) -> Json:
    """The answer to something that is not a message."""
    code = INVALID_REQUEST if message.is_json else PARSE_ERROR
    return error_response(None, code, message.reason)
