"""Names that are written where something is defined: an equation below its signature, a member of an instance."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.base.keys import ElementKey, Space
from nova_ls.features.completion.candidate import Candidate, CompletionKind, Reach
from nova_ls.features.completion.matching import match
from nova_ls.features.completion.names import KINDS, type_of
from nova_ls.features.completion.spot import Spot, SpotKind
from nova_ls.names.modules.items import ItemKind
from nova_ls.syntax import tree as t
from nova_ls.types.core.interface import ClassInterface
from nova_ls.workspace.snapshot import Snapshot


def defined_names(snapshot: Snapshot, spot: Spot) -> Iterator[Candidate]:
    """What is still to be defined at the place."""
    match spot.kind:
        case SpotKind.TOP:
            yield from _unfinished(snapshot, spot)
        case SpotKind.MEMBER:
            yield from _members(snapshot, spot)
        case SpotKind.BINDING:
            yield from _signed(spot)
        case _:
            return


def _unfinished(snapshot: Snapshot, spot: Spot) -> Iterator[Candidate]:
    """Values of the module that have a signature and no equation."""
    for key, declared in spot.module.declared.items():
        if (
            declared.item.kind is ItemKind.SIGNATURE
            and match(spot.word.typed, key.name) is not None
        ):
            kind = CompletionKind.FUNCTION
            yield Candidate(key.name, kind, Reach.LOCAL, key, type_of(snapshot, key))


def _members(snapshot: Snapshot, spot: Spot) -> Iterator[Candidate]:
    """The members of the instance's class that it lacks."""
    instance, scope = spot.around(t.InstanceDeclaration), spot.module.scope
    if not isinstance(instance, t.InstanceDeclaration) or scope is None:
        return
    name = instance.class_name
    found = scope.lookup(Space.CLASS, name.qualifier, name.text)
    interface = snapshot.interface(found) if isinstance(found, ElementKey) else None
    if not isinstance(interface, ClassInterface):
        return
    present = {member.name.text for member in instance.members}
    for nearness, (key, type) in enumerate(interface.members):
        if key.name not in present and match(spot.word.typed, key.name) is not None:
            kind = CompletionKind.FUNCTION
            snippet = f"{key.name} = $0"
            yield Candidate(
                key.name, kind, Reach.LOCAL, key, type, nearness=nearness, snippet=snippet
            )


def _signed(spot: Spot) -> Iterator[Candidate]:
    """Local names that have a signature and no equation."""
    block = spot.around(t.Let, t.DoLet, t.GuardedBody)
    bindings: tuple[t.Node, ...] = ()
    if isinstance(block, t.Let | t.DoLet):
        bindings = block.bindings
    elif isinstance(block, t.GuardedBody):
        bindings = block.where
    equations = {each.name.text for each in bindings if isinstance(each, t.Equation)}
    for each in bindings:
        if isinstance(each, t.Signature) and each.name.text not in equations:
            if match(spot.word.typed, each.name.text) is not None:
                yield Candidate(each.name.text, CompletionKind.VARIABLE, Reach.LOCAL)


def targets(snapshot: Snapshot, spot: Spot) -> Iterator[Candidate]:
    """What an operator may stand for: the module's own names first."""
    spaces = (Space.VALUE, Space.CONSTRUCTOR)
    if spot.kind is SpotKind.TYPE_TARGET:
        spaces = (Space.TYPE, Space.CLASS)
    scope = spot.module.scope
    for space in () if scope is None else spaces:
        for name, key in scope.own.tables[space].items() if scope is not None else ():
            if match(spot.word.typed, name) is not None:
                yield Candidate(name, KINDS[space], Reach.MODULE, key, type_of(snapshot, key))
