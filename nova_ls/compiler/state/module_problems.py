"""Diagnostics of a module as a whole: what they are about, and how they follow an edit."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final, TypeAlias

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.compiler.model.source import SourceChunk

LocatedDiagnostics: TypeAlias = Sequence[tuple[SourceChunk, Diagnostic]]
"""Diagnostics, each with the chunk that its span is relative to."""


class About(Enum):
    """What a diagnostic of a module as a whole is about, in the order in which they are shown."""

    __hash__ = object.__hash__  # an enum hashes its name in Python code: too slow for table keys

    STRUCTURE = "structure"
    IMPORT_CYCLES = "import cycles"
    CYCLES = "cycles"
    EXPORTS = "exports"
    USAGE = "usage"


SUBJECTS: Final = tuple(About)


def moved_problems(
    problems: LocatedDiagnostics, old: SourceChunk, new: SourceChunk
) -> LocatedDiagnostics:
    """The problems with a chunk put in the place of another one; the same object where they have none there."""
    if any(chunk is old for chunk, _ in problems):
        return [(new if chunk is old else chunk, problem) for chunk, problem in problems]
    return problems
