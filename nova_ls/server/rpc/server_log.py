"""Where the server writes what went wrong: stderr, and a file in the user's log folder.

The file is made with its first record, which most runs never write: finding its place and opening it takes longer than an answer to `initialize`.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Final

LARGEST: Final = 1 << 20
KEPT: Final = 3
LOGGER: Final = logging.getLogger("nova_ls")


def log_file() -> Path:
    """The log's place: what the platform has for such files."""
    from platformdirs import user_log_path  # slow to load

    return user_log_path("nova-ls", appauthor=False) / "server.log"


class LogFile(logging.Handler):
    """Writes to the log file from the first record on. One that cannot be written to is done without."""

    def __init__(self) -> None:
        super().__init__()
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        if self._file is None:
            self._file = self._open()
        self._file.emit(record)

    def _open(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler  # slow to load

        try:
            path = log_file()
            path.parent.mkdir(parents=True, exist_ok=True)
            file: logging.Handler = RotatingFileHandler(
                path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8"
            )
        except (OSError, RuntimeError):
            return logging.NullHandler()
        file.setFormatter(self.formatter)
        return file


def start_log() -> None:
    """Log to stderr and the file."""
    form = logging.Formatter("%(asctime)s %(levelname)s [%(process)d] %(message)s")
    for handler in (logging.StreamHandler(sys.stderr), LogFile()):
        handler.setFormatter(form)
        LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    logging.raiseExceptions = False  # A closed stderr must not make a new error of each line.
