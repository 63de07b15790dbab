"""What every code action is: edits of one module with a title, and the diagnostic that goes with them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.slotted import value
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_diagnostics import module_diagnostics


class ActionKind(StrEnum):
    """As LSP names them."""

    QUICK_FIX = "quickfix"
    REWRITE = "refactor.rewrite"
    EXTRACT = "refactor.extract"
    INLINE = "refactor.inline"
    ORGANIZE_IMPORTS = "source.organizeImports"
    FIX_ALL = "source.fixAll"


@value
class CodeEdit:
    """`text` in the place of what stands between two offsets of a module's text."""

    start: int
    end: int
    text: str


@value
class NewFile:
    """A file that an action makes."""

    path: Path
    text: str


@value
class MovedFile:
    """A file that gets another path; nothing is there yet, or the client does not move it."""

    old: Path
    new: Path


@value
class Finding:
    """A diagnostic and the chunk that its span is relative to."""

    module: Module
    chunk: SourceChunk
    diagnostic: Diagnostic

    @property
    def start(self) -> int:
        """Where it begins in the module's text."""
        return self.module.source.offset_of(self.chunk, self.diagnostic.start)

    @property
    def end(self) -> int:
        """Where the diagnostic ends, as an offset of the module."""
        return self.module.source.offset_of(self.chunk, self.diagnostic.end)

    @property
    def text(self) -> str:
        """What stands there."""
        origin = self.chunk.origin
        return self.chunk.text[origin + self.diagnostic.start : origin + self.diagnostic.end]


@value
class CodeAction:
    """`fixes`: the diagnostic that is gone afterwards. `edits` do not overlap. `created`, `moved`: for clients that can make and move files.

    `is_guess`: it is tried before it is offered (tried.py).
    """

    title: str
    kind: ActionKind
    edits: tuple[CodeEdit, ...]
    fixes: Finding | None = None
    is_preferred: bool = False
    created: tuple[NewFile, ...] = ()
    moved: tuple[MovedFile, ...] = ()
    is_guess: bool = False


def findings(module: Module, start: int, end: int) -> list[Finding]:
    """The diagnostics of a module that touch what stands between two offsets, as far as they are about the text as it is."""
    source = module.source
    touched: list[Finding] = []
    for chunk, diagnostic in module_diagnostics(module):
        if source.has(chunk):
            found = Finding(module, chunk, diagnostic)
            if found.start <= end and start <= found.end:
                touched.append(found)
    return touched


def newline_of(text: str) -> str:
    """How the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


def indentation(text: str, offset: int) -> str:
    """The white space before what stands at an offset, as much of a new line as keeps its column."""
    start = text.rfind("\n", 0, offset) + 1
    return "".join("\t" if each == "\t" else " " for each in text[start:offset])


def apply_edits(text: str, edits: Iterable[CodeEdit]) -> str:
    """The text after edits that do not overlap."""
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
