"""`nova-ls fix`: apply the fixes of diagnostics that have only one."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from nova_ls.base.diagnostic import Severity
from nova_ls.base.lines import Encoding
from nova_ls.cli.check import database_for, open_for_check, take_in
from nova_ls.cli.usage_error import UsageError
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.features.actions.code_action import apply_edits
from nova_ls.features.actions.fix_all import CODES, safe_edits
from nova_ls.history.did_you_mean import did_you_mean
from nova_ls.store import StoreError
from nova_ls.workspace.discovery import workspace_root
from nova_ls.workspace.source_file import File, TextChange
from nova_ls.workspace.workspace import Workspace

HELP: Final = "fix what can be fixed in one way only"

_ROUNDS: Final = 5
"""A fix may reveal something else that can be fixed."""


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders; default: this folder"
    )
    add("--only", action="append", default=[], metavar="CODE",
        help="fix only diagnostics of this code; may be given more than once")  # fmt: skip
    add("--dry-run", action="store_true", help="show what would be changed, and change nothing")
    add(
        "--database",
        metavar="DIR|:memory:",
        help="where results are kept; default: the workspace's",
    )


def run(options: argparse.Namespace) -> int:
    """0: done; 1 with `--dry-run`: something would be changed. Raises UsageError for codes and paths that are not there."""
    paths = [path.absolute() for path in options.paths] or [Path.cwd()]
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist; give files or folders that do")
    for code in options.only:
        if code not in CODES:
            raise UsageError(
                f"{code} is not fixed here{did_you_mean(code, CODES)}; what is: {', '.join(CODES)}"
            )
    root = workspace_root(paths[0])
    workspace = open_for_check(root, database_for(options.database, root), [])
    try:
        files = list(take_in(workspace, paths))
        _settle(workspace)
        changed = _fix_files(workspace, files, set(options.only) or None)
    finally:
        try:
            workspace.close()
        except StoreError as problem:
            print(f"nova-ls: {problem}", file=sys.stderr)
    for file, before, after, fixed in changed:
        _report(file.path, before, after, fixed, options.dry_run)
    if not changed:
        print("There is nothing to fix.")
    return 1 if changed and options.dry_run else 0


_Changed = tuple[File, str, str, Counter[str]]


def _fix_files(
    workspace: Workspace, files: list[File], codes: Collection[str] | None
) -> list[_Changed]:
    """Each file that is changed: its text before and after, and how many diagnostics of each code are gone."""
    changed: list[_Changed] = []
    for file in files:
        module = file.module
        if module is None or module.origin is not ModuleOrigin.WORKSPACE or not _is_plain(file):
            continue
        if module.is_restored:
            workspace.program.world.expand(module)
            _settle(workspace)
        before, fixed = file.source.text, Counter[str]()
        for _ in range(_ROUNDS):
            found = _fix_once(workspace, file, codes)
            if not found:
                break
            fixed += found
        if fixed:
            changed.append((file, before, file.source.text, fixed))
    return changed


def _fix_once(workspace: Workspace, file: File, codes: Collection[str] | None) -> Counter[str]:
    """Fix what can be fixed at once, unless that would cause an error."""
    module, before = file.module, file.source.text
    if module is None:
        return Counter()
    edits, fixed = safe_edits(workspace.snapshot(Encoding.UTF32), module, codes)
    if not fixed:
        return Counter()
    found = Counter(finding.diagnostic.code for finding in fixed)
    errors = _errors(workspace)
    if file.document is None:
        workspace.open_document(file.path, before, 0)
    _become(workspace, file, apply_edits(before, edits))
    if _errors(workspace) > errors:
        _become(workspace, file, before)
        return Counter()
    return found


def _become(workspace: Workspace, file: File, text: str) -> None:
    workspace.change_document(file.path, [TextChange(None, text)], None, Encoding.UTF32)
    _settle(workspace)


def _errors(workspace: Workspace) -> int:
    return sum(
        diagnostic.severity is Severity.ERROR
        for module in list(workspace.program.modules.values())
        if module.origin is ModuleOrigin.WORKSPACE
        for _, diagnostic in module_diagnostics(module)
    )


def _is_plain(file: File) -> bool:
    """Whether the text is what the file's bytes say, so that nothing else is changed when it is written."""
    return file.path.read_bytes() == file.source.text.encode()


def _settle(workspace: Workspace) -> None:
    for _ in workspace.settle():
        pass


def _report(path: Path, before: str, after: str, fixed: Counter[str], is_dry: bool) -> None:
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    if is_dry:
        sys.stdout.writelines(_difference(str(shown), before, after))
        return
    path.write_bytes(after.encode())
    counts = ", ".join([f"{count} {code}" for code, count in sorted(fixed.items())])
    print(f"{shown}: fixed {counts}")


def _difference(name: str, before: str, after: str) -> Iterator[str]:
    lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for line in difflib.unified_diff(*lines, f"a/{name}", f"b/{name}"):
        yield line if line.endswith("\n") else f"{line}\n"
