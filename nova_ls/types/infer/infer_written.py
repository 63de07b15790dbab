"""Types written inside values: annotations, local signatures, type arguments, binders."""

from __future__ import annotations

from nova_ls.names.problems.scope import ShadowedTypeVar
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.interface import SynonymInterface
from nova_ls.types.core.problems.types import (
    HoleInferredType,
    PartiallyAppliedSynonym,
    WildcardInferredType,
)
from nova_ls.types.core.solver import Solver
from nova_ls.types.core.type import ERROR, HAS_ERRORS, Type
from nova_ls.types.kinds.elaborate import elaborate, elaborate_annotation
from nova_ls.types.kinds.written_variables import type_constructors


class WrittenSignature:
    """A type as written, and what its scope needs: the variables it brings in, whether wildcards inside matter."""

    __slots__ = ("complete", "scoped", "type")

    def __init__(self, type: Type, scoped: frozenset[str], complete: bool) -> None:
        self.type = type
        self.scoped = scoped
        self.complete = complete


def annotation_type(solver: Solver, node: r.Type) -> Type:
    """The type of an annotation on a pattern or an expression; its wildcards are reported where that is due."""
    known = len(solver.wildcards)
    type = elaborate_annotation(solver, node)
    _note(solver, type, known)
    return type


def visible_argument(solver: Solver, node: r.Type, kind: Type) -> Type:
    """A visible type argument of some kind. Its wildcards are asked for, so they are not reported.

    Synonyms in it are expanded before its kinds are known, and a polykinded one with parameters cannot be: it lacks
    its kind arguments. Source: PureScript's TypeChecker/Types.hs (VisibleTypeApp) and TypeChecker/Synonyms.hs.
    """
    for constructor in type_constructors(node):
        synonym = solver.environment.interface(constructor.key)
        if isinstance(synonym, SynonymInterface) and synonym.kind_variables and synonym.parameters:
            problem = PartiallyAppliedSynonym(constructor.key, len(synonym.parameters), 0)
            solver.report(problem, constructor.start, constructor.end)
            return ERROR
    known = len(solver.wildcards)
    type = elaborate(solver, node, solver.resolve(kind))
    del solver.wildcards[known:]
    return solver.zonk(type)


def signature_type(solver: Solver, node: r.Type) -> WrittenSignature:
    """The signature of a value, as its body sees it: kinds that nothing determines yet, the body may determine."""
    known = len(solver.wildcards)
    type = elaborate_annotation(solver, node)
    complete = len(solver.wildcards) == known
    _note(solver, type, known)
    _warn_of_shadowing(solver, node)
    return WrittenSignature(type, scoped_variables(node), complete)


def _warn_of_shadowing(solver: Solver, node: r.Type) -> None:
    """ShadowedTypeVar: a local signature quantifies over a variable that an outer one has brought into scope.

    Source: the compiler's `TypeChecker/Monad.hs`, `withScopedTypeVars`.
    """
    while isinstance(node, r.Forall):
        for binder in node.binders:
            if binder.name in solver.type_variables:
                solver.report(ShadowedTypeVar(binder.name), binder.start, binder.end)
        node = node.body


def scoped_variables(node: r.Type) -> frozenset[str]:
    """The names that the outer quantifiers of a written type bring into scope in the value it is written for.

    Only written ones: what a synonym expands to brings nothing into scope.
    """
    names: list[str] = []
    while isinstance(node, r.Forall):
        names.extend([binder.name for binder in node.binders])
        node = node.body
    return frozenset(names)


def _note(solver: Solver, type: Type, known: int) -> None:
    """Report the wildcards after the first `known`: named ones always, `_` where no complete signature stands outside.

    A type that holds an error makes what it is written for fail, though its error was reported elsewhere.
    """
    if type.flags & HAS_ERRORS:
        solver.failed = True
    for wildcard in solver.wildcards[known:]:
        span = (wildcard.start, wildcard.end)
        if wildcard.name:
            solver.report(HoleInferredType(wildcard.name, wildcard.variable), *span)
        elif not solver.covered:
            solver.report(WildcardInferredType(wildcard.variable), *span)
    del solver.wildcards[known:]
