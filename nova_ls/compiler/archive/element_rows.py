"""Writing what is known of elements, a row for each scheme, one for the pointer to each typed AST; and forgetting it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Set
from typing import Final

from nova_ls.base.element_bytes import element_prefix, encode_element
from nova_ls.base.keys import ElementKey
from nova_ls.compiler.archive.batch import Batch
from nova_ls.compiler.archive.graph_nodes import unit_nodes
from nova_ls.store import ArtifactKind, Database, Durability, Transaction

_PORTION: Final = 16
"""So many elements are written in one step."""


def write_elements(
    database: Database,
    transaction: Transaction,
    batch: Batch,
    pointers: Mapping[ElementKey, bytes],
    unwritten: Set[str],
    outdated: Set[str],
) -> Generator[None, None, None]:
    """Write what is known of elements, where other rows say something else; in small steps.

    `unwritten`: modules that have no rows; `outdated`: those whose rows are of another version, and go.
    """
    for name in outdated & batch.modules.keys():
        drop_elements(database, transaction, name)
        yield
    for number, (key, scheme) in enumerate(batch.schemes.items()):
        if scheme is None:
            transaction.delete_artifact(ArtifactKind.SCHEME, encode_element(key))
        else:
            _put(transaction, ArtifactKind.SCHEME, key, scheme.payload, unwritten)
        if number % _PORTION == 0:
            yield
    for key in batch.untyped:
        transaction.delete_artifact(ArtifactKind.TYPED_AST, encode_element(key))
    for number, (key, pointer) in enumerate(pointers.items()):
        if batch.schemes.get(key) is None:
            continue  # An instance whose head is wrong is not an element.
        _put(transaction, ArtifactKind.TYPED_AST, key, pointer, unwritten)
        if number % _PORTION == 0:
            yield


def forget_module(database: Database, name: str, record: bytes) -> None:
    """Delete a module's record and what is known of its elements and of what its units rely on, at once; its history stays."""
    with database.transaction(Durability.WITH_THE_NEXT) as transaction:
        drop_elements(database, transaction, name)
        transaction.delete_artifact(ArtifactKind.MODULE_RECORD, record)
        for node in unit_nodes(database, name):
            transaction.set_dependencies(node, ())


def drop_elements(database: Database, transaction: Transaction, name: str) -> None:
    """Delete what is known of a module's elements, whatever version wrote it."""
    for kind in (ArtifactKind.SCHEME, ArtifactKind.TYPED_AST):
        for row, _ in list(database.list_artifacts(kind, element_prefix(name))):
            transaction.delete_artifact(kind, row)


def _put(
    transaction: Transaction,
    kind: ArtifactKind,
    key: ElementKey,
    payload: bytes,
    unwritten: Set[str],
) -> None:
    """Keep a payload, unless it is there already and in order: most of a module that was looked at is as it was."""
    row = encode_element(key)
    if key.namespace not in unwritten:
        there = transaction.get_artifact(kind, row)
        if there is not None and there.payload == payload:
            return
    transaction.put_payload(kind, row, payload)
