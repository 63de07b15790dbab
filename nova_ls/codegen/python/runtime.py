"""What compiled code needs when it runs: dictionaries of classes, and what goes wrong.

Compiled code finds these under names that no declaration has (`RUNTIME`).
"""

from __future__ import annotations

from collections.abc import Callable
from operator import setitem
from typing import Any, Final, NoReturn


class Dictionary(dict[Any, Any]):
    """The dictionary of an instance: members by name, superclasses by index, each computed when it is first asked for.

    That instances may need each other, and themselves, follows. What code makes of a record that stands for a class is a plain dict.
    """

    __slots__ = ("arguments", "table")

    table: dict[Any, Callable[..., Any]]
    arguments: tuple[Any, ...]

    def __missing__(self, key: Any) -> Any:
        value = self[key] = self.table[key](*self.arguments)
        return value


def dictionary(table: dict[Any, Callable[..., Any]], *arguments: Any) -> Dictionary:
    """The dictionary of an instance, from functions of the dictionaries of its constraints."""
    made = Dictionary()
    made.table = table
    made.arguments = arguments
    return made


class NovaError(Exception):
    """A program has come to an end that its author has to do something about."""


class NoCase(NovaError):
    """No case of a match fits."""

    def __init__(self) -> None:
        super().__init__("no case fits the value")


class MissingForeign:
    """Stands for a foreign value that this back end does not have, until it is used."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def _fail(self, *_arguments: object) -> NoReturn:
        raise NovaError(self.reason)

    __call__ = __getitem__ = __iter__ = __len__ = __add__ = __sub__ = __mul__ = _fail
    __lt__ = __le__ = __gt__ = __ge__ = _fail
    __bool__ = __radd__ = __rsub__ = __rmul__ = __str__ = _fail
    __getattr__ = _fail


class Again:
    """A function tells by this that it is to be called again, with arguments that it has left."""

    __slots__ = ()


AGAIN: Final = Again()


class Bounce:
    """A function tells by this what is to be called in its place: one of those that call each other in circles."""

    __slots__ = ("arguments", "function")

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.function = function
        self.arguments = arguments


def settle(result: Any) -> Any:
    """What comes out in the end. `step`: what a function does up to the next call of that sort."""
    while result.__class__ is Bounce:
        function = result.function
        result = getattr(function, "step", function)(*result.arguments)
    return result


def wrap(value: int) -> int:
    """An integer in 32 bits."""
    return (value + 0x80000000 & 0xFFFFFFFF) - 0x80000000


RUNTIME: Final[dict[str, Any]] = {
    "~dictionary": dictionary,
    "~NoCase": NoCase,
    "~again": AGAIN,
    "~wrap": wrap,
    "~put": setitem,
    "~bounce": Bounce,
    "~settle": settle,
}
"""By the names that compiled code has for them."""
