"""`nova-ls format`: lay out files as usual."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from nova_ls.base.problems import InvalidUtf8
from nova_ls.base.whole_file import write_whole
from nova_ls.cli.usage_error import UsageError
from nova_ls.formatting.format_module import Formatted, format_module
from nova_ls.formatting.options import FormatOptions
from nova_ls.workspace.discovery import (
    is_source,
    source_files,
    workspace_files,
    workspace_root,
)
from nova_ls.workspace.format_options import WrongSettings, format_options
from nova_ls.workspace.manifest import read_manifest
from nova_ls.workspace.read_source import BOM, Unreadable, decode_source

HELP: Final = "lay out files as usual: indentation, breaks, empty lines"
STDIN: Final = Path("-")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files or folders; `-`: standard input, to standard output; default: the workspace's files below this folder",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="change nothing; list the files that are not formatted, and exit with 1 if there are any",
    )


def run(options: argparse.Namespace) -> int:
    """0: all is as it should be, now or before; 1: not so. UsageError: paths that are not there, settings that are wrong."""
    try:
        if options.paths == [STDIN]:
            return _filter(options.check)
        files = list(_files(options.paths)) if options.paths else _all_files()
        return _format_files(files, options.check)
    except WrongSettings as problem:
        raise UsageError(str(problem)) from problem


def _all_files() -> list[Path]:
    """The sources below this folder; where it is in a workspace, those that are the workspace's."""
    here = Path.cwd()
    root = workspace_root(here)
    if root is None:
        return list(source_files(Path()))
    manifest, _ = read_manifest(root)
    files = workspace_files(root, manifest)
    return [path.relative_to(here) for path in files if path.is_relative_to(here)]


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from source_files(path)
        elif path.is_file() and is_source(path):
            yield path
        elif path.exists():
            raise UsageError(f"{path} is not a Nova source; those end in .nova, .nv or .purs")
        else:
            raise UsageError(f"{path} does not exist; give files or folders that do")


def _format_files(files: list[Path], check: bool) -> int:
    """Each file that is not as it should be is told, and written unless only looked at."""
    gc.disable()  # A run allocates and ends; there is next to nothing to collect.
    others = failed = 0
    options_for = cache(format_options)
    for path in files:
        try:
            is_other = _format_file(path, options_for(path.absolute().parent), check)
        except OSError as problem:
            print(f"nova-ls: {path}: {problem.strerror or problem}", file=sys.stderr)
            is_other = None
        others += is_other is True
        failed += is_other is None
    did = "would be formatted" if check else "formatted"
    print(f"nova-ls: {others} of {_count(len(files), 'file')} {did}", file=sys.stderr)
    return 1 if failed or (check and others) else 0


def _format_file(path: Path, options: FormatOptions, check: bool) -> bool | None:
    """Whether a file is not as it should be, or was not; None: it is not text. OSError where it cannot be read or written."""
    data = path.read_bytes()
    found = _formatted(path, data, options)
    if found is None:
        return None
    _tell_kept(str(path), found)
    new = found.text.encode("utf-8")
    if new == data:
        return False
    if not check:
        write_whole(path, new)
    print(path)
    return True


def _filter(check: bool) -> int:
    data = sys.stdin.buffer.read()
    found = _formatted(STDIN, data, format_options(Path.cwd()))
    if found is None:
        return 1
    _tell_kept("standard input", found)
    new = found.text.encode("utf-8")
    if check:
        return 0 if new == data else 1
    sys.stdout.flush()
    sys.stdout.buffer.write(new)
    return 0


def _formatted(path: Path, data: bytes, options: FormatOptions) -> Formatted | None:
    """None: it is not text, which is told."""
    text = decode_source(path, data)
    if isinstance(text, Unreadable):
        line = text.problem.line if isinstance(text.problem, InvalidUtf8) else 1
        print(f"nova-ls: {path}:{line}: not UTF-8; the file stays as it is", file=sys.stderr)
        return None
    mark = BOM if data.startswith(BOM.encode("utf-8")) else ""
    found = format_module(text, options)
    return Formatted(mark + found.text, found.kept)


def _tell_kept(name: str, found: Formatted) -> None:
    if found.kept:
        many = _count(found.kept, "declaration")
        verb = "does" if found.kept == 1 else "do"
        stay = "stays as it is" if found.kept == 1 else "stay as they are"
        print(f"nova-ls: {name}: {many} {verb} not parse and {stay}", file=sys.stderr)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
