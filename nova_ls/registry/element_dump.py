"""The elements of a layer that a database keeps, as rows: what a dump file carries to another checkout."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from nova_ls.store import ArtifactKind, Database, Transaction, make_record

ELEMENT_KINDS: Final = (ArtifactKind.SCHEME, ArtifactKind.TYPED_AST)
"""What `ArtifactSource` reads of an element."""


class DumpedArtifact(NamedTuple):
    """One artifact without what only its own database knows: revision, time, staleness."""

    kind: ArtifactKind
    key: bytes
    schema_version: int
    payload: bytes


def dump(database: Database) -> Iterator[DumpedArtifact]:
    """Every element's artifacts, sorted by kind and key; damaged ones are left out."""
    for kind in ELEMENT_KINDS:
        for key, _ in list(database.list_artifacts(kind)):
            artifact = dump_artifact(database, kind, key)
            if artifact is not None:
                yield artifact


def dump_artifact(database: Database, kind: ArtifactKind, key: bytes) -> DumpedArtifact | None:
    """One artifact; None where it is missing, damaged or of another schema version."""
    record = database.get_artifact(kind, key)
    if record is None:
        return None
    return DumpedArtifact(kind, key, record.schema_version, record.payload)


def restore(
    database: Database,
    transaction: Transaction,
    artifacts: Collection[DumpedArtifact],
    kinds: Collection[ArtifactKind] = ELEMENT_KINDS,
) -> None:
    """Make these artifacts all that there are of some kinds; those of other kinds are added."""
    kept = {(artifact.kind, artifact.key) for artifact in artifacts}
    for kind in kinds:
        for key, _ in list(database.list_artifacts(kind)):
            if (kind, key) not in kept:
                transaction.delete_artifact(kind, key)
    for kind, key, schema_version, payload in artifacts:
        transaction.put_artifact(
            kind, key, make_record(payload, transaction.revision, schema_version)
        )
