"""Prose about what a module declares and exports: duplicates, conflicts, cycles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.diagnostics.prose import Prose, prose
from nova_ls.diagnostics.words import Words, an, listed, paragraphs, space_word, verb
from nova_ls.names.problems.modules import (
    CycleInDeclaration,
    CycleInKindDeclaration,
    CycleInTypeClassDeclaration,
    CycleInTypeSynonym,
    DeclConflict,
    DuplicateExportRef,
    DuplicateInstance,
    DuplicateRoleDeclaration,
    DuplicateTypeArgument,
    DuplicateTypeClass,
    DuplicateValueDeclaration,
    ExportConflict,
    HiddenConstructors,
    RedefinedIdent,
    TransitiveDctorExportError,
    TransitiveExportError,
    UnknownExport,
    UnknownExportDataConstructor,
    UnsupportedRoleDeclaration,
)


def _unknown_export(problem: UnknownExport, words: Words) -> str:
    name = words.quoted(problem.name)
    if problem.space is Space.MODULE:
        return paragraphs(
            f"The module {name} cannot be exported: nothing is imported from it.",
            "`module M` in an export list stands for all that is imported as `M`.",
        )
    return f"There is no {space_word(problem.space)} {name} to export."


def _declaration_conflict(problem: DeclConflict, words: Words) -> str:
    kind, other = space_word(problem.space), space_word(problem.other)
    taken = f"another {other}" if kind == other else an(other)
    return f"The {kind} {words.quoted(problem.name)} has the same name as {taken} of this module."


def _export_conflict(problem: ExportConflict, words: Words) -> str:
    new = f"the {space_word(problem.space)} {words.with_home(problem.element)}"
    old = f"the {space_word(problem.other_space)} {words.with_home(problem.other)}"
    return f"Two things of one name would be exported: {new} and {old}."


def _repeated_export(problem: DuplicateExportRef, words: Words) -> str:
    name = f"{space_word(problem.space)} {words.quoted(problem.name)}"
    return f"The export list names the {name} more than once."


def _transitive(problem: TransitiveExportError, words: Words) -> str:
    needed = words.all_quoted(problem.missing)
    return paragraphs(
        f"The {_element(words, problem.element)} is exported, but {listed(needed)}, which it needs, {verb(needed)} not.",
        "A module that imports it could not name what it is made of. Export both or neither.",
    )


def _transitive_constructors(problem: TransitiveDctorExportError, words: Words) -> str:
    needed = words.all_quoted(problem.missing)
    many = "s" if len(needed) > 1 else ""
    return paragraphs(
        f"The {_element(words, problem.element)} is exported, but its constructor{many} {listed(needed)} {verb(needed)} not.",
        "A type exports all of its constructors, `(..)`, or none.",
    )


def _element(words: Words, key: ElementKey) -> str:
    """`class `Show``."""
    return f"{space_word(key.space)} {words.quoted(key)}"


def _value_cycle(problem: CycleInDeclaration, words: Words) -> str:
    ring = words.all_quoted(problem.ring)
    what, many = _nouns([item for item in problem.ring if isinstance(item, ElementKey)])
    needed = (
        f"{what} {ring[0]} is needed to compute {ring[0]} itself."
        if len(ring) == 1
        else f"{many} {listed(ring)} are needed to compute each other."
    )
    return f"{needed} Only what stands below a function's parameters may refer back."


def _nouns(elements: Sequence[ElementKey]) -> tuple[str, str]:
    """What one of these, and several of these, are called."""
    if not any(key.space is Space.INSTANCE for key in elements):
        return "The value of", "The values of"
    if all(key.space is Space.INSTANCE for key in elements):
        return "The instance", "The instances"
    return "The instance", "The values and instances"


def _synonym_cycle(problem: CycleInTypeSynonym, words: Words) -> str:
    ring = words.all_quoted(problem.ring)
    return paragraphs(
        f"The type synonym {ring[0]} is defined by itself."
        if len(ring) == 1
        else f"The type synonyms {listed(ring)} are defined by each other.",
        "A synonym is replaced by what it stands for, which would never end. Use a `newtype` or `data`.",
    )


def _class_cycle(problem: CycleInTypeClassDeclaration, words: Words) -> str:
    ring = words.all_quoted(problem.ring)
    if len(ring) == 1:
        return f"The class {ring[0]} has itself as a superclass."
    return f"The classes {listed(ring)} are superclasses of each other."


def _kind_cycle(problem: CycleInKindDeclaration, words: Words) -> str:
    ring = words.all_quoted(problem.ring)
    if len(ring) == 1:
        return f"The kind signature of {ring[0]} mentions {ring[0]} itself."
    return f"The kind signatures of {listed(ring)} mention each other."


def _hidden(problem: HiddenConstructors, words: Words) -> str:
    type, class_key = words.quoted(problem.type), words.quoted(problem.class_key)
    return paragraphs(
        f"{type} is exported without its constructors, but has an instance of {class_key}.",
        "With that instance everybody can make and take apart its values all the same.",
    )


MODULES: Final[tuple[Prose[Any], ...]] = (
    prose(UnknownExport, "Something is exported that does not exist.", _unknown_export),
    prose(
        UnknownExportDataConstructor,
        "A constructor is exported that its type does not have.",
        "The type {type} has no constructor {constructor} to export.",
    ),
    prose(TransitiveExportError, "Something is exported without what it mentions.", _transitive),
    prose(
        TransitiveDctorExportError,
        "A type is exported with some of its constructors only.",
        _transitive_constructors,
    ),
    prose(ExportConflict, "Two different things of one name are exported.", _export_conflict),
    prose(DuplicateExportRef, "The export list names something twice.", _repeated_export),
    prose(
        HiddenConstructors,
        "A type's constructors are hidden, but an instance reveals them.",
        _hidden,
    ),
    prose(
        DeclConflict,
        "Two declarations of a module have the same name.",
        _declaration_conflict,
    ),
    prose(RedefinedIdent, "A name is defined twice.", "The name {name} is defined more than once."),
    prose(
        DuplicateValueDeclaration,
        "A value is defined twice.",
        "{name} is defined more than once. Only a function with parameters can have several equations.",
    ),
    prose(
        DuplicateTypeClass,
        "A class is declared twice.",
        "The class {name} is declared more than once.",
    ),
    prose(
        DuplicateInstance,
        "Two instances have the same name.",
        "There is another instance called {name}.",
    ),
    prose(
        DuplicateTypeArgument,
        "A type parameter is named twice.",
        "The type parameter {name} occurs more than once.",
    ),
    prose(
        DuplicateRoleDeclaration,
        "A type has two role declarations.",
        "{type} has more than one role declaration.",
    ),
    prose(
        UnsupportedRoleDeclaration,
        "Only data types have roles.",
        "Roles can be declared for data types only, not for type synonyms or classes.",
    ),
    prose(CycleInDeclaration, "A value needs itself before it is defined.", _value_cycle),
    prose(CycleInTypeSynonym, "A type synonym is defined by itself.", _synonym_cycle),
    prose(CycleInTypeClassDeclaration, "A class is its own superclass.", _class_cycle),
    prose(
        CycleInKindDeclaration,
        "A kind signature mentions the type it belongs to.",
        _kind_cycle,
    ),
)
