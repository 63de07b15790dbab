"""What the editor's features say of a line that is being typed: it is put into the scratch module for a moment, like any edit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.compiler.queries.probe import probe
from nova_ls.compiler.reach import reach
from nova_ls.evaluation.scratch_module import Piece
from nova_ls.features.completion.completion import completion
from nova_ls.features.completion.spot import spot_at
from nova_ls.features.hover import hover
from nova_ls.features.module_names import module_names
from nova_ls.prompt.prompt_commands import NAMES
from nova_ls.prompt.prompt_session import ScratchSession

_LINE: Final = "line'"
"""The name of the declaration that an expression becomes."""

_COMMAND: Final = re.compile(r"\s*:(\w*)(\s*)")
_OF_MODULES: Final = frozenset(("browse", "b", "load", "l"))
_OF_TYPES: Final = frozenset(("kind", "k"))
_DECLARES: Final = re.compile(
    r"\s*(data|newtype|type|class|instance|derive|foreign|infix[lr]?)\b|[a-z_][\w']*(\s+[\w'()]+)*\s*(=|::)(?![=:])"
)
_LET: Final = re.compile(r"\s*let\s+")
_WORD: Final = re.compile(r"(?<![\w'.])[\w'.]*$")
_IN: Final = re.compile(r"\bin\b")
_IMPORTED: Final = re.compile(r"import\s+([\w.]+)\s")


@value
class Offered:
    """What may stand at the cursor in the place of so many characters before it. `detail`: its type, or ""."""

    label: str
    length: int
    detail: str = ""


def offered(session: ScratchSession, text: str, cursor: int) -> list[Offered]:
    """What may be typed at a cursor, the likeliest first."""
    command = _COMMAND.match(text)
    if command is not None and cursor <= command.end(1):
        return [
            Offered(each, cursor - command.start(1) + 1)
            for each in NAMES
            if each.startswith(text[:cursor].strip())
        ]
    word = _WORD.search(text[:cursor])
    typed = "" if word is None else word[0]
    if command is not None and command[1] in _OF_MODULES:
        session.workspace.library.list_names()
        names = module_names(session.snapshot)
        return [Offered(each, len(typed)) for each in names if each.startswith(typed)]
    try:
        offset = _put(session, text, cursor)
        spot = spot_at(session.scratch.module, offset)
        if spot is None:
            return []
        probed = probe(session.workspace.program.answers, spot.module, spot.declarations)
        found = completion(session.snapshot, spot, probed)
        length = offset - found.word.start
        return [
            Offered(each.label, length, each.detail)
            for each in found.entries
            if each.importable is None and each.label != _LINE
        ]
    finally:
        session.scratch.show()


def shown(session: ScratchSession, text: str, cursor: int) -> str:
    """What a hover says at a cursor, as Markdown; "" where there is nothing to say."""
    if not text.strip():
        return ""
    try:
        offset = _put(session, text, cursor)
        found = hover(session.snapshot, session.scratch.module, offset)
        return "" if found is None else found.text
    finally:
        session.scratch.show()


def _put(session: ScratchSession, text: str, cursor: int) -> int:
    """Put a line where it would stand, and bring up to date what is there; the offset of the cursor."""
    command = _COMMAND.match(text)
    start = 0 if command is None else command.end()
    rest, within = text[start:], max(cursor - start, 0)
    scratch = session.scratch
    binding = None if _IN.search(rest) else _LET.match(rest)
    if binding is not None:
        rest, within = rest[binding.end() :], max(within - binding.end(), 0)
    if rest.startswith("import "):
        piece = Piece(rest)
        scratch.show(imports=[piece])
    elif command is None and _DECLARES.match(rest):
        piece = Piece(rest)
        scratch.show(declarations=[piece])
    else:
        is_type = command is not None and command[1] in _OF_TYPES
        first = "type Line' =" if is_type else f"{_LINE} ="
        piece = Piece("\n  ".join([first, *rest.split("\n")]))
        scratch.show(declarations=[piece])
        within += len(first) + 3 + 2 * rest.count("\n", 0, within)
    offset = scratch.start_of(piece) + within
    program, module = session.workspace.program, scratch.module
    session.workspace.library.list_names()
    for imported in _imported(rest):
        program.answers.exports_of(imported)
    for at in (None, offset):
        for _ in reach(program, module, at):
            pass
    return offset


def _imported(text: str) -> Sequence[str]:
    found = _IMPORTED.match(text)
    return () if found is None else (found[1],)
