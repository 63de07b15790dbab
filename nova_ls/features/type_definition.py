"""Where the type of what stands under the cursor is declared."""

from __future__ import annotations

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.state.module import Module
from nova_ls.features.as_declared import local_as_declared
from nova_ls.features.fold_synonyms import in_words_of
from nova_ls.features.type_parts import bare_type
from nova_ls.types.core.interface import ConstructorInterface, ValueInterface
from nova_ls.types.core.type import (
    FUNCTION,
    Type,
    TypeCon,
    spine,
)
from nova_ls.workspace.snapshot import LocalTarget, NameUse, Place, Snapshot


def type_definition(snapshot: Snapshot, module: Module, offset: int) -> list[Place]:
    """That of a function's result. Where the compiler has a type (`Array`), the types that it is applied to.

    A record leads to the synonym that its author calls it by, where there is one. Empty for variables.
    """
    use = snapshot.name_at(module, offset)
    if use is not None and isinstance(use.target, ElementKey):
        if use.target.space in (Space.TYPE, Space.CLASS):
            found = snapshot.definition_of(use.target)
            return [] if found is None else [found]
    type = _type_of(snapshot, use) if use is not None else None
    if type is None:
        around = snapshot.type_at(module, offset)
        type = None if around is None else around[1]
    if type is None:
        return []
    return _declared(snapshot, type) or _declared(snapshot, _in_words(snapshot, module, use, type))


def _in_words(snapshot: Snapshot, module: Module, use: NameUse | None, type: Type) -> Type:
    """The type as the module's author writes it: with synonyms."""
    if use is not None and isinstance(use.target, LocalTarget):
        type = local_as_declared(snapshot, use.target.element, use.target.start, type)
    return in_words_of(snapshot, module, type)


def _type_of(snapshot: Snapshot, use: NameUse) -> Type | None:
    here = snapshot.type_of_span(use.place)
    if here is not None or not isinstance(use.target, ElementKey):
        return here
    interface = snapshot.interface(use.target)
    return interface.type if isinstance(interface, ValueInterface | ConstructorInterface) else None


def _declared(snapshot: Snapshot, type: Type) -> list[Place]:
    places: dict[tuple[str, int, int], Place] = {}
    pending = [type]
    while pending:
        type = bare_type(pending.pop())
        head, _, arguments = spine(type)
        if head is FUNCTION and arguments:
            pending.append(arguments[-1])
            continue
        found = snapshot.definition_of(head.key) if isinstance(head, TypeCon) else None
        if found is not None:
            where = (found.module.name, found.module.source.index_of(found.chunk), found.start)
            places[where] = found
        elif isinstance(head, TypeCon):
            pending += reversed(arguments)
    return list(places.values())
