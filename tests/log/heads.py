"""The heads of a branch, for tests."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.log.branches import current_branch
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import EntryId
from nova_ls.log.log_unit import LogUnit
from nova_ls.log.reading import read_heads


def heads_of(
    log: DeclarationLog, branch: str | None = None, prefix: str = ""
) -> Iterator[tuple[LogUnit, EntryId]]:
    """The entries of all units whose names begin with `prefix`, sorted by name."""
    for unit, head in read_heads(log.database, branch or current_branch(log), prefix):
        if head.entry is not None:
            yield unit, head.entry
