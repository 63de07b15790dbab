"""`nova-ls check`: type-check files or a workspace and report what is wrong."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.base.lines import Encoding
from nova_ls.cli.report import CheckSummary, ReportedDiagnostic, report_json, report_text
from nova_ls.cli.usage_error import UsageError
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.diagnostics import render
from nova_ls.diagnostics.words import Fold, as_it_is, paragraphs
from nova_ls.features.hints import has_hint, hint
from nova_ls.features.message_words import words_fold
from nova_ls.features.scope_folder import ScopeFolder
from nova_ls.store import StoreDamaged, StoreError
from nova_ls.workspace.crew.crew import CrewWorker, core_count, crew
from nova_ls.workspace.discovery import is_source, keeps_database, source_files, workspace_root
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.settle_all import settle_all
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace

HELP: Final = "type-check files or a workspace"
_NONE: Final[Mapping[Path, Sequence[Path]]] = {}


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders; default: this folder"
    )
    add("--format", choices=("text", "json", "sarif", "github"), default="text")
    add(
        "--database",
        metavar="DIR|:memory:",
        help="where results are kept; default: the workspace's",
    )
    add("--package", action="append", default=[], type=Path, metavar="DIR",
        help="a dependency's sources: its errors count, its warnings are not shown")  # fmt: skip
    add("--jobs", type=int, default=core_count(), metavar="N",
        help="processes that check what was never checked; default: one for each core")  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """0: no errors; 1: errors. Raises UsageError for paths that are not there and manifests that are wrong."""
    start = time.perf_counter()
    gc.disable()  # A check allocates and ends; there is next to nothing to collect.
    paths = [path.absolute() for path in options.paths] or [Path.cwd()]
    for path in (*paths, *options.package):
        if not path.exists():
            raise UsageError(f"{path} does not exist; give files or folders that do")
    root = workspace_root(paths[0])
    database = database_for(options.database, root)
    packages = [path.absolute() for path in options.package]
    with crew(options.jobs, root) as members:
        files: dict[Path, list[Path]] = {}
        workspace = open_for_check(root, database, packages, _sources(paths, files))
        try:
            try:
                findings = _check(workspace, paths, files, options.format, members)
            except (
                StoreDamaged
            ):  # A mark says so now: what opens the database next repairs it first.
                workspace.close()
                workspace = open_for_check(root, database, packages)
                findings = _check(workspace, paths, files, options.format)
            summary = CheckSummary.of(workspace, findings, time.perf_counter() - start)
            _report_as(options.format)(findings, summary)
            sys.stdout.flush()
            with suppress(StoreError):  # All has been told.
                for _ in workspace.put_packages():
                    pass
        finally:
            workspace.close()
    return 1 if summary.errors else 0


def _report_as(form: str) -> Callable[[Sequence[ReportedDiagnostic], CheckSummary], None]:
    if form in ("sarif", "github"):
        from nova_ls.cli.report_for_github import (  # not wanted at the prompt
            report_github,
            report_sarif,
        )

        return report_sarif if form == "sarif" else report_github
    return report_json if form == "json" else report_text


def open_for_check(
    root: Path | None, database: Path | str, packages: list[Path], sources: Iterable[Path] = ()
) -> Workspace:
    """A workspace as a command sees it; what is to be told of its opening is told."""
    opened = open_workspace(root, database, packages, run="check", sources=sources)
    for notice in opened.notices:
        print(f"nova-ls: {notice}", file=sys.stderr)
    problem = opened.workspace.manifest_problem
    if problem is not None:
        raise UsageError(f"{problem.path}:{problem.line + 1}: {problem.message}")
    return opened.workspace


def _check(
    workspace: Workspace,
    paths: list[Path],
    files: Mapping[Path, Sequence[Path]],
    form: str,
    members: Sequence[CrewWorker] = (),
) -> list[ReportedDiagnostic]:
    asked = list(take_in(workspace, paths, files))
    _settle(workspace, form, members)
    _commit(workspace)
    return list(_findings(workspace, asked))


def _message(
    workspace: Workspace,
    folder: ScopeFolder,
    file: File,
    chunk: SourceChunk,
    diagnostic: Diagnostic,
) -> str:
    """What is wrong, and what else there is to say of it."""
    problem = diagnostic.problem
    fold: Fold = as_it_is
    if file.module is not None:
        snapshot = workspace.snapshot(Encoding.UTF32)
        fold = partial(folder.fold, snapshot, file.module)
        fold, _ = words_fold(snapshot, file.module, chunk, diagnostic, fold)
    text = render(diagnostic, fold)
    if file.module is None or not has_hint(problem):
        return text
    exported, modules = workspace.exported_names, workspace.program.modules
    if not exported.is_complete:
        while exported.read_next(modules):
            pass
        exported.take_in(modules)
    more = hint(workspace.snapshot(Encoding.UTF32), file.module, problem)
    return paragraphs(text, more)


def _commit(workspace: Workspace) -> None:
    """What was found is told even where it cannot be kept."""
    try:
        workspace.commit("nova-ls check")
    except StoreDamaged:
        raise
    except StoreError as problem:
        print(f"nova-ls: the results could not be kept: {problem}", file=sys.stderr)


def database_for(given: str | None, root: Path | None) -> Path | str:
    """Where results are kept."""
    if given is not None:
        return MEMORY if given == MEMORY else Path(given).absolute()
    return root / ".nova" if root is not None and keeps_database(root) else MEMORY


def take_in(
    workspace: Workspace, paths: list[Path], files: Mapping[Path, Sequence[Path]] = _NONE
) -> Iterator[File]:
    """The files that were asked for; the workspace's others are found when they are imported. `files`: those of folders, as far as they are known."""
    for path in paths:
        if path == workspace.root:
            workspace.scan()
            yield from list(workspace.files.values())
        elif path.is_dir():
            found = files[path] if path in files else source_files(path)
            yield from [workspace.add_file(file, ModuleOrigin.WORKSPACE) for file in found]
        elif is_source(path):
            yield workspace.add_file(path, ModuleOrigin.WORKSPACE)
        else:
            raise UsageError(f"{path} is not a Nova source; those end in .nova, .nv or .purs")
    workspace.add_packages()


def _sources(paths: Sequence[Path], files: dict[Path, list[Path]]) -> Iterator[Path]:
    """The files in the folders that were asked for; `files`: gets them, for who looks for them again."""
    for path in paths:
        if path.is_dir():
            files[path] = list(source_files(path))
            yield from files[path]


def _settle(workspace: Workspace, form: str, members: Sequence[CrewWorker]) -> None:
    steps = settle_all(workspace, members)
    if form == "text" and sys.stderr.isatty():
        from nova_ls.cli.progress import (
            with_progress,  # rich is slow to import and not always wanted
        )

        with_progress(workspace, steps)
        return
    for _ in steps:
        pass


def _findings(workspace: Workspace, asked: list[File]) -> Iterator[ReportedDiagnostic]:
    """Everything about the files asked for, and the errors of all others that were looked at."""
    wanted = {file.path for file in asked}
    folder = ScopeFolder()
    for file in sorted(workspace.all_files(), key=lambda f: f.path):
        found = [
            ReportedDiagnostic(
                file, chunk, diagnostic, level, _message(workspace, folder, file, chunk, diagnostic)
            )
            for chunk, diagnostic in workspace.diagnostics(file)
            for level in (workspace.level(diagnostic),)
            if level is not None and (file.path in wanted or diagnostic.severity is Severity.ERROR)
        ]
        yield from sorted(found, key=lambda finding: finding.range(Encoding.UTF32))
