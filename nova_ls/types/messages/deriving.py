"""Codes about derived instances and newtypes."""

from __future__ import annotations

from typing import Final

from nova_ls.types.core.type import Type
from nova_ls.types.messages.code import Code, error, warning
from nova_ls.types.messages.text import Text, counted, listed, paragraphs


def _cannot_derive(text: Text) -> str:
    return paragraphs(
        f"An instance of {text.code(0)} cannot be derived: only a few classes can.",
        "Write its members by hand, or, for a newtype, use `derive newtype instance`.",
    )


def _wrong_count(text: Text) -> str:
    wanted, given = text.number(2), len(text.items(1))
    return (
        f"The class {text.code(0)} takes {counted(wanted, 'argument')}, but is given {given} here."
    )


def _no_constructor(text: Text) -> str:
    """Arguments: class, (type, …), the type that does not fit."""
    types = [item for item in map(text.opt, range(len(text))) if isinstance(item, Type)]
    which = f"{text.quoted(types[-1])} is none" if types else "this is none"
    return f"An instance of {text.code(0)} can be derived only for a data type of this module: {which}."


def _no_newtype(text: Text) -> str:
    return paragraphs(
        f"The instance {text.head(text.opt(0), text.items(1))} cannot be taken over from another type.",
        "`derive newtype` works for newtypes only.",
    )


def _superclass_lacks(text: Text) -> str:
    return paragraphs(
        f"The instance {text.head(text.opt(1), text.items(2))} is taken over, but there is none of its superclass {text.code(0)}.",
        "Derive that with `derive newtype` as well, so that the two agree.",
    )


def _superclass_unclear(text: Text) -> str:
    return (
        f"The instance {text.head(text.opt(1), text.items(2))} is taken over, and it cannot be told "
        f"whether that of its superclass {text.code(0)} agrees with it."
    )


def _wrong_position(text: Text) -> str:
    """Arguments: class, (related class, …), whether variance matters."""
    related = [text.quoted(key) for key in text.items(1)]
    needs = (
        f"It may only be the last argument of types that have an instance of {listed(related, 'or')}"
        if related
        else "It may only be the last argument of types that have such an instance themselves"
    )
    variance = ", of the same variance" if text.opt(2) else ""
    return paragraphs(
        f"An instance of {text.code(0)} cannot be derived: the type's last parameter stands where it cannot be reached.",
        f"{needs}{variance}.",
    )


DERIVING: Final[dict[str, Code]] = {
    "CannotDerive": error(
        "Instances of this class cannot be derived.", "class; (type, …)", _cannot_derive
    ),
    "InvalidDerivedInstance": error(
        "A derived instance has a wrong number of arguments.",
        "class; (type, …); number wanted",
        _wrong_count,
    ),
    "ExpectedTypeConstructor": error(
        "An instance is derived for something that is not a data type.",
        "class; (type, …); type",
        _no_constructor,
    ),
    "CannotFindDerivingType": error(
        "An instance is derived for a type without a definition.",
        "type",
        "An instance for {0} cannot be derived: the type is imported from outside the language, and its constructors are unknown.",
    ),
    "InvalidNewtypeInstance": error(
        "An instance is taken over for something that is not a newtype.",
        "class; (type, …)",
        _no_newtype,
    ),
    "MissingNewtypeSuperclassInstance": warning(
        "An instance is taken over without one of its superclass.",
        "superclass; class; (type, …)",
        _superclass_lacks,
    ),
    "UnverifiableSuperclassInstance": warning(
        "An instance is taken over, its superclass's cannot be compared.",
        "superclass; class; (type, …)",
        _superclass_unclear,
    ),
    "CannotDeriveNewtypeForData": error(
        "An instance of Newtype is derived for something that is not a newtype.",
        "type",
        "An instance of `Newtype` can be derived for newtypes only; {0} is none.",
    ),
    "ExpectedWildcard": error(
        "A derived Newtype instance spells out the inner type.",
        "type",
        "When `Newtype` is derived for {0}, its second argument is `_`: the compiler fills it in.",
    ),
    "CannotDeriveInvalidConstructorArg": error(
        "A parameter stands where a derived instance cannot reach it.",
        "class; (related class, …); whether variance matters",
        _wrong_position,
    ),
}
