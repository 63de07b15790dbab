"""Renaming of values, types, classes, members, operators and locals: what becomes of the texts, and what is refused."""

from __future__ import annotations

import pytest

from tests.features.rename.check import only, refusal, renamed


def body(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_a_value_in_its_signature_equations_and_uses() -> None:
    assert body(
        only(
            """
        module Main (pick) where
        pick :: Int -> Int
        pick 0 = 1
        pick n = pi<CURSOR>ck (n - 1)
        x = pick `pick2` 3
        pick2 _ n = n
        """,
            "choose",
        )
    ) == [
        "module Main (choose) where",
        "choose :: Int -> Int",
        "choose 0 = 1",
        "choose n = choose (n - 1)",
        "x = choose `pick2` 3",
        "pick2 _ n = n",
    ]


def test_a_value_in_all_modules_whatever_they_call_it() -> None:
    found = renamed(
        """
        module Main where
        import Other (thing, other)
        x = thi<CURSOR>ng
        y = other
        --- Other
        module Other (thing, other) where
        thing = 1
        other = thing
        --- Third
        module Third (module Other) where
        import Other as O
        import Other hiding (thing)
        z = O.thing
        --- Fourth
        module Fourth where
        import Third
        """,
        "item",
    )
    assert found.keys() == {"Main", "Other", "Third"}
    assert "import Other (item, other)" in found["Main"]
    assert "module Other (item, other)" in found["Other"]
    assert "hiding (item)" in found["Third"] and "z = O.item" in found["Third"]


def test_a_re_exported_value() -> None:
    found = renamed(
        """
        module Main where
        import Middle (thing)
        x = thi<CURSOR>ng
        --- Middle
        module Middle (module Other) where
        import Other
        --- Other
        module Other where
        thing = 1
        """,
        "item",
    )
    assert found.keys() == {"Main", "Other"}


def test_a_type_with_a_constructor_of_its_name_is_renamed_alone() -> None:
    assert body(
        only(
            """
        module Main (Box(..)) where
        newtype B<CURSOR>ox = Box Int
        f :: Box -> Int
        f (Box n) = n
        """,
            "Crate",
        )
    ) == [
        "module Main (Crate(..)) where",
        "newtype Crate = Box Int",
        "f :: Crate -> Int",
        "f (Box n) = n",
    ]


def test_a_constructor_in_patterns_and_lists() -> None:
    found = renamed(
        """
        module Main (Box(Full, Empty)) where
        data Box = Fu<CURSOR>ll Int | Empty
        --- Other
        module Other where
        import Main (Box(Full, Empty))
        f (Full n) = n
        f Empty = 0
        """,
        "Packed",
    )
    assert "module Main (Box(Packed, Empty))" in found["Main"]
    assert "import Main (Box(Packed, Empty))" in found["Other"] and "f (Packed n)" in found["Other"]


def test_a_type_with_a_kind_signature_and_roles() -> None:
    text = only(
        """
        module Main where
        data Tag :: Type -> Type
        data Ta<CURSOR>g a = Make
        type role Tag phantom
        """,
        "Label",
    )
    assert text.count("Label") == 3


def test_a_class_in_instances_superclasses_and_derivations() -> None:
    text = only(
        """
        module Main (class Scale) where
        class Scale a where
          scale :: a -> a
        class Sca<CURSOR>le a <= Wide a
        instance Scale Int where
          scale n = n
        newtype Age = Age Int
        derive newtype instance Scale Age
        f :: forall a. Scale a => a -> a
        f = scale
        """,
        "Measure",
    )
    assert text.count("Measure") == 6 and "Scale" not in text


def test_a_member_with_its_definitions_in_instances() -> None:
    found = renamed(
        """
        module Main where
        class Scale a where
          sca<CURSOR>le :: a -> a
        instance Scale Int where
          scale 0 = 0
          scale n = n
        x = scale 1
        --- Other
        module Other where
        import Main (class Scale)
        instance Scale String where
          scale :: String -> String
          scale n = n
        """,
        "grow",
    )
    assert found["Main"].count("grow") == 4 and found["Other"].count("grow") == 2


def test_an_operator_with_its_alias_and_lists() -> None:
    found = renamed(
        """
        module Main (first, (<<)) where
        first :: Int -> Int -> Int
        first a _ = a
        infixl 4 first as <<
        x = 1 <<CURSOR><< 2
        --- Other
        module Other where
        import Main ((<<))
        import Main as M
        y = (<<) 1 2
        z = 1 M.<< 2
        """.replace("<<CURSOR><<", "<<CURSOR><"),
        "+++",
    )
    assert "infixl 4 first as +++" in found["Main"] and "(first, (+++))" in found["Main"]
    assert "y = (+++) 1 2" in found["Other"] and "z = 1 M.+++ 2" in found["Other"]


def test_an_operator_that_looks_like_punctuation() -> None:
    text = only(
        """
        module Main (Box(..), f, (:)) where
        data Box = Box
        infixr 6 g as <CURSOR>:
        g :: Int -> Int -> Int
        g a _ = a
        f :: { a :: Int, b :: Int } -> { c :: Int }
        f { a: x, b: y } = { c: x : y }
        """,
        "+++",
    )
    assert "f { a: x, b: y } = { c: x +++ y }" in text and "(Box(..), f, (+++))" in text


def test_a_range_beside_lists_of_constructors() -> None:
    text = only(
        """
        module Main (Box(..), f, (..)) where
        data Box = Box
        infix 8 g as <CURSOR>..
        g :: Int -> Int -> Int
        g a _ = a
        f :: Int
        f = 1 .. 2
        """,
        "+++",
    )
    assert "(Box(..), f, (+++))" in text and "f = 1 +++ 2" in text


def test_what_an_operator_stands_for() -> None:
    text = only(
        """
        module Main where
        first a _ = a
        infixl 4 fir<CURSOR>st as <<
        x = 1 << 2
        """,
        "keep",
    )
    assert "keep a _ = a" in text and "infixl 4 keep as <<" in text


def test_a_local_and_its_puns() -> None:
    assert body(
        only(
            """
        module Main where
        f { size } = { si<CURSOR>ze, other: size }
        """,
            "width",
        )
    )[1:] == ["f { size: width } = { size: width, other: width }"]


def test_a_field_becomes_a_pun_where_both_have_one_name() -> None:
    assert body(
        only(
            """
        module Main where
        f { size: wi<CURSOR>dth } = { size: width, other: width }
        """,
            "size",
        )
    )[1:] == ["f { size } = { size, other: size }"]


def test_a_value_that_is_a_pun() -> None:
    text = only(
        """
        module Main where
        size = 1
        x = { si<CURSOR>ze }
        """,
        "width",
    )
    assert "x = { size: width }" in text


def test_a_local_function_with_its_signature() -> None:
    text = only(
        """
        module Main where
        f x = go x
          where
          go :: Int -> Int
          go 0 = 0
          go n = g<CURSOR>o 0
        """,
        "loop",
    )
    assert text.count("loop") == 5


def test_the_lines_of_a_block_stay_in_one_column() -> None:
    assert only(
        """
        module Main where
        f pair = case pai<CURSOR>r of 0 -> 1
                              1 -> let a = 1
                                       b = 2
                                   in pair
                              _ -> pair
        """,
        "argument",
    ).splitlines()[1:] == [
        "f argument = case argument of 0 -> 1",
        "                              1 -> let a = 1",
        "                                       b = 2",
        "                                   in argument",
        "                              _ -> argument",
    ]


def test_a_type_variable_from_the_signature_into_the_body() -> None:
    text = only(
        """
        module Main where
        f :: forall it<CURSOR>em. item -> item
        f x = let y = (x :: item) in y
        """,
        "a",
    )
    assert "f :: forall a. a -> a" in text and "(x :: a)" in text


def test_a_type_variable_of_a_class_with_its_members() -> None:
    text = only(
        """
        module Main where
        class Pair a b | a -> b where
          both :: <CURSOR>a -> b
        """,
        "left",
    )
    assert "class Pair left b | left -> b where" in text and "both :: left -> b" in text


def test_a_type_variable_whose_name_another_one_has() -> None:
    text = only(
        """
        module Main where
        f :: (forall <CURSOR>a. a -> a) -> (forall a. a -> a) -> Int
        f _ _ = 1
        """,
        "item",
    )
    assert "(forall item. item -> item) -> (forall a. a -> a)" in text


def test_mentions_in_doc_comments_where_only_one_thing_can_be_meant() -> None:
    text = only(
        """
        -- | About `pick` and `Box`.
        module Main where
        -- | Use `pick`, not picking.
        pi<CURSOR>ck = 1
        -- | Not that `pick`.
        f pick = pick
        -- | Neither, in `Box`.
        data Box = Box
        """,
        "choose",
    )
    assert "About `choose` and" in text and "Use `choose`, not picking" in text
    assert "Not that `pick`" in text


def test_a_value_with_the_same_name_as_a_local_elsewhere() -> None:
    text = only(
        """
        module Main where
        pi<CURSOR>ck = 1
        f = let g pick = pick in g pick
        """,
        "choose",
    )
    assert "let g pick = pick in g choose" in text


def test_a_type_that_is_called_as_its_module_is() -> None:
    found = renamed(
        """
        module Main where
        import Data.Box as Data.Box
        x :: Data.Box.B<CURSOR>ox
        x = Data.Box.make
        --- Data.Box
        module Data.Box (Box, make, module Data.Box) where
        newtype Box = Box Int
        make :: Box
        make = Box 1
        """,
        "Crate",
    )
    assert "x :: Data.Box.Crate" in found["Main"] and "import Data.Box as Data.Box" in found["Main"]
    assert "module Data.Box (Crate, make, module Data.Box)" in found["Data.Box"]


def test_code_that_does_not_parse_elsewhere_is_no_obstacle() -> None:
    text = only(
        """
        module Main where
        pi<CURSOR>ck = 1
        broken = case (
        x = pick
        y = absent
        """,
        "choose",
    )
    assert "x = choose" in text


REFUSED = {
    "a name that the module has": (
        "module Main where\npi<CURSOR>ck = 1\nother = 2\n", "other", "declares `other` already"
    ),
    "a name that is imported": (
        "module Main where\nimport Other\npi<CURSOR>ck = 1\nx = other\n"
        "--- Other\nmodule Other where\nother = 2\n",
        "other", "something else",
    ),
    "a name that another module imports beside it": (
        "module Main where\npi<CURSOR>ck = 1\n--- Third\nmodule Third where\nimport Main\nimport Other\n"
        "x = other\n--- Other\nmodule Other where\nother = 2\n",
        "other", "something else",
    ),
    "a local that would capture it": (
        "module Main where\npi<CURSOR>ck = 1\nf other = pick\n", "other", "shadow"
    ),
    "a local that would be captured": (
        "module Main where\nf pi<CURSOR>ck = let other = 2 in pick\n", "other", "shadow"
    ),
    "a local that would shadow a value": (
        "module Main where\nother = 2\nf pi<CURSOR>ck = pick\n", "other", "shadow"
    ),
    "another local of the same patterns": (
        "module Main where\nf pi<CURSOR>ck other = pick\n", "other", "something else"
    ),
    "a keyword": ("module Main where\npi<CURSOR>ck = 1\n", "where", "keyword"),
    "an upper-case letter": ("module Main where\npi<CURSOR>ck = 1\n", "Pick", "lower-case"),
    "a lower-case letter": ("module Main where\ndata B<CURSOR>ox = Box\n", "box", "upper-case"),
    "two words": ("module Main where\npi<CURSOR>ck = 1\n", "a b", "not a name"),
    "nothing": ("module Main where\npi<CURSOR>ck = 1\n", "", "not a name"),
    "no operator": ("module Main where\nf a b = a\ninfixl 4 f as <CURSOR>+++\n", "plus", "not an operator"),
    "a reserved operator": ("module Main where\nf a b = a\ninfixl 4 f as <CURSOR>+++\n", "->", "not an operator"),
    "a class of the name of a type": (
        "module Main where\ndata B<CURSOR>ox = Full\nclass Shape a\n", "Shape", "already"
    ),
    "a library's name": (
        "module Main where\nimport Data.Maybe (isJust)\nx = is<CURSOR>Just\n", "has", "standard library"
    ),
    "a compiler's name": ("module Main where\nx :: I<CURSOR>nt\nx = 1\n", "Number2", "compiler"),
    "a class that deriving knows": (
        "module Main where\nx = 1\n--- Data.Newtype\nmodule Data.Newtype where\nclass New<CURSOR>type a b\n",
        "Wrapped", "by its name",
    ),
    "the guard that always holds": (
        "module Main where\nimport Data.Boolean\nf :: Int -> Int\nf n | other<CURSOR>wise = n\n"
        "--- Data.Boolean\nmodule Data.Boolean where\notherwise :: Boolean\notherwise = true\n",
        "always", "by its name",
    ),
    "white space": ("module Main where\n\n<CURSOR>\nx = 1\n", "y", "no name here"),
    "a keyword at the cursor": ("module Main where\nx = ca<CURSOR>se 1 of _ -> 1\n", "y", "no name here"),
    "a declaration that does not parse and mentions it": (
        "module Main where\npi<CURSOR>ck = 1\nbroken = case pick (\n", "other", "does not parse"
    ),
    "a second declaration that mentions it": (
        "module Main where\npi<CURSOR>ck = 1\nf = 1\ng = f\nf = pick\n", "other", "is not known"
    ),
    "a member that its class does not have": (
        "module Main where\nclass Shape a where\n  area :: a -> Int\n"
        "instance Shape Int where\n  area _ = 1\n  wi<CURSOR>dth _ = 2\n",
        "length", "nothing declares",
    ),
    "what do stands on": (
        "module Main where\nbi<CURSOR>nd a f = f a\nx = do\n  y <- 1\n  y\n", "andThen", "mean something else"
    ),
    "a type variable that is there": (
        "module Main where\nf :: forall <CURSOR>a b. a -> b -> a\nf x _ = x\n", "b", "something else"
    ),
    "a type variable that would be shadowed": (
        "module Main where\nf :: forall <CURSOR>a. a -> (forall b. b -> b) -> a\nf x _ = x\n", "b", "shadow"
    ),
    "a re-export of that name": (
        "module Main where\npi<CURSOR>ck = 1\n--- Third\nmodule Third (module Main, module Other) where\n"
        "import Main (pick)\nimport Other (other)\n--- Other\nmodule Other where\nother = 2\n",
        "other", "exports",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_the_reason(what: str) -> None:
    text, new, reason = REFUSED[what]
    assert reason in refusal(text, new)
