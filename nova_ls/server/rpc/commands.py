"""What clients know by name: the commands that workspace/executeCommand takes, and the kinds of code actions."""

from __future__ import annotations

from typing import Final

HISTORY: Final = "nova.history"
"""Shows the versions of a declaration; its argument is what `nova/history` takes. Clients may have a command of this name."""

ADD_SIGNATURE: Final = "nova.addSignature"
"""Writes the signature that a value has not; its argument has `textDocument` and the full `name`."""

EVALUATE: Final = "nova.evaluate"
"""Writes below expressions in comments what they come to; its argument has `textDocument`, and the `line` of a block, or none for all of them."""

RUN_TEST: Final = "nova.runTest"
"""Runs a test; its argument has its `name`, and the answer is that of `nova/runTests`."""

COMMANDS: Final = (HISTORY, ADD_SIGNATURE, EVALUATE, RUN_TEST)

SHOW_REFERENCES: Final = "nova.showReferences"
"""A command of the client's own, for clients that say in `initializationOptions.commands` that they have it: document, position, locations."""

EVALUATE_KIND: Final = "nova.evaluate"
HISTORY_KIND: Final = "nova.history"
RESTORE_KIND: Final = "refactor.rewrite.restore"
