"""`nova-ls run`: run a module's `main`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.cli.usage_error import UsageError
from nova_ls.cli.watch_program import watch_program
from nova_ls.cli.workspace_options import configure_workspace, open_workspace_of
from nova_ls.codegen.python.deep import run_deep
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.workspace.programs.elixir import elixir_sources, run_compiled
from nova_ls.workspace.programs.elixir_cache import compile_anew, elixir_cache
from nova_ls.workspace.programs.running import Runner, main_of
from nova_ls.workspace.workspace import Workspace

HELP: Final = "run a module's main"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("module", metavar="MODULE", help="the module whose `main` is run")
    parser.add_argument(
        "arguments", nargs="*", metavar="ARG", help="arguments of the program, after `--`"
    )
    parser.add_argument("--target", choices=("python", "elixir"), default="python",
        help="what the program is compiled to; default: python, which needs nothing installed")  # fmt: skip
    parser.add_argument("--watch", action="store_true",
        help="keep running: whenever files are saved, swap what has changed into the running program")  # fmt: skip
    configure_workspace(parser)


def run(options: argparse.Namespace) -> int:
    """0: it ran to its end; 1: it failed or could not be compiled, which is reported. Raises UsageError where there is no such module."""
    sys.argv = [options.module, *options.arguments]
    with opened_main(options) as (workspace, main):
        if options.watch:
            if options.target != "python":
                raise UsageError("--watch runs programs on Python; leave --target out")
            return watch_program(workspace, main, options.arguments)
        if options.target == "elixir":
            return _run_elixir(workspace, main, options.arguments)
        problem = run_deep(lambda: Runner(workspace).run(main))
    sys.stdout.flush()
    return 0 if problem is None else _told(problem)


@contextmanager
def opened_main(options: argparse.Namespace) -> Iterator[tuple[Workspace, ElementKey]]:
    """A workspace of the given sources, and the `main` of the given module. Raises UsageError where there is none."""
    workspace = open_workspace_of(options)
    try:
        main = main_of(workspace, options.module)
        if isinstance(main, str):
            raise UsageError(main)
        yield workspace, main
    finally:
        workspace.close()


def _run_elixir(workspace: Workspace, main: ElementKey, arguments: list[str]) -> int:
    try:
        sources = elixir_sources(workspace, main)
    except Unsupported as unsupported:
        return _told(f"{main.namespace} cannot run: {unsupported}")
    with tempfile.TemporaryDirectory(prefix="nova-elixir-") as name:
        folder = Path(name)
        problem = compile_anew(sources, folder, elixir_cache())
        if problem is not None:
            return _told(problem)
        return run_compiled(folder / "ebin", folder / "main.exs", arguments)


def _told(problem: str) -> int:
    print(f"nova-ls: {problem}", file=sys.stderr)
    return 1
