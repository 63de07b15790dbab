"""What is told of a file whose comments ask not to be told of something (syntax/ignore_comments.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.base.problems import UnneededIgnore
from nova_ls.base.similar_names import similar_names
from nova_ls.compiler.model.source import Source, SourceChunk
from nova_ls.syntax.ignore_comments import Ignore
from nova_ls.types.core.problems import PROBLEMS

LocatedDiagnostic = tuple[SourceChunk, Diagnostic]


def without_ignored(
    source: Source, found: Iterable[LocatedDiagnostic], *, is_complete: bool
) -> Iterator[LocatedDiagnostic]:
    """Of all that was found in a text what no comment ignores, and the comments that ignore nothing.

    A comment is not called needless as long as not all is known, or errors may hide what it is about.
    """
    ignores = source.ignores
    needed: set[Ignore] = set()
    has_errors = False
    for chunk, diagnostic in found:
        start = chunk.origin + diagnostic.start
        met = [one for one in ignores.get(chunk, ()) if one.covers(diagnostic.code, start)]
        needed.update(met)
        if not met:
            has_errors = has_errors or diagnostic.severity is Severity.ERROR
            yield chunk, diagnostic
    for chunk, named in ignores.items():
        for one in named:
            is_known = one.code in PROBLEMS
            if one not in needed and not (is_known and (has_errors or not is_complete)):
                yield chunk, _needless(chunk, one, is_known)


def _needless(chunk: SourceChunk, one: Ignore, is_known: bool) -> Diagnostic:
    similar = None if is_known else similar_names(one.code, PROBLEMS)
    problem = UnneededIgnore(one.code, similar)
    return Diagnostic(problem, one.start - chunk.origin, one.end - chunk.origin)
