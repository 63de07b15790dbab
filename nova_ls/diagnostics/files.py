"""Prose about files and modules as wholes, and about limits of this program."""

from __future__ import annotations

from typing import Any, Final

from nova_ls.base.problems import (
    CannotDefinePrimModules,
    CycleInModules,
    DuplicateModule,
    InternalError,
    InvalidUtf8,
    TooManySteps,
    UnneededIgnore,
    UnreadableFile,
)
from nova_ls.diagnostics.prose import Prose, prose
from nova_ls.diagnostics.words import Words, bullets, listed, paragraphs


def _unreadable(problem: UnreadableFile, words: Words) -> str:
    return f"{words.quoted(problem.file)} cannot be read: {problem.reason}"


def _not_utf_8(problem: InvalidUtf8, words: Words) -> str:
    file, byte = words.quoted(problem.file), words.quoted(problem.byte)
    return (
        f"{file} is not valid UTF-8: the byte {byte} in line {problem.line} is not text. "
        "Save the file in that encoding."
    )


def _cycle(problem: CycleInModules, words: Words) -> str:
    ring = words.all_quoted(problem.modules)
    if len(ring) < 2:
        return f"The module {ring[0]} imports itself."
    return paragraphs(
        f"The modules {listed(ring)} import each other in a circle.",
        bullets(
            [f"{one} imports {two}" for one, two in zip(ring, ring[1:] + ring[:1], strict=True)]
        ),
        "Move what two of them share into a module of its own.",
    )


def _duplicate(problem: DuplicateModule, words: Words) -> str:
    files = listed(words.all_quoted(problem.others))
    return f"There are several modules called {words.quoted(problem.module)}: also in {files}."


def _ignore(problem: UnneededIgnore, words: Words) -> str:
    if not problem.ignored:
        return "This comment names no code, as `-- nova-ignore UnusedImport` does."
    code = words.quoted(problem.ignored)
    if problem.similar is None:
        return f"There is no {code} here that would have to be ignored."
    if not problem.similar:
        return f"No diagnostic has the code {code}."
    similar = listed(words.all_quoted(problem.similar), "or")
    return f"No diagnostic has the code {code}. Did you mean {similar}?"


FILES: Final[tuple[Prose[Any], ...]] = (
    prose(UnreadableFile, "The file cannot be read.", _unreadable),
    prose(InvalidUtf8, "The file is not valid UTF-8.", _not_utf_8),
    prose(DuplicateModule, "Two files define a module of the same name.", _duplicate),
    prose(CycleInModules, "Modules import each other in a circle.", _cycle),
    prose(
        InternalError,
        "The checker itself failed.",
        "The checker itself failed here ({kind} at {place}): a mistake in nova-ls, not in this code. "
        "The rest was checked. Please report it.",
    ),
    prose(
        TooManySteps,
        "Checking a declaration takes too many steps.",
        "Checking this declaration takes more than {limit} steps, so it was given up. "
        "Its types may grow without end; the rest was checked.",
    ),
    prose(UnneededIgnore, "A comment ignores what is not there.", _ignore),
    prose(
        CannotDefinePrimModules,
        "A module's name begins with `Prim`.",
        "The module cannot be called {module}: `Prim` and all names below it belong to the compiler.",
    ),
)
