"""Letting a record stand in for a module: when the module becomes known, and when it gets another text of which one was kept."""

from __future__ import annotations

from collections.abc import Iterable

from nova_ls.compiler.archive.module_record import ModuleRecord
from nova_ls.compiler.model.text_hash import hash_text
from nova_ls.compiler.restore.module_versions import adopt
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.world import World


def recall(world: World, module: Module) -> None:
    """Let a record stand in for a module that has just become known, if one was kept of its text."""
    name, path, digest = module.name, module.path, module.source.digest
    rows, changed = world.archive.rows, world.changed
    # The elements of a withdrawn module are not what was committed, for now.
    found = None if name in changed.withdrawn else rows.committed(path, name)
    if found is None:
        if name not in changed.withdrawn and not rows.has(name):
            # It takes the place of one below, whose elements have to be kept here, even those that are the same; or
            # rows were written ahead for it and never committed: units that rely on what they say have to ask again.
            world.delete_elements(world.table.list_namespace(name))
            world.archive.note_new(name)
            is_free = True
        elif name not in changed.withdrawn and rows.is_of_other_version(path, name):
            if not world.archive.note_outdated(name):
                world.delete_elements(world.table.list_namespace(name))
                world.archive.note_new(name)
            is_free = True
        else:
            is_free = not world.table.list_namespace(name)
        if is_free:  # Otherwise another file had a module of this name.
            _adopt(world, module, None, rows.versions(path, name, digest))
    elif found.record.text_hash != digest:
        module.take_exports(found.record.exports)
        _adopt(world, module, found.record, rows.versions(path, name, digest))
    else:
        world.install_record(module, found.record)
        if not found.is_trusted or found.record.has_crashed or name in changed.suspects:
            changed.suspects.discard(name)
            world.suspect(name)


def switch(world: World, module: Module, text: str) -> bool:
    """Give a module a text of which a record was kept; False, and nothing is changed, where there is none.

    The cheap way to take in a file that changed as a whole: nothing is parsed.
    """
    rows = world.archive.rows
    base, entries = module.record, module.entries
    if base is None and module not in world.changed.modules:
        base = module.committed
        if base is None:
            found = rows.committed(module.path, module.name)
            base = None if found is None else found.record
    versions = list(rows.versions(module.path, module.name, hash_text(text)))
    if base is None or base.text_hash != module.source.digest or not versions:
        return False
    world.edits += 1
    world.retire(module)
    module.become(text, base.exports, entries)
    _adopt(world, module, base, versions)
    return True


def _adopt(
    world: World, module: Module, base: ModuleRecord | None, versions: Iterable[ModuleRecord]
) -> None:
    for version in versions:
        if adopt(world, module, base, version):
            world.suspect(module.name)
            return
    world.changed.forget(module)
    world.forget_record(module)
