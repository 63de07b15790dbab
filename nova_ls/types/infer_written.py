"""Types written inside values: annotations, local signatures, type arguments, binders."""

from __future__ import annotations

from nova_ls.names import resolved as r
from nova_ls.types.elaborate import elaborate, elaborate_annotation, elaborate_signature
from nova_ls.types.solver import Solver
from nova_ls.types.type import Type


class Signature:
    """A type as written, and what its scope needs: the variables it brings in, whether wildcards inside matter."""

    __slots__ = ("complete", "scoped", "type")

    def __init__(self, type: Type, scoped: frozenset[str], complete: bool) -> None:
        self.type = type
        self.scoped = scoped
        self.complete = complete


def written_type(solver: Solver, node: r.Type) -> Type:
    """The type of an annotation on a pattern or an expression; its wildcards are reported where that is due."""
    known = len(solver.wildcards)
    type = elaborate_annotation(solver, node)
    _note_wildcards(solver, known)
    return type


def written_argument(solver: Solver, node: r.Type, kind: Type) -> Type:
    """A visible type argument of some kind. Its wildcards are asked for, so they are no one's concern."""
    known = len(solver.wildcards)
    type = elaborate(solver, node, solver.resolve(kind))
    del solver.wildcards[known:]
    return solver.zonk(type)


def written_signature(solver: Solver, node: r.Type, top_level: bool = False) -> Signature:
    """The signature of a value."""
    known = len(solver.wildcards)
    type = elaborate_signature(solver, node) if top_level else elaborate_annotation(solver, node)
    complete = len(solver.wildcards) == known
    _note_wildcards(solver, known)
    return Signature(type, scoped_variables(node), complete)


def scoped_variables(node: r.Type) -> frozenset[str]:
    """The names that the outer quantifiers of a written type bring into scope in the value it is written for.

    Only written ones: what a synonym expands to brings nothing into scope.
    """
    names: list[str] = []
    while isinstance(node, r.Forall):
        names.extend([binder.name for binder in node.binders])
        node = node.body
    return frozenset(names)


def _note_wildcards(solver: Solver, known: int) -> None:
    """Report the wildcards after the first `known`: named ones always, `_` where no complete signature stands outside."""
    for wildcard in solver.wildcards[known:]:
        span = (wildcard.start, wildcard.end)
        if wildcard.name:
            solver.report("HoleInferredType", *span, wildcard.name, wildcard.variable, ())
        elif not solver.covered:
            solver.warn("WildcardInferredType", *span, wildcard.variable)
    del solver.wildcards[known:]
