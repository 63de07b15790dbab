"""The committed state of a workspace and what keeps it: registry, database, log."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence, Set
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from nova_ls.base.keys import ElementKey, KeySweep, Space
from nova_ls.base.steps import all_steps
from nova_ls.compiler.archive.archive import Archive
from nova_ls.compiler.archive.batch import Batch, ModuleToCommit, PreparedCommit, WrittenAhead
from nova_ls.compiler.archive.module_record import ModuleRecord, entries_of, one_import
from nova_ls.compiler.archive.outcome_log import LOG_SCHEMA
from nova_ls.compiler.checked_library import CheckedLibrary
from nova_ls.compiler.facts import Answer, Fact
from nova_ls.compiler.model import units
from nova_ls.compiler.model.chunk_table import pack_chunks
from nova_ls.compiler.model.outcome import Outcome, TypedAst
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.program import Program
from nova_ls.compiler.queries.structure import is_produced
from nova_ls.compiler.restore.module_entry import module_draft
from nova_ls.compiler.restore.repaired_source import RepairedSource
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.compiler.state.table import LayerTable
from nova_ls.log.commit import Commit
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import EntryId
from nova_ls.names.modules.exports import Exports
from nova_ls.names.modules.items import ItemKind
from nova_ls.registry import CommitConflict, InterfaceRegistry, LayerChanges
from nova_ls.store import Access, Database
from nova_ls.store.keyvalue import RowChanges
from nova_ls.store.stored import StoredDatabase


class Baseline:
    """One database with the layers over it: the library, the baseline, backed by the database, and the batch.

    `library`: where the standard library lies, which may be elsewhere the next time. `checked_library`: what was found out
    about it once for all workspaces; None: it is checked as part of this one. `library_id`: names then what its modules are checked from.
    """

    def __init__(
        self,
        database: Database,
        root: Path | None,
        library: Path,
        author: str = "",
        checked_library: CheckedLibrary | None = None,
        library_id: bytes = b"",
    ) -> None:
        self.database = database
        self.registry = InterfaceRegistry()
        self._below: Archive | None = None
        if checked_library is None:
            self.log = DeclarationLog(database, LOG_SCHEMA, author)
            self.archive = Archive(database, self.log, root, library, None, library_id)
            self._source = RepairedSource(database, self.archive)
            self.layer = self.registry.new_root("baseline", self._source)
        else:
            below = checked_library.archive
            self.log = DeclarationLog(database, LOG_SCHEMA, author, below=below.log)
            self.archive = Archive(database, self.log, root, library, below, checked_library.id)
            self._source = RepairedSource(database, self.archive)
            self.layer = self.registry.begin_batch(checked_library.layer, "baseline", self._source)
            replaced = filter(self.archive.rows.is_outside_library, below.module_names())
            self._hide_replaced(below, set(replaced))
            self._below = below
        self.batch = self.registry.begin_batch(self.layer)
        self.table = LayerTable(self.batch)
        self._ahead: dict[str, WrittenAhead] = {}
        self.log.lenders.append(self._entries_ahead)
        self._key_sweep = KeySweep()
        self._unreleased: list[tuple[TypedAst, bytes]] = []
        self.conflicts: list[ElementKey] = []
        """What another batch had committed meanwhile; for the caller to tell, and to empty."""

    def _hide_replaced(self, below: Archive, names: Set[str]) -> None:
        """A module that was written says all there is of its name: elements of one that it replaces are not to be seen."""
        for name in names & below.module_names():
            own = set(self._source.list_namespace(name))
            for key in self.layer.list_namespace(name):
                if key not in own:
                    self.layer.delete(key)

    def commit(self, program: Program, message: str) -> Commit | None:
        """Make the batch the baseline in one atomic, synced write; None where nothing had changed.

        StoreError where that cannot be done; the batch is then as it was, or (not the owner) its commit in memory only.
        """
        commit = all_steps(self.commit_steps(program, message))
        all_steps(self.make_safe())
        while self.release_some():
            continue
        return commit

    def commit_steps(self, program: Program, message: str) -> Generator[None, None, Commit | None]:
        """The same in small steps: all is prepared little by little, and made the baseline in the last one. `make_safe` waits for the disk.

        Interrupted where anything has changed in between; nothing was committed then.
        """
        yield from self.make_safe()
        while self.release_some():
            yield
        world, changed = program.world, program.world.changed
        is_same = not (changed.units or changed.modules or changed.withdrawn or changed.suspects)
        is_same = is_same and not self._ahead
        pending_commits = self.archive.pending_commits()
        if is_same and not pending_commits and not self.archive.must_follow():
            self.archive.trust_library()
            return None
        state = program.state()
        batch = Batch()
        draft = yield from _undisturbed(program, state, self.registry.draft_commit(self.batch))
        yield from _undisturbed(program, state, _gather(program, batch, draft.changes))
        asts = yield from _undisturbed(program, state, _asts(program, batch))
        batch.ahead = self.written_ahead(program)
        self._repair(batch, program)
        steps = self.archive.prepare(batch, message, pending_commits)
        prepared: PreparedCommit = yield from _undisturbed(program, state, steps)
        outcome = self.registry.commit_batch(
            self.batch, write=lambda _: prepared.write(), draft=draft
        )
        if isinstance(outcome, CommitConflict):
            self.conflicts += outcome.elements
            self.registry.rebase(self.batch)  # Told of, and then the last one to save is right.
            self.registry.commit_batch(self.batch, write=lambda _: prepared.write())
        paths = [*(module.path for module in changed.modules), *changed.withdrawn.values()]
        world.take_committed()
        self._ahead.clear()
        self._source.forget()
        for name, change in batch.modules.items():
            module = program.modules[name]
            module.take_commit(change.record, change.entries)
        pointers = prepared.pointers
        self._unreleased += [(asts[key], pointers[key]) for key in asts.keys() & pointers]
        if prepared.commit is not None:
            self.archive.post(prepared.commit, paths)
        yield from batch.let_go()
        return prepared.commit

    def make_safe(self) -> Generator[None, None, None]:
        """Wait in small steps until the disk has the last commit. StoreError where it does not get it."""
        while not self.database.make_safe(_PATIENCE):
            yield

    def release_some(self) -> bool:
        """Give the memory of some of the typed ASTs back that were committed; whether there are more."""
        for _ in range(min(_RELEASED, len(self._unreleased))):
            ast, pointer = self._unreleased.pop()
            ast.release(self.archive.loader(pointer))
        return bool(self._unreleased)

    # ------------------------------------------------------------------ writing ahead

    @property
    def writes_ahead(self) -> bool:
        """Whether new modules can be written before the commit that names them: where commits go into the database itself."""
        return self.database.access in (Access.OWNER, Access.MEMORY)

    def append_ahead(self, program: Program, modules: Sequence[Module]) -> Iterator[None]:
        """In small steps: what `write_ahead` would have to append for these modules."""
        outcomes = [pair for module in modules for pair in _outcomes_of(program, module)]
        yield from self.archive.append_ahead(outcomes)

    def write_ahead(self, program: Program, modules: Sequence[Module]) -> list[WrittenAhead]:
        """Write new modules whose units are all fresh, and let go of them: from then on they are as after a restart.

        They are committed with the next commit. StoreError where they cannot be written; nothing has changed then.
        """
        world, names = program.world, {module.name for module in modules}
        batch = _batch_of(program, modules, self.batch.changes(names))
        written = self.archive.write_ahead(batch)
        for one in written:
            self._ahead[one.record.name] = one
            world.release(program.modules[one.record.name], one.record)
        self.show_ahead(names)
        world.instances.keep_answers(program.engine.is_asked)
        world.answered.clear()
        program.outcome_cache.forget()
        while program.outcome_cache.give_back():
            continue
        self._let_go()
        return written

    def copy_ahead(self, program: Program, modules: Sequence[Module]) -> list[WrittenAhead]:
        """Write the same for others, and go on with the modules as they are: nobody here looks at the rows."""
        names = {module.name for module in modules}
        unwritten = names & self.archive.unwritten
        written = self.archive.write_ahead(_batch_of(program, modules, self.batch.changes(names)))
        self.archive.unwritten |= unwritten
        return written

    def leave_ahead(self) -> None:
        """What was written ahead is another process's to commit."""
        self._ahead.clear()

    def take_ahead(
        self, program: Program, modules: Sequence[WrittenAhead], rows: RowChanges
    ) -> None:
        """Take in new modules that another process has checked: store its rows, and let its records stand in for them."""
        assert isinstance(self.database, StoredDatabase)
        self.database.take_rows(rows)
        self.install_records(program, modules)

    def install_records(self, program: Program, modules: Sequence[WrittenAhead]) -> None:
        """Rows of new modules were written that were not found out here: let the records stand in for the modules."""
        self.archive.note_relying()
        world = program.world
        for one in modules:
            module = program.modules[one.record.name]
            self.archive.note_ahead(one)
            self._ahead[one.record.name] = one
            if module.scope is None:
                world.install_record(module, one.record)
            else:  # Somebody asked for a part of it; that says the same.
                world.release(module, one.record)
            self.look_again(one.record.name)
        self.show_ahead({one.record.name for one in modules})
        world.answered.clear()
        self._let_go()

    def disown_rows(self, program: Program, name: str) -> None:
        """Rows were written for a module of which none of them counts: what its text does not have is withdrawn."""
        self.archive.unwritten.discard(name)
        self._source.renew({name})
        self.look_again(name)
        module = program.modules[name]
        if module.scope is None:
            return  # What its text does not have goes when it is looked at.
        foreign = [k for k in self.layer.list_namespace(name) if not is_produced(module, k)]
        if foreign:
            program.world.delete_elements(foreign)

    def look_again(self, name: str) -> None:
        """Rows of a module were written by another process: what was not there when somebody asked may be there now."""
        if self.layer.has_looked:
            self.layer.drop_loaded(self._source.list_namespace(name))

    def _let_go(self) -> None:
        """Give memory back that nobody needs now that modules are no more than their records."""
        self.archive.outcomes.facts.let_go(_LOADED)
        self._key_sweep.step()

    def let_go(self) -> None:
        """Give memory back of elements that were looked at, where these are many: they are found again."""
        self.batch.let_go(_LOADED)
        self._let_go()

    def has_rows(self, name: str) -> bool:
        """Whether the database itself has elements of a module, be it of another version."""
        if name in self.archive.outdated:
            return True
        return self.archive.may_have(name) and any(self._source.list_namespace(name))

    def show_ahead(self, names: Set[str]) -> None:
        """Rows of modules were written: they, and nothing else, say what is known of these modules."""
        self._source.renew(names)
        self.batch.hand_over(names)
        self.batch.let_go(_LOADED)
        if self._below is not None:
            self._hide_replaced(self._below, names)

    def written_ahead(self, program: Program) -> list[WrittenAhead]:
        """The modules that still are as they were written ahead; the others are among the changed ones."""
        known = program.modules
        return [
            one
            for name, one in self._ahead.items()
            if name in known and known[name].record is one.record
        ]

    def _entries_ahead(self) -> Iterator[EntryId]:
        """The entries of modules that were written ahead: no head names them yet."""
        for one in self._ahead.values():
            yield from entries_of(one.record).values()

    def _repair(self, batch: Batch, program: Program) -> None:
        """Let rows be written again that were damaged or lost, where the log said what was in them."""
        table, source = program.table, self._source
        for key in (source.schemes.keys() | source.unknown) - batch.schemes.keys():
            batch.schemes[key] = table.get_scheme(key)
        for key, pointer in source.asts.items():
            if key not in batch.schemes:
                batch.schemes[key] = table.get_scheme(key)
                batch.pointers[key] = pointer


_LOADED: Final = 20_000
"""Elements of other modules, and facts, that are kept in memory between two slices of a first check."""


def _batch_of(program: Program, modules: Sequence[Module], changes: LayerChanges) -> Batch:
    """New modules alone, as the archive wants them."""
    batch = Batch()
    for module in modules:
        change = _change(program, module, {})
        assert change is not None
        batch.modules[module.name] = change
        batch.outcomes += _outcomes_of(program, module)
    for _ in _add_elements(program, batch, changes):
        pass
    return batch


def _outcomes_of(program: Program, module: Module) -> list[tuple[Outcome, Callable[[], str]]]:
    """What the units of a module have come to, as a batch wants it."""
    world = program.world
    found = (world.changed.units.get(unit) for unit in (*module.sources, *module.members))
    return [(one, partial(world.source_of, one)) for one in found if one is not None]


def _add_elements(program: Program, batch: Batch, changes: LayerChanges) -> Iterator[None]:
    table = program.table
    for number, key in enumerate(changes.schemes):
        batch.schemes[key] = table.get_scheme(key)
        if table.get_ast(key) is None:
            batch.untyped.append(key)
        if number % _PORTION == 0:
            yield


_RELEASED: Final = 1_000
"""Typed ASTs that are released in one step."""

_PORTION: Final = 200
"""So many elements are looked at in one step."""

_WITHIN: Final = frozenset((ItemKind.CONSTRUCTOR, ItemKind.MEMBER))
"""What stands within another declaration and has no typed AST of its own."""

_PATIENCE: Final = 0.002
"""Seconds that one step waits for the disk."""

Result = TypeVar("Result")


class Interrupted(Exception):
    """Something has changed while a commit was prepared: it has to begin anew."""


def _undisturbed(
    program: Program, state: tuple[object, ...], steps: Generator[None, None, Result]
) -> Generator[None, None, Result]:
    """What some steps come to; Interrupted where anything has changed between two of them."""
    try:
        while True:
            next(steps)
            yield
            if program.state() != state:
                raise Interrupted
    except StopIteration as end:
        result: Result = end.value
        return result
    finally:
        steps.close()


def _gather(program: Program, batch: Batch, changes: LayerChanges) -> Generator[None, None, None]:
    """What has changed since the last commit, as the archive wants it: module by module."""
    changed = program.world.changed
    batch.removed = changed.removed(program.modules)
    batch.suspects = sorted(changed.suspects)
    for name in batch.removed:
        committed = program.world.archive.rows.of_module(name)
        if committed is None:
            batch.unrecorded.append(name)
        else:
            batch.gone += entries_of(committed)
    for outcome in changed.units.values():
        batch.outcomes.append((outcome, partial(program.world.source_of, outcome)))
    yield from _add_elements(program, batch, changes)
    for module in list(changed.modules):
        known = committed_entries(program, module)
        change = _change(program, module, known)
        if change is not None:
            batch.modules[module.name] = change
            batch.gone += [unit for unit in known if unit not in change.entries]
            if not known:
                batch.unrecorded.append(module.name)
        yield


def _asts(program: Program, batch: Batch) -> Generator[None, None, dict[ElementKey, TypedAst]]:
    """The typed ASTs that a batch commits."""
    found: dict[ElementKey, TypedAst] = {}
    for number, (outcome, _) in enumerate(batch.outcomes):
        for key in outcome.asts:
            ast = program.table.get_ast(key)
            if ast is not None:
                found[key] = ast
        if number % _PORTION == 0:
            yield
    return found


def committed_entries(program: Program, module: Module) -> dict[Unit, EntryId]:
    """The units that a module had at the last commit."""
    if module.entries is None:
        committed = program.world.archive.rows.of_module(module.name)
        return {} if committed is None else entries_of(committed)
    return module.entries


def _change(program: Program, module: Module, known: dict[Unit, EntryId]) -> ModuleToCommit | None:
    """None for a module that there is nothing to say of: it was removed while it was looked at."""
    record = module.record
    if record is not None and module.is_restored:
        return ModuleToCommit(module.path, record, entries_of(record), None)
    if module.scope is None or module.exports is None:
        return None
    draft = None
    if module.origin is ModuleOrigin.WORKSPACE:
        path = program.world.archive.rows.path_key(module.path).decode("utf-8", "surrogateescape")
        draft = module_draft(program.world, module, module.exports, path)
    own = dict.fromkeys((*module.sources, *module.members))
    entries = {unit: entry for unit, entry in known.items() if unit in own}
    return ModuleToCommit(module.path, _record(program, module, module.exports), entries, draft)


def _record(program: Program, module: Module, exports: Exports) -> ModuleRecord:
    """The record of a module whose units are all fresh, but for where the log has them."""
    source = module.source
    diagnostics = [
        diagnostic.moved(source.offset_of(chunk))
        for chunk, diagnostic in module_diagnostics(module)
    ]
    return ModuleRecord(
        module.name,
        source.digest,
        tuple(one_import(name, program.answers.exports_digest(name)) for name in module.imports),
        exports,
        module.exports_digest(),
        tuple(program.world.instances.summaries_in(module.name)),
        tuple(diagnostics),
        len(module.declared),
        "\n".join(_declared_names(module)),
        pack_chunks(_chunks(module)),
        b"",
        program.world.archive.outcomes.facts.pack(asked_of_others(program, module)),
    )


def _declared_names(module: Module) -> Iterable[str]:
    """What a module's declarations are called, constructors and members too; instances are not looked for by name."""
    items = (item for chunk in module.source.chunks for item in chunk.items.items)
    named = (item.name for item in items if item.space is not Space.INSTANCE and item.name)
    return dict.fromkeys(named)


def _chunks(module: Module) -> Iterator[tuple[int, list[ElementKey]]]:
    """How long each chunk is, and what stands in it: constructors and members stand within what they belong to, if that has a name."""
    for chunk in module.source.chunks:
        keys = module.by_chunk.get(chunk, ())
        yield len(chunk.text), [key for key in keys if not _is_within(module, chunk, key)]


def _is_within(module: Module, chunk: SourceChunk, key: ElementKey) -> bool:
    if module.declared[key].item.kind not in _WITHIN:
        return False
    owner = module.declared.get(module.owner_of(key))
    return owner is not None and owner.chunk is chunk


def asked_of_others(program: Program, module: Module) -> dict[Fact, Answer]:
    """What the units of a module, all of them fresh, asked of other modules, with the answers."""
    asked: dict[Fact, Answer] = {}
    engine, known = program.engine, module.asked_of_others
    now: dict[Unit, tuple[Sequence[Fact], Sequence[Answer], dict[Fact, Answer]]] = {}
    for unit in (*module.sources, *module.members, units.ExportChecks(module.key)):
        questions, answers = engine.questions(unit), engine.answers(unit)
        found = known.get(unit)
        if found is None or found[0] is not questions or found[1] is not answers:
            found = (questions, answers, _of_others(module.name, questions, answers))
        now[unit] = found
        asked.update(found[2])
    module.take_asked_of_others(now)
    return asked


def _of_others(
    name: str, questions: Sequence[Fact], answers: Sequence[Answer]
) -> dict[Fact, Answer]:
    """Those of a unit's questions that other modules than its own decide.

    The others are about the module's own scope, which its text and its imports' exports decide.
    """
    return {
        fact: answer
        for fact, answer in zip(questions, answers, strict=True)
        if fact.is_foreign_to(name)
    }
