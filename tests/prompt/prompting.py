"""A session at the prompt, over a small workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from nova_ls.evaluation.evaluation import evaluation_of
from nova_ls.evaluation.process.limits import Limits
from nova_ls.prompt.prompt_commands import COMMANDS, source_stamps
from nova_ls.prompt.prompt_session import ScratchSession
from nova_ls.prompt.told import Told
from nova_ls.workspace.open_workspace import MEMORY, open_workspace

MAIN: Final = """\
module Main (shown) where

import Prelude

-- | Twice as much.
twice :: Int -> Int
twice n = n + n

shown :: Int -> String
shown n = show (twice n)
"""


class Prompting:
    """`host`: the module that the session stands in; None: one of its own."""

    def __init__(self, folder: Path, host: str | None = None, seconds: float = 10) -> None:
        self.file = folder / "Main.nova"
        self.file.write_text(MAIN, encoding="utf-8")
        self.workspace = open_workspace(folder, MEMORY).workspace
        self.workspace.scan()
        evaluation = evaluation_of(self.workspace, Limits(seconds))
        module = None if host is None else self.workspace.program.answers.find_module(host)
        self.session = ScratchSession(self.workspace, evaluation, COMMANDS, module)
        self.session.stamps = source_stamps(self.session)

    def take(self, text: str) -> Told:
        return self.session.take(text)

    def said(self, text: str) -> str:
        told = self.take(text)
        return "\n".join(filter(None, [told.output, told.problem.rstrip()]))

    def close(self) -> None:
        self.session.evaluation.close()
        self.workspace.close()
