"""Where in its module's text the code of a unit stands, and which comments stand around it.

Comments lie in their module's entry, so that a declaration's own entry stays as it is when one of them is edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

from nova_ls.compiler.archive.log_names import MODULE
from nova_ls.compiler.restore.module_entry import EntryPiece, decode_layout
from nova_ls.log.commit import UnitChange
from nova_ls.log.entry import Entry, EntryId
from nova_ls.log.log_unit import LogUnit

Pieces: TypeAlias = Mapping[LogUnit, Mapping[int, EntryPiece]]
"""The pieces of each unit of a module by number."""


class Entries(Protocol):
    """Where the entries of a state lie."""

    def entries(self, ids: Sequence[EntryId]) -> dict[EntryId, Entry]:
        """The entries that are there, by their ids."""

    def part(self, entry: Entry, name: str) -> bytes | None:
        """One of an entry's parts by its name; None where it has none."""


class Layouts:
    """Those of the modules' versions in one place; each is read once."""

    __slots__ = ("_known", "_source")

    def __init__(self, source: Entries) -> None:
        self._source = source
        self._known: dict[EntryId, Pieces] = {}

    def pieces(self, entry_id: EntryId | None) -> Pieces:
        """Of one version of a module; nothing where it is none, or gone."""
        if entry_id is None:
            return {}
        known = self._known.get(entry_id)
        if known is None:
            entry = self._source.entries([entry_id]).get(entry_id)
            data = None if entry is None else self._source.part(entry, "layout")
            known = self._known[entry_id] = {} if data is None else _pieces(decode_layout(data))
        return known

    def changed_units(self, changes: Iterable[UnitChange]) -> set[LogUnit]:
        """The units that a commit changed, by their own code or by the comments around it."""
        changed: set[LogUnit] = set()
        for change in changes:
            changed.add(change.unit)
            if change.unit.kind == MODULE:
                changed |= recommented(self.pieces(change.old), self.pieces(change.new))
        return changed


def recommented(before: Pieces, after: Pieces) -> set[LogUnit]:
    """The units of both versions of a module around whose code they have different comments."""
    both = before.keys() & after.keys()
    return {unit for unit in both if _comments(before[unit]) != _comments(after[unit])}


def _comments(pieces: Mapping[int, EntryPiece]) -> list[tuple[str, str]]:
    return [(piece.above.strip(), piece.behind.strip()) for _, piece in sorted(pieces.items())]


def _pieces(layout: Iterable[str | EntryPiece]) -> Pieces:
    found: dict[LogUnit, dict[int, EntryPiece]] = {}
    for piece in layout:
        if isinstance(piece, EntryPiece):
            found.setdefault(piece.unit, {}).setdefault(piece.number, piece)
    return found
