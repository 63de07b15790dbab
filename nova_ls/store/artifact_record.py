"""One artifact as it is stored: bytes with what is known about them, and the codec of both.

An encoded record is a fixed header followed by the payload. The summary of a record is the header
without the hash, kept in the kind index, so that maintenance reads no payloads.
"""

from __future__ import annotations

import math
import struct
from hashlib import sha256
from typing import Final, NamedTuple

from nova_ls.base.slotted import value

_HEADER: Final = struct.Struct(">BHQd32s")  # 0, schema version, produced at, created at, hash
_SUMMARY: Final = struct.Struct(">HQdI")  # schema version, produced at, created at, payload bytes


@value
class ArtifactRecord:
    """`content_hash` is the SHA-256 of the payload; `produced_at` the revision that made it."""

    payload: bytes
    produced_at: int
    content_hash: bytes
    schema_version: int
    created_at: float | None = None


class RecordSummary(NamedTuple):
    """What maintenance needs to know of an artifact without reading it."""

    schema_version: int
    produced_at: int
    created_at: float | None
    size: int


def make_record(
    payload: bytes, produced_at: int, schema_version: int, created_at: float | None = None
) -> ArtifactRecord:
    """A fresh record of `payload`, hashed."""
    digest = sha256(payload).digest()
    return ArtifactRecord(payload, produced_at, digest, schema_version, created_at)


def is_intact(record: ArtifactRecord) -> bool:
    """Whether the payload is the one that was hashed."""
    return sha256(record.payload).digest() == record.content_hash


def encode_record(record: ArtifactRecord) -> bytes:
    """Header and payload as one byte string."""
    return (
        _HEADER.pack(
            0,
            record.schema_version,
            record.produced_at,
            _encode_time(record.created_at),
            record.content_hash,
        )
        + record.payload
    )


def decode_record(data: bytes) -> ArtifactRecord | None:
    """The record; None where the header is cut off. The hash is not checked here."""
    if len(data) < _HEADER.size:
        return None
    _, schema_version, produced_at, created_at, digest = _HEADER.unpack_from(data)
    return ArtifactRecord(
        data[_HEADER.size :],
        produced_at,
        digest,
        schema_version,
        _decode_time(created_at),
    )


def encode_summary(record: ArtifactRecord) -> bytes:
    """The row of the kind index for this record."""
    return _SUMMARY.pack(
        record.schema_version,
        record.produced_at,
        _encode_time(record.created_at),
        len(record.payload),
    )


def decode_summary(data: bytes) -> RecordSummary:
    """The row of the kind index; a row of another length is not a summary."""
    try:
        schema_version, produced_at, created_at, size = _SUMMARY.unpack(data)
    except struct.error:
        return RecordSummary(0, 0, None, 0)
    return RecordSummary(schema_version, produced_at, _decode_time(created_at), size)


def _encode_time(time: float | None) -> float:
    return math.nan if time is None else time


def _decode_time(time: float) -> float | None:
    return None if math.isnan(time) else time
