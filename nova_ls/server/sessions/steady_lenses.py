"""Code lenses that stand still: a lens is a line of its own in most editors, and the text must not move while somebody types.

What was shown of a document when its text was that of its file is shown until it is so again. Declarations that come
meanwhile have no lens yet; those that cannot be read for the moment keep theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nova_ls.base.keys import ElementKey


class SteadyLenses:
    """Of the open documents: the line of each lens as it was told last."""

    def __init__(self) -> None:
        self._told: dict[Path, dict[ElementKey, int]] = {}

    def lines(
        self, path: Path, found: Mapping[ElementKey, int], *, is_saved: bool
    ) -> dict[ElementKey, int]:
        """Where lenses are to stand, in order; `found`: the lines of the declarations that there are, in order."""
        before = self._told.get(path)
        if before is None or is_saved:
            told = dict(found)
        else:
            told = {}
            shift = 0  # A declaration that is not there has moved as the one before it has.
            for key, line in before.items():
                if key in found:
                    shift = found[key] - line
                told[key] = line + shift
        self._told[path] = told
        return told

    def forget(self, path: Path) -> None:
        """The document is closed."""
        self._told.pop(path, None)
