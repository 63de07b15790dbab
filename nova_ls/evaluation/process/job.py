"""What the evaluator is told, and what it says: plain data on both sides."""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.codegen.python.compile import Compiled

Shape: TypeAlias = tuple[Any, ...]
"""How a value without a Show instance is told; see `show_value.py`."""

Named: TypeAlias = tuple[str, int, str]
Plain: TypeAlias = tuple[Any, ...]

STRING: Final[Shape] = ("text",)
"""The value is text already."""
NOTHING: Final[Shape] = ("nothing",)
"""There is nothing to tell."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A declaration's code. `path`: of its module, for what is foreign."""

    key: ElementKey
    compiled: Compiled
    path: str


def pack(definition: Definition) -> Plain:
    """A definition as plain data."""
    compiled = definition.compiled
    code = None if compiled.code is None else marshal.dumps(compiled.code)
    needs = tuple([named(each) for each in compiled.needs])
    return named(definition.key), code, compiled.constants, needs, compiled.foreign, definition.path


def unpack(plain: Plain) -> Definition:
    """The definition that was packed."""
    key, code, constants, needs, foreign, path = plain
    loaded = None if code is None else marshal.loads(code)
    compiled = Compiled(loaded, constants, tuple([key_of(each) for each in needs]), foreign)
    return Definition(key_of(key), compiled, path)


def named(key: ElementKey) -> Named:
    """A key as plain data."""
    return key.namespace, int(key.space), key.name


def key_of(plain: Named) -> ElementKey:
    """The key that plain data stand for."""
    return element_key(plain[0], Space(plain[1]), plain[2])
