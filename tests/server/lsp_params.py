"""What the protocol's types say of the params of methods, as `nova_ls/server/rpc/params.json` has it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, ForwardRef, Union, get_args, get_origin

import attrs
from lsprotocol import types
from lsprotocol.validators import uinteger_validator

_PLAIN = {str: "string", bool: "boolean", float: "decimal", int: "integer"}
_ANY = {"LSPAny", "LSPObject", "LSPArray"}

Schema = dict[str, dict[str, Any]]


def schema(methods: Iterable[str]) -> Schema:
    """The params of some methods, and the types that are named there."""
    maker = _Maker()
    found = {}
    for method in sorted(methods):
        params: Any = types.METHOD_TO_TYPES[method][2]
        if params is not None:
            found[method] = maker.name(params)
    return {"methods": found, "types": dict(sorted(maker.types.items()))}


class _Maker:
    def __init__(self) -> None:
        self.types: Schema = {}

    def name(self, kind: type[Any]) -> str:
        """The name of an object's type, which is described."""
        name = kind.__name__
        if name not in self.types:
            fields: dict[str, Any] = {}
            self.types[name] = fields
            attrs.resolve_types(kind, types.ALL_TYPES_MAP, {})
            for field in attrs.fields(kind):
                fields[camel(field.name)] = self._field(field)
        return name

    def _field(self, field: attrs.Attribute[Any]) -> dict[str, Any]:
        kind, is_optional = without_none(field.type)
        said = self.said(kind)
        if said == "integer" and _has_validator(field, uinteger_validator):
            said = "uinteger"
        return {"is": said, "?": True} if is_optional else {"is": said}

    def said(self, kind: Any) -> Any:
        """What is said of a type."""
        if isinstance(kind, ForwardRef):
            kind = kind.__forward_arg__
        if isinstance(kind, str):
            kind = kind.removeprefix("lsp_types.")
            if kind in _ANY:
                return "any"
            kind = types.ALL_TYPES_MAP[kind]
        if kind in _PLAIN:
            return _PLAIN[kind]
        if kind in (Any, object, types.LSPAny, types.LSPObject):
            return "any"
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return {"values": [each.value for each in kind]}
        if isinstance(kind, type) and attrs.has(kind):
            return self.name(kind)
        origin, parts = get_origin(kind), get_args(kind)
        if origin in (Union, UnionType):
            return self._one_of(parts)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"map": self.said(parts[1])}
        if isinstance(origin, type) and issubclass(origin, Sequence):
            return {"array": self.said(parts[0])}
        raise AssertionError(kind)

    def _one_of(self, parts: tuple[Any, ...]) -> Any:
        cases: list[Any] = []
        for part in parts:
            said = self.said(part)
            if said not in cases:
                cases.append(said)
        if "any" in cases:
            return "any"
        # An enumeration that is open to other values.
        open_to = [case for case in cases if case in ("string", "integer")]
        cases = [
            case for case in cases if not (isinstance(case, dict) and "values" in case and open_to)
        ]
        return cases[0] if len(cases) == 1 else {"or": cases}


def without_none(kind: Any) -> tuple[Any, bool]:
    """A type without null, and whether that was one of its cases."""
    if get_origin(kind) not in (Union, UnionType) or NoneType not in get_args(kind):
        return kind, False
    parts = tuple(part for part in get_args(kind) if part is not NoneType)
    return (parts[0] if len(parts) == 1 else Union[parts]), True  # noqa: UP007


def camel(name: str) -> str:
    """What the protocol calls a field."""
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(part.capitalize() for part in rest)


def _has_validator(field: attrs.Attribute[Any], wanted: Any) -> bool:
    pending = [field.validator]
    while pending:
        one = pending.pop()
        if one is wanted:
            return True
        inner = getattr(one, "validator", None) or getattr(one, "_validators", ())
        pending += inner if isinstance(inner, list | tuple) else [inner]
    return False
