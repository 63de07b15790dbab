"""What a program of the law consists of: for each file its paragraphs, and for each paragraph what may stand there instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Variants = tuple[tuple[str, ...], ...]
"""The paragraphs of a file, each with its alternatives; the first one is what stands there by default."""


class Program(NamedTuple):
    """`absent`: the files that are not there by default. `paragraphs` and `words` may come to stand anywhere.

    `on_library`: it stands on so much of the library that this had better be known.
    """

    files: Mapping[str, Variants]
    absent: frozenset[str]
    paragraphs: tuple[str, ...]
    words: tuple[str, ...]
    on_library: bool

    def default(self, name: str) -> str:
        """What stands in a file by default, once it is there."""
        return joined([alternatives[0] for alternatives in self.files[name]])

    def defaults(self) -> dict[str, str]:
        """The files that are there by default."""
        return {name: self.default(name) for name in self.files if name not in self.absent}


def joined(paragraphs: list[str]) -> str:
    """The text of some paragraphs; an empty one is none."""
    return "".join(f"{paragraph}\n\n" for paragraph in paragraphs if paragraph)


def plain(text: str) -> Variants:
    """A file whose paragraphs have no alternatives."""
    return tuple((paragraph.rstrip("\n"),) for paragraph in text.split("\n\n"))
