"""Server processes without their imports: they are forked from a process that has done these once.

Importing what the server needs takes most of the time of a short test. A forked process has everything of its own that a new one has: input and output,
environment, working directory, process id, exit status. What a start from nothing does is for `test_start.py`, which starts real processes.
"""

from __future__ import annotations

import array
import atexit
import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from nova_ls.__main__ import main

_LOADED: Final = (
    "nova_ls.server.sessions.first_look",
    "nova_ls.server.server",
    "nova_ls.server.handlers.all_handlers",
    "nova_ls.workspace.manifest_schema",
)
_NUMBER: Final = struct.Struct("=i")


class ForkedProcess:
    """As much of `subprocess.Popen` as tests use."""

    def __init__(self, pid: int, stdin: int, stdout: int, status: int) -> None:
        self.pid = pid
        self.stdin = os.fdopen(stdin, "wb")
        self.stdout = os.fdopen(stdout, "rb")
        self.returncode: int | None = None
        self._status = status

    def poll(self) -> int | None:
        """The exit status, negative for a signal; None: it still runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, once there is one."""
        if self.returncode is None:
            if not select.select([self._status], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("nova-ls", timeout or 0)
            self.returncode = _read_number(self._status)
            os.close(self._status)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class ForkServer:
    """The process that is forked, and the way to ask it."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        command = [sys.executable, "-m", __spec__.name, str(theirs.fileno())]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()])
        theirs.close()
        atexit.register(self.close)

    def start(self, stderr: int, env: Mapping[str, str]) -> ForkedProcess:
        """A server of its own."""
        (theirs_in, stdin), (stdout, theirs_out), (status, theirs_status) = [
            os.pipe() for _ in range(3)
        ]
        fds = [theirs_in, theirs_out, stderr, theirs_status]
        data = json.dumps({"cwd": str(Path.cwd()), "env": dict(env)}).encode()
        socket.send_fds(self._socket, [_NUMBER.pack(len(data))], fds)
        self._socket.sendall(data)
        for fd in (theirs_in, theirs_out, theirs_status):
            os.close(fd)
        return ForkedProcess(_read_number(status), stdin, stdout, status)

    def close(self) -> None:
        self._socket.close()
        self._process.wait()


def _read_number(fd: int) -> int:
    data = b""
    while len(data) < _NUMBER.size:
        more = os.read(fd, _NUMBER.size - len(data))
        assert more, "the process that is forked has ended"
        data += more
    number: int = _NUMBER.unpack(data)[0]
    return number


# ---------------------------------------------------------------------------- the process that is forked


def _serve(fd: int) -> int:
    """Fork once for each message; in the forked process, what the server ends with."""
    for name in _LOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    requests = socket.socket(fileno=fd)
    while True:
        data, fds, _, _ = socket.recv_fds(requests, _NUMBER.size, 4)
        if not data:
            return 0
        length: int = _NUMBER.unpack(data)[0]
        request = json.loads(requests.recv(length, socket.MSG_WAITALL))
        if os.fork() == 0:
            requests.detach()
            os.close(fd)
            return _watched(request, array.array("i", fds))
        for each in fds:
            os.close(each)
        _reap()


def _reap() -> None:
    """Let go of the processes between, whose servers have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _watched(request: dict[str, Any], fds: array.array[int]) -> int:
    """Fork the server, and tell its process id and, once it has ended, its exit status."""
    *own, status = fds
    pid = os.fork()
    if pid == 0:
        os.close(status)
        for number, fd in enumerate(own):
            os.dup2(fd, number)
            os.close(fd)
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        sys.argv = ["nova-ls"]
        return main()
    for fd in own:
        os.close(fd)
    os.write(status, _NUMBER.pack(pid))
    ended = os.waitpid(pid, 0)[1]
    with contextlib.suppress(BrokenPipeError):
        os.write(status, _NUMBER.pack(os.waitstatus_to_exitcode(ended)))
    os._exit(0)


_SERVERS: Final[list[ForkServer]] = []


def start_server(stderr: Path, env: Mapping[str, str]) -> ForkedProcess:
    """A server whose stderr goes to a file."""
    if not _SERVERS:
        _SERVERS.append(ForkServer())
    with stderr.open("wb") as file:
        return _SERVERS[0].start(file.fileno(), env)


if __name__ == "__main__":
    sys.exit(_serve(int(sys.argv[1])))
