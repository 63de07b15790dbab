"""What edits of all features have in common."""

from __future__ import annotations

from typing import Protocol


class AnEdit(Protocol):
    """Of a code action or of a renaming."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
