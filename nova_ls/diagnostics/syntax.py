"""Prose about the form of the text: what cannot be parsed, literals, operators without brackets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from nova_ls.base.keys import ElementKey
from nova_ls.diagnostics.prose import Prose, prose
from nova_ls.diagnostics.words import Words, listed, paragraphs
from nova_ls.syntax.problems import (
    CannotUseBindWithDo,
    ErrorParsingModule,
    IncorrectAnonymousArgument,
    IntOutOfRange,
    InvalidDoBind,
    InvalidDoLet,
    InvalidOperatorInBinder,
    MixedAssociativityError,
    MultipleTypeOpFixities,
    MultipleValueOpFixities,
    NonAssociativeError,
    OrphanKindDeclaration,
    OrphanRoleDeclaration,
    OrphanTypeDeclaration,
    WarningParsingModule,
)


def _parsing(problem: ErrorParsingModule, words: Words) -> str:
    return f"Expected {problem.expected}, but found {problem.found}."


def _parsing_warning(problem: WarningParsingModule, words: Words) -> str:
    return paragraphs(
        problem.sentence,
        "That will not be allowed forever. Indent the expression further than its pattern.",
    )


def _integer(problem: IntOutOfRange, words: Words) -> str:
    value, least, greatest = problem.value, problem.least, problem.greatest
    return paragraphs(
        f"The number {words.quoted(value)} does not fit into an `Int`.",
        f"An `Int` lies between {least} and {greatest}. A `Number` can be larger: write `{value}.0`.",
    )


def _mixed(problem: MixedAssociativityError, words: Words) -> str:
    return paragraphs(
        f"It is not clear how to group these operators: {_operators(words, problem.operators)}.",
        "They bind equally strongly, but to different sides. Put one of them in parentheses.",
    )


def _non_associative(problem: NonAssociativeError, words: Words) -> str:
    return paragraphs(
        f"It is not clear how to group this: {_operators(words, problem.operators)} cannot be chained.",
        "Use parentheses to say what belongs together.",
    )


def _operators(words: Words, operators: Sequence[ElementKey]) -> str:
    return listed(words.all_quoted(operators))


_SEVERAL_FIXITIES: Final = "The operator {operator} has more than one fixity declaration."


def _invalid_operator(problem: InvalidOperatorInBinder, words: Words) -> str:
    operator, function = words.quoted(problem.operator), words.quoted(problem.function)
    return paragraphs(
        f"The operator {operator} cannot be used in a pattern: it stands for the function {function}.",
        "Only operators that stand for data constructors can be matched.",
    )


SYNTAX: Final[tuple[Prose[Any], ...]] = (
    prose(ErrorParsingModule, "The code cannot be parsed.", _parsing),
    prose(WarningParsingModule, "This way of writing it is deprecated.", _parsing_warning),
    prose(IntOutOfRange, "An integer literal does not fit into 32 bits.", _integer),
    prose(
        MixedAssociativityError, "Operators of equal precedence lean to different sides.", _mixed
    ),
    prose(NonAssociativeError, "A non-associative operator is used in a chain.", _non_associative),
    prose(
        MultipleValueOpFixities, "An operator has several fixity declarations.", _SEVERAL_FIXITIES
    ),
    prose(
        MultipleTypeOpFixities,
        "A type operator has several fixity declarations.",
        _SEVERAL_FIXITIES,
    ),
    prose(
        InvalidOperatorInBinder,
        "An operator in a pattern does not stand for a constructor.",
        _invalid_operator,
    ),
    prose(
        IncorrectAnonymousArgument,
        "An underscore stands where no anonymous argument can.",
        "`_` cannot stand for an argument here. It can be an operand of an operator in parentheses, "
        "a field's value, the record of an access or an update, or what `case` or `if` looks at.",
    ),
    prose(
        InvalidDoBind,
        "A do block ends with a bind.",
        "The last line of a do block must be an expression, not a bind: nothing would use its name.",
    ),
    prose(
        InvalidDoLet,
        "A do block ends with a let.",
        "The last line of a do block must be an expression, not a `let`: nothing would use its names.",
    ),
    prose(
        CannotUseBindWithDo,
        "A do block binds a name that do notation itself needs.",
        "The name {name} cannot be bound in a do block, because the block itself is made with it.",
    ),
    prose(
        OrphanTypeDeclaration,
        "A type signature has no definition after it.",
        "The signature of {name} is not followed by a definition of {name}.",
    ),
    prose(
        OrphanKindDeclaration,
        "A kind signature has no definition after it.",
        "The kind signature of {name} is not followed by its declaration.",
    ),
    prose(
        OrphanRoleDeclaration,
        "A role declaration does not follow its type.",
        "The role declaration of {name} must come directly after the declaration of {name}.",
    ),
)
