"""The representation of types, kinds, rows and constraints.

Kinds are types. Types hold no synonyms: they are expanded when written types are elaborated. Nodes are immutable but
for UnificationVar, whose `solution` is set once. `flags` tells without a walk whether a type holds unification
variables, type variables or skolems, so that zonking and substitution return at once where they have nothing to do.

Type variables are named and stand under their Forall. Inside the checker every binder that is entered is replaced by
a skolem or a unification variable, so a free TypeVar occurs only in the interfaces' parameter lists.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from nova_ls.base.keys import ElementKey, Space, element_key

HAS_UNIFICATION_VARS: Final = 1
HAS_TYPE_VARS: Final = 2
HAS_SKOLEMS: Final = 4
HAS_QUANTIFIERS: Final = 8  # a Forall or a Constrained anywhere inside
HAS_ERRORS: Final = 16


class TypeCon:
    """A type constructor; one object per key (see `type_con`)."""

    __slots__ = ("flags", "key")

    def __init__(self, key: ElementKey) -> None:
        self.key = key
        self.flags = 0


class TypeApp:
    """`function argument`."""

    __slots__ = ("argument", "flags", "function")

    def __init__(self, function: Type, argument: Type) -> None:
        self.function = function
        self.argument = argument
        self.flags: int = function.flags | argument.flags


class KindApp:
    """`function @kind`: the kind argument of a polykinded constructor. Elaboration makes it, printing hides it."""

    __slots__ = ("argument", "flags", "function")

    def __init__(self, function: Type, argument: Type) -> None:
        self.function = function
        self.argument = argument
        self.flags: int = function.flags | argument.flags


class TypeVar:
    """A variable bound by an enclosing Forall (or by a parameter list of an interface); the name alone counts.

    `kind` is there while written types are elaborated, when a variable is met before its binder is built.
    """

    __slots__ = ("flags", "kind", "name")

    def __init__(self, name: str, kind: Type | None = None) -> None:
        self.name = name
        self.kind = kind
        self.flags = HAS_TYPE_VARS


class Skolem:
    """A rigid variable: a Forall that was entered. `scope` tells where it may occur (a level, see solver.py)."""

    __slots__ = ("flags", "kind", "name", "number", "scope")

    def __init__(self, name: str, number: int, kind: Type, scope: int) -> None:
        self.name = name
        self.number = number
        self.kind = kind
        self.scope = scope
        self.flags = HAS_SKOLEMS


class UnificationVar:
    """An unknown type. `level`: the depth of the binding that owns it; `solution` None while it is unknown."""

    __slots__ = ("flags", "kind", "level", "number", "solution")

    def __init__(self, number: int, level: int, kind: Type) -> None:
        self.number = number
        self.level = level
        self.kind = kind
        self.solution: Type | None = None
        self.flags = HAS_UNIFICATION_VARS


class Forall:
    """`forall name :: kind. body`, one binder. `visible`: it can be given by `@type`.

    `weight`: how many parts a substitution in it walks at most, once they were counted (budget.py).
    """

    __slots__ = ("body", "flags", "kind", "name", "visible", "weight")

    def __init__(self, name: str, kind: Type, body: Type, visible: bool) -> None:
        self.name = name
        self.kind = kind
        self.body = body
        self.visible = visible
        self.flags: int = kind.flags | body.flags | HAS_QUANTIFIERS
        self.weight = 0


class Constraint:
    """A class applied to kinds and types. Not a type by itself."""

    __slots__ = ("arguments", "flags", "key", "kinds")

    def __init__(
        self, key: ElementKey, kinds: tuple[Type, ...], arguments: tuple[Type, ...]
    ) -> None:
        self.key = key
        self.kinds = kinds
        self.arguments = arguments
        flags = 0
        for argument in kinds:
            flags |= argument.flags
        for argument in arguments:
            flags |= argument.flags
        self.flags: int = flags


class Constrained:
    """`constraint => body`."""

    __slots__ = ("body", "constraint", "flags")

    def __init__(self, constraint: Constraint, body: Type) -> None:
        self.constraint = constraint
        self.body = body
        self.flags: int = constraint.flags | body.flags | HAS_QUANTIFIERS


class Row:
    """A row, flat: fields sorted by label (equal labels keep their order), then a tail.

    `tail` None: closed. A tail is never a Row with fields (see `row`), but may be any other type of kind Row k.
    """

    __slots__ = ("fields", "flags", "tail")

    def __init__(self, fields: tuple[tuple[str, Type], ...], tail: Type | None) -> None:
        self.fields = fields
        self.tail = tail
        flags = 0 if tail is None else tail.flags
        for _, field in fields:
            flags |= field.flags
        self.flags: int = flags


class TypeString:
    """A symbol."""

    __slots__ = ("flags", "value")

    def __init__(self, value: str) -> None:
        self.value = value
        self.flags = 0


class TypeInt:
    """An integer in a type."""

    __slots__ = ("flags", "value")

    def __init__(self, value: int) -> None:
        self.value = value
        self.flags = 0


class ErrorType:
    """Stands for what could not be typed; unifies with everything, solves every constraint. One object: ERROR."""

    __slots__ = ("flags",)

    def __init__(self) -> None:
        self.flags = HAS_ERRORS


Type: TypeAlias = (
    TypeCon
    | TypeApp
    | KindApp
    | TypeVar
    | Skolem
    | UnificationVar
    | Forall
    | Constrained
    | Row
    | TypeString
    | TypeInt
    | ErrorType
)

ERROR: Final = ErrorType()
EMPTY_ROW: Final = Row((), None)

_CONSTRUCTORS: dict[ElementKey, TypeCon] = {}


def type_con(key: ElementKey) -> TypeCon:
    """The one TypeCon of a key."""
    con = _CONSTRUCTORS.get(key)
    if con is None:
        con = _CONSTRUCTORS[key] = TypeCon(key)
    return con


def prim(name: str, module: str = "Prim") -> TypeCon:
    """A type that the compiler itself defines."""
    return type_con(element_key(module, Space.TYPE, name))


TYPE: Final = prim("Type")
CONSTRAINT: Final = prim("Constraint")
SYMBOL: Final = prim("Symbol")
ROW: Final = prim("Row")
FUNCTION: Final = prim("Function")
ARRAY: Final = prim("Array")
RECORD: Final = prim("Record")
STRING: Final = prim("String")
CHAR: Final = prim("Char")
NUMBER: Final = prim("Number")
INT: Final = prim("Int")
BOOLEAN: Final = prim("Boolean")


def function(parameter: Type, result: Type) -> TypeApp:
    """`parameter -> result`."""
    return TypeApp(TypeApp(FUNCTION, parameter), result)


def record(row: Type) -> TypeApp:
    """`Record row`."""
    return TypeApp(RECORD, row)


def array(item: Type) -> TypeApp:
    """`Array item`."""
    return TypeApp(ARRAY, item)


def applied(head: Type, *arguments: Type) -> Type:
    """`head a b …`."""
    for argument in arguments:
        head = TypeApp(head, argument)
    return head


def spine(type: Type) -> tuple[Type, list[Type], list[Type]]:
    """Head, kind arguments and type arguments of an application, outermost last.

    The caller resolves unification variables first; a solved head is not followed.
    """
    kinds: list[Type] = []
    arguments: list[Type] = []
    while True:
        if isinstance(type, TypeApp):
            arguments.append(type.argument)
            type = type.function
        elif isinstance(type, KindApp):
            kinds.append(type.argument)
            type = type.function
        else:
            kinds.reverse()
            arguments.reverse()
            return type, kinds, arguments


def head_constructor(type: Type) -> ElementKey | None:
    """The outermost constructor of a zonked type; None where that is a variable, a row or a literal."""
    while isinstance(type, (TypeApp, KindApp)):
        type = type.function
    return type.key if isinstance(type, TypeCon) else None


def parts(type: Type) -> tuple[Type, ...]:
    """The types directly inside a type, in order; the one that grows long (a result, a body, a tail) is the last."""
    if isinstance(type, (TypeApp, KindApp)):
        return type.function, type.argument
    if isinstance(type, Forall):
        return type.kind, type.body
    if isinstance(type, Constrained):
        return (*type.constraint.kinds, *type.constraint.arguments, type.body)
    if isinstance(type, Row):
        fields = tuple([field for _, field in type.fields])
        return fields if type.tail is None else (*fields, type.tail)
    return ()


def row(fields: tuple[tuple[str, Type], ...], tail: Type | None) -> Type:
    """A row of sorted fields and a tail; a tail that is a row itself is merged into it.

    Fields of an equal label stand in order: those of `fields` before those of the tail.
    """
    if isinstance(tail, Row):
        if fields:
            fields = tuple(sorted(fields + tail.fields, key=field_label)) if tail.fields else fields
        else:
            fields = tail.fields
        tail = tail.tail
    if fields:
        return Row(fields, tail)
    return EMPTY_ROW if tail is None else tail


def field_label(field: tuple[str, Type]) -> str:
    """The label of a row's field: what fields are sorted by."""
    return field[0]
