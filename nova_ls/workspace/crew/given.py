"""What workers need to know of modules that others have written: the rows that say so, as if these modules had been committed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from nova_ls.base.element_bytes import element_prefix
from nova_ls.compiler.archive.batch import WrittenAhead
from nova_ls.compiler.archive.module_record import encode_module_record, for_importers
from nova_ls.compiler.baseline import Baseline
from nova_ls.store import ArtifactKind, Index
from nova_ls.store.node import node_row
from nova_ls.store.writeback import Rows, rows_of_artifact
from nova_ls.workspace.crew.messages import pack_rows

_PORTION: Final = 4
READ: Final = (Index.ARTIFACTS, Index.KIND)
"""The indexes that are read of a module by those who import it."""


def rows_of_given(baseline: Baseline, given: Sequence[WrittenAhead]) -> Iterator[bytes]:
    """Packed rows of modules that a database has, of some modules at a time."""
    for first in range(0, len(given), _PORTION):
        some = given[first : first + _PORTION]
        rows = rows_of_records(baseline, some)
        for one in some:
            schemes = node_row(ArtifactKind.SCHEME, element_prefix(one.record.name))
            for index in READ:
                rows[index].update(baseline.database.scan_rows(index, schemes))
        yield pack_rows(rows)


def rows_of_records(baseline: Baseline, written: Iterable[WrittenAhead]) -> Rows:
    """The rows that say where modules lie, and those of their records, as far as those who import them need these."""
    rows: Rows = {index: {} for index in READ}
    revision, of_modules = baseline.database.revision, baseline.archive.rows
    for one in written:
        record = encode_module_record(for_importers(one.record))
        key = of_modules.record_key(one.path, one.branch)
        found = [rows_of_artifact(ArtifactKind.MODULE_RECORD, key, record, revision)]
        for place, payload in of_modules.places(one.path, one.branch, one.record.name):
            found.append(rows_of_artifact(ArtifactKind.MODULE_PLACE, place, payload, revision))
        for each in found:
            for index, (row, data) in each.items():
                rows[index][row] = data
    return rows
