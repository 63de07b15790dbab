"""The prompt on a pipe: no prompt is shown, an input ends where nothing that follows can belong to it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from nova_ls.prompt.prompt_session import ScratchSession
from nova_ls.prompt.read_input import InputKind, read
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.tokens import EQUALS, PIPE

BEGIN = ":{"
END = ":}"


def serve_pipe(session: ScratchSession, lines: Iterable[str]) -> bool:
    """Take inputs until there are no more; whether all went well."""
    went_well = True
    for text in inputs(session, lines):
        told = session.take(text)
        if told.output:
            print(told.output, flush=True)
        if told.problem:
            print(told.problem, file=sys.stderr, flush=True)
            went_well = False
        if session.is_over:
            break
    return went_well


def inputs(session: ScratchSession, lines: Iterable[str]) -> Iterator[str]:
    """Lines as inputs: with what is indented below them or makes them complete, equations of one name, all between `:{` and `:}`."""
    pending: list[str] = []
    in_block = False
    for raw in lines:
        line = raw.rstrip("\n")
        if in_block or line.strip() == BEGIN:
            if not in_block and pending:
                yield "\n".join(pending)
                pending = []
            if in_block and line.strip() != END:
                pending.append(line)
            elif in_block:
                yield "\n".join(pending)
                pending = []
            in_block = line.strip() != END
        elif pending and _belongs(session, pending, line):
            pending.append(line)
        else:
            if pending:
                yield "\n".join(pending)
            pending = [line] if line.strip() else []
    if pending:
        yield "\n".join(pending)


def _belongs(session: ScratchSession, pending: list[str], line: str) -> bool:
    """Whether a line belongs to the input above it."""
    text = "\n".join(pending)
    if text.lstrip().startswith(":"):
        return False
    if line[:1] in (" ", "\t") and line.strip():
        return True
    if not line.strip():
        return False
    if session.goes_on(text):
        return True
    before, after = read(text), read(f"{text}\n{line}")
    if before.signed and _defines(before.signed, line):
        return after.is_right or after.goes_on
    is_one = len(before.pieces) == len(after.pieces) and before.is_right and after.is_right
    return is_one and before.kind is after.kind is InputKind.DECLARATIONS


def _defines(name: str, line: str) -> bool:
    """Whether a line begins an equation of a name."""
    found = lex(line)
    return found.texts[:1] == [name] and (EQUALS in found.kinds or PIPE in found.kinds)
