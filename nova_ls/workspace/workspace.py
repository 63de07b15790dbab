"""One workspace: its files on disk, its open documents, and the program that both make up.

The program sees a document's text where one is open and the file's where none is. What it writes goes to the batch, a
layer over the baseline; the baseline equals a check of the files on disk.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from nova_ls.base.diagnostic import Diagnostic, Problem, Severity
from nova_ls.base.lines import Encoding
from nova_ls.base.problems import DuplicateModule
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.first_check import FirstCheck
from nova_ls.compiler.model.source import Source, SourceChunk
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.maintenance.run_metrics import MetricsWriter, live_metrics
from nova_ls.store.counting import Metric
from nova_ls.workspace.discovery import package_files, package_folders, workspace_files
from nova_ls.workspace.exported_names import ExportedNames
from nova_ls.workspace.follow_folder import follow_host
from nova_ls.workspace.identity import Identity
from nova_ls.workspace.ignored import without_ignored
from nova_ls.workspace.library import Library
from nova_ls.workspace.manifest import read_manifest
from nova_ls.workspace.module_name import declared_name, name_in
from nova_ls.workspace.read_source import BOM, Unreadable, read_source
from nova_ls.workspace.shared.shared_packages import SharedPackages
from nova_ls.workspace.snapshot import Derived, Snapshot
from nova_ls.workspace.source_file import Document, File, TextChange, precedence


class Workspace:
    """`root` None: files that belong to no workspace."""

    def __init__(
        self, root: Path | None, baseline: Baseline, packages: Sequence[Path] = ()
    ) -> None:
        self.root = root
        self.baseline = baseline
        self.files: dict[Path, File] = {}
        self.documents: dict[Path, File] = {}  # those of them that are open
        self._packages = tuple(packages)
        self.manifest, self.manifest_problem = None, None
        if root is not None:
            self.manifest, self.manifest_problem = read_manifest(root)
        self.package_folders = folders = self._package_folders()
        self._names: dict[str, Path] | None = None
        self._claims: dict[str, list[File]] = {}
        self._revised: dict[Path, None] = {}  # files about which something may have changed
        self.library = Library(folders)
        self.exported_names = ExportedNames(self.library, baseline.archive.rows)
        self._derived: Derived = {}
        self.hints: dict[Problem, str] = {}
        """What else there is to say of problems, as it was found last."""
        self.host: Workspace | None = None
        self.program = Program(baseline.table, self, baseline.archive)
        self.shared_packages = SharedPackages(self.program, baseline, self.is_open)
        self.first_check = FirstCheck(self.program, baseline, self.is_open)
        self.program.check_new = lambda: chain(self.take_packages(), self.first_check.run())
        if folders:
            self.program.take_new = self.shared_packages.take_imported
        self._metrics_writer: MetricsWriter | None = None

    def _package_folders(self) -> list[Path]:
        """Where packages lie now: those that were named, and the workspace's own."""
        if self.root is None or self.manifest is None:
            return list(self._packages)
        return [*self._packages, *package_folders(self.root, self.manifest)]

    def stand_beside(self, host: Workspace) -> None:
        """See the modules of another workspace, which knows nothing of this one."""
        self.host, self.library = host, host.library
        self.exported_names = ExportedNames(self.library, host.baseline.archive.rows)
        self.program.outcome_cache = host.program.outcome_cache

    def follow_host(self) -> None:
        """Take over what has changed in the workspace that this one stands beside."""
        if self.host is not None:
            follow_host(self.program, self.host.program, self.files)

    def keep_metrics(self, folder: Path, run: str) -> None:
        """Write this workspace's metrics beside the database, as those of the last run of that name."""
        self._metrics_writer = MetricsWriter(folder, run, self.metrics)

    def metrics(self) -> list[Metric]:
        """All that was counted so far."""
        return live_metrics(self.program, self.baseline)

    # ------------------------------------------------------------------ files

    def scan(self) -> None:
        """Take in every file of the workspace."""
        self.baseline.archive.takes_pending_commits = True
        if self.root is not None and self.manifest is not None:
            for path in self.list_files():
                self.add_file(path, ModuleOrigin.WORKSPACE)
            self.forget_missing()

    def forget_missing(self) -> None:
        """All files are taken in. Withdraw the modules that were there at an earlier commit and are not now: their files are gone, or call them otherwise."""
        self._names = {}  # No file need be looked for.
        rows = self.baseline.archive.rows
        known = {rows.path_key(path): file.name for path, file in self.files.items()}
        for path, name in list(rows.files(known)):
            file = self.files.get(path)
            is_gone = not path.exists() if file is None else file.name != name
            if is_gone and name not in self.program.modules:
                self.program.world.forget_elements(name, path)
        rows.recount()

    def add_packages(self) -> None:
        """Take in every file of the packages, imported or not."""
        for folder in self.package_folders:
            for path in package_files(folder):
                self.add_file(path, ModuleOrigin.PACKAGE)

    def add_file(self, path: Path, origin: ModuleOrigin) -> File:
        """Take in a file as it is on disk; one that is known already stays as it is."""
        file = self.files.get(path)
        if file is None:
            self._revised[path] = None
            text = read_source(path)
            if isinstance(text, Unreadable):
                file = File(path, origin, Source(""), unreadable=text)
                self.files[path] = file
            else:
                file = self._known_elsewhere(path) or self._register(path, origin, text)
        return file

    def _register(self, path: Path, origin: ModuleOrigin, text: str) -> File:
        file = File(path, origin, Source(text))
        self.files[path] = file
        self._check_name(file)
        return file

    def _check_name(self, file: File) -> None:
        """A header may have got another name, its first one, or lost it."""
        name = name_in(file.source.head)
        if name != file.name:
            self._release(file)
            self._claim(file, name)

    def _claim(self, file: File, name: str | None) -> None:
        """Note the name that a file declares; it is the program's module of that name if it comes first."""
        file.name = name
        if name is not None:
            self._claims.setdefault(name, []).append(file)
            self._award(name)

    def _release(self, file: File) -> None:
        """Take a file's module out of the program; another file that declares the name gets it."""
        self._revised[file.path] = None
        name, file.name, file.twin, file.rivals = file.name, None, None, ()
        if name is not None:
            self._claims[name].remove(file)
            self._award(name)

    def _award(self, name: str) -> None:
        """Let the first of the files that declare a name be the module: whatever came in between, always the same one."""
        claims = self._claims[name]
        first = min(claims, key=precedence, default=None)
        module = self.program.modules.get(name)
        if module is not None and (first is None or first.module is not module):
            holder = self.files.get(module.path)
            if holder is None and (first is None or precedence(module) <= precedence(first)):
                first = None  # Found because it is imported; it stays.
            else:
                self.program.remove_module(name)
                module = None
                if holder is not None:
                    holder.module = None
        if first is not None and module is None:
            module = self.program.loader.add(name, first.path, first.origin, first.source)
            first.module = module
        for file in claims:
            self._revised[file.path] = None
            file.twin = None if file is first or module is None else module.path
            others = (one.path for one in claims if one is not file)
            file.rivals = tuple(sorted(others)) if file.origin is ModuleOrigin.WORKSPACE else ()

    def list_files(self) -> list[Path]:
        """The files that the workspace's folder holds now, sorted."""
        if self.root is None or self.manifest is None:
            return []
        return workspace_files(self.root, self.manifest)

    def knows(self, path: Path) -> bool:
        """Whether a path is one of the files taken in, or of a module that one of them imports."""
        return path in self.files or self.program.world.paths.get(path) is not None

    def known_paths(self) -> set[Path]:
        """The paths of all files and modules that are known."""
        return {*self.files, *self.program.world.paths}

    def all_files(self) -> list[File]:
        """The files taken in, and those of the modules that were found because they are imported."""
        known = list(self.files.values())
        for module in self.program.modules.values():
            if module.path not in self.files:
                known.append(File(module.path, module.origin, module.source, module.name, module))
        return known

    def has_other_packages(self) -> bool:
        """Whether packages, or files of them, have come or gone since they were looked for. Reads nothing that changes."""
        return self.host is None and not self.library.is_of(self._package_folders())

    def has_package(self, path: Path) -> bool:
        """Whether a path lies in the folder of a package."""
        return any(path.is_relative_to(folder) for folder in self.package_folders)

    def identity(self) -> Identity:
        """The names of the files that are known, however else they may be called."""
        known = {*self.files, *(module.path for module in self.program.modules.values())}
        return Identity(self.root, sorted(path for path in known if path.is_absolute()))

    def find(self, module: str) -> tuple[Path, ModuleOrigin, Source] | None:
        """compiler.world.Finder: what is not in the workspace may be in a package or the library."""
        found = self._find_in_workspace(module) or self._find_in_host(module)
        found = found or self.library.find(module)
        if found is None:
            return None
        path, origin, text = found
        return path, origin, Source(text)

    def _find_in_host(self, module: str) -> tuple[Path, ModuleOrigin, str] | None:
        known = None if self.host is None else self.host.program.modules.get(module)
        return None if known is None else (known.path, known.origin, known.source.text)

    def _find_in_workspace(self, module: str) -> tuple[Path, ModuleOrigin, str] | None:
        """A module of the workspace that was not asked for, for a check of single files."""
        if self.root is None or self.manifest is None:
            return None
        if self._names is None:
            paths = self.list_files()
            names = {declared_name(path): path for path in reversed(paths)}
            self._names = {name: path for name, path in names.items() if name is not None}
        path = self._names.get(module)
        if path in self.files:
            return None  # It is known, and has another name by now.
        text = None if path is None else read_source(path)
        if path is None or text is None or isinstance(text, Unreadable):
            return None
        return path, ModuleOrigin.WORKSPACE, text

    # ------------------------------------------------------------------ documents

    def open_document(self, path: Path, text: str, version: int | None) -> File:
        """A document was opened; its text counts from now on, not the file's."""
        self._revised[path] = None
        file = self.files.get(path)
        if file is None:
            file = self._known_elsewhere(path) or self._register(path, ModuleOrigin.WORKSPACE, text)
        on_disk = read_source(path)
        file.unreadable = None
        file.document = Document(version, text != on_disk)
        self.documents[path] = file
        self._replace(file, text)
        return file

    def _known_elsewhere(self, path: Path) -> File | None:
        """A file of a package or the library that the program has loaded by itself."""
        module = self.program.world.paths.get(path)
        if module is None:
            return None
        file = File(path, module.origin, module.source, module=module)
        self.files[path] = file
        self._claim(file, module.name)
        return file

    def change_document(
        self, path: Path, changes: Iterable[TextChange], version: int | None, encoding: Encoding
    ) -> File | None:
        """An open document was edited."""
        file = self.files.get(path)
        if file is None or file.document is None:
            return None
        file.document.version = version
        file.document.dirty = True
        for change in changes:
            if change.range is None:
                self._replace(file, change.text)
                continue
            (first_line, first), (last_line, last) = change.range
            start = file.source.offset_at(first_line, first, encoding)
            end = file.source.offset_at(last_line, last, encoding)
            edit = file.source.edit(min(start, end), max(start, end), change.text)
            if file.module is not None:
                self.program.update(file.module, edit)
            if edit.first == 0:
                self._check_name(file)
        return file

    def _replace(self, file: File, text: str) -> None:
        if text == file.source.text:
            return
        edit = file.source.replace(text)
        if file.module is not None:
            self.program.update(file.module, edit)
        self._check_name(file)

    def save_document(self, path: Path) -> File | None:
        """A document was written to disk."""
        file = self.files.get(path)
        if file is not None and file.document is not None:
            # The text of a file has no byte order mark; a document whose client leaves it in differs by that.
            file.document.dirty = file.source.chunks[0].text.startswith(BOM)
        return file

    def close_document(self, path: Path) -> File | None:
        """A document was closed: the file on disk counts again."""
        file = self.files.get(path)
        if file is None or file.document is None:
            return file
        self._revised[path] = None
        was_dirty = file.document.dirty
        file.document = None
        del self.documents[path]
        if was_dirty or not path.is_file():
            self.reload(path)
        return self.files.get(path)

    def reload(self, path: Path) -> File | None:
        """A file changed on disk, came or went. An open document's own text stays."""
        self._revised[path] = None
        file = self.files.get(path) or self._known_elsewhere(path)
        if file is not None and file.document is not None:
            text = read_source(path)
            file.document.dirty = text != file.source.text
            return file
        if not path.is_file():
            if file is not None:
                self._release(file)
                del self.files[path]
                self.library.lose(path)
            return None
        if file is None:
            return self.add_file(path, ModuleOrigin.WORKSPACE)
        text = read_source(path)
        file.unreadable = text if isinstance(text, Unreadable) else None
        self._take_in(file, "" if isinstance(text, Unreadable) else text)
        return file

    def _take_in(self, file: File, text: str) -> None:
        """A file's whole text may be another one: of a version that was checked before nothing is read."""
        if text == file.source.text:
            return
        if file.module is not None and self.program.switch(file.module, text):
            self._check_name(file)
        else:
            self._replace(file, text)

    # ------------------------------------------------------------------ results

    def take_revised(self) -> list[Path]:
        """The files about which there may be something else to say than when this was asked last; some may be gone."""
        paths = [*self._revised, *(module.path for module in self.program.world.take_revised())]
        self._revised = {}
        return paths

    def settle(self, focus: File | None = None) -> Iterator[Unit | Module]:
        """Bring everything up to date, in small steps: a file first, then the other open documents, then all else."""
        return self.program.settle(None if focus is None else focus.module, self.documents)

    def take_packages(self) -> Iterator[Unit]:
        """Take over what another workspace has found out about modules of packages, where there are packages."""
        return self.shared_packages.take() if self.package_folders else iter(())

    def put_packages(self) -> Iterator[None]:
        """Keep what was found out about modules of packages for other workspaces, where the files on disk are what was checked."""
        if any(file.document and file.document.dirty for file in self.documents.values()):
            return iter(())
        return self.shared_packages.put()

    def is_open(self, module: Module) -> bool:
        """Whether there is a document of a module's file."""
        return module.path in self.documents

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left for `settle` to do."""
        return self.program.is_settled

    def diagnostics(self, file: File) -> Iterator[tuple[SourceChunk, Diagnostic]]:
        """What is wrong in a file and not ignored there, each with the chunk that its span is relative to."""
        found = self._diagnostics(file)
        if not file.source.ignores:
            return found
        return without_ignored(file.source, found, is_complete=self.is_complete(file))

    def is_complete(self, file: File) -> bool:
        """Whether all that there is to say of a file is known."""
        return file.module is not None and self.program.is_complete(file.module)

    def level(self, diagnostic: Diagnostic) -> Severity | None:
        """How a diagnostic is told in this workspace; None: not at all."""
        levels = {} if self.manifest is None else self.manifest.levels
        return levels.get(diagnostic.code, diagnostic.severity)

    def take_levels(self) -> bool:
        """Read the manifest again; whether it differs only in how diagnostics are told, which then holds from now on."""
        if self.root is None or self.manifest is None:
            return False
        manifest, problem = read_manifest(self.root)
        if problem is not None or self.manifest_problem is not None:
            return False
        known = self.manifest
        if manifest == known or replace(manifest, levels=known.levels) != known:
            return False
        self.manifest = manifest
        return True

    def _diagnostics(self, file: File) -> Iterator[tuple[SourceChunk, Diagnostic]]:
        if file.unreadable is not None:
            yield file.source.chunks[0], Diagnostic(file.unreadable.problem, 0, 0)
        elif file.module is not None:
            yield from module_diagnostics(file.module)
        else:
            for chunk, errors in file.source.complaints.items():
                for error in errors:
                    yield chunk, error
        if file.twin is not None:
            yield from self.duplicate(file)

    def duplicate(self, file: File) -> Iterator[tuple[SourceChunk, Diagnostic]]:
        """That other files declare a file's module. Like the compiler, a check tells it once, of all but the first of them."""
        if file.twin is None and not file.rivals:
            return  # No need to look for chunks.
        first = file.source.chunks[0]
        if first.items.list_spans:
            start, end = first.items.list_spans[0].name
            others = tuple(map(str, file.rivals)) or (str(file.twin),)
            name = first.items.header.name if first.items.header else ""
            yield first, Diagnostic(DuplicateModule(name, others), start, end)

    def commit(self, message: str) -> None:
        """Make a check of the files on disk the baseline, in one atomic write.

        What is stale afterwards is for `settle`. StoreError where the database cannot be written; nothing was then.
        """
        for _ in self.commit_steps(message):
            pass
        for _ in self.baseline.make_safe():
            pass

    def commit_steps(self, message: str) -> Generator[None, None, None]:
        """The same in small steps, but that nobody waits for the disk. Where something changes in between, `Interrupted` is raised, and nothing was committed.

        Documents with unsaved changes are put back to what is on disk and forward again: both are looked up, not typed. Before their own
        text is shown meanwhile, the steps are closed.
        """
        dirty = [file for file in self.documents.values() if file.document and file.document.dirty]
        buffers = [(file, file.source.text) for file in dirty]
        try:
            for file in dirty:
                text = read_source(file.path)
                if isinstance(text, Unreadable):
                    self._release(file)  # A new document that has not been saved yet.
                else:
                    self._replace(file, text)
            for _ in self.settle():
                yield
            for module in list(self.program.modules.values()):
                if not self.is_open(module):
                    module.source.drop_trees()  # They are made again when asked for.
                    yield
            yield from self.baseline.commit_steps(self.program, message)
            if buffers:
                yield  # What is committed is, also where nobody comes back for more.
        finally:
            for file, text in buffers:
                self._replace(file, text)
                self._check_name(file)
        if self._metrics_writer is not None:
            yield
            self._metrics_writer.keep()

    def close(self) -> None:
        """Write the metrics and close the database."""
        if self._metrics_writer is not None:
            self._metrics_writer.keep_now()
        self.baseline.database.close()

    def snapshot(self, encoding: Encoding) -> Snapshot:
        """What features read; `encoding`: of positions."""
        world, importable = self.program.world, self.library.known_names
        return Snapshot(world, encoding, importable, self.exported_names, self._derived)
