"""Which files a workspace consists of, and which folders its packages lie in."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from fnmatch import translate
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple

from nova_ls.workspace.glob_match import glob_matches
from nova_ls.workspace.identity import distinct
from nova_ls.workspace.manifest import PROJECT_MARKERS, Manifest, read_manifest

SUFFIXES: Final = (".nova", ".nv", ".purs")
SKIPPED: Final = frozenset(
    (".git", ".nova", ".spago", ".psci_modules", "node_modules", "bower_components", "output")
)
_WILD: Final = re.compile(r"[*?\[]")
LIBRARY: Final = Path(__file__).parent.parent / "stdlib"
_REAL_LIBRARY: Final = Path(os.path.realpath(LIBRARY))
_LIBRARIES: Final = (f"{LIBRARY}{os.sep}", f"{_REAL_LIBRARY}{os.sep}")


def is_source(path: Path) -> bool:
    """Whether a path is named as Nova sources are."""
    return _is_source(path.name)


def _is_source(name: str) -> bool:
    """Emacs marks what it edits with links `.#Main.nova` that lead nowhere."""
    return name.endswith(SUFFIXES) and not name.startswith(".#")


def source_files(folder: Path) -> Iterator[Path]:
    """Every source file below a folder, sorted, without what builds and package managers leave there.

    Folders that are links come last.
    """
    for path, _ in _walk(folder):
        yield path


def _walk(root: Path) -> Iterator[tuple[Path, bool]]:
    """The source files below a folder, and whether each lies behind a link.

    Each folder is visited once; a link to a folder that the link itself or the root lies in is passed over.
    """
    real_root = Path(os.path.realpath(root))
    seen: set[Path] = set()
    left = deque([(root, real_root)])
    while left:
        top, real_top = left.popleft()
        if real_top in seen:
            continue
        for where, folders, files in os.walk(top):
            folder = Path(where)
            real = real_top / folder.relative_to(top)
            seen.add(real)
            within: list[str] = []
            for name in sorted(folders):
                if name in SKIPPED or real / name in seen or real / name == _REAL_LIBRARY:
                    continue
                if not (real / name).is_symlink():
                    within.append(name)
                    continue
                target = Path(os.path.realpath(real / name))
                if not (real.is_relative_to(target) or real_root.is_relative_to(target)):
                    left.append((folder / name, target))
            folders[:] = within
            for name in sorted(files):
                if _is_source(name):
                    yield folder / name, real_top != real_root


def workspace_files(root: Path, manifest: Manifest) -> list[Path]:
    """The sources of a workspace, sorted: those of its manifest's globs, or all below its root."""
    if manifest.sources is None:
        return distinct(root, source_files(root))
    found: dict[Path, None] = {}
    for glob in manifest.sources:
        found.update(dict.fromkeys(_named_by(root, glob)))
    return distinct(root, sorted(found))


def is_library_file(path: Path) -> bool:
    """Whether a path lies in the standard library: what is there is nobody's own, wherever it was installed."""
    return (str(path) + os.sep).startswith(_LIBRARIES)  # A path's own test costs ten times as much.


def keeps_database(root: Path) -> bool:
    """Whether results are kept in a folder: not in the library, nor in a folder around it that does not say to be a project."""
    is_around = LIBRARY.is_relative_to(root) or _REAL_LIBRARY.is_relative_to(root)
    is_project = any((root / marker).exists() for marker in PROJECT_MARKERS)
    return not is_library_file(root) and (is_project or not is_around)


def is_listed(root: Path, manifest: Manifest, path: Path) -> bool:
    """Whether a source file at a path, there or not, is one of the workspace's."""
    if is_library_file(path) and not is_library_file(root):
        return False
    if manifest.sources is not None:
        globs = [os.path.normpath(root / glob) for glob in manifest.sources]
        return any(glob_matches(glob, path.as_posix()) for glob in globs)
    return path.is_relative_to(root) and SKIPPED.isdisjoint(path.relative_to(root).parts)


def _named_by(root: Path, glob: str) -> Iterator[Path]:
    """The sources that a glob means; `**` stands for folders that are links, too."""
    parts = Path(glob).parts
    plain = len(list(takewhile(lambda part: not _WILD.search(part), parts)))
    folder, rest = Path(os.path.normpath(root.joinpath(*parts[:plain]))), "/".join(parts[plain:])
    may_be_linked = "**" in rest
    if ".." not in parts and len(parts) == plain + 2 and parts[plain] == "**" != parts[-1]:
        found = _files_below(str(folder), parts[-1])
        may_be_linked = found.has_linked_folders
        paths: Iterator[Path] = map(Path, found.paths)
    else:
        paths = (Path(os.path.normpath(path)) for path in root.glob(glob) if path.is_file())
    for path in paths:
        if is_source(path) and (not is_library_file(path) or is_library_file(root)):
            yield path
    if may_be_linked:
        for path, is_behind_link in _walk(folder):
            if is_behind_link and glob_matches(rest, path.relative_to(folder).as_posix()):
                yield path


class _FilesBelow(NamedTuple):
    """`paths`: sorted as paths are, part by part. `has_linked_folders`: whether there are folders that were not looked into, since they are links."""

    paths: list[str]
    has_linked_folders: bool


def _files_below(folder: str, pattern: str) -> _FilesBelow:
    """What `folder/**/pattern` means: nothing is asked of a file that reading its folder has not told."""
    fits = re.compile(translate(pattern)).match
    found: list[str] = []
    has_linked_folders = False
    left = [folder]
    while left:
        try:
            with os.scandir(left.pop()) as entries:
                for entry in entries:
                    if fits(entry.name) and _is(entry.is_file):
                        found.append(entry.path)
                    elif _is(entry.is_dir):
                        if entry.is_symlink():
                            has_linked_folders = True
                        else:
                            left.append(entry.path)
        except OSError:
            continue  # It went meanwhile, or nobody may look into it.
    found.sort(key=lambda path: path.replace(os.sep, "\0"))
    return _FilesBelow(found, has_linked_folders)


def _is(question: Callable[[], bool]) -> bool:
    """False also where a link leads in a circle."""
    try:
        return question()
    except OSError:
        return False


def package_folders(root: Path, manifest: Manifest) -> list[Path]:
    """The source folders of a workspace's packages: those of its manifest, and those spago has fetched."""
    folders: list[Path] = []
    for _, folder in manifest.dependencies:
        folders += _package_sources(folder)
    for spago in (root / ".spago" / "p", root / ".spago"):
        if spago.is_dir():
            folders += sorted(path for path in spago.glob("*/src") if path.is_dir())
            folders += sorted(path for path in spago.glob("*/*/src") if path.is_dir())
    return list(dict.fromkeys(folders))


def package_homes(root: Path, manifest: Manifest) -> list[Path]:
    """The folders, there or not, at or below which packages lie."""
    return [*[folder for _, folder in manifest.dependencies], root / ".spago"]


def _package_sources(folder: Path) -> Iterable[Path]:
    """A package's `src` where it has one, else the folder itself."""
    source = folder / "src"
    yield source if source.is_dir() else folder


def package_files(folder: Path) -> list[Path]:
    """The sources of a package folder: by its own manifest where it has one."""
    manifest, _ = read_manifest(folder)
    return workspace_files(folder, manifest)


def workspace_root(path: Path) -> Path | None:
    """The nearest folder above a path that says it is a Nova or spago project; None: the path is in no workspace."""
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents):
        if any((folder / marker).exists() for marker in PROJECT_MARKERS):
            return folder
    return None
