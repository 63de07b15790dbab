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
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from nova_ls.base.diagnostic import Severity
from nova_ls.base.similar_names import similar_names
from nova_ls.base.times import parse_duration
from nova_ls.types.core.problems import PROBLEMS

MANIFEST: Final = "nova.toml"
PROJECT_MARKERS: Final = (MANIFEST, "spago.yaml", "spago.dhall")
_TABLES: Final = ("project", "dependencies", "history", "diagnostics")
_LEVELS: Final[dict[str, Severity | None]] = {
    "off": None,
    "hint": Severity.HINT,
    "warning": Severity.WARNING,
    "error": Severity.ERROR,
}
_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?i?b)")
_SIZES: Final = {"b": 1} | {
    f"{letter}{suffix}": base**power
    for power, letter in enumerate("kmgt", 1)
    for suffix, base in (("b", 1000), ("ib", 1024))
}


@dataclass(frozen=True, slots=True)
class HistoryLimits:
    """`keep` in seconds, `size` in bytes. What branches are at is kept whatever they say."""

    keep: float = 90 * 86_400.0
    size: int = 200_000_000


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
        return _manifest(root, tomllib.loads(text)), None
    except tomllib.TOMLDecodeError as error:
        return Manifest(), ManifestProblem(
            path, _line_of(error, text), f"{MANIFEST} is not TOML: {error}"
        )
    except _Wrong as wrong:
        line = next((n for n, row in enumerate(text.splitlines()) if wrong.key in row), 0)
        return Manifest(), ManifestProblem(path, line, f"{MANIFEST}: {wrong.message}")


class _Wrong(Exception):
    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key
        self.message = message


def _manifest(root: Path, data: dict[str, Any]) -> Manifest:
    for table in data:
        if table not in _TABLES:
            known = ", ".join(f"`[{name}]`" for name in _TABLES)
            raise _Wrong(table, f"`[{table}]` is unknown; there are {known}")
    project = _table(data, "project")
    for key in project:
        if key not in ("name", "sources"):
            raise _Wrong(key, f"`{key}` is unknown in `[project]`; there are `name` and `sources`")
    name = project.get("name", "")
    if not isinstance(name, str):
        raise _Wrong("name", '`name` must be a string, as in `name = "pantry"`')
    sources = project.get("sources")
    if sources is not None and not (
        isinstance(sources, list) and all(isinstance(glob, str) for glob in sources)
    ):
        raise _Wrong("sources", '`sources` must be a list of globs, as in `["src/**/*.nova"]`')
    dependencies = [
        (key, _dependency(root, key, value)) for key, value in _table(data, "dependencies").items()
    ]
    history = _history(_table(data, "history"))
    levels = _levels(_table(data, "diagnostics"))
    globs = None if sources is None else tuple(sources)
    return Manifest(name, globs, tuple(dependencies), history, levels)


def _levels(table: dict[str, Any]) -> dict[str, Severity | None]:
    for code, level in table.items():
        if code not in PROBLEMS:
            similar = "".join(
                [f"; did you mean `{each}`?" for each in similar_names(code, PROBLEMS)[:1]]
            )
            raise _Wrong(code, f"`{code}` in `[diagnostics]` is no diagnostic's code{similar}")
        if not isinstance(level, str) or level not in _LEVELS:
            words = ", ".join([f'`"{word}"`' for word in _LEVELS])
            raise _Wrong(code, f"`{code}` in `[diagnostics]` must be one of {words}")
    return {code: _LEVELS[level] for code, level in table.items()}


def _history(table: dict[str, Any]) -> HistoryLimits:
    for key in table:
        if key not in ("keep", "size"):
            raise _Wrong(key, f"`{key}` is unknown in `[history]`; there are `keep` and `size`")
    limits = HistoryLimits()
    keep, size = table.get("keep"), table.get("size")
    if keep is not None:
        seconds = parse_duration(keep) if isinstance(keep, str) else None
        if not seconds:
            raise _Wrong("keep", '`keep` must be a time, as in `keep = "90 days"`')
        limits = replace(limits, keep=seconds)
    if size is not None:
        count = _bytes(size) if isinstance(size, str) else None
        if not count:
            raise _Wrong("size", '`size` must be a size, as in `size = "200 MB"`')
        limits = replace(limits, size=count)
    return limits


def _bytes(text: str) -> int | None:
    match = _SIZE.fullmatch(text.strip().lower())
    return None if match is None else int(float(match[1]) * _SIZES[match[2]])


def _table(data: dict[str, Any], name: str) -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise _Wrong(name, f"`{name}` must be a table, as in `[{name}]`")
    return table


def _dependency(root: Path, name: str, value: Any) -> Path:
    path = value.get("path") if isinstance(value, dict) else None
    if not isinstance(path, str):
        raise _Wrong(
            name, f'`{name}` must say where it lies, as in `{name} = {{ path = "../{name}" }}`'
        )
    return Path(os.path.normpath(root / path))  # as clients name what lies there


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
