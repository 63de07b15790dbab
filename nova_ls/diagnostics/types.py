"""Prose about types that do not fit each other."""

from __future__ import annotations

from typing import Any, Final

from nova_ls.diagnostics.difference import Difference, difference
from nova_ls.diagnostics.prose import Prose, prose
from nova_ls.diagnostics.type_error_doc import render_document
from nova_ls.diagnostics.words import (
    Words,
    bullets,
    counted,
    indented,
    labelled,
    listed,
    paragraphs,
)
from nova_ls.types.core.problems.types import (
    AdditionalProperty,
    CannotApplyExpressionOfTypeOnType,
    CannotGeneralizeRecursiveFunction,
    CannotSkipTypeApplication,
    ConstrainedTypeUnified,
    DuplicateLabel,
    EscapedSkolem,
    ExprDoesNotHaveType,
    HoleInferredType,
    InfiniteType,
    MissingTypeDeclaration,
    PartiallyAppliedSynonym,
    PropertyIsMissing,
    TypesDoNotUnify,
    UserDefinedWarning,
    WildcardInferredType,
)
from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.type import (
    ERROR,
    FUNCTION,
    INT,
    NUMBER,
    RECORD,
    Skolem,
    Type,
    TypeApp,
    UnificationVar,
)
from nova_ls.types.render.render_type import render_label

_SHORT: Final = 30
"""Types up to this length are compared by eye."""

_MAX_CANDIDATES: Final = 15
"""As many names are shown that could fill a hole."""


def _mismatch(problem: TypesDoNotUnify, words: Words) -> str:
    part, found_part = problem.expected_part, problem.found_part
    expected, found = problem.expected, problem.found
    if ERROR in (expected, found):
        expected, found = part, found_part
    if problem.parameters is not None:
        return _arity(problem.parameters, words, expected, found)
    hint = _hint(expected, found)
    by_label = difference(expected, found)
    if by_label.is_by_label:
        return paragraphs(_differing_fields(words, by_label), hint)
    one, other = words.plain(expected), words.plain(found)
    if len(one) <= _SHORT and len(other) <= _SHORT:
        return paragraphs(f"Expected `{one}`, but found `{other}`.", hint)
    whole = _pair(words, expected, found)
    if same_type(part, expected) or not (_is_short(words, part) and _is_short(words, found_part)):
        return paragraphs("This is not of the type that is expected here.", whole, hint)
    first = _contrast(words, part, found_part)
    return paragraphs(f"{first[:-1]}, as a part of these types:", whole, hint)


def _arity(parameters: tuple[int, int], words: Words, expected: Type, found: Type) -> str:
    wanted, given = parameters
    here = "1 is" if given == 1 else f"{given} are"
    first = f"The type has {counted(wanted, 'parameter')}, but {here} written here."
    return paragraphs(first, _pair(words, expected, found))


def _contrast(words: Words, expected: Type, actual: Type) -> str:
    return f"Expected {words.quoted(expected)}, but found {words.quoted(actual)}."


def _is_short(words: Words, type: Type) -> bool:
    return len(words.plain(type)) <= _SHORT


def _pair(words: Words, expected: Type, actual: Type) -> str:
    return labelled(("expected", words.plain(expected)), ("found", words.plain(actual)))


def _differing_fields(words: Words, found: Difference) -> str:
    """The fields in which two records or rows differ, instead of both as wholes."""
    missing = [words.field(path, type) for path, type in found.missing]
    extra = [words.field(path, type) for path, type in found.extra]
    parts = ["These records do not have the same fields."]
    if missing and not extra and not found.unequal:
        parts = [f"Missing {_fields(found.missing)}."]
    elif extra and not missing and not found.unequal:
        parts = [f"There should be no {_fields(found.extra)}."]
    elif len(found.unequal) == 1 and not missing and not extra:
        path, one, other = found.unequal[0]
        if not path:
            return _contrast(words, one, other)
        return paragraphs(
            f"The field `{path}` is not of the type that is expected:", _pair(words, one, other)
        )
    if missing:
        parts.append(f"Missing:\n\n{bullets(missing)}")
    if extra:
        parts.append(f"Not expected:\n\n{bullets(extra)}")
    for path, one, other in found.unequal:
        parts.append(f"At `{path}`:\n\n{_pair(words, one, other)}")
    return paragraphs(*parts)


def _fields(fields: list[tuple[str, Type]]) -> str:
    names = [f"`{path}`" for path, _ in fields]
    if len(names) > 4:
        return f"{len(names)} fields"
    return f"{'field' if len(names) == 1 else 'fields'} {listed(names)}"


def _hint(expected: Type, actual: Type) -> str:
    if isinstance(expected, UnificationVar) or isinstance(actual, UnificationVar):
        return ""
    if isinstance(expected, TypeApp) and expected.function is RECORD and _opt_result(actual):
        return "A dot takes a field from a record. Is an argument missing, or is `<<<` meant, which composes functions?"
    if _opt_result(actual) is not None and _opt_result(expected) is None:
        return "What was found is a function. Is an argument missing?"
    if isinstance(_opt_result(expected), UnificationVar) and _opt_result(actual) is None:
        return "This is called like a function. Are there too many arguments, or are parentheses or a `do` missing?"
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


def _infinite(problem: InfiniteType, words: Words) -> str:
    return paragraphs(
        "The type of this would be infinite: it would have to contain itself.",
        words.block(problem.type),
    )


def _constrained(problem: ConstrainedTypeUnified, words: Words) -> str:
    return paragraphs(
        "The types have different constraints.", _pair(words, problem.expected, problem.found)
    )


def _missing_label(problem: PropertyIsMissing, words: Words) -> str:
    return paragraphs(f"The field {_label(problem.label)} is missing.", _records(problem, words))


def _additional_label(problem: AdditionalProperty, words: Words) -> str:
    first = f"There should be no field {_label(problem.label)}."
    return paragraphs(first, _records(problem, words))


def _records(problem: PropertyIsMissing | AdditionalProperty, words: Words) -> str:
    """The types as wholes, as far as they are known."""
    types = (("expected", problem.expected), ("found", problem.found))
    pairs = [(name, words.plain(type)) for name, type in types if type is not ERROR]
    return labelled(*pairs) if pairs else ""


def _label(label: str) -> str:
    return f"`{render_label(label)}`"


def _duplicate_label(problem: DuplicateLabel, words: Words) -> str:
    return f"The label {_label(problem.label)} occurs more than once."


def _not_of_type(problem: ExprDoesNotHaveType, words: Words) -> str:
    return paragraphs("This is not a value of the type:", words.block(problem.expected))


def _escaped(problem: EscapedSkolem, words: Words) -> str:
    variable = words.quoted(problem.variable)
    return paragraphs(
        f"The type variable {variable} would leave the scope of its `forall`, in the type:",
        words.block(problem.type),
    )


def _wildcard(problem: WildcardInferredType, words: Words) -> str:
    return paragraphs("`_` stands for the type:", words.block(problem.type))


def _hole(problem: HoleInferredType, words: Words) -> str:
    candidates = problem.candidates
    fitting = [f"`{name}`" for name, own in candidates if same_type(own, problem.type)]
    shown = [words.field(name, own) for name, own in candidates[:_MAX_CANDIDATES]]
    return paragraphs(
        f"The hole `?{problem.name.lstrip('?')}` has the type:",
        words.block(problem.type),
        f"{listed(fitting, 'or')} would fit." if fitting else "",
        f"In scope here:\n\n{bullets(shown)}" if shown else "",
    )


def _user_defined(problem: UserDefinedWarning, words: Words) -> str:
    return render_document(words, problem.document)


def _cannot_skip(problem: CannotSkipTypeApplication, words: Words) -> str:
    return paragraphs("`@_` cannot be applied to something of the type:", words.block(problem.type))


def _no_type_argument(problem: CannotApplyExpressionOfTypeOnType, words: Words) -> str:
    argument = words.quoted(problem.argument)
    return paragraphs(
        f"This cannot be applied to the type {argument}: it has no type variable that `@` could fill in.",
        "Its type is:",
        words.block(problem.type),
    )


def _not_general(problem: CannotGeneralizeRecursiveFunction, words: Words) -> str:
    return paragraphs(
        f"The type of the recursive function {words.quoted(problem.name)} cannot be generalised:",
        words.block(problem.type),
        "A type signature would help.",
    )


def _missing_signature(problem: MissingTypeDeclaration, words: Words) -> str:
    return paragraphs(
        f"The declaration of {words.quoted(problem.name)} has no type signature. Its type is:",
        indented(words.signature(problem.name, problem.type)),
    )


TYPES: Final[tuple[Prose[Any], ...]] = (
    prose(TypesDoNotUnify, "A type is not the one that is expected.", _mismatch),
    prose(ConstrainedTypeUnified, "Two types have different constraints.", _constrained),
    prose(InfiniteType, "A type would contain itself.", _infinite),
    prose(EscapedSkolem, "A type variable leaves the scope of its forall.", _escaped),
    prose(PropertyIsMissing, "A record lacks a field.", _missing_label),
    prose(AdditionalProperty, "A record has a field too many.", _additional_label),
    prose(DuplicateLabel, "A label occurs twice.", _duplicate_label),
    prose(ExprDoesNotHaveType, "An expression is not of the type that is expected.", _not_of_type),
    prose(
        PartiallyAppliedSynonym,
        "A type synonym lacks arguments.",
        lambda problem, words: (
            f"The type synonym {words.quoted(problem.synonym)} must be given all of its arguments. "
            f"It takes {problem.wanted}, but is given {problem.given}."
        ),
    ),
    prose(WildcardInferredType, "A type has a wildcard.", _wildcard),
    prose(HoleInferredType, "There is a hole to be filled.", _hole),
    prose(
        UserDefinedWarning,
        "The author of a function gives a warning about its use.",
        _user_defined,
    ),
    prose(
        CannotSkipTypeApplication,
        "A type argument is skipped where there is none.",
        _cannot_skip,
    ),
    prose(
        CannotApplyExpressionOfTypeOnType,
        "A type argument is given to something that takes none.",
        _no_type_argument,
    ),
    prose(
        CannotGeneralizeRecursiveFunction,
        "A recursive function's type cannot be generalised.",
        _not_general,
    ),
    prose(MissingTypeDeclaration, "A declaration has no type signature.", _missing_signature),
)
