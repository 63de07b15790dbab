"""Writing blobs: tables of keys and types that grow while a body is written. See codec.py."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.packing import pack
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
)
from nova_ls.types.core.interface import (
    Parameter,
)
from nova_ls.types.core.type import (
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
)


class BlobWriter:
    """The tables of one blob while it is written."""

    __slots__ = ("_keys", "_namespaces", "_nodes", "_seen")

    def __init__(self) -> None:
        self._namespaces: dict[str, int] = {}
        self._keys: dict[ElementKey, int] = {}
        self._nodes: dict[tuple[Any, ...], int] = {}
        # Types are compared by identity: this spares only a second walk over the same object.
        self._seen: dict[Type, int] = {}

    def finish(self, kind: int, body: Json) -> bytes:
        """Everything that was written, as bytes, with a body of some kind at the end."""
        namespaces = self._namespaces
        keys: list[Json] = []
        for key in self._keys:
            namespace = namespaces.setdefault(key.namespace, len(namespaces))
            keys += (namespace, int(key.space), key.name)
        blob = (SCHEMA, kind, list(namespaces), keys, list(self._nodes), body)
        return pack(blob)

    def key(self, key: ElementKey) -> int:
        """The index of a key."""
        return self._keys.setdefault(key, len(self._keys))

    def opt_key(self, key: ElementKey | None) -> int | None:
        """The index of a key; None for None."""
        return None if key is None else self.key(key)

    def type(self, type: Type) -> int:
        """The index of a type in the table; solved unification variables are followed."""
        index = self._seen.get(type)
        return self._add(type) if index is None else index

    def types(self, types: Iterable[Type]) -> list[int]:
        """The indexes of some types, which are written with all that they hold."""
        seen = self._seen
        add = self._add
        return [index if (index := seen.get(type)) is not None else add(type) for type in types]

    def _add(self, type: Type, depth: int = 0) -> int:
        """Enter a type, after its parts."""
        seen = self._seen
        if depth > _MAX_RECURSION:
            return self._add_deep(type)
        # The kinds of nodes that there are most of, so that they are quick.
        if type.__class__ is TypeApp:
            function = seen.get(type.function)
            if function is None:
                function = self._add(type.function, depth + 1)
            argument = seen.get(type.argument)
            if argument is None:
                argument = self._add(type.argument, depth + 1)
            node: tuple[Any, ...] = (NODE_APP, function, argument)
        elif type.__class__ is TypeCon:
            node = (NODE_CON, self._keys.setdefault(type.key, len(self._keys)))
        elif type.__class__ is TypeVar:
            node = (NODE_VAR, type.name)
        elif type.__class__ is Forall:
            kind = seen.get(type.kind)
            if kind is None:
                kind = self._add(type.kind, depth + 1)
            node = (NODE_FORALL, type.name, type.visible, kind, self._add(type.body, depth + 1))
        elif type.__class__ is Skolem:
            kind = seen.get(type.kind)
            if kind is None:
                kind = self._add(type.kind, depth + 1)
            node = (NODE_SKOLEM, type.name, type.number, type.scope, kind)
        else:
            return self._add_deep(type)
        index = seen[type] = self._nodes.setdefault(node, len(self._nodes))
        return index

    def _add_deep(self, root: Type) -> int:
        """The same without recursion, for all types. A node waits on the stack until its parts are entered.

        Only through an unknown could a type hold itself. What is met again while it waits is written as an error.
        """
        seen = self._seen
        nodes = self._nodes
        stack: list[Type] = [root]
        opened: set[Type] = set()
        while stack:
            type = stack[-1]
            if type.__class__ is TypeApp:
                function = seen.get(type.function)
                if function is None:
                    stack.append(type.function)
                    continue
                argument = seen.get(type.argument)
                if argument is None:
                    stack.append(type.argument)
                    continue
                node: tuple[Any, ...] = (NODE_APP, function, argument)
            elif type.__class__ is TypeCon:
                node = (NODE_CON, self._keys.setdefault(type.key, len(self._keys)))
            elif type.__class__ is TypeVar:
                node = (NODE_VAR, type.name)
            else:
                parts = _parts(type)
                waiting = [part for part in parts if part not in seen]
                if waiting:
                    if type in opened:
                        seen[type] = nodes.setdefault((NODE_ERROR,), len(nodes))
                        stack.pop()
                        continue
                    if type.__class__ is UnificationVar:
                        opened.add(type)
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
                return (NODE_KIND_APP, *parts)
            case Skolem():
                return (NODE_SKOLEM, type.name, type.number, type.scope, *parts)
            case UnificationVar():
                return (NODE_UNKNOWN, type.number, type.level, *parts)
            case Forall():
                return (NODE_FORALL, type.name, type.visible, *parts)
            case Constrained():
                constraint = type.constraint
                return (NODE_CONSTRAINED, self.key(constraint.key), len(constraint.kinds), *parts)
            case Row():
                return (NODE_ROW, *[label for label, _ in type.fields], *parts)
            case TypeString():
                return (NODE_STRING, type.value)
            case TypeInt():
                return (NODE_INT, str(type.value))
            case ErrorType():
                return (NODE_ERROR,)
        raise TypeError(f"not a type node: {type!r}")

    def constraint(self, constraint: Constraint) -> Json:
        """A constraint as indexes."""
        return (
            self.key(constraint.key),
            self.types(constraint.kinds),
            self.types(constraint.arguments),
        )

    def constraints(self, constraints: tuple[Constraint, ...]) -> list[Json]:
        """Constraints as indexes."""
        return [self.constraint(each) for each in constraints]

    def parameters(self, parameters: tuple[Parameter, ...]) -> list[Json]:
        """Parameters as names and indexes."""
        return [(parameter.name, self.type(parameter.kind)) for parameter in parameters]

    def diagnostic(self, diagnostic: Diagnostic) -> Json:
        """A diagnostic as JSON."""
        return (
            diagnostic.code,
            diagnostic.start,
            diagnostic.end,
            list(map(self.value, diagnostic.problem.values)),
            [
                (self.opt_key(place.element), place.start, place.end, place.label)
                for place in diagnostic.related
            ],
        )

    def value(self, value: object) -> Json:
        """A field of a problem or a piece of evidence. Recurses over the nesting of tuples."""
        if value.__class__ is str:
            return value
        if value.__class__ is ElementKey:
            return (A_KEY, self._keys.setdefault(value, len(self._keys)))
        if value.__class__ is Space:
            return (A_SPACE, int(value))
        if isinstance(value, int) and not -_LONG <= value < _LONG:
            return (A_LONG, str(value))
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, tuple | list):
            return (A_TUPLE, *[self.value(item) for item in value])
        if isinstance(value, Constraint):
            return (A_CONSTRAINT, *self.constraint(value))
        if isinstance(value, Type):
            return (A_TYPE, self.type(value))
        raise TypeError(f"cannot be written: {value!r}")


_LONG: Final = 1 << 63
_MAX_RECURSION: Final = 100
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
