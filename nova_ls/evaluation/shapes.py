"""How values of a type are told where the type has no Show instance: a shape, made from what interfaces say of the type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from nova_ls.base.keys import ElementKey
from nova_ls.evaluation.process.job import Shape
from nova_ls.types.core.interface import ConstructorInterface, DataInterface, Interface
from nova_ls.types.core.substitute import substitute
from nova_ls.types.core.type import (
    ARRAY,
    BOOLEAN,
    CHAR,
    INT,
    NUMBER,
    RECORD,
    STRING,
    Row,
    Type,
    TypeCon,
    spine,
)
from nova_ls.types.render.render_type import render_type

_LITERALS: Final = frozenset((INT, NUMBER, STRING, CHAR, BOOLEAN))
_MOST: Final = 200
"""What is made of more data types than these is told in part."""


class Shapes:
    """`table`: the constructors of each data type that was met, with the shapes of their fields."""

    def __init__(self, interface: Callable[[ElementKey], Interface | None]) -> None:
        self.table: list[tuple[tuple[str, tuple[Shape, ...]], ...]] = []
        self._interface = interface
        self._known: dict[tuple[ElementKey, str], Shape] = {}

    def shape(self, type: Type) -> Shape:
        """The shape of a type."""
        head, _, arguments = spine(type)
        if head in _LITERALS:
            return ("show",)
        if head is ARRAY and len(arguments) == 1:
            return "array", self.shape(arguments[0])
        if head is RECORD and arguments and isinstance(arguments[0], Row):
            fields = arguments[0].fields
            return "record", tuple([(label, self.shape(each)) for label, each in fields])
        if isinstance(head, TypeCon):
            found = self._interface(head.key)
            if isinstance(found, DataInterface) and found.constructors:
                return self._data(head.key, found, type, arguments)
        return "opaque", render_type(type)

    def _data(
        self, key: ElementKey, data: DataInterface, type: Type, arguments: list[Type]
    ) -> Shape:
        name = key, render_type(type)
        known = self._known.get(name)
        if known is not None:
            return known
        if len(self.table) >= _MOST or len(arguments) != len(data.parameters):
            return "opaque", name[1]
        index = len(self.table)
        self.table.append(())
        shape = self._known[name] = "newtype" if data.is_newtype else "data", index
        given = dict(zip([each.name for each in data.parameters], arguments, strict=True))
        made: list[tuple[str, tuple[Shape, ...]]] = []
        for each in data.constructors:
            constructor = self._interface(each)
            if isinstance(constructor, ConstructorInterface):
                fields = [self.shape(substitute(field, given)) for field in constructor.fields]
                made.append((each.name, tuple(fields)))
        self.table[index] = tuple(made)
        return shape
