"""Finding the modules that a workspace's files import: packages, then the standard library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.workspace.discovery import LIBRARY, package_files, source_files
from nova_ls.workspace.module_name import declared_name
from nova_ls.workspace.read_source import Unreadable, read_source


class Library:
    """Modules by name outside the workspace (compiler.world.Finder).

    The names of a package's modules are known once its files have been looked at, when the first module is asked for that
    the standard library's own tree cannot answer for; those of the standard library follow from their paths.
    """

    __slots__ = ("_files", "_finding", "_folders", "_packages", "known_names", "unreadable")

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = list(folders)
        self._packages: dict[str, Path] | None = None
        self._finding = self._find_packages()
        self._files: frozenset[Path] = frozenset()  # in which they were looked for
        self.known_names: tuple[str, ...] | None = None  # None: not listed yet
        self.unreadable: list[Unreadable] = []

    def find(self, module: str) -> tuple[Path, ModuleOrigin, str] | None:
        """Path, origin and text of a module; packages come before the standard library."""
        path = self.packages().get(module)
        origin = ModuleOrigin.PACKAGE
        if path is None:
            path, origin = library_path(module), ModuleOrigin.LIBRARY
            # A name that is being typed, `Effect.`, has no path of its own.
            if not all(module.split(".")) or not path.is_file():
                return None
        text = read_source(path)
        if isinstance(text, Unreadable):
            self.unreadable.append(text)
            return None
        return path, origin, text

    def packages(self) -> dict[str, Path]:
        """Every module of the packages, by name; of two files with one name the first by path counts."""
        if self._packages is None:
            for _ in self._finding:
                continue
        assert self._packages is not None
        return self._packages

    def find_packages(self) -> Iterator[None]:
        """Find these modules in small steps; a caller that asks for one before then waits for the rest."""
        if self._packages is None:
            for _ in self._finding:
                yield

    def _find_packages(self) -> Iterator[None]:
        packages: dict[str, Path] = {}
        files: list[Path] = []
        for folder in self._folders:
            own = package_files(folder)
            yield
            for path in own:
                name = declared_name(path)
                if name is not None:
                    packages.setdefault(name, path)
                yield
            files += own
        self._packages, self._files = packages, frozenset(files)

    def is_of(self, folders: Sequence[Path]) -> bool:
        """Whether these are the folders of its packages, and the files that were found there are the ones that are there now."""
        if list(folders) != self._folders:
            return False
        return self._packages is None or self._files == frozenset(_files_in(folders))

    def lose(self, path: Path) -> None:
        """A file is gone; if it comes back, it is a new one."""
        self._files -= {path}

    def list_names(self) -> tuple[str, ...]:
        """The names of all modules, imported or not."""
        if self.known_names is None:
            self.known_names = (*self.packages(), *_standard_names())
        return self.known_names


def _files_in(folders: Iterable[Path]) -> list[Path]:
    return [path for folder in folders for path in package_files(folder)]


@lru_cache(maxsize=1)
def _standard_names() -> tuple[str, ...]:
    paths = (path.relative_to(LIBRARY).with_suffix("") for path in source_files(LIBRARY))
    return tuple(".".join(path.parts) for path in paths)


def library_path(module: str) -> Path:
    """Where a module of the standard library lies."""
    return LIBRARY.joinpath(*module.split(".")).with_suffix(".nova")
