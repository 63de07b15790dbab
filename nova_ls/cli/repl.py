"""`nova-ls repl`: a prompt at which expressions are evaluated and declarations are kept."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from nova_ls.cli.eval import configure_limits, limits_of, module_of
from nova_ls.cli.workspace_options import configure_workspace, open_workspace_of
from nova_ls.evaluation.evaluation import evaluation_of
from nova_ls.prompt.piped import serve_pipe
from nova_ls.prompt.prompt_commands import COMMANDS, source_stamps
from nova_ls.prompt.prompt_session import ScratchSession

HELP: Final = "evaluate expressions at a prompt"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--in", dest="module", metavar="MODULE",
        help="the module to start in, with all its names; default: Prelude and what is in use most")  # fmt: skip
    configure_workspace(parser)
    configure_limits(parser)


def run(options: argparse.Namespace) -> int:
    """0: the user has left; 1: on a pipe, an input went wrong. Raises UsageError where there is no such module."""
    limits = limits_of(options)
    workspace = open_workspace_of(options)
    evaluation = evaluation_of(workspace, limits)
    try:
        host = None if options.module is None else module_of(workspace, options.module)
        session = ScratchSession(workspace, evaluation, COMMANDS, host)
        session.stamps = source_stamps(session)
        if not sys.stdin.isatty():
            return 0 if serve_pipe(session, sys.stdin) else 1
        from nova_ls.prompt.terminal import serve_terminal  # slow to import, and not always wanted

        serve_terminal(session)
        return 0
    finally:
        evaluation.close()
        workspace.close()
