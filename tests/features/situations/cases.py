"""For each feature a fixture of its own in each situation: one module, several, code that has errors itself, what the library has."""

from __future__ import annotations

from typing import Final, NamedTuple


class Case(NamedTuple):
    """`text` with a cursor; `expected`: the lines of the answer."""

    feature: str
    situation: str
    text: str
    expected: list[str]


PLAIN, ACROSS, WRONG, LIBRARY = "one module", "several modules", "wrong code", "the library"

ONE: Final = """module Main where
import Prelude
data Box = Full Int | Empty
class Shape a where
  area :: a -> Int
instance Shape Box where
  area _ = 1
-- | Adds.
plus :: Int -> Int -> Int
plus a _ = a
"""
"""What one module declares."""

TWO: Final = """
--- Other
module Other where
import Prelude
data Box = Full Int | Empty
class Shape a where
  area :: a -> Int
instance Shape Box where
  area _ = 1
-- | Adds.
plus :: Int -> Int -> Int
plus a _ = a
more = plus 1 2
"""
"""What another module declares."""

MAIN: Final = "module Main where\nimport Prelude\nimport Other\n"
OF_LIBRARY: Final = "module Main where\nimport Prelude\nimport Data.Maybe (Maybe(..), fromMaybe)\n"
OPEN: Final = "broken = case plus (\n"
"""A declaration that does not parse."""


def one(feature: str, body: str, *expected: str) -> Case:
    return Case(feature, PLAIN, f"{ONE}{body}\n", list(expected))


def across(feature: str, body: str, *expected: str) -> Case:
    return Case(feature, ACROSS, f"{MAIN}{body}\n{TWO}", list(expected))


def wrong(feature: str, body: str, *expected: str) -> Case:
    return Case(feature, WRONG, f"{ONE}{OPEN}{body}\n", list(expected))


def library(feature: str, body: str, *expected: str) -> Case:
    return Case(feature, LIBRARY, f"{OF_LIBRARY}{body}\n", list(expected))


C = "<CURSOR>"
CASES: Final = [
    one("definition", f"x = {C}plus 1 2", "Main: plus a _ = a"),
    across("definition", f"x = {C}plus 1 2", "Other: plus a _ = a"),
    wrong("definition", f"x = absent ({C}plus 1 true)", "Main: plus a _ = a"),
    library(
        "definition",
        f"x = {C}fromMaybe 1 Nothing",
        "Data.Maybe: fromMaybe fallback = maybe fallback identity",
    ),
    one("declaration", f"x = {C}plus 1 2", "Main: plus :: Int -> Int -> Int"),
    across("declaration", f"x = {C}plus 1 2", "Other: plus :: Int -> Int -> Int"),
    wrong("declaration", f"x = absent ({C}plus 1 true)", "Main: plus :: Int -> Int -> Int"),
    library(
        "declaration",
        f"x = {C}fromMaybe 1 Nothing",
        "Data.Maybe: fromMaybe :: forall a. a -> Maybe a -> a",
    ),
    one("type definition", f"f :: Box -> Int\nf {C}box = 1", "Main: data Box = Full Int | Empty"),
    across(
        "type definition", f"f :: Box -> Int\nf {C}box = 1", "Other: data Box = Full Int | Empty"
    ),
    wrong(
        "type definition",
        f"f :: Box -> Int\nf {C}box = absent box",
        "Main: data Box = Full Int | Empty",
    ),
    library(
        "type definition",
        f"f :: Maybe Int -> Int\nf {C}it = 1",
        "Data.Maybe: data Maybe a = Nothing | Just a",
    ),
    one("implementation", f"f = {C}area Empty", "Main: area _ = 1"),
    across("implementation", f"f = {C}area Empty", "Other: area _ = 1"),
    wrong("implementation", f"f = absent ({C}area Empty) + true", "Main: area _ = 1"),
    library(
        "implementation",
        f"data T = T\ninstance Show T where\n  show _ = {C}show 1",
        "Main: show _ = show 1",
    ),
    one(
        "references",
        f"x = {C}plus 1 (plus 2 3)",
        "Main: plus :: Int -> Int -> Int",
        "Main: plus a _ = a",
        "Main: x = plus 1 (plus 2 3)",
        "Main: x = plus 1 (plus 2 3)",
    ),
    across(
        "references",
        f"x = {C}plus 1 (plus 2 3)",
        "Main: x = plus 1 (plus 2 3)",
        "Main: x = plus 1 (plus 2 3)",
        "Other: more = plus 1 2",
        "Other: plus :: Int -> Int -> Int",
        "Other: plus a _ = a",
    ),
    wrong(
        "references",
        f"x = absent ({C}plus 1 true)",
        "Main: broken = case plus (",
        "Main: plus :: Int -> Int -> Int",
        "Main: plus a _ = a",
        "Main: x = absent (plus 1 true)",
    ),
    library(
        "references",
        f"x = {C}fromMaybe 1 (fromMaybe Nothing Nothing)",
        "Data.Maybe: , fromMaybe",
        "Data.Maybe: fromMaybe :: forall a. a -> Maybe a -> a",
        "Data.Maybe: fromMaybe fallback = maybe fallback identity",
        "Main: import Data.Maybe (Maybe(..), fromMaybe)",
        "Main: x = fromMaybe 1 (fromMaybe Nothing Nothing)",
        "Main: x = fromMaybe 1 (fromMaybe Nothing Nothing)",
    ),
    one(
        "highlight",
        f"x = {C}plus 1 (plus 2 3)",
        "Main: plus :: Int -> Int -> Int",
        "Main: plus a _ = a",
        "Main: x = plus 1 (plus 2 3)",
        "Main: x = plus 1 (plus 2 3)",
    ),
    across(
        "highlight",
        f"x = {C}plus 1 (plus 2 3)",
        "Main: x = plus 1 (plus 2 3)",
        "Main: x = plus 1 (plus 2 3)",
    ),
    wrong(
        "highlight",
        f"x = absent ({C}plus 1 true)",
        "Main: broken = case plus (",
        "Main: plus :: Int -> Int -> Int",
        "Main: plus a _ = a",
        "Main: x = absent (plus 1 true)",
    ),
    library(
        "highlight",
        f"x = {C}fromMaybe 1 (fromMaybe Nothing Nothing)",
        "Main: import Data.Maybe (Maybe(..), fromMaybe)",
        "Main: x = fromMaybe 1 (fromMaybe Nothing Nothing)",
        "Main: x = fromMaybe 1 (fromMaybe Nothing Nothing)",
    ),
    one(
        "rename",
        f"x = {C}plus 1 (plus 2 3)",
        "Main: fresh :: Int -> Int -> Int",
        "Main: fresh a _ = a",
        "Main: x = fresh 1 (fresh 2 3)",
    ),
    across(
        "rename",
        f"x = {C}plus 1 (plus 2 3)",
        "Main: x = fresh 1 (fresh 2 3)",
        "Other: fresh :: Int -> Int -> Int",
        "Other: fresh a _ = a",
        "Other: more = fresh 1 2",
    ),
    Case(
        "rename",
        WRONG,
        f"{ONE}broken = case (\nx = absent ({C}plus 1 true)\n",
        [
            "Main: fresh :: Int -> Int -> Int",
            "Main: fresh a _ = a",
            "Main: x = absent (fresh 1 true)",
        ],
    ),
    wrong(
        "rename",
        f"x = absent ({C}plus 1 true)",
        "a declaration of `Main` does not parse and mentions `plus`",
    ),
    library(
        "rename", f"x = {C}fromMaybe 1 Nothing", "`Data.Maybe` is a module of the standard library"
    ),
    one("completion", f"x = pl{C}", "plus", "apply"),
    across("completion", f"x = pl{C}", "plus", "apply"),
    wrong("completion", f"x = absent (case pl{C}", "plus", "apply"),
    library("completion", f"x = fromM{C}", "fromMaybe"),
    one("hover", f"x = {C}plus 1 2", "plus :: Int -> Int -> Int", "module `Main`", "---", "Adds."),
    across(
        "hover", f"x = {C}plus 1 2", "plus :: Int -> Int -> Int", "module `Other`", "---", "Adds."
    ),
    wrong(
        "hover",
        f"x = absent ({C}plus 1 true)",
        "plus :: Int -> Int -> Int",
        "module `Main`",
        "---",
        "Adds.",
    ),
    library(
        "hover",
        f"x = {C}fromMaybe 1 Nothing",
        "fromMaybe :: forall a. a -> Maybe a -> a",
        "Here:",
        "Int -> Maybe Int -> Int",
        "module `Data.Maybe`",
        "---",
        "The value, or the one given if there is none.",
    ),
    one("signature help", f"x = plus 1 {C}", "plus :: Int -> Int -> Int", "Int"),
    across("signature help", f"x = plus 1 {C}", "plus :: Int -> Int -> Int", "Int"),
    wrong("signature help", f"x = absent (plus true {C}", "plus :: Int -> Int -> Int", "Int"),
    library(
        "signature help", f"x = fromMaybe {C}", "fromMaybe :: forall a. a -> Maybe a -> a", "a"
    ),
    one("call hierarchy", f"x = {C}plus 1 2", "< Main.x"),
    across("call hierarchy", f"x = {C}plus 1 2", "< Main.x", "< Other.more"),
    wrong("call hierarchy", f"x = absent ({C}plus 1 true)", "< Main.broken", "< Main.x"),
    library(
        "call hierarchy",
        f"x = {C}fromMaybe 1 Nothing",
        "< Main.x",
        "> Control.Category.identity",
        "> Data.Maybe.maybe",
    ),
    one("type hierarchy", f"class {C}Shape a <= Round a", "v Main.Round", "v Main.Shape Box"),
    across("type hierarchy", f"class {C}Shape a <= Round a", "v Main.Round", "v Other.Shape Box"),
    wrong(
        "type hierarchy",
        f"instance {C}Shape Int where\n  area = absent",
        "v Main.Shape Box",
        "v Main.Shape Int",
    ),
    library(
        "type hierarchy",
        f"f :: {C}Maybe Int\nf = Nothing",
        "^ Control.Alt.Alt",
        "^ Control.Alternative.Alternative",
        "^ Control.Applicative.Applicative",
        "^ Control.Apply.Apply",
        "^ Control.Bind.Bind",
        "^ Control.Extend.Extend",
        "^ Control.Monad.Monad",
        "^ Control.Plus.Plus",
        "^ Data.Bounded.Bounded",
        "^ Data.Eq.Eq",
        "^ Data.Eq.Eq1",
        "^ Data.Functor.Functor",
        "^ Data.Functor.Invariant.Invariant",
        "^ Data.Generic.Rep.Generic",
        "^ Data.Monoid.Monoid",
        "^ Data.Ord.Ord",
        "^ Data.Ord.Ord1",
        "^ Data.Semigroup.Semigroup",
        "^ Data.Semiring.Semiring",
        "^ Data.Show.Show",
    ),
    one(
        "linked editing",
        f"{C}f :: Int -> Int\nf 0 = 1\nf n = n",
        "Main: f 0 = 1",
        "Main: f :: Int -> Int",
        "Main: f n = n",
    ),
    across(
        "linked editing",
        f"{C}f :: Box -> Int\nf (Full n) = n\nf Empty = 0",
        "Main: f (Full n) = n",
        "Main: f :: Box -> Int",
        "Main: f Empty = 0",
    ),
    wrong(
        "linked editing",
        f"{C}f :: Int -> Int\nf 0 = absent\nf n = true",
        "Main: f 0 = absent",
        "Main: f :: Int -> Int",
        "Main: f n = true",
    ),
    library(
        "linked editing",
        f"{C}f :: Maybe Int -> Int\nf Nothing = 1\nf _ = 2",
        "Main: f :: Maybe Int -> Int",
        "Main: f Nothing = 1",
        "Main: f _ = 2",
    ),
    one("inlay hints", f"x{C} = plus 1 2", "x Int"),
    across("inlay hints", f"x{C} = Full (plus 1 2)", "x Box"),
    wrong("inlay hints", f"x{C} = plus 1 true\ny = plus 1 2", "y Int"),
    library("inlay hints", f"x{C} = Just (fromMaybe 1 Nothing)", "x Maybe Int"),
    one(
        "semantic tokens",
        f"x{C} = plus 1 (area Empty)",
        "x variable",
        "plus function",
        "area function",
        "Empty enumMember",
    ),
    across(
        "semantic tokens",
        f"x{C} = plus 1 (area Empty)",
        "x variable",
        "plus function",
        "area function",
        "Empty enumMember",
    ),
    wrong(
        "semantic tokens",
        f"x{C} = absent (plus true Empty)",
        "x variable",
        "absent variable",
        "plus function",
        "Empty enumMember",
    ),
    library(
        "semantic tokens",
        f"x{C} = fromMaybe 1 Nothing",
        "x variable",
        "fromMaybe function",
        "Nothing enumMember",
    ),
    one("selection range", f"x = plus 1 (plus {C}22 3)", "22", "plus 22 3", "(plus 22 3)"),
    across("selection range", f"x = plus 1 (plus {C}22 3)", "22", "plus 22 3", "(plus 22 3)"),
    wrong(
        "selection range", f"x = absent (plus {C}22 true)", "22", "plus 22 true", "(plus 22 true)"
    ),
    library("selection range", f"x = fromMaybe 1 (Just {C}22)", "22", "Just 22", "(Just 22)"),
    one(
        "folding",
        f"x{C} =\n  plus 1\n    2",
        "class Shape a where",
        "instance Shape Box where",
        "plus :: Int -> Int -> Int",
        "x =",
    ),
    across("folding", f"x{C} =\n  plus 1\n    2", "import Prelude", "x ="),
    wrong(
        "folding",
        f"x{C} =\n  absent (plus 1\n    true",
        "class Shape a where",
        "instance Shape Box where",
        "plus :: Int -> Int -> Int",
        "x =",
    ),
    library("folding", f"x{C} =\n  fromMaybe 1\n    Nothing", "import Prelude", "x ="),
    one(
        "document links",
        f"x{C} = 1 -- https://a.org",
        "Prelude Prelude",
        "https://a.org https://a.org",
    ),
    across("document links", f"x{C} = 1", "Prelude Prelude", "Other Other"),
    wrong(
        "document links",
        f"x{C} = ( -- https://a.org",
        "Prelude Prelude",
        "https://a.org https://a.org",
    ),
    library("document links", f"x{C} = 1", "Prelude Prelude", "Data.Maybe Data.Maybe"),
    one("document symbols", f"x{C} = 1", "Box", "Shape", "Shape Box", "plus", "x"),
    across("document symbols", f"x{C} = 1\ny = x", "x", "y"),
    wrong(
        "document symbols",
        f"x{C} = absent (\ny = x",
        "Box",
        "Shape",
        "Shape Box",
        "plus",
        "broken",
        "x",
        "y",
    ),
    library("document symbols", f"x{C} = fromMaybe 1 Nothing", "x"),
    one("workspace symbols", f"x = {C}plus 1 2", "Main: plus a _ = a"),
    across("workspace symbols", f"x = {C}plus 1 2", "Other: plus a _ = a"),
    wrong("workspace symbols", f"x = absent ( {C}plus 1 2", "Main: plus a _ = a"),
    library(
        "workspace symbols",
        f"x = {C}fromMaybe 1 Nothing",
        "Data.Maybe: fromMaybe fallback = maybe fallback identity",
        "Data.Maybe: fromMaybe' fallback = maybe' fallback identity",
    ),
    one(
        "actions",
        f"f :: Box -> Int\nf {C}box = 1",
        "Rename `box` to `_box`",
        "Split `box` into its cases",
    ),
    across("actions", f"{C}f box = case box of\n  Full n -> n", "Add the signature of `f`"),
    wrong("actions", f"x = {C}plux 1 true", "Replace `plux` by `plus`"),
    library("actions", f"x = {C}isJust Nothing", "Import `isJust` from `Data.Maybe`"),
]
