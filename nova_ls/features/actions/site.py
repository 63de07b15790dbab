"""A chunk of a module's text as what is edited: its nodes, their text, and edits in offsets of the module."""

from __future__ import annotations

import re
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.actions.code_action import CodeEdit, Finding
from nova_ls.features.actions.has_word import has_word
from nova_ls.syntax import tree as t
from nova_ls.syntax.walk import children
from nova_ls.workspace.snapshot import Place

_IN_BLOCKS: Final = (
    t.CaseBranch,
    t.DoBind,
    t.DoExpression,
    t.DoLet,
    t.Equation,
    t.PatternBinding,
    t.Signature,
)
_REST_OF_LINE: Final = re.compile(r"[ \t]*(?:\r?\n|\Z)")


@value
class Site:
    """Offsets are relative to the chunk's origin, as those of nodes are."""

    module: Module
    chunk: SourceChunk

    def text(self, start: int, end: int) -> str:
        """What stands between two offsets."""
        origin = self.chunk.origin
        return self.chunk.text[origin + start : origin + end]

    def text_of(self, node: t.Node) -> str:
        """A node's text."""
        return self.text(node.start, node.end)

    def edit(self, start: int, end: int, text: str) -> CodeEdit:
        """`text`, whose lines end in a line feed, in the place of what stands between two offsets."""
        base = self.module.source.offset_of(self.chunk)
        return CodeEdit(base + start, base + end, text.replace("\n", self.newline))

    def place(self, node: t.Node) -> Place:
        """Where a node stands."""
        return Place(self.module, self.chunk, node.start, node.end)

    @property
    def newline(self) -> str:
        """How the lines of the module end."""
        if "\n" in self.chunk.text:
            return "\r\n" if "\r\n" in self.chunk.text else "\n"
        return "\r\n" if "\r\n" in self.module.source.text else "\n"

    def indentation(self, offset: int) -> str:
        """The white space that puts a new line's first character in the column of what stands at an offset."""
        text, end = self.chunk.text, self.chunk.origin + offset
        start = text.rfind("\n", 0, end) + 1
        return "".join("\t" if each == "\t" else " " for each in text[start:end])

    def line_indentation(self, offset: int) -> str:
        """The white space at the beginning of the line that an offset is in."""
        text, end = self.chunk.text, self.chunk.origin + offset
        start = text.rfind("\n", 0, end) + 1
        line = text[start:]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def is_first_on_line(self, offset: int) -> bool:
        """Whether nothing but white space stands before an offset on its line."""
        text, end = self.chunk.text, self.chunk.origin + offset
        return not text[text.rfind("\n", 0, end) + 1 : end].strip()

    def without(self, start: int, end: int) -> CodeEdit:
        """Take out what stands between two offsets, with its lines where nothing else stands on them."""
        text, origin = self.chunk.text, self.chunk.origin
        rest = _REST_OF_LINE.match(text, origin + end)
        if rest is not None and self.is_first_on_line(start):
            first = text.rfind("\n", 0, origin + start) + 1
            if rest[0].endswith("\n"):
                return self.edit(first - origin, rest.end() - origin, "")
            if first:  # The last line of the chunk goes with the line end above.
                first -= 2 if text[:first].endswith("\r\n") else 1
                return self.edit(first - origin, end, "")
        return self.edit(start, end, "")

    def end_of(self, node: t.Node) -> int:
        """Where a node's text ends; a block that is the last thing in it may end on a later line."""
        return node.start + len(self.text_of(node).rstrip())

    def is_one_line(self, node: t.Node) -> bool:
        """Whether a node's text has no line end in it."""
        return "\n" not in self.text_of(node).rstrip()

    def has_comment(self, node: t.Node) -> bool:
        """Whether there may be a comment in a node's text."""
        text = self.text_of(node)
        return "--" in text or "{-" in text

    def has_word(self, word: str) -> bool:
        """Whether a name occurs anywhere in the chunk."""
        return has_word(self.chunk.text, word)

    def is_signed(self, equation: t.Equation) -> bool:
        """Whether a top-level value has a signature."""
        return any(
            isinstance(each, t.Signature) and each.name.text == equation.name.text
            for each in self.chunk.tree.declarations
        )

    def path(self, start: int, end: int) -> list[t.Node]:
        """The nodes around what stands between two offsets, outermost first."""
        path: list[t.Node] = []
        inner: list[t.Node] = list(self.chunk.tree.declarations)
        while True:
            around = [node for node in inner if node.start <= start and end <= node.end]
            if not around:
                return path
            # Where two meet at the offset, the one behind it is what the cursor is in front of.
            path.append(around[-1])
            inner = children(around[-1])

    def node(self, start: int, end: int) -> t.Node | None:
        """The innermost node of exactly this span."""
        for node in reversed(self.path(start, end)):
            if (node.start, node.end) == (start, end):
                return node
        return None


def site_of(finding: Finding) -> Site:
    """The chunk in which a diagnostic stands."""
    return Site(finding.module, finding.chunk)


@value
class Selection:
    """What is selected in a module, or the cursor (`start` is `end`), relative to the chunk that it begins in."""

    site: Site
    start: int
    end: int

    @property
    def path(self) -> list[t.Node]:
        """The nodes around it, outermost first."""
        return self.site.path(self.start, self.end)

    def block_column(self, inner: t.Node) -> int:
        """The column that the lines of the blocks around a node begin in, the innermost one."""
        starts = [node.start for node in self.path if isinstance(node, _IN_BLOCKS)]
        columns = [len(self.site.indentation(start)) for start in starts if start <= inner.start]
        return max(columns, default=-1)


def selection_in(module: Module, start: int, end: int) -> Selection:
    """What lies between two offsets of a module."""
    chunk, within = module.source.chunk_at(start)
    return Selection(Site(module, chunk), within, within + end - start)
