"""Reading source files as text, with a reason where that cannot be done."""

from __future__ import annotations

from pathlib import Path

from nova_ls.base.lines import line_starts
from nova_ls.base.problems import InvalidUtf8, UnreadableFile
from nova_ls.base.slotted import value

BOM = "\ufeff"


@value
class Unreadable:
    """Why a file has no text."""

    path: Path
    problem: UnreadableFile | InvalidUtf8


def read_source(path: Path) -> str | Unreadable:
    """The text of a file, without a byte order mark; line ends are left as they are."""
    try:
        with path.open("rb", buffering=0) as file:  # It is read as a whole.
            data = file.readall()
    except OSError as error:
        return Unreadable(path, UnreadableFile(path.name, error.strerror or str(error)))
    return decode_source(path, data)


def decode_source(path: Path, data: bytes) -> str | Unreadable:
    """The text of a file's bytes."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(line_starts(data[: error.start].decode("utf-8")))
        byte = f"0x{data[error.start]:02X}"
        return Unreadable(path, InvalidUtf8(path.name, line, byte))
    return text.removeprefix(BOM)
