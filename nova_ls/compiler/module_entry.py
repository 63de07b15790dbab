"""A module as an entry of the log: what it exports, its operators, and how its text is put together.

The texts of declarations lie in the entries of their units; a module's entry says in which order they stand, and holds
what lies between them: header, imports, fixities, what could not be parsed. So it changes when a module's outline does,
never with a body, and together with the other heads of a commit it gives the file's text back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgpack

from nova_ls.base.keys import ElementKey
from nova_ls.compiler import units
from nova_ls.compiler.module import Module
from nova_ls.compiler.outcome import Scheme, scheme_from
from nova_ls.compiler.outcome_log import unit_name
from nova_ls.compiler.record import decode_exports, encode_exports
from nova_ls.log.entry import Draft
from nova_ls.log.unit import Unit as LogUnit
from nova_ls.names.exports import Exports
from nova_ls.registry import decode_element, encode_element

if TYPE_CHECKING:
    from nova_ls.compiler.world import World

_SEPARATOR: Final = "\0"


class Piece(NamedTuple):
    """A chunk of the text that lies in the entry of a unit: the piece of that number of its source."""

    unit: LogUnit
    number: int


@dataclass(frozen=True, slots=True)
class ModuleEntry:
    """`path`: of its file, relative to the workspace. `layout`: the chunks of the text, in order."""

    path: str
    exports: Exports
    operators: dict[ElementKey, Scheme]
    layout: tuple[str | Piece, ...]


def module_draft(world: World, module: Module, exports: Exports, path: str) -> Draft:
    """The entry of a module whose units are all fresh."""
    operators = {}
    for key in module.produced.get((units.STRUCTURE, module.key), ()):
        scheme = world.table.get_scheme(key)
        if scheme is not None:
            operators[key] = scheme
    packed_exports = _pack(_sorted_exports(exports))
    schemes = _pack([(encode_element(key), scheme.payload) for key, scheme in operators.items()])
    layout = _pack([_plain(piece) for piece in _layout(world, module)])
    interface = hashlib.sha256(packed_exports + schemes).digest()
    parts = {
        "path": path.encode("utf-8", "surrogateescape"),
        "exports": packed_exports,
        "schemes": schemes,
        "layout": layout,
    }
    content = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts.values()))
    return Draft(units.MODULE, module.name, content.digest(), interface, (), parts)


def decode_module_entry(path: bytes, exports: bytes, schemes: bytes, layout: bytes) -> ModuleEntry:
    """The entry of its four parts."""
    return ModuleEntry(
        path.decode("utf-8", "surrogateescape"),
        decode_exports(_unpack(exports)),
        {decode_element(key): scheme_from(data) for key, data in _unpack(schemes)},
        tuple(_rich(piece) for piece in _unpack(layout)),
    )


def _sorted_exports(exports: Exports) -> tuple[Any, ...]:
    """The same bytes for the same exports, in whatever order they are listed."""
    module, tables, constructors = encode_exports(exports)
    return module, [sorted(table) for table in tables], sorted(constructors)


def _layout(world: World, module: Module) -> Iterator[str | Piece]:
    known: dict[str, Piece] = {}
    for unit in chain(module.sources, module.members):
        if unit[0] in units.TYPED_KINDS and unit[0] != units.HEAD:
            named = LogUnit(unit[0], unit_name(unit))
            for number, text in enumerate(world.text_of(module, unit).split(_SEPARATOR)):
                known.setdefault(text, Piece(named, number))
    for chunk in module.source.chunks:
        yield known.get(chunk.text, chunk.text)


def _plain(piece: str | Piece) -> Any:
    return piece if isinstance(piece, str) else (piece.unit.kind, piece.unit.name, piece.number)


def _rich(piece: Any) -> str | Piece:
    return piece if isinstance(piece, str) else Piece(LogUnit(piece[0], piece[1]), piece[2])


def _pack(value: object) -> bytes:
    return bytes(msgpack.packb(value, unicode_errors="surrogatepass"))


def _unpack(data: bytes) -> Any:
    return msgpack.unpackb(data, unicode_errors="surrogatepass")
