"""The kinds of code lenses, which the server has to know before it shows any."""

from __future__ import annotations

from enum import Enum


class LensKind(Enum):
    """What is shown, by the name under which it can be switched on."""

    SIGNATURE = "signatures"
    REFERENCES = "references"
    HISTORY = "history"
    TEST = "tests"
