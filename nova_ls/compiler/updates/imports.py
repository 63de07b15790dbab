"""What a module needs of those that it imports, directly or not, before anything in it can be looked at: the meaning of names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from nova_ls.compiler.model import units
from nova_ls.compiler.model.orphans import text_may_hold_orphans
from nova_ls.compiler.queries.early_exports import find_early_exports
from nova_ls.compiler.state.answers import Answers
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.world import World
from nova_ls.compiler.updates.regroup import regroup
from nova_ls.names.modules.prim import PRIM_EXPORTS

FEW_NEW: Final = 100
"""The trees of so many new modules are no matter of memory."""

_MAKES_INTERFACES: Final = (units.Types, units.Head, units.Signature)


def bring_structures(
    world: World,
    answers: Answers,
    module: Module,
    brought: Callable[[Module], None] = lambda module: None,
    by_demand: bool = False,
) -> Iterator[None]:
    """The structures of what a module imports, and then its own: one parsed chunk, one module at a time. `brought` is called with each.

    `by_demand`: of what nobody has looked at yet only the exports are found out, until somebody asks for more (`Answers.see`).
    """
    engine, is_fresh = world.engine, world.engine.is_fresh
    entered: set[str] = set()
    pending = [(module, False)]
    while pending:
        one, has_imports = pending.pop()
        unit = one.structure
        if is_fresh(unit):
            continue
        if has_imports:
            engine.ensure(unit)
            one.take_depth(by_demand)
            brought(one)
            yield
            continue
        if one.name in entered:
            continue  # What imports it, in a circle, is looked at first.
        entered.add(one.name)
        pending.append((one, True))
        if one.record is not None:
            for name, _ in one.record.imports:
                known = world.modules.get(name)
                if known is not None and name not in entered and not is_fresh(known.structure):
                    pending.append((known, False))
            continue
        imports: list[str] = []
        for chunk in one.source.chunks:
            imports += (item.module for item in chunk.items.imports)
            yield
            if is_fresh(unit):
                break  # Somebody else has looked at it meanwhile.
        if by_demand and one is not module and _offers_early(world, one):
            pending.pop()
            continue
        for name in imports:
            # One that waits further down has to come before this one, too.
            if name not in entered and name not in PRIM_EXPORTS:
                imported = answers.find_module(name)
                if imported is not None:
                    pending.append((imported, False))


def _offers_early(world: World, module: Module) -> bool:
    """Let others know what a module exports, if nobody has looked at it; False where that takes its structure."""
    if not world.is_unseen(module):
        return False
    if module.early is None:
        found = find_early_exports(module)
        if found is None:
            return False
        items, exports = found
        module.take_exports(exports, items)
    return True


def bring_imports(
    world: World, answers: Answers, module: Module, by_demand: bool = False
) -> Iterator[None]:
    """All that the units of a module need to be right whatever else is stale: then they may be checked before the rest.

    That is, of what it imports, the meaning of names, binding groups, and whether records still hold; and the instances that modules
    which it does not import may have for what others declare. `by_demand`: but for what the units ask for themselves (`bring_structures`). Of many new modules no tree is kept: it may take long until they are checked, if it is this process that does so.
    """

    def let_go(one: Module) -> None:
        new = world.archive.new
        if one is not module and len(new) >= FEW_NEW and one.name in new:
            one.source.drop_trees()

    yield from bring_structures(world, answers, module, let_go, by_demand)
    for _ in bring_strangers(world, answers, by_demand=by_demand):
        yield
    # A record that does not hold gives way to a structure, whose imports may be others.
    while (stale := _stale_modules(world)) and (
        concerned := _concerned(world, stale & imported_modules(world, module), by_demand)
    ):
        for one in concerned:
            yield from bring_structures(world, answers, one, by_demand=by_demand)
            world.engine.ensure(units.Record(one.key))
            yield
    if world.ungrouped:
        is_alone = all(one is module for one in world.ungrouped)
        names = {module.name} if is_alone else imported_modules(world, module)
        for one in [one for one in world.ungrouped if one.name in names]:
            if one in world.ungrouped:
                regroup(world, one)
                let_go(one)
                yield


def imported_modules(world: World, *modules: Module) -> set[str]:
    """The known modules that some modules import, directly or not, and they themselves."""
    found = {module.name for module in modules}
    pending = list(modules)
    for one in pending:  # grows while it is walked
        for name in one.imports:
            if name not in found:
                found.add(name)
                imported = world.modules.get(name)
                if imported is not None:
                    pending.append(imported)
    return found


def _stale_modules(world: World) -> set[str]:
    """The modules whose names may mean something else, or whose records may not hold."""
    stale = world.engine.stale
    return {*stale.rooms(units.Structure.phase), *stale.rooms(units.Record.phase)}


def _concerned(world: World, names: set[str], by_demand: bool) -> list[Module]:
    found = [world.modules[name] for name in names]
    return [one for one in found if not (by_demand and world.is_unseen(one))]


def bring_strangers(
    world: World,
    answers: Answers,
    is_concerned: Callable[[Module], bool] = lambda module: True,
    by_demand: bool = False,
) -> Iterator[Module]:
    """Instances count wherever they stand: modules that may have some for what others declare are looked at, too. Yields the module that is looked at."""
    for name in list(world.engine.stale.rooms(units.Structure.phase)):
        module = world.modules.get(name)
        if module is None:
            continue
        if is_concerned(module) and may_hold_orphans(module):
            for _ in bring_structures(world, answers, module, by_demand=by_demand):
                yield module
        yield module


def may_hold_orphans(module: Module) -> bool:
    """Whether a module may have instances that stand neither with their class nor with a type of theirs."""
    record = module.record
    if record is None:
        return module.source.ask(text_may_hold_orphans)
    name = record.name
    return any(
        row.class_key.namespace != name
        and not any(head is not None and head.namespace == name for head in row.heads)
        for row in record.instances
    )
