"""What a chunk defines, when two chunks count as the same, and the structure of a whole module."""

from typing import Any

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.names.modules.declaration_unit import UnitKind
from nova_ls.names.modules.items import ChunkItems, ItemKind, ReferenceShape, collect_items
from nova_ls.syntax import tree as t
from nova_ls.syntax.parser import parse_chunk
from tests.names.program import parse


def items(text: str, first: bool = False) -> ChunkItems:
    return collect_items(parse_chunk(text, first=first).declarations)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1", [(Space.VALUE, "x", ItemKind.VALUE)]),
        ("x :: Int\nx = 1", [(Space.VALUE, "x", ItemKind.VALUE)]),
        ("x :: Int", [(Space.VALUE, "x", ItemKind.SIGNATURE)]),
        (
            "data T a = A a | B derive (Eq, L.Ord)",
            [
                (Space.TYPE, "T", ItemKind.DATA),
                (Space.CONSTRUCTOR, "A", ItemKind.CONSTRUCTOR),
                (Space.CONSTRUCTOR, "B", ItemKind.CONSTRUCTOR),
                (Space.INSTANCE, "Eq T", ItemKind.CLAUSE),
                (Space.INSTANCE, "Ord T", ItemKind.CLAUSE),
            ],
        ),
        (
            "class C a where\n  m :: a\n  n :: a",
            [
                (Space.CLASS, "C", ItemKind.CLASS),
                (Space.VALUE, "m", ItemKind.MEMBER),
                (Space.VALUE, "n", ItemKind.MEMBER),
            ],
        ),
        ("infixr 5 append as <>", [(Space.VALUE_OPERATOR, "<>", ItemKind.OPERATOR)]),
        ("infixr 4 type F as ~>", [(Space.TYPE_OPERATOR, "~>", ItemKind.TYPE_OPERATOR)]),
        ("foreign import data T :: Type", [(Space.TYPE, "T", ItemKind.FOREIGN_DATA)]),
    ],
)
def test_the_items_of_a_chunk(text: str, expected: list[tuple[Space, str, ItemKind]]) -> None:
    found = items(text)
    assert [(i.space, i.name, i.kind) for i in found.items] == expected
    named = [text[start:end] for start, end in found.spans]
    assert [item.name.split()[0] for item in found.items] == [n.split(".")[-1] for n in named]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("instance showInt :: Show Int", "showInt"),
        ("instance Show Int", "Show Int"),
        ("instance Show a => Show ((Maybe (a)))", "Show (Maybe a)"),
        ("instance D.Foo (f ~> g) (Array (Array Int)) { x :: Int | r }",
         "Foo (f ~> g) (Array (Array Int)) {x :: Int | r}"),
        ("derive instance Bar (a -> (b -> c)) \"s\" 3 (->)", "Bar (a -> b -> c) 's' 3 (->)"),
        ("derive newtype instance Baz (forall a. a) ( y :: Int )",
         "Baz (forall a. a) (y :: Int)"),
    ],
)  # fmt: skip
def test_the_name_of_an_instance_is_written_or_its_head(head: str, name: str) -> None:
    assert items(head).items[0].name == name


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1", "-- comment\nx  = 2\n"),
        ("x :: Int\nx = 1", "x :: String\nx = f y"),
        ("data T = A Int", "data  T = A String"),
        ("class C a where m :: a", "class C a where\n  m :: a -> a"),
        ("import A (x, T(..))", "import  A ( x , T(..) )"),
        ("instance Show Int where\n  show = f", "instance Show Int where\n  show = g"),
    ],
)
def test_bodies_and_positions_do_not_count(before: str, after: str) -> None:
    assert items(before) == items(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1", "y = 1"),
        ("x = 1", "x :: Int\nx = 1"),
        ("data T = A", "data T = A | B"),
        ("data T = A", "newtype T = A"),
        ("data T = A", "data T = A derive (Eq)"),
        ("class C a where m :: a", "class C a where\n  m :: a\n  n :: a"),
        ("infixl 5 f as +", "infixl 6 f as +"),
        ("infixl 5 f as +", "infixl 5 g as +"),
        ("import A (x)", "import A (y)"),
        ("import A (x)", "import A hiding (x)"),
        ("import A as B", "import A"),
        ("instance Show Int", "else instance Show Int"),
        ("module M where", "module M (x) where"),
    ],
)
def test_what_others_can_see_counts(before: str, after: str) -> None:
    assert items(before) != items(after)


def test_references_of_a_header_and_an_import_have_their_spans() -> None:
    text = "module M (x, T(..), U(A, B), class C, (+), type (~>), module X) where"
    found = items(text, first=True)
    assert found.header is not None
    assert found.header.references is not None
    shapes = [(r.space, r.name, r.shape) for r in found.header.references]
    assert shapes == [
        (Space.VALUE, "x", ReferenceShape.PLAIN),
        (Space.TYPE, "T", ReferenceShape.ALL),
        (Space.TYPE, "U", ReferenceShape.SOME),
        (Space.CLASS, "C", ReferenceShape.PLAIN),
        (Space.VALUE_OPERATOR, "+", ReferenceShape.PLAIN),
        (Space.TYPE_OPERATOR, "~>", ReferenceShape.PLAIN),
        (Space.MODULE, "X", ReferenceShape.MODULE),
    ]
    (spans,) = found.list_spans
    assert text[slice(*spans.name)] == "M"
    assert [text[a:b] for a, b in spans.references][1:3] == ["T(..)", "U(A, B)"]


def test_the_units_of_a_module_stand_in_source_order_and_chains_hold_together() -> None:
    module = parse(
        "module M where\n"
        "data T = A derive (Eq, Ord)\n"
        "instance C Int\n"
        "else instance C String\n"
        "else instance C a\n"
        "instance D Int\n"
        "instance D Int\n"
        "x :: Int\n"
        "x = 1\n"
    ).items
    assert [(u.kind, u.key.name, u.clause) for u in module.units] == [
        (UnitKind.TYPE, "T", 0),
        (UnitKind.CLAUSE, "Eq T", 0),
        (UnitKind.CLAUSE, "Ord T", 1),
        (UnitKind.INSTANCE, "C Int", 0),
        (UnitKind.INSTANCE, "C String", 0),
        (UnitKind.INSTANCE, "C a", 0),
        (UnitKind.INSTANCE, "D Int", 0),
        (UnitKind.INSTANCE, "D Int #2", 0),
        (UnitKind.VALUE, "x", 0),
    ]
    chains = [(u.place.chain.name, u.place.index) for u in module.units if u.place]
    assert chains[2:6] == [("C Int", 0), ("C Int", 1), ("C Int", 2), ("D Int", 0)]
    assert module.signed == {element_key("M", Space.VALUE, "x")}
    assert module.diagnostics == []


class Counted(tuple[t.Declaration, ...]):
    """Declarations that count how often a part of them is copied."""

    copies = 0

    def __getitem__(self, index: Any) -> Any:
        self.copies += isinstance(index, slice)
        return super().__getitem__(index)


def test_what_stands_below_is_looked_at_for_an_import_alone() -> None:
    """Otherwise a value of many equations would take time by the square of their number."""
    declarations = Counted(parse_chunk("f 0 = 1\nf 1 = 2\nf _ = 3\n").declarations)
    assert [item.name for item in collect_items(declarations).items] == ["f"]
    assert declarations.copies == 0
