"""Cleaning up by kind, by schema version, by age; each in slices, so that no request waits long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Final

from nova_ls.store.database import Database
from nova_ls.store.kind import DEFAULT_POLICIES, ArtifactKind, KindPolicy
from nova_ls.store.node import GraphNode

ARTIFACTS_PER_TRANSACTION: Final = 500


def purge_kind(database: Database, kind: ArtifactKind) -> Iterator[int]:
    """Delete all artifacts of a kind; yields after each slice how many it deleted."""
    return _purge(
        database, lambda: (GraphNode(kind, key) for key, _ in database.list_artifacts(kind))
    )


def purge_old_schemas(
    database: Database, policies: Mapping[ArtifactKind, KindPolicy] = DEFAULT_POLICIES
) -> Iterator[int]:
    """Delete all artifacts of another schema version than their kind has now."""
    for kind in ArtifactKind:
        for version in database.list_schemas(kind):
            if version != policies[kind].schema_version:
                yield from _purge(database, partial(_of_schema, database, kind, version))


def purge_older(
    database: Database, revision: int, kinds: Iterable[ArtifactKind] = ArtifactKind
) -> Iterator[int]:
    """Delete the artifacts of some kinds that were made before a revision."""
    wanted = frozenset(kinds)
    return _purge(
        database,
        lambda: (node for node in database.list_produced_before(revision) if node.kind in wanted),
    )


def clean_up(
    database: Database, policies: Mapping[ArtifactKind, KindPolicy] = DEFAULT_POLICIES
) -> Iterator[int]:
    """All that the policies ask for: old schema versions, and what is past its retention."""
    yield from purge_old_schemas(database, policies)
    for kind in ArtifactKind:
        retention = policies[kind].retention
        if retention is not None:
            yield from purge_older(database, database.revision - retention, [kind])


def bytes_by_kind(database: Database) -> dict[ArtifactKind, int]:
    """The bytes of all payloads, by kind; reads the summaries of all artifacts."""
    sizes = {
        kind: sum(summary.size for _, summary in database.list_artifacts(kind))
        for kind in ArtifactKind
    }
    return {kind: size for kind, size in sizes.items() if size}


def _of_schema(database: Database, kind: ArtifactKind, version: int) -> Iterator[GraphNode]:
    return (GraphNode(kind, key) for key in database.list_schema(kind, version))


def _purge(database: Database, listing: Callable[[], Iterator[GraphNode]]) -> Iterator[int]:
    """Delete what a listing gives; it is asked anew for each slice, since others write in between."""
    while True:
        nodes = list(islice(listing(), ARTIFACTS_PER_TRANSACTION))
        if not nodes:
            return
        with database.transaction() as transaction:
            for node in nodes:
                transaction.delete_artifact(*node)
        yield len(nodes)
