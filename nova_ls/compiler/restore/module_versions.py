"""Versions of a module: putting another one that was committed in the place of the one there is, without reading its text.

A change of branches changes whole files. Where a record was kept of a file's new text, only those units are looked at that differ
between the two records: their outcomes come from the log. What the module's units asked of others is asked again before
anything is typed (`ensure_record`).
"""

from __future__ import annotations

from collections.abc import Mapping

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.archive.archive import Archive
from nova_ls.compiler.archive.module_record import ModuleRecord, entries_of
from nova_ls.compiler.facts import ExportedFact, ExportsFact, Fact
from nova_ls.compiler.facts.codec import digest_answers
from nova_ls.compiler.model import units
from nova_ls.compiler.model.outcome import Outcome, Scheme, TypedAst
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.restore.module_entry import operators_of
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.world import World
from nova_ls.log.entry import EntryId
from nova_ls.names.modules.exports import changed_exports


def ensure_record(world: World, answers: Answers, module: Module, record: ModuleRecord) -> bool:
    """Let the record of a suspect module be one that holds; False: there is none, the module has to be looked at.

    It may have been committed with this text on several branches.
    """
    if record.has_crashed:
        return False
    if _holds(world, answers, module, record):
        return True
    for version in world.archive.rows.versions(module.path, module.name, record.text_hash):
        is_other = (version.entries, version.asked) != (record.entries, record.asked)
        if (
            is_other
            and not version.has_crashed
            and _holds(world, answers, module, version)
            and adopt(world, module, record, version)
        ):
            return True
    return False


def _holds(world: World, answers: Answers, module: Module, record: ModuleRecord) -> bool:
    """Whether all that a module asked of others has the same answers today; if so, they are watched from now on."""
    if any(answers.exports_digest(name) != exported for name, exported in record.imports):
        return False
    facts, digest = world.archive.outcomes.facts.unpack(record.asked)
    found = answers.answer_all(facts)
    if digest_answers(found) != digest or not module.is_restored:
        return False  # In an import cycle an answer may take the module's own text.
    world.watch(module, facts, found)
    return True


def adopt(world: World, module: Module, base: ModuleRecord | None, version: ModuleRecord) -> bool:
    """Let a version stand in for a module of which `base` (None: nothing) did; False: it cannot be read whole.

    The layer holds what `base` says. The module has no units in the engine but that of its structure.
    """
    old, new = {} if base is None else entries_of(base), entries_of(version)
    difference = _Difference(world.archive)
    if units.Outline(module.key) not in new or not difference.load(old, new):
        return False
    changed: list[Fact] = []
    if base is None or base.digest != version.digest:
        changed.append(ExportsFact(module.name))
    if base is not None and base.digest != version.digest:
        changed += (ExportedFact(key) for key in changed_exports(base.exports, version.exports))
    schemes, asts = difference.schemes, difference.asts
    world.delete_elements([key for key in difference.gone if key not in schemes])
    for key, scheme in schemes.items():
        changed += world.put_scheme(key, scheme)
    for key in difference.untyped:
        if key not in asts:
            world.table.drop_ast(key)
    for key, ast in asts.items():
        world.table.put_ast(key, ast)
    for unit, outcome in difference.units.items():
        if outcome is None:
            world.changed.units.pop(unit, None)
        else:
            world.changed.units[unit] = outcome
    world.changed.modules[module] = None
    world.install_record(module, version)
    world.invalidate(changed)
    return True


class _Difference:
    """What is another one in one record of a module than in another.

    `units`: with their outcomes; None: they no longer exist. `gone`, `untyped`: the elements that the old ones had schemes
    and typed ASTs of; the new ones have `schemes` and `asts`.
    """

    __slots__ = ("_archive", "asts", "gone", "schemes", "units", "untyped")

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.units: dict[Unit, Outcome | None] = {}
        self.gone: list[ElementKey] = []
        self.untyped: list[ElementKey] = []
        self.schemes: dict[ElementKey, Scheme] = {}
        self.asts: dict[ElementKey, TypedAst] = {}

    def load(self, old: Mapping[Unit, EntryId], new: Mapping[Unit, EntryId]) -> bool:
        """Read the entries that only one of the two has; False where one is not there any more."""
        for unit in dict.fromkeys((*old, *new)):
            before, after = old.get(unit), new.get(unit)
            if before != after:
                if before is not None and not self._leave(unit, before):
                    return False
                if after is not None and not self._enter(unit, after):
                    return False
        return True

    def _leave(self, unit: Unit, entry_id: EntryId) -> bool:
        if isinstance(unit, units.Outline):
            operators = operators_of(self._archive.log, entry_id)
            self.gone += operators or ()
            return operators is not None
        keys = self._archive.outcomes.keys(entry_id)
        if keys is None:
            return False
        self.gone += keys[0]
        self.untyped += keys[1]
        self.units[unit] = None
        return True

    def _enter(self, unit: Unit, entry_id: EntryId) -> bool:
        if isinstance(unit, units.Outline):
            operators = operators_of(self._archive.log, entry_id)
            self.schemes.update(operators or {})
            # The next commit makes it a head, as it does those of the outcomes.
            self._archive.log.in_use.add(entry_id)
            return operators is not None
        outcome = self._archive.outcome(unit, entry_id)
        if outcome is None:
            return False
        self.schemes.update(outcome.schemes)
        self.asts.update(outcome.asts)
        self.units[unit] = outcome
        return True
