"""The entry point: `nova-ls` alone is the language server on stdio, `nova-ls COMMAND` everything else.

Start-up time is what an editor's user waits for, so that each branch imports only what it needs.
"""

from __future__ import annotations

import gc
import sys

from nova_ls import __version__

SERVER_ARGUMENTS = ("--stdio",)
OLDEST_PYTHON = (3, 11)
RECURSION_LIMIT = 60_000
"""Chains of declarations that are typed on demand nest; Python's own frames live on the heap, so that this is safe."""


def main() -> int:
    """Run the command line; the process's exit status."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"nova-ls needs Python 3.11 or later; this is {found}", file=sys.stderr)
        return 2
    sys.setrecursionlimit(RECURSION_LIMIT)
    try:
        return _run(sys.argv[1:])
    finally:
        gc.freeze()  # The process ends: what is left in memory need not be looked through.


def _run(arguments: list[str]) -> int:
    if all(argument in SERVER_ARGUMENTS for argument in arguments):
        from nova_ls.server.main import serve  # the server alone needs LSP

        return serve()
    if arguments == ["--version"]:
        print(f"nova-ls {__version__}")
        return 0
    from nova_ls.cli.command_line import run  # the commands alone need argparse and rich

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
