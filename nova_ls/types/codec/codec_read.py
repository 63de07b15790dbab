"""Reading blobs: type nodes are made when they are first asked for. See codec.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgpack

from nova_ls.base.diagnostic import Diagnostic, Related
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.types.codec.codec_format import (
    A_CONSTRAINT,
    A_KEY,
    A_LONG,
    A_SPACE,
    A_TUPLE,
    A_TYPE,
    NODE_APP,
    NODE_CON,
    NODE_CONSTRAINED,
    NODE_ERROR,
    NODE_FORALL,
    NODE_INT,
    NODE_KIND_APP,
    NODE_ROW,
    NODE_SKOLEM,
    NODE_STRING,
    NODE_UNKNOWN,
    NODE_VAR,
    SCHEMA,
    Json,
    SchemaMismatch,
)
from nova_ls.types.core.interface import (
    Parameter,
)
from nova_ls.types.core.problems import PROBLEMS
from nova_ls.types.core.type import (
    ERROR,
    Constrained,
    Constraint,
    Forall,
    KindApp,
    Row,
    Skolem,
    Type,
    TypeApp,
    TypeInt,
    TypeString,
    TypeVar,
    UnificationVar,
    type_con,
)


def open_blob(data: bytes, kind: int) -> tuple[list[str], list[Any], list[list[Any]], Json]:
    """Namespaces, keys, type nodes and body of a blob, as they are written; SchemaMismatch for one of another schema or kind."""
    blob = msgpack.unpackb(data, unicode_errors="surrogatepass")
    if not isinstance(blob, list) or blob[:2] != [SCHEMA, kind]:
        raise SchemaMismatch(f"not of schema {SCHEMA}, kind {kind}")
    _, _, namespaces, keys, nodes, body = blob
    return namespaces, keys, nodes, body


class BlobReader:
    """The tables of one blob; type nodes are made when they are first asked for."""

    __slots__ = ("_built", "_nodes", "body", "keys")

    def __init__(self, data: bytes, kind: int) -> None:
        namespaces, keys, nodes, body = open_blob(data, kind)
        each = iter(keys)
        self.keys: list[ElementKey] = [
            element_key(namespaces[namespace], space, name)
            for namespace, space, name in zip(each, each, each, strict=True)
        ]
        self._nodes = nodes
        self._built: list[Type] = []
        self.body: Json = body

    def type(self, index: int) -> Type:
        """The type at an index of the table, built at the first access, without recursion over depth."""
        built = self._built
        if index >= len(built):
            self._build(index)
        return built[index]

    def types(self, indexes: Sequence[int]) -> list[Type]:
        """The types at some indexes."""
        if indexes:
            self.type(max(indexes))
        built = self._built
        return [built[index] for index in indexes]

    def _build(self, index: int) -> None:
        """Make all nodes up to `index`; parts stand before what they are part of."""
        built = self._built
        for node in self._nodes[len(built) : index + 1]:
            if node[0] == NODE_APP:
                built.append(TypeApp(built[node[1]], built[node[2]]))
            elif node[0] == NODE_CON:
                built.append(type_con(self.keys[node[1]]))
            else:
                built.append(self._node(node))

    def _node(self, node: list[Any]) -> Type:
        built = self._built
        match node:
            case [tag, function, argument] if tag == NODE_KIND_APP:
                return KindApp(built[function], built[argument])
            case [tag, name] if tag == NODE_VAR:
                return TypeVar(name)
            case [tag, name, number, scope, kind] if tag == NODE_SKOLEM:
                return Skolem(name, number, built[kind], scope)
            case [tag, number, level, kind] if tag == NODE_UNKNOWN:
                return UnificationVar(number, level, built[kind])
            case [tag, name, visible, kind, body] if tag == NODE_FORALL:
                return Forall(name, built[kind], built[body], visible)
            case [tag, key, count, *parts, body] if tag == NODE_CONSTRAINED:
                types = tuple([built[part] for part in parts])
                constraint = Constraint(self.keys[key], types[:count], types[count:])
                return Constrained(constraint, built[body])
            case [tag, *parts] if tag == NODE_ROW:
                count = len(parts) // 2
                types = tuple([built[part] for part in parts[count:]])
                tail = types[count] if len(parts) % 2 else None
                return Row(tuple(zip(parts[:count], types[:count], strict=True)), tail)
            case [tag, value] if tag == NODE_STRING:
                return TypeString(value)
            case [tag, value] if tag == NODE_INT:
                return TypeInt(int(value))
            case [tag] if tag == NODE_ERROR:
                return ERROR
        raise SchemaMismatch(f"unknown type node {node!r}")

    def constraint(self, body: Json) -> Constraint:
        """A constraint from its key, kinds and arguments."""
        key, kinds, arguments = body
        return Constraint(self.keys[key], tuple(self.types(kinds)), tuple(self.types(arguments)))

    def constraints(self, body: Json) -> tuple[Constraint, ...]:
        """Constraints, in order."""
        return tuple([self.constraint(each) for each in body])

    def parameters(self, body: Json) -> tuple[Parameter, ...]:
        """Parameters with their kinds."""
        return tuple([Parameter(name, self.type(kind)) for name, kind in body])

    def opt_key(self, index: int | None) -> ElementKey | None:
        """The key at an index; None for None."""
        return None if index is None else self.keys[index]

    def diagnostic(self, body: Json) -> Diagnostic:
        """A diagnostic from its code, span, fields and related places."""
        code, start, end, values, related = body
        kind = PROBLEMS.get(code)
        if kind is None or len(values) != len(kind.fields):
            raise SchemaMismatch(f"unknown problem {code} of {len(values)} fields")
        return Diagnostic(
            kind(*map(self.value, values)),
            start,
            end,
            tuple([Related(self.opt_key(place[0]), *place[1:]) for place in related]),
        )

    def value(self, body: Json) -> Any:
        """A field of a problem, by its tag."""
        if not isinstance(body, list):
            return body
        tag = body[0]
        if tag == A_TUPLE:
            return tuple([self.value(item) for item in body[1:]])
        if tag == A_KEY:
            return self.keys[body[1]]
        if tag == A_TYPE:
            return self.type(body[1])
        if tag == A_CONSTRAINT:
            return self.constraint(body[1:])
        if tag == A_SPACE:
            return Space(body[1])
        if tag == A_LONG:
            return int(body[1])
        raise SchemaMismatch(f"unknown value {body!r}")
