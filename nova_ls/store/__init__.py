"""Artifacts by kind and key, the graph between them, and rows for the log: on disk, all or nothing.

Imports base only; nothing here knows Nova, the registry or the log. Start with `database.py` (the protocol), then `kind.py`, `stored.py`
(the database over rows) and `rocks/` (RocksDB).
"""

from nova_ls.store.artifact_record import ArtifactRecord, RecordSummary, make_record
from nova_ls.store.database import (
    Access,
    Database,
    Reader,
    Transaction,
)
from nova_ls.store.keyvalue import Durability, Index
from nova_ls.store.kind import DEFAULT_POLICIES, ArtifactKind, KindPolicy
from nova_ls.store.node import GraphNode
from nova_ls.store.opening import Opened, open_database, open_for_reading, open_in_memory
from nova_ls.store.store_errors import (
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreNewer,
    StoreUnwritable,
)
from nova_ls.store.store_metrics import Metrics

__all__ = [
    "DEFAULT_POLICIES",
    "Access",
    "ArtifactKind",
    "ArtifactRecord",
    "Database",
    "Durability",
    "GraphNode",
    "Index",
    "KindPolicy",
    "Metrics",
    "Opened",
    "Reader",
    "RecordSummary",
    "StoreDamaged",
    "StoreError",
    "StoreLocked",
    "StoreNewer",
    "StoreUnwritable",
    "Transaction",
    "make_record",
    "open_database",
    "open_for_reading",
    "open_in_memory",
]
