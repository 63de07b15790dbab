"""What may be folded: declarations, the imports, blocks inside of declarations, comments."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Final, TypeAlias

from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.syntax import tree as t
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.tokens import WHERE
from nova_ls.syntax.walk import children

Span: TypeAlias = tuple[int, int]


class FoldKind(Enum):
    CODE = "code"
    IMPORTS = "imports"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Fold:
    """A span of the module's text that begins and ends in different lines."""

    start: int
    end: int
    kind: FoldKind


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
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_COMMENT: Final = re.compile(r"--[^\n\r]*+|\{-(?s:.*?)(?:-\}|\Z)")


def folding_range(module: Module) -> list[Fold]:
    """What may be folded, each span once, in the order of the text, what is around others before them."""
    found: dict[Span, FoldKind] = {}
    first_import: int | None = None
    for begin, chunk in zip(module.source.starts, module.source.chunks, strict=False):
        origin = begin + chunk.origin
        for start, end in _comments(chunk.text, chunk.chunk.is_first):
            found[begin + start, begin + end] = FoldKind.COMMENT
        for start, end in _code(chunk):
            found[origin + start, origin + end] = FoldKind.CODE
        for node in chunk.tree.declarations:
            if isinstance(node, t.Import):
                first_import = origin + node.start if first_import is None else first_import
                last_import = origin + node.end
            elif first_import is not None:
                found[first_import, last_import] = FoldKind.IMPORTS
                first_import = None
    if first_import is not None:
        found[first_import, last_import] = FoldKind.IMPORTS
    lines = _Lines(module.source.text)
    folds = [Fold(*span, kind) for span, kind in found.items() if lines.are_several(*span)]
    return sorted(folds, key=lambda fold: (fold.start, -fold.end))


class _Lines:
    """Which line an offset of a text is in."""

    def __init__(self, text: str) -> None:
        self.starts: Final = [match.end() for match in _LINE_END.finditer(text)]

    def are_several(self, start: int, end: int) -> bool:
        return bisect_right(self.starts, start) != bisect_right(self.starts, end)


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
