"""Checking and repairing a workspace's whole database."""

from __future__ import annotations

from pathlib import Path

from nova_ls.log.log_check import check_log
from nova_ls.maintenance.check_edges import check_edges
from nova_ls.maintenance.check_places import check_places
from nova_ls.store import ArtifactKind, Database, Index, open_database
from nova_ls.store.database_check import check_database, repair, until_unreadable
from nova_ls.store.fault import Fault
from nova_ls.store.purge import purge_kind
from nova_ls.store.salvage import salvage
from nova_ls.store.stored import StoredDatabase


def check_all(database: Database) -> list[Fault]:
    """Every fault of artifacts, edges, indexes, the log and the places of modules; reads everything."""
    if not isinstance(database, StoredDatabase):
        return check_log(database)
    edges = until_unreadable(check_edges(database))
    places = until_unreadable(check_places(database))
    return [*check_database(database), *check_log(database), *edges, *places]


def repair_all(database: StoredDatabase) -> tuple[list[Fault], list[Fault]]:
    """Repair what can be repaired; what was, and what is left.

    Mending takes away what cannot be trusted. The records that spare modules from being looked at go too, so that the next
    check puts back what the sources give.
    """
    repaired, left = repair(database, lambda: check_all(database))
    if any(_is_of_results(fault) for fault in repaired):
        for _ in purge_kind(database, ArtifactKind.MODULE_RECORD):
            pass
    return repaired, left


def heal(path: Path) -> str:
    """Build a database anew of what can be read of a damaged one, which is set aside; one line for the user.

    It must not be open. What the sources give the next check puts back.
    """
    aside = salvage(path)
    database = open_database(path).database
    try:
        repair_all(database)
        for _ in purge_kind(database, ArtifactKind.MODULE_RECORD):
            pass
    finally:
        database.close()
    return (
        f"{path} was damaged; it is now {aside.name}, and what could be read of it is in a new one."
    )


def _is_of_results(fault: Fault) -> bool:
    """Whether a fault took away more than a row that follows from others."""
    return fault.index not in (Index.PRODUCED_AT, Index.SCHEMA_VERSION, Index.META)
