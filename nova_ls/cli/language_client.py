"""A language client: the editor's side of LSP over a process's stdio, for the demo and the benchmarks.

It does what an editor must and no more: it answers what the server asks, and keeps what the server tells until the caller
wants it. One thread, no queue: nothing is read but while an answer is awaited.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from nova_ls.cli.usage_error import UsageError

Json = dict[str, Any]

TIMEOUT: Final = 120.0
_CAPABILITIES: Final[Json] = {
    "general": {"positionEncodings": ["utf-32", "utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
    },
}


class ServerGone(UsageError):
    """The server ended or did not answer."""


class LanguageClient:
    """One server process. `root`: the workspace folder that it is to open."""

    def __init__(self, command: Sequence[str], root: Path, log: int = subprocess.DEVNULL) -> None:
        self.root = root
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, cwd=root
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self._sink = self.process.stdin.fileno()
        self._source = self.process.stdout.fileno()
        self._buffer = bytearray()
        self._requests = 0
        self.told: deque[Json] = deque(maxlen=10_000)
        """Notifications not taken yet."""

    # ------------------------------------------------------------------ life

    def initialize(self) -> Json:
        """Say hello; the server's answer."""
        uri = self.root.as_uri()
        params = {
            "processId": os.getpid(),
            "clientInfo": {"name": "nova-ls"},
            "rootUri": uri,
            "workspaceFolders": [{"uri": uri, "name": self.root.name}],
            "capabilities": _CAPABILITIES,
        }
        answer: Json = self.request("initialize", params)
        self.notify("initialized", {})
        return answer

    def shutdown(self) -> int:
        """Ask the server to end and wait until it has; its exit status."""
        try:
            self.request("shutdown", None)
            self.notify("exit", None)
        except ServerGone:
            pass
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self._close_pipes()

    def kill(self) -> None:
        """End the server without asking it."""
        self.process.kill()
        self.process.wait()
        self._close_pipes()

    def _close_pipes(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    # ------------------------------------------------------------------ messages

    def send_request(self, method: str, params: Any) -> int:
        """Ask and do not wait; the request's id."""
        self._requests += 1
        self._send({"jsonrpc": "2.0", "id": self._requests, "method": method, "params": params})
        return self._requests

    def request(self, method: str, params: Any, timeout: float = TIMEOUT) -> Any:
        """Ask and wait for the result; ServerGone for an error, since nothing here may fail."""
        return self.answer(self.send_request(method, params), timeout)

    def answer(self, request: int, timeout: float = TIMEOUT) -> Any:
        """The result of a request that was sent."""
        message = self._until(lambda m: m.get("id") == request and "method" not in m, timeout)
        if "error" in message:
            raise ServerGone(f"the server refused: {message['error'].get('message')}")
        return message.get("result")

    def notify(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def notification(
        self, method: str, wanted: Callable[[Json], bool], timeout: float = TIMEOUT
    ) -> Json:
        """The params of the first notification of this kind that is wanted; those before it are dropped."""
        params: Json
        while self.told:
            message = self.told.popleft()
            params = message.get("params") or {}
            if message["method"] == method and wanted(params):
                return params
        message = self._until(lambda m: m.get("method") == method and wanted(m["params"]), timeout)
        params = message["params"]
        return params

    def listen(self, until: float) -> None:
        """Take what comes until a time of `time.perf_counter`; notifications are kept."""
        while not self.told and self._is_readable(until - time.perf_counter()):
            for message in self._read():
                self._take(message)

    def _until(self, wanted: Callable[[Json], bool], timeout: float) -> Json:
        deadline = time.perf_counter() + timeout
        found: Json | None = None
        while found is None:
            if not self._is_readable(deadline - time.perf_counter()):
                raise ServerGone(f"the server did not answer within {timeout:.0f} s")
            for message in self._read():
                if found is None and wanted(message):
                    found = message
                else:
                    self._take(message)
        return found

    def _take(self, message: Json) -> None:
        """What the server asks gets the answer of an editor that has no settings; what it tells is kept."""
        if "method" in message and "id" in message:
            params = message.get("params") or {}
            is_configuration = message["method"] == "workspace/configuration"
            result = [None] * len(params.get("items", ())) if is_configuration else None
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        elif "method" in message:
            self.told.append(message)

    # ------------------------------------------------------------------ bytes

    def _send(self, message: Json) -> None:
        body = json.dumps(message, separators=(",", ":")).encode()
        data = memoryview(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        try:
            while data:
                data = data[os.write(self._sink, data) :]
        except OSError as error:
            raise ServerGone("the server has ended") from error

    def _is_readable(self, seconds: float) -> bool:
        return bool(select.select([self._source], [], [], max(seconds, 0))[0])

    def _read(self) -> list[Json]:
        data = os.read(self._source, 1 << 16)
        if not data:
            raise ServerGone("the server has ended")
        self._buffer += data
        messages: list[Json] = []
        while True:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return messages
            length = int(self._buffer[:end].lower().split(b"content-length:")[1].split(b"\r\n")[0])
            if len(self._buffer) < end + 4 + length:
                return messages
            messages.append(json.loads(self._buffer[end + 4 : end + 4 + length]))
            del self._buffer[: end + 4 + length]
