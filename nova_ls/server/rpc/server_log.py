"""Where the server writes what went wrong: stderr, and a file in the user's log folder."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from platformdirs import user_log_path

LARGEST: Final = 1 << 20
KEPT: Final = 3
LOGGER: Final = logging.getLogger("nova_ls")


def log_file() -> Path:
    """The log's place: what the platform has for such files."""
    return user_log_path("nova-ls", appauthor=False) / "server.log"


def start_log() -> None:
    """Log to stderr and the file; a file that cannot be written to is done without."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    try:
        path = log_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(
            RotatingFileHandler(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
        )
    except (OSError, RuntimeError):
        LOGGER.debug("no log file")
    form = logging.Formatter("%(asctime)s %(levelname)s [%(process)d] %(message)s")
    for handler in handlers:
        handler.setFormatter(form)
        LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    logging.raiseExceptions = False  # A closed stderr must not make a new error of each line.
