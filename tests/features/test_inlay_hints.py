"""Inlay hints: where each stands, what it shows, and what a click writes."""

from __future__ import annotations

from collections import Counter

import pytest

from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.features.actions.code_action import apply_edits
from nova_ls.features.hint_kind import AS_EVER, HintKind
from nova_ls.features.inlay_hints import InlayHint, inlay_hints, insertion, label
from nova_ls.features.written_type import SourceTypeWriter
from tests.compiler.world import retype
from tests.features.actions.check import loaded
from tests.features.fixture import Fixture, load

ALL = frozenset(HintKind)


def hints(fixture: Fixture, kinds: frozenset[HintKind] = AS_EVER) -> list[InlayHint]:
    module = fixture.module
    found = inlay_hints(fixture.snapshot, module, module.source.chunks, kinds)
    return sorted(found, key=lambda one: module.source.offset_of(one.at.chunk, one.at.start))


def shown(text: str, kinds: frozenset[HintKind] = AS_EVER) -> list[str]:
    fixture = load(text)
    writer = SourceTypeWriter(fixture.snapshot, fixture.module)
    return [
        f"{one.at.text} {label(fixture.snapshot, one, writer)}" for one in hints(fixture, kinds)
    ]


def clicked(text: str) -> str:
    """The module's text after a click on a hint; nothing is wrong in it that was not before."""
    fixture = loaded(text)
    edits = insertion(fixture.snapshot, hints(fixture)[0])
    assert edits
    workspace, module = fixture.workspace, fixture.module
    before, text = problems(module), module.source.text
    after = apply_edits(text, edits)
    retype(workspace, module.path, text, after)
    for _ in workspace.settle():
        pass
    assert not problems(workspace.program.modules[module.name]) - before
    return after


def problems(module: Module) -> Counter[str]:
    return Counter(repr(diagnostic.problem) for _, diagnostic in module_diagnostics(module))


def test_unsigned_values_show_their_types_and_signed_ones_nothing() -> None:
    assert shown("""
        module Main where
        import Prelude
        size = 3
        signed :: Int
        signed = 4
        twice f x = f (f x)
        twice2 0 = 0
        twice2 n = n
    """) == ["size Int", "twice forall a. (a -> a) -> a -> a", "twice2 Int -> Int"]


def test_local_bindings_show_theirs() -> None:
    assert shown("""
        module Main where
        import Prelude
        import Effect (Effect)
        area :: Int -> Int
        area n = let m = n + 1 in helper m
          where
          helper k = k * two
          two :: Int
          two = 2
        main :: Effect Unit
        main = do
          x <- pure "text"
          let y = x <> "s"
          _ <- pure y
          pure unit
    """) == ["m Int", "helper Int -> Int", "x String", "y String"]


def test_wildcards_show_what_they_stand_for() -> None:
    text = """
        module Main where
        import Data.Maybe (Maybe(..))
        x :: Maybe _
        x = Just 3
    """
    assert shown(text) == ["_ Int"]
    assert "x :: Maybe Int\n" in clicked(text)


def test_a_wildcard_for_an_application_gets_its_parentheses() -> None:
    assert "x :: Array (Array Int)\n" in clicked("""
        module Main where
        x :: Array _
        x = [[1]]
    """)


def test_instances_are_shown_to_who_wants_them() -> None:
    text = """
        module Main where
        import Prelude
        both :: Int -> String
        both n = show [n] <> other n
        other :: forall a. Show a => a -> String
        other a = show a
    """
    assert shown(text) == []
    assert shown(text, ALL) == [
        "show Show (Array a)",
        "<> Semigroup String",
        "other Show Int",
    ]


def test_types_are_shown_as_the_module_calls_them() -> None:
    text = """
        module Main where
        import Data.Map as Map
        import Pantry (Price)
        cost = price
          where
          price = Map.singleton 1 start
        start :: Price
        start = 3
        --- Pantry
        module Pantry where
        type Price = Int
    """
    assert shown(text)[0].startswith("cost Map.Map ")


def test_a_click_writes_the_signature_and_imports_what_it_needs() -> None:
    assert clicked("""
        module Main where
        import Helper (start)
        first = start
        --- Helper
        module Helper where
        import Data.Maybe (Maybe(..))
        start :: Maybe Int
        start = Just 1
    """) == (
        "module Main where\nimport Data.Maybe (Maybe)\nimport Helper (start)\n"
        "first :: Maybe Int\nfirst = start"
    )


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("f n = let m = n in m", "f n = let m :: Int\n          m = n in m"),
        ("f n = m\n  where\n  m = n", "f n = m\n  where\n  m :: Int\n  m = n"),
    ],
)
def test_a_click_writes_a_local_signature_above_its_binding(line: str, wanted: str) -> None:
    assert wanted in clicked(f"module Main where\nf :: Int -> Int\n{line}\n")


def test_a_click_writes_the_type_of_a_bound_name_behind_it() -> None:
    assert "x :: Int <- pure 1" in clicked("""
        module Main where
        import Prelude
        import Effect (Effect)
        main :: Effect Int
        main = do
          x <- pure 1
          pure x
    """)


def test_a_rigid_variable_is_written_where_it_is_in_scope() -> None:
    scoped = """
        module Main where
        f :: forall a. a -> a
        f x = y
          where
          y = x
    """
    assert "  y :: a\n  y = x" in clicked(scoped)
    fixture = load("""
        module Main where
        import Helper
        g = f
        --- Helper
        module Helper where
        f :: forall a. a -> a
        f x = x
    """)
    assert [one.at.text for one in hints(fixture)] == ["g"]


def test_what_is_in_error_shows_nothing() -> None:
    assert (
        shown("""
        module Main where
        a = missing
        b = = 3
        c = 1
          where d = missing
    """)
        == []
    )


def test_a_text_without_a_header_or_with_half_a_line_has_hints_where_they_are_known() -> None:
    assert shown("module Main where\nx = 1\ny = (\n") == ["x Int"]
