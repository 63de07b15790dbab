"""The outline of a file, and symbols of the whole workspace."""

from __future__ import annotations

from nova_ls.features.document_symbols import Symbol, SymbolKind, document_symbols
from nova_ls.features.workspace_symbols import workspace_symbols
from tests.features.fixture import load

OUTLINE = """
    module Main where
    import Prelude
    data Box a = Full a | Empty
    type Name = String
    class Shape a where
      area :: a -> Int
      name :: a -> String
    instance Shape Int where
      area n = n
      name _ = ""
    infixl 4 both as <<
    both :: Int -> Int -> Int
    both a b = a
    four = 4
"""


def tree(symbols: list[Symbol]) -> list[object]:
    return [(s.name, tree(s.children)) if s.children else s.name for s in symbols]


def test_constructors_stand_in_their_type_and_members_in_their_class() -> None:
    loaded = load(OUTLINE)
    assert tree(document_symbols(loaded.snapshot, loaded.module)) == [
        ("Box", ["Full", "Empty"]),
        "Name",
        ("Shape", ["area", "name"]),
        ("Shape Int", ["area", "name"]),
        "<<",
        "both",
        "four",
    ]


def test_what_where_binds_stands_in_its_value_equation_by_equation() -> None:
    loaded = load("""
        module Main where
        f 0 = one
          where
          one = 1
        f n = help n
          where
          help 0 = 0
          help k = deeper k
            where
            deeper :: Int -> Int
            deeper x = x
          Full y = n
          z = (
    """)
    (f,) = document_symbols(loaded.snapshot, loaded.module)
    assert tree([f]) == [("f", ["one", ("help", ["deeper"]), "z"])]
    kinds = [child.kind for child in f.children]
    assert kinds == [SymbolKind.CONSTANT, SymbolKind.FUNCTION, SymbolKind.CONSTANT]
    for child in f.children:
        assert f.whole.start <= child.whole.start <= child.whole.end <= f.whole.end


def test_functions_are_told_from_constants_and_have_types() -> None:
    loaded = load(OUTLINE)
    symbols = {s.name: s for s in document_symbols(loaded.snapshot, loaded.module)}
    assert symbols["both"].kind is SymbolKind.FUNCTION
    assert symbols["both"].detail == "Int -> Int -> Int"
    assert symbols["four"].kind is SymbolKind.CONSTANT


def test_a_name_lies_within_its_declaration() -> None:
    loaded = load(OUTLINE)
    symbols = list(document_symbols(loaded.snapshot, loaded.module))
    assert len(symbols) > 3
    for symbol in symbols:
        assert symbol.whole.start <= symbol.name_place.start
        assert symbol.name_place.end <= symbol.whole.end


def test_a_workspace_symbol_is_found_by_letters_in_order() -> None:
    loaded = load("""
        module Main where
        import Other
        --- Other
        module Other where
        pantryOfApples = 1
        apples = 2
    """)
    found = [s.name for s in workspace_symbols(loaded.snapshot, "apples")]
    assert found[:2] == ["apples", "pantryOfApples"]
    assert "pantryOfApples" in [s.name for s in workspace_symbols(loaded.snapshot, "POA")]
    assert workspace_symbols(loaded.snapshot, "zzzz") == []
