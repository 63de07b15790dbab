"""Ending with the editor: the parent process and the input are watched from a thread of their own.

The server ends by itself when its input ends. The watchdog is for the cases where it cannot know: a parent that was
killed while another process holds the pipe open, and a computation that keeps the loop from hearing of it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Final

from nova_ls.server.rpc.transport import Transport

PERIOD: Final = 1.0
GRACE: Final = 3.0
"""Seconds that the loop has to end by itself."""


def start_watchdog(transport: Transport, process_id: Callable[[], int | None]) -> None:
    """`process_id`: the client's own, as soon as it is known."""
    parent = os.getppid()

    def watch() -> None:
        while not transport.is_closed:
            time.sleep(PERIOD)
            client = process_id()
            if os.getppid() != parent or (client is not None and not _lives(client)):
                break
        time.sleep(GRACE)
        os._exit(1)

    threading.Thread(target=watch, name="watchdog", daemon=True).start()


def _lives(process_id: int) -> bool:
    if os.name == "nt":
        return True  # A signal would end it there; the end of the input has to do.
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
