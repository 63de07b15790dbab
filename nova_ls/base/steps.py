"""Work in small steps: a generator that yields where others may come first, and returns what it came to."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from itertools import islice
from typing import TypeVar

Result = TypeVar("Result")
Key = TypeVar("Key")
Value = TypeVar("Value")


def all_steps(steps: Generator[object, None, Result]) -> Result:
    """Take all steps at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result


def portions(whole: Mapping[Key, Value], size: int) -> Iterator[Mapping[Key, Value]]:
    """A mapping in parts of so many items, for one step each."""
    if len(whole) <= size:
        yield whole
        return
    rest = iter(whole.items())
    while portion := dict(islice(rest, size)):
        yield portion
