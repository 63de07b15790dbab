"""Pending commits: those of processes that do not own the database, in files that its owner merges into the log.

A process that finds the database locked commits in its own memory. Each such commit is written here as well, in a file
that is there whole or not at all. The process that owns the database puts it on the branch (`merge_pending`) and then deletes the
file. So a commit outlives its process, whichever of the two goes first.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, Final

import msgpack

from nova_ls.base.slotted import value
from nova_ls.log.commit import (
    Commit,
    UnitChange,
    decode_change,
    decode_commit,
    encode_change,
    encode_commit,
)
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import Entry, EntryId, decode_entry, encode_entry, has_own_id
from nova_ls.log.log_unit import decode_unit, encode_unit
from nova_ls.log.reading import read_changes

_VERSION: Final = 1
_SUFFIX: Final = ".commit"
_DAMAGED: Final = ".damaged"


@value
class PendingEntry:
    """One entry that the owner may not have, with the parts of its payload that have rows of their own."""

    entry: Entry
    parts: Mapping[str, bytes]


@value
class PendingCommit:
    """One commit. `name`: its file's; they sort by time. `paths`: of the files that were found changed, for the caller."""

    name: str
    commit: Commit
    changes: tuple[UnitChange, ...]
    entries: tuple[PendingEntry, ...]
    paths: tuple[str, ...]


class Outbox:
    """The pending commits in one folder, which need not exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def post(
        self, log: DeclarationLog, commit: Commit, appended: Iterable[EntryId], paths: Iterable[str]
    ) -> None:
        """Write a commit that is in `log` for the owner, with the entries that were new to the log. OSError where that fails."""
        changes = read_changes(log.database, commit.id)
        data = msgpack.packb(
            (
                _VERSION,
                (commit.id, encode_commit(commit)),
                [(encode_unit(change.unit), encode_change(change)) for change in changes],
                [_pack_entry(log, entry) for entry in log.entries(list(appended)).values()],
                list(paths),
            ),
            unicode_errors="surrogatepass",
        )
        self._folder.mkdir(exist_ok=True)
        name = f"{int(commit.time * 1e9):020d}-{os.getpid()}-{next(self._numbers)}"
        temporary = self._folder / name
        with temporary.open("wb") as file:
            file.write(sha256(data).digest() + data)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(self._folder / f"{name}{_SUFFIX}")

    def names(self) -> list[str]:
        """Their file names, oldest first."""
        try:
            return sorted(file.name for file in self._folder.iterdir() if file.suffix == _SUFFIX)
        except OSError:
            return []

    def pending_commits(self) -> list[PendingCommit]:
        """Those that can be read, oldest first; a damaged one is put aside."""
        pending_commits = []
        for name in self.names():
            try:
                data = (self._folder / name).read_bytes()
            except OSError:
                continue  # Another owner, before this one, has just taken it in.
            try:
                pending = _unpack(name, data)
            except (ValueError, TypeError, LookupError):
                self._put_aside(name)
                continue
            if pending is not None:
                pending_commits.append(pending)
        return pending_commits

    def drop(self, pending_commits: Iterable[PendingCommit]) -> None:
        """Delete what was taken in."""
        for pending in pending_commits:
            try:
                (self._folder / pending.name).unlink(missing_ok=True)
            except OSError:
                continue  # It stays marked as taken in; deleting it is tried again with the next one.

    def _put_aside(self, name: str) -> None:
        try:
            (self._folder / name).rename(self._folder / f"{name}{_DAMAGED}")
        except OSError:
            return


def _pack_entry(log: DeclarationLog, entry: Entry) -> tuple[bytes, bytes, dict[str, bytes]]:
    parts = {}
    for name, part in entry.parts.items():
        data = log.part(entry, name) if part.inline is None else None
        if data is not None:
            parts[name] = data
    return entry.id, encode_entry(entry), parts


def _unpack(name: str, data: bytes) -> PendingCommit | None:
    """None: written by a nova-ls of another time, and not for this one to read. ValueError and its like: damaged."""
    if sha256(data[32:]).digest() != data[:32]:
        raise ValueError(name)
    fields: Any = msgpack.unpackb(data[32:], unicode_errors="surrogatepass")
    if fields[0] != _VERSION:
        return None
    _, (commit_id, encoded), changes, entries, paths = fields
    commit = decode_commit(commit_id, encoded)
    if commit is None:
        return None
    read = ((decode_entry(entry_id, row), parts) for entry_id, row, parts in entries)
    return PendingCommit(
        name,
        commit,
        tuple(decode_change(decode_unit(unit)[0], change) for unit, change in changes),
        tuple(PendingEntry(e, parts) for e, parts in read if e is not None and has_own_id(e)),
        tuple(paths),
    )
