"""Definitions: the caret run labelled `def` is the target."""

from __future__ import annotations

from nova_ls.features.definition import definition
from tests.features.fixture import load


def check(fixture: str) -> None:
    """The target of the name at the cursor is what is marked `def`, and nothing where nothing is."""
    loaded = load(fixture)
    found = definition(loaded.snapshot, loaded.module, loaded.offset)
    assert loaded.marked("def") == set(map(loaded.location, found))


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
    (found,) = definition(loaded.snapshot, loaded.module, loaded.offset)
    assert loaded.location(found).line in (1, 2)


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
    (found,) = definition(loaded.snapshot, loaded.module, loaded.offset)
    assert found.module.path.parts[-2:] == ("Data", "Maybe.nova")


def test_a_type_of_the_compiler_is_declared_nowhere() -> None:
    check("""
        module Main where
        x :: I<CURSOR>nt
        x = 1
    """)


def test_a_label_leads_to_the_type_that_declares_it() -> None:
    check("""
        module Main where
        type Portion = { amount :: Int, name :: String }
                         ^^^^^^ def
        type Other = { amount :: Int }
        f :: Portion -> Int
        f portion = portion.am<CURSOR>ount
    """)


def test_a_label_of_another_modules_type_is_found() -> None:
    check("""
        module Main where
        import Other
        f (Box box) = box { si<CURSOR>ze = 2 }
        --- Other
        module Other where
        newtype Box = Box { size :: Int, name :: String }
                            ^^^^ def
    """)


def test_a_label_in_a_literal_is_that_of_a_type() -> None:
    check("""
        module Main where
        type Portion = { amount :: Int, name :: String }
                         ^^^^^^ def
        x :: Portion
        x = { amo<CURSOR>unt: 1, name: "" }
    """)


def test_a_label_of_an_anonymous_access_is_found() -> None:
    check("""
        module Main where
        type Portion = { amount :: Int }
                         ^^^^^^ def
        f :: Portion -> Int
        f = _.am<CURSOR>ount
    """)


def test_a_pun_in_a_pattern_leads_to_the_label() -> None:
    check("""
        module Main where
        type Portion = { amount :: Int }
                         ^^^^^^ def
        f :: Portion -> Int
        f { amo<CURSOR>unt } = amount
    """)


def test_a_pun_in_a_literal_leads_to_the_variable() -> None:
    check("""
        module Main where
        type Portion = { amount :: Int }
        f :: Int -> Portion
        f amount = { am<CURSOR>ount }
          ^^^^^^ def
    """)


def test_a_label_of_a_row_that_is_not_fully_known_may_be_any_that_fits() -> None:
    check("""
        module Main where
        getSize :: forall r. { size :: Int | r } -> Int
                               ^^^^ def
        getSize record = record.si<CURSOR>ze
    """)


def test_a_nested_update_leads_to_the_inner_label() -> None:
    check("""
        module Main where
        type Inner = { size :: Int }
                       ^^^^ def
        type Outer = { inner :: Inner, size :: Int }
        f :: Outer -> Outer
        f outer = outer { inner { si<CURSOR>ze = 3 } }
    """)


def test_a_label_that_no_type_declares_leads_to_what_makes_it() -> None:
    check("""
        module Main where
        x = { size: 1 }
              ^^^^ def
        y = x.si<CURSOR>ze
    """)


def test_a_type_variable_leads_to_its_quantifier() -> None:
    check("""
        module Main where
        f :: forall item. item -> item
                    ^^^^ def
        f x = (x :: it<CURSOR>em)
    """)


def test_a_type_variable_leads_to_the_parameter_of_the_class() -> None:
    check("""
        module Main where
        class Shape a where
                    ^ def
          area :: <CURSOR>a -> Int
    """)


def test_a_type_variable_of_an_instance_leads_to_its_head() -> None:
    check("""
        module Main where
        class Shape a where
          area :: a -> Int
        instance Shape a => Shape (Array a) where
                       ^ def
          area _ = area (x :: <CURSOR>a)
    """)


def test_do_leads_to_bind() -> None:
    check("""
        module Main where
        bind :: Int -> (Int -> Int) -> Int
        bind a f = f a
        ^^^^ def
        x = d<CURSOR>o
          y <- 1
          y
    """)


def test_the_target_of_an_operator_is_found() -> None:
    check("""
        module Main where
        first a _ = a
        ^^^^^ def
        infixl 4 fir<CURSOR>st as <<
    """)


def test_a_constructor_in_an_import_list_is_found() -> None:
    check("""
        module Main where
        import Other (Box(Fu<CURSOR>ll))
        --- Other
        module Other where
        data Box = Full Int | Empty
                   ^^^^ def
    """)


def test_a_re_exported_module_is_found() -> None:
    check("""
        module Main (module Oth<CURSOR>er) where
        import Other
        --- Other
        module Other where
               ^^^^^ def
        x = 1
    """)


def test_a_re_exported_name_is_found_where_it_is_declared() -> None:
    check("""
        module Main where
        import Middle (thi<CURSOR>ng)
        --- Middle
        module Middle (module Other) where
        import Other
        --- Other
        module Other where
        thing = 1
        ^^^^^ def
    """)


def test_a_type_operator_is_found() -> None:
    check("""
        module Main where
        data Pair a b = Pair a b
        infixr 4 type Pair as ~~
                              ^^ def
        x :: Int ~<CURSOR>~ Int
        x = Pair 1 2
    """)


def test_a_superclass_is_found() -> None:
    check("""
        module Main where
        class Base a
              ^^^^ def
        class Ba<CURSOR>se a <= Derived a
    """)


def test_a_class_is_found_from_a_derivation() -> None:
    check("""
        module Main where
        class Shape a
              ^^^^^ def
        newtype Age = Age Int
        instance Shape Int
        derive newtype instance Sha<CURSOR>pe Age
    """)


def test_a_name_is_found_in_a_module_that_has_errors() -> None:
    check("""
        module Main where
        thing :: String
        thing = 1
        ^^^^^ def
        broken = case (
        x = absent thi<CURSOR>ng
    """)
