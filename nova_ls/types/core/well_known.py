"""Keys of the classes and types that the constraint solver and deriving know by name."""

from __future__ import annotations

from typing import Final

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.types.core.type import TypeCon, prim, type_con


def class_key(namespace: str, name: str) -> ElementKey:
    """The key of a class."""
    return element_key(namespace, Space.CLASS, name)


PARTIAL: Final = class_key("Prim", "Partial")
COERCIBLE: Final = class_key("Prim.Coerce", "Coercible")
FAIL: Final = class_key("Prim.TypeError", "Fail")
WARN: Final = class_key("Prim.TypeError", "Warn")
IS_SYMBOL: Final = class_key("Data.Symbol", "IsSymbol")
REFLECTABLE: Final = class_key("Data.Reflectable", "Reflectable")

ROW_UNION: Final = class_key("Prim.Row", "Union")
ROW_CONS: Final = class_key("Prim.Row", "Cons")
ROW_LACKS: Final = class_key("Prim.Row", "Lacks")
ROW_NUB: Final = class_key("Prim.Row", "Nub")
ROW_TO_LIST: Final = class_key("Prim.RowList", "RowToList")
SYMBOL_APPEND: Final = class_key("Prim.Symbol", "Append")
SYMBOL_COMPARE: Final = class_key("Prim.Symbol", "Compare")
SYMBOL_CONS: Final = class_key("Prim.Symbol", "Cons")
INT_ADD: Final = class_key("Prim.Int", "Add")
INT_MUL: Final = class_key("Prim.Int", "Mul")
INT_COMPARE: Final = class_key("Prim.Int", "Compare")
INT_TO_STRING: Final = class_key("Prim.Int", "ToString")

EQ: Final = class_key("Data.Eq", "Eq")
EQ1: Final = class_key("Data.Eq", "Eq1")
ORD: Final = class_key("Data.Ord", "Ord")
ORD1: Final = class_key("Data.Ord", "Ord1")
FUNCTOR: Final = class_key("Data.Functor", "Functor")
FOLDABLE: Final = class_key("Data.Foldable", "Foldable")
TRAVERSABLE: Final = class_key("Data.Traversable", "Traversable")
BIFUNCTOR: Final = class_key("Data.Bifunctor", "Bifunctor")
BIFOLDABLE: Final = class_key("Data.Bifoldable", "Bifoldable")
BITRAVERSABLE: Final = class_key("Data.Bitraversable", "Bitraversable")
CONTRAVARIANT: Final = class_key("Data.Functor.Contravariant", "Contravariant")
PROFUNCTOR: Final = class_key("Data.Profunctor", "Profunctor")
GENERIC: Final = class_key("Data.Generic.Rep", "Generic")
NEWTYPE: Final = class_key("Data.Newtype", "Newtype")
DERIVABLE: Final = frozenset(
    (
        EQ, EQ1, ORD, ORD1, FUNCTOR, FOLDABLE, TRAVERSABLE, BIFUNCTOR, BIFOLDABLE, BITRAVERSABLE, CONTRAVARIANT,
        PROFUNCTOR, GENERIC, NEWTYPE,
    )
)  # fmt: skip
"""The classes of which `derive instance` makes instances; `derive newtype instance` knows all."""

ORDERING_LT: Final = prim("LT", "Prim.Ordering")
ORDERING_EQ: Final = prim("EQ", "Prim.Ordering")
ORDERING_GT: Final = prim("GT", "Prim.Ordering")
BOOLEAN_TRUE: Final = prim("True", "Prim.Boolean")
BOOLEAN_FALSE: Final = prim("False", "Prim.Boolean")
ROW_LIST_NIL: Final = prim("Nil", "Prim.RowList")
ROW_LIST_CONS: Final = prim("Cons", "Prim.RowList")


def _library_type(namespace: str, name: str) -> TypeCon:
    return type_con(element_key(namespace, Space.TYPE, name))


ORDERING: Final = _library_type("Data.Ordering", "Ordering")
REP_SUM: Final = _library_type("Data.Generic.Rep", "Sum")
REP_PRODUCT: Final = _library_type("Data.Generic.Rep", "Product")
REP_NO_CONSTRUCTORS: Final = _library_type("Data.Generic.Rep", "NoConstructors")
REP_NO_ARGUMENTS: Final = _library_type("Data.Generic.Rep", "NoArguments")
REP_CONSTRUCTOR: Final = _library_type("Data.Generic.Rep", "Constructor")
REP_ARGUMENT: Final = _library_type("Data.Generic.Rep", "Argument")
