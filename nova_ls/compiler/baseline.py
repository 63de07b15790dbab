"""The committed state of a workspace and what keeps it: registry, database, log."""

from __future__ import annotations

from pathlib import Path

from nova_ls.compiler.archive import Archive
from nova_ls.compiler.outcome import scheme_from
from nova_ls.compiler.program import Changed, Program
from nova_ls.compiler.table import LayerTable
from nova_ls.log.commit import Commit
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.registry import ArtifactSource, InterfaceRegistry, LayerChanges
from nova_ls.store import Database


class Baseline:
    """One database with the layers over it: the baseline, backed by the database, and the batch."""

    def __init__(self, database: Database, root: Path | None, author: str = "") -> None:
        self.database = database
        self.log = DeclarationLog(database, author=author)
        self.archive = Archive(database, self.log, root)
        self.registry = InterfaceRegistry()
        source = ArtifactSource(database, scheme_from, self.archive.load_ast)
        self.layer = self.registry.new_root("baseline", source)
        self.batch = self.registry.begin_batch(self.layer)
        self.table = LayerTable(self.batch)

    def commit(self, program: Program, message: str) -> Commit | None:
        """Make the batch the baseline in one atomic, synced write; None where nothing had changed.

        StoreError where that cannot be done; the batch is then as it was.
        """
        changed = program.changed
        if not (changed.units or changed.modules or changed.removed_paths):
            return None
        commits: list[Commit | None] = []
        asts = {}

        def write(changes: LayerChanges) -> None:
            commit, pointers = self.archive.commit(program, changes, message)
            commits.append(commit)
            asts.update(pointers)

        self.registry.commit_batch(self.batch, write=write)
        program.changed = Changed()
        for key, pointer in asts.items():
            ast = program.table.get_ast(key)
            if ast is not None:
                ast.release(self.archive.loader(pointer))
        return commits[0] if commits else None
