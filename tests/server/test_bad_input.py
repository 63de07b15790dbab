"""What no client should send: each gets an answer, and the server lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.server.conftest import MAIN
from tests.server.raw_client import SERVER, RawClient, edit

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
NOT_INITIALIZED = -32002
CANCELLED = -32800
CONTENT_MODIFIED = -32801


def lives(client: RawClient) -> bool:
    found: object = client.request("workspace/symbol", {"query": "nothing at all"})
    return found == []


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Length: 5\r\n\r\n{no}}",
        b"Content-Length: 2\r\n\r\n{}}}}}",
        b"Content-Type: text/plain\r\n\r\n",
        b"Content-Length: minus one\r\n\r\n",
        b"Content-Length: 99999999999999\r\n\r\n",
        b"\x00\xff\xfe garbage\r\n\r\n",
        b"Content-Length: 3\r\n\r\n\xff\xff\xff",
        b"Content-Length: 2\r\n\r\n[]",
        b"Content-Length: 4\r\n\r\nnull",
        b"Content-Length: 200000\r\n\r\n" + b"[" * 200000,
    ],
)
def test_what_is_not_a_message_is_passed_over(client: RawClient, data: bytes) -> None:
    client.initialize()
    client.write(data)
    assert lives(client)


def test_a_length_that_is_too_long_swallows_no_more_than_one_message(client: RawClient) -> None:
    client.initialize()
    client.write(b'Content-Length: 60\r\n\r\n{"jsonrpc":"2.0","method":"x"}')
    assert lives(client)


def test_broken_json_is_answered(client: RawClient) -> None:
    client.initialize()
    client.write(b"Content-Length: 4\r\n\r\n{no}")
    assert client.answer(None)["error"]["code"] == PARSE_ERROR
    client.send([{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}])
    assert client.answer(None)["error"]["code"] == INVALID_REQUEST
    client.send({"jsonrpc": "2.0", "id": {"an": "object"}, "method": "shutdown"})
    assert client.answer(None)["error"]["code"] == INVALID_REQUEST
    client.send({"jsonrpc": "2.0", "id": 7, "method": 3})
    assert client.answer(7)["error"]["code"] == INVALID_REQUEST


def test_before_initialize_and_after_shutdown_requests_are_refused(client: RawClient) -> None:
    assert client.error("textDocument/hover", {}) == NOT_INITIALIZED
    assert client.error("shutdown", None) == NOT_INITIALIZED
    client.notify("textDocument/didOpen", {})
    assert client.error("initialize", "params") == INVALID_PARAMS
    client.initialize()
    assert client.error("initialize", {}) == INVALID_REQUEST
    assert client.request("shutdown", None) is None
    assert client.error("workspace/symbol", {"query": ""}) == INVALID_REQUEST
    assert client.error("shutdown", None) == INVALID_REQUEST
    client.notify("exit", None)
    assert client.process.wait(10) == 0


def test_unknown_methods_are_refused_and_unknown_notifications_passed_over(
    client: RawClient,
) -> None:
    client.initialize()
    assert client.error("nova/unheardOf", {}) == METHOD_NOT_FOUND
    assert client.error("$/unheardOf", {}) == METHOD_NOT_FOUND
    client.notify("$/unheardOf", {})
    client.notify("nova/unheardOf", [1, 2])
    assert lives(client)


@pytest.mark.parametrize(
    "params",
    [
        None,
        [],
        {},
        "text",
        {"textDocument": {}},
        {"textDocument": {"uri": "file:///a"}, "position": {"line": "first", "character": 0}},
        {"textDocument": {"uri": "file:///a"}, "position": {"line": -1, "character": 0}},
    ],
)
def test_wrong_params_are_refused(client: RawClient, params: Any) -> None:
    client.initialize()
    assert client.error("textDocument/hover", params) == INVALID_PARAMS
    client.notify("textDocument/didOpen", params)
    client.notify("textDocument/didChange", params)
    assert lives(client)


WIDE = b"[" + b"{}," * 20_000 + b"1]"


@pytest.mark.parametrize(
    ("method", "params", "count"),
    [
        ("textDocument/hover", b"[" * 900 + b"]" * 900, 2000),
        ("textDocument/hover", WIDE, 300),
        (
            "textDocument/didChange",
            b'{"textDocument":{"uri":"file:///a","version":1},"contentChanges":%b}' % WIDE,
            30,
        ),
        ("nova/unheardOf", WIDE, 300),
    ],
    ids=["deep", "wide", "wide inside", "unknown"],
)
def test_what_malformed_messages_hold_is_let_go(
    client: RawClient, method: str, params: bytes, count: int
) -> None:
    client.initialize()
    assert lives(client)
    process = psutil.Process(client.process.pid)
    before = process.memory_info().rss
    for number in range(count):
        body = b'{"jsonrpc":"2.0","id":"m%d","method":"%b","params":%b}' % (
            number,
            method.encode(),
            params,
        )
        client.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    assert lives(client)
    assert process.memory_info().rss - before < 64 << 20


def test_documents_that_are_not_open_give_nothing(client: RawClient, folder: Path) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    assert client.at("hover", uri, 0, 0) is None
    client.change(uri, 2, {"text": "x"})
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    for odd in ("", "file:", "file://[", "http://a/b", "file:///%00", "untitled:"):
        assert client.at("hover", odd, 0, 0) is None
        client.open(odd, "module A where\n")
    assert lives(client)


def test_positions_beyond_the_text_are_its_end(client: RawClient, folder: Path) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(uri, MAIN)
    client.diagnostics(uri)
    for line, character in ((0, 10**6), (10**6, 0), (10, 0), (2**31 - 1, 2**31 - 1)):
        for method in ("hover", "definition", "documentHighlight", "completion", "signatureHelp"):
            client.at(method, uri, line, character)
    client.change(uri, 2, edit(10**6, 5, 9, "tail = missing\n"))
    assert {d["code"] for d in client.diagnostics(uri, 2)} == {"UnknownName"}


def test_cancelled_requests_are_answered_as_such(client: RawClient, folder: Path) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(uri, MAIN)
    client.diagnostics(uri)
    params = {"textDocument": {"uri": uri}, "position": {"line": 6, "character": 9}}
    body = b""
    requests = range(1000, 2000)
    import json

    for request in requests:
        for message in (
            {"jsonrpc": "2.0", "id": request, "method": "textDocument/hover", "params": params},
            {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": request}},
        ):
            data = json.dumps(message).encode()
            body += b"Content-Length: %d\r\n\r\n%b" % (len(data), data)
    client.write(body)
    answers = [client.answer(request) for request in requests]
    assert all("result" in a or a["error"]["code"] == CANCELLED for a in answers)
    assert sum("error" in a for a in answers) > len(answers) // 2
    client.notify("$/cancelRequest", {"id": "never asked"})
    client.notify("$/cancelRequest", {})
    assert client.at("hover", uri, 6, 9) is not None


def test_a_request_that_an_edit_has_overtaken_is_dropped(client: RawClient, folder: Path) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(uri, MAIN)
    client.diagnostics(uri)
    codes = []
    for version in range(2, 40):
        body = b""
        import json

        for message in (
            {
                "jsonrpc": "2.0",
                "id": f"h{version}",
                "method": "textDocument/hover",
                "params": {"textDocument": {"uri": uri}, "position": {"line": 6, "character": 9}},
            },
            {
                "jsonrpc": "2.0",
                "method": "textDocument/didChange",
                "params": {
                    "textDocument": {"uri": uri, "version": version},
                    "contentChanges": [edit(6, 15, 16, str(version % 10))],
                },
            },
        ):
            data = json.dumps(message).encode()
            body += b"Content-Length: %d\r\n\r\n%b" % (len(data), data)
        client.write(body)
        answer = client.answer(f"h{version}")
        codes.append(answer.get("error", {}).get("code"))
    assert set(codes) <= {None, CONTENT_MODIFIED}
    assert CONTENT_MODIFIED in codes
    assert client.diagnostics(uri, 39) == []


def test_a_storm_of_edits_ends_with_the_diagnostics_of_the_last(
    client: RawClient, folder: Path
) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(uri, MAIN)
    for version in range(2, 302):
        text = MAIN.replace("helper 3", "true" if version % 2 else "helper 3")
        client.change(uri, version, {"text": text})
    assert {d["code"] for d in client.diagnostics(uri, 301)} >= {"TypesDoNotUnify"}
    versions = [
        m["params"].get("version", 0)
        for m in client.received
        if m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri
    ]
    assert versions == sorted(versions)


def test_a_line_of_five_megabytes(client: RawClient, folder: Path) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    text = 'module Main where\nx = "' + "🥝" * 1_250_000 + '"\ny = missing\n'
    client.open(uri, text)
    assert "UnknownName" in {d["code"] for d in client.diagnostics(uri, 1)}
    client.change(uri, 2, edit(1, 2_000_005, 2_000_005, "a"))
    assert "UnknownName" in {d["code"] for d in client.diagnostics(uri, 2)}
    assert "String" in client.at("hover", uri, 1, 0)["contents"]["value"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "module",
        "module Main",
        "module Main where\nx =",
        "x = 1",
        "\ufeffmodule Main where\n",
        "module Main where\nx = " + "(" * 2000 + "1" + ")" * 2000,
        "module Main where\nx = [" + ", ".join(["1"] * 10_000) + "]",
        "module Main where\nimport Main\nx = 1",
    ],
)
def test_texts_of_every_kind_get_diagnostics_and_no_crash(
    client: RawClient, folder: Path, text: str
) -> None:
    uri = (folder / "Main.nova").as_uri()
    client.initialize(folder)
    client.open(uri, text)
    client.diagnostics(uri, 1)
    for method in ("hover", "definition", "completion", "signatureHelp", "documentHighlight"):
        client.at(method, uri, 1, 2)
    client.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    client.change(uri, 2, {"text": MAIN})
    assert client.diagnostics(uri, 2) == []
    assert "Traceback" not in client.stderr.read_text()


def test_an_unreadable_file_is_one_diagnostic(client: RawClient, folder: Path) -> None:
    (folder / "Bad.nova").write_bytes(b"module Bad where\nx = \xff\n")
    client.initialize(folder)
    (found,) = client.diagnostics((folder / "Bad.nova").as_uri())
    assert found["severity"] == 1 and "UTF-8" in found["message"]


# ---------------------------------------------------------------------------- ending


def test_exit_without_shutdown_is_a_failure(client: RawClient) -> None:
    client.initialize()
    client.notify("exit", None)
    assert client.process.wait(10) == 1


@pytest.mark.parametrize("greeted", [True, False])
def test_the_end_of_the_input_ends_the_server(
    client: RawClient, folder: Path, greeted: bool
) -> None:
    if greeted:
        client.initialize(folder)
    assert client.process.stdin is not None
    client.process.stdin.close()
    assert client.process.wait(10) == 1


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_the_server(client: RawClient, folder: Path, number: signal.Signals) -> None:
    client.initialize(folder)
    client.request("workspace/symbol", {"query": "x"})
    client.process.send_signal(number)
    assert client.process.wait(10) == 0


def test_a_client_that_stops_reading_does_not_keep_the_server(client: RawClient) -> None:
    client.initialize()
    assert client.process.stdin is not None and client.process.stdout is not None
    client.process.stdin.close()
    client.process.wait(10)


_PARENT = """
import subprocess, sys, time
server = subprocess.Popen({command!r}, stdin=int(sys.argv[1]), stderr=subprocess.DEVNULL)
print(server.pid, flush=True)
time.sleep(1000)
"""


_GREETING = b'{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}'
_INITIALIZE = b"Content-Length: %d\r\n\r\n%s" % (len(_GREETING), _GREETING)


@pytest.mark.skipif(os.name == "nt", reason="process groups are POSIX")
def test_an_orphan_ends_by_itself_even_if_its_input_stays_open() -> None:
    reading, writing = os.pipe()
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT.format(command=list(SERVER)), str(reading)],
        stdout=subprocess.PIPE,
        pass_fds=(reading,),
    )
    try:
        assert parent.stdout is not None
        server = psutil.Process(int(parent.stdout.readline()))
        os.write(writing, _INITIALIZE)
        assert parent.stdout.readline().startswith(b"Content-Length")  # it runs
        parent.kill()
        parent.wait()
        gone, _ = psutil.wait_procs([server], timeout=15)
        assert gone
    finally:
        parent.kill()
        os.close(reading)
        os.close(writing)


def test_the_process_that_the_client_names_is_watched(client: RawClient) -> None:
    named = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    client.request("initialize", {"processId": named.pid, "capabilities": {}, "rootUri": None})
    named.kill()
    named.wait()
    client.process.wait(15)
