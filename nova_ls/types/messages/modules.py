"""Codes about what a module declares and exports: duplicates, conflicts, cycles."""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.types.messages.code import Code, error, warning
from nova_ls.types.messages.text import Text, an, listed, paragraphs


def _unknown_export(text: Text) -> str:
    kind, name, *near = (text.opt(0), text.opt(1), *text.items(2))
    if name is None:
        return f"The module has no {text.code(0)} to export."
    if kind == "module":
        return paragraphs(
            f"The module {text.quoted(name)} cannot be exported: nothing is imported from it.",
            "`module M` in an export list stands for all that is imported as `M`.",
        )
    return paragraphs(f"There is no {kind} {text.quoted(name)} to export.", suggestion(text, near))


def suggestion(text: Text, near: list[str]) -> str:
    """The question whether a similar name was meant."""
    names = [text.quoted(name) for name in near]
    return f"Did you mean {listed(names, 'or')}?" if names else ""


def _declaration_conflict(text: Text) -> str:
    if len(text) < 3:
        return f"The name {text.code(len(text) - 1)} is taken already by another declaration."
    kind, other = str(text.opt(0)), str(text.opt(2))
    taken = f"another {other}" if kind == other else an(other)
    return f"The {kind} {text.code(1)} has the same name as {taken} of this module."


def _export_conflict(text: Text) -> str:
    if len(text) < 4:
        return f"Exporting {text.code(0)} conflicts with exporting {text.with_home(text.opt(1))}."
    new = f"the {text.opt(0)} {text.with_home(text.opt(1))}"
    old = f"the {text.opt(2)} {text.with_home(text.opt(3))}"
    return f"Two things of one name would be exported: {new} and {old}."


def _transitive(text: Text) -> str:
    needed = [text.quoted(item) for item in text.items(len(text) - 1)]
    return paragraphs(
        f"The {_kind_and_name(text)} is exported, but {listed(needed)}, which it needs, {_is(needed)} not.",
        "A module that imports it could not name what it is made of. Export both or neither.",
    )


def _transitive_constructors(text: Text) -> str:
    needed = [text.quoted(item) for item in text.items(len(text) - 1)]
    many = "s" if len(needed) > 1 else ""
    return paragraphs(
        f"The {_kind_and_name(text)} is exported, but its constructor{many} {listed(needed)} {_is(needed)} not.",
        "A type exports all of its constructors, `(..)`, or none.",
    )


def _kind_and_name(text: Text) -> str:
    """`class `Show``: the first two arguments."""
    return f"{text.opt(0)} {text.code(1)}"


def _is(items: list[str]) -> str:
    return "is" if len(items) == 1 else "are"


def _ring(text: Text) -> list[str]:
    return [text.quoted(item) for item in text.items(0)]


def _value_cycle(text: Text) -> str:
    ring = _ring(text)
    elements = [item for item in text.items(0) if isinstance(item, ElementKey)]
    what, many = "The value of", "The values of"
    if any(key.space is Space.INSTANCE for key in elements):
        what, many = "The instance", "The values and instances"
        if all(key.space is Space.INSTANCE for key in elements):
            many = "The instances"
    needed = (
        f"{what} {ring[0]} is needed to compute {ring[0]} itself."
        if len(ring) == 1
        else f"{many} {listed(ring)} are needed to compute each other."
    )
    return f"{needed} Only what stands below a function's parameters may refer back."


def _synonym_cycle(text: Text) -> str:
    ring = _ring(text)
    who = f"{ring[0]} is" if len(ring) == 1 else f"{listed(ring)} are"
    return paragraphs(
        f"The type synonym {who} defined by itself."
        if len(ring) == 1
        else f"The type synonyms {who} defined by each other.",
        "A synonym is replaced by what it stands for, which would never end. Use a `newtype` or `data`.",
    )


def _class_cycle(text: Text) -> str:
    ring = _ring(text)
    if len(ring) == 1:
        return f"The class {ring[0]} has itself as a superclass."
    return f"The classes {listed(ring)} are superclasses of each other."


def _kind_cycle(text: Text) -> str:
    ring = _ring(text)
    if len(ring) == 1:
        return f"The kind signature of {ring[0]} mentions {ring[0]} itself."
    return f"The kind signatures of {listed(ring)} mention each other."


def _hidden(text: Text) -> str:
    return paragraphs(
        f"{text.code(0)} is exported without its constructors, but has an instance of {text.code(1)}.",
        "With that instance everybody can make and take apart its values all the same.",
    )


MODULES: Final[dict[str, Code]] = {
    "UnknownExport": error(
        "Something is exported that does not exist.",
        "kind of name; name; (nearest name, …)",
        _unknown_export,
    ),
    "UnknownExportDataConstructor": error(
        "A constructor is exported that its type does not have.",
        "type; constructor",
        "The type {0} has no constructor {1} to export.",
    ),
    "TransitiveExportError": error(
        "Something is exported without what it mentions.",
        "kind of name; element; (missing element, …)",
        _transitive,
    ),
    "TransitiveDctorExportError": error(
        "A type is exported with some of its constructors only.",
        "kind of name; element; (constructor, …)",
        _transitive_constructors,
    ),
    "ExportConflict": error(
        "Two different things of one name are exported.",
        "kind of name; element; kind of name; element",
        _export_conflict,
    ),
    "DuplicateExportRef": warning(
        "The export list names something twice.",
        "kind of name; name",
        lambda text: f"The export list names the {_kind_and_name(text)} more than once.",
    ),
    "HiddenConstructors": warning(
        "A type's constructors are hidden, but an instance reveals them.", "type; class", _hidden
    ),
    "DeclConflict": error(
        "Two declarations of a module have the same name.",
        "kind of name; name; kind of the other",
        _declaration_conflict,
    ),
    "RedefinedIdent": error(
        "A name is defined twice.", "name", "The name {0} is defined more than once."
    ),
    "DuplicateValueDeclaration": error(
        "A value is defined twice.",
        "name",
        "{0} is defined more than once. Only a function with parameters can have several equations.",
    ),
    "DuplicateTypeClass": error(
        "A class is declared twice.", "class", "The class {0} is declared more than once."
    ),
    "DuplicateInstance": error(
        "Two instances have the same name.", "name", "There is another instance called {0}."
    ),
    "DuplicateTypeArgument": error(
        "A type parameter is named twice.",
        "name",
        "The type parameter {0} occurs more than once.",
    ),
    "CycleInDeclaration": error(
        "A value needs itself before it is defined.",
        "(name, …)",
        _value_cycle,
    ),
    "CycleInTypeSynonym": error(
        "A type synonym is defined by itself.", "(synonym, …)", _synonym_cycle
    ),
    "CycleInTypeClassDeclaration": error(
        "A class is its own superclass.", "(class, …)", _class_cycle
    ),
    "CycleInKindDeclaration": error(
        "A kind signature mentions the type it belongs to.", "(type, …)", _kind_cycle
    ),
}
