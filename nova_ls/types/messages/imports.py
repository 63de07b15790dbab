"""Codes about import lists."""

from __future__ import annotations

from typing import Final

from nova_ls.types.messages.code import Code, error, unnecessary, warning
from nova_ls.types.messages.modules import suggestion
from nova_ls.types.messages.text import Text, indented, listed, paragraphs


def _module_not_found(text: Text) -> str:
    return paragraphs(
        f"There is no module called {text.code(0)}.", suggestion(text, list(text.items(1)))
    )


def _unknown_import(text: Text) -> str:
    if len(text) < 3:
        return f"The module {text.code(0)} exports no {text.code(1)}."
    return paragraphs(
        f"The module {text.code(0)} exports no {text.opt(1)} {text.code(2)}.",
        suggestion(text, list(text.items(3))),
    )


def _repeated_reference(text: Text) -> str:
    name = f"the {text.opt(0)} {text.code(1)}" if len(text) > 1 else text.code(0)
    return f"The import list names {name} more than once."


def _duplicate(text: Text) -> str:
    return f"The module {text.code(0)} is imported in the same way twice."


def _unused(text: Text) -> str:
    alias = text.opt(1)
    shown = f" as {text.quoted(alias)}" if alias else ""
    return f"Nothing of the import of {text.code(0)}{shown} is used."


def _unused_names(text: Text) -> str:
    names = [
        f"the {item[0]} {text.quoted(item[1])}" if isinstance(item, tuple) else text.quoted(item)
        for item in text.items(1)
    ]
    return paragraphs(
        f"The import of {text.code(0)} names {listed(names)}, which {_is(names)} not used.",
        _rewritten(text, text.opt(2), "What is used:"),
    )


def _unused_constructors(text: Text) -> str:
    return paragraphs(
        f"The constructors of {text.code(1)} are imported from {text.code(0)} but not used.",
        _rewritten(text, text.opt(2), "The type alone:"),
    )


def _unused_listed_constructors(text: Text) -> str:
    names = [text.quoted(name) for name in text.items(2)]
    return paragraphs(
        f"The import of {text.code(1)} from {text.code(0)} names {listed(names)}, which {_is(names)} not used.",
        _rewritten(text, text.opt(3), "What is used:"),
    )


def _is(items: list[str]) -> str:
    return "is" if len(items) == 1 else "are"


def _rewritten(text: Text, alias: object, intent: str) -> str:
    """The import as it could be written; the last argument is its list."""
    items = text.items(len(text) - 1)
    if not items:
        return ""
    names = ", ".join([text.plain(item) for item in items])
    suffix = f" as {alias}" if alias else ""
    return f"{intent}\n\n{indented(f'import {text.plain(text.opt(0))} ({names}){suffix}')}"


def _open_qualified(text: Text) -> str:
    return paragraphs(
        f"Several modules are imported as {text.code(1)}, and {text.code(0)} without a list of names.",
        "A list would show what comes from where.",
        _rewritten(text, text.opt(1), "With a list:"),
    )


def _open_re_exported(text: Text) -> str:
    return paragraphs(
        f"The module {text.code(0)} is exported again as {text.code(1)}, but imported without a list of names.",
        "So whatever is added there would be exported here. A list says what is meant.",
        _rewritten(text, text.opt(1), "With a list:"),
    )


def _open(text: Text) -> str:
    return paragraphs(
        f"The module {text.code(0)} is imported without a list of names.",
        "A second open import makes it hard to see what comes from where.",
        _rewritten(text, None, "With a list:"),
    )


def _hiding(text: Text) -> str:
    return paragraphs(
        f"The import of {text.code(0)} says what it leaves out, not what it takes.",
        "A second open import makes it hard to see what comes from where.",
        _rewritten(text, None, "With a list:"),
    )


def _shadowing(text: Text) -> str:
    kind, name = text.opt(0), text.code(1)
    modules = [text.quoted(module) for module in text.items(3)]
    chosen = text.opt(2)
    winner = f"the one from {text.quoted(chosen)}" if chosen else "the one of this module"
    return paragraphs(
        f"The {kind} {name} hides what open imports bring in under the same name.",
        f"{name} also comes from {listed(modules)}; {winner} is used." if modules else "",
    )


def _conflict(text: Text) -> str:
    kind, name = text.opt(0), text.code(1)
    modules = [text.quoted(module) for module in text.items(2)]
    return paragraphs(
        f"It is not clear which {kind} {name} is meant: {listed(modules, 'and')} both have one."
        if len(modules) == 2
        else f"It is not clear which {kind} {name} is meant: {listed(modules)} have one.",
        "Import one of them only, or import one qualified and write the qualifier.",
    )


IMPORTS: Final[dict[str, Code]] = {
    "ModuleNotFound": error(
        "A module is imported that does not exist.", "module; (nearest name, …)", _module_not_found
    ),
    "UnknownImport": error(
        "A name is imported that the module does not export.",
        "module; kind of name; name; (nearest name, …)",
        _unknown_import,
    ),
    "UnknownImportDataConstructor": error(
        "A constructor is imported that the module does not export.",
        "module; type; constructor",
        "The module {0} exports no constructor {2} of the type {1}.",
    ),
    "ScopeConflict": error(
        "A name comes from several modules.", "kind of name; name; (module, …)", _conflict
    ),
    "ScopeShadowing": warning(
        "A name hides one of the same name from an open import.",
        "kind of name; name; module of the one used, or None; (module of the others, …)",
        _shadowing,
    ),
    "UnusedImport": unnecessary("An import is not used.", "module; alias, or None", _unused),
    "UnusedExplicitImport": unnecessary(
        "An import list names what is not used.",
        "module; ((kind of name, unused name), …); alias, or None; (item of the import's list as it could be, …)",
        _unused_names,
    ),
    "UnusedDctorImport": unnecessary(
        "A type's constructors are imported but not used.",
        "module; type; alias, or None; (item of the import's list as it could be, …)",
        _unused_constructors,
    ),
    "UnusedDctorExplicitImport": unnecessary(
        "An import list names constructors that are not used.",
        "module; type; (constructor, …); alias, or None; (item of the import's list as it could be, …)",
        _unused_listed_constructors,
    ),
    "DuplicateImport": unnecessary(
        "A module is imported in the same way twice.", "module; alias, or None", _duplicate
    ),
    "DuplicateSelectiveImport": warning(
        "A module is imported by two lists of names.",
        "module",
        "There is another import of names from {0}. One list could hold them all.",
    ),
    "DuplicateImportRef": unnecessary(
        "An import list names something twice.", "kind of name; name", _repeated_reference
    ),
    "ImplicitImport": warning(
        "A second module is imported without a list of names.",
        "module; (item that a list would have, …)",
        _open,
    ),
    "HidingImport": warning(
        "A second module is imported with `hiding`.",
        "module; (item that a list would have, …)",
        _hiding,
    ),
    "ImplicitQualifiedImport": warning(
        "One of several modules with one alias is imported without a list of names.",
        "module; alias; (item that a list would have, …)",
        _open_qualified,
    ),
    "ImplicitQualifiedImportReExport": warning(
        "A module that is exported again is imported without a list of names.",
        "module; alias; (item that a list would have, …)",
        _open_re_exported,
    ),
}
