"""Types, interfaces, annotations, references and diagnostics as bytes, and back.

One blob is one msgpack array:

    [SCHEMA, kind, namespaces, keys, nodes, body]

`keys` is flat: (index of the namespace, space, name) for each element key. `nodes` holds each *distinct* type node
once, children before parents, as (tag, parts…), where parts that are types are indexes into `nodes`. The body refers
to keys and types by index. A function's annotations repeat the same few types a hundred times over; here each of them
costs one small number.

Sharing is found by structure while writing: the tables are dicts from what is written to its index, in the order of
first encounter. So equal structures give equal bytes, whichever of their parts are one object in memory, and the
SHA-256 of an interface's bytes identifies the interface.

Nothing here recurses over a type: a row list of a thousand fields is a thousand applications deep.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

import msgpack

from nova_ls.base.diagnostic import Diagnostic, Related, Severity, Tag
from nova_ls.base.keys import ElementKey, element_key
from nova_ls.names.resolved import References
from nova_ls.syntax.tree import Associativity
from nova_ls.types.environment import Annotations
from nova_ls.types.interface import (
    ClassInterface,
    ConstructorInterface,
    DataInterface,
    InstanceInterface,
    Interface,
    OperatorInterface,
    Origin,
    Parameter,
    Role,
    SynonymInterface,
    ValueInterface,
)
from nova_ls.types.type import (
    ERROR,
    Constrained,
    Constraint,
    ErrorType,
    Forall,
    KindApp,
    Row,
    Skolem,
    Type,
    TypeApp,
    TypeCon,
    TypeInt,
    TypeString,
    TypeVar,
    UnificationVar,
    type_con,
)

SCHEMA: Final = 1
"""Grows with each change of the format. Bytes of another schema are refused (SchemaMismatch)."""

Json: TypeAlias = Any
"""What msgpack packs: None, bool, int, float, str, bytes, lists and tuples of these."""


class SchemaMismatch(ValueError):
    """The bytes were written by another version of this module, or are not of the kind asked for."""


def encode_interface(interface: Interface) -> bytes:
    """An interface as canonical bytes: equal interfaces, and only they, give equal bytes."""
    writer = Writer()
    return writer.finish(_INTERFACE, writer.interface(interface))


def decode_interface(data: bytes) -> Interface:
    reader = Reader(data, _INTERFACE)
    return reader.interface(reader.body)


def interface_hash(data: bytes) -> bytes:
    """The SHA-256 of an encoded interface."""
    return hashlib.sha256(data).digest()


def encode_annotations(annotations: Annotations) -> bytes:
    writer = Writer()
    types = writer.types(annotations.types)
    evidence = [(start, end, writer.value(each)) for start, end, each in annotations.evidence]
    return writer.finish(_ANNOTATIONS, (annotations.starts, annotations.ends, types, evidence))


def decode_annotations(data: bytes) -> Annotations:
    stored = StoredAnnotations(data)
    return Annotations(stored.starts, stored.ends, stored.types(), stored.evidence())


class StoredAnnotations:
    """Encoded annotations, opened: spans at once, types and evidence when they are asked for."""

    __slots__ = ("_evidence", "_reader", "_types", "ends", "starts")

    def __init__(self, data: bytes) -> None:
        self._reader = Reader(data, _ANNOTATIONS)
        self.starts: list[int]
        self.ends: list[int]
        self._types: list[int]
        self._evidence: list[list[Json]]
        self.starts, self.ends, self._types, self._evidence = self._reader.body

    def type(self, index: int) -> Type:
        """The type of the entry at `index`; parallel to `starts` and `ends`."""
        return self._reader.type(self._types[index])

    def types(self) -> list[Type]:
        return self._reader.types(self._types)

    def evidence(self) -> list[tuple[int, int, Any]]:
        value = self._reader.value
        return [(start, end, value(each)) for start, end, each in self._evidence]


def encode_references(references: References) -> bytes:
    """A target is the offset of a local binder, or an element key written as -1 - its index."""
    writer = Writer()
    targets = [
        target if isinstance(target, int) else -1 - writer.key(target)
        for target in references.targets
    ]
    return writer.finish(_REFERENCES, (references.starts, references.ends, targets))


def decode_references(data: bytes) -> References:
    reader = Reader(data, _REFERENCES)
    starts, ends, targets = reader.body
    keys = reader.keys
    return References(
        starts, ends, [target if target >= 0 else keys[-1 - target] for target in targets]
    )


def encode_diagnostics(diagnostics: Sequence[Diagnostic]) -> bytes:
    """Arguments may be None, bool, int, float, str, element keys, types, constraints, tuples of these."""
    writer = Writer()
    return writer.finish(_DIAGNOSTICS, [writer.diagnostic(each) for each in diagnostics])


def decode_diagnostics(data: bytes) -> list[Diagnostic]:
    reader = Reader(data, _DIAGNOSTICS)
    return [reader.diagnostic(each) for each in reader.body]


# ---------------------------------------------------------------------------- tags

_INTERFACE: Final = 0
_ANNOTATIONS: Final = 1
_REFERENCES: Final = 2
_DIAGNOSTICS: Final = 3

# Of type nodes.
_CON: Final = 0
_APP: Final = 1
_KIND_APP: Final = 2
_VAR: Final = 3
_SKOLEM: Final = 4
_UNKNOWN: Final = 5
_FORALL: Final = 6
_CONSTRAINED: Final = 7
_ROW: Final = 8
_STRING: Final = 9
_INT: Final = 10
_ERROR: Final = 11

# Of interfaces.
_VALUE: Final = 0
_CONSTRUCTOR: Final = 1
_DATA: Final = 2
_SYNONYM: Final = 3
_CLASS: Final = 4
_INSTANCE: Final = 5
_OPERATOR: Final = 6

# Of values: what msgpack has no word for is a list that begins with one of these.
_A_TUPLE: Final = 0
_A_KEY: Final = 1
_A_TYPE: Final = 2
_A_CONSTRAINT: Final = 3
_A_LONG: Final = 4  # an int of more than 64 bits

_ORIGINS: Final = tuple(Origin)
_ROLES: Final = tuple(Role)
_ASSOCIATIVITIES: Final = tuple(Associativity)
_TAGS: Final = tuple(Tag)
_SEVERITIES: Final = {int(severity): severity for severity in Severity}


# ---------------------------------------------------------------------------- writing


class Writer:
    """The tables of one blob while it is written."""

    __slots__ = ("_keys", "_namespaces", "_nodes", "_seen")

    def __init__(self) -> None:
        self._namespaces: dict[str, int] = {}
        self._keys: dict[ElementKey, int] = {}
        self._nodes: dict[tuple[Any, ...], int] = {}
        # Types are compared by identity: this spares only a second walk over the same object.
        self._seen: dict[Type, int] = {}

    def finish(self, kind: int, body: Json) -> bytes:
        namespaces = self._namespaces
        keys: list[Json] = []
        for key in self._keys:
            namespace = namespaces.setdefault(key.namespace, len(namespaces))
            keys += (namespace, int(key.space), key.name)
        blob = (SCHEMA, kind, list(namespaces), keys, list(self._nodes), body)
        # A string literal may hold half of a surrogate pair.
        packed: bytes = msgpack.packb(blob, unicode_errors="surrogatepass")
        return packed

    def key(self, key: ElementKey) -> int:
        return self._keys.setdefault(key, len(self._keys))

    def opt_key(self, key: ElementKey | None) -> int | None:
        return None if key is None else self.key(key)

    def type(self, type: Type) -> int:
        """The index of a type in the table; solved unification variables are followed."""
        index = self._seen.get(type)
        return self._add(type) if index is None else index

    def types(self, types: Iterable[Type]) -> list[int]:
        seen = self._seen
        add = self._add
        return [index if (index := seen.get(type)) is not None else add(type) for type in types]

    def _add(self, root: Type) -> int:
        """Enter a type and its parts, children first. A node waits on the stack until its parts are entered."""
        seen = self._seen
        nodes = self._nodes
        stack: list[Type] = [root]
        while stack:
            type = stack[-1]
            if type.__class__ is TypeApp:
                # Three of four nodes are applications: this case stands apart to be quick.
                function = seen.get(type.function)
                if function is None:
                    stack.append(type.function)
                    continue
                argument = seen.get(type.argument)
                if argument is None:
                    stack.append(type.argument)
                    continue
                node: tuple[Any, ...] = (_APP, function, argument)
            elif type.__class__ is TypeCon:
                node = (_CON, self._keys.setdefault(type.key, len(self._keys)))
            elif type.__class__ is TypeVar:
                node = (_VAR, type.name)
            else:
                parts = _parts(type)
                waiting = [part for part in parts if part not in seen]
                if waiting:
                    waiting.reverse()
                    stack += waiting
                    continue
                if type.__class__ is UnificationVar and type.solution is not None:
                    seen[type] = seen[type.solution]
                    stack.pop()
                    continue
                node = self._node(type, [seen[part] for part in parts])
            seen[type] = nodes.setdefault(node, len(nodes))
            stack.pop()
        return seen[root]

    def _node(self, type: Type, parts: list[int]) -> tuple[Any, ...]:
        """What is written for a node that is neither an application, a constructor nor a variable."""
        match type:
            case KindApp():
                return (_KIND_APP, *parts)
            case Skolem():
                return (_SKOLEM, type.name, type.number, type.scope, *parts)
            case UnificationVar():
                return (_UNKNOWN, type.number, type.level, *parts)
            case Forall():
                return (_FORALL, type.name, type.visible, *parts)
            case Constrained():
                constraint = type.constraint
                return (_CONSTRAINED, self.key(constraint.key), len(constraint.kinds), *parts)
            case Row():
                return (_ROW, *[label for label, _ in type.fields], *parts)
            case TypeString():
                return (_STRING, type.value)
            case TypeInt():
                return (_INT, str(type.value))
            case ErrorType():
                return (_ERROR,)
        raise TypeError(f"not a type node: {type!r}")

    def constraint(self, constraint: Constraint) -> Json:
        return (
            self.key(constraint.key),
            self.types(constraint.kinds),
            self.types(constraint.arguments),
        )

    def constraints(self, constraints: tuple[Constraint, ...]) -> list[Json]:
        return [self.constraint(each) for each in constraints]

    def parameters(self, parameters: tuple[Parameter, ...]) -> list[Json]:
        return [(parameter.name, self.type(parameter.kind)) for parameter in parameters]

    def interface(self, interface: Interface) -> Json:
        match interface:
            case ValueInterface(type, origin, owner):
                return (_VALUE, self.type(type), _ORIGINS.index(origin), self.opt_key(owner))
            case ConstructorInterface(owner, index, type, fields):
                return (_CONSTRUCTOR, self.key(owner), index, self.type(type), self.types(fields))
            case DataInterface():
                return (
                    _DATA,
                    self.type(interface.kind),
                    interface.kind_variables,
                    self.parameters(interface.parameters),
                    [_ROLES.index(role) for role in interface.roles],
                    [self.key(key) for key in interface.constructors],
                    interface.is_newtype,
                )
            case SynonymInterface(kind, kind_variables, parameters, body):
                return (
                    _SYNONYM,
                    self.type(kind),
                    kind_variables,
                    self.parameters(parameters),
                    self.type(body),
                )
            case ClassInterface():
                return (
                    _CLASS,
                    self.type(interface.kind),
                    interface.kind_variables,
                    self.parameters(interface.parameters),
                    self.constraints(interface.superclasses),
                    [(self.key(key), self.type(type)) for key, type in interface.members],
                    interface.dependencies,
                )
            case InstanceInterface():
                return (
                    _INSTANCE,
                    self.key(interface.key),
                    self.key(interface.class_key),
                    self.parameters(interface.parameters),
                    self.constraints(interface.constraints),
                    self.types(interface.kinds),
                    self.types(interface.arguments),
                    self.key(interface.chain),
                    interface.index,
                )
            case OperatorInterface(associativity, precedence, target):
                return (
                    _OPERATOR,
                    _ASSOCIATIVITIES.index(associativity),
                    precedence,
                    self.key(target),
                )

    def diagnostic(self, diagnostic: Diagnostic) -> Json:
        return (
            diagnostic.code,
            diagnostic.start,
            diagnostic.end,
            [self.value(argument) for argument in diagnostic.arguments],
            int(diagnostic.severity),
            [
                (self.opt_key(place.element), place.start, place.end, place.label)
                for place in diagnostic.related
            ],
            [_TAGS.index(tag) for tag in diagnostic.tags],
        )

    def value(self, value: object) -> Json:
        """An argument of a diagnostic or a piece of evidence. Recurses over the nesting of tuples."""
        if isinstance(value, int) and not -_LONG <= value < _LONG:
            return (_A_LONG, str(value))
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, tuple | list):
            return (_A_TUPLE, *[self.value(item) for item in value])
        if isinstance(value, ElementKey):
            return (_A_KEY, self.key(value))
        if isinstance(value, Constraint):
            return (_A_CONSTRAINT, *self.constraint(value))
        if isinstance(value, Type):
            return (_A_TYPE, self.type(value))
        raise TypeError(f"cannot be written: {value!r}")


_LONG: Final = 1 << 63
_NO_PARTS: Final[tuple[Type, ...]] = ()


def _parts(type: Type) -> tuple[Type, ...]:
    """The types that a node is made of, in the order in which they are written."""
    match type:
        case KindApp():
            return (type.function, type.argument)
        case Forall():
            return (type.kind, type.body)
        case Constrained():
            return (*type.constraint.kinds, *type.constraint.arguments, type.body)
        case Row():
            fields = tuple(field for _, field in type.fields)
            return fields if type.tail is None else (*fields, type.tail)
        case Skolem():
            return (type.kind,)
        case UnificationVar():
            return (type.kind if type.solution is None else type.solution,)
        case _:
            return _NO_PARTS


# ---------------------------------------------------------------------------- reading


class Reader:
    """The tables of one blob; type nodes are made when they are first asked for."""

    __slots__ = ("_built", "_nodes", "body", "keys")

    def __init__(self, data: bytes, kind: int) -> None:
        blob = msgpack.unpackb(data, unicode_errors="surrogatepass")
        if not isinstance(blob, list) or blob[:2] != [SCHEMA, kind]:
            raise SchemaMismatch(f"not of schema {SCHEMA}, kind {kind}")
        _, _, namespaces, keys, nodes, body = blob
        each = iter(keys)
        self.keys: list[ElementKey] = [
            element_key(namespaces[namespace], space, name)
            for namespace, space, name in zip(each, each, each, strict=True)
        ]
        self._nodes: list[list[Any]] = nodes
        self._built: list[Type] = []
        self.body: Json = body

    def type(self, index: int) -> Type:
        built = self._built
        if index >= len(built):
            self._build(index)
        return built[index]

    def types(self, indexes: Sequence[int]) -> list[Type]:
        if indexes:
            self.type(max(indexes))
        built = self._built
        return [built[index] for index in indexes]

    def _build(self, index: int) -> None:
        """Make all nodes up to `index`; parts stand before what they are part of."""
        built = self._built
        for node in self._nodes[len(built) : index + 1]:
            if node[0] == _APP:
                built.append(TypeApp(built[node[1]], built[node[2]]))
            elif node[0] == _CON:
                built.append(type_con(self.keys[node[1]]))
            else:
                built.append(self._node(node))

    def _node(self, node: list[Any]) -> Type:
        built = self._built
        match node:
            case [tag, function, argument] if tag == _KIND_APP:
                return KindApp(built[function], built[argument])
            case [tag, name] if tag == _VAR:
                return TypeVar(name)
            case [tag, name, number, scope, kind] if tag == _SKOLEM:
                return Skolem(name, number, built[kind], scope)
            case [tag, number, level, kind] if tag == _UNKNOWN:
                return UnificationVar(number, level, built[kind])
            case [tag, name, visible, kind, body] if tag == _FORALL:
                return Forall(name, built[kind], built[body], visible)
            case [tag, key, count, *parts, body] if tag == _CONSTRAINED:
                types = tuple([built[part] for part in parts])
                constraint = Constraint(self.keys[key], types[:count], types[count:])
                return Constrained(constraint, built[body])
            case [tag, *parts] if tag == _ROW:
                count = len(parts) // 2
                types = tuple([built[part] for part in parts[count:]])
                tail = types[count] if len(parts) % 2 else None
                return Row(tuple(zip(parts[:count], types[:count], strict=True)), tail)
            case [tag, value] if tag == _STRING:
                return TypeString(value)
            case [tag, value] if tag == _INT:
                return TypeInt(int(value))
            case [tag] if tag == _ERROR:
                return ERROR
        raise SchemaMismatch(f"unknown type node {node!r}")

    def constraint(self, body: Json) -> Constraint:
        key, kinds, arguments = body
        return Constraint(self.keys[key], tuple(self.types(kinds)), tuple(self.types(arguments)))

    def constraints(self, body: Json) -> tuple[Constraint, ...]:
        return tuple([self.constraint(each) for each in body])

    def parameters(self, body: Json) -> tuple[Parameter, ...]:
        return tuple([Parameter(name, self.type(kind)) for name, kind in body])

    def opt_key(self, index: int | None) -> ElementKey | None:
        return None if index is None else self.keys[index]

    def interface(self, body: Json) -> Interface:
        keys = self.keys
        match body:
            case [tag, type, origin, owner] if tag == _VALUE:
                return ValueInterface(self.type(type), _ORIGINS[origin], self.opt_key(owner))
            case [tag, owner, index, type, fields] if tag == _CONSTRUCTOR:
                return ConstructorInterface(
                    keys[owner], index, self.type(type), tuple(self.types(fields))
                )
            case [tag, kind, variables, parameters, roles, constructors, newtype] if tag == _DATA:
                return DataInterface(
                    self.type(kind),
                    tuple(variables),
                    self.parameters(parameters),
                    tuple([_ROLES[role] for role in roles]),
                    tuple([keys[key] for key in constructors]),
                    newtype,
                )
            case [tag, kind, variables, parameters, expansion] if tag == _SYNONYM:
                return SynonymInterface(
                    self.type(kind),
                    tuple(variables),
                    self.parameters(parameters),
                    self.type(expansion),
                )
            case [tag, kind, variables, parameters, above, members, dependencies] if tag == _CLASS:
                return ClassInterface(
                    self.type(kind),
                    tuple(variables),
                    self.parameters(parameters),
                    self.constraints(above),
                    tuple([(keys[key], self.type(type)) for key, type in members]),
                    tuple([(tuple(left), tuple(right)) for left, right in dependencies]),
                )
            case [tag, key, owner, parameters, constraints, kinds, types, chain, index] if (
                tag == _INSTANCE
            ):
                return InstanceInterface(
                    keys[key],
                    keys[owner],
                    self.parameters(parameters),
                    self.constraints(constraints),
                    tuple(self.types(kinds)),
                    tuple(self.types(types)),
                    keys[chain],
                    index,
                )
            case [tag, associativity, precedence, target] if tag == _OPERATOR:
                return OperatorInterface(_ASSOCIATIVITIES[associativity], precedence, keys[target])
        raise SchemaMismatch(f"unknown interface {body!r}")

    def diagnostic(self, body: Json) -> Diagnostic:
        code, start, end, arguments, severity, related, tags = body
        return Diagnostic(
            code,
            start,
            end,
            tuple([self.value(argument) for argument in arguments]),
            _SEVERITIES[severity],
            tuple([Related(self.opt_key(place[0]), *place[1:]) for place in related]),
            tuple([_TAGS[tag] for tag in tags]),
        )

    def value(self, body: Json) -> Any:
        if not isinstance(body, list):
            return body
        tag = body[0]
        if tag == _A_TUPLE:
            return tuple([self.value(item) for item in body[1:]])
        if tag == _A_KEY:
            return self.keys[body[1]]
        if tag == _A_TYPE:
            return self.type(body[1])
        if tag == _A_CONSTRAINT:
            return self.constraint(body[1:])
        if tag == _A_LONG:
            return int(body[1])
        raise SchemaMismatch(f"unknown value {body!r}")
