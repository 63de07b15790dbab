"""Processes of nova-ls without their imports: they are forked from a process that has done these once.

Importing what a server or a command needs takes most of the time of a short test. A forked process has everything of its own that a new one
has: input and output, environment, working directory, process id, exit status. Only what Python reads of the environment at its own start
(`PYTHONIOENCODING`) it has not. What a start from nothing does is for `server/test_start.py` and `cli/test_usage.py`, which start real processes.
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
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from nova_ls.__main__ import main
from nova_ls.cli.command_line import COMMANDS
from nova_ls.server.handlers.loading import STEPS

_LOADED: Final = (
    "nova_ls.server.sessions.first_look",
    "nova_ls.server.server",
    *STEPS,
    "nova_ls.workspace.manifest_schema",
    *(f"nova_ls.cli.{name}" for name in COMMANDS),
)
_NUMBER: Final = struct.Struct("=i")
TIMEOUT: Final = 120.0


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

    def start(
        self, arguments: Sequence[str], cwd: Path, env: Mapping[str, str], stderr: int
    ) -> ForkedProcess:
        """A process of its own; without arguments it is a server."""
        (theirs_in, stdin), (stdout, theirs_out), (status, theirs_status) = [
            os.pipe() for _ in range(3)
        ]
        fds = [theirs_in, theirs_out, stderr, theirs_status]
        data = json.dumps(
            {"arguments": list(arguments), "cwd": str(cwd), "env": dict(env)}
        ).encode()
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
    """Fork once for each message; in the forked process, what it ends with."""
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
    """Let go of the processes between, whose own ones have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _watched(request: dict[str, Any], fds: array.array[int]) -> int:
    """Fork the process, and tell its process id and, once it has ended, its exit status."""
    *own, status = fds
    pid = os.fork()
    if pid == 0:
        os.close(status)
        for number, fd in enumerate(own):
            os.dup2(fd, number)
            os.close(fd)
        _open_standard_files()
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        sys.argv = ["nova-ls", *request["arguments"]]
        return main()
    for fd in own:
        os.close(fd)
    os.write(status, _NUMBER.pack(pid))
    ended = os.waitpid(pid, 0)[1]
    with contextlib.suppress(BrokenPipeError):
        os.write(status, _NUMBER.pack(os.waitstatus_to_exitcode(ended)))
    os._exit(0)


def _open_standard_files() -> None:
    """Those that there are were opened for what the forked process has behind its descriptors."""
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)


_SERVERS: Final[list[ForkServer]] = []


def _fork_server() -> ForkServer:
    if not _SERVERS:
        _SERVERS.append(ForkServer())
    return _SERVERS[0]


def start_server(stderr: Path, env: Mapping[str, str]) -> ForkedProcess:
    """A server in this folder, whose stderr goes to a file."""
    with stderr.open("wb") as file:
        return _fork_server().start((), Path.cwd(), env, file.fileno())


def run_command(
    *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None, given: bytes = b""
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, as `subprocess.run` does; one that hangs fails the test."""
    words = [str(argument) for argument in arguments]
    with tempfile.TemporaryFile() as errors:
        process = _fork_server().start(
            words, cwd, os.environ if env is None else env, errors.fileno()
        )
        try:
            process.stdin.write(given)
            process.stdin.close()
            output = _read_all(process)
            status = process.wait(TIMEOUT)
        finally:
            process.stdout.close()
            process.kill()
        errors.seek(0)
        return subprocess.CompletedProcess(words, status, output.decode(), errors.read().decode())


def _read_all(process: ForkedProcess) -> bytes:
    output = b""
    while select.select([process.stdout], [], [], TIMEOUT)[0]:
        more = os.read(process.stdout.fileno(), 1 << 16)
        if not more:
            return output
        output += more
    raise subprocess.TimeoutExpired("nova-ls", TIMEOUT)


if __name__ == "__main__":
    sys.exit(_serve(int(sys.argv[1])))
