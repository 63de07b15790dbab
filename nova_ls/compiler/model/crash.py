"""What a mistake in the checker itself comes to: one diagnostic where the checker was at work; all other units go on.

Such a result counts for as long as nothing that the unit asked has changed, and is never taken for an earlier one: a question that
has no answer twice stands among its questions.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from traceback import extract_tb
from typing import Final

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey
from nova_ls.base.problems import InternalError
from nova_ls.compiler.facts import Answer, CheckerFailureFact, Fact, NamesInScopeFact
from nova_ls.compiler.facts.fact import NEVER
from nova_ls.compiler.model.source import Source, SourceChunk
from nova_ls.store import StoreError

LOGGER: Final = logging.getLogger(__name__)


class Unseen(Exception):
    """A unit has to wait until somebody has looked at some modules, by name."""

    def __init__(self, modules: Sequence[str]) -> None:
        super().__init__(*modules)
        self.modules = modules


NO_CRASH: Final = (StoreError, OSError, Unseen)
"""Exceptions that are not the checker's fault: the caller that drives the program handles them."""

_PACKAGE: Final = Path(__file__).parents[2]


def crash_diagnostic(problem: Exception, start: int, end: int) -> Diagnostic:
    """What is said of a crash: the kind of the exception, and the place in this program where it came up."""
    LOGGER.info("the checker failed", exc_info=problem)
    return Diagnostic(InternalError(type(problem).__name__, _place(problem)), start, end)


def crash_in_module(source: Source, problem: Exception) -> tuple[SourceChunk, Diagnostic]:
    """The same of a module as a whole: at its name, if it has a header."""
    for chunk in source.chunks:
        if chunk.items.header is not None:
            return chunk, crash_diagnostic(problem, *chunk.items.list_spans[0].name)
    return source.chunks[0], crash_diagnostic(problem, 0, 0)


def tells_of_crash(found: Mapping[ElementKey, tuple[Diagnostic, ...]]) -> bool:
    """Whether one of a unit's diagnostics is that of a crash."""
    return bool(found) and any(
        isinstance(diagnostic.problem, InternalError)
        for by_element in found.values()
        for diagnostic in by_element
    )


def mark_crash(module: str, names_digest: bytes, questions: dict[Fact, Answer]) -> None:
    """Let what was asked before a crash be no reason ever to take its result for an earlier one.

    What the resolver had looked up by then is lost with it: any other name in scope may make a difference.
    """
    questions[NamesInScopeFact(module)] = names_digest
    questions[CheckerFailureFact(module)] = NEVER


def _place(problem: Exception) -> str:
    for frame in reversed(extract_tb(problem.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE):
            return f"{path.relative_to(_PACKAGE).as_posix()}:{frame.lineno}"
    return "?"
