"""Where the database keeps module records: which there are of a file, and which of them is the committed one.

A file has a record for each branch on which it was committed, and a row that names the branch whose record is what was checked
last, and whether it still can be trusted. A module has a row that says which file it comes from. A commit on one branch leaves the records of the others in
place, so that a change of branches finds them again.

How many modules there are is counted. If rows of modules are lost, there are fewer than were counted, and the log's heads are asked which.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Collection, Iterator, Mapping, Set
from pathlib import Path
from typing import Final, NamedTuple

from nova_ls.compiler.archive.module_heads import module_heads, opt_path_key
from nova_ls.compiler.archive.module_record import (
    ModuleRecord,
    decode_module_record,
    encode_module_record,
    is_of_text,
)
from nova_ls.log.entry import EntryId
from nova_ls.log.follow import checked_branch
from nova_ls.store import (
    Access,
    ArtifactKind,
    Database,
    Durability,
    GraphNode,
    Index,
    Reader,
    Transaction,
)

_END: Final = b"\0"
_LIBRARY: Final = b"<library>/"
_TRUSTED: Final = b"="
_SUSPECT: Final = b"?"
_NONE: Final[Mapping[bytes, str | None]] = {}
_COUNT: Final = b"compiler:modules"
"""The row that counts the modules that were committed; none: it is not known."""
_COUNTED: Final = struct.Struct(">Q")
_PORTION: Final = 256
"""So many rows are read at once."""


class CommittedFile(NamedTuple):
    """The record of a file as it was committed last.

    `is_trusted`: what its units asked of other modules had the same answers when those were committed last.
    """

    record: ModuleRecord
    is_trusted: bool


class ModuleRows:
    """`root`: paths below it are kept relative to it, so that a workspace may move; so may the `library`.

    `below`: rows of another database, which hold for the modules that this one has no rows of; they are only read.
    """

    __slots__ = (
        "_below",
        "_database",
        "_folders",
        "_is_miscounted",
        "_known",
        "_label",
        "_library",
        "_root",
    )

    def __init__(
        self, database: Database, root: Path | None, library: Path, below: ModuleRows | None = None
    ) -> None:
        self._database = database
        self._below = below
        self._root = root
        self._library = library
        # Strings: with paths this takes longer than all else that is done about a file that has not changed.
        self._folders = {} if root is None else {str(root).rstrip(os.sep) + os.sep: b""}
        self._folders.setdefault(str(library).rstrip(os.sep) + os.sep, _LIBRARY)
        self._known: dict[Path, bytes] = {}
        self._is_miscounted = False
        self._label = b""  # The branch whose record was found last: most likely the next one's too.

    def path_key(self, path: Path) -> bytes:
        """The key of what is kept of a file."""
        key = self._known.get(path)
        if key is None:
            key = self._known[path] = self._key_of(path)
        return key

    def _key_of(self, path: Path) -> bytes:
        text = str(path)
        for folder, label in self._folders.items():
            if text.startswith(folder):
                return label + _encode(text.removeprefix(folder))
        return _encode(text)

    # ------------------------------------------------------------------ reading

    def committed(self, path: Path, name: str) -> CommittedFile | None:
        """None where the module `name` was not committed, or came from another file."""
        place = self.path_key(path)
        owner, label, data = self._database.get_artifacts(
            (
                GraphNode(ArtifactKind.MODULE_PLACE, _owner_key(name)),
                GraphNode(ArtifactKind.MODULE_PLACE, place),
                GraphNode(ArtifactKind.MODULE_RECORD, place + _END + self._label),
            )
        )
        if owner is None and self._below is not None:
            return self._below.committed(path, name)
        if owner is None or owner.payload != place or label is None:
            return None
        if label.payload[1:] != self._label:
            self._label = label.payload[1:]
            found = self._committed_at(self._database, place)
        else:
            found = None if data is None else _committed(label.payload, data.payload)
        return found if found is not None and found.record.name == name else None

    def of_module(self, name: str) -> ModuleRecord | None:
        """The record that a module was committed with last, whatever its file."""
        place = _payload(self._database, ArtifactKind.MODULE_PLACE, _owner_key(name))
        found = None if place is None else self._committed_at(self._database, place)
        return found.record if found is not None and found.record.name == name else None

    def has(self, name: str) -> bool:
        """Whether a module of this name was committed here."""
        return self._database.has_artifact(ArtifactKind.MODULE_PLACE, _owner_key(name))

    def is_of_other_version(self, path: Path, name: str) -> bool:
        """Whether a module was committed from this file, by another version of nova-ls."""
        place = self.path_key(path)
        if _payload(self._database, ArtifactKind.MODULE_PLACE, _owner_key(name)) != place:
            return False
        data = self._data_at(self._database, place)
        return data is not None and decode_module_record(data) is None

    def versions(self, path: Path, name: str, text_hash: bytes) -> Iterator[ModuleRecord]:
        """The records of a file that are of one text, whatever the branch."""
        database = self._database
        prefix = self.path_key(path) + _END
        for key, _ in list(database.list_artifacts(ArtifactKind.MODULE_RECORD, prefix)):
            data = _payload(database, ArtifactKind.MODULE_RECORD, key)
            if data is not None and is_of_text(data, text_hash):
                record = decode_module_record(data)
                if record is not None and record.text_hash == text_hash and record.name == name:
                    yield record
        if self._below is not None:
            yield from self._below.versions(path, name, text_hash)

    def names(self) -> Iterator[tuple[str, bytes]]:
        """Every module that was committed, with the key of its file."""
        rows = self._database.list_artifacts(ArtifactKind.MODULE_PLACE, _END)
        nodes = [GraphNode(ArtifactKind.MODULE_PLACE, key) for key, _ in rows]
        for first in range(0, len(nodes), _PORTION):
            some = nodes[first : first + _PORTION]
            for node, place in zip(some, self._database.get_artifacts(some), strict=True):
                if place is not None:
                    yield node.key[len(_END) :].decode("utf-8", "surrogatepass"), place.payload

    def known_names(self) -> Iterator[str]:
        """Every module that has a row, whether it can be read or not: by their keys, which takes a small part of the time."""
        for key, _ in self._database.list_artifacts(ArtifactKind.MODULE_PLACE, _END):
            yield key[len(_END) :].decode("utf-8", "surrogatepass")

    def is_outside_library(self, name: str) -> bool:
        """Whether a module was committed that comes from another file than one of the standard library's."""
        place = _payload(self._database, ArtifactKind.MODULE_PLACE, _owner_key(name))
        return place is not None and not place.startswith(_LIBRARY)

    def portable(self) -> Iterator[tuple[ArtifactKind, bytes]]:
        """The rows that mean the same in every checkout: those of committed modules below the root and of the library."""
        for name, place in self.names():
            label = _payload(self._database, ArtifactKind.MODULE_PLACE, place)
            if (
                label is not None
                and not Path(place.decode("utf-8", "surrogateescape")).is_absolute()
            ):
                yield ArtifactKind.MODULE_PLACE, _owner_key(name)
                yield ArtifactKind.MODULE_PLACE, place
                yield ArtifactKind.MODULE_RECORD, place + _END + label[1:]

    def files(self, known: Mapping[bytes, str | None] = _NONE) -> Iterator[tuple[Path, str]]:
        """The files below the root that were committed, with the names of their modules; but for those that have the same name now.

        `known`: by key of their files.
        """
        if self._root is not None:
            for name, place in self._all():
                if known.get(place) == name:
                    continue
                path = Path(place.decode("utf-8", "surrogateescape"))
                if not path.is_absolute() and not place.startswith(_LIBRARY):
                    yield self._root / path, name

    def _all(self) -> Iterator[tuple[str, bytes]]:
        known: dict[str, bytes] = {}
        for name, place in self.names():
            known[name] = place
            yield name, place
        count = len(known)
        for name, place in self._unnamed(set(known.values())):
            known[name] = place
            yield name, place
        yield from self._lost(known, count)

    def _unnamed(self, named: Set[bytes]) -> Iterator[tuple[str, bytes]]:
        """Modules whose row was lost; their records tell of them."""
        places = {
            key.rpartition(_END)[0]
            for key, _ in self._database.list_artifacts(ArtifactKind.MODULE_RECORD)
        }
        for place in sorted(places - named):
            found = self._committed_at(self._database, place)
            if found is not None:
                yield found.record.name, place

    def _lost(self, known: Mapping[str, bytes], count: int) -> Iterator[tuple[str, bytes]]:
        """Modules that none of these `count` rows names, nor a record; the log's heads tell of them."""
        self._is_miscounted = self._counted(self._database) != count
        if self._is_miscounted:
            for name, entry_id in list(self._heads()):
                place = None if name in known else opt_path_key(self._database, entry_id)
                if place is not None:
                    yield name, place

    def _heads(self) -> Iterator[tuple[str, EntryId]]:
        return module_heads(self._database, checked_branch(self._database))

    def recount(self) -> None:
        """After `files`: count the modules anew if the count was not that of the rows and no row is lost.

        Those that are lost have to be missed until a commit puts them back.
        """
        database = self._database
        if not self._is_miscounted or database.access not in (Access.OWNER, Access.MEMORY):
            return
        names = {name for name, _ in self.names()}
        if names and all(name in names for name, _ in self._heads()):
            with database.transaction(Durability.WITH_THE_NEXT) as transaction:
                transaction.put_row(Index.META, _COUNT, _COUNTED.pack(len(names)))

    def _committed_at(self, reader: Reader, place: bytes) -> CommittedFile | None:
        label = _payload(reader, ArtifactKind.MODULE_PLACE, place)
        data = None if label is None else _record_data(reader, place, label)
        return None if label is None or data is None else _committed(label, data)

    def _data_at(self, reader: Reader, place: bytes) -> bytes | None:
        """The bytes of the committed record of a file."""
        label = _payload(reader, ArtifactKind.MODULE_PLACE, place)
        return None if label is None else _record_data(reader, place, label)

    # ------------------------------------------------------------------ writing

    def put(self, transaction: Transaction, path: Path, branch: str, record: ModuleRecord) -> None:
        """Make a record the committed one of its file."""
        self.put_ahead(transaction, path, branch, record)
        self.put_place(transaction, path, branch, record.name)

    def put_ahead(
        self, transaction: Transaction, path: Path, branch: str, record: ModuleRecord
    ) -> None:
        """Keep a record that no commit has named yet: it is a version of its file like those of other branches."""
        key = self.record_key(path, branch)
        transaction.put_payload(ArtifactKind.MODULE_RECORD, key, encode_module_record(record))

    def record_key(self, path: Path, branch: str) -> bytes:
        """The row that a file's record on a branch lies in."""
        return self.path_key(path) + _END + _encode(branch)

    def has_record(self, reader: Reader, path: Path, branch: str) -> bool:
        """Whether a record of a file on a branch is kept."""
        return reader.has_artifact(ArtifactKind.MODULE_RECORD, self.record_key(path, branch))

    def put_place(self, transaction: Transaction, path: Path, branch: str, name: str) -> None:
        """Make the record of a branch the committed one of its file."""
        for key, value in self.places(path, branch, name):
            before = _payload(transaction, ArtifactKind.MODULE_PLACE, key)
            if before is None and key == _owner_key(name):
                self._count(transaction, 1)
            if before != value:
                transaction.put_payload(ArtifactKind.MODULE_PLACE, key, value)

    def places(self, path: Path, branch: str, name: str) -> tuple[tuple[bytes, bytes], ...]:
        """What says that the record of a branch is the committed one of its file, and that the module is that file's."""
        place = self.path_key(path)
        return (place, _TRUSTED + _encode(branch)), (_owner_key(name), place)

    def remove(self, transaction: Transaction, name: str, path: Path, branch: str) -> None:
        """A module no longer exists on a branch."""
        owner = _owner_key(name)
        place = _payload(transaction, ArtifactKind.MODULE_PLACE, owner)
        if place is None:
            place = self.path_key(path)
        else:
            self._count(transaction, -1)
            transaction.delete_artifact(ArtifactKind.MODULE_PLACE, owner)
        found = self._committed_at(transaction, place)
        if found is None or found.record.name == name:
            self._vacate(transaction, place, branch)

    def leave(self, transaction: Transaction, name: str, path: Path, branch: str) -> None:
        """A module is about to be put for a file; if it was another's, that one has it no more."""
        place = _payload(transaction, ArtifactKind.MODULE_PLACE, _owner_key(name))
        if place is not None and place != self.path_key(path):
            self._vacate(transaction, place, branch)

    def _vacate(self, transaction: Transaction, place: bytes, branch: str) -> None:
        transaction.delete_artifact(ArtifactKind.MODULE_PLACE, place)
        transaction.delete_artifact(ArtifactKind.MODULE_RECORD, place + _END + _encode(branch))

    def mark_suspect(self, transaction: Transaction, name: str) -> None:
        """What a module relies on has changed while it was not looked at: next time it must be."""
        place = _payload(transaction, ArtifactKind.MODULE_PLACE, _owner_key(name))
        label = None if place is None else _payload(transaction, ArtifactKind.MODULE_PLACE, place)
        if place is not None and label is not None:
            transaction.put_payload(ArtifactKind.MODULE_PLACE, place, _SUSPECT + label[1:])
        elif place is None and self._below is not None:
            self._below.copy_as_suspect(transaction, name)

    def copy_as_suspect(self, transaction: Transaction, name: str) -> None:
        """Give another database the rows of a module that it does not trust as they are here."""
        place = _payload(self._database, ArtifactKind.MODULE_PLACE, _owner_key(name))
        label = (
            None if place is None else _payload(self._database, ArtifactKind.MODULE_PLACE, place)
        )
        if place is None or label is None:
            return
        key = place + _END + label[1:]
        record = _payload(self._database, ArtifactKind.MODULE_RECORD, key)
        if record is not None:
            transaction.put_payload(ArtifactKind.MODULE_RECORD, key, record)
            transaction.put_payload(ArtifactKind.MODULE_PLACE, place, _SUSPECT + label[1:])
            self._count(transaction, 1)
            transaction.put_payload(ArtifactKind.MODULE_PLACE, _owner_key(name), place)

    def _count(self, transaction: Transaction, change: int) -> None:
        known = self._counted(transaction)
        if known is None:
            places = self._database.list_artifacts(ArtifactKind.MODULE_PLACE, _END)
            known = 0 if next(places, None) is None else None
        if known is not None:
            transaction.put_row(Index.META, _COUNT, _COUNTED.pack(known + change))

    def _counted(self, reader: Reader) -> int | None:
        data = reader.get_row(Index.META, _COUNT)
        return None if data is None or len(data) != _COUNTED.size else _COUNTED.unpack(data)[0]

    def forget_count(self, transaction: Transaction) -> None:
        """The rows of modules are about to be replaced as they are: the next start counts them."""
        transaction.delete_row(Index.META, _COUNT)

    def prune(self, branches: Collection[str]) -> int:
        """Forget the records of other branches than these, but for those that are committed; how many that were."""
        known = {_encode(branch) for branch in branches}
        rows = [
            key.rpartition(_END)
            for key, _ in self._database.list_artifacts(ArtifactKind.MODULE_RECORD)
        ]
        gone = [
            place + _END + label
            for place, _, label in rows
            if label not in known
            and (_payload(self._database, ArtifactKind.MODULE_PLACE, place) or b"")[1:] != label
        ]
        with self._database.transaction(Durability.WITH_THE_NEXT) as transaction:
            for key in gone:
                transaction.delete_artifact(ArtifactKind.MODULE_RECORD, key)
        return len(gone)


def missing_places(
    reader: Reader, name: str, path_key: bytes, branch: str
) -> Iterator[tuple[bytes, bytes]]:
    """Those of a committed module's places that are lost, with what they have to say until the module has been looked at."""
    place = _payload(reader, ArtifactKind.MODULE_PLACE, _owner_key(name))
    if place is None:
        place = path_key
        yield _owner_key(name), place
    if _payload(reader, ArtifactKind.MODULE_PLACE, place) is None:
        yield place, _SUSPECT + _encode(branch)


def _payload(reader: Reader, kind: ArtifactKind, key: bytes) -> bytes | None:
    stored = reader.get_artifact(kind, key)
    return None if stored is None else stored.payload


def _committed(label: bytes, data: bytes) -> CommittedFile | None:
    """What the row of a file and the record that it names say; None where that is of another version."""
    record = decode_module_record(data)
    return None if record is None else CommittedFile(record, label.startswith(_TRUSTED))


def _record_data(reader: Reader, place: bytes, label: bytes) -> bytes | None:
    """The bytes of the record that the row of a file names."""
    return _payload(reader, ArtifactKind.MODULE_RECORD, place + _END + label[1:])


def _owner_key(module: str) -> bytes:
    """The row that says which file a module comes from."""
    return _END + module.encode("utf-8", "surrogatepass")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
