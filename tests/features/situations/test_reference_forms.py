"""References from every form that can name something: each run labelled `ref` is a mention, `def` the declaration."""

from __future__ import annotations

import pytest

from tests.features.test_references import check

LOCALS = {
    "a parameter": ["f value = g val<CURSOR>ue", "  ^^^^^ def", "            ^^^^^ ref"],
    "a pattern": ["f (Just value) = val<CURSOR>ue", "        ^^^^^ def", "                 ^^^^^ ref"],
    "a pun": ["f { value } = { val<CURSOR>ue }", "    ^^^^^ def", "                ^^^^^ ref"],
    "a let": [
        "f = let value = 1 in [ value, val<CURSOR>ue ]", "        ^^^^^ def",
        "                       ^^^^^ ref", "                              ^^^^^ ref",
    ],
    "a where with a signature": [
        "f = value", "    ^^^^^ ref", "  where", "  value :: Int", "  ^^^^^ ref",
        "  val<CURSOR>ue = 1", "  ^^^^^ def",
    ],
    "a do bind": ["f = do", "  value <- g", "  ^^^^^ def", "  h val<CURSOR>ue", "    ^^^^^ ref"],
    "a guard": ["f a", "  | Just value <- a = val<CURSOR>ue", "         ^^^^^ def", "                      ^^^^^ ref"],
    "a recursive local": [
        "f = let go n = g<CURSOR>o n in go 1", "        ^^ def", "               ^^ ref", "                       ^^ ref",
    ],
    "a lambda's, not the outer one": [
        "f value = (\\value -> val<CURSOR>ue) value", "            ^^^^^ def", "                     ^^^^^ ref",
    ],
    "the outer one, not a lambda's": [
        "f value = (\\value -> value) val<CURSOR>ue", "  ^^^^^ def", "                            ^^^^^ ref",
    ],
    "a backticked one": ["f value = 1 `val<CURSOR>ue` 2", "  ^^^^^ def", "             ^^^^^ ref"],
    "code that has errors": [
        "f value = absent (value + true) val<CURSOR>ue", "  ^^^^^ def",
        "                  ^^^^^ ref", "                                ^^^^^ ref",
    ],
}  # fmt: skip

ELEMENTS = {
    "a type": [
        "data Box = Box", "     ^^^ def", "f :: Box -> B<CURSOR>ox", "     ^^^ ref", "            ^^^ ref", "f b = b",
    ],
    "a synonym": [
        "type Name = String", "     ^^^^ def", "type Pair = { one :: Name }", "                     ^^^^ ref",
        "f :: Na<CURSOR>me", "     ^^^^ ref", 'f = ""',
    ],
    "a newtype in a derivation": [
        "newtype Age = Age Int", "        ^^^ def", "class Shape a", "instance Shape Int",
        "derive newtype instance Shape A<CURSOR>ge", "                              ^^^ ref",
    ],
    "a type in an instance's head": [
        "data Box = Box", "     ^^^ def", "class Shape a", "instance Shape B<CURSOR>ox", "               ^^^ ref",
    ],
    "an operator": [
        "f a b = a", "infixl 4 f as ++", "              ^^ def", "g = (+<CURSOR>+) (1 ++ 2) 3",
        "     ^^ ref", "            ^^ ref",
    ],
    "a foreign import": [
        "foreign import box :: Int", "               ^^^ def", "f = [ b<CURSOR>ox ]", "      ^^^ ref",
    ],
    "a constructor in patterns and code": [
        "data Box = Full | Empty", "                  ^^^^^ def", "f Empty = [ Emp<CURSOR>ty ]", "  ^^^^^ ref",
        "            ^^^^^ ref", "f _ = []",
    ],
    "a superclass": [
        "class Base a", "      ^^^^ def", "class Ba<CURSOR>se a <= Derived a", "      ^^^^ ref",
    ],
    "a recursive value": ["f n = <CURSOR>f n", "^ def", "      ^ ref"],
    "a value in a guard": ["f = true", "^ def", "g a", "  | <CURSOR>f = f", "    ^ ref", "        ^ ref"],
}  # fmt: skip


@pytest.mark.parametrize("form", LOCALS)
def test_mentions_of_a_local(form: str) -> None:
    check("\n".join(["module Main where", "data Maybe a = Just a | Nothing", *LOCALS[form]]) + "\n")


@pytest.mark.parametrize("form", ELEMENTS)
def test_mentions_of_an_element(form: str) -> None:
    check("\n".join(["module Main where", *ELEMENTS[form]]) + "\n")


def test_mentions_through_a_re_export() -> None:
    check("""
        module Main where
        import Middle (thing)
                       ^^^^^ ref
        x = thi<CURSOR>ng
            ^^^^^ ref
        --- Middle
        module Middle (module Other) where
        import Other
        --- Other
        module Other where
        thing = 1
        ^^^^^ def
    """)


def test_a_hidden_name_is_a_mention() -> None:
    check("""
        module Main where
        import Other hiding (thing)
                             ^^^^^ ref
        x = 1
        --- Other
        module Other where
        thi<CURSOR>ng = 1
        ^^^^^ def
    """)
