"""What is kept of tests: what each one reaches and what it came to, by the log entry of its own text; and since when it fails, by its name."""

from __future__ import annotations

import time
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, ClassVar

import msgpack

from nova_ls.base.element_bytes import decode_element, encode_element
from nova_ls.base.slotted import value
from nova_ls.log.entry import EntryId
from nova_ls.store import Access, ArtifactKind, Database, Durability, StoreError
from nova_ls.testing.impact import Impact

_NO_ENTRY = bytes(32)
"""Stands before the rows of what is known of a test whatever its text is."""


@value
class TestOutcome:
    """What a run came to. `problem` None: it passed. `places`: the declarations that were running, innermost first, with lines from 1 of their code."""

    problem: str | None
    output: str = ""
    places: tuple[tuple[str, int], ...] = ()
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether nothing went wrong."""
        return self.problem is None


@value
class TestRecord:
    """A test as it ran last over what it reached then. `failing_since`: seconds since 1970."""

    __test__: ClassVar[bool] = False

    impact: Impact
    outcome: TestOutcome
    failing_since: float | None = None


class TestRecords:
    """The records of a database."""

    __test__: ClassVar[bool] = False

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str, entry: EntryId) -> TestRecord | None:
        """The last run of a test with this text."""
        found = self._database.get_artifact(ArtifactKind.TEST_IMPACT, _row(name, entry))
        return None if found is None else _decode(found.payload)

    def failing_since(self, name: str) -> float | None:
        """When a test began to fail that failed when it ran last."""
        found = self._database.get_artifact(ArtifactKind.TEST_IMPACT, _row(name, _NO_ENTRY))
        since: float | None = None if found is None else msgpack.unpackb(found.payload)
        return since

    def put(self, records: Mapping[tuple[str, EntryId], TestRecord]) -> bool:
        """Keep records, in one transaction; False where another process owns the database, or it cannot be written."""
        if self._database.access is Access.FOLLOWER or not records:
            return False
        try:
            with self._database.transaction(Durability.WITH_THE_NEXT) as transaction:
                for (name, entry), record in records.items():
                    kind, since = ArtifactKind.TEST_IMPACT, record.failing_since
                    transaction.put_payload(kind, _row(name, entry), _encode(record))
                    transaction.put_payload(
                        kind, _row(name, _NO_ENTRY), bytes(msgpack.packb(since))
                    )
        except StoreError:
            return False
        return True


def record_of(impact: Impact, outcome: TestOutcome, since: float | None) -> TestRecord:
    """The record of a run; `since`: when the test began to fail before it."""
    return TestRecord(impact, outcome, None if outcome.passed else since or time.time())


def _row(name: str, entry: EntryId) -> bytes:
    return entry + sha256(name.encode("utf-8", "surrogatepass")).digest()


def _encode(record: TestRecord) -> bytes:
    impact, outcome = record.impact, record.outcome
    code = [(encode_element(key), *each) for key, each in impact.code.items()]
    types = [encode_element(key) for key in impact.types]
    ran = (outcome.problem, outcome.output, outcome.places, outcome.seconds)
    return bytes(
        msgpack.packb(
            (impact.own, impact.asked, code, types, impact.is_complete, ran, record.failing_since),
            unicode_errors="surrogatepass",
        )
    )


def _decode(data: bytes) -> TestRecord:
    own, asked, code, types, is_complete, ran, since = _unpacked(data)
    impact = Impact(
        own,
        asked,
        {decode_element(key): (digest, entry) for key, digest, entry in code},
        tuple(map(decode_element, types)),
        is_complete,
    )
    return TestRecord(impact, TestOutcome(*ran), since)


def _unpacked(data: bytes) -> Any:
    return msgpack.unpackb(data, use_list=False, unicode_errors="surrogatepass")
