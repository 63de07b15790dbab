"""Versions of a module: putting another one that was committed in the place of the one there is, without reading its text.

A change of branches changes whole files. Where a record was kept of a file's new text, only those units are looked at that differ
between the two records: their outcomes come from the log. What the module's units asked of others is asked again before
anybody relies on it (`ensure_record`).
"""

from __future__ import annotations

from collections.abc import Mapping

from nova_ls.compiler import units
from nova_ls.compiler.module import Module
from nova_ls.compiler.module_entry import operators_of
from nova_ls.compiler.outcome import Outcome
from nova_ls.compiler.record import ModuleRecord, entries_of
from nova_ls.compiler.units import Fact, Unit
from nova_ls.compiler.world import World
from nova_ls.log.entry import EntryId
from nova_ls.names.exports import changed_exports


def ensure_record(world: World, module: Module) -> bool:
    """Let the record of a doubted module be one that holds; False: there is none, the module has to be looked at.

    It may have been committed with this text on several branches.
    """
    archive = world.archive
    for version in archive.rows.versions(module.path, module.name, module.source.digest):
        record = module.record
        if record is None or any(
            world.exports_digest(name) != exported for name, exported in version.imports
        ):
            continue
        facts, answers = archive.outcomes.facts.unpack(version.asked)
        holds = all(world.answer(f) == answer for f, answer in zip(facts, answers, strict=True))
        is_other = (version.entries, version.asked) != (record.entries, record.asked)
        if holds and not (is_other and not adopt(world, module, record, version)):
            world.watch(module, facts, answers)
            return True
    return False


def adopt(world: World, module: Module, base: ModuleRecord | None, version: ModuleRecord) -> bool:
    """Let a version stand in for a module of which `base` (None: nothing) did; False: it cannot be read whole.

    The layer holds what `base` says. The module has no units in the engine but that of its structure.
    """
    old, new = {} if base is None else entries_of(base), entries_of(version)
    before, after = _outcomes(world, old, new), _outcomes(world, new, old)
    if before is None or after is None or (units.MODULE, module.key) not in new:
        return False
    changed: list[Fact] = [(units.EXPORTS, module.name)]
    if base is not None:
        changed += ((units.EXPORTED, key) for key in changed_exports(base.exports, version.exports))
    schemes = {key: scheme for outcome in after for key, scheme in outcome.schemes.items()}
    asts = {key: ast for outcome in after for key, ast in outcome.asts.items()}
    world.delete_elements([key for outcome in before for key in outcome.schemes if key not in schemes])
    for key, scheme in schemes.items():
        changed += world.put_scheme(key, scheme)
    for key in {key for outcome in before for key in outcome.asts} - asts.keys():
        world.table.drop_ast(key)
    for key, ast in asts.items():
        world.table.put_ast(key, ast)
    # The module's own entry is no unit's: it is written with the record.
    world.changed.units.update((outcome.unit, None) for outcome in before if outcome.unit not in new)
    world.changed.units.update(
        (outcome.unit, outcome) for outcome in after if outcome.unit[0] != units.MODULE
    )
    world.changed.modules[module] = None
    world.stand_in(module, version)
    world.invalidate(changed)
    return True


def _outcomes(
    world: World, entries: Mapping[Unit, EntryId], others: Mapping[Unit, EntryId]
) -> list[Outcome] | None:
    """The outcomes of the units that others have not, or have another one of; None where one is not there any more."""
    found: list[Outcome] = []
    for unit, entry_id in entries.items():
        if others.get(unit) != entry_id:
            outcome = _outcome(world, unit, entry_id)
            if outcome is None:
                return None
            found.append(outcome)
    return found


def _outcome(world: World, unit: Unit, entry_id: EntryId) -> Outcome | None:
    if unit[0] != units.MODULE:
        return world.archive.outcome(unit, entry_id)
    operators = operators_of(world.archive.log, entry_id)
    return None if operators is None else Outcome(unit, b"", (), (), operators, {}, {}, {})
