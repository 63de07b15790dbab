"""Taking over what another workspace has found out about modules of packages, and leaving it for the next one.

A module is taken over when it is new here and a file of its key is there (`closure_keys.py`): its rows are written ahead, its record stands in for it, and nothing of it is
parsed, resolved or typed. From then on it is as if it had been checked here. What an open document imports is taken over before that is looked at; of these modules only what others ask of them is
written then, and their entries once there is time. What a workspace has checked itself it puts onto the shelf once it is committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from nova_ls.compiler.archive.batch import WrittenAhead
from nova_ls.compiler.archive.module_bundle import (
    ModuleBundle,
    decode_bundle,
    encode_bundle,
    gather_bundle,
    keep_bundle,
    show_bundle,
)
from nova_ls.compiler.archive.module_record import ModuleRecord
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.facts import InstancesFact
from nova_ls.compiler.facts.codec import FactCodec
from nova_ls.compiler.first_check import is_new
from nova_ls.compiler.model import units
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.log.reading import read_current
from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.store import Durability, StoreDamaged, StoreError
from nova_ls.workspace.shared.closure_keys import ClosureKeys
from nova_ls.workspace.shared.shelf import Shelf, default_shelf

_PORTION: Final = 16
"""Facts that are compared, or modules that are looked for, in one step."""

_TOLD: Final = 100
"""Instances of which others are told in one step."""

_STORED: Final = 1 << 15
"""Bytes of bundles that are written at once."""


class _Found(NamedTuple):
    """A module that can be taken over, and its bundle, also as the bytes that were found."""

    module: Module
    bundle: ModuleBundle
    data: bytes


class SharedPackages:
    """`is_kept`: whether a module's own units stay, though its record is there. `shelf`: None where nothing is shared."""

    def __init__(
        self, program: Program, baseline: Baseline, is_kept: Callable[[Module], bool]
    ) -> None:
        self._program = program
        self._baseline = baseline
        self._is_kept = is_kept
        self.shelf: Shelf | None = default_shelf()
        self._keys = ClosureKeys(program)
        self._seen: set[str] = set()
        self._wanted: dict[str, None] = {}  # what is not there, and is to be put
        self._answers: dict[bytes, dict[bytes, list[str]]] = {}  # who was told what of instances
        self._fresh: list[str] = []  # the modules whose instances nobody was told of
        self._unkept: dict[str, bytes] = {}  # the bundles whose entries are to be appended
        self.taken: list[str] = []
        """The modules that were taken over, for who counts."""

    # ------------------------------------------------------------------ taking

    def take(self) -> Iterator[Unit]:
        """Take over what there is of new modules, in small steps; what is not there is noted. Given up, it goes on with the next call."""
        shelf, archive = self.shelf, self._baseline.archive
        if shelf is None or not self._baseline.writes_ahead:
            return
        yield from self._keep()
        self._seen &= archive.new
        while names := archive.new - self._seen:
            known = self._program.modules
            roots = [known[name] for name in sorted(names) if name in known]
            self._seen |= names - known.keys()
            self._keys.forget()
            for step in self._take(shelf, roots):
                yield step
                yield from self._keep()
        yield from self._keep()
        yield from self._compare_answers()

    def take_imported(self, module: Module) -> Iterator[Unit]:
        """The same for what one module imports, directly or not, and is not known yet; nothing to do where its imports are as they were."""
        program, shelf = self._program, self.shelf
        is_looked_at = program.engine.is_fresh(units.Structure(module.key))
        if is_looked_at or shelf is None or not self._baseline.writes_ahead:
            return
        names = self._keys.imports(module) if module.scope is None else _imported(module)
        roots: list[Module] = []
        edits = program.world.edits
        for number, name in enumerate([name for name in names if name not in self._seen]):
            one = program.loader.find(name)
            if one is not None and is_new(program, one):
                roots.append(one)
            if number % _PORTION == 0:
                yield units.Structure(module.key)
        if roots and program.world.edits == edits:
            self._keys.forget()
            yield from self._take(shelf, roots)
        yield from self._compare_answers()

    def _take(self, shelf: Shelf, roots: list[Module]) -> Iterator[Unit]:
        """Go through some modules and all that they import, up to an edit: after it the keys may be others."""
        world = self._program.world
        edits = world.edits
        found: list[_Found] = []
        size = 0
        try:
            for module in (module for root in roots for module in self._keys.steps(root)):
                if module.name not in self._seen and is_new(self._program, module):
                    self._seen.add(module.name)
                    one = self._find(shelf, module)
                    if one is not None:
                        found.append(one)
                        size += len(one.data)
                if size > _STORED:
                    yield from self._reach(module)
                    if world.edits == edits:
                        self._take_over(found)
                        found, size = [], 0
                yield units.Structure(module.key)
                if world.edits != edits:
                    return
            if found:
                yield from self._reach(found[-1].module)
                if world.edits == edits:
                    self._take_over(found)
                    found = []
        finally:
            self._seen.difference_update(one.module.name for one in found)

    def _find(self, shelf: Shelf, module: Module) -> _Found | None:
        """What there is of a module that can be taken over."""
        key = self._keys.key(module.name)
        if key is None or module.origin is not ModuleOrigin.PACKAGE:
            return None
        data = shelf.get(key)
        bundle = None if data is None else decode_bundle(data)
        if data is None or bundle is None:
            if data is not None:
                shelf.drop(key)
            self._wanted[module.name] = None
            return None
        if self._is_kept(module):
            return None
        self._baseline.archive.forget_outdated(module.name, module.path)
        return _Found(module, bundle, data)

    def _reach(self, module: Module) -> Iterator[Unit]:
        """Look up whom the changes so far reach, before others are written: those know today's answers."""
        for _ in self._program.world.reach_steps():
            yield units.Structure(module.key)

    def _take_over(self, found: list[_Found]) -> None:
        """Write what others may ask of some modules, in one transaction, and let their records stand in for them."""
        archive = self._baseline.archive
        written: list[WrittenAhead] = []
        try:
            with self._baseline.database.transaction(Durability.WITH_THE_NEXT) as transaction:
                branch = archive.branch() or read_current(transaction)
                for module, bundle, _ in found:
                    ahead = WrittenAhead(module.path, branch, bundle.record)
                    show_bundle(archive, transaction, bundle, ahead)
                    written.append(ahead)
        except StoreDamaged:
            raise
        except StoreError:
            return  # They will be checked.
        self._baseline.install_records(self._program, written)
        for module, bundle, data in found:
            name = module.name
            self.taken.append(name)
            self._fresh.append(name)
            self._unkept[name] = data
            archive.unkept.add(name)
            for fact, answer in bundle.asked:
                self._answers.setdefault(fact, {}).setdefault(answer, []).append(name)

    def _keep(self) -> Iterator[Unit]:
        """Append the entries of the modules that were taken over, one module in a step."""
        archive, known = self._baseline.archive, self._program.modules
        while self._unkept:
            name, data = next(iter(self._unkept.items()))
            bundle, module = decode_bundle(data), known.get(name)
            if bundle is not None and not self._append(bundle) and module is not None:
                self._program.world.expand(module)  # Its record says what is not in the log.
            self._baseline.look_again(name)
            del self._unkept[name]
            archive.unkept.discard(name)
            yield units.Structure(units.module_key(name))

    def _append(self, bundle: ModuleBundle) -> bool:
        """Whether the entries of a module could be written."""
        log = self._baseline.archive.log
        appended = set(log.appended)
        try:
            with self._baseline.database.transaction(Durability.WITH_THE_NEXT) as transaction:
                keep_bundle(self._baseline.archive, transaction, bundle)
        except StoreDamaged:
            raise
        except StoreError:
            return False
        finally:
            log.appended &= appended  # They are nobody's own, or were not written.
        return True

    def _compare_answers(self) -> Iterator[Unit]:
        """Who was told of other instances than there are now has to ask again: they need not lie in what is imported."""
        program, codec = self._program, FactCodec()
        for name in self._fresh:
            module = program.modules.get(name)
            if module is not None and not program.engine.is_fresh(units.Structure(module.key)):
                program.engine.ensure(units.Structure(module.key))
                yield units.Structure(module.key)
        while self._answers:
            for data in list(islice(self._answers, _PORTION)):
                fact, by_answer = codec.decode(data), self._answers.pop(data)
                assert isinstance(fact, InstancesFact)
                today = program.world.instances.digest(fact.class_key, fact.heads)
                for answer, names in by_answer.items():
                    for name in names if answer != today else ():
                        program.world.suspect(name)
            yield units.Structure(units.module_key(self.taken[-1]))
        yield from self._tell_others()

    def _tell_others(self) -> Iterator[Unit]:
        """Let modules that were known before ask again whether they have other instances now."""
        world, fresh = self._program.world, set(self._fresh)
        rows = [row for name in self._fresh for row in world.instances.summaries_in(name)]
        rows.sort(key=lambda row: row.class_key)
        self._fresh = []
        for first in range(0, len(rows), _TOLD):
            facts = [world.instance_fact(row) for row in rows[first : first + _TOLD]]
            for name in world.archive.relying_modules(facts) & world.archived - fresh:
                world.suspect(name)
            yield units.Structure(units.module_key(self.taken[-1]))

    # ------------------------------------------------------------------ putting

    def put(self) -> Iterator[None]:
        """Keep what was not there, and is committed now, for the next workspace; in small steps, until something changes."""
        shelf, program = self.shelf, self._program
        if shelf is None or not self._wanted or not program.is_settled:
            return
        edits = program.world.edits
        self._keys.forget()
        for name in list(self._wanted):
            module = program.modules.get(name)
            for _ in () if module is None else self._keys.steps(module):
                yield
            yield
            if program.world.edits != edits or not program.is_settled:
                return
            key = self._keys.key(name)
            if module is not None and key is not None and not self._put(shelf, module, key):
                self._wanted.clear()  # There is no room, or no right to write.
                return
            del self._wanted[name]
        yield from shelf.tidy()

    def _put(self, shelf: Shelf, module: Module, key: bytes) -> bool:
        """False where nothing can be put; what is not known for sure is left out."""
        record = self._committed(module)
        bundle = None if record is None else gather_bundle(self._baseline.archive, record)
        return bundle is None or shelf.put(key, encode_bundle(bundle))

    def _committed(self, module: Module) -> ModuleRecord | None:
        """The record of a module where it says all there is to say of it, and nothing that it imports was overlooked."""
        world = self._program.world
        if module in world.changed.modules or module.name in world.changed.suspects:
            return None
        found = self._baseline.archive.rows.committed(module.path, module.name)
        if found is None or not found.is_trusted or found.record.has_crashed:
            return None
        record, seen = found.record, self._keys.imports(module)
        is_whole = all(name in seen or name in PRIM_EXPORTS for name, _ in record.imports)
        return record if is_whole and record.text_hash == module.source.digest else None


def _imported(module: Module) -> Iterator[str]:
    """What a module imports that has been parsed: an edit is not to read all of its text."""
    for chunk in module.source.chunks:
        for item in chunk.items.imports:
            yield item.module
