"""Codes about types that do not fit each other."""

from __future__ import annotations

from typing import Final

from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.type import (
    ERROR,
    FUNCTION,
    INT,
    NUMBER,
    Skolem,
    Type,
    TypeApp,
    UnificationVar,
)
from nova_ls.types.messages.code import Code, error, warning
from nova_ls.types.messages.difference import Difference, difference
from nova_ls.types.messages.document import render_document
from nova_ls.types.messages.text import Text, bullets, labelled, listed, paragraphs
from nova_ls.types.render.render_type import render_label

_SHORT: Final = 30
"""Types up to this length are compared by eye."""


def _mismatch(text: Text) -> str:
    """Arguments: the innermost parts that differ, then the types as wholes, which may be absent."""
    part, found_part = text.type(0), text.type(1)
    expected, actual = part, found_part
    if len(text) >= 4 and ERROR not in (text.type(2), text.type(3)):
        expected, actual = text.type(2), text.type(3)
    hint = _hint(expected, actual)
    by_label = difference(expected, actual)
    if by_label.is_by_label:
        return paragraphs(_differing_fields(text, by_label), hint)
    if _is_short(text, expected) and _is_short(text, actual):
        return paragraphs(_contrast(text, expected, actual), hint)
    whole = _pair(text, expected, actual)
    if same_type(part, expected) or not (_is_short(text, part) and _is_short(text, found_part)):
        return paragraphs("This is not of the type that is expected here.", whole, hint)
    first = _contrast(text, part, found_part)
    return paragraphs(f"{first[:-1]}, as a part of these types:", whole, hint)


def _contrast(text: Text, expected: Type, actual: Type) -> str:
    return f"Expected {text.quoted(expected)}, but found {text.quoted(actual)}."


def _is_short(text: Text, type: Type) -> bool:
    return len(text.plain(type)) <= _SHORT


def _pair(text: Text, expected: Type, actual: Type) -> str:
    return labelled(("expected", text.plain(expected)), ("found", text.plain(actual)))


def _differing_fields(text: Text, found: Difference) -> str:
    """The fields in which two records or rows differ, instead of both as wholes."""
    missing = [f"{path} :: {text.plain(type)}" for path, type in found.missing]
    extra = [f"{path} :: {text.plain(type)}" for path, type in found.extra]
    parts = ["These records do not have the same fields."]
    if missing and not extra and not found.unequal:
        parts = [f"Missing {_fields(found.missing)}."]
    elif extra and not missing and not found.unequal:
        parts = [f"There should be no {_fields(found.extra)}."]
    elif len(found.unequal) == 1 and not missing and not extra:
        path, one, other = found.unequal[0]
        if not path:
            return _contrast(text, one, other)
        return paragraphs(
            f"The field `{path}` is not of the type that is expected:", _pair(text, one, other)
        )
    if missing:
        parts.append(f"Missing:\n\n{bullets(missing)}")
    if extra:
        parts.append(f"Not expected:\n\n{bullets(extra)}")
    for path, one, other in found.unequal:
        parts.append(f"At `{path}`:\n\n{_pair(text, one, other)}")
    return paragraphs(*parts)


def _fields(fields: list[tuple[str, Type]]) -> str:
    names = [f"`{path}`" for path, _ in fields]
    if len(names) > 4:
        return f"{len(names)} fields"
    return f"{'field' if len(names) == 1 else 'fields'} {listed(names)}"


def _hint(expected: Type, actual: Type) -> str:
    if isinstance(expected, UnificationVar) or isinstance(actual, UnificationVar):
        return ""
    if _opt_result(actual) is not None and _opt_result(expected) is None:
        return "What was found is a function. Is an argument missing?"
    if isinstance(_opt_result(expected), UnificationVar) and _opt_result(actual) is None:
        return "This is called like a function. Are there too many arguments?"
    if expected is NUMBER and actual is INT:
        return "A literal without a dot is an `Int`: write `1.0` for a `Number`. `Data.Int.toNumber` converts."
    if expected is INT and actual is NUMBER:
        return "`Data.Int` has `round`, `floor` and `ceil`, which turn a `Number` into an `Int`."
    rigid = [type.name for type in (expected, actual) if isinstance(type, Skolem)]
    if len(rigid) == 1:
        return (
            f"`{rigid[0]}` stands for any type: the user of this chooses it, "
            "so it cannot be taken to be a certain one."
        )
    if len(rigid) == 2:
        return "Each of these variables stands for any type, and they need not be the same."
    return ""


def _opt_result(type: Type) -> Type | None:
    """The result of a function type."""
    if (
        isinstance(type, TypeApp)
        and isinstance(type.function, TypeApp)
        and type.function.function is FUNCTION
    ):
        return type.argument
    return None


def _infinite(text: Text) -> str:
    """Arguments: the type; or the unknown and the type that mentions it."""
    type = text.type(len(text) - 1) if len(text) < 3 else text.type(1)
    return paragraphs(
        "The type of this would be infinite: it would have to contain itself.", text.block(type)
    )


def _constrained(text: Text) -> str:
    return paragraphs(
        "The types have different constraints.", _pair(text, text.type(0), text.type(1))
    )


def _missing_label(text: Text) -> str:
    label = f"`{render_label(str(text.opt(0)))}`"
    return paragraphs(f"The field {label} is missing.", _records(text))


def _additional_label(text: Text) -> str:
    label = f"`{render_label(str(text.opt(0)))}`"
    return paragraphs(f"There should be no field {label}.", _records(text))


def _records(text: Text) -> str:
    """The types as wholes, as far as the arguments have them; ERROR stands for one that is not known."""
    expected, actual = text.opt(1), text.opt(2)
    pairs = []
    if isinstance(expected, Type) and expected is not ERROR:
        pairs.append(("expected", text.plain(expected)))
    if isinstance(actual, Type) and actual is not ERROR:
        pairs.append(("found", text.plain(actual)))
    return labelled(*pairs) if pairs else ""


def _duplicate_label(text: Text) -> str:
    return f"The label `{render_label(str(text.opt(0)))}` occurs more than once."


def _not_of_type(text: Text) -> str:
    return paragraphs("This is not a value of the type:", text.block(text.type(0)))


def _escaped(text: Text) -> str:
    """Arguments: the variable's name, the type in which it occurs."""
    types = [item for item in map(text.opt, range(1, len(text))) if isinstance(item, Type)]
    return paragraphs(
        f"The type variable {text.code(0)} would leave the scope of its `forall`"
        + (", in the type:" if types else "."),
        text.block(types[0]) if types else "",
    )


def _synonym(text: Text) -> str:
    wanted, given = text.opt(1), text.opt(2)
    counts = ""
    if isinstance(wanted, int) and isinstance(given, int):
        counts = f" It takes {wanted}, but is given {given}."
    return f"The type synonym {text.code(0)} must be given all of its arguments.{counts}"


def _wildcard(text: Text) -> str:
    return paragraphs("`_` stands for the type:", text.block(text.type(0)))


def _hole(text: Text) -> str:
    """Arguments: name, type, candidates: pairs (name, type) or names."""
    type = text.type(1)
    candidates = []
    for item in text.items(2):
        name, own = item if isinstance(item, tuple) else (item, None)
        candidates.append((text.plain(name), own))
    fitting = [name for name, own in candidates if isinstance(own, Type) and same_type(own, type)]
    shown = [
        f"{name} :: {text.plain(own)}" if isinstance(own, Type) else name
        for name, own in candidates[:15]
    ]
    return paragraphs(
        f"The hole `?{str(text.opt(0)).lstrip('?')}` has the type:",
        text.block(type),
        f"{listed([f'`{name}`' for name in fitting], 'or')} would fit." if fitting else "",
        f"In scope here:\n\n{bullets(shown)}" if shown else "",
    )


def _user_defined(text: Text) -> str:
    return render_document(text, text.type(0))


def _cannot_skip(text: Text) -> str:
    return paragraphs("`@_` cannot be applied to something of the type:", text.block(text.type(0)))


def _no_type_argument(text: Text) -> str:
    return paragraphs(
        f"This cannot be applied to the type {text.code(1)}: it has no type variable that `@` could fill in.",
        "Its type is:",
        text.block(text.type(0)),
    )


def _not_general(text: Text) -> str:
    return paragraphs(
        f"The type of the recursive function {text.code(0)} cannot be generalised:",
        text.block(text.type(1)),
        "A type signature would help.",
    )


TYPES: Final[dict[str, Code]] = {
    "TypesDoNotUnify": error(
        "A type is not the one that is expected.",
        "expected part; found part; expected; found; (label on the way to the part, …)",
        _mismatch,
    ),
    "ConstrainedTypeUnified": error(
        "Two types have different constraints.", "expected; found", _constrained
    ),
    "InfiniteType": error("A type would contain itself.", "type", _infinite),
    "EscapedSkolem": error(
        "A type variable leaves the scope of its forall.",
        "variable; type in which it occurs",
        _escaped,
    ),
    "PropertyIsMissing": error("A record lacks a field.", "label; expected; found", _missing_label),
    "AdditionalProperty": error(
        "A record has a field too many.", "label; expected; found", _additional_label
    ),
    "DuplicateLabel": error("A label occurs twice.", "label", _duplicate_label),
    "ExprDoesNotHaveType": error(
        "An expression is not of the type that is expected.", "type", _not_of_type
    ),
    "PartiallyAppliedSynonym": error(
        "A type synonym lacks arguments.", "synonym; number wanted; number given", _synonym
    ),
    "WildcardInferredType": warning("A type has a wildcard.", "its type", _wildcard),
    "HoleInferredType": error(
        "There is a hole to be filled.", "name; type; ((name in scope, its type), …)", _hole
    ),
    "UserDefinedWarning": warning(
        "The author of a function gives a warning about its use.", "document", _user_defined
    ),
    "CannotSkipTypeApplication": error(
        "A type argument is skipped where there is none.", "type", _cannot_skip
    ),
    "CannotApplyExpressionOfTypeOnType": error(
        "A type argument is given to something that takes none.",
        "type; type argument",
        _no_type_argument,
    ),
    "CannotGeneralizeRecursiveFunction": error(
        "A recursive function's type cannot be generalised.", "name; type", _not_general
    ),
}
