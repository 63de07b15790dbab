"""The shape of nova.toml, and what to say of a file that has another one.

Imported when there is a manifest to look at: cattrs takes longer to load than an editor needs to wait for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Final, Literal, NewType, TypeAlias, get_args

from cattrs import BaseValidationError, ClassValidationError, Converter, IterableValidationError
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn

from nova_ls.base.similar_names import similar_names
from nova_ls.base.times import parse_duration
from nova_ls.types.core.problems import PROBLEMS

Seconds = NewType("Seconds", float)
Bytes = NewType("Bytes", int)
Globs = NewType("Globs", tuple[str, ...])
Code = NewType("Code", str)
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
class History:
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
    history: History = History()
    diagnostics: dict[Code, Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong in a manifest. `path`: the table and key that it is about, the outermost first."""

    path: tuple[str, ...]
    message: str


def structure_manifest(data: dict[str, Any]) -> ManifestFile | Complaint:
    """What parsed TOML says, or the first thing that is wrong with it; unknown tables and keys are told of before others."""
    try:
        return _CONVERTER.structure(data, ManifestFile)
    except BaseValidationError as error:
        leaves = list(_leaves((), error))
        leaves.sort(key=lambda leaf: not isinstance(leaf[1], ForbiddenExtraKeysError))
        return _complaint(*leaves[0], data)


# ---------------------------------------------------------------------------- values


def _string(value: object, _: type) -> str:
    if not isinstance(value, str):
        raise TypeError(value)  # cattrs would make a string of whatever there is.
    return value


def _globs(value: object, _: type) -> Globs:
    if not isinstance(value, list):
        raise TypeError(value)
    return Globs(tuple([_string(glob, str) for glob in value]))


def _seconds(value: object, _: type) -> Seconds:
    seconds = parse_duration(_string(value, str))
    if not seconds:
        raise ValueError(value)
    return Seconds(seconds)


def _bytes(value: object, _: type) -> Bytes:
    match = _SIZE.fullmatch(_string(value, str).strip().lower())
    count = 0 if match is None else int(float(match[1]) * _SIZES[match[2]])
    if not count:
        raise ValueError(value)
    return Bytes(count)


def _code(value: object, _: type) -> Code:
    if value not in PROBLEMS:
        raise ValueError(value)
    return Code(str(value))


def _table(cls: type[Any]) -> Callable[[object, object], Any]:
    structure = make_dict_structure_fn(cls, _CONVERTER, _cattrs_forbid_extra_keys=True)

    def checked(value: object, target: object) -> Any:
        if not isinstance(value, dict):
            raise TypeError(value)
        return structure(value, target)

    return checked


_CONVERTER: Final = Converter(detailed_validation=True)
_CONVERTER.register_structure_hook_factory(is_dataclass, _table)
_CONVERTER.register_structure_hook(str, _string)
_CONVERTER.register_structure_hook(Globs, _globs)
_CONVERTER.register_structure_hook(Seconds, _seconds)
_CONVERTER.register_structure_hook(Bytes, _bytes)
_CONVERTER.register_structure_hook(Code, _code)


# ---------------------------------------------------------------------------- mistakes


def _leaves(
    path: tuple[str, ...], error: BaseException
) -> Iterator[tuple[tuple[str, ...], BaseException]]:
    """The single mistakes in what cattrs raises, each with the way to it."""
    if isinstance(error, ClassValidationError):
        with_notes, others = error.group_exceptions()
        for inner, note in with_notes:
            yield from _leaves((*path, note.name), inner)
        yield from ((path, inner) for inner in others)
    elif isinstance(error, IterableValidationError):
        for inner, each in error.group_exceptions()[0]:
            yield from _leaves((*path, str(each.index)), inner)
    else:
        yield path, error


def _complaint(path: tuple[str, ...], leaf: BaseException, data: dict[str, Any]) -> Complaint:
    if isinstance(leaf, ForbiddenExtraKeysError):
        return _unknown(path, leaf, data)
    name = path[-1]
    if len(path) == 1:
        return Complaint(path, f"`{name}` must be a table, as in `[{name}]`")
    if path[0] == "dependencies":
        name = path[1]
        rule = f'`{name}` must say where it lies, as in `{name} = {{ path = "../{name}" }}`'
        return Complaint(path[:2], rule)
    if path[0] == "diagnostics":
        return Complaint(path[:2], f"`{path[1]}` in `[diagnostics]` {_wrong_level(path[1])}")
    table = {"project": Project, "history": History}[path[0]]
    rule = next(each.metadata["rule"] for each in fields(table) if each.name == name)
    return Complaint(path, f"`{name}` must be {rule}")


def _wrong_level(code: str) -> str:
    if code in PROBLEMS:
        words = ", ".join([f'`"{word}"`' for word in get_args(Level)])
        return f"must be one of {words}"
    similar = "".join([f"; did you mean `{each}`?" for each in similar_names(code, PROBLEMS)[:1]])
    return f"is not the code of a diagnostic{similar}"


def _unknown(
    path: tuple[str, ...], error: ForbiddenExtraKeysError, data: dict[str, Any]
) -> Complaint:
    table = data
    for name in path:
        table = table[name]
    key = next(name for name in table if name in error.extra_fields)
    names = [each.name for each in fields(error.cl)]
    if not path:
        known = ", ".join(f"`[{name}]`" for name in names)
        return Complaint((key,), f"`[{key}]` is unknown; there are {known}")
    place = f"`[{path[0]}]`" if len(path) == 1 else f"`{path[-1]}`"
    listed = " and ".join(f"`{name}`" for name in names)
    verb = "are" if len(names) > 1 else "is"
    return Complaint((*path, key), f"`{key}` is unknown in {place}; there {verb} {listed}")
