"""The modules of sample.py as a program: they stand on the Prelude, and any paragraph may come to stand anywhere."""

from __future__ import annotations

from typing import Final

from tests.compiler.law.program import Program, plain
from tests.compiler.sample import MODULES, PARAGRAPHS, WORDS

_EXTRA: Final = (
    ("module Extra where", "module Text where", "module Data.Tuple where"),
    ("extra = 1",),
)

SMALL: Final = Program(
    {name: plain(text) for name, text in MODULES.items()} | {"Extra.nova": _EXTRA},
    frozenset(("Extra.nova",)),
    PARAGRAPHS,
    WORDS,
    on_library=True,
)
