"""The committed state of a workspace and what keeps it: registry, database, log."""

from __future__ import annotations

from pathlib import Path

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.archive import Archive, Batch
from nova_ls.compiler.module import Module, Origin
from nova_ls.compiler.module_entry import module_draft
from nova_ls.compiler.outcome import scheme_from
from nova_ls.compiler.outcome_log import LOG_SCHEMA
from nova_ls.compiler.program import Program
from nova_ls.compiler.record import ModuleRecord
from nova_ls.compiler.table import LayerTable
from nova_ls.compiler.world import Changed
from nova_ls.log.commit import Commit
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.names.exports import Exports
from nova_ls.registry import ArtifactSource, InterfaceRegistry, LayerChanges
from nova_ls.store import Database


class Baseline:
    """One database with the layers over it: the baseline, backed by the database, and the batch."""

    def __init__(self, database: Database, root: Path | None, author: str = "") -> None:
        self.database = database
        self.log = DeclarationLog(database, LOG_SCHEMA, author)
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
        is_same = not (changed.units or changed.modules or changed.removed_paths)
        if is_same and not self.archive.must_follow():
            return None
        commits: list[Commit | None] = []
        pointers: dict[ElementKey, bytes] = {}

        def write(changes: LayerChanges) -> None:
            commit, found = self.archive.commit(_batch(program, changes), message)
            commits.append(commit)
            pointers.update(found)

        self.registry.commit_batch(self.batch, write=write)
        program.changed = Changed()
        for module in program.modules.values():
            module.committed_closure = program.closures.of(module)
        for key, pointer in pointers.items():
            ast = program.table.get_ast(key)
            if ast is not None:
                ast.release(self.archive.loader(pointer))
        return commits[0] if commits else None


def _batch(program: Program, changes: LayerChanges) -> Batch:
    """What has changed since the last commit, as the archive wants it."""
    batch = Batch(removed_paths=list(program.changed.removed_paths))
    for unit, outcome in program.changed.units.items():
        if outcome is None:
            batch.gone.append(unit)
        else:
            module = program.modules[unit[1].namespace]
            batch.outcomes.append((outcome, program.text_of(module, unit)))
    batch.schemes = {key: program.table.get_scheme(key) for key in changes.schemes}
    batch.untyped = [key for key in changes.schemes if program.table.get_ast(key) is None]
    for module in program.changed.modules:
        if module.scope is not None and module.exports is not None:
            batch.records[module.path] = _record(program, module, module.exports)
            if module.origin is Origin.WORKSPACE:
                path = program.archive.path_key(module.path).decode("utf-8", "surrogateescape")
                batch.modules.append(module_draft(program, module, module.exports, path))
    for module in program.modules.values():
        closure = program.closures.of(module)
        if closure != module.committed_closure:
            batch.closures[module.path] = closure
    return batch


def _record(program: Program, module: Module, exports: Exports) -> ModuleRecord:
    """The record of a module whose units are all fresh."""
    source = module.source
    starts = source.starts
    diagnostics = [
        diagnostic.moved(starts[source.index_of(chunk)]) for chunk, diagnostic in module.diagnostics()
    ]
    return ModuleRecord(
        module.name,
        source.digest,
        module.imports,
        exports,
        tuple(program.instances.rows_in(module.name)),
        tuple(diagnostics),
        len(module.declared),
    )
