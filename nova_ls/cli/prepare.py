"""`nova-ls prepare`: what spares the first opening of a workspace the standard library."""

from __future__ import annotations

import argparse
import os
from typing import Final

from nova_ls.workspace.shared_library import build_shared_library, library_folder

HELP: Final = (
    "check the standard library once for all workspaces, so that each of them opens faster"
)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--idle", action="store_true", help="run with the lowest priority")


def run(options: argparse.Namespace) -> int:
    """Build what is not there yet. StoreError or OSError where the cache folder cannot be written."""
    if options.idle and hasattr(os, "nice"):
        os.nice(19)
    built = build_shared_library()
    found = library_folder()
    if found is None:
        print("nothing is shared: NOVA_LS_LIBRARY is empty")
    else:
        print(f"{found[0]} {'is built' if built else 'is there already'}")
    return 0
