"""The shape of nova.toml, and what to say of a file that has another one.

Imported when there is a manifest to look at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal, NewType, TypeAlias, get_args

from nova_ls.base.similar_names import similar_names
from nova_ls.base.times import parse_duration
from nova_ls.types.core.problems import PROBLEMS

Seconds = NewType("Seconds", float)
Bytes = NewType("Bytes", int)
Globs = NewType("Globs", tuple[str, ...])
DiagnosticCode = NewType("DiagnosticCode", str)
Level: TypeAlias = Literal["off", "hint", "warning", "error"]

_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?i?b)")
_SIZES: Final = {"b": 1} | {
    f"{letter}{suffix}": base**power
    for power, letter in enumerate("kmgt", 1)
    for suffix, base in (("b", 1000), ("ib", 1024))
}


@dataclass(frozen=True, slots=True)
class Project:
    """`[project]`. The `rule` of a field is what a wrong value is told that it must be."""

    name: str = field(default="", metadata={"rule": 'a string, as in `name = "pantry"`'})
    sources: Globs | None = field(
        default=None, metadata={"rule": 'a list of globs, as in `["src/**/*.nova"]`'}
    )


@dataclass(frozen=True, slots=True)
class Dependency:
    """A line of `[dependencies]`."""

    path: str


@dataclass(frozen=True, slots=True)
class HistorySettings:
    """`[history]`."""

    keep: Seconds | None = field(
        default=None, metadata={"rule": 'a time, as in `keep = "90 days"`'}
    )
    size: Bytes | None = field(default=None, metadata={"rule": 'a size, as in `size = "200 MB"`'})


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """All of nova.toml."""

    project: Project = Project()
    dependencies: dict[str, Dependency] = field(default_factory=dict)
    history: HistorySettings = HistorySettings()
    diagnostics: dict[DiagnosticCode, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong in a manifest. `path`: the table and key that it is about, the outermost first."""

    path: tuple[str, ...]
    message: str


def structure_manifest(data: dict[str, Any]) -> ManifestFile | Complaint:
    """What parsed TOML says, or the first thing that is wrong with it; unknown tables and keys are told of before others."""
    unknown = next(_unknown_keys(data), None)
    if unknown is not None:
        return unknown
    try:
        return ManifestFile(
            _table(data, "project", Project, {"name": _string, "sources": _globs}),
            _entries(data, "dependencies", _dependency),
            _table(data, "history", HistorySettings, {"keep": _seconds, "size": _bytes}),
            _entries(data, "diagnostics", _level),
        )
    except _Wrong as wrong:
        return _complaint(wrong.path)


class _Wrong(Exception):
    """A value is not as it must be. `path`: the keys that lead to it."""

    def __init__(self, *path: str) -> None:
        self.path = path


def _table(data: dict[str, Any], table: str, kind: type[Any], values: Mapping[str, _Read]) -> Any:
    """A table of one level."""
    given = data.get(table, {})
    if not isinstance(given, dict):
        raise _Wrong(table)
    found = {}
    for name, read in values.items():
        if name in given:
            try:
                found[name] = read(given[name])
            except (TypeError, ValueError):
                raise _Wrong(table, name) from None
    return kind(**found)


def _entries(data: dict[str, Any], table: str, read: Callable[[str, object], Any]) -> Any:
    """A table of any keys."""
    given = data.get(table, {})
    if not isinstance(given, dict):
        raise _Wrong(table)
    found = {}
    for name, value in given.items():
        try:
            found[name] = read(name, value)
        except (KeyError, TypeError, ValueError):
            raise _Wrong(table, name) from None
    return found


# ---------------------------------------------------------------------------- values


_Read: TypeAlias = Callable[[object], Any]
"""From a value to what it means; TypeError or ValueError for one that means nothing."""


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _globs(value: object) -> Globs:
    if not isinstance(value, list):
        raise TypeError(value)
    return Globs(tuple([_string(glob) for glob in value]))


def _seconds(value: object) -> Seconds:
    seconds = parse_duration(_string(value))
    if not seconds:
        raise ValueError(value)
    return Seconds(seconds)


def _bytes(value: object) -> Bytes:
    match = _SIZE.fullmatch(_string(value).strip().lower())
    count = 0 if match is None else int(float(match[1]) * _SIZES[match[2]])
    if not count:
        raise ValueError(value)
    return Bytes(count)


def _dependency(_name: str, value: object) -> Dependency:
    if not isinstance(value, dict):
        raise TypeError(value)
    return Dependency(_string(value["path"]))


def _level(code: str, value: object) -> Level:
    if code not in PROBLEMS:
        raise ValueError(code)
    return _LEVELS[_string(value)]


_LEVELS: Final[dict[str, Level]] = {word: word for word in get_args(Level)}


# ---------------------------------------------------------------------------- mistakes


def _complaint(path: tuple[str, ...]) -> Complaint:
    name = path[-1]
    if len(path) == 1:
        return Complaint(path, f"`{name}` must be a table, as in `[{name}]`")
    if path[0] == "dependencies":
        rule = f'`{name}` must say where it lies, as in `{name} = {{ path = "../{name}" }}`'
        return Complaint(path, rule)
    if path[0] == "diagnostics":
        return Complaint(path, f"`{name}` in `[diagnostics]` {_wrong_level(name)}")
    table = {"project": Project, "history": HistorySettings}[path[0]]
    rule = next(each.metadata["rule"] for each in fields(table) if each.name == name)
    return Complaint(path, f"`{name}` must be {rule}")


def _wrong_level(code: str) -> str:
    if code in PROBLEMS:
        words = ", ".join([f'`"{word}"`' for word in get_args(Level)])
        return f"must be one of {words}"
    similar = "".join([f"; did you mean `{each}`?" for each in similar_names(code, PROBLEMS)[:1]])
    return f"is not the code of a diagnostic{similar}"


def _unknown_keys(data: dict[str, Any]) -> Iterator[Complaint]:
    """What nobody knows: first in the tables, then the tables themselves."""
    for path, table, kind in _places(data):
        names = [each.name for each in fields(kind)]
        for key in table:
            if key not in names:
                yield _unknown(path, key, names)


def _places(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any], type[Any]]]:
    """The tables whose keys are known."""
    places: list[tuple[tuple[str, ...], object, type[Any]]] = [
        (("project",), data.get("project"), Project)
    ]
    dependencies = data.get("dependencies")
    for name, each in dependencies.items() if isinstance(dependencies, dict) else ():
        places.append((("dependencies", name), each, Dependency))
    places += ((("history",), data.get("history"), HistorySettings), ((), data, ManifestFile))
    for path, table, kind in places:
        if isinstance(table, dict):
            yield path, table, kind


def _unknown(path: tuple[str, ...], key: str, names: list[str]) -> Complaint:
    if not path:
        known = ", ".join(f"`[{name}]`" for name in names)
        return Complaint((key,), f"`[{key}]` is unknown; there are {known}")
    place = f"`[{path[0]}]`" if len(path) == 1 else f"`{path[-1]}`"
    listed = " and ".join(f"`{name}`" for name in names)
    verb = "are" if len(names) > 1 else "is"
    return Complaint((*path, key), f"`{key}` is unknown in {place}; there {verb} {listed}")
