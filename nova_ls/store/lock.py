"""The lock of a database on disk: whether a process holds it, and whether it is still the one that was there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from nova_ls.base.slotted import value

_NAME: Final = "LOCK"


@value
class Lock:
    """The lock of the database in `folder`, as it was when the database was opened; `file` names it in the file system."""

    folder: Path
    file: tuple[int, int]

    def is_there(self) -> bool:
        """Whether the folder still holds this database, and not none or another one."""
        return _file_of(self.folder) == self.file

    def is_free(self) -> bool:
        """Whether no process has the database open for writing.

        Not to be asked where this very process has: on POSIX a process loses its locks of a file when it closes that file once.
        """
        try:
            with (self.folder / _NAME).open("r+b") as file:
                return _can_lock(file.fileno())
        except OSError:
            return False


def lock_of(folder: Path) -> Lock | None:
    """The lock of a database; None where there is none."""
    file = _file_of(folder)
    return None if file is None else Lock(folder, file)


def _file_of(folder: Path) -> tuple[int, int] | None:
    try:
        status = (folder / _NAME).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


if sys.platform == "win32":

    def _can_lock(_descriptor: int) -> bool:
        return True  # The owner's handle is not shared: opening the file would have failed.

else:
    import fcntl

    def _can_lock(descriptor: int) -> bool:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True  # Closing the file gives the lock back.
