"""Codes about kinds and roles."""

from __future__ import annotations

from typing import Final

from nova_ls.types.core.type import Type
from nova_ls.types.messages.code import Code, error
from nova_ls.types.messages.text import Text, counted, labelled, paragraphs


def _mismatch(text: Text) -> str:
    """Arguments: expected and actual kind, then the type that has it, which may be absent."""
    expected, actual = text.plain(text.type(0)), text.plain(text.type(1))
    subject = text.opt(2)
    whose = (
        f"{text.quoted(subject)} has the kind" if isinstance(subject, Type) else "found the kind"
    )
    if len(expected) + len(actual) <= 40:
        return f"Expected the kind `{expected}`, but {whose} `{actual}`."
    return paragraphs(
        "The kind of this type is not the one that is expected here.",
        labelled(("expected", expected), ("found", actual)),
    )


def _expected_type(text: Text) -> str:
    if len(text) < 2:
        return f"{text.code(0)} is not the type of any value."
    return (
        f"{text.code(0)} has the kind {text.code(1)}: no value has it as its type. "
        "Only types of kind `Type` have values."
    )


def _infinite(text: Text) -> str:
    return paragraphs(
        "The kind of this would be infinite: it would have to contain itself.",
        text.block(text.type(len(text) - 1)),
    )


def _unsupported(text: Text) -> str:
    return paragraphs("This cannot occur in a kind:", text.block(text.type(0)))


def _role_mismatch(text: Text) -> str:
    return paragraphs(
        f"The parameter {text.code(0)} is declared {text.code(2)}, but must be {text.code(1)}.",
        "A role may be stricter than what the constructors ask for, but not laxer.",
    )


def _role_count(text: Text) -> str:
    wanted, given = text.number(1), text.number(2)
    return (
        f"{text.code(0)} has {counted(wanted, 'parameter')}, "
        f"but its role declaration names {counted(given, 'role')}."
    )


def _quantification(text: Text) -> str:
    types = [item for item in map(text.opt, range(len(text))) if isinstance(item, Type)]
    return paragraphs(
        "The kinds in this declaration are not determined"
        + (", in its elaborated type:" if types else "."),
        text.block(types[0]) if types else "",
        "Kind annotations or a kind signature would determine them.",
    )


KINDS: Final[dict[str, Code]] = {
    "KindsDoNotUnify": error(
        "A kind is not the one that is expected.", "expected; found; type", _mismatch
    ),
    "ExpectedType": error(
        "Something stands as a value's type that is none.", "type; its kind", _expected_type
    ),
    "InfiniteKind": error("A kind would contain itself.", "kind", _infinite),
    "UnsupportedTypeInKind": error(
        "A type stands in a kind where it cannot.", "type", _unsupported
    ),
    "QuantificationCheckFailureInKind": error(
        "The kind of a type variable cannot be generalised.",
        "variable",
        "The kind of {0} depends on a kind that was left open, and that cannot be quantified over before {0} is bound. "
        "Quantify over it explicitly.",
    ),
    "QuantificationCheckFailureInType": error(
        "The kinds of a declaration are not determined.", "type", _quantification
    ),
    "VisibleQuantificationCheckFailureInType": error(
        "The kind of a parameter depends on a variable that is bound only later.",
        "variable",
        "The kind of a parameter depends on {0}, which is bound only on the right side of the declaration.",
    ),
    "RoleMismatch": error(
        "A declared role is laxer than the type allows.",
        "parameter; role needed; role declared",
        _role_mismatch,
    ),
    "RoleDeclarationArityMismatch": error(
        "A role declaration names too many or too few roles.",
        "type; number of parameters; number of roles",
        _role_count,
    ),
    "DuplicateRoleDeclaration": error(
        "A type has two role declarations.", "type", "{0} has more than one role declaration."
    ),
    "UnsupportedRoleDeclaration": error(
        "Only data types have roles.",
        "",
        "Roles can be declared for data types only, not for type synonyms or classes.",
    ),
}
