"""References: every run labelled `ref` is a mention, `def` is the declaration, and nothing else is."""

from __future__ import annotations

from nova_ls.features.document_highlight import document_highlight
from nova_ls.features.references import Declaration, references
from tests.features.fixture import load


def check(fixture: str) -> None:
    loaded = load(fixture)
    uses, definition = loaded.marked("ref"), loaded.marked("def")
    for declaration, wanted in (
        (Declaration.LEFT_OUT, uses),
        (Declaration.INCLUDED, uses | definition),
    ):
        found = references(loaded.snapshot, loaded.module, loaded.offset, declaration)
        assert sorted(map(loaded.location, found), key=str) == sorted(wanted, key=str)
    here = {place for place in uses | definition if place.file == loaded.module.name}
    highlighted = document_highlight(loaded.snapshot, loaded.module, loaded.offset)
    assert set(map(loaded.location, highlighted)) == here


def test_mentions_of_a_value_in_all_modules() -> None:
    check("""
        module Main where
        import Other (thing)
                      ^^^^^ ref
        x = thi<CURSOR>ng
            ^^^^^ ref
        y = [ thing, 2 ]
              ^^^^^ ref
        --- Other
        module Other (thing) where
                      ^^^^^ ref
        thing = 1
        ^^^^^ def
        --- Third
        module Third where
        import Other as O
        z = O.thing
            ^^^^^^^ ref
    """)


def test_mentions_of_a_local() -> None:
    check("""
        module Main where
        f number = [ num<CURSOR>ber, number ]
          ^^^^^^ def
                     ^^^^^^ ref
                             ^^^^^^ ref
        g number = number
    """)


def test_mentions_of_a_constructor() -> None:
    check("""
        module Main where
        data Box = Full Int | Empty
                   ^^^^ def
        f (Full n) = Fu<CURSOR>ll n
           ^^^^ ref
                     ^^^^ ref
        f b = b
    """)


def test_a_keyword_is_mentioned_nowhere() -> None:
    check("""
        module Main where
        x = ca<CURSOR>se 1 of
          _ -> 2
    """)


def test_signatures_and_further_equations_say_the_name_too() -> None:
    check("""
        module Main where
        pick :: Int -> Int
        ^^^^ ref
        pick 0 = 1
        ^^^^ def
        pick n = n
        ^^^^ ref
        x = pi<CURSOR>ck 2
            ^^^^ ref
    """)
