"""Prose about derived instances and newtypes."""

from __future__ import annotations

from typing import Any, Final

from nova_ls.diagnostics.prose import Prose, prose
from nova_ls.diagnostics.words import Words, counted, listed, paragraphs
from nova_ls.types.core.problems.deriving import (
    CannotDerive,
    CannotDeriveInvalidConstructorArg,
    CannotDeriveNewtypeForData,
    CannotFindDerivingType,
    ExpectedTypeConstructor,
    ExpectedWildcard,
    InvalidDerivedInstance,
    InvalidNewtypeInstance,
    MissingNewtypeSuperclassInstance,
    UnverifiableSuperclassInstance,
)


def _cannot_derive(problem: CannotDerive, words: Words) -> str:
    return paragraphs(
        f"An instance of {words.quoted(problem.class_key)} cannot be derived: only a few classes can.",
        "Write its members by hand, or, for a newtype, use `derive newtype instance`.",
    )


def _wrong_count(problem: InvalidDerivedInstance, words: Words) -> str:
    owner, wanted = words.quoted(problem.class_key), counted(problem.wanted, "argument")
    return f"The class {owner} takes {wanted}, but is given {problem.given} here."


def _no_constructor(problem: ExpectedTypeConstructor, words: Words) -> str:
    which = "this" if problem.type is None else words.quoted(problem.type)
    owner = words.quoted(problem.class_key)
    return f"An instance of {owner} can be derived only for a data type of this module: {which} is none."


def _no_newtype(problem: InvalidNewtypeInstance, words: Words) -> str:
    instance = words.head(problem.class_key, problem.arguments)
    return paragraphs(
        f"The instance {instance} cannot be taken over from another type.",
        "`derive newtype` works for newtypes only.",
    )


def _superclass_lacks(problem: MissingNewtypeSuperclassInstance, words: Words) -> str:
    instance = words.head(problem.class_key, problem.arguments)
    superclass = words.quoted(problem.superclass)
    return paragraphs(
        f"The instance {instance} is taken over, but there is none of its superclass {superclass}.",
        "Derive that with `derive newtype` as well, so that the two agree.",
    )


def _superclass_unclear(problem: UnverifiableSuperclassInstance, words: Words) -> str:
    return (
        f"The instance {words.head(problem.class_key, problem.arguments)} is taken over, and it cannot be told "
        f"whether that of its superclass {words.quoted(problem.superclass)} agrees with it."
    )


def _wrong_position(problem: CannotDeriveInvalidConstructorArg, words: Words) -> str:
    related = listed(words.all_quoted(problem.related), "or")
    variance = ", of the same variance" if problem.varies else ""
    owner = words.quoted(problem.class_key)
    return paragraphs(
        f"An instance of {owner} cannot be derived: the type's last parameter stands where it cannot be reached.",
        f"It may only be the last argument of types that have an instance of {related}{variance}.",
    )


DERIVING: Final[tuple[Prose[Any], ...]] = (
    prose(CannotDerive, "Instances of this class cannot be derived.", _cannot_derive),
    prose(
        InvalidDerivedInstance,
        "A derived instance has a wrong number of arguments.",
        _wrong_count,
    ),
    prose(
        ExpectedTypeConstructor,
        "An instance is derived for something that is not a data type.",
        _no_constructor,
    ),
    prose(
        CannotFindDerivingType,
        "An instance is derived for a type without a definition.",
        "An instance for {type} cannot be derived: the type is imported from outside the language, "
        "and its constructors are unknown.",
    ),
    prose(
        InvalidNewtypeInstance,
        "An instance is taken over for something that is not a newtype.",
        _no_newtype,
    ),
    prose(
        MissingNewtypeSuperclassInstance,
        "An instance is taken over without one of its superclass.",
        _superclass_lacks,
    ),
    prose(
        UnverifiableSuperclassInstance,
        "An instance is taken over, its superclass's cannot be compared.",
        _superclass_unclear,
    ),
    prose(
        CannotDeriveNewtypeForData,
        "An instance of Newtype is derived for something that is not a newtype.",
        "An instance of `Newtype` can be derived for newtypes only; {type} is none.",
    ),
    prose(
        ExpectedWildcard,
        "A derived Newtype instance spells out the inner type.",
        "When `Newtype` is derived for {type}, its second argument is `_`: the compiler fills it in.",
    ),
    prose(
        CannotDeriveInvalidConstructorArg,
        "A parameter stands where a derived instance cannot reach it.",
        _wrong_position,
    ),
)
