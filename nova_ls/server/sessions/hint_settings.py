"""Which inlay hints the client wants, and whether it was told some before all was known."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from nova_ls.features.hint_kind import AS_EVER, HintKind


class HintSettings:
    """`kinds`: those that are shown."""

    def __init__(self) -> None:
        self.kinds: AbstractSet[HintKind] = AS_EVER
        self._is_awaited = False

    def note_answer(self, *, is_final: bool) -> None:
        """Hints were told; not `is_final`: something was still to be checked."""
        self._is_awaited = self._is_awaited or not is_final

    def take_awaited(self) -> bool:
        """Whether better ones may be known now; asked once all is checked."""
        found, self._is_awaited = self._is_awaited, False
        return found
