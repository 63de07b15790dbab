"""Entries of texts that were never saved, kept in memory: what undo and redo find."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

from nova_ls.log.entry import Draft, Entry, EntryId
from nova_ls.log.unit import Unit

_OVERHEAD: Final = 1000  # bytes of an entry beside its payload


class Recent(NamedTuple):
    """An entry with the draft that it was made from."""

    entry: Entry
    draft: Draft


class RecentEntries:
    """The newest entries, at most `budget` bytes of them."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._size = 0
        self._by_id: OrderedDict[EntryId, Recent] = OrderedDict()
        self._by_text: dict[tuple[Unit, bytes], list[EntryId]] = {}

    def add(self, entry: Entry, draft: Draft) -> None:
        """Keep an entry; the oldest go where there is no room."""
        if entry.id in self._by_id:
            self._by_id.move_to_end(entry.id)
            return
        self._by_id[entry.id] = Recent(entry, draft)
        self._by_text.setdefault(_text_of(entry), []).insert(0, entry.id)
        self._size += _size_of(draft)
        while self._size > self._budget and len(self._by_id) > 1:
            self._drop_oldest()

    def get(self, entry_id: EntryId) -> Recent | None:
        """The entry of an id, if it is kept."""
        return self._by_id.get(entry_id)

    def candidates(self, unit: Unit, source_hash: bytes) -> list[Entry]:
        """The entries of one text, newest first."""
        ids = self._by_text.get((unit, source_hash), ())
        return [self._by_id[entry_id].entry for entry_id in ids]

    def _drop_oldest(self) -> None:
        entry_id, (entry, draft) = self._by_id.popitem(last=False)
        self._size -= _size_of(draft)
        ids = self._by_text[_text_of(entry)]
        ids.remove(entry_id)
        if not ids:
            del self._by_text[_text_of(entry)]


def _text_of(entry: Entry) -> tuple[Unit, bytes]:
    return Unit(entry.kind, entry.name), entry.source_hash


def _size_of(draft: Draft) -> int:
    return _OVERHEAD + sum(map(len, draft.parts.values())) + 80 * len(draft.deps)
