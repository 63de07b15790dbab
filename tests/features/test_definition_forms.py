"""Definitions from every form that can name something: the run labelled `def` is the target."""

from __future__ import annotations

import pytest

from nova_ls.features.definition import definition
from tests.features.fixture import load
from tests.features.test_definition import check

LOCALS = {
    "a case pattern": ["f x = case x of", "  Just value -> val<CURSOR>ue", "       ^^^^^ def"],
    "a pattern's alternative": ["f x = case x of", "  value, 1 -> val<CURSOR>ue", "  ^^^^^ def"],
    "an array pattern": ["f [ value, _ ] = val<CURSOR>ue", "    ^^^^^ def"],
    "a nested pattern": ["f (Just (Just value)) = val<CURSOR>ue", "              ^^^^^ def"],
    "a whole pattern": ["f all@(Just _) = a<CURSOR>ll", "  ^^^ def"],
    "a typed pattern": ["f = \\(value :: Int) -> val<CURSOR>ue", "      ^^^^^ def"],
    "a field's pattern": ["f { size: value } = val<CURSOR>ue", "          ^^^^^ def"],
    "a pun": ["f { value } = val<CURSOR>ue", "    ^^^^^ def"],
    "an operator's pattern": ["f (value :> _) = val<CURSOR>ue", "   ^^^^^ def"],
    "a lambda": ["f = \\a value -> val<CURSOR>ue", "       ^^^^^ def"],
    "a let": ["f = let value = 1 in val<CURSOR>ue", "        ^^^^^ def"],
    "a let's pattern": ["f = let Just value = g in val<CURSOR>ue", "             ^^^^^ def"],
    "a let's function": ["f = let value a = a in val<CURSOR>ue 1", "        ^^^^^ def"],
    "a later binding": ["f = let a = val<CURSOR>ue", "        value = 1", "        ^^^^^ def", "    in a"],
    "a where": ["f = val<CURSOR>ue", "  where", "  value = 1", "  ^^^^^ def"],
    "a where below a guard": [
        "f a", "  | a = val<CURSOR>ue", "  where", "  value = true", "  ^^^^^ def",
    ],
    "a pattern guard": ["f a", "  | Just value <- a = val<CURSOR>ue", "         ^^^^^ def"],
    "a do bind": ["f = do", "  value <- g", "  ^^^^^ def", "  h val<CURSOR>ue"],
    "a do let": ["f = do", "  let value = 1", "      ^^^^^ def", "  h val<CURSOR>ue"],
    "an ado bind": ["f = ado", "  value <- g", "  ^^^^^ def", "  in val<CURSOR>ue"],
    "an if": ["f value = if val<CURSOR>ue then 1 else 2", "  ^^^^^ def"],
    "a record literal": ["f value = { size: val<CURSOR>ue }", "  ^^^^^ def"],
    "a record update": ["f value r = r { size = val<CURSOR>ue }", "  ^^^^^ def"],
    "a record access": ["f value = val<CURSOR>ue.size", "  ^^^^^ def"],
    "an array": ["f value = [ 1, val<CURSOR>ue ]", "  ^^^^^ def"],
    "a negation": ["f value = -val<CURSOR>ue", "  ^^^^^ def"],
    "backticks": ["f value = 1 `val<CURSOR>ue` 2", "  ^^^^^ def"],
    "a type annotation": ["f value = (val<CURSOR>ue :: Int)", "  ^^^^^ def"],
    "an operator's section": ["f value = (_ :> val<CURSOR>ue)", "  ^^^^^ def"],
    "an instance's member": [
        "class Shape a where", "  area :: a -> Int", "instance Shape Int where",
        "  area value = val<CURSOR>ue", "       ^^^^^ def",
    ],
    "the inner of two": ["f value = (\\value -> val<CURSOR>ue) value", "            ^^^^^ def"],
    "the outer of two": ["f value = (\\other -> val<CURSOR>ue) value", "  ^^^^^ def"],
    "code that has errors": ["f value = absent \"\" (val<CURSOR>ue + 1)", "  ^^^^^ def"],
}  # fmt: skip

PRELUDE = [
    "module Main where",
    "import Data.Maybe (Maybe(..))",
    "infixr 6 Pair as :>",
    "data Pair a b = Pair a b",
]


@pytest.mark.parametrize("form", LOCALS)
def test_a_local_is_found(form: str) -> None:
    check("\n".join([*PRELUDE, *LOCALS[form]]) + "\n")


ELEMENTS = {
    "a type in a constructor": ["data Box = Box", "     ^^^ def", "data Other = Other B<CURSOR>ox"],
    "a type in a synonym": ["data Box = Box", "     ^^^ def", "type Other = Array B<CURSOR>ox"],
    "a synonym": ["type Name = String", "     ^^^^ def", "f :: Na<CURSOR>me", "f = \"\""],
    "a type in a class": [
        "data Box = Box", "     ^^^ def", "class Shape a where", "  area :: a -> B<CURSOR>ox",
    ],
    "a type in an instance's head": [
        "data Box = Box", "     ^^^ def", "class Shape a", "instance Shape B<CURSOR>ox",
    ],
    "a class in an instance's context": [
        "class Shape a", "      ^^^^^ def", "instance Sha<CURSOR>pe a => Shape (Array a)",
    ],
    "a class in a constraint": [
        "class Shape a", "      ^^^^^ def", "f :: forall a. Sha<CURSOR>pe a => a -> a", "f x = x",
    ],
    "a type in a foreign import": [
        "data Box = Box", "     ^^^ def", "foreign import box :: B<CURSOR>ox",
    ],
    "a foreign import": ["foreign import box :: Int", "               ^^^ def", "f = b<CURSOR>ox"],
    "a foreign type": [
        "foreign import data Box :: Type", "                    ^^^ def",
        "foreign import box :: B<CURSOR>ox",
    ],
    "a type in a kind": [
        "data Kind", "     ^^^^ def", "foreign import data Box :: Ki<CURSOR>nd",
    ],
    "a type in a row": [
        "data Box = Box", "     ^^^ def", "type R = ( box :: B<CURSOR>ox )",
    ],
    "a type in an annotation": ["data Box = Box", "     ^^^ def", "f = (Box :: B<CURSOR>ox)"],
    "a type's own role": ["data Box a = Box", "     ^^^ def", "type role B<CURSOR>ox phantom"],
    "a type's kind signature": ["data Box :: Type -> Type", "data B<CURSOR>ox a = Box", "     ^^^ def"],
    "an operator in parentheses": [
        "f a b = a", "infixl 4 f as ++", "              ^^ def", "g = (+<CURSOR>+) 1 2",
    ],
    "a constructor's operator in a pattern": [
        "data Box = Box Int Int", "infixl 4 Box as +++", "                ^^^ def",
        "g (a +<CURSOR>++ b) = a",
    ],
    "a constructor": ["data Box = Full | Empty", "                  ^^^^^ def", "g = Emp<CURSOR>ty"],
    "a value in backticks": ["f a b = a", "^ def", "g = 1 `<CURSOR>f` 2"],
    "a value in a guard": ["f = true", "^ def", "g a", "  | <CURSOR>f = a"],
    "itself": ["fact 0 = 1", "^^^^ def", "fact n = fa<CURSOR>ct 0"],
}  # fmt: skip


@pytest.mark.parametrize("form", ELEMENTS)
def test_an_element_is_found(form: str) -> None:
    check("\n".join(["module Main where", *ELEMENTS[form]]) + "\n")


IMPORTED = {
    "by its name": ("import Other (thing)", "x = thi<CURSOR>ng"),
    "openly": ("import Other", "x = thi<CURSOR>ng"),
    "under a qualifier": ("import Other as O", "x = O.thi<CURSOR>ng"),
    "under the module's name": ("import Other as Other", "x = Other.thi<CURSOR>ng"),
    "from the qualifier": ("import Other as O", "x = <CURSOR>O.thing"),
    "beside a module that is not there": ("import Other\nimport Absent", "x = thi<CURSOR>ng"),
    "through another module": ("import Middle", "x = thi<CURSOR>ng"),
    "from a hiding list": ("import Other hiding (thi<CURSOR>ng)", "x = 1"),
}


@pytest.mark.parametrize("how", IMPORTED)
def test_a_value_of_another_module_is_found(how: str) -> None:
    imports, use = IMPORTED[how]
    check(
        f"module Main where\n{imports}\n{use}\n"
        "--- Middle\nmodule Middle (module Other) where\nimport Other\n"
        "--- Other\nmodule Other where\nthing :: Int\nthing = 1\n^^^^^ def\n"
    )


LIBRARY = {
    "a value": ("import Data.Maybe (fromMaybe)", "x = from<CURSOR>Maybe"),
    "a type": ("import Data.Maybe (Maybe)", "x :: May<CURSOR>be Int\nx = y"),
    "a constructor": ("import Data.Maybe (Maybe(..))", "x = Ju<CURSOR>st 1"),
    "a class": (
        "import Data.Show (class Show)",
        "f :: forall a. Sh<CURSOR>ow a => a -> a\nf a = a",
    ),
    "a member": ("import Data.Show (show)", "x = sh<CURSOR>ow 1"),
    "a module": ("import Data.May<CURSOR>be", "x = 1"),
    "a listed constructor": ("import Data.Maybe (Maybe(Ju<CURSOR>st))", "x = 1"),
}


@pytest.mark.parametrize("what", LIBRARY)
def test_what_is_of_the_library_is_found_there(what: str) -> None:
    imports, use = LIBRARY[what]
    loaded = load(f"module Main where\n{imports}\n{use}\n")
    (found,) = definition(loaded.snapshot, loaded.module, loaded.offset)
    assert found.module.name in ("Data.Maybe", "Data.Show")


NOWHERE = (
    "x = ca<CURSOR>se 1 of _ -> 1",
    "x = 1<CURSOR>2",
    'x = "te<CURSOR>xt"',
    "x = abs<CURSOR>ent",
    "-- a com<CURSOR>ment about x",
    "x :: I<CURSOR>nt\nx = 1",
    "x = ?ho<CURSOR>le",
    "import Abs<CURSOR>ent",
)


@pytest.mark.parametrize("code", NOWHERE)
def test_what_is_no_name_or_unknown_leads_nowhere(code: str) -> None:
    check(f"module Main where\n{code}\n")
