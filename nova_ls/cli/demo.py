"""`nova-ls demo`: a tour of the main job, spoken over LSP to a server process, on a copy of a workspace.

Nothing here knows the program it is shown on: what to edit is found in the text, tried, and undone where it did not show
what it should. What a workspace does not offer is left out, and that is said.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Final

from nova_ls.cli.usage_error import UsageError
from nova_ls.workspace.discovery import SKIPPED

HELP: Final = "a tour of the language server on a copy of a workspace"

_PANTRY: Final = Path(__file__).parent.parent.parent / "fixtures" / "pantry"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", type=Path, metavar="DIR", help="a workspace; default: fixtures/pantry"
    )


def run(options: argparse.Namespace) -> int:
    """0: the tour went through. UsageError for a folder without Nova sources."""
    # The tour needs rich, which is slow to import; the other commands do without.
    from nova_ls.cli.demo_edits import Sources
    from nova_ls.cli.tour import Tour

    folder: Path = options.folder or _PANTRY
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; give one with Nova sources")
    with tempfile.TemporaryDirectory(prefix="nova-ls-demo-", ignore_cleanup_errors=True) as place:
        copy = Path(place).resolve() / (folder.resolve().name or "workspace")
        ignored = shutil.ignore_patterns(*SKIPPED - {".spago"})
        shutil.copytree(folder, copy, ignore=ignored, ignore_dangling_symlinks=True)
        sources = Sources.of(copy)
        if not sources.texts:
            raise UsageError(f"{folder} has no Nova sources")
        Tour(copy, sources).take(folder)
    return 0
