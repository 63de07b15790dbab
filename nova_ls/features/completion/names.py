"""The names in scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.compiler.state.module import Module
from nova_ls.features.completion.candidate import Candidate, CompletionKind, Reach
from nova_ls.features.completion.matching import match
from nova_ls.features.completion.spot import Spot, SpotKind
from nova_ls.names.modules.scope import Provenance
from nova_ls.syntax.tokens import DERIVE, NEWTYPE
from nova_ls.types.core.interface import ConstructorInterface, OperatorInterface, ValueInterface
from nova_ls.types.core.type import Type
from nova_ls.types.core.well_known import DERIVABLE
from nova_ls.workspace.snapshot import Snapshot

KINDS: Final[Mapping[Space, CompletionKind]] = {
    Space.VALUE: CompletionKind.FUNCTION,
    Space.CONSTRUCTOR: CompletionKind.CONSTRUCTOR,
    Space.TYPE: CompletionKind.STRUCT,
    Space.CLASS: CompletionKind.CLASS,
    Space.VALUE_OPERATOR: CompletionKind.OPERATOR,
    Space.TYPE_OPERATOR: CompletionKind.OPERATOR,
}
_REACHES: Final = {
    Provenance.OWN: Reach.MODULE,
    Provenance.EXPLICIT: Reach.LISTED,
    Provenance.IMPLICIT: Reach.OPEN,
}
_FAR: Final = 1 << 20


def names_in_scope(
    snapshot: Snapshot, spot: Spot, spaces: tuple[Space, ...]
) -> Iterator[Candidate]:
    """Those of some spaces that the word may become; of the module's own, those that are declared near come first."""
    scope, typed, qualifier = spot.module.scope, spot.word.typed, spot.word.qualifier[:-1]
    if scope is None:
        return
    seen: set[tuple[Space, str]] = set()
    for entry in scope.entries:
        if entry.qualifier != qualifier or entry.exports is None:
            continue
        reach = _REACHES[entry.provenance]
        for space in spaces:
            for name in entry.exports.tables[space]:
                if (space, name) in seen or match(typed, name) is None:
                    continue
                if entry.get(space, name) is None:
                    continue
                seen.add((space, name))
                key = scope.lookup(space, qualifier, name)
                if isinstance(key, ElementKey) and is_meant(spot, key):
                    candidate = named(snapshot, name, key, reach)
                    if reach is Reach.MODULE:
                        candidate.nearness = _distance(spot, key)
                    yield candidate


def is_meant(spot: Spot, key: ElementKey) -> bool:
    """Whether a class can be derived, where that is what is being written."""
    if spot.kind is not SpotKind.CLASS or DERIVE not in spot.tokens_before:
        return True
    return key in DERIVABLE or NEWTYPE in spot.tokens_before


def _distance(spot: Spot, key: ElementKey) -> int:
    """How many declarations lie between the cursor and that of an element; the cursor's own is far off, since few values are their own part."""
    module = spot.module
    declared, source = module.declared.get(key), module.source
    if declared is None or not source.has(declared.chunk):
        return _FAR
    distance = abs(source.index_of(declared.chunk) - source.index_of(spot.cursor.chunk))
    return distance or _FAR


def named(snapshot: Snapshot, name: str, key: ElementKey, reach: Reach) -> Candidate:
    """An element that is offered under a name."""
    return Candidate(name, KINDS[key.space], reach, key, type_of(snapshot, key))


def type_of(snapshot: Snapshot, key: ElementKey) -> Type | None:
    """The scheme of a value, a constructor, or of what an operator stands for."""
    if key.space in (Space.TYPE, Space.CLASS, Space.TYPE_OPERATOR):
        return None
    interface = snapshot.interface(key)
    if isinstance(interface, OperatorInterface):
        interface = snapshot.interface(interface.target)
    if isinstance(interface, ValueInterface | ConstructorInterface):
        return interface.type
    return None


def qualifiers(module: Module, begun: str, typed: str) -> Iterator[Candidate]:
    """The aliases that may follow what has been written of one: `Data.` of `Data.Map.insert`."""
    if module.scope is None:
        return
    aliases = {entry.qualifier for entry in module.scope.entries if entry.order >= 0}
    for alias in sorted(aliases):
        rest = alias[len(begun) :]
        if rest and alias.startswith(begun) and match(typed, rest) is not None:
            yield Candidate(rest, CompletionKind.MODULE, Reach.QUALIFIER)
