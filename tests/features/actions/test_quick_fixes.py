"""Quick fixes of diagnostics: what stands in the text afterwards, in plain and in broken code, of other modules and of the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.features.actions.code_action import NewFile, apply_edits
from tests.features.actions.check import applied, chosen, only, titles
from tests.features.fixture import load

OTHER = """
--- Other
module Other (Colour(..), class Shape, area, sides, Box(..), render) where
data Colour = Red | Green | Blue Int
class Shape a where
  area :: a -> Number
  sides :: a -> Int
newtype Box = Box { width :: Int, height :: Int }
render :: { width :: Int, "a b" :: Int, last :: Int } -> Int
render r = r.width
"""

CASES = [
    # ---- wildcards
    (
        "f :: Int -> _<CURSOR>\nf n = [ n ]",
        "Replace `_` by `Array Int`",
        "f :: Int -> Array Int\nf n = [ n ]",
    ),
    (
        "f :: forall a. a -> { list :: _<CURSOR> }\nf n = { list: [ n ] }",
        "Replace `_` by `Array a`",
        "f :: forall a. a -> { list :: Array a }\nf n = { list: [ n ] }",
    ),
    (
        "f :: Int -> Array _<CURSOR>\nf n = [ [ n ] ]",
        "Replace `_` by `(Array Int)`",
        "f :: Int -> Array (Array Int)\nf n = [ [ n ] ]",
    ),
    (
        "f :: forall a. a -> Array _<CURSOR>\nf n = [ n ]",
        "Replace `_` by `a`",
        "f :: forall a. a -> Array a\nf n = [ n ]",
    ),
    ("f :: ?t<CURSOR>\nf = 1", "Replace `?t` by `Int`", "f :: Int\nf = 1"),
    ("f :: _<CURSOR>\nf = Red", "Replace `_` by `Colour`", "f :: Colour\nf = Red"),
    # ---- cases
    (
        "f :: Colour -> Int\nf c = cas<CURSOR>e c of\n  Red -> 1\n  Green -> 2",
        "Add the missing case",
        "f :: Colour -> Int\nf c = case c of\n  Red -> 1\n  Green -> 2\n  Blue _ -> ?todo",
    ),
    (
        "f :: Colour -> Boolean -> Int\nf<CURSOR> Red _ = 1\nf Green true = 2",
        "Add 2 missing cases",
        "f :: Colour -> Boolean -> Int\nf Red _ = 1\nf Green true = 2\nf Green false = ?todo1\nf (Blue _) _ = ?todo2",
    ),
    (
        "f :: Int\nf = go Red\n  where\n  go<CURSOR> Red = 1\n  go Green = 2",
        "Add the missing case",
        "f :: Int\nf = go Red\n  where\n  go Red = 1\n  go Green = 2\n  go (Blue _) = ?todo",
    ),
    # ---- members
    (
        "data T = T\ninstance Sha<CURSOR>pe T where\n  area _ = 1.0",
        "Add the member `sides`",
        "data T = T\ninstance Shape T where\n  area _ = 1.0\n  sides = ?sides",
    ),
    (
        "data T = T\ninstance Sha<CURSOR>pe T",
        "Add the members `area`, `sides`",
        "data T = T\ninstance Shape T where\n  area = ?area\n  sides = ?sides",
    ),
    # ---- fields
    (
        "f :: Int\nf = render {<CURSOR> width: 1 }",
        "Add the fields `a b`, `last`",
        'f :: Int\nf = render { width: 1, "a b": ?a_b, last: ?last }',
    ),
    (
        "f :: Box\nf = Box {<CURSOR>}",
        "Add the fields `height`, `width`",
        "f :: Box\nf = Box { height: ?height, width: ?width }",
    ),
    (
        "f :: Int\nf = render\n  {<CURSOR> width: 1\n  , last: 2\n  }",
        "Add the field `a b`",
        'f :: Int\nf = render\n  { width: 1\n  , last: 2\n  , "a b": ?a_b\n  }',
    ),
    # ---- constraints
    (
        "f :: forall a. a -> Int\nf x = sid<CURSOR>es x",
        "Add `Shape a` to the signature of `f`",
        "f :: forall a. Shape a => a -> Int\nf x = sides x",
    ),
    (
        "f :: Int\nf = 1\n  where\n  g :: forall a. a -> Int\n  g x = sid<CURSOR>es x",
        "Add `Shape a` to the signature of `g`",
        "f :: Int\nf = 1\n  where\n  g :: forall a. Shape a => a -> Int\n  g x = sides x",
    ),
    (
        "data T a = T a\ninstance Shape (T a) where\n  area _ = 1.0\n  sides (T a) = sid<CURSOR>es a",
        "Add `Shape a` to the instance",
        "data T a = T a\ninstance Shape a => Shape (T a) where\n  area _ = 1.0\n  sides (T a) = sides a",
    ),
    # ---- redundant cases
    (
        "f :: Colour -> Int\nf c = case c of\n  Red -> 1\n  _ -> 2\n  Gr<CURSOR>een -> 3",
        "Remove the case that is never reached",
        "f :: Colour -> Int\nf c = case c of\n  Red -> 1\n  _ -> 2",
    ),
    (
        "f :: Int -> Int\nf _ = 1\nf<CURSOR> 2 = 2\nf 3 = 3\n\ng :: Int\ng = 1",
        "Remove the 2 cases that are never reached",
        "f :: Int -> Int\nf _ = 1\n\ng :: Int\ng = 1",
    ),
    # ---- what is not used
    ("f :: Int -> Int\nf n<CURSOR> = 1", "Rename `n` to `_n`", "f :: Int -> Int\nf _n = 1"),
    (
        "f :: { a :: Int } -> Int\nf { a<CURSOR> } = 1",
        "Rename `a` to `_a`",
        "f :: { a :: Int } -> Int\nf { a: _a } = 1",
    ),
    ("f :: Int -> Int\nf n<CURSOR>@_ = 1", "Remove the unused `n`", "f :: Int -> Int\nf _ = 1"),
    (
        "f :: Int\nf = 1\n  where\n  g :: Int\n  g<CURSOR> = 2",
        "Remove the unused `g`",
        "f :: Int\nf = 1",
    ),
    (
        "f :: Int\nf = h\n  where\n  g<CURSOR> = 2\n  h = 3",
        "Remove the unused `g`",
        "f :: Int\nf = h\n  where\n  h = 3",
    ),
    ("f :: Int\nf = let g<CURSOR> = 2 in 3", "Remove the unused `g`", "f :: Int\nf = 3"),
    ("f :: Int\nf = let g<CURSOR> = 2 in 3", "Rename `g` to `_g`", "f :: Int\nf = let _g = 2 in 3"),
    (
        "f :: forall a b<CURSOR>. a -> a\nf x = x",
        "Remove the unused type variable `b`",
        "f :: forall a. a -> a\nf x = x",
    ),
    ("f :: forall b<CURSOR>. Int\nf = 1", "Remove the unused type variable `b`", "f :: Int\nf = 1"),
]


@pytest.mark.parametrize(("before", "title", "after"), CASES)
@pytest.mark.parametrize("broken", ["", "\n\nbroken = let in (\n"])
def test_a_quick_fix(before: str, title: str, after: str, broken: str) -> None:
    if broken and not before.startswith("f ::"):
        broken = "\n\nbroken :: Int\nbroken = let in (\n"
    head = "module Main where\nimport Other\n"
    found = applied(f"{head}{before}{broken}{OTHER}", title, load)
    assert found == f"{head}{after}{broken}"


@pytest.mark.parametrize(
    ("imports", "expected", "pattern"),
    [
        ("import Other (Colour)", "import Other (Colour(..))", "Red"),
        ("import Other as O", "import Other as O", "O.Red"),
    ],
)
def test_cases_are_named_as_the_module_knows_them(
    imports: str, expected: str, pattern: str
) -> None:
    alias = "O." if " as " in imports else ""
    text = f"module Main where\n{imports}\nf :: {alias}Colour -> Int\n"
    if alias:
        text += "f c = cas<CURSOR>e c of\n  O.Blue _ -> 1"
        found = applied(text + OTHER, "Add 2 missing cases", load)
    else:
        text += "f<CURSOR> c | false = 1"
        assert "f _ = ?todo" in applied(text + OTHER, "Add the missing case", load)
        return
    assert f"\n  {pattern} -> ?todo1\n" in found
    assert found.splitlines()[1] == expected


def test_a_constraint_is_imported() -> None:
    text = (
        "module Main where\nimport Other (sides)\nf :: forall a. a -> Int\nf x = sid<CURSOR>es x"
        + OTHER
    )
    found = applied(text, "Add `Shape a` to the signature of `f`", load)
    assert "import Other (class Shape, sides)\nf :: forall a. Shape a => a -> Int\n" in found


def test_a_misspelt_module() -> None:
    text = "module Main where\nimport Ohter<CURSOR> (render)\nf :: Int\nf = 1" + OTHER
    assert "import Other (render)\n" in applied(text, "Replace `Ohter` by `Other`", load)
    text = "module Main where\nimport Of.Thigs<CURSOR>\n--- Of\nmodule Of where\n--- Of.Things\nmodule Of.Things where\n"
    assert "import Of.Things" in applied(text, "Replace `Of.Thigs` by `Of.Things`", load)
    text = "module Main where\nimport Data.Lisst<CURSOR> as L\nf :: Int\nf = 1\n"
    assert "import Data.List as L\n" in applied(text, "Replace `Data.Lisst` by `Data.List`", load)


@pytest.mark.parametrize(
    ("imports", "title", "expected"),
    [
        (
            "import Prelude\nimport Oth<CURSOR>er",
            "List what is used of `Other`",
            "import Prelude\nimport Other (class Shape, Colour(..), sides)",
        ),
        (
            "import Prelude\nimport Oth<CURSOR>er hiding (render)",
            "List what is used of `Other`",
            "import Prelude\nimport Other (class Shape, Colour(..), sides)",
        ),
    ],
)
def test_an_open_import_gets_its_list(imports: str, title: str, expected: str) -> None:
    body = "f :: Colour\nf = Red\ninstance Shape Int where\n  area _ = 1.0 + 1.0\n  sides = sides\n"
    found = applied(f"module Main where\n{imports}\n{body}{OTHER.lstrip()}", title, load)
    assert found.startswith(f"module Main where\n{expected}\n")


def test_a_module_that_is_imported_twice_gets_no_second_list() -> None:
    for imports in (
        "import Oth<CURSOR>er\nimport Other",
        "import Oth<CURSOR>er\nimport Other (Colour)",
    ):
        text = f"module Main where\nimport Prelude\n{imports}\nf :: Colour -> Number\nf = render\n"
        assert not [each for each in only(text + OTHER.lstrip()) if each.startswith("List")]


def test_what_is_exported_needs_is_exported() -> None:
    text = "module Main (f<CURSOR>) where\ndata T = T\nf :: T\nf = T\n"
    assert "module Main (T, f) where" in applied(text, "Export `T`", load)


def test_an_unused_declaration_goes_or_is_exported() -> None:
    text = "module Main (f) where\nf :: Int\nf = 1\n\n-- | Words.\ng :: Int\ng<CURSOR> = 2\n"
    assert (
        applied(text, "Remove the unused `g`", load) == "module Main (f) where\nf :: Int\nf = 1\n"
    )
    assert "module Main (f, g) where" in applied(text, "Export `g`", load)


@pytest.mark.parametrize(
    "text",
    [
        "module Main where\nf :: Int -> Int\nf n<CURSOR> = _n where _n = 1\n",
        "module Main where\nimport Ohter<CURSOR>\n",
        "module Main where\nf :: Array _<CURSOR>\nf = []\n",
        "module Main where\nf :: forall a<CURSOR>. Int\nf = 1\n  where\n  g :: a -> a\n  g x = x\n",
    ],
)
def test_nothing_is_offered_where_it_would_be_wrong(text: str) -> None:
    found = titles(text, load)
    assert not any(
        title.startswith(("Rename", "Replace", "Remove the unused type")) for title in found
    )


INSTANCES = [
    (
        "data T a = A Int a | B (T a)\nf :: T Int -> T Int -> Boolean\nf a b = a =<CURSOR>= b",
        "Derive `Eq` for `T`",
        "data T a = A Int a | B (T a)\n\nderive instance Eq a => Eq (T a)\nf :: T Int -> T Int -> Boolean\nf a b = a == b",
    ),
    (
        "newtype T = T { x :: Int, y :: Array String }\nf :: T -> T -> Boolean\nf a b = a <<CURSOR> b",
        "Derive `Ord` for `T`",
        "newtype T = T { x :: Int, y :: Array String }\n\nderive instance Eq T\nderive instance Ord T\nf :: T -> T -> Boolean\nf a b = a < b",
    ),
    (
        "data T = T\nf :: T -> String\nf t = sho<CURSOR>w t",
        "Write an instance of `Show` for `T`",
        "data T = T\n\ninstance Show T where\n  show = ?show\nf :: T -> String\nf t = show t",
    ),
    (
        "newtype T g a = T (g a)\ninstance Functor f => Functor (T f) where\n  map f (T a) = T (map f a)\n"
        "f :: T Array Int -> T Array (Int -> Int) -> T Array Int\nf t g = app<CURSOR>ly g t",
        "Write an instance of `Apply` for `T`",
        "newtype T g a = T (g a)\n\ninstance Functor g => Apply (T g) where\n  apply = ?apply\n"
        "instance Functor f => Functor (T f) where\n  map f (T a) = T (map f a)\n"
        "f :: T Array Int -> T Array (Int -> Int) -> T Array Int\nf t g = apply g t",
    ),
]


DERIVED = [
    (
        "data Box a = Empty | Box a (Array (Maybe a)) { one :: a, two :: Int }",
        "f :: Box Int -> Box Int\nf b = m<CURSOR>ap (_ + 1) b",
        "Derive `Functor` for `Box`",
        "derive instance Functor Box",
    ),
    (
        "data Pair k a = Pair k (Either k a) (Int -> a)",
        "f :: Pair Int Int -> Pair Int Int\nf b = m<CURSOR>ap (_ + 1) b",
        "Derive `Functor` for `Pair`",
        "derive instance Functor (Pair k)",
    ),
    (
        "data Tree a = Leaf | Node (Tree a) a (Tree a)",
        "f :: Tree Int -> Int\nf b = fo<CURSOR>ldr (+) 0 b",
        "Derive `Foldable` for `Tree`",
        "derive instance Foldable Tree",
    ),
    (
        "data Tree a = Leaf | Node (Tree a) a (Tree a)",
        "f :: Tree Int -> Maybe (Tree Int)\nf b = tra<CURSOR>verse Just b",
        "Derive `Traversable` for `Tree`",
        "derive instance Functor Tree\nderive instance Foldable Tree\nderive instance Traversable Tree",
    ),
    (
        "newtype Name = Name String",
        "f :: Name -> String\nf n = un<CURSOR>wrap n",
        "Derive `Newtype` for `Name`",
        "derive instance Newtype Name _",
    ),
    (
        "data Sum a = One a | Two Int Int",
        'f :: Sum Int -> Rep\nf s = fr<CURSOR>om s\ntype Rep = G.Sum (G.Constructor "One" (G.Argument Int)) (G.Constructor "Two" (G.Product (G.Argument Int) (G.Argument Int)))',
        "Derive `Generic` for `Sum`",
        "derive instance Generic (Sum a) _",
    ),
]


@pytest.mark.parametrize(("data", "use", "title", "derived"), DERIVED)
def test_a_missing_instance_is_derived(data: str, use: str, title: str, derived: str) -> None:
    head = """module Main where
import Prelude
import Data.Either (Either)
import Data.Foldable (class Foldable, foldr)
import Data.Generic.Rep (class Generic, from)
import Data.Generic.Rep as G
import Data.Maybe (Maybe(..))
import Data.Newtype (class Newtype, unwrap)
import Data.Traversable (class Traversable, traverse)
"""
    plain = use.replace("<CURSOR>", "")
    assert applied(f"{head}{data}\n{use}", title, load) == f"{head}{data}\n\n{derived}\n{plain}"


def test_what_is_derived_stands_with_what_is_derived_already() -> None:
    head = "module Main where\nimport Prelude\n\ndata T = A | B\n\n"
    use = "\n\nf :: T -> T -> Boolean\nf a b = a {} b\n"
    eq, ord = "derive instance Eq T", "derive instance Ord T"
    text = f"{head}{eq}{use.format('<CURSOR><')}"
    assert applied(text, "Derive `Ord` for `T`", load) == f"{head}{ord}\n{eq}{use.format('<')}"
    text = f"{head}-- of it\n{eq}{use.format('<CURSOR><')}"
    assert applied(text, "Derive `Ord` for `T`", load).startswith(f"{head}{ord}\n\n-- of it\n{eq}")


@pytest.mark.parametrize(
    "body",
    [
        "data T a = T (a -> Int)\nf :: T Int -> T Int\nf = m<CURSOR>ap (_ + 1)",
        "data T a = T (U a)\ndata U a = U a\nf :: T Int -> T Int\nf = m<CURSOR>ap (_ + 1)",
        "data T f a = T (f a)\nf :: T Array Int -> T Array Int\nf = m<CURSOR>ap (_ + 1)",
        "data T a = T (Int -> a)\nf :: T Int -> Int\nf = fo<CURSOR>ldr (+) 0",
        "data N = N Int\nf :: N -> Int\nf = unw<CURSOR>rap",
        "foreign import data F :: Type -> Type\nf :: F Int -> F Int\nf = m<CURSOR>ap (_ + 1)",
    ],
)
def test_what_cannot_be_derived_is_not(body: str) -> None:
    head = "import Prelude\nimport Data.Foldable (foldr)\nimport Data.Newtype (unwrap)\n"
    found = titles(f"module Main where\n{head}{body}", load)
    assert not [title for title in found if "Derive" in title]


@pytest.mark.parametrize(("before", "title", "after"), INSTANCES)
def test_a_missing_instance(before: str, title: str, after: str) -> None:
    head = "module Main where\nimport Prelude\n"
    assert applied(f"{head}{before}", title, load) == f"{head}{after}"


@pytest.mark.parametrize(
    "body",
    [
        "data T = T (Int -> Int)\nf :: T -> T -> Boolean\nf a b = a =<CURSOR>= b",
        "data U = U\ndata T = T U\nf :: T -> T -> Boolean\nf a b = a =<CURSOR>= b",
        "data T f = T (f Int)\nf :: T Array -> T Array -> Boolean\nf a b = a =<CURSOR>= b",
        "import Data.Newtype (unwrap)\nnewtype T = T Int\nf :: T -> Int\nf = unw<CURSOR>rap\nderive instance Newtype T _",
    ],
)
def test_an_instance_that_would_have_errors_is_not_offered(body: str) -> None:
    found = titles(f"module Main where\nimport Prelude\n{body}", load)
    assert not [title for title in found if "instance" in title or "Derive" in title]


FILLED = [
    ("f :: Int -> String\nf = ?h<CURSOR>ole", "show", True),
    ("f :: Maybe (Array Int) -> String\nf = ?h<CURSOR>ole", "show", True),
    ("data T = T\nf :: T -> String\nf = ?h<CURSOR>ole", "show", False),
    ("data T = T\nf :: Maybe T -> String\nf = ?h<CURSOR>ole", "show", False),
    ("f :: Array Int -> Array Int -> Array Int\nf = ?h<CURSOR>ole", "append", True),
    ("f :: forall a. a -> String\nf = ?h<CURSOR>ole", "show", False),
    ("f :: (Int -> Int) -> Either Int Int -> Either Int Int\nf = ?h<CURSOR>ole", "map", True),
]


@pytest.mark.parametrize(("body", "name", "is_offered"), FILLED)
def test_what_has_constraints_fills_a_hole_where_there_are_instances(
    body: str, name: str, is_offered: bool
) -> None:
    head = "module Main where\nimport Prelude\nimport Data.Maybe (Maybe)\nimport Data.Either (Either)\n"
    title = f"Fill `?hole` with `{name}`"
    assert (title in titles(head + body, load)) is is_offered
    if is_offered:
        assert applied(head + body, title, load) == (head + body).replace("?h<CURSOR>ole", name)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("f :: Int\nf = ?h<CURSOR>ole", "f"),
        ("f :: Int -> Int\nf _ = ?h<CURSOR>ole\n\ng :: Int\ng = f 1", "g"),
        ("data T = T\ninstance Show T where\n  show = ?h<CURSOR>ole", "show"),
    ],
)
def test_what_would_be_wrong_in_its_place_fills_no_hole(body: str, name: str) -> None:
    head = "module Main where\nimport Prelude\nimport Data.Maybe (Maybe)\n"
    assert f"Fill `?hole` with `{name}`" not in titles(head + body + "\n", load)


IGNORES = [
    (
        "x :: Int\nx = 1 -- nova-ignore Unused<CURSOR>Import",
        "Do not ignore `UnusedImport`",
        "x :: Int\nx = 1",
    ),
    (
        "-- nova-ignore Unused<CURSOR>Import: why\nx :: Int\nx = 1",
        "Do not ignore `UnusedImport`",
        "x :: Int\nx = 1",
    ),
    (
        "-- nova-ignore Unused<CURSOR>Import, MissingTypeDeclaration: why\nx = 1",
        "Do not ignore `UnusedImport`",
        "-- nova-ignore MissingTypeDeclaration: why\nx = 1",
    ),
    (
        "-- nova-ignore MissingTypeDeclaration , Unused<CURSOR>Import: why\nx = 1",
        "Do not ignore `UnusedImport`",
        "-- nova-ignore MissingTypeDeclaration : why\nx = 1",
    ),
    (
        "-- nova-ignore MissingTypeDecl<CURSOR>ration\nx = 1",
        "Ignore `MissingTypeDeclaration`",
        "-- nova-ignore MissingTypeDeclaration\nx = 1",
    ),
    ("-- nova-<CURSOR>ignore\nx :: Int\nx = 1", "Remove the comment", "x :: Int\nx = 1"),
]


@pytest.mark.parametrize(("before", "title", "after"), IGNORES)
def test_a_comment_that_ignores_nothing(before: str, title: str, after: str) -> None:
    head = "module Main where\n\n"
    fixture = load(head + before)
    found = apply_edits(fixture.module.source.text, chosen(fixture, title).edits)
    assert found == head + after


def test_a_comment_is_not_called_needless_where_errors_may_hide_what_it_is_about() -> None:
    text = "module Main where\n-- nova-ignore Unused<CURSOR>Import\nx :: Int\nx = true\n"
    assert titles(text, load) == []


def test_a_module_that_is_not_there_is_made_beside_the_others() -> None:
    fixture = load("module Main where\nimport Of.Mine<CURSOR> (x)\n")
    action = chosen(fixture, "Create the module `Of.Mine`")
    assert action.created == (NewFile(Path("/fixture/Of/Mine.nova"), "module Of.Mine where\n"),)


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        (
            "import Other (area)\nimport Oth<CURSOR>er (Colour(..), sides)",
            "import Other (Colour(..), area, sides)",
        ),
        (
            "import Other (Colour, area)\nimport Oth<CURSOR>er (Colour(..), sides)",
            "import Other (Colour(..), area, sides)",
        ),
    ],
)
def test_two_imports_become_one(imports: str, expected: str) -> None:
    body = "f :: forall a. O.Shape a => Colour -> a -> Number\nf Red a = area a\nf _ a = area a\n"
    body += "g :: forall a. O.Shape a => a -> Int\ng = sides\n"
    text = f"module Main where\n{imports}\nimport Other as O\n{body}"
    found = applied(text + OTHER.lstrip(), "Join the imports of `Other`", load)
    assert found.startswith(f"module Main where\n{expected}\nimport Other as O\n")


def test_a_type_of_its_own_wants_an_instance_not_a_constraint() -> None:
    text = "module Main where\nimport Prelude\ndata T a = T a\ninstance Or<CURSOR>d a => Ord (T a) where\n  compare _ _ = EQ\n"
    assert not [title for title in titles(text, load) if "to the instance" in title]
