"""Instances whose heads are in error: one mistake, one report; and what has nothing to do with it is reported as ever."""

from __future__ import annotations

import pytest

from tests.types.harness import check_text
from tests.types.marks import check_marks

CLASSES = """--- Classes
module Classes where

class Show a where
  show :: a -> String

data Maybe a = Nothing | Just a

class Functor f where
  map :: forall a b. (a -> b) -> f a -> f b

class To a b | a -> b where
  to :: a -> b

instance Show Int where
  show _ = ""
"""

TYPES = """--- Types
module Types where

import Classes

data Tree a = Leaf
data Other = Other

{instance}
"""

USE = """module Main where

import Classes
import Types

x = {use}

"""


def codes(instance: str, use: str) -> tuple[list[str], list[str]]:
    """What is said of a module with an instance, and of one that imports it."""
    text = USE.replace("{use}", use) + CLASSES + TYPES.replace("{instance}", instance)
    world, module = check_text(text, folders=())
    return world.check("Types").codes(), module.codes()


@pytest.mark.parametrize(
    ("instance", "code", "use"),
    [
        # Of a type without its argument the constructor is known.
        ('instance Show Tree where\n  show _ = ""', "KindsDoNotUnify", "show (Leaf :: Tree Int)"),
        ("instance Functor Other where\n  map _ _ = Other", "KindsDoNotUnify", ""),
        # Of a type that cannot be found, that it is one of the module.
        ('instance Show Otherr where\n  show _ = ""', "UnknownName", "show Other"),
        (
            'instance Show (Tree Intt) where\n  show _ = ""',
            "UnknownName",
            "show (Leaf :: Tree Int)",
        ),
        # Wrong for where it stands.
        ('instance Show (Maybe a) where\n  show _ = ""', "OrphanInstance", "show (Just 1)"),
        ('instance Show { a :: Int } where\n  show _ = ""', "InvalidInstanceHead", "show { a: 1 }"),
        (
            'instance Show Other Int where\n  show _ = ""',
            "ClassInstanceArityMismatch",
            "show Other",
        ),
        ("instance To Other Intt where\n  to _ = 1", "UnknownName", "(to Other :: Int)"),
        ('instance Show a where\n  show _ = ""', "OrphanInstance", "show Other"),
    ],
)
def test_an_instance_that_a_wrong_one_is_meant_to_be_is_not_reported_as_missing(
    instance: str, code: str, use: str
) -> None:
    assert codes(instance, use or "1") == ([code], [])


@pytest.mark.parametrize(
    ("instance", "use"),
    [
        ('instance Show Tree where\n  show _ = ""', "show Other"),
        ('instance Show Tree where\n  show _ = ""', "show (Just 1)"),
        ('instance Show Otherr where\n  show _ = ""', "show (Just 1)"),
        ('instance Show Otherr where\n  show _ = ""', "show { a: 1 }"),
        ('instance Show (Tree Intt) where\n  show _ = ""', "show Other"),
        ('instance Show (Maybe a) where\n  show _ = ""', "show Other"),
        ('instance Show Other Int where\n  show _ = ""', "show (Leaf :: Tree Int)"),
        ('instance Show a where\n  show _ = ""', "show (Just 1)"),
        ("instance Functor Other where\n  map _ _ = Other", "map identity Leaf\n\nidentity a = a"),
        ("instance To Other Intt where\n  to _ = 1", "(to 1 :: Int)"),
    ],
)
def test_a_wrong_instance_hides_no_other_mistake(instance: str, use: str) -> None:
    wrong, hidden = codes(instance, use)
    assert (len(wrong), hidden) == (1, ["NoInstanceFound"])


def test_a_wrong_instance_does_not_compete_with_a_right_one() -> None:
    orphan = 'instance Show Int where\n  show _ = ""'
    assert codes(orphan, "show 1") == (["OrphanInstance"], [])


def test_a_class_of_the_module_itself_may_have_any_instance_there() -> None:
    text = """module Main where

class C a where
  c :: a -> Int

data Other = Other

instance C Otherr where
  c _ = 1

x = c Other
y = c (\\a -> a)
"""
    _, module = check_text(text, folders=())
    assert module.codes() == ["UnknownName"]


def test_a_report_on_a_head_is_about_all_of_it() -> None:
    check_marks(
        """
        module Main where
        import Classes
        newtype N a = N a
        instance Show a => Show (Maybe (N a)) where
                           ^^^^^^^^^^^^^^^^^^ OrphanInstance
          show _ = ""
        """.replace("\n        ", "\n"),
        CLASSES,
    )


LIFTED = """module Main where

class Lift t where
  lift :: forall m a. m a -> t m a

class Get :: (Type -> Type) -> Constraint
class Get m where
  get :: forall a. m a

data W :: Type -> (Type -> Type) -> Type -> Type
data W w m a = W (m a)

instance Lift (W w) where
  lift m = W m

class Fold f where
  fold :: forall a b. f a -> (a -> b) -> b

{code}
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("instance Get Nope => Get (W w m) where\n  get = lift get", ["UnknownName"]),
        ("instance Get m => Get (W Nope m) where\n  get = lift get", ["UnknownName"]),
        ("instance Get 1 => Get (W w m) where\n  get = lift get", ["KindsDoNotUnify"]),
        ("instance Get m => Get (W w) where\n  get = lift get", ["KindsDoNotUnify"]),
        # The class of nothing that is in error is missing as ever.
        (
            "instance Get m => Get (W w m) where\n  get = lift get\n\nx = fold W (\\_ -> 1)",
            ["NoInstanceFound"],
        ),
    ],
)
def test_what_is_unknown_because_of_a_head_in_error(code: str, expected: list[str]) -> None:
    text = LIFTED.replace("{code}", code)
    _, module = check_text(text, folders=())
    assert [each for each in module.codes() if not each.startswith("Missing")] == expected


def test_a_use_of_a_value_whose_signature_is_in_error_has_no_error_of_its_own() -> None:
    code = (
        "bad :: forall f a. (forall b. f b -> c) -> a\n"
        "bad _ = bad (\\_ -> 1)\n\n"
        "good :: Int -> Int\n"
        "good n = bad (\\b -> fold b (\\_ -> n))"
    )
    _, module = check_text(LIFTED.replace("{code}", code), folders=())
    assert module.codes() == ["UndefinedTypeVariable"]


OF_UNKNOWN_CLASS = """
    module Main where
    class Show a where
      show :: a -> String
    instance Show Int where
      show _ = ""
    data T a = T Int a
    instance Show a => Nope (T a) where
                       ^^^^ UnknownName
      {body}
      {mark}
    """


@pytest.mark.parametrize(
    ("body", "mark"),
    [
        ("named (T n _) = nowhere n", "                ^^^^^^^ UnknownName"),
        ('wrong = [ 1, "x" ]', "             ^^^ TypesDoNotUnify"),
        ("wanted x = show x", ""),
        ("deep x = show (T 1 x)", ""),
        ("context :: a -> String\n      context x = show x", ""),
        ("rigid :: forall b. b -> a -> b\n      rigid _ x = x", "            ^ TypesDoNotUnify"),
    ],
)
def test_the_bodies_of_an_instance_of_no_known_class_are_looked_at(body: str, mark: str) -> None:
    """Nothing is expected of their types; where a type class is lacking, the member may have it given."""
    check_marks(OF_UNKNOWN_CLASS.replace("{body}", body).replace("{mark}", mark))


def test_what_is_known_in_the_body_of_an_instance_of_no_known_class() -> None:
    module = check_marks(
        OF_UNKNOWN_CLASS.replace("{body}", "named (T n _) = n").replace("{mark}", "")
    )
    use = module.text.rindex("n")
    assert module.type_at(use, use + 1) == "Int"


def test_a_member_that_its_class_does_not_have_lacks_no_instances() -> None:
    check_marks("""
        module Main where
        class Show a where
          show :: a -> String
        instance Show Int where
          show _ = ""
          other x = show x
          ^^^^^ ExtraneousClassMember
        """)


@pytest.mark.parametrize("constraint", ["Sized a", "Wide a"])
def test_what_may_follow_from_an_unknown_superclass_is_not_missing(constraint: str) -> None:
    text = """
        module Main where
        class Show a where
          show :: a -> String
        class Shwo a <= Sized a
              ^^^^ UnknownName
        class Sized a <= Wide a
        text :: forall a. {constraint} => a -> String
        text x = show x
        other :: forall a. Show a => a -> String
        other x = text x
                  ^^^^ NoInstanceFound
        """
    check_marks(text.replace("{constraint}", constraint))


def test_a_superclass_with_too_few_arguments_is_looked_for_nowhere() -> None:
    """In a circle it is not known how many its class takes while it is read."""
    check_marks("""
        module Main where
        class Far a <= Near a
        class Near a <= Far a b
                        ^^^ KindsDoNotUnify
        instance Near String
        instance Far String
                 ^^^^^^^^^^ ClassInstanceArityMismatch
        """)
