"""The interfaces of all that the compiler itself defines: the modules Prim, Prim.Row, Prim.RowList and so on."""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.types.core.interface import (
    ClassInterface,
    DataInterface,
    Interface,
    Parameter,
    Role,
)
from nova_ls.types.core.type import (
    BOOLEAN,
    CONSTRAINT,
    INT,
    ROW,
    SYMBOL,
    TYPE,
    Forall,
    Type,
    TypeApp,
    TypeVar,
    applied,
    function,
    prim,
)

PRIM_INTERFACES: Final[dict[ElementKey, Interface]] = {}
PRIM_DOCS: Final[dict[ElementKey, str]] = {}
"""A sentence or two on each, for hovers; Markdown."""

PARTIAL: Final = element_key("Prim", Space.CLASS, "Partial")
COERCIBLE: Final = element_key("Prim.Coerce", Space.CLASS, "Coercible")

_NOMINAL: Final = Role.NOMINAL
_REPRESENTATIONAL: Final = Role.REPRESENTATIONAL
_PHANTOM: Final = Role.PHANTOM

_K: Final = TypeVar("k")
_ROW_OF_K: Final = TypeApp(ROW, _K)
_ROW_LIST: Final = prim("RowList", "Prim.RowList")
_ROW_LIST_OF_K: Final = TypeApp(_ROW_LIST, _K)
_ORDERING: Final = prim("Ordering", "Prim.Ordering")
_DOC: Final = prim("Doc", "Prim.TypeError")


def _type(module: str, name: str, doc: str, kind: Type, *roles: Role) -> None:
    key = element_key(module, Space.TYPE, name)
    variables = (kind.name,) if isinstance(kind, Forall) else ()
    PRIM_INTERFACES[key] = DataInterface(kind, variables, (), roles, (), False)
    PRIM_DOCS[key] = doc


def _class(
    module: str,
    name: str,
    doc: str,
    parameters: str,
    kinds: tuple[Type, ...],
    dependencies: str = "",
) -> None:
    """`parameters`: their names. `dependencies`: as written after the bar of a class declaration."""
    key = element_key(module, Space.CLASS, name)
    names = parameters.split()
    kind: Type = CONSTRAINT
    for parameter in reversed(kinds):
        kind = function(parameter, kind)
    variables: tuple[str, ...] = ()
    if kind.flags:
        variables = ("k",)
        kind = Forall("k", TYPE, kind, False)
    indexes = []
    for dependency in filter(None, dependencies.split(",")):
        left, right = dependency.split("->")
        indexes.append(
            (tuple(map(names.index, left.split())), tuple(map(names.index, right.split())))
        )
    PRIM_INTERFACES[key] = ClassInterface(
        kind,
        variables,
        tuple(Parameter(name, kind) for name, kind in zip(names, kinds, strict=True)),
        (),
        (),
        tuple(indexes),
    )
    PRIM_DOCS[key] = doc


def _functions(*kinds: Type) -> Type:
    result = kinds[-1]
    for kind in reversed(kinds[:-1]):
        result = function(kind, result)
    return result


def _polykinded(kind: Type) -> Type:
    return Forall("k", TYPE, kind, False)


_type("Prim", "Type", "The kind of types that have values.", TYPE)
_type("Prim", "Constraint", "The kind of class constraints.", TYPE)
_type("Prim", "Symbol", "The kind of type-level strings.", TYPE)
_type(
    "Prim",
    "Row",
    "The kind of rows: labelled types of one kind, as in `Row Type`.",
    _functions(TYPE, TYPE),
    _PHANTOM,
)
_type(
    "Prim",
    "Function",
    "The type of functions; `Function a b` is also written `a -> b`.",
    _functions(TYPE, TYPE, TYPE),
    _REPRESENTATIONAL,
    _REPRESENTATIONAL,
)
_type(
    "Prim",
    "Array",
    "Arrays whose elements all have one type.",
    _functions(TYPE, TYPE),
    _REPRESENTATIONAL,
)
_type(
    "Prim",
    "Record",
    "Records with the fields of a row; `Record (x :: Int)` is also written `{ x :: Int }`.",
    _functions(applied(ROW, TYPE), TYPE),
    _REPRESENTATIONAL,
)
_type("Prim", "String", "Text, a sequence of UTF-16 code units.", TYPE)
_type("Prim", "Char", "One UTF-16 code unit.", TYPE)
_type("Prim", "Number", "Double precision floating point numbers.", TYPE)
_type("Prim", "Int", "Whole numbers of 32 bits; also the kind of type-level integers.", TYPE)
_type("Prim", "Boolean", "`true` and `false`; also the kind of type-level booleans.", TYPE)
_class(
    "Prim",
    "Partial",
    "Marks a function that is not defined for every argument of its type.",
    "",
    (),
)

_type("Prim.Boolean", "True", "The type-level `true`.", BOOLEAN)
_type("Prim.Boolean", "False", "The type-level `false`.", BOOLEAN)

_class(
    "Prim.Coerce",
    "Coercible",
    "Holds of two types whose values are represented alike, so that one can be used as the other. The compiler solves it.",
    "a b",
    (_K, _K),
)

_type("Prim.Ordering", "Ordering", "The kind of the outcome of a type-level comparison.", TYPE)
_type("Prim.Ordering", "LT", "The left one is less.", _ORDERING)
_type("Prim.Ordering", "EQ", "Both are equal.", _ORDERING)
_type("Prim.Ordering", "GT", "The left one is greater.", _ORDERING)

_class(
    "Prim.Row",
    "Union",
    "`union` has the fields of `left` and of `right`; where both have a label, both fields, the left one first.",
    "left right union",
    (_ROW_OF_K, _ROW_OF_K, _ROW_OF_K),
    "left right -> union, right union -> left, union left -> right",
)
_class(
    "Prim.Row",
    "Nub",
    "`nubbed` is `original` with the first field only of each label.",
    "original nubbed",
    (_ROW_OF_K, _ROW_OF_K),
    "original -> nubbed",
)
_class("Prim.Row", "Lacks", "`row` has no field `label`.", "label row", (SYMBOL, _ROW_OF_K))
_class(
    "Prim.Row",
    "Cons",
    "`row` is `tail` with a field `label` of type `a` in front.",
    "label a tail row",
    (SYMBOL, _K, _ROW_OF_K, _ROW_OF_K),
    "label a tail -> row, label row -> a tail",
)

_type(
    "Prim.RowList",
    "RowList",
    "The kind of type-level lists of labels and types.",
    _functions(TYPE, TYPE),
    _PHANTOM,
)
_type(
    "Prim.RowList",
    "Cons",
    "A label and its type in front of a list.",
    _polykinded(_functions(SYMBOL, _K, _ROW_LIST_OF_K, _ROW_LIST_OF_K)),
    _PHANTOM,
    _PHANTOM,
    _PHANTOM,
)
_type("Prim.RowList", "Nil", "The empty list of labels and types.", _polykinded(_ROW_LIST_OF_K))
_class(
    "Prim.RowList",
    "RowToList",
    "`list` holds the fields of the closed row `row`, sorted by label.",
    "row list",
    (_ROW_OF_K, _ROW_LIST_OF_K),
    "row -> list",
)

_class(
    "Prim.Symbol",
    "Append",
    "`appended` is `left` followed by `right`.",
    "left right appended",
    (SYMBOL, SYMBOL, SYMBOL),
    "left right -> appended, right appended -> left, appended left -> right",
)
_class(
    "Prim.Symbol",
    "Compare",
    "How two symbols compare.",
    "left right ordering",
    (SYMBOL, SYMBOL, _ORDERING),
    "left right -> ordering",
)
_class(
    "Prim.Symbol",
    "Cons",
    "`symbol` begins with the one character `head`, followed by `tail`.",
    "head tail symbol",
    (SYMBOL, SYMBOL, SYMBOL),
    "head tail -> symbol, symbol -> head tail",
)

_class(
    "Prim.Int",
    "Add",
    "`sum` is `left` plus `right`.",
    "left right sum",
    (INT, INT, INT),
    "left right -> sum, left sum -> right, right sum -> left",
)
_class(
    "Prim.Int",
    "Compare",
    "How two type-level integers compare.",
    "left right ordering",
    (INT, INT, _ORDERING),
    "left right -> ordering",
)
_class(
    "Prim.Int",
    "Mul",
    "`product` is `left` times `right`.",
    "left right product",
    (INT, INT, INT),
    "left right -> product",
)
_class(
    "Prim.Int",
    "ToString",
    "`string` is the integer `int` in decimal digits.",
    "int string",
    (INT, SYMBOL),
    "int -> string",
)

_type("Prim.TypeError", "Doc", "The kind of texts for custom errors and warnings.", TYPE)
_type("Prim.TypeError", "Text", "A text from a symbol.", _functions(SYMBOL, _DOC), _PHANTOM)
_type("Prim.TypeError", "Quote", "A type, printed.", _polykinded(_functions(_K, _DOC)), _PHANTOM)
_type(
    "Prim.TypeError",
    "QuoteLabel",
    "A symbol, printed as a record label.",
    _functions(SYMBOL, _DOC),
    _PHANTOM,
)
_type(
    "Prim.TypeError",
    "Beside",
    "Two texts side by side.",
    _functions(_DOC, _DOC, _DOC),
    _PHANTOM,
    _PHANTOM,
)
_type(
    "Prim.TypeError",
    "Above",
    "Two texts one above the other.",
    _functions(_DOC, _DOC, _DOC),
    _PHANTOM,
    _PHANTOM,
)
_class(
    "Prim.TypeError",
    "Fail",
    "Wanting this constraint is an error with the given text.",
    "message",
    (_DOC,),
)
_class(
    "Prim.TypeError",
    "Warn",
    "Wanting this constraint gives a warning with the given text.",
    "message",
    (_DOC,),
)
