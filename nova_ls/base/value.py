"""Values: data classes that nobody changes, made by the thousand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import Field, field
from types import FunctionType
from typing import TypeVar, cast, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True)
def value(cls: type[_T]) -> type[_T]:
    """A slotted data class that compares and hashes by its fields, which are those that it declares itself.

    mypy sees to it that no field is ever set again. `dataclass(frozen=True, slots=True)` does so at run time, where making a value takes three times as
    long; and making the class takes five times as long, for which every start of the program would pay. `dataclasses.replace` knows values; `field`, `fields` and `asdict` do not.
    """
    fields = tuple([name for name, of in cls.__annotations__.items() if "ClassVar" not in of])
    namespace = dict(vars(cls))
    defaults = tuple([namespace.pop(name) for name in fields if name in namespace])
    functions: dict[str, FunctionType] = {}
    exec(_source(fields), {}, functions)
    functions["__init__"].__defaults__ = defaults
    for name, function in functions.items():
        function.__qualname__ = f"{cls.__qualname__}.{name}"
        namespace.setdefault(name, function)
    namespace.setdefault("__repr__", _shown)
    namespace.update(__slots__=fields, __match_args__=fields, __qualname__=cls.__qualname__)
    namespace["__dataclass_fields__"] = {name: _named(name) for name in fields}
    for of_instances in ("__dict__", "__weakref__"):
        namespace.pop(of_instances, None)
    return cast(type[_T], type(cls.__name__, cls.__bases__, namespace))


def _source(fields: Sequence[str]) -> str:
    sets = "".join([f"\n    self.{name} = {name}" for name in fields]) or "\n    pass"
    own = "".join([f"self.{name}," for name in fields])
    others = "".join([f"other.{name}," for name in fields])
    return f"""
def __init__(self, {", ".join(fields)}):{sets}
def __eq__(self, other):
    if other.__class__ is not self.__class__:
        return NotImplemented
    return ({own}) == ({others})
def __hash__(self):
    return hash(({own}))
"""


def _named(name: str) -> Field[object]:
    described: Field[object] = field()
    described.name = name
    return described


def _shown(self: object) -> str:
    fields: Sequence[str] = getattr(self, "__match_args__")  # noqa: B009
    shown = ", ".join([f"{name}={getattr(self, name)!r}" for name in fields])
    return f"{self.__class__.__qualname__}({shown})"
