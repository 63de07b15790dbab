"""`nova-ls build`: write a program's sources in another language, and compile them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from nova_ls.cli.run import opened_main
from nova_ls.cli.workspace_options import configure_workspace
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.workspace.programs.elixir import compile_sources, elixir_sources, write_sources

HELP: Final = "compile a program to another language"


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("module", nargs="?", default="Main", metavar="MODULE",
        help="the module whose `main` the program is; default: Main")  # fmt: skip
    add("--target", choices=("elixir",), required=True, help="the language")
    add("--output", type=Path, default=Path("output"), metavar="DIR",
        help="the folder for the program; default: output")  # fmt: skip
    configure_workspace(parser)


def run(options: argparse.Namespace) -> int:
    """0: the code was written; 1: it cannot be compiled, which is reported. Raises UsageError where there is no such module."""
    with opened_main(options) as (workspace, main):
        try:
            sources = elixir_sources(workspace, main)
        except Unsupported as unsupported:
            print(f"nova-ls: {main.namespace} cannot be built: {unsupported}", file=sys.stderr)
            return 1
    output: Path = options.output
    problem = compile_sources(write_sources(sources, output), output / "ebin")
    if problem is not None:
        print(f"nova-ls: the sources are in {output}; {problem}", file=sys.stderr)
        return 1
    print(f"Run it with `elixir -pa {output / 'ebin'} {output / 'main.exs'}`.")
    return 0
