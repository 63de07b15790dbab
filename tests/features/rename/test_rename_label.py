"""Renaming of record fields: where the checker can tell that it is the same field, and nowhere else."""

from __future__ import annotations

import pytest

from tests.features.rename.check import only, refusal, renamed


def test_a_field_in_its_type_literals_accesses_updates_and_patterns() -> None:
    text = only(
        """
        module Main where
        type Portion = { amount :: Int, name :: String }
        make :: Int -> Portion
        make amount = { amount, name: "" }
        get :: Portion -> Int
        get portion = portion.am<CURSOR>ount
        set :: Portion -> Portion
        set portion = portion { amount = 3 }
        match :: Portion -> Int
        match { amount, name: _ } = amount
        other :: Portion -> Int
        other { amount: n } = n
        all :: Array Portion -> Array Int
        all = map _.amount
        map :: forall a b. (a -> b) -> Array a -> Array b
        map f xs = map f xs
        """,
        "quantity",
    )
    assert "{ quantity :: Int, name :: String }" in text
    assert "make amount = { quantity: amount, name" in text
    assert "portion.quantity" in text and "portion { quantity = 3 }" in text
    assert "match { quantity: amount, name: _ } = amount" in text
    assert "other { quantity: n }" in text and "_.quantity" in text


def test_a_field_becomes_a_pun_where_the_variable_has_its_name() -> None:
    text = only(
        """
        module Main where
        type Portion = { amou<CURSOR>nt :: Int }
        get :: Portion -> Int
        get { amount: size } = size
        """,
        "size",
    )
    assert "get { size } = size" in text


def test_a_field_of_another_record_stays() -> None:
    text = only(
        """
        module Main where
        type Portion = { amount :: Int, name :: String }
        type Bill = { amount :: Int, date :: String }
        f :: Portion -> Bill -> Int
        f portion bill = g portion.amo<CURSOR>unt bill.amount
        g :: Int -> Int -> Int
        g a _ = a
        """,
        "quantity",
    )
    assert "portion.quantity bill.amount" in text and "{ amount :: Int, date" in text


def test_a_field_in_all_modules() -> None:
    found = renamed(
        """
        module Main where
        import Other
        f (Box box) = box.si<CURSOR>ze
        --- Other
        module Other where
        newtype Box = Box { size :: Int, name :: String }
        g (Box { size }) = size
        """,
        "width",
    )
    assert "{ width :: Int, name" in found["Other"] and "{ width: size }" in found["Other"]


def test_a_field_of_an_open_row_where_one_record_can_be_meant() -> None:
    text = only(
        """
        module Main where
        type Portion = { amount :: Int, name :: String }
        get :: forall r. { amo<CURSOR>unt :: Int | r } -> Int
        get record = record.amount
        f :: Portion -> Int
        f portion = get portion
        """,
        "quantity",
    )
    assert text.count("quantity") == 3


def test_an_open_row_that_is_used_with_another_record_stays() -> None:
    text = only(
        """
        module Main where
        type Portion = { amount :: Int, name :: String }
        type Bill = { amount :: Int, date :: String }
        get :: forall r. { amount :: Int | r } -> Int
        get record = record.amount
        f :: Portion -> Int
        f portion = portion.amo<CURSOR>unt
        g :: Bill -> Int
        g bill = get bill
        """,
        "quantity",
    )
    assert text.count("quantity") == 2 and "record.amount" in text


def test_a_nested_update() -> None:
    text = only(
        """
        module Main where
        type Inner = { size :: Int, name :: String }
        type Outer = { inner :: Inner, size :: Int }
        f :: Outer -> Outer
        f outer = outer { inner { si<CURSOR>ze = 3 }, size = 4 }
        """,
        "width",
    )
    assert "outer { inner { width = 3 }, size = 4 }" in text and "{ inner :: Inner, size" in text


REFUSED = {
    "a field that the record has": (
        "module Main where\ntype A = { on<CURSOR>e :: Int, two :: Int }\n", "two", "already"
    ),
    "an open row for two records": (
        "module Main where\ntype A = { on<CURSOR>e :: Int, two :: Int }\ntype B = { one :: Int, three :: Int }\n"
        "f :: forall r. { one :: Int | r } -> Int\nf x = x.one\n"
        "a :: A -> Int\na x = f x\nb :: B -> Int\nb x = f x\n",
        "four", "not known",
    ),
    "an open row of a declared type for two records": (
        "module Main where\ntype Named r = { on<CURSOR>e :: Int | r }\n"
        "type A = { one :: Int, two :: Int }\ntype B = { one :: Int, three :: Int }\n"
        "f :: forall r. Named r -> Int\nf x = x.one\na :: A -> Int\na x = f x\nb :: B -> Int\nb x = f x\n",
        "four", "not known",
    ),
    "an open row of a class": (
        "module Main where\nclass C a where\n  m :: forall r. { on<CURSOR>e :: Int | r } -> a\n"
        "instance C Int where\n  m x = x.one\n",
        "four", "not known",
    ),
    "a record that the library makes": (
        "module Main where\nimport Effect.Ref (Ref, modify')\nimport Effect (Effect)\n"
        "f :: Ref Int -> Effect Int\nf ref = modify' (\\i -> { state: i, val<CURSOR>ue: i }) ref\n",
        "four", "not of the workspace",
    ),
    "two types with the same fields": (
        "module Main where\nnewtype A = A { on<CURSOR>e :: Int }\nnewtype B = B { one :: Int }\n",
        "two", "not known",
    ),
    "a record that is not known": (
        "module Main where\ntype A = { on<CURSOR>e :: Int }\nf x = absent.one\n", "two", "not known"
    ),
    "a label as a type-level string": (
        'module Main where\ntype A = { on<CURSOR>e :: Int }\ndata P (s :: Symbol) = P\nx :: P "one"\nx = P\n',
        "two", "type-level string",
    ),
    "a declaration that does not parse": (
        "module Main where\ntype A = { on<CURSOR>e :: Int }\nbroken = case x.one (\n", "two", "does not parse"
    ),
    "no label": ("module Main where\ntype A = { on<CURSOR>e :: Int }\n", "Two", "not a record label"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_the_reason(what: str) -> None:
    text, new, reason = REFUSED[what]
    assert reason in refusal(text, new)


OPEN_ROWS = {
    "a synonym by itself": ("type R r = { na<CURSOR>me :: String | r }", 1),
    "a synonym in a signature": (
        "type R r = { name :: String | r }\nf :: forall r. R r -> String\nf x = x.na<CURSOR>me", 2
    ),
    "a synonym that is applied": (
        "type R r = { na<CURSOR>me :: String | r }\ntype A = R (age :: Int)\n"
        "f :: A -> String\nf x = x.name\ng :: { name :: String, age :: Int }\ng = { name: \"\", age: 1 }",
        4,
    ),
    "a synonym of a synonym": (
        "type R r = { na<CURSOR>me :: String | r }\ntype S r = R (age :: Int | r)\ntype T = S (size :: Int)\n"
        "f :: T -> String\nf x = x.name\ng :: forall r. S r -> String\ng { name } = name",
        3,
    ),
    "another record stays": (
        "type R r = { na<CURSOR>me :: String | r }\ntype A = R (age :: Int)\ntype B = { name :: String, size :: Int }\n"
        "f :: A -> B -> String\nf x y = g x.name y.name\ng :: String -> String -> String\ng a _ = a\n"
        "h :: B -> String\nh b = b.name",
        2,
    ),
    "an open row beside a declared type": (
        "type R r = { name :: String | r }\ntype A = R (age :: Int)\nf :: forall r. { na<CURSOR>me :: String | r } -> String\n"
        "f x = x.name\ng :: A -> String\ng a = f a",
        3,
    ),
    "a row": (
        "type Fields r = (na<CURSOR>me :: String | r)\nnewtype A = A (Record (Fields (age :: Int)))\n"
        "f :: A -> String\nf (A a) = a.name\ng :: A\ng = A { name: \"\", age: 1 }",
        3,
    ),
    "a data type": (
        "newtype Box r = Box { na<CURSOR>me :: String | r }\nf :: Box (age :: Int) -> String\nf (Box b) = b.name\n"
        "g :: Box ()\ng = Box { name: \"\" }",
        3,
    ),
    "through a value that says nothing of it": (
        "type R r = { na<CURSOR>me :: String | r }\nf :: forall r. R r -> String\nf x = x.name\nh y = f y\n"
        "k :: { name :: String, size :: Int } -> String\nk x = h x",
        3,
    ),
    "one declared type with its part": (
        "type R r = { na<CURSOR>me :: String | r }\ntype P = { name :: String, age :: Int }\n"
        "f :: forall r. R r -> String\nf x = x.name\ng :: P -> String\ng p = f p",
        3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", OPEN_ROWS)
def test_the_open_row_of_a_declared_type(what: str) -> None:
    text, count = OPEN_ROWS[what]
    assert only(f"module Main where\n{text}\n", "title").count("title") == count


def test_the_open_row_of_a_declared_type_in_all_modules() -> None:
    found = renamed(
        """
        module Main where
        import Rows
        f :: Named (age :: Int) -> String
        f x = x.na<CURSOR>me
        --- Rows
        module Rows where
        type Named r = { name :: String | r }
        """,
        "title",
    )
    assert "x.title" in found["Main"] and "{ title :: String | r }" in found["Rows"]


def test_a_field_that_what_has_an_error_may_mean() -> None:
    reason = refusal(
        """
        module Main where
        type Item = { na<CURSOR>me :: String }
        tea :: Item
        tea = { name: "tea", price: 3 }
        """,
        "title",
    )
    assert "has an error" in reason
