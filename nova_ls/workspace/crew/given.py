"""What workers need to know of modules that are known already: rows as one of them would have handed them to the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from nova_ls.base.element_bytes import element_prefix
from nova_ls.compiler.archive.batch import WrittenAhead
from nova_ls.compiler.baseline import Baseline
from nova_ls.store import Access, ArtifactKind
from nova_ls.store.rocks import RocksKeyValue, RocksLocation
from nova_ls.store.stored import StoredDatabase
from nova_ls.store.tapped import TappedKeyValue
from nova_ls.workspace.crew.messages import pack_rows

_PORTION: Final = 4


def rows_of_given(baseline: Baseline, given: Sequence[WrittenAhead]) -> Iterator[bytes]:
    """Packed rows of some modules at a time."""
    if not given:
        return  # Not even a database in memory is opened in no time.
    store = TappedKeyValue(RocksKeyValue(None, RocksLocation.MEMORY), (), lambda key: False)
    database = StoredDatabase(store, Access.MEMORY)
    for first in range(0, len(given), _PORTION):
        with database.transaction() as transaction:
            for one in given[first : first + _PORTION]:
                name = one.record.name
                for key, _ in baseline.database.list_artifacts(
                    ArtifactKind.SCHEME, element_prefix(name)
                ):
                    stored = baseline.database.get_artifact(ArtifactKind.SCHEME, key)
                    if stored is not None:
                        transaction.put_payload(ArtifactKind.SCHEME, key, stored.payload)
                rows = baseline.archive.rows
                rows.put_ahead(transaction, one.path, one.branch, one.record)
                rows.put_place(transaction, one.path, one.branch, name)
        yield pack_rows(store.take()[1])
    database.close()
