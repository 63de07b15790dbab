"""The params of messages: from JSON to objects with attributes, once they are what the protocol says.

`params.json` has what LSP says of the params of each method that is handled; a test holds it to the protocol's types (tests/server/test_params.py).
The libraries that have those types make a thousand classes when they are imported, which takes longer than a warm start of all else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

PARAMS_FILE: Final = Path(__file__).with_name("params.json")
_CAPITAL: Final = re.compile("[A-Z]")

Structure: TypeAlias = Callable[[Any], Any]
"""From JSON to a value; raises `BadParams`."""


class BadParams(Exception):
    """Params that are not what the method takes."""


class HasUri(Protocol):
    """What names a document."""

    @property
    def uri(self) -> str:
        """As the client writes it."""


class HasPosition(Protocol):
    """A position in a document."""

    @property
    def line(self) -> int:
        """Counted from 0."""

    @property
    def character(self) -> int:
        """In units of the encoding agreed on, from 0."""


class NamedDocument(NamedTuple):
    """A document that is named by something else than a message's params."""

    uri: str


class NamedPosition(NamedTuple):
    """A position in such a document."""

    line: int
    character: int


class Params:
    """An object of the protocol. Its attributes are the fields, in the words of Python; what is optional and missing is None."""

    def __init__(self, sent: dict[str, Any], fields: dict[str, Any]) -> None:
        self.__dict__.update(fields)
        self._sent = sent


def as_json(value: Any) -> Any:
    """What was received as such an object, as it was sent."""
    return value._sent if isinstance(value, Params) else value


def structure(method: str, params: Any) -> Any:
    """The params of a message, typed; BadParams where they are not as they should be."""
    name = _said()["methods"].get(method)
    return params if name is None else _object(name, params)


@lru_cache(maxsize=1)
def _said() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(PARAMS_FILE.read_bytes())
    return found


# ---------------------------------------------------------------------------- objects


class _Field(NamedTuple):
    attribute: str
    name: str
    is_required: bool
    structure: Structure


@cache
def _fields(name: str) -> tuple[_Field, ...]:
    fields: dict[str, Any] = _said()["types"][name]
    return tuple(
        _Field(attribute(name), name, "?" not in said, _structure_of(said["is"]))
        for name, said in fields.items()
    )


@cache
def _required(name: str) -> frozenset[str]:
    """The fields that an object has to have."""
    return frozenset(field.name for field in _fields(name) if field.is_required)


def attribute(name: str) -> str:
    """What a field of the protocol is called in Python."""
    found = _CAPITAL.sub(lambda match: f"_{match[0].lower()}", name)
    return f"{found}_" if found == "from" else found


def _object(name: str, value: Any) -> Params:
    if not isinstance(value, dict):
        raise BadParams(f"{name} must be an object")
    fields: dict[str, Any] = {}
    for attribute, field, is_required, structure in _fields(name):
        given = value.get(field)
        if given is not None:
            try:
                fields[attribute] = structure(given)
            except BadParams as problem:
                raise BadParams(f"{field}: {problem}") from None
        elif is_required:
            raise BadParams(f"{field} is missing")
        else:
            fields[attribute] = None
    return Params(value, fields)


# ---------------------------------------------------------------------------- other values


def _structure_of(said: Any) -> Structure:
    match said:
        case str():
            return _PLAIN.get(said) or partial(_object, said)
        case {"array": element}:
            return partial(_array, _structure_of(element))
        case {"map": element}:
            return partial(_map, _structure_of(element))
        case {"values": values}:
            return partial(_one_of_values, frozenset(values))
        case {"or": cases}:
            return partial(_one_of, cases, [_structure_of(case) for case in cases])
        case _:
            raise AssertionError(said)


def _array(element: Structure, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BadParams("must be an array")
    return [element(each) for each in value]


def _map(element: Structure, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadParams("must be an object")
    return {key: element(each) for key, each in value.items()}


def _one_of_values(values: frozenset[Any], value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | str) or value not in values:
        raise BadParams("is none of the values that there are")
    return value


def _one_of(cases: list[Any], structures: list[Structure], value: Any) -> Any:
    """The object that has most of the fields that are there; or else the first sort of value that it can be."""
    objects = [
        (len(_required(case)), number)
        for number, case in enumerate(cases)
        if isinstance(value, dict)
        and isinstance(case, str)
        and case not in _PLAIN
        and _required(case) <= value.keys()
    ]
    if objects:
        return structures[max(objects)[1]](value)
    for each in structures:
        try:
            return each(value)
        except BadParams:
            continue
    raise BadParams("is nothing that it could be")


def _of_type(types: tuple[type, ...], what: str, value: Any) -> Any:
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        raise BadParams(f"must be {what}")
    return value


def _uinteger(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 31:
        raise BadParams("must be a number from 0 on")
    return value


_PLAIN: Final[dict[str, Structure]] = {
    "any": lambda value: value,
    "string": partial(_of_type, (str,), "a string"),
    "boolean": partial(_of_type, (bool,), "true or false"),
    "integer": partial(_of_type, (int,), "a whole number"),
    "decimal": partial(_of_type, (int, float), "a number"),
    "uinteger": _uinteger,
}
