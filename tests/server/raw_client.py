"""A client that is nothing but a pipe: it can say what no library would let it say.

What the server sends is read in a thread of its own; requests of the server are answered with null unless `answers` knows better.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.forking import ForkedProcess, start_server

TIMEOUT = 60.0
SERVER = (sys.executable, "-m", "nova_ls")
Message = dict[str, Any]


class Ended(Exception):
    """The server has closed its output."""


class RawClient:
    """One server process. `received` holds everything that has come and was no answer to `request`."""

    def __init__(self, home: Path, command: tuple[str, ...] | None = None) -> None:
        """`command` None: a server that need not import anything."""
        self.started = time.perf_counter()
        self.stderr = home / "stderr"
        home.mkdir(parents=True, exist_ok=True)
        env = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
        self.process = self._start(command, env)
        self.answers: Mapping[str, Any] = {}
        self.received: list[Message] = []
        self._queue: queue.Queue[tuple[float, Message] | None] = queue.Queue()
        self._number = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _start(
        self, command: tuple[str, ...] | None, env: Mapping[str, str]
    ) -> subprocess.Popen[bytes] | ForkedProcess:
        if command is None:
            return start_server(self.stderr, env)
        pipe = subprocess.PIPE
        with self.stderr.open("wb") as stderr:
            return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=stderr, env=env)

    def __enter__(self) -> RawClient:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):
                pipe.close()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        try:
            while True:
                header = stream.readline()
                if not header:
                    break
                name, length = header.split(b":")
                assert name == b"Content-Length", header
                assert stream.readline() == b"\r\n"
                body = stream.read(int(length))
                self._queue.put((time.perf_counter(), json.loads(body)))
        finally:
            self._queue.put(None)

    # ------------------------------------------------------------------ saying

    def write(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: Any) -> None:
        body = json.dumps(message).encode()
        self.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def notify(self, method: str, params: Any) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def begin(self, method: str, params: Any) -> int:
        """Send a request; its id."""
        self._number += 1
        self.send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        return self._number

    # ------------------------------------------------------------------ hearing

    def until(
        self, wanted: Callable[[Message], bool], timeout: float = TIMEOUT
    ) -> tuple[float, Message]:
        """The next message of a kind, with the time it came."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                found = self._queue.get(timeout=max(deadline - time.monotonic(), 0.001))
            except queue.Empty:
                raise TimeoutError(
                    f"waited for {timeout} s; before: {self.received[-3:]}; "
                    f"stderr: {self.stderr.read_text()[-2000:]}"
                ) from None
            if found is None:
                raise Ended(self.stderr.read_text()[-2000:])
            message = found[1]
            if "method" in message and "id" in message:
                result = self.answers.get(message["method"])
                self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})
            if wanted(message):
                return found
            self.received.append(message)

    def answer(self, request: int | str | None, timeout: float = TIMEOUT) -> Message:
        """The answer to a request, result or error."""
        return self.until(lambda m: "method" not in m and m.get("id") == request, timeout)[1]

    def request(self, method: str, params: Any, timeout: float = TIMEOUT) -> Any:
        """The result of a request."""
        answer = self.answer(self.begin(method, params), timeout)
        assert "error" not in answer, answer
        return answer["result"]

    def error(self, method: str, params: Any) -> int:
        """The code of the error that a request is answered with."""
        answer = self.answer(self.begin(method, params))
        assert "error" in answer, answer
        code: int = answer["error"]["code"]
        return code

    # ------------------------------------------------------------------ LSP

    def initialize(self, *folders: Path, options: Any = None, **capabilities: Any) -> Message:
        """Greet and be greeted; `capabilities`: those of the client; `options`: what it says besides."""
        result: Message = self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": None,
                "workspaceFolders": [{"uri": f.as_uri(), "name": f.name} for f in folders],
                "capabilities": capabilities,
                "initializationOptions": options,
            },
        )
        self.notify("initialized", {})
        return result

    def open(self, uri: str, text: str, version: int = 1) -> None:
        document = {"uri": uri, "languageId": "nova", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, version: int, *changes: Any) -> None:
        document = {"uri": uri, "version": version}
        self.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)}
        )

    def diagnostics(self, uri: str, version: int | None = None) -> list[Message]:
        """The next diagnostics of a document, or those of a version."""
        found: list[Message] = self.until(
            lambda m: (
                m.get("method") == "textDocument/publishDiagnostics"
                and m["params"]["uri"] == uri
                and version in (None, m["params"].get("version"))
            )
        )[1]["params"]["diagnostics"]
        return found

    def at(self, method: str, uri: str, line: int, character: int, **more: Any) -> Any:
        """The result of a request about a position."""
        position = {"line": line, "character": character}
        return self.request(
            f"textDocument/{method}", {"textDocument": {"uri": uri}, "position": position, **more}
        )

    def quit(self, timeout: float = 10) -> int:
        """End as the protocol wants it; the exit status."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(timeout)


def edit(line: int, start: int, end: int, text: str) -> Message:
    """A change within one line."""
    return {
        "range": {
            "start": {"line": line, "character": start},
            "end": {"line": line, "character": end},
        },
        "text": text,
    }
