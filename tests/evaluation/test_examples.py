"""Which expressions comments ask for, and what they expect (evaluation/examples.py)."""

from __future__ import annotations

from typing import Final

import pytest

from nova_ls.evaluation.examples import Kind, as_expected, find_blocks

EXPRESSION, BINDING, TYPE = Kind.EXPRESSION, Kind.BINDING, Kind.TYPE
CASES: Final = [
    ("one", "-- >>> 1 + 1", [(EXPRESSION, "1 + 1", ())]),
    ("with a result", "-- >>> 1\n-- 1\n-- more", [(EXPRESSION, "1", ("1", "more"))]),
    ("a result ends", "-- >>> 1\n-- 1\n--\n-- prose", [(EXPRESSION, "1", ("1",))]),
    ("two", "-- >>> a\n-- >>> b\n-- 2", [(EXPRESSION, "a", ()), (EXPRESSION, "b", ("2",))]),
    ("continued", "-- >>> f\n-- ...   1\n-- 2", [(EXPRESSION, "f\n  1", ("2",))]),
    ("documentation", "-- | >>> a\n-- 1\n-- | more", [(EXPRESSION, "a", ("1",))]),
    ("bindings", "-- >>> let x = 1\n-- >>> x", [(BINDING, "x = 1", ()), (EXPRESSION, "x", ())]),
    ("a let expression", "-- >>> let x = 1 in x", [(EXPRESSION, "let x = 1 in x", ())]),
    ("a type", "-- >>> :type map", [(TYPE, "map", ())]),
    ("a type in short", "-- >>> :t map", [(TYPE, "map", ())]),
    ("indented", "  -- >>> 1\n  -- 1", [(EXPRESSION, "1", ("1",))]),
    ("an operator", "-->>> 1", []),
    ("nothing", "-- >>>", []),
    ("no comment", "x = 1 -- >>> 2", []),
]


@pytest.mark.parametrize(("_name", "text", "found"), CASES, ids=[name for name, *_ in CASES])
def test_what_comments_ask_for(
    _name: str, text: str, found: list[tuple[Kind, str, tuple[str, ...]]]
) -> None:
    examples = [each for block in find_blocks(text.split("\n")) for each in block.examples]
    assert [(each.kind, each.text, each.expected) for each in examples] == found


def test_blocks_are_runs_of_comment_lines() -> None:
    lines = ["-- >>> a", "-- 1", "", "-- >>> b", "--", "-- >>> c", "x = 1"]
    assert [(each.line, each.end, len(each.examples)) for each in find_blocks(lines)] == [
        (0, 2, 1),
        (3, 6, 2),
    ]


@pytest.mark.parametrize("told", ["1", "a\nb", "a\n\nb\n", ">>> a", "... b", "| c", " d"])
def test_what_is_written_is_read_again(told: str) -> None:
    (block,) = find_blocks(["  -- >>> x"])
    (example,) = block.examples
    written = example.written(told)
    (again,) = find_blocks(["  -- >>> x", *written])
    assert again.examples[0].expected == as_expected(told)
    assert again.examples[0].results == (1, 1 + len(written))


def test_columns_say_where_lines_begin() -> None:
    (block,) = find_blocks(["  -- >>> :type f", "  -- ...  x"])
    assert block.examples[0].columns == (15, 9)
