"""Types as they are written in declarations: what a written type names, its fields, and another type in its words."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_tables import Declared
from nova_ls.syntax import tree as t
from nova_ls.types.core.interface import SynonymInterface
from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.type import (
    RECORD,
    Row,
    Type,
    TypeApp,
    head_constructor,
    row,
    type_con,
)
from nova_ls.types.render.render_type import opt_arrow
from nova_ls.workspace.snapshot import Snapshot

_DEPTH: Final = 40


_WRAPPING: Final = frozenset(
    (t.ParenType, t.ForallNode, t.ConstrainedNode, t.KindedNode, t.TypeVariable)
)
"""What another type may stand in, or for: most types are none of these."""


class DeclaredType(NamedTuple):
    """A type in the text of a module. `bound`: what variables in it stand for, as far as that is written somewhere."""

    module: Module
    node: t.TypeNode
    bound: Bound


Bound: TypeAlias = MappingProxyType[str, DeclaredType]
Consulted: TypeAlias = dict[ElementKey, SourceChunk | None]
NOTHING_BOUND: Final[Bound] = MappingProxyType({})


class Callable(NamedTuple):
    """What a function takes and gives, and its type as a whole; of a constructor is written only what it takes."""

    parameters: tuple[DeclaredType, ...]
    result: DeclaredType | None = None
    whole: DeclaredType | None = None


class DeclaredTypes:
    """Reads the texts of declarations; what cannot be told is None, or the type itself.

    `consulted`: the texts that were looked into, None where there was none. As long as they stand, the answers are the same for the same types.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._callables: dict[ElementKey, Callable | None] = {}
        self.consulted: Consulted = {}

    def _declared(self, key: ElementKey) -> tuple[Module, Declared] | None:
        found = self._snapshot.declared(key)
        self.consulted[key] = None if found is None else found[1].chunk
        return found

    def callable(self, key: ElementKey) -> Callable | None:
        """A value with its signature, or a constructor with its fields."""
        if key not in self._callables:
            self._callables[key] = self._callable(key)
        return self._callables[key]

    def _callable(self, key: ElementKey) -> Callable | None:
        found = self._declared(key)
        if found is None:
            return None
        module, declared = found
        for node in declared.chunk.tree.declarations:
            match node:
                case t.Signature(name=name) | t.ForeignImport(name=name) if name.text == key.name:
                    return split_written(DeclaredType(module, node.type, NOTHING_BOUND))
                case t.ClassDeclaration(members=members):
                    for member in members:
                        if member.name.text == key.name:
                            return split_written(DeclaredType(module, member.type, NOTHING_BOUND))
                case t.DataDeclaration(constructors=constructors):
                    for one in constructors:
                        if one.name.text == key.name and key.space is Space.CONSTRUCTOR:
                            fields = [
                                DeclaredType(module, each, NOTHING_BOUND) for each in one.fields
                            ]
                            return Callable(tuple(fields))
        return None

    def field(self, written: DeclaredType, label: str, depth: int = 0) -> DeclaredType | None:
        """A field of a record type, through the synonyms that it is written by."""
        written = unwrapped(written)
        match written.node:
            case t.RecordTypeNode(fields=fields):
                for each in fields:
                    if each.label.text == label:
                        return DeclaredType(written.module, each.type, written.bound)
            case t.TypeConstructor() if depth < _DEPTH:
                synonym = self._synonym(written)
                body = None if synonym is None else self._body(synonym[0])
                return None if body is None else self.field(body, label, depth + 1)
        return None

    def in_words_of(self, written: DeclaredType, type: Type, depth: int = 0) -> Type:
        """A type with the synonyms of what is written, wherever both are the same."""
        written = unwrapped(written)
        if depth > _DEPTH:
            return type
        match written.node:
            case t.TypeConstructor():
                synonym = self._synonym(written)
                is_same = synonym is not None and same_type(synonym[1].body, type)
                return type_con(synonym[0]) if synonym is not None and is_same else type
            case t.ArrowNode(parameter=parameter, result=result):
                return self._arrow(written, parameter, result, type, depth)
            case t.TypeApplication(function=function, arguments=arguments):
                if self._is_other(_beside(written, function), type):
                    return type
                return self._application(written, arguments, type, depth)
            case t.RecordTypeNode(fields=fields):
                return self._record(written, fields, type, depth)
            case _:
                return type

    def _arrow(
        self,
        written: DeclaredType,
        parameter: t.TypeNode,
        result: t.TypeNode,
        type: Type,
        depth: int,
    ) -> Type:
        arrow = opt_arrow(type)
        if arrow is None:
            return type
        assert isinstance(type, TypeApp) and isinstance(type.function, TypeApp)
        first = self.in_words_of(_beside(written, parameter), arrow[0], depth + 1)
        second = self.in_words_of(_beside(written, result), arrow[1], depth + 1)
        return TypeApp(TypeApp(type.function.function, first), second)

    def _is_other(self, function: DeclaredType, type: Type) -> bool:
        """Whether a type is surely not an application of what is written."""
        node = unwrapped(function).node
        if not isinstance(node, t.TypeConstructor):
            return False
        head = head_constructor(type)
        return head is None or head is not self._type_named(function.module, node.name)

    def _application(
        self, written: DeclaredType, arguments: tuple[t.TypeNode, ...], type: Type, depth: int
    ) -> Type:
        """Arguments from the last one on; a synonym with parameters stands for something of another form."""
        if not arguments or not isinstance(type, TypeApp) or opt_arrow(type) is not None:
            return type
        function = self._application(written, arguments[:-1], type.function, depth)
        argument = self.in_words_of(_beside(written, arguments[-1]), type.argument, depth + 1)
        return TypeApp(function, argument)

    def _record(
        self, written: DeclaredType, fields: tuple[t.RowFieldNode, ...], type: Type, depth: int
    ) -> Type:
        if not (isinstance(type, TypeApp) and type.function is RECORD):
            return type
        if not isinstance(type.argument, Row):
            return type
        by_label = {each.label.text: _beside(written, each.type) for each in fields}
        inner = [
            (label, self.in_words_of(by_label[label], field, depth + 1))
            if label in by_label
            else (label, field)
            for label, field in type.argument.fields
        ]
        return TypeApp(RECORD, row(tuple(inner), type.argument.tail))

    def names_synonym(self, written: DeclaredType) -> bool:
        """Whether it is written by a synonym, in whole or in part."""
        pending = [unwrapped(written)]
        while pending:
            each = pending.pop()
            match each.node:
                case t.TypeConstructor():
                    if self._synonym(each) is not None:
                        return True
                case t.TypeApplication(arguments=arguments):
                    pending += [unwrapped(_beside(each, one)) for one in arguments]
                case t.ArrowNode(parameter=parameter, result=result):
                    pending += [unwrapped(_beside(each, one)) for one in (parameter, result)]
        return False

    def _synonym(self, written: DeclaredType) -> tuple[ElementKey, SynonymInterface] | None:
        assert isinstance(written.node, t.TypeConstructor)
        key = self._type_named(written.module, written.node.name)
        interface = None if key is None else self._snapshot.interface(key)
        if key is None or not isinstance(interface, SynonymInterface) or interface.parameters:
            return None
        return key, interface

    def _type_named(self, module: Module, name: t.Name) -> ElementKey | None:
        """What a name means in the text of a module; where its scope is not known, what it most likely does."""
        if module.scope is not None:
            found = module.scope.lookup(Space.TYPE, name.qualifier, name.text)
            return found if isinstance(found, ElementKey) else None
        own = element_key(module.name, Space.TYPE, name.text)
        if self._snapshot.interface(own) is not None:
            return own
        exports = [self._snapshot.exports(each) for each in module.imports]
        keys = {None if one is None else one.get(Space.TYPE, name.text) for one in exports}
        found_keys = [key for key in keys if key is not None]
        return found_keys[0] if len(found_keys) == 1 else None

    def _body(self, synonym: ElementKey) -> DeclaredType | None:
        found = self._declared(synonym)
        for node in () if found is None else found[1].chunk.tree.declarations:
            if found is not None and isinstance(node, t.SynonymDeclaration):
                return DeclaredType(found[0], node.body, NOTHING_BOUND)
        return None


def unwrapped(written: DeclaredType) -> DeclaredType:
    """A type without parentheses, quantifiers and constraints around it; what its variable stands for, where that is known."""
    while written.node.__class__ in _WRAPPING:
        match written.node:
            case t.ParenType(inner=inner):
                written = _beside(written, inner)
            case t.ForallNode(body=body) | t.ConstrainedNode(body=body):
                written = _beside(written, body)
            case t.KindedNode(type=type):
                written = _beside(written, type)
            case t.TypeVariable(name=name) if name in written.bound:
                written = written.bound[name]
            case _:
                break
    return written


def argument_of(written: DeclaredType, count: int) -> DeclaredType | None:
    """The last argument of a type that is applied to so many; None: it is not."""
    written = unwrapped(written)
    node = written.node
    if isinstance(node, t.TypeApplication) and len(node.arguments) == count:
        return _beside(written, node.arguments[-1])
    return None


def split_written(written: DeclaredType) -> Callable:
    """The parameters and the result of a function's type."""
    parameters: list[DeclaredType] = []
    written = whole = unwrapped(written)
    while isinstance(written.node, t.ArrowNode):
        parameters.append(_beside(written, written.node.parameter))
        written = unwrapped(_beside(written, written.node.result))
    return Callable(tuple(parameters), written, whole)


def _beside(written: DeclaredType, node: t.TypeNode) -> DeclaredType:
    return DeclaredType(written.module, node, written.bound)
