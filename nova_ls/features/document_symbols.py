"""The outline of a file: what it declares; within that constructors, members of classes and instances, and what `where` binds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from nova_ls.base.keys import element_key
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.features.type_parts import parameters_and_result
from nova_ls.names.modules.items import Item, ItemKind
from nova_ls.syntax import tree as t
from nova_ls.types.core.interface import ConstructorInterface, ValueInterface
from nova_ls.types.core.type import Type
from nova_ls.types.render.render_type import render_type
from nova_ls.workspace.snapshot import Place, Snapshot


class SymbolKind(IntEnum):
    """As LSP numbers them."""

    MODULE = 2
    CLASS = 5
    METHOD = 6
    CONSTRUCTOR = 9
    INTERFACE = 11
    FUNCTION = 12
    CONSTANT = 14
    OBJECT = 19
    ENUM_MEMBER = 22
    STRUCT = 23
    OPERATOR = 25


@dataclass(slots=True)
class Symbol:
    """`whole`: the declaration; `name_place`: its name. `detail`: its type, "" where there is none."""

    name: str
    kind: SymbolKind
    detail: str
    whole: Place
    name_place: Place
    children: list[Symbol] = field(default_factory=list)


KINDS: Final = {
    ItemKind.VALUE: SymbolKind.CONSTANT,
    ItemKind.SIGNATURE: SymbolKind.CONSTANT,
    ItemKind.FOREIGN: SymbolKind.CONSTANT,
    ItemKind.DATA: SymbolKind.STRUCT,
    ItemKind.NEWTYPE: SymbolKind.STRUCT,
    ItemKind.SYNONYM: SymbolKind.INTERFACE,
    ItemKind.FOREIGN_DATA: SymbolKind.STRUCT,
    ItemKind.CLASS: SymbolKind.CLASS,
    ItemKind.CONSTRUCTOR: SymbolKind.ENUM_MEMBER,
    ItemKind.MEMBER: SymbolKind.METHOD,
    ItemKind.OPERATOR: SymbolKind.OPERATOR,
    ItemKind.TYPE_OPERATOR: SymbolKind.OPERATOR,
    ItemKind.INSTANCE: SymbolKind.OBJECT,
    ItemKind.DERIVATION: SymbolKind.OBJECT,
}
"""What items are shown, and as what. A kind signature belongs to its declaration, a derive clause to its type."""


def document_symbols(snapshot: Snapshot, module: Module) -> list[Symbol]:
    """The declarations in the order of the text; one name is shown once."""
    symbols: list[Symbol] = []
    for chunk in module.source.chunks:
        owners: dict[str, Symbol] = {}
        for number, item in enumerate(chunk.items.items):
            kind = KINDS.get(item.kind)
            if kind is None or not item.name:
                continue
            symbol = _symbol(snapshot, module, chunk, number, item, kind)
            owner = owners.get(item.owner)
            if item.owner and owner is not None:
                owner.children.append(symbol)
            else:
                symbols.append(symbol)
                owners[item.name] = symbol
                symbol.children += _bound_within(module, chunk, number, item)
    return symbols


def _bound_within(module: Module, chunk: SourceChunk, number: int, item: Item) -> list[Symbol]:
    """The members of an instance; what the `where` of a value's equations binds."""
    nodes = chunk.tree.declarations
    node = nodes[chunk.items.positions[number]]
    if isinstance(node, t.InstanceDeclaration):
        return _bindings(module, chunk, node.members, SymbolKind.METHOD)
    if item.kind is not ItemKind.VALUE:
        return []
    equations = [
        each for each in nodes if isinstance(each, t.Equation) and each.name.text == item.name
    ]
    return [one for each in equations for one in _of_where(module, chunk, each)]


def _of_where(module: Module, chunk: SourceChunk, node: t.Equation) -> list[Symbol]:
    found: list[Symbol] = []
    for body in node.bodies:
        found += _bindings(module, chunk, body.where, None)
    return found


def _bindings(
    module: Module,
    chunk: SourceChunk,
    bindings: Sequence[t.Node],
    kind: SymbolKind | None,
) -> list[Symbol]:
    """The names that equations bind, each once, with what their own `where` binds; `kind` None: whether they are functions."""
    found: dict[str, Symbol] = {}
    for node in bindings:
        if not isinstance(node, t.Equation):
            continue
        name = node.name
        symbol = found.get(name.text)
        whole = Place(module, chunk, node.start, node.end)
        if symbol is None:
            place = Place(module, chunk, name.start, name.end)
            own = kind or (SymbolKind.FUNCTION if node.parameters else SymbolKind.CONSTANT)
            symbol = found[name.text] = Symbol(name.text, own, "", whole, place)
        symbol.whole = symbol.whole._replace(end=node.end)
        symbol.children += _of_where(module, chunk, node)
    return list(found.values())


def _symbol(
    snapshot: Snapshot,
    module: Module,
    chunk: SourceChunk,
    number: int,
    item: Item,
    kind: SymbolKind,
) -> Symbol:
    items = chunk.items
    start, end = items.spans[number]
    name_place = Place(module, chunk, start, end)
    whole = name_place
    if not item.owner:
        nodes = chunk.tree.declarations
        first = nodes[items.positions[number]]
        last = nodes[-1] if item.kind in (ItemKind.VALUE, ItemKind.DATA) else first
        whole = Place(module, chunk, min(first.start, start), max(last.end, end))
    type = _type_of(snapshot, module, item)
    if kind is SymbolKind.CONSTANT and type is not None and _is_function(type):
        kind = SymbolKind.FUNCTION
    detail = "" if type is None else render_type(type)
    return Symbol(item.name, kind, detail, whole, name_place)


def _type_of(snapshot: Snapshot, module: Module, item: Item) -> Type | None:
    interface = snapshot.interface(element_key(module.name, item.space, item.name))
    if isinstance(interface, ValueInterface | ConstructorInterface):
        return interface.type
    return None


def _is_function(type: Type) -> bool:
    return bool(parameters_and_result(type)[0])
