"""Another name for what stands at the cursor, everywhere: in all modules, lists, signatures, instances and doc comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.facts import Fact, NameFact, OwnValueFact
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.record_labels import label_at
from nova_ls.features.rename.check_renaming import Renaming, RenamingCheck
from nova_ls.features.rename.chunk_edits import ChunkRenaming, PunPart, rename_in_chunk
from nova_ls.features.rename.complete import check_complete
from nova_ls.features.rename.doc_mentions import doc_mentions
from nova_ls.features.rename.new_name import check_name, check_variable
from nova_ls.features.rename.rename_alias import alias_at, rename_alias
from nova_ls.features.rename.rename_label import rename_label
from nova_ls.features.rename.rename_module import rename_module
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.features.rename.workspace_change import WorkspaceChange, change_of
from nova_ls.features.type_variables import type_variable_at, type_variables
from nova_ls.names.modules.items import ItemKind
from nova_ls.names.modules.scope import ModuleScope
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.parser import parse_chunk
from nova_ls.types.core.well_known import DERIVABLE, GENERIC, IS_SYMBOL, REFLECTABLE
from nova_ls.workspace.snapshot import LocalTarget, NameUse, Place, Snapshot

_PARTS: Final = frozenset((ItemKind.KIND_SIGNATURE, ItemKind.ROLES, ItemKind.SIGNATURE))
"""What says the name of something that is declared elsewhere."""

_OTHERWISE: Final = element_key("Data.Boolean", Space.VALUE, "otherwise")
"""A guard that always holds, to the check of what is left out (types/infer/exhaustive.py)."""

_KNOWN: Final = DERIVABLE | {IS_SYMBOL, REFLECTABLE, _OTHERWISE}
_KNOWN_MODULES: Final = frozenset(key.namespace for key in _KNOWN)

_CONFLICTS: Final = {
    Space.TYPE: (Space.TYPE, Space.CLASS),
    Space.CONSTRUCTOR: (Space.CONSTRUCTOR, Space.CLASS),
    Space.CLASS: (Space.CLASS, Space.TYPE, Space.CONSTRUCTOR),
    Space.VALUE: (Space.VALUE, Space.INSTANCE),
    Space.INSTANCE: (Space.VALUE, Space.INSTANCE),
}


def renamed_at(snapshot: Snapshot, module: Module, offset: int) -> Place:
    """What would be renamed at an offset: the name without its qualifier. Refused where that is nothing, or not the workspace's."""
    alias = alias_at(module, offset)
    if alias is not None:
        return alias
    use = snapshot.name_at(module, offset)
    if use is not None:
        _check_target(snapshot, use)
        return _bare(use)
    variable = type_variable_at(module, offset)
    if variable is not None:
        return variable[0]
    label = label_at(snapshot, module, offset)
    if label is None:
        raise RenameRefused("there is no name here that can be renamed")
    return label.place


def rename(snapshot: Snapshot, module: Module, offset: int, new: str) -> WorkspaceChange:
    """Refused where it cannot be done in full, or where something would mean something else."""
    place = renamed_at(snapshot, module, offset)
    if place.text == new:
        return WorkspaceChange({})
    if alias_at(module, offset) is not None:
        return change_of(rename_alias(place, new))
    use = snapshot.name_at(module, offset)
    if use is None:
        if type_variable_at(module, offset) is not None:
            return change_of({module: [_rename_type_variable(module, offset, new)]})
        label = label_at(snapshot, module, offset)
        assert label is not None
        return change_of(rename_label(snapshot, label, new))
    if isinstance(use.target, LocalTarget):
        return change_of({module: [_rename_local(snapshot, use, use.target, new)]})
    if use.target.space is Space.MODULE:
        return rename_module(snapshot, {use.target.namespace: new})
    return change_of(_rename_element(snapshot, use.target, new))


def _check_target(snapshot: Snapshot, use: NameUse) -> None:
    if isinstance(use.target, LocalTarget):
        return
    home = snapshot.module(use.target.namespace)
    if home is None:
        raise RenameRefused("what belongs to the compiler cannot be renamed")
    if home.origin is not ModuleOrigin.WORKSPACE:
        kind = "the standard library" if home.origin is ModuleOrigin.LIBRARY else "a package"
        raise RenameRefused(f"`{use.target.namespace}` is a module of {kind}")
    if use.target.space is not Space.MODULE and snapshot.definition_of(use.target) is None:
        raise RenameRefused(f"nothing declares `{use.target.name}`")
    if _is_known_by_name(use.target):
        raise RenameRefused(f"the compiler knows `{use.target.name or home.name}` by its name")
    if use.target.space is Space.INSTANCE:
        found = snapshot.declared(use.target)
        if found is None or not found[1].item.named:
            raise RenameRefused("the instance has no name")


def _is_known_by_name(key: ElementKey) -> bool:
    """Whether deriving or the solver asks for a class, or for a type that it makes use of, under this very name."""
    if key.space is Space.MODULE:
        return key.namespace in _KNOWN_MODULES
    is_type = key.space in (Space.TYPE, Space.CONSTRUCTOR)
    return key in _KNOWN or (is_type and key.namespace == GENERIC.namespace)


def _bare(use: NameUse) -> Place:
    """A name without its qualifier."""
    place, name = use.place, "" if isinstance(use.target, LocalTarget) else use.target.name
    if name and place.text.endswith(name):
        return Place(place.module, place.chunk, place.end - len(name), place.end)
    return place


# ---------------------------------------------------------------------------- locals and type variables


def _rename_local(snapshot: Snapshot, use: NameUse, target: LocalTarget, new: str) -> ChunkRenaming:
    check_variable(new)
    module, chunk, old = use.place.module, use.place.chunk, use.place.text
    if chunk.errors:
        raise RenameRefused("the declaration does not parse")
    places = list(snapshot.references_to(target))
    if not places or any(place.text != old for place in places):
        raise RenameRefused("the declaration has been edited; try again")
    renaming = rename_in_chunk(chunk, (place.start for place in places), old, new, PunPart.VARIABLE)
    RenamingCheck(snapshot, Renaming(None, old, new)).check(module, chunk, renaming)
    return renaming


def _rename_type_variable(module: Module, offset: int, new: str) -> ChunkRenaming:
    check_variable(new)
    found = type_variable_at(module, offset)
    assert found is not None
    place, places = found
    chunk = place.chunk
    if chunk.errors:
        raise RenameRefused("the declaration does not parse")
    uses = type_variables(chunk.tree.declarations)
    here = next(use for use in uses if use.start == place.start)
    if here.binder is None:
        raise RenameRefused(f"nothing binds `{here.name}`")
    starts = {one.start for one in places}
    renaming = rename_in_chunk(chunk, starts, here.name, new, PunPart.VARIABLE)
    tree = parse_chunk(renaming.code(), first=chunk.chunk.is_first)
    after = type_variables(tree.declarations)
    moved = [
        (renaming.moved(use.start), None if use.binder is None else renaming.moved(use.binder))
        for use in uses
    ]
    if tree.errors or moved != [(use.start, use.binder) for use in after]:
        raise RenameRefused(f"type variables `{new}` would mean something else")
    if sum(use.shadows for use in after) > sum(use.shadows for use in uses):
        raise RenameRefused(f"one type variable `{new}` would shadow another")
    return renaming


# ---------------------------------------------------------------------------- elements


def _rename_element(
    snapshot: Snapshot, target: ElementKey, new: str
) -> dict[Module, list[ChunkRenaming]]:
    check_name(target.space, new)
    home = snapshot.module(target.namespace)
    assert home is not None
    _check_declarations(home, target, new)
    _check_parsed(snapshot, target.name)
    places = list(snapshot.references_to(target))
    starts: dict[Module, dict[SourceChunk, set[int]]] = {}
    for place in [*places, *doc_mentions(snapshot, target, {p.module for p in places})]:
        if place.module.origin is not ModuleOrigin.WORKSPACE:
            raise RenameRefused(f"`{place.module.name}` mentions it and is not of the workspace")
        if not place.text.endswith(target.name):
            raise RenameRefused(f"`{place.module.name}` has been edited; try again")
        chunks = starts.setdefault(place.module, {})
        chunks.setdefault(place.chunk, set()).add(place.end - len(target.name))
    renamed = {
        (chunk, start)
        for chunks in starts.values()
        for chunk, found in chunks.items()
        for start in found
    }
    check_complete(snapshot, target, renamed)
    renamings = {
        module: [
            rename_in_chunk(chunk, found, target.name, new, PunPart.VARIABLE)
            for chunk, found in chunks.items()
        ]
        for module, chunks in starts.items()
    }
    _check_meanings(snapshot, Renaming(target, target.name, new), renamings)
    return renamings


def _check_declarations(home: Module, target: ElementKey, new: str) -> None:
    """Refuse where the module declares the new name already, or the old one twice."""
    for space in _CONFLICTS.get(target.space, (target.space,)):
        if element_key(home.name, space, new) in home.declared:
            raise RenameRefused(f"`{home.name}` declares `{new}` already")
    count = sum(
        item.name == target.name and item.space is target.space and item.kind not in _PARTS
        for chunk in home.source.chunks
        for item in chunk.items.items
    )
    if count > 1:
        raise RenameRefused(f"`{home.name}` declares `{target.name}` more than once")


def _check_parsed(snapshot: Snapshot, word: str) -> None:
    """Refuse where a declaration that does not parse may mention a name."""
    for module in snapshot.modules():
        if module.origin is not ModuleOrigin.WORKSPACE or word not in module.source.text:
            continue
        for chunk in module.source.complaints:
            if word in chunk.text and chunk.tree.errors and word in _words(chunk.code):
                raise RenameRefused(
                    f"a declaration of `{module.name}` does not parse and mentions `{word}`"
                )


def _words(code: str) -> set[str]:
    return {
        text.rpartition(".")[2] if text[:1].isupper() else text.strip("()")
        for text in lex(code).texts
    }


def _check_meanings(
    snapshot: Snapshot, renaming: Renaming, renamings: dict[Module, list[ChunkRenaming]]
) -> None:
    check = RenamingCheck(snapshot, renaming)
    for module in list(snapshot.modules()):
        edits = {one.chunk: one for one in renamings.get(module, ())}
        for key in _affected(snapshot, module, renaming):
            declared = module.declared.get(key)
            if declared is not None:
                chunk = declared.chunk
                edits.setdefault(chunk, ChunkRenaming(chunk, (), ()))
        if _re_exports(module, renaming) or edits:
            check.scope_after(module)
        for chunk, edit in edits.items():
            check.check(module, chunk, edit)


def _re_exports(module: Module, renaming: Renaming) -> bool:
    target, exports = renaming.target, module.exports
    if target is None or exports is None:
        return False
    if exports.get(target.space, target.name) is not target:
        return False
    if exports.get(target.space, renaming.new) is not None:
        raise RenameRefused(f"`{module.name}` exports a `{renaming.new}` already")
    return True


def _affected(snapshot: Snapshot, module: Module, renaming: Renaming) -> Iterator[ElementKey]:
    """The elements of a module whose meaning may be another because of the new name or without the old one."""
    target, scope = renaming.target, module.scope
    if target is None or scope is None:
        return
    yield from snapshot.askers(module, target)
    facts = list(_new_name_facts(module, scope, target, renaming.new))
    yield from snapshot.asking(module, facts)


def _new_name_facts(
    module: Module, scope: ModuleScope, target: ElementKey, new: str
) -> Iterable[Fact]:
    if module.name == target.namespace and target.space is Space.VALUE:
        yield OwnValueFact(module.name, new)
    for qualifier in {entry.qualifier for entry in scope.entries}:
        if scope.lookup(target.space, qualifier, target.name) is target:
            yield NameFact(module.name, target.space, qualifier, new)
