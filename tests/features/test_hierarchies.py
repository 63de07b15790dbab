"""Call and type hierarchies."""

from __future__ import annotations

from collections.abc import Callable

from nova_ls.base.keys import ElementKey
from nova_ls.features.call_hierarchy import Call, called_at, incoming_calls, outgoing_calls
from nova_ls.features.document_highlight import HighlightKind, document_highlight
from nova_ls.features.type_hierarchy import subtypes, supertypes, typed_at
from nova_ls.workspace.snapshot import Snapshot
from tests.features.fixture import Fixture, load

CALLS = """
module Main where
import Other
top :: Int -> Int
top n = twice (mid<CURSOR>dle n) + middle 1
itself n = itself n
instance Shape Int where
  area n = middle n
--- Other
module Other where
class Shape a where
  area :: a -> Int
middle :: Int -> Int
middle n = twice n
twice :: Int -> Int
twice n = n
infixl 6 add as +
add :: Int -> Int -> Int
add a _ = a
"""


def calls(
    fixture: Fixture, name: str, ask: Callable[[Snapshot, ElementKey], list[Call]]
) -> dict[str, int]:
    """The other ends of the calls of a value, with how often they name each other."""
    text = fixture.module.source.text
    offset = text.index(f"\n{name} ") + 1 if f"\n{name} " in text else fixture.offset
    key = called_at(fixture.snapshot, fixture.module, offset)
    assert key is not None
    return {call.other.name: len(call.places) for call in ask(fixture.snapshot, key)}


def test_callers_are_values_and_instances_of_all_modules() -> None:
    loaded = load(CALLS)
    assert calls(loaded, "middle", incoming_calls) == {"top": 2, "Shape Int": 1}
    twice = called_at(loaded.snapshot, loaded.module, loaded.module.source.text.index("twice"))
    assert twice is not None
    found = incoming_calls(loaded.snapshot, twice)
    assert [call.other.name for call in found] == ["top", "middle"]


def test_callees_are_values_constructors_and_operators() -> None:
    assert calls(load(CALLS), "top", outgoing_calls) == {"middle": 2, "twice": 1, "+": 1}


def test_a_value_may_call_itself() -> None:
    loaded = load(CALLS)
    assert calls(loaded, "itself", incoming_calls) == {"itself": 1}
    assert calls(loaded, "itself", outgoing_calls) == {"itself": 1}


def test_where_nothing_is_named_the_declaration_around_is_meant() -> None:
    loaded = load("module Main where\ntop = [ 1, <CURSOR> 2 ]\n")
    key = called_at(loaded.snapshot, loaded.module, loaded.offset)
    assert key is not None and key.name == "top"


def test_code_with_errors_has_callers() -> None:
    loaded = load("""
        module Main where
        thing = 1
        wrong :: String
        wrong = absent thi<CURSOR>ng
        broken = case (
    """)
    key = called_at(loaded.snapshot, loaded.module, loaded.offset)
    assert key is not None
    assert [call.other.name for call in incoming_calls(loaded.snapshot, key)] == ["wrong"]


TYPES = """
module Main where
class Base a where
  base :: a
class Base a <= Derived a where
  derived :: a
instance Base Int where
  base = 1
instance Derived Int where
  derived = 1
data Box = Box
instance Base Box where
  base = Box
"""


def above(name: str) -> list[str]:
    return [key.name for key in asked(name, supertypes)]


def below(name: str) -> list[str]:
    return [key.name for key in asked(name, subtypes)]


def asked(name: str, ask: Callable[[Snapshot, ElementKey], list[ElementKey]]) -> list[ElementKey]:
    loaded = load(TYPES)
    offset = loaded.module.source.text.index(name)
    key = typed_at(loaded.snapshot, loaded.module, offset)
    assert key is not None
    return ask(loaded.snapshot, key)


def test_superclasses_and_classes_are_above() -> None:
    assert above("Base a where") == []
    assert above("Derived a where") == ["Base"]
    assert above("Box = Box") == ["Base"]


def test_subclasses_and_instances_are_below() -> None:
    assert below("Base a where") == ["Derived", "Base Box", "Base Int"]
    assert below("Derived a where") == ["Derived Int"]
    assert below("Box = Box") == []


def kinds(text: str) -> list[str]:
    loaded = load(text)
    found = document_highlight(loaded.snapshot, loaded.module, loaded.offset)
    return [one.kind.name for one in found]


def test_a_name_is_written_where_it_gets_a_meaning() -> None:
    assert kinds("""
        module Main (pick) where
        pick :: Int -> Int
        pick n = pi<CURSOR>ck n
    """) == ["TEXT", "WRITE", "WRITE", "READ"]
    assert kinds("module Main where\nf nu<CURSOR>m = [ num, num ]\n") == ["WRITE", "READ", "READ"]


def test_labels_and_type_variables_are_highlighted() -> None:
    assert kinds("""
        module Main where
        type Box = { size :: Int, name :: String }
        type Other = { size :: Int }
        f :: Box -> Box
        f box = g { si<CURSOR>ze: box.size, name: "" }
        g :: Box -> Box
        g { size: _ } = { size: 1, name: "" }
    """) == ["WRITE", "WRITE", "READ", "READ", "WRITE"]
    assert kinds("module Main where\nf :: forall a. <CURSOR>a -> a\nf x = x\n") == [
        HighlightKind.WRITE.name,
        HighlightKind.READ.name,
        HighlightKind.READ.name,
    ]
