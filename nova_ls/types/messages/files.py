"""Codes about files and modules as wholes, and about limits of this program."""

from __future__ import annotations

from typing import Final

from nova_ls.types.messages.code import Code, error
from nova_ls.types.messages.text import Text, bullets, listed, paragraphs


def _unreadable(text: Text) -> str:
    return f"{text.code(0)} cannot be read: {text.plain(text.opt(1))}"


def _not_utf_8(text: Text) -> str:
    file, line, byte = text.code(0), text.number(1), text.code(2)
    return f"{file} is not valid UTF-8: the byte {byte} in line {line} is not text. Save the file in that encoding."


def _cycle(text: Text) -> str:
    modules = text.items(0)
    if len(modules) < 2:
        return f"The module {text.quoted(modules[0])} imports itself."
    ring = [text.quoted(module) for module in modules]
    return paragraphs(
        f"The modules {listed(ring)} import each other in a circle.",
        bullets(
            [f"{one} imports {two}" for one, two in zip(ring, ring[1:] + ring[:1], strict=True)]
        ),
        "Move what two of them share into a module of its own.",
    )


def _duplicate(text: Text) -> str:
    others = text.items(1)
    if not others:
        return f"There are several modules called {text.code(0)}."
    files = [text.quoted(other) for other in others]
    return f"There are several modules called {text.code(0)}: also in {listed(files)}."


FILES: Final[dict[str, Code]] = {
    "UnreadableFile": error("The file cannot be read.", "file; reason", _unreadable),
    "InvalidUtf8": error(
        "The file is not valid UTF-8.",
        "file; line of the first wrong byte; that byte",
        _not_utf_8,
    ),
    "DuplicateModule": error(
        "Two files define a module of the same name.",
        "module; (path of another file, …)",
        _duplicate,
    ),
    "CycleInModules": error("Modules import each other in a circle.", "(module, …)", _cycle),
    "InternalError": error(
        "The checker itself failed.",
        "kind of failure; place in the sources of nova-ls",
        "The checker itself failed here ({0} at {1}): a mistake in nova-ls, not in this code. "
        "The rest was checked. Please report it.",
    ),
    "TooManySteps": error(
        "Checking a declaration takes too many steps.",
        "the number of steps that are allowed",
        "Checking this declaration takes more than {0} steps, so it was given up. "
        "Its types may grow without end; the rest was checked.",
    ),
    "CannotDefinePrimModules": error(
        "A module's name begins with `Prim`.",
        "module",
        "The module cannot be called {0}: `Prim` and all names below it belong to the compiler.",
    ),
}
