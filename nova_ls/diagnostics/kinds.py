"""Prose about kinds and roles."""

from __future__ import annotations

from typing import Any, Final

from nova_ls.diagnostics.prose import Prose, prose
from nova_ls.diagnostics.words import Words, counted, indented, labelled, paragraphs
from nova_ls.types.core.problems.kinds import (
    ExpectedType,
    InfiniteKind,
    KindsDoNotUnify,
    MissingKindDeclaration,
    QuantificationCheckFailureInKind,
    QuantificationCheckFailureInType,
    RoleDeclarationArityMismatch,
    RoleMismatch,
    UnsupportedTypeInKind,
    VisibleQuantificationCheckFailureInType,
)
from nova_ls.types.core.type import Constraint


def _mismatch(problem: KindsDoNotUnify, words: Words) -> str:
    expected, found = words.plain(problem.expected), words.plain(problem.found)
    whose = "found the kind"
    if problem.type is not None:
        whose = f"{words.quoted(problem.type)} has the kind"
    if len(expected) + len(found) <= 40:
        return f"Expected the kind `{expected}`, but {whose} `{found}`."
    return paragraphs(
        "The kind of this type is not the one that is expected here.",
        labelled(("expected", expected), ("found", found)),
    )


def _infinite(problem: InfiniteKind, words: Words) -> str:
    return paragraphs(
        "The kind of this would be infinite: it would have to contain itself.",
        words.block(problem.kind),
    )


def _unsupported(problem: UnsupportedTypeInKind, words: Words) -> str:
    return paragraphs("This cannot occur in a kind:", words.block(problem.type))


def _role_mismatch(problem: RoleMismatch, words: Words) -> str:
    parameter, declared = words.quoted(problem.parameter), words.quoted(problem.declared)
    return paragraphs(
        f"The parameter {parameter} is declared {declared}, but must be {words.quoted(problem.needed)}.",
        "A role may be stricter than what the constructors ask for, but not laxer.",
    )


def _role_count(problem: RoleDeclarationArityMismatch, words: Words) -> str:
    return (
        f"{words.quoted(problem.type)} has {counted(problem.parameters, 'parameter')}, "
        f"but its role declaration names {counted(problem.roles, 'role')}."
    )


def _quantification(problem: QuantificationCheckFailureInType, words: Words) -> str:
    first, shown = "The kinds in this declaration are not determined.", ""
    if not isinstance(problem.part, Constraint):
        first = "The kinds in this declaration are not determined, in its elaborated type:"
        shown = words.block(problem.part)
    return paragraphs(first, shown, "Kind annotations or a kind signature would determine them.")


def _missing(problem: MissingKindDeclaration, words: Words) -> str:
    return paragraphs(
        f"The kind of {words.quoted(problem.element)} is polymorphic and not written down. It is:",
        indented(f"{words.plain(problem.element)} :: {words.plain(problem.kind)}"),
    )


KINDS: Final[tuple[Prose[Any], ...]] = (
    prose(KindsDoNotUnify, "A kind is not the one that is expected.", _mismatch),
    prose(
        ExpectedType,
        "Something stands as a value's type that is none.",
        "{type} has the kind {kind}: no value has it as its type. "
        "Only types of kind `Type` have values.",
    ),
    prose(InfiniteKind, "A kind would contain itself.", _infinite),
    prose(UnsupportedTypeInKind, "A type stands in a kind where it cannot.", _unsupported),
    prose(
        QuantificationCheckFailureInKind,
        "The kind of a type variable cannot be generalised.",
        "The kind of {variable} depends on a kind that was left open, and that cannot be quantified over "
        "before {variable} is bound. Quantify over it explicitly.",
    ),
    prose(
        QuantificationCheckFailureInType,
        "The kinds of a declaration are not determined.",
        _quantification,
    ),
    prose(
        VisibleQuantificationCheckFailureInType,
        "The kind of a parameter depends on a variable that is bound only later.",
        "The kind of a parameter depends on {variable}, which is bound only on the right side of the declaration.",
    ),
    prose(RoleMismatch, "A declared role is laxer than the type allows.", _role_mismatch),
    prose(
        RoleDeclarationArityMismatch,
        "A role declaration names too many or too few roles.",
        _role_count,
    ),
    prose(
        MissingKindDeclaration,
        "A declaration of a polymorphic kind has no kind signature.",
        _missing,
    ),
)
