"""Compiled code in the database: by the entry that it was made from, the element, and the back end.

An entry says what a unit's text is and what all that it asked of others was answered, so code that is found under it is the code of
that text over those interfaces: a body that changes has another entry, and what calls it keeps its own. What lowering asked
beyond that stands with the code, and is asked again.

Code is run, so it is taken from nobody but oneself: each artifact is sealed with a key of the user's that no database holds. In a
database that came with a cloned repository there is nothing to be found.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

import msgpack

from nova_ls.base.element_bytes import encode_element
from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.log.entry import EntryId
from nova_ls.store import Access, ArtifactKind, Database, Durability, StoreError

_SEAL: Final = 32

LookUps = tuple[tuple[bytes, bytes], ...]


@value
class StoredCode:
    """`asked`: facts with their answers, encoded, that the code relies on beside those of its entry. `needs`: elements, encoded."""

    payload: bytes
    asked: LookUps
    needs: tuple[bytes, ...]


class CodeStore:
    """The code of one back end. `secret`: what artifacts are sealed with."""

    def __init__(self, database: Database, name: str, stamp: bytes, secret: bytes) -> None:
        self._database = database
        self._name = name.encode() + b"\0" + stamp
        self._secret = secret

    def get(self, entry: EntryId, key: ElementKey) -> StoredCode | None:
        """The code of an element as an entry has it; None where there is none that this user made."""
        row = self._row(entry, key)
        record = self._database.get_artifact(ArtifactKind.CODE, row)
        if record is None:
            return None
        seal, body = record.payload[:_SEAL], record.payload[_SEAL:]
        if not hmac.compare_digest(seal, self._seal(row, body)):
            return None
        payload, asked, needs = msgpack.unpackb(body, use_list=False)
        return StoredCode(payload, asked, needs)

    def put(self, found: Mapping[tuple[EntryId, ElementKey], StoredCode]) -> bool:
        """Keep code, in one transaction; False where another process owns the database, or it cannot be written."""
        if self._database.access is Access.FOLLOWER:
            return False
        try:
            with self._database.transaction(Durability.WITH_THE_NEXT) as transaction:
                for (entry, key), code in found.items():
                    row = self._row(entry, key)
                    body: bytes = msgpack.packb((code.payload, code.asked, code.needs))
                    transaction.put_payload(ArtifactKind.CODE, row, self._seal(row, body) + body)
        except StoreError:
            return False
        return True

    def _row(self, entry: EntryId, key: ElementKey) -> bytes:
        return entry + sha256(self._name + b"\0" + encode_element(key)).digest()

    def _seal(self, row: bytes, body: bytes) -> bytes:
        return hmac.digest(self._secret, row + body, "sha256")
