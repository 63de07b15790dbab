"""The table of subcommands."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, Protocol, cast

from nova_ls import __version__
from nova_ls.cli.usage_error import UsageError

COMMANDS: Final = (
    "check",
    "demo",
    "log",
    "show",
    "blame",
    "diff",
    "branch",
    "checkout",
    "reflog",
    "stats",
    "trace",
    "gc",
    "fsck",
    "dump",
    "restore",
)
"""Each is a file beside this one; only the one that was asked for is imported."""


class Command(Protocol):
    """What the file of a subcommand has."""

    HELP: str

    def configure(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace) -> int: ...


def run(arguments: Sequence[str]) -> int:
    """Run one subcommand; its exit status."""
    parser = argparse.ArgumentParser(
        prog="nova-ls",
        description="The language server for Nova. Without a command: serve an editor on stdio.",
    )
    parser.add_argument("--version", action="version", version=f"nova-ls {__version__}")
    parser.add_argument("--stdio", action="store_true", help="serve on stdio (the default)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    asked = [name for name in arguments[:1] if name in COMMANDS]
    loaded = {name: _load(name) for name in asked or COMMANDS}
    for name, command in loaded.items():
        command.configure(commands.add_parser(name, help=command.HELP, description=command.HELP))
    options = parser.parse_args(arguments)
    try:
        return loaded[options.command].run(options)
    except UsageError as problem:
        print(f"nova-ls: {problem}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130


def _load(name: str) -> Command:
    return cast(Command, import_module(f"nova_ls.cli.{name}"))
