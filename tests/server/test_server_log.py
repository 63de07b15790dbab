"""The server's log file: made with the first record, and done without where it cannot be."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from nova_ls.server.rpc import server_log
from nova_ls.server.rpc.server_log import LogFile


def record(message: str) -> logging.LogRecord:
    return logging.LogRecord("nova_ls", logging.WARNING, __file__, 1, message, (), None)


def test_the_file_is_made_with_the_first_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log" / "server.log"
    monkeypatch.setattr(server_log, "log_file", lambda: path)
    handler = LogFile()
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    assert not path.parent.exists()
    handler.emit(record("one"))
    handler.emit(record("two"))
    assert path.read_text() == "WARNING one\nWARNING two\n"


def test_a_file_that_cannot_be_made_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log").write_text("a file where the folder has to be")
    monkeypatch.setattr(server_log, "log_file", lambda: tmp_path / "log" / "server.log")
    handler = LogFile()
    handler.emit(record("one"))
    handler.emit(record("two"))
    assert [path.name for path in tmp_path.iterdir()] == ["log"]
