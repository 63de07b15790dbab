"""Which modules the log knows of a branch, and of which files: what tells where modules lie if the database's own rows are lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nova_ls.compiler.archive.log_names import MODULE
from nova_ls.log.entry import EntryId
from nova_ls.log.reading import read_entry, read_heads
from nova_ls.log.rows import part_row
from nova_ls.store import Index, Reader

_PATH: Final = "path"
"""The part of a module's entry that is the key of its file."""


def module_heads(reader: Reader, branch: str) -> Iterator[tuple[str, EntryId]]:
    """The workspace's modules that a branch has, with their own entries; reads all heads of the branch."""
    for unit, head in read_heads(reader, branch):
        if unit.kind == MODULE and head.entry is not None:
            yield unit.name, head.entry


def opt_path_key(reader: Reader, entry_id: EntryId) -> bytes | None:
    """The key of the file that a module's entry names; None where the entry is gone or damaged."""
    entry = read_entry(reader, entry_id)
    part = None if entry is None else entry.parts.get(_PATH)
    if part is None or part.inline is not None:
        return None if part is None else part.inline
    return reader.get_row(Index.LOG, part_row(entry_id, _PATH))
