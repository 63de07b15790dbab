"""What clients know by name: the commands that workspace/executeCommand takes, and the kinds of code actions."""

from __future__ import annotations

from typing import Final

HISTORY: Final = "nova.history"
"""Shows the versions of a declaration; its argument is what `nova/history` takes. Clients may have a command of this name."""

COMMANDS: Final = (HISTORY,)

HISTORY_KIND: Final = "nova.history"
RESTORE_KIND: Final = "refactor.rewrite.restore"
