"""Actions whose result is checked before they are offered: of those that are guesses the ones remain behind which nothing is wrong that was not before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import CodeAction, CodeEdit, Finding, apply_edits
from nova_ls.syntax import tree as t
from nova_ls.syntax.chunks import Chunk
from nova_ls.syntax.parser import parse_chunk

CountErrors: TypeAlias = Callable[[Module, Sequence[t.Declaration]], int]
"""How many errors the declarations of one chunk would have (`compiler/queries/probe.py`)."""

_LONGEST: Final = 20_000
"""In a declaration of more characters nothing is guessed."""

_HOLE: Final = re.compile(r"\?\w")


def tried(actions: Iterable[CodeAction], count_errors: CountErrors) -> Iterator[CodeAction]:
    """All actions except wrong guesses; a hole that an action writes does not count as an error."""
    known: dict[int, int] = {}
    for action in actions:
        found = action.fixes
        if not action.is_guess or found is None:
            yield action
        elif len(found.chunk.text) <= _LONGEST:
            if id(found.chunk) not in known:
                known[id(found.chunk)] = count_errors(found.module, found.chunk.tree.declarations)
            allowed = known[id(found.chunk)] - 1 + _count_holes(action)
            if count_errors(found.module, _declarations_after(found, action)) <= allowed:
                yield action


def _count_holes(action: CodeAction) -> int:
    return sum(len(_HOLE.findall(edit.text)) for edit in action.edits)


def _declarations_after(found: Finding, action: CodeAction) -> Sequence[t.Declaration]:
    chunk = found.chunk
    start = found.module.source.offset_of(chunk) - chunk.origin
    edits = [CodeEdit(each.start - start, each.end - start, each.text) for each in action.edits]
    after = Chunk(apply_edits(chunk.text, edits), chunk.chunk.is_first)
    return parse_chunk(after.anchored, first=after.is_first).declarations
