"""A module as an entry of the log: what it exports, its operators, and how its text is put together.

The code of declarations lies in the entries of their units; a module's entry says in which order they stand, and holds
what lies between them: header, imports, fixities, what could not be parsed, and the comments above each. So it changes when a
module's outline or its comments do, never with a body, and together with the other heads of a commit it gives the file's
text back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final, NamedTuple

import msgpack

from nova_ls.base.element_bytes import decode_element, encode_element
from nova_ls.base.keys import ElementKey
from nova_ls.base.packing import pack
from nova_ls.base.slotted import value
from nova_ls.compiler.archive.log_names import log_unit
from nova_ls.compiler.archive.module_record import canonical_exports, decode_exports
from nova_ls.compiler.model import units
from nova_ls.compiler.model.outcome import Scheme, scheme_from
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.world import World
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import Draft, EntryId
from nova_ls.log.log_unit import LogUnit
from nova_ls.names.modules.exports import Exports

_SEPARATOR: Final = "\0"


class EntryPiece(NamedTuple):
    """A chunk of the text whose code lies in the entry of a unit: the piece of that number of its source.

    `above` and `behind`: what stands before the first token and after the last one.
    """

    unit: LogUnit
    number: int
    above: str = ""
    behind: str = ""

    def text(self, code: str) -> str:
        """All of the chunk."""
        return self.above + code.lstrip(" ") + self.behind


@value
class ModuleEntry:
    """`path`: of its file, relative to the workspace. `layout`: the chunks of the text, in order."""

    path: str
    exports: Exports
    operators: dict[ElementKey, Scheme]
    layout: tuple[str | EntryPiece, ...]


def module_draft(world: World, module: Module, exports: Exports, path: str) -> Draft:
    """The entry of a module whose units are all fresh."""
    operators = {}
    for key in module.produced.get(units.Structure(module.key), ()):
        scheme = world.table.get_scheme(key)
        if scheme is not None:
            operators[key] = scheme
    packed_exports = canonical_exports(exports)
    schemes = pack([(encode_element(key), scheme.payload) for key, scheme in operators.items()])
    layout = pack([_plain(piece) for piece in _layout(world, module)])
    interface = hashlib.sha256(packed_exports + schemes).digest()
    parts = {
        "path": path.encode("utf-8", "surrogateescape"),
        "exports": packed_exports,
        "schemes": schemes,
        "layout": layout,
    }
    content = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts.values()))
    return Draft(units.Outline.tag, module.name, content.digest(), interface, (), parts)


def decode_module_entry(path: bytes, exports: bytes, schemes: bytes, layout: bytes) -> ModuleEntry:
    """The entry of its four parts."""
    return ModuleEntry(
        path.decode("utf-8", "surrogateescape"),
        decode_exports(_unpack(exports)),
        _decode_operators(schemes),
        decode_layout(layout),
    )


def decode_layout(layout: bytes) -> tuple[str | EntryPiece, ...]:
    """That part of an entry alone."""
    return tuple(_rich(piece) for piece in _unpack(layout))


def operators_of(log: DeclarationLog, entry_id: EntryId) -> dict[ElementKey, Scheme] | None:
    """The interfaces of the operators in a module's entry; None where it was collected, or is damaged."""
    entry = log.entry(entry_id)
    data = None if entry is None else log.part(entry, "schemes")
    return None if data is None else _decode_operators(data)


def _decode_operators(data: bytes) -> dict[ElementKey, Scheme]:
    return {decode_element(key): scheme_from(payload) for key, payload in _unpack(data)}


def _layout(world: World, module: Module) -> Iterator[str | EntryPiece]:
    known: dict[str, tuple[LogUnit, int]] = {}
    # A type's own unit comes before those of its derive clauses, which have the same text.
    for unit in chain(module.members, module.sources):
        if isinstance(unit, units.TypedUnit) and not isinstance(unit, units.Head):
            named = log_unit(unit)
            for number, text in enumerate(world.text_of(module, unit).split(_SEPARATOR)):
                known.setdefault(text, (named, number))
    for chunk in module.source.chunks:
        place = known.get(chunk.code)
        yield chunk.text if place is None else EntryPiece(*place, *chunk.frame)


def _plain(piece: str | EntryPiece) -> Any:
    return piece if isinstance(piece, str) else (*piece.unit, *piece[1:])


def _rich(piece: Any) -> str | EntryPiece:
    return piece if isinstance(piece, str) else EntryPiece(LogUnit(piece[0], piece[1]), *piece[2:])


def _unpack(data: bytes) -> Any:
    return msgpack.unpackb(data, unicode_errors="surrogatepass")
