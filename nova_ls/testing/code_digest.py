"""What compiled code does, in few bytes: where its lines stand counts for nothing."""

from __future__ import annotations

import hashlib
from types import CodeType
from typing import Any

from nova_ls.codegen.python.compile import Compiled


def code_digest(compiled: Compiled) -> bytes:
    """A digest of code of the Python back end; equal for two that do the same in the same way."""
    code = None if compiled.code is None else _plain(compiled.code)
    foreign = compiled.foreign and (compiled.foreign.inline, compiled.foreign.symbol.arity)
    said = repr((code, compiled.constants, sorted(map(str, compiled.needs)), foreign))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()


def _plain(value: Any) -> Any:
    """Code without its places; constants with their types, since `1 == 1.0 == True`."""
    if isinstance(value, CodeType):
        names = (value.co_names, value.co_freevars, value.co_cellvars, value.co_varnames)
        table = value.co_exceptiontable
        return (value.co_argcount, value.co_code, _plain(value.co_consts), names, table)
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    if isinstance(value, frozenset):
        return ("set", sorted(map(repr, value)))
    return (type(value).__name__, value)
