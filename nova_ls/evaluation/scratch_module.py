"""A module for what is typed at the prompt: an open document that is never saved.

It is one of its own, which no file has, or a module of the workspace, whose names are all in scope then: what is typed stands below its own
declarations. Either way an input is an edit like any other, and costs what an edit costs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from nova_ls.base.keys import Space
from nova_ls.base.slotted import entity
from nova_ls.compiler.model.source import Source
from nova_ls.compiler.state.module import Module
from nova_ls.workspace.read_source import read_source
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace

NAME: Final = "Nova.Scratch"
IMPORTS: Final = (
    "import Prelude",
    "import Data.Maybe (Maybe(..))",
    "import Data.Either (Either(..))",
    "import Data.Tuple (Tuple(..))",
    "import Effect (Effect)",
    "import Effect.Console (log, logShow)",
)
"""What is in scope from the beginning."""


@entity
class Piece:
    """An import or a declaration as it was typed. `names`: what it defines. `line`, `indent`: where it stands in its input."""

    text: str
    names: frozenset[tuple[Space, str]] = frozenset()
    line: int = 0
    indent: int = 0


class ScratchModule:
    """`imports`, `declarations`: what was typed and is kept. `host`: the module that it stands in; None: one of its own."""

    def __init__(self, workspace: Workspace, host: Module | None = None) -> None:
        self._workspace = workspace
        self.host = host
        folder = workspace.root or Path.cwd()
        self.path = folder / f"{NAME}.nova" if host is None else host.path
        self.imports: tuple[Piece, ...] = ()
        self.declarations: tuple[Piece, ...] = ()
        self._starts: list[int] = []
        self._pieces: list[Piece] = []
        self.read_host()

    @property
    def file(self) -> File:
        """The file that the workspace holds open."""
        return self._workspace.files[self.path]

    @property
    def module(self) -> Module:
        """The module as it is now."""
        module = self.file.module
        assert module is not None
        return module

    def keep(self, imports: Sequence[Piece], declarations: Sequence[Piece]) -> None:
        """Have these imports and declarations from now on."""
        self.imports, self.declarations = tuple(imports), tuple(declarations)
        self.show()

    def show(self, imports: Sequence[Piece] = (), declarations: Sequence[Piece] = ()) -> None:
        """Have some more for now, until this is called again."""
        text = self._head
        self._starts, self._pieces = [], []
        for piece in (*self.imports, *imports):
            text = self._with(f"{text}\n", piece)
        text += self._tail
        for piece in (*self.declarations, *declarations):
            text = self._with(f"{text}\n\n", piece)
        self._workspace.open_document(self.path, f"{text}\n", None)

    def start_of(self, piece: Piece) -> int:
        """Where a piece begins in the text of the module."""
        return self._starts[self._pieces.index(piece)]

    def piece_at(self, offset: int) -> tuple[Piece, int] | None:
        """The piece in which an offset lies, and where in it; None: it lies in what the module had before."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        piece, within = self._pieces[index], offset - self._starts[index]
        return (piece, within) if within <= len(piece.text) else None

    def read_host(self) -> None:
        """Take the text of the host's file as it is now."""
        if self.host is None:
            head = "\n".join([f"module {NAME} where", "", *IMPORTS])
            tail = "\n"
        else:
            found = read_source(self.path)
            text = found if isinstance(found, str) else ""
            end = _end_of_imports(text)
            head, tail = text[:end], text[end:]
        self._head, self._tail = head, tail.rstrip("\n")
        self.show()

    def close(self) -> None:
        """Leave the host as its file is."""
        self._workspace.close_document(self.path)

    def _with(self, text: str, piece: Piece) -> str:
        self._starts.append(len(text))
        self._pieces.append(piece)
        return text + piece.text


def _end_of_imports(text: str) -> int:
    """Where another import may follow."""
    source, end = Source(text), 0
    for chunk in source.chunks:
        if chunk.items.header is not None or chunk.items.imports:
            end = source.offset_of(chunk, len(chunk.code))
    return end
