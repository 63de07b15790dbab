"""Definitions: the caret run labelled `def` is the target."""

from __future__ import annotations

from nova_ls.features.definition import definition
from tests.features.fixture import load


def check(fixture: str) -> None:
    """The target of the name at the cursor is what is marked `def`, and nothing where nothing is."""
    loaded = load(fixture)
    found = definition(loaded.snapshot, loaded.module, loaded.offset)
    assert loaded.marked("def") == (set() if found is None else {loaded.location(found)})


def test_a_top_level_name_is_found_from_a_use() -> None:
    check("""
        module Main where
        twice n = n
        ^^^^^ def
        four = tw<CURSOR>ice 2
    """)


def test_a_signature_leads_to_the_name_too() -> None:
    loaded = load("""
        module Main where
        twice :: Int -> Int
        twice n = n
        four = tw<CURSOR>ice 2
    """)
    found = definition(loaded.snapshot, loaded.module, loaded.offset)
    assert found is not None and loaded.location(found).line in (1, 2)


def test_a_local_is_found_where_it_is_bound() -> None:
    check("""
        module Main where
        twice number = let other = number in oth<CURSOR>er
                           ^^^^^ def
    """)


def test_the_innermost_of_two_locals_of_one_name_is_meant() -> None:
    check("""
        module Main where
        f x = (\\x -> <CURSOR>x) x
                ^ def
    """)


def test_a_constructor_is_found_from_a_pattern_in_another_module() -> None:
    check("""
        module Main where
        import Other
        f (Fu<CURSOR>ll n) = n
        f Empty = 0
        --- Other
        module Other where
        data Box = Full Int | Empty
                   ^^^^ def
    """)


def test_a_class_member_is_found_from_an_instance() -> None:
    check("""
        module Main where
        class Shape a where
          area :: a -> Int
          ^^^^ def
        instance Shape Int where
          ar<CURSOR>ea n = n
    """)


def test_an_operator_leads_to_its_fixity_declaration() -> None:
    check("""
        module Main where
        first a b = a
        infixl 4 first as <<
                          ^^ def
        x = 1 <CURSOR><< 2
    """)


def test_a_module_is_found_from_its_import() -> None:
    check("""
        module Main where
        import Oth<CURSOR>er
        --- Other
        module Other where
               ^^^^^ def
        x = 1
    """)


def test_a_name_in_an_import_list_is_found() -> None:
    check("""
        module Main where
        import Other (thi<CURSOR>ng)
        x = thing
        --- Other
        module Other where
        thing = 1
        ^^^^^ def
    """)


def test_a_name_in_an_export_list_is_found() -> None:
    check("""
        module Main (thi<CURSOR>ng) where
        thing = 1
        ^^^^^ def
    """)


def test_a_type_is_found_from_a_signature() -> None:
    check("""
        module Main where
        data Box = Box
             ^^^ def
        x :: B<CURSOR>ox
        x = Box
    """)


def test_the_standard_library_is_found() -> None:
    loaded = load("""
        module Main where
        import Data.Maybe (fromMaybe)
        x = from<CURSOR>Maybe
    """)
    found = definition(loaded.snapshot, loaded.module, loaded.offset)
    assert found is not None and found.module.path.parts[-2:] == ("Data", "Maybe.nova")


def test_a_type_of_the_compiler_is_declared_nowhere() -> None:
    check("""
        module Main where
        x :: I<CURSOR>nt
        x = 1
    """)
