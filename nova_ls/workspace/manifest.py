"""nova.toml: what a workspace consists of.

Every key is optional, and so is the file:

    [project]
    name = "pantry"
    sources = ["src/**/*.nova"]        # globs relative to the manifest

    [dependencies]
    kitchen = { path = "../kitchen" }  # a folder with Nova sources, or with a manifest of its own

    [history]
    keep = "90 days"                   # how long versions are kept that no branch is at any more
    size = "200 MB"                    # and how large the database may grow before older ones go

    [diagnostics]
    UnusedImport = "off"               # off, hint, warning or error, by code

Unknown tables and keys are problems too: a misspelt key that is silently ignored is the worst answer.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from nova_ls.base.diagnostic import Severity

MANIFEST: Final = "nova.toml"
PROJECT_MARKERS: Final = (MANIFEST, "spago.yaml", "spago.dhall")


_LEVELS: Final[dict[str, Severity | None]] = {
    "off": None,
    "hint": Severity.HINT,
    "warning": Severity.WARNING,
    "error": Severity.ERROR,
}
_KEEP: Final = 90 * 86_400.0
_SIZE: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class HistoryLimits:
    """`keep` in seconds, `size` in bytes. What branches are at is kept whatever they say."""

    keep: float = _KEEP
    size: int = _SIZE


@dataclass(frozen=True, slots=True)
class Manifest:
    """`sources` None: every source file below the root. `dependencies` are folders, by name.

    `levels`: how diagnostics are told whose codes are named, None for not at all.
    """

    name: str = ""
    sources: tuple[str, ...] | None = None
    dependencies: tuple[tuple[str, Path], ...] = ()
    history: HistoryLimits = HistoryLimits()
    levels: Mapping[str, Severity | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ManifestProblem:
    """Why a manifest cannot be used; the line counts from 0."""

    path: Path
    line: int
    message: str


def read_manifest(root: Path) -> tuple[Manifest, ManifestProblem | None]:
    """The manifest of a workspace; an absent one is the empty manifest, a wrong one is that and a problem."""
    path = root / MANIFEST
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Manifest(), None
    except (OSError, UnicodeDecodeError) as error:
        return Manifest(), ManifestProblem(path, 0, f"{MANIFEST} cannot be read: {_reason(error)}")
    return parse_manifest(root, text)


def parse_manifest(root: Path, text: str) -> tuple[Manifest, ManifestProblem | None]:
    """The manifest that a text is; paths in it are relative to `root`."""
    path = root / MANIFEST
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{MANIFEST} is not TOML: {error}"
        return Manifest(), ManifestProblem(path, _line_of(error, text), message)
    if not data:
        return Manifest(), None
    from nova_ls.workspace.manifest_schema import Complaint, structure_manifest  # slow to load

    file = structure_manifest(data)
    if isinstance(file, Complaint):
        line = _line_of_key(file.path, text)
        return Manifest(), ManifestProblem(path, line, f"{MANIFEST}: {file.message}")
    # As clients name what lies there: `..` is resolved, links are not.
    dependencies = [
        (name, Path(os.path.normpath(root / each.path))) for name, each in file.dependencies.items()
    ]
    keep, size = file.history.keep, file.history.size
    limits = HistoryLimits(_KEEP if keep is None else keep, _SIZE if size is None else size)
    levels = {str(code): _LEVELS[level] for code, level in file.diagnostics.items()}
    project = file.project
    return Manifest(project.name, project.sources, tuple(dependencies), limits, levels), None


def _line_of_key(path: tuple[str, ...], text: str) -> int:
    """The line on which a table or key stands, looked for below each of those around it; that of the last one found."""
    rows, found = text.splitlines(), 0
    for key in path:
        written = re.compile(rf"\s*\[?(.*[.{{,])?\s*[\"']?{re.escape(key)}[\"']?\s*[]=.]")
        found = next((n for n in range(found, len(rows)) if written.match(rows[n])), found)
    return found


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> int:
    """Where TOML ends to be TOML; the last line for what lacks an end."""
    if "end of document" in str(error):
        return max(len(text.splitlines()) - 1, 0)
    words = str(error).split("line ")
    digits = words[-1].split(",")[0].split(" ")[0] if len(words) > 1 else ""
    return int(digits) - 1 if digits.isdigit() else 0


def _reason(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"it is not UTF-8 (byte {error.start})"
    return error.strerror or type(error).__name__
