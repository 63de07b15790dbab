"""The local variables at the cursor, the nearest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_ls.compiler.queries.probe import Probed
from nova_ls.features.completion.candidate import Candidate, CompletionKind, Reach
from nova_ls.features.completion.matching import match
from nova_ls.features.completion.spot import HOLE, Spot
from nova_ls.features.local_names import local_names
from nova_ls.syntax import tree as t
from nova_ls.types.core.type import Type


def local_variables(spot: Spot, probed: Probed) -> Iterator[Candidate]:
    """Those of expressions, with their types where the declaration was probed."""
    hole = probed.holes.get(HOLE)
    if hole is None:
        names = local_names(list(spot.path), spot.path[-1].start if spot.path else 0)
        found: Sequence[tuple[str, Type | None]] = [(name, None) for name in names]
    else:
        found = hole.candidates
    for nearness, (name, type) in enumerate(found):
        if match(spot.word.typed, name) is not None:
            kind = CompletionKind.VARIABLE
            yield Candidate(name, kind, Reach.LOCAL, type=type, nearness=nearness)


def type_variables(spot: Spot) -> Iterator[Candidate]:
    """Those that the declaration, its signature or a `forall` around the cursor brings in."""
    names: dict[str, None] = {}
    for node in reversed(spot.path):
        for name in _binders(node):
            names.setdefault(name)
    signatures = [node for node in spot.declarations if isinstance(node, t.Signature)]
    for signature in signatures:
        for name in _binders(signature.type):
            names.setdefault(name)
    for nearness, name in enumerate(names):
        if match(spot.word.typed, name) is not None:
            kind = CompletionKind.TYPE_PARAMETER
            yield Candidate(name, kind, Reach.LOCAL, nearness=nearness)


def _binders(node: t.Node) -> Iterator[str]:
    match node:
        case t.ForallNode(binders=binders):
            yield from (binder.name.text for binder in binders)
        case t.DataDeclaration() | t.SynonymDeclaration() | t.ClassDeclaration():
            yield from (binder.name.text for binder in node.parameters)
        case _:
            return
