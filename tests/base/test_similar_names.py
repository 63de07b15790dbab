"""Names like a misspelt one."""

from __future__ import annotations

import pytest

from nova_ls.base.similar_names import similar_names

CASES: dict[str, tuple[str, list[str], tuple[str, ...]]] = {
    "one replaced, one swapped": ("lenght", ["length", "light", "width"], ("length", "light")),
    "too short to say": ("x", ["y", "z"], ()),
    "nothing": ("", ["@", "a"], ()),
    "not itself": ("main", ["main", "mian"], ("mian",)),
    "short names allow one error": ("fst", ["snd", "fsts", "first"], ("fsts",)),
    "case comes first": ("foldR", ["foldl", "foldr"], ("foldr", "foldl")),
    "no more than three": ("aa", ["ab", "ac", "ad", "ae"], ("ab", "ac", "ad")),
}


@pytest.mark.parametrize("case", CASES)
def test_names_a_few_typing_errors_away_are_found(case: str) -> None:
    name, candidates, expected = CASES[case]
    assert similar_names(name, candidates) == expected
