"""Names that a declaration which does not parse may define are not called unknown."""

from __future__ import annotations

import pytest

from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from tests.compiler.told import assert_told
from tests.compiler.world import retype, settle
from tests.features.fixture import load


@pytest.mark.parametrize(
    "body",
    [
        # Constructors that may be there.
        """
newtype Age =
            ^ ErrorParsingModule
derive newtype instance Eq Age
birthday :: Age -> Age
birthday (Age n) = Age (n + 1)
""",
        """
data Shape = Dot | Circle (Int | Square Int
                               ^ ErrorParsingModule
area :: Shape -> Int
area Dot = 0
area (Circle n) = n
area (Square n) = n * n
""",
        """
data Shape :: Type
     ^^^^^ OrphanKindDeclaration
area :: Shape -> Int
area (Circle n) = n + 1
""",
        """
data Shape = Dot | Pair (
                        ^ ErrorParsingModule
area :: Shape -> Int
area Dot = 0
area (Pair a b) = if same (Pair a b) then a else b
  where
  same :: Shape -> Boolean
  same _ = true
""",
        # Types, classes and operators whose names do not parse.
        """
type
^^^^ ErrorParsingModule
age :: Age -> Age
age n = n
""",
        """
class (Eq a
      ^ ErrorParsingModule
same :: forall a. Same a => a -> a -> Boolean
same one other = one == other
""",
        """
infixl 5 append
         ^^^^^^ ErrorParsingModule
twice :: String -> String
twice word = word +++ word
""",
        # An instance of which not even the class is known.
        """
data Box a = Box a
instance (Show a
               ^ ErrorParsingModule
box :: String
box = show (Box 1)
""",
        # All that stands behind a string that nothing closes.
        """
data Box a = Box a
box :: Age -> String
box (Age n) = show (Box (n +++ one))
text = ~
       ^^^ ErrorParsingModule
instance Show (Box a) where
  show _ = "box"
newtype Age = Age Int
infixl 5 add as +++
add :: Int -> Int -> Int
add a b = a + b
one :: Int
one = 1
""".replace("~", '"' * 3),
    ],
)
def test_names_that_a_mistake_may_have_hidden_are_not_unknown(body: str) -> None:
    assert_told(body)


@pytest.mark.parametrize(
    "body",
    [
        "data Shape = Dot | Circle Int\narea :: Shape -> Int\narea (Square n) = n\n      ^^^^^^ UnknownName\n",
        "type\n^^^^ ErrorParsingModule\nf :: Int\nf = g\n    ^ UnknownName\n",
        """
instance (Show a
               ^ ErrorParsingModule
f :: String
f = show (\\x -> x + 1)
    ^^^^ NoInstanceFound
""",
    ],
)
def test_names_that_it_cannot_have_hidden_are_unknown(body: str) -> None:
    assert_told(body)


def test_what_does_not_parse_may_be_what_is_exported() -> None:
    loaded = load("""
--- Main
module Main where
import Other (Box(..), (+++))
f :: Int -> Int
f x = x +++ x
--- Other
module Other (Box(Box), Age, (+++)) where
import Prelude
data Box =
type
infixl 5 append
""")
    for file in loaded.workspace.files.values():
        told = [each.code for _, each in loaded.workspace.diagnostics(file)]
        errors = 3 if file.name == "Other" else 0
        assert told.count("ErrorParsingModule") == errors
        assert not {"UnknownExport", "UnknownExportDataConstructor", "UnknownName"} & set(told)


def test_a_constructor_that_is_misspelled_is_the_one_that_is_not_exported() -> None:
    loaded = load("""
module Main (Shape(Dot, Circel)) where
data Shape = Dot | Circle Int
""")
    (file,) = loaded.workspace.files.values()
    told = [each.code for _, each in loaded.workspace.diagnostics(file)]
    assert told == ["UnknownExportDataConstructor"]


@pytest.mark.parametrize(
    "imports",
    [
        "import Other",
        "import Other hiding (other)",
        "import Other (Shape(..), area)",
        "import Other (Shape(Dot, Circle), area)",
        "import Again",
        "import Again (Shape(..), area)",
    ],
)
@pytest.mark.parametrize("exports", ["", " (Shape(..), class Area, area, other)"])
def test_what_a_module_lost_is_not_unknown_to_its_importers(imports: str, exports: str) -> None:
    loaded = load(f"""
module Main where
{imports}
f :: Shape -> Int
f Dot = area 1
f (Circle n) = n
--- Again
module Again (module Other) where
import Other
--- Other
module Other{exports} where
data Shape = Dot | (Circle Int
class Area a where
  area
other :: Int
other = 1
""")
    for file in loaded.workspace.files.values():
        told = [each.code for _, each in loaded.workspace.diagnostics(file)]
        assert told == ["ErrorParsingModule"] * (2 if file.name == "Other" else 0), file.name


@pytest.mark.parametrize("exports", ["", " (Shape(..), class Area, area, (+++), more)"])
def test_what_a_string_that_nothing_closes_holds_is_not_unknown(exports: str) -> None:
    quotes = '"' * 3
    loaded = load(f"""
module Main where
import Other (Shape(..), class Area, area, (+++))
import Other as Other
f :: forall a. Area a => a -> Shape -> Int
f a Dot = area a
f _ (Circle n) = n +++ Other.more
--- Other
module Other{exports} where
text :: String
text = {quotes} all of
data Shape = Dot | Circle Int
class Area a where
  area :: a -> Int
infixl 5 add as +++
more = 1
""")
    for file in loaded.workspace.files.values():
        told = [each.code for _, each in loaded.workspace.diagnostics(file)]
        assert told == ["ErrorParsingModule"] * (file.name == "Other"), file.name


def test_an_importer_is_told_what_is_unknown_as_soon_as_the_type_parses() -> None:
    loaded = load("""
module Main where
import Other (Shape(..))
f :: Shape -> Int
f Dot = 1
f (Circle n) = n
--- Other
module Other where
data Shape = Dot | (Circle Int
""")
    workspace = loaded.workspace
    files = {file.name: file for file in workspace.files.values()}
    main, other = files["Main"], files["Other"]
    assert list(workspace.diagnostics(main)) == []
    retype(workspace, other.path, " | (Circle Int", " | Circel Int")
    settle(workspace)
    assert [each.code for _, each in workspace.diagnostics(main)] == ["UnknownName"]


@pytest.mark.parametrize(
    "body",
    [
        """
total :: Int
tot
^^^ ErrorParsingModule
twice :: Int
twice = total + total
""",
        """
total :: Int -> Int
tot n
  where
  ^^^^^ ErrorParsingModule
  one = 1
""",
        """
foreign import
        ^^^^^^ ErrorParsingModule
twice :: Int
twice = total + total
""",
        """
newtype Wrap :: (Type -> Type) -> Type -> Type
newtype Wrap f a = Wrap (f a)
instance functorWr
  map f (Wrap x) = Wrap (map f x)
  ^^^ ErrorParsingModule
instance Apply f => Apply (Wrap f) where
  apply (Wrap f) (Wrap x) = Wrap (apply f x)
""",
    ],
)
def test_what_is_being_typed_is_not_missed_meanwhile(body: str) -> None:
    assert_told(body)


def test_what_was_found_is_told_while_the_text_has_changed_since() -> None:
    loaded = load("""
module Main where
import Prelude
import Effect (Effect)
main :: Effect Int
main = do
  x <- pure 1
y <- pure 2
""")
    (file,) = loaded.workspace.files.values()
    assert file.module is not None
    assert [each.code for _, each in module_diagnostics(file.module)] == ["ErrorParsingModule"]
    retype(loaded.workspace, file.path, "main = do", "other = do")
    told = [each.code for _, each in module_diagnostics(file.module)]
    assert "ErrorParsingModule" in told
