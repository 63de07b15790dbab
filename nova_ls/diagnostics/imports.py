"""Prose about import lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from nova_ls.diagnostics.prose import Prose, prose
from nova_ls.diagnostics.words import Words, indented, listed, paragraphs, space_word, verb
from nova_ls.names.problems.imports import (
    DuplicateImport,
    DuplicateImportRef,
    DuplicateSelectiveImport,
    HidingImport,
    ImplicitImport,
    ImplicitQualifiedImport,
    ImplicitQualifiedImportReExport,
    ModuleNotFound,
    ScopeConflict,
    ScopeShadowing,
    UnknownImport,
    UnknownImportDataConstructor,
    UnusedDctorExplicitImport,
    UnusedDctorImport,
    UnusedExplicitImport,
    UnusedImport,
)

_HARD_TO_SEE: Final = "A second open import makes it hard to see what comes from where."


def _unknown_import(problem: UnknownImport, words: Words) -> str:
    name = f"{space_word(problem.space)} {words.quoted(problem.name)}"
    return f"The module {words.quoted(problem.module)} exports no {name}."


def _repeated_reference(problem: DuplicateImportRef, words: Words) -> str:
    name = f"{space_word(problem.space)} {words.quoted(problem.name)}"
    return f"The import list names the {name} more than once."


def _unused(problem: UnusedImport, words: Words) -> str:
    alias = f" as {words.quoted(problem.alias)}" if problem.alias else ""
    return f"Nothing of the import of {words.quoted(problem.module)}{alias} is used."


def _unused_names(problem: UnusedExplicitImport, words: Words) -> str:
    names = [f"the {space_word(space)} {words.quoted(name)}" for space, name in problem.unused]
    return paragraphs(
        f"The import of {words.quoted(problem.module)} names {listed(names)}, which {verb(names)} not used.",
        _rewritten("What is used:", problem.module, problem.items, problem.alias),
    )


def _unused_constructors(problem: UnusedDctorImport, words: Words) -> str:
    type, module = words.quoted(problem.type), words.quoted(problem.module)
    return paragraphs(
        f"The constructors of {type} are imported from {module} but not used.",
        _rewritten("The type alone:", problem.module, problem.items, problem.alias),
    )


def _unused_listed_constructors(problem: UnusedDctorExplicitImport, words: Words) -> str:
    names = words.all_quoted(problem.constructors)
    type, module = words.quoted(problem.type), words.quoted(problem.module)
    return paragraphs(
        f"The import of {type} from {module} names {listed(names)}, which {verb(names)} not used.",
        _rewritten("What is used:", problem.module, problem.items, problem.alias),
    )


def _rewritten(intent: str, module: str, items: Sequence[str], alias: str = "") -> str:
    """The import as it could be written."""
    if not items:
        return ""
    names, suffix = ", ".join(items), f" as {alias}" if alias else ""
    return f"{intent}\n\n{indented(f'import {module} ({names}){suffix}')}"


def _open_qualified(problem: ImplicitQualifiedImport, words: Words) -> str:
    alias, module = words.quoted(problem.alias), words.quoted(problem.module)
    return paragraphs(
        f"Several modules are imported as {alias}, and {module} without a list of names.",
        "A list would show what comes from where.",
        _rewritten("With a list:", problem.module, problem.items, problem.alias),
    )


def _open_re_exported(problem: ImplicitQualifiedImportReExport, words: Words) -> str:
    alias, module = words.quoted(problem.alias), words.quoted(problem.module)
    return paragraphs(
        f"The module {module} is exported again as {alias}, but imported without a list of names.",
        "So whatever is added there would be exported here. A list says what is meant.",
        _rewritten("With a list:", problem.module, problem.items, problem.alias),
    )


def _open(problem: ImplicitImport, words: Words) -> str:
    return paragraphs(
        f"The module {words.quoted(problem.module)} is imported without a list of names.",
        _HARD_TO_SEE,
        _rewritten("With a list:", problem.module, problem.items),
    )


def _hiding(problem: HidingImport, words: Words) -> str:
    return paragraphs(
        f"The import of {words.quoted(problem.module)} says what it leaves out, not what it takes.",
        _HARD_TO_SEE,
        _rewritten("With a list:", problem.module, problem.items),
    )


def _shadowing(problem: ScopeShadowing, words: Words) -> str:
    kind, name = space_word(problem.space), words.quoted(problem.name)
    modules = listed(words.all_quoted(problem.shadowed))
    chosen = problem.module
    winner = f"the one from {words.quoted(chosen)}" if chosen else "the one of this module"
    return paragraphs(
        f"The {kind} {name} hides what open imports bring in under the same name.",
        f"{name} also comes from {modules}; {winner} is used.",
    )


def _conflict(problem: ScopeConflict, words: Words) -> str:
    kind, name = space_word(problem.space), words.quoted(problem.name)
    modules = words.all_quoted(problem.modules)
    have = "both have one" if len(modules) == 2 else "have one"
    return paragraphs(
        f"It is not clear which {kind} {name} is meant: {listed(modules)} {have}.",
        "Import one of them only, or import one qualified and write the qualifier.",
    )


IMPORTS: Final[tuple[Prose[Any], ...]] = (
    prose(
        ModuleNotFound,
        "A module is imported that does not exist.",
        "There is no module called {module}.",
    ),
    prose(UnknownImport, "A name is imported that the module does not export.", _unknown_import),
    prose(
        UnknownImportDataConstructor,
        "A constructor is imported that the module does not export.",
        "The module {module} exports no constructor {constructor} of the type {type}.",
    ),
    prose(ScopeConflict, "A name comes from several modules.", _conflict),
    prose(ScopeShadowing, "A name hides one of the same name from an open import.", _shadowing),
    prose(UnusedImport, "An import is not used.", _unused),
    prose(UnusedExplicitImport, "An import list names what is not used.", _unused_names),
    prose(
        UnusedDctorImport,
        "A type's constructors are imported but not used.",
        _unused_constructors,
    ),
    prose(
        UnusedDctorExplicitImport,
        "An import list names constructors that are not used.",
        _unused_listed_constructors,
    ),
    prose(
        DuplicateImport,
        "A module is imported in the same way twice.",
        "The module {module} is imported in the same way twice.",
    ),
    prose(
        DuplicateSelectiveImport,
        "A module is imported by two lists of names.",
        "There is another import of names from {module}. One list could hold them all.",
    ),
    prose(DuplicateImportRef, "An import list names something twice.", _repeated_reference),
    prose(ImplicitImport, "A second module is imported without a list of names.", _open),
    prose(HidingImport, "A second module is imported with `hiding`.", _hiding),
    prose(
        ImplicitQualifiedImport,
        "One of several modules with one alias is imported without a list of names.",
        _open_qualified,
    ),
    prose(
        ImplicitQualifiedImportReExport,
        "A module that is exported again is imported without a list of names.",
        _open_re_exported,
    ),
)
