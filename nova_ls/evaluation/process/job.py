"""What the evaluator is told, and what it says: plain data on both sides."""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.codegen.core import ForeignCode, Symbol
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
    foreign = None if compiled.foreign is None else _pack_foreign(compiled.foreign)
    return named(definition.key), code, compiled.constants, needs, foreign, definition.path


def _pack_foreign(code: ForeignCode) -> Plain:
    symbol = code.symbol
    return named(symbol.key), symbol.member, symbol.arity, symbol.acts, code.inline


def unpack(plain: Plain) -> Definition:
    """The definition that was packed."""
    key, code, constants, needs, foreign, path = plain
    loaded = None if code is None else marshal.loads(code)
    imported = None if foreign is None else _unpack_foreign(foreign)
    compiled = Compiled(loaded, constants, tuple([key_of(each) for each in needs]), imported)
    return Definition(key_of(key), compiled, path)


def _unpack_foreign(plain: Plain) -> ForeignCode:
    key, member, arity, acts, inline = plain
    return ForeignCode(Symbol(key_of(key), member, arity, acts), inline)


def named(key: ElementKey) -> Named:
    """A key as plain data."""
    return key.namespace, int(key.space), key.name


def key_of(plain: Named) -> ElementKey:
    """The key that plain data stand for."""
    return element_key(plain[0], Space(plain[1]), plain[2])
