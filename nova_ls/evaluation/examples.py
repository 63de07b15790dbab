"""Expressions in comments, and what they are expected to come to:

    -- >>> 1 + 1
    -- 2

`-- >>>` begins an expression, `-- ...` goes on with it; the comment lines below are its result, up to an empty one. What `let` binds holds for
the lines below in the same block, which is a run of comment lines. `:type` asks for a type. Who evaluates writes the result; who tests
compares it. A result's empty lines are written `<BLANKLINE>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from nova_ls.base.slotted import value

_START: Final = re.compile(r"[ \t]*-- ?(?:\| )?>>>[ ]?")
_MORE: Final = re.compile(r"[ \t]*-- ?\.\.\.(?:[ ]|$)")
_ANY: Final = re.compile(r"[ \t]*--+(?![!#$%&*+./<=>?@\\^~:])")
_TYPE: Final = re.compile(r":t(?:ype)?[ ]+")
_LET: Final = re.compile(r"let\b")
_IN: Final = re.compile(r"\bin\b")
BLANK: Final = "<BLANKLINE>"


class Kind(Enum):
    """What is asked for."""

    EXPRESSION = "expression"
    BINDING = "binding"
    TYPE = "type"


@value
class Example:
    """`line`: its first one; `results`: the lines of its result, half-open. `indent`: what stands before the comment. `columns`: where each line of `text` begins."""

    kind: Kind
    text: str
    line: int
    columns: tuple[int, ...]
    results: tuple[int, int]
    indent: str
    expected: tuple[str, ...]

    def written(self, told: str) -> list[str]:
        """The comment lines that say a result."""
        lines = told.rstrip("\n").split("\n") if told else []
        return [f"{self.indent}-- {_escaped(line)}".rstrip() for line in lines]


@value
class Block:
    """Examples that follow each other in one run of comment lines; `end`: the line behind the run."""

    examples: tuple[Example, ...]
    line: int
    end: int


def find_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """The blocks among the lines of a text. Which lines stand in strings only the caller knows."""
    number = 0
    while number < len(lines):
        if _ANY.match(lines[number]) is None:
            number += 1
            continue
        start = number
        while number < len(lines) and _ANY.match(lines[number]) is not None:
            number += 1
        examples = tuple(_examples(lines, start, number))
        if examples:
            yield Block(examples, examples[0].line, number)


def _examples(lines: Sequence[str], number: int, end: int) -> Iterator[Example]:
    while number < end:
        found = _START.match(lines[number])
        if found is None:
            number += 1
            continue
        first, columns = number, [found.end()]
        parts = [lines[number][found.end() :].rstrip()]
        number += 1
        while number < end and (more := _MORE.match(lines[number])) is not None:
            columns.append(more.end())
            parts.append(lines[number][more.end() :].rstrip())
            number += 1
        result = number
        while number < end and _is_result(lines[number]):
            number += 1
        indent = lines[first][: lines[first].index("--")]
        expected = tuple([_content(line) for line in lines[result:number]])
        kind, text, skipped = _kind("\n".join(parts))
        columns[0] += skipped
        if text.strip():
            yield Example(kind, text, first, tuple(columns), (result, number), indent, expected)


def _kind(text: str) -> tuple[Kind, str, int]:
    asked = _TYPE.match(text)
    if asked is not None:
        return Kind.TYPE, text[asked.end() :], asked.end()
    if _LET.match(text) is not None and not _IN.search(text):
        bindings = text[3:].lstrip(" ")
        return Kind.BINDING, bindings, len(text) - len(bindings)
    return Kind.EXPRESSION, text, 0


def _is_result(line: str) -> bool:
    return _START.match(line) is None and bool(_content(line)) and not _is_documentation(line)


def _is_documentation(line: str) -> bool:
    return line.lstrip().startswith("-- |")


def _content(line: str) -> str:
    return line.lstrip()[2:].rstrip().removeprefix(" ")


def _escaped(line: str) -> str:
    if not line.strip():
        return BLANK
    return f" {line}" if line.startswith((">>>", "...", "|")) else line


def as_expected(told: str) -> tuple[str, ...]:
    """A result as the lines below an example say it, to be compared with `Example.expected`."""
    lines = told.rstrip("\n").split("\n") if told else []
    return tuple([_escaped(line).rstrip() for line in lines])
