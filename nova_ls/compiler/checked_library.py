"""What is known of the standard library, checked once and then shared by all workspaces and processes: the layer below every baseline."""

from __future__ import annotations

from pathlib import Path

from nova_ls.compiler.archive.archive import Archive
from nova_ls.compiler.archive.outcome_log import LOG_SCHEMA
from nova_ls.compiler.restore.repaired_source import RepairedSource
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.registry import InterfaceRegistry
from nova_ls.store import Database


class CheckedLibrary:
    """A database to which the library's modules and nothing else were committed, for reading.

    `library`: where their sources lie. `id`: names the content; where it is another one, other interfaces may be.
    """

    def __init__(self, database: Database, library: Path, id: bytes) -> None:
        self.id = id
        self.archive = Archive(database, DeclarationLog(database, LOG_SCHEMA), None, library)
        self.archive.only = frozenset(self.archive.module_names())
        self.layer = InterfaceRegistry().new_root("library", RepairedSource(database, self.archive))
