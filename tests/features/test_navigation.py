"""Declaration, type definition, implementation and linked editing: what is marked `to` is where they lead, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from nova_ls.compiler.state.module import Module
from nova_ls.features.declaration import declaration
from nova_ls.features.implementation import implementation
from nova_ls.features.linked_editing import linked_editing
from nova_ls.features.type_definition import type_definition
from nova_ls.workspace.snapshot import Place, Snapshot
from tests.features.fixture import load


def check(ask: Callable[[Snapshot, Module, int], list[Place]], fixture: str) -> None:
    loaded = load(fixture)
    found = ask(loaded.snapshot, loaded.module, loaded.offset)
    assert set(map(loaded.location, found)) == loaded.marked("to")


def linked(_snapshot: Snapshot, module: Module, offset: int) -> list[Place]:
    return linked_editing(module, offset)


# ---------------------------------------------------------------------------- declaration


def test_the_declaration_of_a_value_is_its_signature() -> None:
    check(declaration, """
        module Main where
        pick :: Int -> Int
        ^^^^ to
        pick n = n
        x = pi<CURSOR>ck 2
    """)  # fmt: skip


def test_the_declaration_of_a_local_is_its_signature() -> None:
    check(declaration, """
        module Main where
        x = go 1
          where
          go :: Int -> Int
          ^^ to
          go n = g<CURSOR>o n
    """)  # fmt: skip


def test_without_a_signature_it_is_the_definition() -> None:
    check(declaration, """
        module Main where
        pick n = n
        ^^^^ to
        x = pi<CURSOR>ck 2
    """)  # fmt: skip


def test_the_declaration_of_a_parameter_is_where_it_is_bound() -> None:
    check(declaration, """
        module Main where
        f :: Int -> Int
        f number = num<CURSOR>ber
          ^^^^^^ to
    """)  # fmt: skip


def test_the_declaration_of_a_member_is_in_its_class() -> None:
    check(declaration, """
        module Main where
        class Shape a where
          area :: a -> Int
          ^^^^ to
        instance Shape Int where
          ar<CURSOR>ea n = n
    """)  # fmt: skip


def test_the_declaration_in_another_module_with_errors() -> None:
    check(declaration, """
        module Main where
        import Other
        x = absent (pi<CURSOR>ck 2)
        --- Other
        module Other where
        pick :: Int -> String
        ^^^^ to
        pick n = n
    """)  # fmt: skip


# ---------------------------------------------------------------------------- type definition


def test_the_type_of_a_local() -> None:
    check(type_definition, """
        module Main where
        data Box = Full
             ^^^ to
        f :: Box -> Int
        f box = g b<CURSOR>ox
        g :: Box -> Int
        g _ = 1
    """)  # fmt: skip


def test_the_type_of_a_functions_result() -> None:
    check(type_definition, """
        module Main where
        import Other
        x = ma<CURSOR>ke 1 2
        --- Other
        module Other where
        data Box = Full
             ^^^ to
        make :: Int -> Int -> Box
        make _ _ = Full
    """)  # fmt: skip


def test_the_types_inside_of_an_array() -> None:
    check(type_definition, """
        module Main where
        data Box = Full
             ^^^ to
        bo<CURSOR>xes :: Array Box
        boxes = [ Full ]
    """)  # fmt: skip


def test_the_type_of_a_constructor_and_of_a_type() -> None:
    for use in ("x = Fu<CURSOR>ll", "x :: B<CURSOR>ox\n        x = Full"):
        check(type_definition, f"""
        module Main where
        data Box = Full
             ^^^ to
        {use}
    """)  # fmt: skip


def test_the_type_of_a_record_is_declared_nowhere() -> None:
    check(type_definition, """
        module Main where
        x = { size: 1 }
        y = <CURSOR>x
    """)  # fmt: skip


def test_a_record_is_declared_by_the_synonym_that_its_author_calls_it_by() -> None:
    check(type_definition, """
        module Main where
        import Prices (Price, half)
        f :: Price -> Int
        f price = (half pri<CURSOR>ce).amount
        --- Prices
        module Prices where
        type Price = { amount :: Int }
             ^^^^^ to
        half :: Price -> Price
        half price = price
    """)  # fmt: skip


def test_the_type_of_a_library_value() -> None:
    loaded = load("""
        module Main where
        import Data.Maybe (Maybe(..))
        x = Just 1
        y = <CURSOR>x
    """)
    (found,) = type_definition(loaded.snapshot, loaded.module, loaded.offset)
    assert (found.module.name, found.text) == ("Data.Maybe", "Maybe")


# ---------------------------------------------------------------------------- implementation


def test_the_instances_of_a_class() -> None:
    check(implementation, """
        module Main where
        class Sha<CURSOR>pe a where
          area :: a -> Int
        instance Shape Int where
                 ^^^^^ to
          area n = n
        instance named :: Shape String where
                 ^^^^^ to
          area _ = 1
        newtype Age = Age Int
        derive newtype instance Shape Age
                                ^^^^^ to
        class Shape a <= Wide a
        instance Wide Int
        --- Other
        module Other where
        import Main
        instance Shape Number where
                 ^^^^^ to
          area _ = 1
    """)  # fmt: skip


def test_the_definitions_of_a_member() -> None:
    check(implementation, """
        module Main where
        class Shape a where
          area :: a -> Int
        instance Shape Int where
          area 0 = 0
          ^^^^ to
          area n = n
        --- Other
        module Other where
        import Main
        instance Shape Number where
          area _ = 1
          ^^^^ to
        x = area 1.0
    """.replace("x = area", "x = ar<CURSOR>ea"))  # fmt: skip


def test_the_instances_of_a_type() -> None:
    check(implementation, """
        module Main where
        class Shape a where
          area :: a -> Int
        data B<CURSOR>ox a = Box a
        instance Shape (Box a) where
                 ^^^^^ to
          area _ = 1
        instance Shape (Array (Box a)) where
          area _ = 1
    """)  # fmt: skip


def test_nothing_implements_a_plain_value() -> None:
    check(implementation, "module Main where\nx = 1\ny = <CURSOR>x\n")


# ---------------------------------------------------------------------------- linked editing


def test_a_signature_and_its_equations_are_edited_as_one() -> None:
    check(linked, """
        module Main where
        pick :: Int -> Int
        ^^^^ to
        pi<CURSOR>ck 0 = 1
        ^^^^ to
        pick n = pick (n - 1)
        ^^^^ to
        x = pick 1
    """)  # fmt: skip


def test_a_local_signature_and_its_equation() -> None:
    check(linked, """
        module Main where
        x = go 1
          where
          go<CURSOR> :: Int -> Int
          ^^ to
          go n = go n
          ^^ to
    """)  # fmt: skip


def test_one_equation_alone_is_not_linked() -> None:
    check(linked, "module Main where\npi<CURSOR>ck n = n\nx = pick 1\n")


def test_a_use_is_not_linked() -> None:
    check(linked, "module Main where\npick :: Int\npick = 1\nx = pi<CURSOR>ck\n")
