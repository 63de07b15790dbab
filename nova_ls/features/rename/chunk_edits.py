"""The edits of one chunk that give a name another text: puns are written out or closed, and blocks move with their first line.

A record's pun `{ x }` stands for a label and a variable: where one of them gets another name it becomes `{ x: y }`, and such a field becomes a
pun where both have the same name. The lines of a block are in the column of its first one: where that moves they move too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.features.rename.rename_refused import RenameRefused
from nova_ls.syntax import tree as t
from nova_ls.syntax.tokens import RAW_STRING
from nova_ls.syntax.walk import descendants


class PunPart(Enum):
    """Which of the two that a pun stands for gets another name."""

    VARIABLE = "variable"
    LABEL = "label"


@value
class ChunkEdit:
    """Offsets are relative to the chunk. `name`: where in the new text the new name begins; None: it is not about a name."""

    start: int
    end: int
    text: str
    name: int | None = None


@value
class ChunkRenaming:
    """The edits of a chunk, sorted. `moved`: for each place where the old name began, the place where the new one does."""

    chunk: SourceChunk
    edits: tuple[ChunkEdit, ...]
    names: tuple[tuple[int, ChunkEdit], ...]

    def code(self) -> str:
        """What is parsed of the chunk afterwards; edits above its origin are not part of that."""
        pieces: list[str] = []
        text, done = self.chunk.chunk.anchored, 0
        for edit in self.edits:
            if edit.start >= 0:
                pieces += (text[done : edit.start], edit.text)
                done = edit.end
        return "".join([*pieces, text[done:]])

    def moved(self, start: int) -> int:
        """Where a name begins afterwards."""
        for old, edit in self.names:
            if old == start:
                assert edit.name is not None
                return self._shifted(edit.start) + edit.name
        return self._shifted(start)

    def _shifted(self, offset: int) -> int:
        return offset + sum(
            len(edit.text) - (edit.end - edit.start)
            for edit in self.edits
            if edit.start >= 0 and edit.end <= offset
        )


def rename_in_chunk(
    chunk: SourceChunk, starts: Iterable[int], old: str, new: str, named: PunPart
) -> ChunkRenaming:
    """Give the names that begin at these places another text."""
    puns = dict(_puns(chunk, named))
    closing = dict(_closing(chunk, new, named)) if new in chunk.text else {}
    names: list[tuple[int, ChunkEdit]] = []
    for start in sorted(set(starts)):
        edit = ChunkEdit(start, start + len(old), new, 0)
        if start in closing:
            whole = closing[start]
            edit = ChunkEdit(whole.start, whole.end, new, 0)
        elif start in puns and named is PunPart.VARIABLE:
            edit = ChunkEdit(start, start + len(old), f"{puns[start]}: {new}", len(puns[start]) + 2)
        elif start in puns:
            edit = ChunkEdit(start, start + len(old), f"{new}: {old}", 0)
        names.append((start, edit))
    edits = [edit for _, edit in names]
    edits += _indentation(chunk, edits)
    edits.sort(key=lambda edit: edit.start)
    return ChunkRenaming(chunk, tuple(edits), tuple(names))


def _puns(chunk: SourceChunk, named: PunPart) -> Iterator[tuple[int, str]]:
    for declaration in chunk.tree.declarations:
        for node in descendants(declaration):
            match node:
                case (
                    t.RecordFieldNode(label=label, value=None)
                    | t.PatternField(label=label, pattern=None)
                ):
                    yield label.start, label.text
                case _:
                    pass


def _closing(chunk: SourceChunk, new: str, named: PunPart) -> Iterator[tuple[int, t.Node]]:
    """The fields that become puns, by where the name begins that is to be `new`."""
    for declaration in chunk.tree.declarations:
        for node in descendants(declaration):
            match node:
                case t.RecordFieldNode(label=label, value=t.Variable(name=name)):
                    pass
                case t.PatternField(label=label, pattern=t.PatternVariable(name=name)):
                    pass
                case _:
                    continue
            if name.qualifier or label.end - label.start != len(label.text):
                continue
            if named is PunPart.VARIABLE and label.text == new:
                yield name.start, node
            elif named is PunPart.LABEL and name.text == new:
                yield label.start, node


# ---------------------------------------------------------------------------- layout


def _indentation(chunk: SourceChunk, edits: Sequence[ChunkEdit]) -> list[ChunkEdit]:
    """The edits that keep the lines of each block in the column of its first one."""
    edits = [edit for edit in edits if edit.start >= 0 and len(edit.text) != edit.end - edit.start]
    code = chunk.chunk.anchored
    if not edits or "\n" not in code:
        return []
    lines = [0, *(index + 1 for index, letter in enumerate(code) if letter == "\n")]
    blocks = sorted(_blocks(chunk), key=lambda block: (block[0], -block[1]))
    if not blocks:
        return []
    shifts: dict[int, int] = {}  # by line
    texts = _raw_strings(chunk)
    for number, start in enumerate(lines):
        end = lines[number + 1] if number + 1 < len(lines) else len(code)
        content = code[start:end]
        first = start + len(content) - len(content.lstrip(" "))
        if not content.strip() or any(left < start < right for left, right in texts):
            continue
        around = [block for block in blocks if block[0] < start and first < block[1]]
        if around:
            opening = around[-1][0]
            line = bisect_right(lines, opening) - 1
            shift = shifts.get(line, 0) + sum(
                len(edit.text) - (edit.end - edit.start)
                for edit in edits
                if lines[line] <= edit.start and edit.end <= opening
            )
            if shift:
                shifts[number] = shift
    return [_indented(lines[number], shift, code) for number, shift in shifts.items()]


def _indented(start: int, shift: int, code: str) -> ChunkEdit:
    if shift > 0:
        return ChunkEdit(start, start, " " * shift)
    if code[start : start - shift].strip(" "):
        raise RenameRefused("the lines below it cannot be moved to the left")
    return ChunkEdit(start, start - shift, "")


def _blocks(chunk: SourceChunk) -> Iterator[tuple[int, int]]:
    """From the first token of each block to its end."""
    for declaration in chunk.tree.declarations:
        for node in descendants(declaration):
            parts: Sequence[t.Node] = ()
            match node:
                case t.Let(bindings=bindings) | t.DoLet(bindings=bindings):
                    parts = bindings
                case t.GuardedBody(where=where):
                    parts = where
                case t.Do(statements=statements) | t.Ado(statements=statements):
                    parts = statements
                case t.Case(branches=branches):
                    parts = branches
                case t.ClassDeclaration(members=members):
                    parts = members
                case t.InstanceDeclaration(members=definitions):
                    parts = definitions
                case _:
                    continue
            if parts:
                yield parts[0].start, parts[-1].end


def _raw_strings(chunk: SourceChunk) -> list[tuple[int, int]]:
    tokens = chunk.tree.tokens
    return [
        (start, end)
        for kind, start, end in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True)
        if kind == RAW_STRING
    ]
