"""A module of its own for expressions that stand in none: an open document that no file has, so that nothing of it is ever saved.

`nova-ls eval` without `--in` evaluates in it, and the prompt keeps its imports and declarations there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from nova_ls.compiler.state.module import Module
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


class ScratchModule:
    """`imports`, `declarations`: their texts, as they were written."""

    def __init__(self, workspace: Workspace, imports: tuple[str, ...] = IMPORTS) -> None:
        self._workspace = workspace
        self.path = (workspace.root or Path.cwd()) / f"{NAME}.nova"
        self.imports = list(imports)
        self.declarations: list[str] = []
        self._write()

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

    def text(self, more_imports: tuple[str, ...] = (), more: tuple[str, ...] = ()) -> str:
        """The text of the module."""
        head = [f"module {NAME} where", "", *self.imports, *more_imports, ""]
        return "\n".join([*head, *self.declarations, *more, ""])

    def keep(self, imports: list[str], declarations: list[str]) -> None:
        """Have these imports and declarations from now on."""
        self.imports, self.declarations = imports, declarations
        self._write()

    def _write(self) -> None:
        self._workspace.open_document(self.path, self.text(), None)
