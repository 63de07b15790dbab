"""Commits: which units got which entries, when and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import msgpack

from nova_ls.base.packing import pack
from nova_ls.base.slotted import value
from nova_ls.log.entry import EntryId
from nova_ls.log.log_unit import LogUnit

CommitId = bytes
"""SHA-256 of the encoded commit, which holds a digest of its changes."""


@value
class UnitChange:
    """What a commit did to one unit. `previous`: the commit that changed it before this one.

    None as `old`: the unit came with this commit; None as `new`: it went.
    """

    unit: LogUnit
    old: EntryId | None
    new: EntryId | None
    previous: CommitId | None


@value
class Commit:
    """A commit without its changes, of which there are `size`."""

    id: CommitId
    parent: CommitId | None
    branch: str
    time: float
    author: str
    message: str
    size: int
    digest: bytes


@value
class BranchHead:
    """The newest entry of a unit on a branch, and the commit that put it there.

    `entry` None: the unit was removed; its history remains. `times`: how many commits changed it.
    """

    entry: EntryId | None
    commit: CommitId
    times: int


@value
class Movement:
    """One line of the reflog: a branch, or the choice of a branch, moved."""

    time: float
    branch: str
    old: CommitId | None
    new: CommitId | None
    action: str
    author: str


def make_commit(
    parent: CommitId | None,
    branch: str,
    time: float,
    author: str,
    message: str,
    size: int,
    digest: bytes,
) -> Commit:
    """The commit of so many changes with this digest (`changes_digest`)."""
    body = _encode_body(parent, branch, time, author, message, size, digest)
    return Commit(sha256(body).digest(), parent, branch, time, author, message, size, digest)


def changes_digest(encoded: Iterable[bytes]) -> bytes:
    """The digest of changes, each as its unit followed by its value, in order."""
    digest = sha256()
    for change in encoded:
        digest.update(change)
    return digest.digest()


def encode_commit(commit: Commit) -> bytes:
    """The row of a commit: what its id is the hash of."""
    return _encode_body(
        commit.parent,
        commit.branch,
        commit.time,
        commit.author,
        commit.message,
        commit.size,
        commit.digest,
    )


def decode_commit(commit_id: CommitId, data: bytes) -> Commit | None:
    """The commit of a row; None where the bytes are not what was written."""
    if sha256(data).digest() != commit_id:
        return None
    fields: Any = msgpack.unpackb(data, unicode_errors="surrogatepass")
    parent, branch, time, author, message, size, digest = fields
    return Commit(commit_id, parent or None, branch, time, author, message, size, digest)


def encode_change(change: UnitChange) -> bytes:
    """The row of a change, whose unit is in its key."""
    return encode_versions(change.old, change.new, change.previous)


def encode_versions(old: EntryId | None, new: EntryId | None, previous: CommitId | None) -> bytes:
    """The same of what the change is made of."""
    return pack((old or b"", new or b"", previous or b""))


def decode_change(unit: LogUnit, data: bytes) -> UnitChange:
    """Undoes `encode_change`."""
    old, new, previous = msgpack.unpackb(data)
    return UnitChange(unit, old or None, new or None, previous or None)


def encode_head(head: BranchHead) -> bytes:
    """The row of a head."""
    return pack((head.entry or b"", head.commit, head.times))


def decode_head(data: bytes) -> BranchHead:
    """Undoes `encode_head`."""
    entry, commit, times = msgpack.unpackb(data)
    return BranchHead(entry or None, commit, times)


def encode_movement(movement: Movement) -> bytes:
    """The row of a line of the reflog."""
    return pack(
        (
            movement.time,
            movement.branch,
            movement.old or b"",
            movement.new or b"",
            movement.action,
            movement.author,
        )
    )


def decode_movement(data: bytes) -> Movement:
    """Undoes `encode_movement`."""
    time, branch, old, new, action, author = msgpack.unpackb(data, unicode_errors="surrogatepass")
    return Movement(time, branch, old or None, new or None, action, author)


def _encode_body(
    parent: CommitId | None,
    branch: str,
    time: float,
    author: str,
    message: str,
    size: int,
    digest: bytes,
) -> bytes:
    return pack((parent or b"", branch, time, author, message, size, digest))
