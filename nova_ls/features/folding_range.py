"""What may be folded: declarations, the imports, blocks inside of declarations, comments."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import groupby
from typing import Final, TypeAlias

from nova_ls.base.lines import line_starts
from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.syntax import tree as t
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.tokens import WHERE
from nova_ls.syntax.walk import children

Span: TypeAlias = tuple[int, int]


class FoldKind(Enum):
    """As LSP names them."""

    CODE = "code"
    IMPORTS = "imports"
    COMMENT = "comment"


@value
class Fold:
    """A span of a text that begins and ends in different lines."""

    start: int
    end: int
    kind: FoldKind


@value
class ChunkFolds:
    """The folds of one chunk, relative to its text, and what its imports add to those around it.

    `imports`: the spans of imports that stand together; `leads` and `trails`: whether nothing else stands before the first and behind the last.
    """

    folds: tuple[Fold, ...]
    imports: tuple[Span, ...]
    leads: bool
    trails: bool


_BLOCKS: Final = (
    t.Ado,
    t.ArrayLiteral,
    t.Case,
    t.CaseBranch,
    t.Do,
    t.Equation,
    t.PatternBinding,
    t.PatternRecord,
    t.RecordLiteral,
    t.RecordTypeNode,
    t.RecordUpdate,
    t.RowNode,
    t.Signature,
)
_BY_THEMSELVES: Final = (t.ModuleHeader, t.InstanceDeclaration, t.DeriveDeclaration)
_COMMENT: Final = re.compile(r"--[^\n\r]*+|\{-(?s:.*?)(?:-\}|\Z)")


def folding_range(module: Module) -> list[Fold]:
    """What may be folded, each span once, in the order of the text, what is around others before them."""
    source = module.source
    parts = [
        (begin, chunk_folds(chunk))
        for begin, chunk in zip(source.starts, source.chunks, strict=False)
    ]
    found = {
        (begin + fold.start, begin + fold.end): fold.kind
        for begin, part in parts
        for fold in part.folds
    }
    starts = line_starts(source.text)
    for start, end in import_spans(parts):
        if bisect_right(starts, start) != bisect_right(starts, end):
            found[start, end] = FoldKind.IMPORTS
    folds = [Fold(*span, kind) for span, kind in found.items()]
    return sorted(folds, key=lambda fold: (fold.start, -fold.end))


def chunk_folds(chunk: SourceChunk) -> ChunkFolds:
    """What of one chunk may be folded by itself: it depends on the chunk's text alone."""
    origin, lines = chunk.origin, chunk.lines
    found: dict[Span, FoldKind] = {}
    for span in _comments(chunk.text, chunk.chunk.is_first):
        found[span] = FoldKind.COMMENT
    for start, end in _code(chunk):
        found[origin + start, origin + end] = FoldKind.CODE
    folds = [
        Fold(*span, kind)
        for span, kind in found.items()
        if bisect_right(lines, span[0]) != bisect_right(lines, span[1])
    ]
    declarations = chunk.tree.declarations
    imports: list[Span] = []
    is_open = False
    for node in declarations:
        if isinstance(node, t.Import):
            first = imports.pop()[0] if is_open else origin + node.start
            imports.append((first, origin + node.end))
        is_open = isinstance(node, t.Import)
    leads = not declarations or isinstance(declarations[0], t.Import)
    trails = not declarations or is_open
    folds.sort(key=lambda fold: (fold.start, -fold.end))
    return ChunkFolds(tuple(folds), tuple(imports), leads, trails)


def import_spans(parts: Iterable[tuple[int, ChunkFolds]]) -> Iterator[Span]:
    """The imports of a text that stand together, across its chunks; `parts`: each with where it begins."""
    open_span: Span | None = None
    for begin, part in parts:
        if open_span is not None and not part.leads:
            yield open_span
            open_span = None
        for number, (start, end) in enumerate(part.imports):
            if number and open_span is not None:
                yield open_span
                open_span = None
            first = begin + start if open_span is None else open_span[0]
            open_span = first, begin + end
        if open_span is not None and not part.trails:
            yield open_span
            open_span = None
    if open_span is not None:
        yield open_span


def _code(chunk: SourceChunk) -> Iterator[Span]:
    """The chunk's declarations, a signature together with its equations, and the blocks in them; relative to the origin."""
    declarations = chunk.tree.declarations
    for (alone, _), group in groupby(enumerate(declarations), _declared_together):
        nodes = [node for _, node in group]
        if not alone or not isinstance(nodes[0], t.Import):
            yield nodes[0].start, nodes[-1].end
    above, lines = chunk.origin, chunk.lines
    pending: list[t.Node] = list(declarations)
    while pending:
        node = pending.pop()
        if bisect_right(lines, above + node.start) == bisect_right(lines, above + node.end):
            continue
        yield from _blocks(chunk, node)
        pending.extend(children(node))


def _declared_together(numbered: tuple[int, t.Declaration]) -> tuple[bool, int]:
    """Whether a declaration of a chunk is a fold of its own, and which one."""
    number, node = numbered
    alone = isinstance(node, (*_BY_THEMSELVES, t.Import))
    return alone, number if alone else 0


def _blocks(chunk: SourceChunk, node: t.Node) -> Iterator[Span]:
    match node:
        case t.Let(bindings=bindings) | t.DoLet(bindings=bindings) if bindings:
            yield node.start, bindings[-1].end
        case t.GuardedBody(body=body, where=bindings) if bindings:
            tokens = chunk.tree.tokens
            index = bisect_left(tokens.starts, body.end)
            while tokens.kinds[index] != WHERE and tokens.starts[index] < bindings[0].start:
                index += 1
            yield tokens.starts[index], bindings[-1].end
        case _ if isinstance(node, _BLOCKS):
            yield node.start, node.end


def _comments(text: str, is_first: bool) -> Iterator[Span]:
    """Block comments, and line comments that stand below each other with nothing beside them."""
    if "--" not in text and "{-" not in text:
        return
    tokens = lex(text, shebang=is_first)
    for begin, end in zip([0, *tokens.ends], [*tokens.starts, len(text)], strict=True):
        if end - begin > 4:
            yield from _comments_between(text, begin, end)


def _comments_between(text: str, begin: int, end: int) -> Iterator[Span]:
    above: Span | None = None
    for comment in _COMMENT.finditer(text, begin, end):
        start, stop = comment.span()
        is_line = comment[0].startswith("--")
        between = "" if above is None else text[above[1] : start]
        if above is not None and is_line and _is_next_line(between):
            above = above[0], stop
            continue
        if above is not None:
            yield above
            above = None
        line = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
        if not is_line:
            yield start, stop
        elif not line.strip():
            above = start, stop
    if above is not None:
        yield above


def _is_next_line(blank: str) -> bool:
    """Whether blanks between two comments hold one end of a line and nothing else."""
    return blank.replace("\r\n", "\n").strip(" \t") in ("\n", "\r")
