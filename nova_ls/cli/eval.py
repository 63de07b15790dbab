"""`nova-ls eval`: the value of an expression."""

from __future__ import annotations

import argparse
from typing import Final

from nova_ls.cli.usage_error import UsageError
from nova_ls.cli.workspace_options import configure_workspace, open_workspace_of
from nova_ls.compiler.code import make_ready
from nova_ls.compiler.state.module import Module
from nova_ls.evaluation.evaluation import evaluation_of
from nova_ls.evaluation.expressions import ExpressionText
from nova_ls.evaluation.process.limits import MEGABYTE, Limits
from nova_ls.evaluation.scratch_module import ScratchModule
from nova_ls.history.did_you_mean import did_you_mean
from nova_ls.prompt.told_outcome import tell
from nova_ls.workspace.workspace import Workspace

HELP: Final = "evaluate an expression"


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("expression", metavar="EXPR", help="what to evaluate; an action is run")
    add("--in", dest="module", metavar="MODULE",
        help="the module whose names it uses; default: Prelude and what is in use most")  # fmt: skip
    configure_workspace(parser)
    configure_limits(parser)


def configure_limits(parser: argparse.ArgumentParser) -> None:
    """The options that say what an expression may use."""
    usual = Limits()
    parser.add_argument("--seconds", type=float, default=usual.seconds, metavar="N",
        help=f"how long it may run; default: {usual.seconds:g}")  # fmt: skip
    parser.add_argument("--memory", type=int, default=usual.memory // MEGABYTE, metavar="MB",
        help=f"how much memory it may use; default: {usual.memory // MEGABYTE}")  # fmt: skip


def limits_of(options: argparse.Namespace) -> Limits:
    """The limits that options say."""
    if options.seconds <= 0 or options.memory <= 0:
        raise UsageError("--seconds and --memory must be more than 0")
    return Limits(options.seconds, options.memory * MEGABYTE)


def run(options: argparse.Namespace) -> int:
    """0: it has a value; 1: it has none, which is reported. Raises UsageError where there is no such module."""
    limits = limits_of(options)
    workspace = open_workspace_of(options)
    evaluation = evaluation_of(workspace, limits)
    try:
        module = module_of(workspace, options.module)
        outcome = evaluation.evaluate(module, ExpressionText(options.expression))
        return 0 if tell(workspace.program, outcome, options.expression) else 1
    finally:
        evaluation.close()
        workspace.close()


def module_of(workspace: Workspace, name: str | None) -> Module:
    """The module of a name, ready to be looked into; None: a new one."""
    if name is None:
        module = ScratchModule(workspace).module
    else:
        found = workspace.program.answers.find_module(name)
        if found is None:
            known = sorted(workspace.program.modules)
            raise UsageError(f"there is no module {name} here{did_you_mean(name, known)}")
        module = found
    make_ready(workspace.program, module)
    return module
