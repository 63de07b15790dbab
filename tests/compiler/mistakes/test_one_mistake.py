"""One mistake gives one diagnostic: what only follows from it is not told, nor what nobody can know because of it."""

from __future__ import annotations

import pytest

from nova_ls.base.diagnostic import Severity
from tests.compiler.told import assert_told
from tests.compiler.world import retype
from tests.features.fixture import load


@pytest.mark.parametrize(
    ("type", "number"),
    [
        ("Boolean -> Int -> Array Int -> Int", 3),
        ("Int -> String -> Array Int -> Int", 3),
        ("Int -> Array Int -> Boolean -> Int", 3),
        ("forall a. Show a => Int -> Array Int -> a -> a -> Int", 4),
    ],
)
def test_parameters_that_a_signature_has_more_are_one_mistake(type: str, number: int) -> None:
    (message,) = assert_told(f"""
import Data.Array (filter, length)
total :: {type}
total limit xs =
      ^^^^^^^^ TypesDoNotUnify
  let
    few = filter (_ < limit) xs
    count = length few
  in
    if limit > 3 then count + limit else count
""")
    assert f"The type has {number} parameters, but 2 are written here." in message
    assert "found:    Int -> Array Int -> Int" in message


def test_each_caller_is_told_once() -> None:
    assert_told("""
total :: Int -> String -> Int -> Int
total one other = if one > 3 then one + other else other * one
      ^^^^^^^^^ TypesDoNotUnify
four :: Int
four = total 3 1 + 1
       ^^^^^^^^^ TypesDoNotUnify
five :: Int
five = total 3 "" + 1
       ^^^^^^^^^^ TypesDoNotUnify
""")


def test_the_result_may_depend_on_the_parameters() -> None:
    (message,) = assert_told("""
add :: Int -> Int -> Int -> Int
add 0 b = b
    ^^^ TypesDoNotUnify
add a b = a + b
""")
    assert "found:    Int -> Int -> Int" in message


@pytest.mark.parametrize(
    "body",
    [
        "outer = inner 1\n  where\n  inner :: Int -> String -> Int\n  inner a = a + 1\n        ^ TypesDoNotUnify",
        "outer =\n  let\n    inner :: Int -> String -> Int\n    inner a = a + 1\n          ^ TypesDoNotUnify\n  in inner 1",
    ],
)
def test_local_functions_count_too(body: str) -> None:
    assert_told("outer :: String -> Int\n" + body)


def test_members_count_too() -> None:
    assert_told("""
class Shape a where
  area :: a -> Int -> Int -> Int
instance Shape Int where
  area a b = a + b
       ^^^ TypesDoNotUnify
""")


def test_parameters_that_a_signature_has_fewer() -> None:
    (message,) = assert_told("""
total :: Int -> Int
total one other = one + other
          ^^^^^ TypesDoNotUnify
""")
    assert "The type has 1 parameter, but 2 are written here." in message


def test_equations_that_do_not_agree_with_themselves_are_told_so() -> None:
    assert_told("""
total :: Int -> Int -> Int
total one = (one + "") + (one + 1)
             ^^^^^^^^^^^^^^^^^^^^ TypesDoNotUnify
""")


def test_a_body_of_another_type_is_no_matter_of_parameters() -> None:
    (message,) = assert_told("""
total :: Int -> String -> Int
total _ two = two
              ^^^ TypesDoNotUnify
""")
    assert message == "Expected `Int`, but found `String`."


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("(let c = a in ?what) + 1\n                ^^^^^ HoleInferredType", ""),
        ("nothing\n  ^^^^^^^ UnknownName", ""),
        ("1 + _\n      ^ IncorrectAnonymousArgument", ""),
    ],
)
def test_nothing_is_called_unused_where_its_use_may_be_missing(body: str, code: str) -> None:
    assert_told(f"fill :: Int -> Int -> Int\nfill a b =\n  {body}")


def test_what_is_unused_is_told_where_types_alone_are_wrong() -> None:
    assert_told("""
fill :: Int -> Int
fill a = "x"
     ^ UnusedName
         ^^^ TypesDoNotUnify
""")


def test_other_declarations_are_told_all() -> None:
    assert_told("""
one :: Int -> Int
one a = ?what
        ^^^^^ HoleInferredType
two :: Int -> Int
two a = 2
    ^ UnusedName
""")


@pytest.mark.parametrize(
    "body",
    [
        "f m = case m of\n  Unknown -> 1\n  Nowhere 2 -> 2\n  _ -> 3",
        "f Unknown = 1\nf (Nowhere a) = a\nf _ = 2",
        "f (Just Unknown) = 1\nf (Just Nowhere) = 2\nf _ = 3",
        "f { one: Unknown } = 1\nf { one: _ } = 2\nf _ = 3",
        "f = \\n -> case n, n of\n  _, [ Unknown ] -> 1\n  _, _ -> 2\n  _, _ -> 3",
    ],
)
def test_no_branch_is_called_unreached_behind_a_pattern_that_nobody_knows(body: str) -> None:
    found = codes(f"module Main where\nimport Prelude\nimport Data.Maybe (Maybe(..))\n{body}\n")
    assert "UnknownName" in found and "OverlappingPattern" not in found


@pytest.mark.parametrize("body", ["?what", "frobnicate 1", "(1 +", "_ + _ + [_"])
def test_no_import_and_no_declaration_is_called_unused_while_uses_are_hidden(body: str) -> None:
    module = """module Main (main) where
import Prelude
import Data.Maybe (Maybe(..), fromMaybe)
import Data.Array as Array
main :: Int
main = {}
spare :: Int
spare = 1
"""
    unused = {"UnusedImport", "UnusedDeclaration", "UnusedExplicitImport", "UnusedDctorImport"}
    assert codes(module.format("1")) == {"UnusedImport", "UnusedDeclaration"}
    hidden = codes(module.format(body))
    assert hidden and not hidden & unused
    partly = module.replace("fromMaybe", "fromMaybe, maybe").replace("= 1", "= fromMaybe 1 Nothing")
    assert "UnusedExplicitImport" in codes(partly.format("2"))
    assert not codes(partly.format(body)) & unused


def codes(text: str) -> set[str]:
    loaded = load(text)
    file = next(iter(loaded.workspace.files.values()))
    return {diagnostic.code for _, diagnostic in loaded.workspace.diagnostics(file)}


def test_what_was_hidden_is_told_again_once_nothing_hides_it() -> None:
    loaded = load(
        "module Main where\nimport Data.Maybe (maybe)\nimport Prelude\nx :: Int\nx = 1 + ?hole\n"
    )
    (file,) = (each for each in loaded.workspace.files.values() if each.name == "Main")

    def now() -> list[str]:
        for _ in loaded.workspace.settle():
            pass
        return sorted(each.code for _, each in loaded.workspace.diagnostics(file))

    assert now() == ["HoleInferredType"]
    retype(loaded.workspace, file.path, "?hole", "2")
    assert now() == ["UnusedImport"]
    retype(loaded.workspace, file.path, "2", "?hole")
    assert now() == ["HoleInferredType"]


def test_what_may_be_a_member_is_unknown_only_while_its_class_does_not_parse() -> None:
    loaded = load("""
module Main where
import Other (class C, c, d)
data T = T
instance C T where
  c _ = 1
f :: Int
f = c T + d
--- Other
module Other (class C, c, d) where
import Prelude
class C a where
  c :: a -> Int
g :: Int
g = e 1
""")
    files = {file.name: file for file in loaded.workspace.files.values()}

    def now() -> dict[str, list[str]]:
        for _ in loaded.workspace.settle():
            pass
        return {
            name: sorted(
                each.code
                for _, each in loaded.workspace.diagnostics(files[name])
                if each.severity is Severity.ERROR
            )
            for name in ("Main", "Other")
        }

    whole = now()
    assert whole == {
        "Main": ["UnknownImport", "UnknownName"],
        "Other": ["UnknownExport", "UnknownName"],
    }
    path = files["Other"].path
    retype(loaded.workspace, path, "  c :: a -> Int\n", "")
    assert now() == {"Main": ["UnknownName"], "Other": ["ErrorParsingModule", "UnknownName"]}
    retype(loaded.workspace, path, "where\ng", "where\n  c :: a -> Int\ng")
    assert now() == whole
    retype(loaded.workspace, path, "c ::", "C ::")
    assert now() == {"Main": ["UnknownName"], "Other": ["ErrorParsingModule", "UnknownName"]}
    retype(loaded.workspace, path, "C ::", "c ::")
    assert now() == whole


@pytest.mark.parametrize(
    "body",
    [
        "f :: Int\nf = 1\nf :: Int\n^ OrphanTypeDeclaration\ng = 2\n^ MissingTypeDeclaration\n",
        "f :: Int\n^ OrphanTypeDeclaration\ng :: Int\ng = 2\nf :: Int\nf = 1\n",
    ],
)
def test_a_signature_that_stands_alone_defines_nothing_twice(body: str) -> None:
    assert_told(body)


def test_a_variable_that_is_not_in_scope_leaves_no_kinds_to_be_determined() -> None:
    assert_told("""
class Functor f <= Empty g where
              ^ UndefinedTypeVariable
  empty :: forall a. f a
""")


@pytest.mark.parametrize(
    "body",
    [
        # Words and signs of other languages.
        """
data Age = Young | Old Int
  deriving (Eq, Ord)
  ^^^^^^^^ ErrorParsingModule
older :: Age -> Age -> Boolean
older a b = a > b && a /= Young
""",
        """
newtype Age = Age Int deriving newtype (Show)
                      ^^^^^^^^ ErrorParsingModule
shown :: Age -> String
shown = show
""",
        """
next :: Int -> Int
next n = case n of { 1 -> 2; 2 -> 3; _ -> n }
                     ^ ErrorParsingModule
""",
        """
next :: Int -> Int
next n = let { m = n + 1; l = m } in l
                 ^ ErrorParsingModule
""",
        # An instance whose first word is misspelled goes on with `else`.
        """
data Age = Age
class Shown a where
  shown :: a -> String
instnace Shown Age where
^^^^^^^^ ErrorParsingModule
  shown _ = "Age"
else instance Shown Int where
  shown _ = "Int"
""",
        # What a given constraint with too few arguments was to say.
        """
import Prim.Coerce (class Coercible)
import Safe.Coerce (coerce)
number :: forall a. Coercible a => a -> Int
                    ^^^^^^^^^^^ KindsDoNotUnify
number a = coerce a
""",
    ],
)
def test_what_follows_from_a_word_or_a_sign_that_is_wrong_is_not_told(body: str) -> None:
    assert_told(body)


def test_deriving_may_be_a_type_variable() -> None:
    assert_told("""
data Pair deriving = Pair deriving (Array Int)
pair :: Pair Int
pair = Pair 1 [2]
""")
