"""The table of subcommands."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Final

from nova_ls import __version__
from nova_ls.cli import check, demo
from nova_ls.cli.usage_error import UsageError

COMMANDS: Final[dict[str, tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]]] = {
    "check": (check.HELP, check.configure, check.run),
    "demo": (demo.HELP, demo.configure, demo.run),
}


def run(arguments: Sequence[str]) -> int:
    """Run one subcommand; its exit status."""
    parser = argparse.ArgumentParser(
        prog="nova-ls",
        description="The language server for Nova. Without a command: serve an editor on stdio.",
    )
    parser.add_argument("--version", action="version", version=f"nova-ls {__version__}")
    parser.add_argument("--stdio", action="store_true", help="serve on stdio (the default)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (text, configure, _) in COMMANDS.items():
        configure(commands.add_parser(name, help=text, description=text))
    options = parser.parse_args(arguments)
    try:
        return COMMANDS[options.command][2](options)
    except UsageError as problem:
        print(f"nova-ls: {problem}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130
