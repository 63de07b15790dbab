"""Inference of values, from source: types, codes of errors, and what large input does."""

from __future__ import annotations

import pytest

from nova_ls.base.diagnostic import Severity
from tests.types.harness import CheckedModule, check_text, type_of

PREFIX = """module Main where

data Maybe a = Nothing | Just a
data Unit = Unit
data Pair a b = Pair a b

foreign import data Effect :: Type -> Type
foreign import data ST :: Type -> Type -> Type
foreign import data Ref :: Type -> Type -> Type

foreign import runST :: forall a. (forall r. ST r a) -> a = "f"
foreign import newRef :: forall r a. a -> ST r (Ref r a) = "f"
foreign import readRef :: forall r a. Ref r a -> ST r a = "f"
foreign import unsafe :: forall a. a = "f"

class Show a where
  show :: a -> String

instance Show Int where
  show _ = "int"

class Semiring a where
  add :: a -> a -> a

instance Semiring Int where
  add x _ = x

class Functor f where
  map :: forall a b. (a -> b) -> f a -> f b

class Functor f <= Apply f where
  apply :: forall a b. f (a -> b) -> f a -> f b

class Apply f <= Applicative f where
  pure :: forall a. a -> f a

class Apply m <= Bind m where
  bind :: forall a b. m a -> (a -> m b) -> m b

instance Functor (ST r) where
  map = unsafe
instance Apply (ST r) where
  apply = unsafe
instance Applicative (ST r) where
  pure = unsafe
instance Bind (ST r) where
  bind = unsafe
instance Functor Maybe where
  map = unsafe
instance Apply Maybe where
  apply = unsafe
instance Applicative Maybe where
  pure = unsafe
instance Bind Maybe where
  bind = unsafe

discard :: forall m b. Bind m => m Unit -> (Unit -> m b) -> m b
discard = bind

infixl 6 add as +

identity :: forall a. a -> a
identity x = x
"""


RANKS = """
each :: (forall y. Array y -> Int) -> Int
each _ = 1

ignore :: forall a. a -> Int
ignore _ = 1

runWith :: forall a. Int -> (forall r. ST r a) -> a
runWith _ = unsafe
"""
"""Functions of higher rank."""


POLYTYPE_IN_ROW = """module Main where

import Prim.Row as Row

data Box :: (Type -> Type) -> Type -> Type
data Box f a = Box

data Tree :: Row Type -> Type
data Tree slots = Tree

slot :: forall f a rest slots. Row.Cons "inner" (Box f a) rest slots => Box f a -> Tree slots
slot _ = Tree

leaf :: forall f. Box f Int
leaf = Box

x :: Tree (inner :: forall f. Box f Int)
"""
"""A row whose field is quantified, and a constraint whose solving makes it rigid."""


def check(body: str) -> CheckedModule:
    return check_text(PREFIX + body, folders=())[1]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 1", "Int"),
        ('x = { a: 1, b: "s" }', "{ a :: Int, b :: String }"),
        ("x f g a = f (g a)", "forall a b c. (a -> b) -> (c -> a) -> c -> b"),
        ("x r = r.name", "forall a b. { name :: a | b } -> a"),
        ("x r = r { a = 1 }", "forall a b. { a :: a | b } -> { a :: Int | b }"),
        (
            "x r = r { a { b = 1 } }",
            "forall a b c. { a :: { b :: a | b } | c } -> { a :: { b :: Int | b } | c }",
        ),
        ("x = [Nothing, Just 'c']", "Array (Maybe Char)"),
        ("x a = show (a + a)", "forall a. Show a => Semiring a => a -> String"),
        ("x = case _ of\n  Just y -> y\n  Nothing -> 0", "Maybe Int -> Int"),
        ("x a\n  | a = 1\n  | true = 2", "Boolean -> Int"),
        # Local values without a signature keep what is unknown in their types: their uses tell it …
        ("x = let i y = y in i 1", "Int"),
        ("x = let i y = y in i", "forall a. a -> a"),
        (
            "x = let ys = [] in { ys, zs: [ys, [1]] }",
            "{ ys :: Array Int, zs :: Array (Array Int) }",
        ),
        ("x = do\n  let i y = y\n  Just (i 1)", "Maybe Int"),
        ("x a\n  | true = i a\n  where\n  i y = if i y then a else y", "Boolean -> Boolean"),
        # … unless the type of the body is quantified as it stands, or a signature says so.
        ("x = let i = identity in { a: i 1, b: i 'c' }", "{ a :: Int, b :: Char }"),
        (
            "x = let\n  i = (\\y -> y) :: forall b. b -> b\n in { a: i 1, b: i 'c' }",
            "{ a :: Int, b :: Char }",
        ),
        (
            "x = let\n  i :: forall b. b -> b\n  i y = y\n in { a: i 1, b: i 'c' }",
            "{ a :: Int, b :: Char }",
        ),
        ("x = let twice y = y + y in twice 2", "Int"),
        ("x = do\n  a <- Just 1\n  let b = a + 1\n  pure { a, b }", "Maybe { a :: Int, b :: Int }"),
        ("x = ado\n  a <- Just 1\n  b <- Just 'c'\n  in Pair a b", "Maybe (Pair Int Char)"),
        ("x = runST do\n  r <- newRef 1\n  readRef r", "Int"),
        ("x = identity identity 1", "Int"),
        # A record update where the context has a label twice.
        (
            "take :: forall r. { | r } -> { c :: Int | r } -> Int\ntake _ _ = 1\n\n"
            "x (p :: { b :: Int, c :: Int }) = take p p { c = 1 }",
            "{ b :: Int, c :: Int } -> Int",
        ),
        # Runs of operators whose type the context knows.
        ("whole :: Int -> Int\nwhole a = a\n\nx a = whole (a + a + a)", "Int -> Int"),
        (
            "infixr 5 add as +>\nwhole :: Int -> Int\nwhole a = a\n\nx a = whole (a +> a +> a)",
            "Int -> Int",
        ),
        ("x = (_ + 1)", "Int -> Int"),
        ("x = _.a.b", "forall a b c. { a :: { b :: a | b } | c } -> a"),
        ("x = (\\(Pair a _) -> a) :: _ -> Int", "forall a. Pair Int a -> Int"),
    ],
)
def test_a_type_is_inferred(source: str, expected: str) -> None:
    world, module = check_text(PREFIX + source + "\n", folders=())
    assert module.codes() == []
    assert type_of(world, "x") == expected


@pytest.mark.parametrize(
    ("source", "code", "blamed"),
    [
        ("x = identity 1 + 'c'", "TypesDoNotUnify", "'c'"),
        ("x :: Int\nx = 'c'", "TypesDoNotUnify", "'c'"),
        ("x :: Int -> Int\nx a b = a", "TypesDoNotUnify", "b"),
        ("x = 1 2", "TypesDoNotUnify", "1"),
        ("x f = f f", "InfiniteType", "f"),
        ("x = if 1 then 'a' else 'b'", "TypesDoNotUnify", "1"),
        ("x = [1, 'c']", "TypesDoNotUnify", "'c'"),
        ("x = { a: 1, a: 2 }", "DuplicateLabel", "a"),
        ("x :: { a :: Int }\nx = { a: 1, b: 2 }", "AdditionalProperty", "b"),
        ("x :: { a :: Int, b :: Int }\nx = { a: 1 }", "PropertyIsMissing", "{ a: 1 }"),
        ("x = { a: 1 }.b", "PropertyIsMissing", "{ a: 1 }"),
        ("x = { a: 1 } { b = 1 }", "PropertyIsMissing", "{ a: 1 }"),
        ("x = show 'c'", "NoInstanceFound", "show"),
        ("x (Just a b) = a", "IncorrectConstructorArity", "Just a b"),
        ("x = case 1, 2 of\n  a -> a", "CaseBinderLengthDiffers", "a"),
        ("x = runST (newRef 1)", "EscapedSkolem", "runST (newRef 1)"),
        ("x :: forall a. a -> a\nx a = 1", "TypesDoNotUnify", "1"),
        ("x = identity @Int 1", "CannotApplyExpressionOfTypeOnType", "@Int"),
        ("x = ?what 1", "HoleInferredType", "?what"),
        ("x = 2147483648", "IntOutOfRange", "2147483648"),
        ("x = let i y = y in Pair (i 1) (i 'c')", "TypesDoNotUnify", "'c'"),
        ("x = do\n  let i y = y\n  let a = i 1\n  Just (i 'c')", "TypesDoNotUnify", "'c'"),
        ("x :: forall a. Maybe a -> a\nx (Just a) = a", "NoInstanceFound", "x (Just a) = a"),
    ],
)
def test_a_mistake_is_reported_once_at_the_smallest_span(
    source: str, code: str, blamed: str
) -> None:
    module = check(source + "\n")
    errors = [d for d in module.diagnostics if d.severity is Severity.ERROR]
    assert [d.code for d in errors] == [code]
    assert module.text[errors[0].start : errors[0].end] == blamed


@pytest.mark.parametrize(
    ("source", "blamed"),
    [
        # The context tells what each operand must be …
        ("x :: Int\nx = 1 + 'c' + 3", "'c'"),
        ("x :: Int\nx = 'c' + 2", "'c'"),
        ("x :: Maybe (Array Int)\nx = Just [1, 'c', 3]", "'c'"),
        # … but where the operands agree with each other, the whole is wrong.
        ("x :: Char\nx = 1 + 2 + 3", "1 + 2 + 3"),
        # The uses of a local function that is wrong itself are not to blame.
        ("x = f 1 + f 2\n  where\n  f (Just a) = a + 'c'\n  f Nothing = 1", "1"),
        ("x :: Maybe Int\nx = do\n  a <- [1]\n  Just a", "[1]"),
    ],
)
def test_one_mistake_has_one_report(source: str, blamed: str) -> None:
    module = check(source + "\n")
    errors = [d for d in module.diagnostics if d.severity is Severity.ERROR]
    assert [d.code for d in errors] == ["TypesDoNotUnify"]
    assert module.text[errors[0].start : errors[0].end] == blamed


def test_a_wrong_argument_points_to_the_function() -> None:
    module = check("f :: Int -> Int\nf a = a\n\nx = f 'c'\n")
    [error] = [d for d in module.diagnostics if d.severity is Severity.ERROR]
    [place] = error.related
    assert place.element is not None and place.element.name == "f"


def test_independent_mistakes_are_all_reported() -> None:
    module = check("x = Pair (1 + 'c') (show \"d\")\n")
    assert sorted(module.codes()) == ["NoInstanceFound", "TypesDoNotUnify"]


@pytest.mark.parametrize(
    "source",
    [
        # What is unknown in a local value, a use behind it tells, through the constraints as well.
        "x :: Pair String Int\nx = Pair (show y) (add y 1)\n  where\n  y = identity unsafe\n",
        # A helper without a signature that calls back a local value with one, of no general type.
        """x :: Int -> Maybe Int
x = go
  where
  go :: Int -> Maybe Int
  go n = let later = Pair (next n) 1 in case later of
    Pair a _ -> bind a next
  next n = go (n + 1)
""",
    ],
)
def test_the_unknowns_of_a_local_value_are_told_by_what_is_outside(source: str) -> None:
    assert check(source).codes() == []


@pytest.mark.parametrize(
    ("source", "blamed"),
    [
        # The type of an unsigned function as a whole, and of one whose signature leaves something open.
        ("x k = each (\\y -> k y)", "x"),
        ("x :: _ -> Int\nx k = each (\\y -> k y)", "x"),
        ("x :: Int\nx = 1\n  where\n  go :: _ -> Int\n  go k = each (\\y -> k y)", "go"),
        # The type of a local value without a signature does not count, but that of its use does …
        ("x :: Int\nx = let y = runST (newRef 1) in ignore y", "y"),
        # … and so does that of a function which has all its arguments but one.
        ("x :: Int\nx = let y = runWith 1 (newRef 1) in 1", "runWith 1 (newRef 1)"),
        # In a recursive group the types of the values count.
        (
            """x :: Maybe Int
x = go 1
  where
  go :: forall a. a -> Maybe Int
  go a = next (Pair a a)
  next _ = go 'c'""",
            "next",
        ),
    ],
)
def test_a_rigid_variable_must_not_show_outside_of_its_scope(source: str, blamed: str) -> None:
    module = check(RANKS + source + "\n")
    errors = [d for d in module.diagnostics if d.severity is Severity.ERROR]
    assert [d.code for d in errors] == ["EscapedSkolem"]
    assert module.text[errors[0].start : errors[0].end] == blamed


@pytest.mark.parametrize(
    "source",
    [
        # A type that nothing shows: a local value that is not used, what a case looks at.
        "x = let y = runST (newRef 1) in 1",
        "x = let z k = each (\\y -> k y) in 1",
        "x = let z = \\k -> each (\\y -> k y) in 1",
        "x = case runST (newRef 1) of\n  _ -> 1",
        "x = let _ = runST (newRef 1) in 1",
    ],
)
def test_what_shows_no_rigid_variable_lets_none_escape(source: str) -> None:
    assert check(RANKS + "x :: Int\n" + source + "\n").codes() == []


@pytest.mark.parametrize(
    "source",
    [
        "x = slot leaf",
        "x = y\n  where\n  y = slot leaf",
        "x = y 1\n  where\n  y _ = slot leaf",
        "x = (\\_ -> let y _ = slot leaf in y 1) 1",
    ],
)
def test_what_only_a_constraint_tells_lets_no_rigid_variable_escape(source: str) -> None:
    module = check_text(POLYTYPE_IN_ROW + source + "\n", folders=())[1]
    assert module.codes() == []


def test_recursion_with_a_constraint_needs_a_signature() -> None:
    assert check("x a = x (a + a)\n").codes() == ["CannotGeneralizeRecursiveFunction"]


def test_a_visible_type_argument_fills_the_first_visible_variable() -> None:
    source = "y :: forall @a. a -> a\ny a = a\n\nx = y @Int\n"
    world, module = check_text(PREFIX + source, folders=())
    assert module.codes() == []
    assert type_of(world, "x") == "Int -> Int"


def test_scoped_type_variables_reach_local_signatures() -> None:
    source = "x :: forall a. a -> a\nx a = b\n  where\n  b :: a\n  b = a\n"
    assert check(source).codes() == []


def test_every_name_and_pattern_has_a_type() -> None:
    module = check("x :: Maybe Int -> Int\nx (Just number) = identity number\nx Nothing = 0\n")
    text = module.text
    start = text.index("number")
    assert module.type_at(start, start + 6) == "Int"
    start = text.index("identity number")
    assert module.type_at(start, start + 8) == "Int -> Int"
    assert module.type_at(start, start + 15) == "Int"
    start = text.index("Just number")
    assert module.type_at(start, start + 11) == "Maybe Int"


def test_an_operator_that_cannot_be_called_so_is_one_mistake_however_often_it_is_used() -> None:
    module = check("infix 1 Pair as @\n\nx = 1 @ 2\ny b = b @ 3\n")
    assert module.codes() == ["ErrorParsingModule"]
    # A type argument is written without a space, and means what it always means.
    module = check("infix 1 Pair as @\n\nx = 1 @Int\n")
    assert module.codes() == ["ErrorParsingModule", "CannotApplyExpressionOfTypeOnType"]


@pytest.mark.parametrize("record", ["r", "s.inner", "make 1", "identity r"])
def test_a_record_has_its_own_type_where_a_field_is_asked_for_that_it_lacks(record: str) -> None:
    source = (
        "make :: Int -> { name :: Int }\nmake n = { name: n }\n"
        "x :: { name :: Int } -> { inner :: { name :: Int } } -> Int\n"
        f"x r s = ({record}).na\n"
    )
    module = check(source)
    assert module.codes() == ["PropertyIsMissing"]
    start = module.text.index(f"({record})") + 1
    assert module.type_at(start, start + len(record)) == "{ name :: Int }"


LARGE = {
    "array": "x = [" + ", ".join(["1"] * 10_000) + "]\n",
    "left chain": "x = " + " + ".join(["1"] * 5_000) + "\n",
    "right chain": "infixr 5 add as ++\nx = " + " ++ ".join(["1"] * 5_000) + "\n",
    "do": "x = do\n" + "".join([f"  a{i} <- Just {i}\n" for i in range(3_000)]) + "  pure a7\n",
    "ado": "x = ado\n" + "".join([f"  a{i} <- Just {i}\n" for i in range(3_000)]) + "  in a7\n",
    "lets": "x = do\n" + "".join([f"  let a{i} = {i}\n" for i in range(3_000)]) + "  pure a7\n",
    "record": "x = { " + ", ".join([f"a{i}: {i}" for i in range(3_000)]) + " }\n",
    "else if": "x a = " + "".join([f"if a {i} then {i}\n  else " for i in range(1_500)]) + "7\n",
    "else if, checked": "x :: Boolean -> Int\nx a = " + "if a then 1\n  else " * 1_500 + "7\n",
    "parameters": "x :: " + "Int -> " * 500 + "Int\nx " + "_ " * 500 + "= 1\n",
}


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.slow if kind == "do" else []) for kind in LARGE]
)
def test_large_input_is_checked_without_recursion_over_its_length(kind: str) -> None:
    assert check(LARGE[kind]).codes() == []


TYPE_ARGUMENTS = [
    # Synonyms are expanded before the argument's kinds are known: a polykinded one cannot be.
    ("type D :: forall k. Row k -> Row k\ntype D r = ()\nx :: P (D (() :: Row Type))\nx = P @(D (() :: Row Type))", "PartiallyAppliedSynonym"),
    ("type D :: Row Type -> Row Type\ntype D r = ()\nx :: P (D ())\nx = P @(D ())", None),
    ("type I :: forall k. k -> k\ntype I a = a\nx :: P (Array Int)\nx = P @(Array (I Int))", "PartiallyAppliedSynonym"),
    ("type E :: forall k. Row k\ntype E = ()\nx :: P { | E }\nx = P @{ | E }", None),
    ("type A a = Array a\nx :: P (Array Int)\nx = P @(A Int)", None),
    ("type A a = Array a\nx :: P Array\nx = P @A", "PartiallyAppliedSynonym"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code"), TYPE_ARGUMENTS)
def test_synonyms_in_a_type_argument_are_expanded_first(source: str, code: str | None) -> None:
    declared = "data P :: forall k. k -> Type\ndata P a = P\n"
    _, module = check_text("module Main where\n" + declared + source)
    assert module.codes() == ([] if code is None else [code])
