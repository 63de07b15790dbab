"""Codes about the form of the text: what cannot be parsed, literals, operators without brackets."""

from __future__ import annotations

from typing import Final

from nova_ls.types.messages.code import Code, deprecated, error
from nova_ls.types.messages.text import Text, listed, paragraphs


def _parsing(text: Text) -> str:
    expected = text.opt(0)
    found = text.opt(1)
    if not expected:
        return "This cannot be read as code."
    if not found:
        return f"Expected {expected} here."
    return f"Expected {expected}, but found {found}."


def _parsing_warning(text: Text) -> str:
    return paragraphs(
        f"{text.opt(0) or 'This way of writing it is deprecated.'}",
        "That will not be allowed forever. Indent the expression further than its pattern.",
    )


def _integer(text: Text) -> str:
    low, high = text.number(1), text.number(2)
    return paragraphs(
        f"The number {text.code(0)} does not fit into an `Int`.",
        f"An `Int` lies between {low} and {high}. A `Number` can be larger: write `{text.number(0)}.0`.",
    )


def _mixed(text: Text) -> str:
    return paragraphs(
        f"It is not clear how to group these operators: {_operators(text)}.",
        "They bind equally strongly, but to different sides. Put one of them in parentheses.",
    )


def _non_associative(text: Text) -> str:
    return paragraphs(
        f"It is not clear how to group this: {_operators(text)} cannot be chained.",
        "Use parentheses to say what belongs together.",
    )


def _operators(text: Text) -> str:
    """The operators, given one by one or as one tuple, perhaps of pairs with their associativity."""
    items = text.items(0) if len(text) == 1 else [text.opt(index) for index in range(len(text))]
    names = []
    for item in items:
        if isinstance(item, tuple):
            names.append(f"{text.quoted(item[0])} ({text.plain(item[1])})")
        else:
            names.append(text.quoted(item))
    return listed(names)


def _fixities(text: Text) -> str:
    return f"The operator {text.code(0)} has more than one fixity declaration."


def _invalid_operator(text: Text) -> str:
    if len(text) < 2:
        return f"The operator {text.code(0)} cannot be used in a pattern."
    return paragraphs(
        f"The operator {text.code(0)} cannot be used in a pattern: it stands for the function {text.code(1)}.",
        "Only operators that stand for data constructors can be matched.",
    )


SYNTAX: Final[dict[str, Code]] = {
    "ErrorParsingModule": error(
        "The code cannot be parsed.", "what was expected; what was found", _parsing
    ),
    "WarningParsingModule": deprecated(
        "This way of writing it is deprecated.", "what is wrong, as a sentence", _parsing_warning
    ),
    "IntOutOfRange": error(
        "An integer literal does not fit into 32 bits.", "value; least; greatest", _integer
    ),
    "MixedAssociativityError": error(
        "Operators of equal precedence lean to different sides.",
        "(operator, …), or ((operator, associativity), …)",
        _mixed,
    ),
    "NonAssociativeError": error(
        "A non-associative operator is used in a chain.", "(operator, …)", _non_associative
    ),
    "MultipleValueOpFixities": error(
        "An operator has several fixity declarations.", "operator", _fixities
    ),
    "MultipleTypeOpFixities": error(
        "A type operator has several fixity declarations.", "operator", _fixities
    ),
    "InvalidOperatorInBinder": error(
        "An operator in a pattern does not stand for a constructor.",
        "operator; what it stands for",
        _invalid_operator,
    ),
    "IncorrectAnonymousArgument": error(
        "An underscore stands where no anonymous argument can.",
        "",
        "`_` cannot stand for an argument here. It can be an operand of an operator in parentheses, "
        "a field's value, the record of an access or an update, or what `case` or `if` looks at.",
    ),
    "InvalidDoBind": error(
        "A do block ends with a bind.",
        "",
        "The last line of a do block must be an expression, not a bind: nothing would use its name.",
    ),
    "InvalidDoLet": error(
        "A do block ends with a let.",
        "",
        "The last line of a do block must be an expression, not a `let`: nothing would use its names.",
    ),
    "CannotUseBindWithDo": error(
        "A do block binds a name that do notation itself needs.",
        "name",
        "The name {0} cannot be bound in a do block, because the block itself is made with it.",
    ),
    "OrphanTypeDeclaration": error(
        "A type signature has no definition behind it.",
        "name",
        "The signature of {0} is not followed by a definition of {0}.",
    ),
    "OrphanKindDeclaration": error(
        "A kind signature has no definition behind it.",
        "name",
        "The kind signature of {0} is not followed by its declaration.",
    ),
    "OrphanRoleDeclaration": error(
        "A role declaration does not follow its type.",
        "name",
        "The role declaration of {0} must stand directly behind the declaration of {0}.",
    ),
}
