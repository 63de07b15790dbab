"""Having the standard library checked for all workspaces to come, in a process of its own, where that was not done yet."""

from __future__ import annotations

import logging
import subprocess
import sys
from functools import lru_cache
from typing import Final

from nova_ls.workspace.shared_library import library_folder, shared_library

LOGGER: Final = logging.getLogger(__name__)

PREPARE: Final = (sys.executable, "-P", "-m", "nova_ls", "prepare")
"""Modules of the folder that it runs in, which is the user's, take no module's place (`-P`)."""


@lru_cache(maxsize=1)
def prepare_library() -> None:
    """Start `nova-ls prepare` where there is something to prepare, once in the life of this process. It ends by itself."""
    if shared_library() is not None or library_folder() is None:
        return
    nothing = subprocess.DEVNULL
    try:
        subprocess.Popen(
            (*PREPARE, "--idle"),
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            start_new_session=True,
        )
    except OSError as problem:
        LOGGER.warning("the standard library is not prepared: %s", problem)
