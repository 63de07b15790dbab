"""Where the name under the cursor is declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.record_labels import LabelRole, LabelUse, label_at, labels_in
from nova_ls.features.type_variables import type_variable_at
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import path_to
from nova_ls.workspace.snapshot import NameUse, Place, Snapshot

_SOURCES = (LabelRole.DECLARED, LabelRole.MADE)
"""Where a field may come from."""

_TYPES = t.DataDeclaration | t.SynonymDeclaration | t.ClassDeclaration | t.ForeignData


def definition(snapshot: Snapshot, module: Module, offset: int) -> list[Place]:
    """The declared name's place; of a record's label all places that may declare it.

    Empty on anything that is not a name, and on names of the compiler's own modules.
    """
    use = snapshot.name_at(module, offset)
    found = None if use is None else snapshot.definition_of(use.target)
    label = None
    if use is None or _is_declared_here(use, found):
        # A pun in a pattern declares the variable: what remains to be told is the field.
        label = label_at(snapshot, module, offset)
    if label is not None and (use is None or label.is_pun):
        return _declared_labels(snapshot, label)
    if use is None:
        variable = type_variable_at(module, offset)
        if variable is not None:
            return variable[1][:1]
        implied = implied_name_at(module, offset)
        found = None if implied is None else snapshot.definition_of(implied)
    return [] if found is None else [found]


def implied_name_at(module: Module, offset: int) -> ElementKey | None:
    """What the syntax stands on at a place: `bind` or `discard` at `do`, `map` or `pure` at `ado`, `negate` at a minus."""
    chunk, within = module.source.chunk_at(offset)
    scope = module.scope
    if scope is None:
        return None
    for declaration in chunk.tree.declarations:
        for node in reversed(path_to(declaration, within)):
            name, qualifier, length = _implied(node)
            if not name:
                continue
            if not node.start <= within <= node.start + length:
                return None
            meant = scope.lookup(Space.VALUE, qualifier, name)
            return meant if isinstance(meant, ElementKey) else None
    return None


def _implied(node: t.Node) -> tuple[str, str, int]:
    """The name, its qualifier and the length of what is written for it; a name "" where a node implies none."""
    match node:
        case t.Do(qualifier=qualifier, statements=statements):
            has_bind = any(isinstance(statement, t.DoBind) for statement in statements)
            length = len("do") + (len(qualifier) + 1 if qualifier else 0)
            return "bind" if has_bind else "discard", qualifier, length
        case t.Ado(qualifier=qualifier, statements=statements):
            length = len("ado") + (len(qualifier) + 1 if qualifier else 0)
            return "map" if statements else "pure", qualifier, length
        case t.Negation():
            return "negate", "", 1
        case _:
            return "", "", 0


def _is_declared_here(use: NameUse, found: Place | None) -> bool:
    return found is not None and (found.chunk, found.start) == (use.place.chunk, use.place.start)


# ---------------------------------------------------------------------------- labels


def _declared_labels(snapshot: Snapshot, use: LabelUse) -> list[Place]:
    """The places in written types that may declare a label: the likeliest sort that there is.

    Its own module comes first, then the workspace, then all that was found.
    """
    if use.role is LabelRole.DECLARED:
        return [use.place]
    own = use.place.module
    others = [module for module in snapshot.modules() if module is not own]
    near = [module for module in others if module.origin is ModuleOrigin.WORKSPACE]
    far = [module for module in others if module.origin is not ModuleOrigin.WORKSPACE]
    best: dict[int, list[Place]] = {}
    for modules in ([own], near, far):
        for rank, place in _ranked(snapshot, use, modules):
            best.setdefault(rank, []).append(place)
        if 0 in best:
            break
    return best[min(best)] if best else []


def _ranked(
    snapshot: Snapshot, use: LabelUse, modules: Iterable[Module]
) -> Iterator[tuple[int, Place]]:
    """0: the same row in a declared type; 1: a row that fits; 2: the same row in a signature; 3: a literal."""
    for module in modules:
        if use.label not in module.source.text:
            continue
        for chunk in module.source.chunks:
            if use.label not in chunk.text:
                continue
            for other in labels_in(snapshot, module, chunk, use.label, _SOURCES):
                rank = _rank(use, other)
                if rank is not None:
                    yield rank, other.place


def _rank(use: LabelUse, other: LabelUse) -> int | None:
    wanted, found = use.shape, other.shape
    if found is None:
        return None
    fits = wanted is None or (
        wanted.labels == found.labels
        if not (wanted.is_open or found.is_open)
        else found.labels <= wanted.labels
        if not wanted.is_open
        else True
    )
    if not fits:
        return None
    if other.role is LabelRole.MADE:
        return None if other.place == use.place else 3
    node = other.place.chunk.tree.declarations[other.declaration]
    is_exact = wanted is not None and wanted.labels == found.labels
    if isinstance(node, _TYPES):
        return 0 if is_exact else 1
    return 2
