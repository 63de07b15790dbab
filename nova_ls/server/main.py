"""The server process: its input and output, the greeting, then everything else.

`initialize` is answered before the libraries and the compiler are imported, since that takes longer than all that an editor needs for
showing the first line of a file.
"""

from __future__ import annotations

import gc
import os
import sys

from nova_ls.server.rpc.client import Client
from nova_ls.server.rpc.greeting import greet
from nova_ls.server.rpc.server_log import start_log
from nova_ls.server.rpc.transport import Transport
from nova_ls.server.rpc.watchdog import start_watchdog


def serve() -> int:
    """Speak LSP on stdin and stdout until the client ends; the process's exit status."""
    gc.disable()  # until the first check is done: imports and checks allocate, and there is little to collect
    transport = Transport(*_take_stdio())
    client: Client | None = None
    start_watchdog(transport, lambda: None if client is None else client.process_id)
    transport.start()
    client = greet(transport)
    if client is None:
        return 1
    from nova_ls.server.sessions.first_look import first_look  # the compiler: after the greeting

    start_log()
    look = first_look(transport, client)
    from nova_ls.server.server import run_server  # everything else: after the first diagnostics

    return run_server(transport, client, look)


def _take_stdio() -> tuple[int, int]:
    """The descriptors of stdin and stdout; whatever else is printed from now on goes to stderr."""
    source, sink = os.dup(0), os.dup(1)
    devnull = os.open(os.devnull, os.O_RDONLY)
    os.dup2(devnull, 0)
    os.close(devnull)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return source, sink
