"""Source files of a workspace, the documents that are open of them, and edits of those."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nova_ls.base.slotted import entity, value
from nova_ls.compiler.model.source import Source
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.workspace.read_source import Unreadable


@dataclass(slots=True)
class Document:
    """An open document: its version in the editor, and whether its text differs from the file's."""

    version: int | None
    dirty: bool


@entity
class File:
    """One source file.

    `name` is the one in its header. `module` is None where the file has no module in the program: it has no header, or another
    file has its module's name (`twin`). `rivals`: all other files of the workspace that declare it. Its text is still parsed: `source` is the module's own, or stands alone.
    """

    path: Path
    origin: ModuleOrigin
    source: Source
    name: str | None = None
    module: Module | None = None
    twin: Path | None = None
    rivals: tuple[Path, ...] = ()
    document: Document | None = None
    unreadable: Unreadable | None = None


@value
class TextChange:
    """One edit of a document: lines and columns in the encoding agreed on, or (`range` None) a whole new text."""

    range: tuple[tuple[int, int], tuple[int, int]] | None
    text: str


def precedence(one: File | Module) -> tuple[int, Path]:
    """Of two files that declare the same module the workspace's own comes first, then a package's; then the path decides."""
    return (_ORIGINS.index(one.origin), one.path)


_ORIGINS: Final = (ModuleOrigin.WORKSPACE, ModuleOrigin.PACKAGE, ModuleOrigin.LIBRARY)
