"""Which files a workspace consists of, and which folders its packages lie in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from nova_ls.workspace.manifest import PROJECT_MARKERS, Manifest, read_manifest

SUFFIXES: Final = (".nova", ".nv", ".purs")
SKIPPED: Final = frozenset(
    (".git", ".nova", ".spago", ".psci_modules", "node_modules", "bower_components", "output")
)
LIBRARY: Final = Path(__file__).parent.parent / "stdlib"


def is_source(path: Path) -> bool:
    return path.suffix in SUFFIXES


def source_files(folder: Path) -> Iterator[Path]:
    """Every source file below a folder, sorted, without what builds and package managers leave there."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted(files):
            if name.endswith(SUFFIXES):
                yield Path(where, name)


def workspace_files(root: Path, manifest: Manifest) -> list[Path]:
    """The sources of a workspace, sorted: those of its manifest's globs, or all below its root."""
    if manifest.sources is None:
        return list(source_files(root))
    found: set[Path] = set()
    for glob in manifest.sources:
        found.update(path for path in root.glob(glob) if path.is_file() and is_source(path))
    return sorted(found)


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
