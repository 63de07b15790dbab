"""The committed state of a workspace and what keeps it: registry, database, log."""

from __future__ import annotations

from nova_ls.compiler.archive import LogArchive
from nova_ls.compiler.memory import Memory
from nova_ls.compiler.program import Program
from nova_ls.compiler.outcome import TypedAst, scheme_from
from nova_ls.compiler.table import LayerTable
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.registry import ArtifactSource, InterfaceRegistry
from nova_ls.store import Database


class Baseline:
    """One database with the layers over it: the baseline, backed by the database, and the batch."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.log = DeclarationLog(database)
        self.archive = LogArchive(self.log)
        self.memory = Memory(self.archive)
        self.registry = InterfaceRegistry()
        source = ArtifactSource(database, scheme_from, _no_ast)
        self.layer = self.registry.new_root("baseline", source)
        self.batch = self.registry.begin_batch(self.layer)
        self.table = LayerTable(self.batch)

    def commit(self, program: Program, message: str) -> None:
        """Make what the program knows the baseline."""


def _no_ast(data: bytes) -> TypedAst:
    raise NotImplementedError
