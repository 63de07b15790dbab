"""Slotted data classes: making one costs next to nothing at the program's start, as what it does is compiled when it is done first.

`dataclass(slots=True)` compiles the methods of each class when it is defined, which takes some twenty times as long; and where it freezes a class, making an
instance takes three times as long. There are some hundred of these classes, of which a command needs a part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import Field, field
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any, Final, TypeVar, cast, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True)
def value(cls: type[_T]) -> type[_T]:
    """A data class that nobody changes, and that compares and hashes by its fields, which are those that it declares itself.

    mypy sees to it that no field is ever set again. `dataclasses.replace` knows values; `fields` and `asdict` do not.
    """
    fields = _fields(cls)
    all_of: Callable[[object], object] = attrgetter(*fields) if fields else lambda _: ()

    def __eq__(self: object, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all_of(self) == all_of(other)

    def __hash__(self: object) -> int:
        return hash(all_of(self))

    return _slotted(cls, fields, {"__eq__": __eq__, "__hash__": __hash__, "__repr__": _shown})


@dataclass_transform(eq_default=False)
def entity(cls: type[_T]) -> type[_T]:
    """A data class that compares by identity. `dataclasses.replace` knows entities; `fields` and `asdict` do not."""
    return _slotted(cls, _fields(cls), {"__repr__": _shown})


def _fields(cls: type) -> tuple[str, ...]:
    return tuple([name for name, of in cls.__annotations__.items() if "ClassVar" not in of])


def _slotted(
    cls: type[_T], fields: tuple[str, ...], methods: dict[str, Callable[..., Any]]
) -> type[_T]:
    """`methods`: what a class has that does not define it itself, or inherit it from another class than `object`."""
    namespace = dict(vars(cls))
    defaults = tuple([namespace.pop(name) for name in fields if name in namespace])
    for name, method in methods.items():
        if getattr(cls, name) is getattr(object, name):
            namespace[name] = method
    namespace.update(__slots__=fields, __match_args__=fields, __qualname__=cls.__qualname__)
    namespace["__dataclass_fields__"] = {name: _described(name) for name in fields}
    for of_instances in ("__dict__", "__weakref__"):
        namespace.pop(of_instances, None)
    made = type(cls.__name__, cls.__bases__, namespace)
    if "__init__" not in namespace:
        _UNUSED[made] = fields, defaults
        _set_init(made, _first_init(made))
    return cast(type[_T], made)


_UNUSED: Final[dict[type, tuple[tuple[str, ...], tuple[object, ...]]]] = {}
"""The classes of which nothing has been compiled, with their fields and the defaults of the last of these."""


def _first_init(cls: type) -> Callable[..., None]:
    def __init__(self: object, *given: object, **named: object) -> None:
        _compile_init(cls)
        cls.__init__(self, *given, **named)  # type: ignore[misc]

    return __init__


def _compile_init(cls: type) -> None:
    unused = _UNUSED.get(cls)
    if unused is None:
        return  # Another thread has done it meanwhile.
    fields, defaults = unused
    # A code object of its own: the interpreter remembers in it which class it has met, and how to set that one's fields.
    code = _init_code(fields).replace(co_qualname=f"{cls.__qualname__}.__init__")
    init = FunctionType(code, {}, "__init__", defaults)
    _set_init(cls, init)
    _UNUSED.pop(cls, None)


def compile_one() -> bool:
    """Compile ahead what a class does that has not been used yet, for who has nothing else to do; whether there was one."""
    cls = next(reversed(_UNUSED), None)
    if cls is not None:
        _compile_init(cls)
    return cls is not None


def _set_init(cls: type, init: Callable[..., None]) -> None:
    setattr(cls, "__init__", init)  # noqa: B010 (to mypy it is a method that nobody replaces)


@cache
def _init_code(fields: tuple[str, ...]) -> CodeType:
    """Many classes have the same fields."""
    sets = "".join([f"\n    self.{name} = {name}" for name in fields]) or "\n    pass"
    functions: dict[str, FunctionType] = {}
    exec(f"def __init__(self, {', '.join(fields)}):{sets}", {}, functions)
    return functions["__init__"].__code__


@cache
def _described(name: str) -> Field[object]:
    described: Field[object] = field()
    described.name = name
    return described


def _shown(self: object) -> str:
    fields: Sequence[str] = getattr(self, "__match_args__")  # noqa: B009
    shown = ", ".join([f"{name}={getattr(self, name)!r}" for name in fields])
    return f"{self.__class__.__qualname__}({shown})"
