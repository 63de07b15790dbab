"""Code lenses that stand still: a lens is a line of its own in most editors, and the text must not move while somebody types.

What was shown of a document when its text was that of its file is shown until it is so again. Declarations that come
meanwhile have no lens yet; those that cannot be read for the moment keep theirs, and so do those that lack nothing any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.features.lens_kind import LensKind

LensKey: TypeAlias = tuple[ElementKey, LensKind]


class SteadyLenses:
    """Of the open documents: the line of each lens as it was told last. `kinds`: those that are shown."""

    def __init__(self) -> None:
        self.kinds: frozenset[LensKind] = frozenset()
        self._told: dict[Path, dict[LensKey, int]] = {}

    def show(self, kinds: frozenset[LensKind]) -> bool:
        """Show these kinds from now on; whether that is something else."""
        if kinds == self.kinds:
            return False
        self.kinds = kinds
        self._told.clear()
        return True

    def lines(
        self,
        path: Path,
        lines: Mapping[ElementKey, int],
        wanted: Iterable[LensKey],
        *,
        is_saved: bool,
    ) -> dict[LensKey, int]:
        """Where lenses are to stand, in order; `lines`: those of the declarations that there are, in order."""
        before = self._told.get(path)
        told: dict[LensKey, int] = {}
        if before is None or is_saved:
            told = {lens: lines[lens[0]] for lens in wanted}
        else:
            shift = 0  # A declaration that is not there has moved as the one before it has.
            for lens, line in before.items():
                if lens[0] in lines:
                    shift = lines[lens[0]] - line
                told[lens] = line + shift
        self._told[path] = told
        return told

    def forget(self, path: Path) -> None:
        """The document is closed."""
        self._told.pop(path, None)
