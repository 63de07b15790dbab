"""One mistake in a signature, a constraint, an instance or a type gives one diagnostic."""

from __future__ import annotations

import pytest

from tests.compiler.told import assert_told


@pytest.mark.parametrize(
    "body",
    [
        # The constraint that is missing gives what its superclasses give.
        "f :: forall a. a -> a -> Boolean\nf x y = x < y && x == y\n          ^ NoInstanceFound\n",
        "f :: forall a. a -> a -> Boolean\nf x y = x == y || x < y\n                    ^ NoInstanceFound\n",
        """
class Eq a <= Wide a where
  wide :: a -> Int
instance Wide (Array a) where
  wide x = if [ x ] < [ x ] then 1 else 2
                    ^ NoInstanceFound
""",
        # Each has its own signature to be mended.
        """
f :: forall a. a -> a -> Boolean
f x y = x == y
          ^^ NoInstanceFound
g :: forall a. a -> a -> Boolean
g x y = x < y
          ^ NoInstanceFound
""",
        # Neither follows from the other.
        """
f :: forall a. a -> a -> String
f x y = if x == y then show x else ""
             ^^ NoInstanceFound
                       ^^^^ NoInstanceFound
""",
    ],
)
def test_what_follows_from_a_missing_constraint_is_not_missing(body: str) -> None:
    assert_told(body)


def test_each_variable_may_lack_something() -> None:
    assert_told("""
f :: forall a b. a -> b -> Boolean
f x y = x < x && y == y
          ^ NoInstanceFound
                   ^^ NoInstanceFound
""")


@pytest.mark.parametrize("parameters", ["x", "_ x"])
def test_a_class_where_a_type_is_meant_may_be_a_constraint(parameters: str) -> None:
    assert_told(f"""
f :: forall a. Show a -> a -> String
               ^^^^ UnknownName
f {parameters} = show x
g :: String
g = f 1
""")


def test_what_an_unknown_constraint_would_determine_is_not_looked_for() -> None:
    assert_told("""
class Sized n where
  size :: n -> Int
data V (r :: Type) = V
instance (Lengh r n, Sized n) => Eq (V r) where
          ^^^^^ UnknownName
  eq _ _ = true
instance (Lengh r n, Sized n) => Ord (V r) where
          ^^^^^ UnknownName
  compare _ _ = EQ
""")


def test_what_an_unknown_type_would_determine_is_not_looked_for() -> None:
    assert_told("""
class Rep a rep | a -> rep where
  rep :: a -> rep
showRep :: forall a rep. Rep a rep => Show rep => a -> String
showRep x = show (rep x)
f :: Lost -> String
     ^^^^ UnknownName
f x = showRep x
g :: Lost -> String
     ^^^^ UnknownName
g = showRep
""")


def test_a_signature_without_a_value_tells_its_type_to_its_uses() -> None:
    assert_told("""
f :: Int -> Int
f x = one (two x)
  where
  one :: Int -> Int
  ^^^ OrphanTypeDeclaration

  two :: Int -> Int
  two y = if y == 1 then one y else one ""
                                        ^^ TypesDoNotUnify

g :: Int
g =
  let
    one :: Int -> Int
    ^^^ OrphanTypeDeclaration
    two = 1
  in
    one two
""")


@pytest.mark.parametrize(
    ("declaration", "mark"),
    [
        ("newtype W a = W Int a", "              ^^^^^^^ ErrorParsingModule"),
        ("newtype W a = W", "              ^ ErrorParsingModule"),
    ],
)
def test_which_field_a_newtype_has_is_unknown_where_it_has_not_one(
    declaration: str, mark: str
) -> None:
    assert_told(f"""
{declaration}
{mark}
wrap :: forall a. a -> W a
wrap = W
unwrap :: forall a. W a -> a
unwrap (W x) = x
rewrap :: forall a. W a -> W a
rewrap (W x) = W x
""")


def test_a_member_under_another_name_is_one_mistake() -> None:
    assert_told("""
class Shape a where
  area :: a -> Int
  sides :: a -> Int
instance Shape Int where
         ^^^^^ MissingClassMember
  areaa x = x
  sides _ = 4
instance Shape String where
         ^^^^^ MissingClassMember
  colour _ = 3
  area _ = 4
instance Shape Boolean where
         ^^^^^ MissingClassMember
  colour _ = 3
  ^^^^^^ ExtraneousClassMember
""")


def test_an_operator_is_known_though_its_fixity_does_not_parse() -> None:
    assert_told("""
infixl 6 add add .+.
             ^^^ ErrorParsingModule
f :: Int
f = 1 .+. 2
""")


def test_what_does_not_fit_lacks_no_instance_of_its_own() -> None:
    assert_told("""
f :: forall m a. Monad m => m a -> m (Array a)
f x = x <> \\y -> pure [ y ]
      ^^^^^^^^^^^^^^^^^^^^^ TypesDoNotUnify
""")


def test_the_instance_of_an_unknown_type_may_be_the_one_that_determines_another() -> None:
    assert_told("""
class Rep a rep | a -> rep where
  rep :: a -> rep
showRep :: forall a rep. Rep a rep => Show rep => a -> String
showRep x = show (rep x)
data T = T
instance Rep Lost Int where
             ^^^^ UnknownName
  rep _ = 1
f :: T -> String
f = showRep
""")


@pytest.mark.parametrize(
    "body",
    [
        """
data D (a :: Type) = D
instance (Sized r, Wide r a) => Show (D a) where
          ^^^^^^^ KindsDoNotUnify
  show _ = ""
""",
        """
f :: forall r. Sized r => Wide r Int => Array Int -> Int
               ^^^^^^^ KindsDoNotUnify
f _ = 1
""",
        # One type decides at which kind the class is used: the others are not to blame.
        """
f :: forall r t. Wide r Int => Wide t Int => Same Array r t => Int -> Int
                                                        ^ KindsDoNotUnify
f x = x
""",
        # Nothing is wrong with the first use.
        """
f :: forall r. Sized r Int => Array r -> Int
                                    ^ KindsDoNotUnify
f _ = 1
""",
    ],
)
def test_what_an_ill_kinded_constraint_determines_holds_for_nothing_else(body: str) -> None:
    assert_told(
        """
class Sized (r :: Symbol) (a :: Type)
class Wide (r :: Row Type) (a :: Type)
class Same :: forall k. k -> Row k -> Row k -> Constraint
class Same a r t
"""
        + body
    )


def test_members_may_determine_the_kinds_that_an_instance_leaves_open() -> None:
    assert_told("""
data P :: forall k. k -> Type
data P a = P
class C a where
  c :: a -> Int
type_ :: forall (a :: Type). P a -> Int
type_ _ = 1
instance C (P a) where
  c p = type_ p
f :: P "other" -> Int
f = c
class D a where
  d :: a -> String
instance D (m a) where
  d x = show (map identity x)
        ^^^^ NoInstanceFound
              ^^^ NoInstanceFound
""")


@pytest.mark.parametrize(
    "declaration",
    [
        "newtype T a = T Int a\n              ^^^^^^^ ErrorParsingModule\n",
        "newtype T a = T\n              ^ ErrorParsingModule\n",
        "data T a = T a | U a | (\n                       ^ ErrorParsingModule\n",
    ],
)
def test_an_instance_is_not_derived_for_what_does_not_parse(declaration: str) -> None:
    kind = "newtype " if declaration.startswith("newtype") else ""
    assert_told(f"""
{declaration}derive instance Eq a => Eq (T a)
derive instance Functor T
derive {kind}instance Ord a => Ord (T a)
""")


def test_an_unknown_type_is_not_told_to_be_none_of_the_module() -> None:
    assert_told("""
import Data.Newtype (class Newtype)
import Data.Generic.Rep (class Generic)
derive instance Newtype (Lost a) _
                         ^^^^ UnknownName
derive instance Generic Lost _
                        ^^^^ UnknownName
""")


def test_what_a_local_signature_without_a_value_would_determine_is_not_missing() -> None:
    assert_told("""
import Data.Monoid (mempty)
f :: Int
f = g 1
  where
  h :: Int -> Int
  ^ OrphanTypeDeclaration
  g x = let _y = mempty in if x == 1 then x else x
""")


@pytest.mark.parametrize(
    "body",
    [
        """
f :: forall m. Trans Int m -> Int
                     ^^^ KindsDoNotUnify
f (Trans x) = g x
g :: Trans Array Int -> Int
g _ = 1
""",
        """
f :: Trans Int Array -> Trans Array Int
           ^^^ KindsDoNotUnify
f x = x
""",
        """
f :: Maybe (Trans Int Array) -> Maybe Int
                  ^^^ KindsDoNotUnify
f x = x
""",
    ],
)
def test_a_type_with_an_argument_of_a_wrong_kind_is_unknown(body: str) -> None:
    assert_told(
        "import Data.Maybe (Maybe)\ndata Trans (m :: Type -> Type) (a :: Type) = Trans (m a)\n"
        + body
    )


def test_a_coercion_of_a_newtype_that_does_not_parse_may_be_right() -> None:
    assert_told("""
import Safe.Coerce (coerce)
newtype W = W Int Int
            ^^^^^^^^^ ErrorParsingModule
f :: W -> Int
f = coerce
g :: Array W -> Array Int
g = coerce
h :: Int -> String
h = coerce
    ^^^^^^ NoInstanceFound
""")


_SIGNATURE = "f :: forall a. Show a => Array (Array a) -> (Int -> a) -> { x :: a, y :: Int } -> a"


@pytest.mark.parametrize(
    "cut", ["Array (Array a", "Array a) -> (Int", "(Int -> a", "{ x :: a", "y :: Int", "-> a) ->"]
)
def test_a_signature_that_does_not_parse_tells_nothing_to_its_uses(cut: str) -> None:
    written = _SIGNATURE[: _SIGNATURE.index(cut) + len(cut)]
    last = written.split()[-1].lstrip("(")
    assert_told(f"""
{written}
{("^" * len(last)).rjust(len(written))} ErrorParsingModule
f xs g r = if show xs == "" then g 1 else r.x
one :: Int
one = f [ [ 1 ] ] (\\x -> x + 1) {{ x: 1, y: 2 }}
two :: String
two = f [] show {{ x: "", y: 1 }}
""")


def test_other_signatures_that_do_not_parse_tell_nothing_either() -> None:
    assert_told("""
class C a where
  c :: a -> Array Int )
                      ^ ErrorParsingModule
instance C Int where
  c x y = x + y
f :: Int
f = c 1 2 + g 1 2
  where
  g :: Int -> Int ) -> Int
                  ^ ErrorParsingModule
  g x y = x + y
""")


def test_an_ill_kinded_constraint_may_be_the_one_that_is_missing() -> None:
    assert_told("""
f :: forall a b. Show b => Functor b => a -> b -> String
                                   ^ KindsDoNotUnify
f x _ = show x
data D a b = D a b
instance (Show b, Functor b) => Show (D a b) where
                          ^ KindsDoNotUnify
  show (D x _) = show x
""")


def test_an_instance_of_another_class_does_not_divide_its_chain() -> None:
    assert_told("""
class C a where
  c :: a -> Int
instance C Int where
  c x = x
else instance Lost String where
              ^^^^ ErrorParsingModule
  c _ = 2
else instance C Boolean where
  c _ = 3
""")


def test_a_kind_signature_that_does_not_fit_a_class_leaves_its_parameters_unknown() -> None:
    assert_told("""
class Convert :: Type -> Constraint
class Convert a b where
      ^^^^^^^ KindsDoNotUnify
  convert :: a -> b
instance Convert Int String where
  convert = show
f :: forall a. Convert a String => a -> String
f = convert
""")


def test_of_two_given_constraints_with_the_same_determining_types_the_outer_one_counts() -> None:
    assert_told("""
class Convert a b | a -> b where
  convert :: a -> b
f :: forall a. Convert a Int => Convert a String => a -> Int
f x = convert x
g :: forall a. Convert a String => Convert a Int => a -> Int
g x = convert x
      ^^^^^^^ TypesDoNotUnify
""")


def test_each_superclass_without_an_instance_of_the_newtype_is_told() -> None:
    messages = assert_told("""
newtype Wrap :: (Type -> Type) -> Type -> Type
newtype Wrap f a = Wrap (f a)
derive newtype instance Functor f => Functor (Wrap f)
derive newtype instance Apply f => Apply (Wrap f)
derive newtype instance Monad f => Monad (Wrap f)
                                   ^^^^^ MissingNewtypeSuperclassInstance
""")
    assert ["`Applicative`" in each for each in messages] == [True, False]
    assert ["`Bind`" in each for each in messages] == [False, True]


@pytest.mark.parametrize(
    "body",
    [
        """
type Person = { age :: Int name :: String }
                           ^^^^ UndefinedTypeVariable
older :: Person -> Person
older person = person
""",
        """
older ::
  { age :: Int
    name :: String
    ^^^^ UndefinedTypeVariable
  , town :: String
  } ->
  Int
older person = person.age
""",
        "f :: Array Int b -> Int\n               ^ UndefinedTypeVariable\nf _ = 1\n",
    ],
)
def test_what_an_unknown_variable_is_given_to_is_not_ill_kinded_besides(body: str) -> None:
    assert_told(body)


def test_a_signature_without_a_forall_lacks_it_once() -> None:
    assert_told("""
both :: (a -> b) -> a -> b
         ^ UndefinedTypeVariable
both f x = f x
same :: forall a. a -> b -> c
                       ^ UndefinedTypeVariable
                            ^ UndefinedTypeVariable
same x _ = same x x
local :: Int -> Int
local n = keep (other n)
  where
  keep :: a -> a
          ^ UndefinedTypeVariable
  keep x = x
  other :: b -> b
           ^ UndefinedTypeVariable
  other x = x
""")
