"""Expressions in comments: where they stand, and the edits that write below them what they come to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module
from nova_ls.diagnostics import render
from nova_ls.evaluation.evaluation import EvaluationOutcome, places_in_sources
from nova_ls.evaluation.examples import Block, find_blocks
from nova_ls.evaluation.expressions import ExpressionProblems
from nova_ls.features.actions.code_action import CodeEdit, newline_of
from nova_ls.syntax.lexer import lex
from nova_ls.types.core.type import Type
from nova_ls.types.render.render_type import Style, render_signature, render_type
from nova_ls.workspace.snapshot import Place

_MARK: Final = ">>>"
_WIDTH: Final = Style(width=80)


@value
class FoundBlock:
    """A block of a document. `lines`: those of its chunk, whose numbers the block counts; `starts`: their offsets in the chunk."""

    module: Module
    chunk: SourceChunk
    block: Block
    lines: tuple[str, ...]
    starts: tuple[int, ...]

    @property
    def place(self) -> Place:
        """The line in which the first expression begins."""
        start = self.starts[self.block.line] - self.chunk.origin
        return Place(self.module, self.chunk, start, start)

    @property
    def line(self) -> int:
        """The line of the document in which the block begins."""
        source = self.module.source
        return source.first_lines[source.index_of(self.chunk)] + self.block.line

    @property
    def last_line(self) -> int:
        """The module's line that the block ends in."""
        return self.line + self.block.end - self.block.line - 1

    @property
    def text(self) -> str:
        """The block as it was when it was found."""
        return "\n".join(self.lines[self.block.line : self.block.end])

    @property
    def is_current(self) -> bool:
        """Whether its lines still stand where they were found."""
        lines = self.chunk.text.split("\n")
        return (
            self.module.source.has(self.chunk)
            and tuple([each.rstrip("\r") for each in lines]) == self.lines
        )

    @property
    def has_results(self) -> bool:
        """Whether it was evaluated before."""
        return any(each.expected for each in self.block.examples)


def found_blocks(module: Module) -> Iterator[FoundBlock]:
    """The blocks of a document, in order."""
    for chunk in module.source.chunks:
        if _MARK in chunk.text:
            lines = chunk.text.split("\n")
            starts = [0]
            for line in lines:
                starts.append(starts[-1] + len(line) + 1)
            seen = tuple([line.rstrip("\r") for line in lines])
            for block in find_blocks(seen):
                if not _is_in_token(chunk, starts[block.line] + seen[block.line].index("--")):
                    yield FoundBlock(module, chunk, block, seen, tuple(starts))


def _is_in_token(chunk: SourceChunk, offset: int) -> bool:
    """Whether what stands there is part of a string."""
    within = offset - chunk.origin
    tokens = lex(chunk.code)
    index = bisect_right(tokens.starts, within) - 1
    return index >= 0 and within < tokens.ends[index]


def result_edits(found: FoundBlock, told: Sequence[str]) -> Iterator[CodeEdit]:
    """The edits that write results, one for each example, in the place of those that stand there."""
    source = found.module.source
    base = source.offset_of(found.chunk, -found.chunk.origin)
    newline = newline_of(source.text)
    for example, text in zip(found.block.examples, told, strict=True):
        lines = example.written(text)
        first, last = example.results
        if list(found.lines[first:last]) == lines:
            continue
        start, end = found.starts[first], found.starts[last]
        written = "".join([f"{line}{newline}" for line in lines])
        whole = len(found.chunk.text)
        if end > whole:
            # The document ends without a line end.
            start, end = min(start, whole), whole
            if first == len(found.lines):
                written = newline + written
            written = written.removesuffix(newline)
        yield CodeEdit(base + start, base + end, written)


# ---------------------------------------------------------------------------- what is told


def told_outcome(program: Program, outcome: EvaluationOutcome) -> str:
    """What came of an expression, as text."""
    if isinstance(outcome, ExpressionProblems):
        told = [render(diagnostic) for diagnostic, _ in outcome.found]
        return "\n".join([*told, *([outcome.reason] if outcome.reason else [])])
    parts = [outcome.output.rstrip("\n")] if outcome.output.strip("\n") else []
    if outcome.value is not None:
        parts.append(outcome.value)
    if outcome.problem is not None:
        places = places_in_sources(program, outcome.places)
        parts += [outcome.problem, *(f"  in {each}" for each in places)]
    return "\n".join(parts)


def told_type(text: str, type: Type) -> str:
    """The type of an expression, behind it."""
    if "\n" in text:
        return render_type(type, _WIDTH)
    return render_signature("expression", type, _WIDTH).replace("expression", text, 1)
