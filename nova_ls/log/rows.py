"""Where the log keeps what: the keys of its rows.

Index LOG:
    e <entry id>                            an entry
    p <entry id> <part name>                one part of its payload
    c <schema> <unit> <source hash>         ids of entries of that text, newest first
    m <commit id>                           a commit
    x <commit id> <unit>                    one change of a commit
    r <time> <commit id, first half>        one line of the reflog
    s <commit id>                           the parent of this commit was collected
Index HEADS:
    b <branch>                              its tip
    h <branch> <unit>                       a head
    c                                       the name of the current branch
    w                                       the name of the branch that was checked last
"""

from __future__ import annotations

import struct
from typing import Final

from nova_ls.log.commit import CommitId
from nova_ls.log.entry import EntryId
from nova_ls.log.log_unit import LogUnit, decode_text, decode_unit, encode_text, encode_unit

ENTRY: Final = b"e"
PART: Final = b"p"
CANDIDATES: Final = b"c"
COMMIT: Final = b"m"
CHANGE: Final = b"x"
MOVEMENT: Final = b"r"
SHALLOW: Final = b"s"

BRANCH: Final = b"b"
HEAD: Final = b"h"
CURRENT: Final = b"c"
CHECKED: Final = b"w"

ID_SIZE: Final = 32
_SCHEMA: Final = struct.Struct(">H")
_TIME: Final = struct.Struct(">Q")


def entry_row(entry_id: EntryId) -> bytes:
    """Where an entry lies."""
    return ENTRY + entry_id


def part_row(entry_id: EntryId, part: str) -> bytes:
    """Where a part of an entry's payload lies."""
    return PART + entry_id + part.encode()


def candidates_row(schema: int, unit: LogUnit, source_hash: bytes) -> bytes:
    """Where the entries of a unit's source text are listed."""
    return candidates_of_version(schema) + encode_unit(unit) + source_hash


def candidates_of_version(schema: int) -> bytes:
    """What the rows begin with that list entries of one version."""
    return CANDIDATES + _SCHEMA.pack(schema)


def commit_row(commit_id: CommitId) -> bytes:
    """Where a commit lies."""
    return COMMIT + commit_id


def change_row(commit_id: CommitId, unit: LogUnit) -> bytes:
    """Where a commit says what it changed of a unit."""
    return CHANGE + commit_id + encode_unit(unit)


def changes_prefix(commit_id: CommitId) -> bytes:
    """Where all changes of a commit begin."""
    return CHANGE + commit_id


def movement_row(time: float, commit_id: CommitId | None) -> bytes:
    """Where a movement of the reflog lies; `commit_id` None: of a branch without commits."""
    return movements_at(time) + (commit_id or bytes(ID_SIZE))[:16]


def movements_at(time: float) -> bytes:
    """What the rows of movements at a moment begin with."""
    return MOVEMENT + _TIME.pack(int(time * 1e9))


def shallow_row(commit_id: CommitId) -> bytes:
    """Where a commit is marked whose parents were collected."""
    return SHALLOW + commit_id


def branch_row(branch: str) -> bytes:
    """Where a branch lies."""
    return BRANCH + encode_text(branch)


def head_row(branch: str, unit: LogUnit) -> bytes:
    """Where a branch's head of a unit lies."""
    return HEAD + encode_text(branch) + encode_unit(unit)


def heads_prefix(branch: str) -> bytes:
    """Where the heads of a branch begin."""
    return HEAD + encode_text(branch)


def decode_head_key(key: bytes) -> tuple[str, LogUnit]:
    """The branch and the unit of a head's key."""
    branch, rest = decode_text(key[len(HEAD) :])
    unit, _ = decode_unit(rest)
    return branch, unit


def decode_change_key(key: bytes) -> tuple[CommitId, LogUnit]:
    """The commit and the unit of a change's key."""
    start = len(CHANGE) + ID_SIZE
    unit, _ = decode_unit(key[start:])
    return key[len(CHANGE) : start], unit


def split_ids(data: bytes) -> list[bytes]:
    """The ids of a candidates row."""
    return [data[at : at + ID_SIZE] for at in range(0, len(data), ID_SIZE)]
