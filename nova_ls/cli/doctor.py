"""`nova-ls doctor`: looks for the usual causes when an editor shows nothing, and says what to do."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Final

from nova_ls import __version__
from nova_ls.base.slotted import value
from nova_ls.cli.paint import paint
from nova_ls.server.rpc.server_log import log_file
from nova_ls.store.lock import lock_of
from nova_ls.store.salvage import is_marked
from nova_ls.workspace.discovery import (
    SUFFIXES,
    is_library_file,
    is_listed,
    is_source,
    workspace_files,
    workspace_root,
)
from nova_ls.workspace.manifest import Manifest, read_manifest
from nova_ls.workspace.open_workspace import cache_folder
from nova_ls.workspace.shared_library import library_folder

HELP: Final = "find out why an editor shows nothing"

PYTHON: Final = (3, 11)


class Verdict(Enum):
    """How a finding is marked."""

    WELL = "ok"
    ODD = "note"
    WRONG = "wrong"


_STYLES: Final = {Verdict.WELL: "green", Verdict.ODD: "yellow", Verdict.WRONG: "red"}


@value
class DoctorFinding:
    """What was looked at and what came of it; `advice`: what to do, where there is something."""

    verdict: Verdict
    what: str
    advice: str = ""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", nargs="?", type=Path, default=Path(), help="a file or folder that shows nothing"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """0: nothing is wrong; 1: something is."""
    findings = list(examine(Path(options.path).absolute()))
    if options.format == "json":
        found = [{"verdict": f.verdict.value, "what": f.what, "advice": f.advice} for f in findings]
        json.dump({"findings": found}, sys.stdout)
        print()
    else:
        for each in findings:
            print(f"{paint(f'{each.verdict.value:5}', _STYLES[each.verdict])} {each.what}")
            if each.advice:
                print(f"      {each.advice}")
    return 1 if any(each.verdict is Verdict.WRONG for each in findings) else 0


def examine(path: Path) -> Iterator[DoctorFinding]:
    """Everything there is to say of this program and of a file or folder."""
    yield from _program()
    if not path.exists():
        yield DoctorFinding(Verdict.WRONG, f"{path} does not exist")
        return
    root = workspace_root(path)
    yield from _file(path, root)
    if root is None:
        folder = path if path.is_dir() else path.parent
        yield DoctorFinding(
            Verdict.ODD,
            f"{folder} is not in a workspace: there is no nova.toml, spago.yaml or spago.dhall there or above",
            "make an empty nova.toml at its root, or open that folder in the editor",
        )
        return
    manifest, problem = read_manifest(root)
    if problem is not None:
        yield DoctorFinding(
            Verdict.WRONG,
            f"{problem.path}, line {problem.line + 1}: {problem.message}",
            "correct it",
        )
    yield from _workspace(root, manifest)
    yield from _database(root / ".nova")


def _program() -> Iterator[DoctorFinding]:
    version = ".".join(map(str, sys.version_info[:3]))
    what = f"nova-ls {__version__}, Python {version} ({sys.executable})"
    if sys.version_info[:2] < PYTHON:
        yield DoctorFinding(
            Verdict.WRONG, what, "it needs Python 3.11 or later: install it with one"
        )
    else:
        yield DoctorFinding(Verdict.WELL, what)
    found = shutil.which("nova-ls")
    if found is None:
        yield DoctorFinding(
            Verdict.ODD,
            "nova-ls is not on the PATH",
            f"editors find it in a workspace's .venv; others need its path: {Path(sys.argv[0]).resolve()}",
        )
    else:
        yield DoctorFinding(Verdict.WELL, f"nova-ls is on the PATH: {found}")
    yield DoctorFinding(Verdict.WELL, f"the server's log: {log_file()}")
    library = library_folder()
    if library is not None and not library[0].is_dir():
        yield DoctorFinding(
            Verdict.ODD,
            "the standard library is not checked yet: the first opening takes longer",
            "nova-ls prepare",
        )


def _file(path: Path, root: Path | None) -> Iterator[DoctorFinding]:
    if path.is_dir():
        return
    if is_library_file(path):
        yield DoctorFinding(
            Verdict.ODD, f"{path} is the standard library's: it is read, not written"
        )
    elif not is_source(path):
        yield DoctorFinding(
            Verdict.WRONG,
            f"{path.name} is not a source file: those end in {', '.join(SUFFIXES)}",
            "give it such a name; the editor must show the language Nova or PureScript for it",
        )
    elif root is not None and not is_listed(root, read_manifest(root)[0], path):
        yield DoctorFinding(
            Verdict.WRONG,
            f"{path.name} is not one of the workspace's files",
            f"`sources` in {root / 'nova.toml'} leaves it out, or it lies where packages and builds do",
        )


def _workspace(root: Path, manifest: Manifest) -> Iterator[DoctorFinding]:
    count = len(workspace_files(root, manifest))
    if count == 0:
        yield DoctorFinding(
            Verdict.WRONG,
            f"the workspace {root} has no sources",
            f"sources end in {', '.join(SUFFIXES)}; `sources` in nova.toml may leave them out",
        )
    else:
        yield DoctorFinding(Verdict.WELL, f"the workspace {root}: {count} source files")
    for name, folder in manifest.dependencies:
        if not folder.is_dir():
            yield DoctorFinding(
                Verdict.WRONG, f"the dependency {name} is not at {folder}", "correct nova.toml"
            )


def _database(place: Path) -> Iterator[DoctorFinding]:
    parent = place if place.is_dir() else place.parent
    if not os.access(parent, os.W_OK):
        yield DoctorFinding(
            Verdict.ODD,
            f"{parent} cannot be written to: results are kept in {cache_folder(place)}",
        )
        return
    lock = lock_of(place)
    if lock is None:
        yield DoctorFinding(
            Verdict.WELL, f"there is no database at {place} yet; the first check makes it"
        )
    elif is_marked(place):
        yield DoctorFinding(
            Verdict.WRONG, f"the database {place} is damaged", "nova-ls fsck --repair"
        )
    elif lock.is_free():
        yield DoctorFinding(Verdict.WELL, f"the database {place}: no server has it open")
    else:
        yield DoctorFinding(
            Verdict.WELL,
            f"the database {place}: a server has it open; further ones hand their commits over",
        )
