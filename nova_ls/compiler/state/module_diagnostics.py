"""All that is known to be wrong in a module: what its parts have found, but for what follows from another mistake."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Final

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.base.keys import ElementKey
from nova_ls.compiler.archive.module_record import ModuleRecord
from nova_ls.compiler.model.source import Source, SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_problems import SUBJECTS, About
from nova_ls.names.problems.modules import RedefinedIdent
from nova_ls.names.problems.scope import UndefinedTypeVariable, UnknownName
from nova_ls.syntax.problems import (
    ErrorParsingModule,
    InvalidDoBind,
    InvalidDoLet,
    OrphanTypeDeclaration,
)
from nova_ls.syntax.tokens import END_OF_DECLARATION, END_OF_LINE, IN_COLUMN
from nova_ls.types.core.problems.types import MissingTypeDeclaration, TypesDoNotUnify
from nova_ls.types.infer.infer_coverage import is_missing_case

_BLOCKS: Final = frozenset(f"`{word}`{IN_COLUMN}" for word in ("let", "where"))

_WORD: Final = re.compile(r"[\w']+")

_Found = tuple[SourceChunk, Diagnostic]


def module_diagnostics(module: Module) -> Iterator[_Found]:
    """What is wrong in a module, each with the chunk that its span is relative to.

    Of a chunk that does not parse only the syntax errors are shown: the rest follows from them. Where uses of names may be
    hidden nothing is called unused.
    """
    record = module.record
    if record is not None and module.scope is None:
        found = list(_recorded(module.source, record))
    else:
        found = list(_of_units(module))
    hides_uses = any(diagnostic.problem.hides_uses for _, diagnostic in found)
    for chunk, diagnostic in found:
        if not (hides_uses and diagnostic.problem.needs_all_uses):
            yield chunk, diagnostic


def _recorded(source: Source, record: ModuleRecord) -> Iterator[_Found]:
    for diagnostic in record.diagnostics:
        chunk, start = source.chunk_at(diagnostic.start)
        yield chunk, diagnostic.moved(start - diagnostic.start)


def _of_units(module: Module) -> Iterator[_Found]:
    source = module.source
    unparsed: set[SourceChunk] = set()
    lines = _lines_of_blocks(source) if source.complaints else {}
    for chunk, told in source.complaints.items():
        if any(diagnostic.severity is Severity.ERROR for diagnostic in told):
            unparsed.add(chunk)
        if not (
            chunk in lines
            or _completes_the_one_above(source, chunk)
            or _goes_on_above(source, chunk)
        ):
            for diagnostic in told:
                yield chunk, diagnostic
    found: Iterable[_Found] = _semantic(module)
    if unparsed:
        found = (one for one in found if one[0] not in unparsed)
    structural = module.problems_about(About.STRUCTURE)
    orphans = {
        chunk for chunk, each in structural if isinstance(each.problem, OrphanTypeDeclaration)
    }
    if unparsed or orphans:
        found = (one for one in found if not _is_due_to_neighbour(source, one, unparsed, orphans))
    if lines:
        found = (one for one in found if not _is_due_to_block(one, lines))
    yield from found


def _completes_the_one_above(source: Source, chunk: SourceChunk) -> bool:
    """Whether a piece that begins no declaration stands below one that lacks its end: the two are one mistake."""
    if 0 not in chunk.items.damaged:
        return False
    return any(
        isinstance(each.problem, ErrorParsingModule) and each.problem.found == END_OF_DECLARATION
        for above in _beside(source, chunk, -1)
        for each in source.complaints.get(above, ())
    )


def _goes_on_above(source: Source, chunk: SourceChunk) -> bool:
    """Whether it is another line of what began above: of a string, or of what begins no declaration."""
    if 0 not in chunk.items.damaged or chunk.chunk.anchor:
        return False
    for above in _beside(source, chunk, -1):
        told = source.complaints.get(above, ())
        if told and (0 in above.items.damaged or _found_last(told) == END_OF_LINE):
            return True
    return False


def _found_last(told: Sequence[Diagnostic]) -> str:
    problem = told[-1].problem
    return problem.found if isinstance(problem, ErrorParsingModule) else ""


def _lines_of_blocks(source: Source) -> dict[SourceChunk, SourceChunk]:
    """What seems to be a line of a block whose `let` or `where` stands in the column of declarations, with the chunk that this is in: there is no empty line between."""
    found: dict[SourceChunk, SourceChunk] = {}
    openers = {chunk for chunk, told in source.complaints.items() if _opens_block(told)}
    for opener in openers:
        for chunk in islice(source.chunks, source.index_of(opener) + 1, None):
            if chunk.chunk.anchor:
                break
            found[chunk] = opener
            if chunk in openers:
                break  # The lines below are of that one.
    return found


def _opens_block(told: Iterable[Diagnostic]) -> bool:
    problems = (each.problem for each in told)
    return any(isinstance(one, ErrorParsingModule) and one.found in _BLOCKS for one in problems)


def _beside(source: Source, chunk: SourceChunk, distance: int) -> list[SourceChunk]:
    """The chunk above or below, if there is one, and if the text has not changed since."""
    if not source.has(chunk):
        return []
    place = source.index_of(chunk) + distance
    return source.chunks[place : place + 1] if place >= 0 else []


def _semantic(module: Module) -> Iterator[_Found]:
    problems = module.problems
    if problems:
        for about in SUBJECTS:
            # Circles of imports are looked for last: until then one may be told of an import that is not there any more.
            for chunk, diagnostic in problems.get(about, ()):
                if module.source.has(chunk):
                    yield chunk, diagnostic
    repeated = {
        problem.related[0].element
        for _, problem in module.problems_about(About.STRUCTURE)
        if isinstance(problem.problem, RedefinedIdent) and problem.related
    }
    for by_element in module.found.values():
        for key, diagnostics in by_element.items():
            declared = module.declared.get(key)
            if declared is not None:
                for diagnostic in diagnostics:
                    # Cases that seem to be missing may stand in the other declaration.
                    if not (repeated and _is_missing_case_of(diagnostic, key, repeated)):
                        yield declared.chunk, diagnostic


def _is_missing_case_of(
    diagnostic: Diagnostic, key: ElementKey, repeated: AbstractSet[ElementKey | None]
) -> bool:
    """Whether a diagnostic of an element says that cases are missing in one of those, or in what it uses of them."""
    problem = diagnostic.problem
    return is_missing_case(problem) and (
        key in repeated or (problem.cause is not None and problem.cause in repeated)
    )


def _is_due_to_neighbour(
    source: Source,
    found: _Found,
    unparsed: Collection[SourceChunk],
    orphans: Collection[SourceChunk],
) -> bool:
    """Whether it follows from a mistake in the chunk above or below: a signature that has another name, lines that are not indented."""
    chunk, diagnostic = found
    problem = diagnostic.problem
    if isinstance(problem, UndefinedTypeVariable):
        above = [each for each in _beside(source, chunk, -1) if each in orphans]
        return any(problem.name in _WORD.findall(each.code) for each in above)
    if isinstance(problem, TypesDoNotUnify):
        below = [each for each in _beside(source, chunk, 1) if each in unparsed]
        return any(0 in each.items.damaged and not each.chunk.anchor for each in below)
    if isinstance(problem, InvalidDoBind | InvalidDoLet):
        below = [each for each in _beside(source, chunk, 1) if each in unparsed]
        return any(0 in each.items.damaged for each in below)
    return False


def _is_due_to_block(found: _Found, lines: Mapping[SourceChunk, SourceChunk]) -> bool:
    """Whether it is said of a line of a block only because that is not indented: it does not see the parameters above, and what is bound in a block needs no signature."""
    chunk, diagnostic = found
    problem = diagnostic.problem
    if chunk not in lines:
        return False
    if isinstance(problem, UnknownName):
        return problem.name in _WORD.findall(lines[chunk].code)
    return isinstance(problem, MissingTypeDeclaration)
