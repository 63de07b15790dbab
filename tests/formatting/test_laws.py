"""What holds of any text: formatting it changes neither what it means nor its comments, and nothing more when it is done again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nova_ls.formatting.format_chunk import comments_of
from nova_ls.formatting.format_module import format_declaration, format_edits, format_module
from nova_ls.formatting.options import (
    DEFAULTS,
    Arrows,
    FormatOptions,
    ImportSort,
    ImportWrap,
    Unicode,
)
from nova_ls.formatting.same_tree import are_same
from nova_ls.syntax.chunks import Edit, split
from nova_ls.syntax.parser import parse_chunk
from nova_ls.syntax.tree import Declaration
from tests.syntax.snippets import FIXTURES, modules, texts

ROOT = Path(__file__).parents[2]
GOLDENS = Path(__file__).parent / "goldens"
OURS = [
    *(ROOT / "nova_ls" / "stdlib").rglob("*.nova"),
    *(ROOT / "fixtures").rglob("*.nova"),
]
PROGRAMS = sorted(
    [
        *OURS,
        *(ROOT / "tests" / "syntax" / "trees").glob("*.nova"),
        *FIXTURES.glob("*.nova"),
        *GOLDENS.glob("*.nova"),
    ]
)
VARIANTS = (
    DEFAULTS,
    FormatOptions(width=60),
    FormatOptions(width=20, indent=4, arrows=Arrows.LAST, ribbon=0.5),
    FormatOptions(unicode=Unicode.ALWAYS, import_wrap=ImportWrap.AUTO, width=100),
    FormatOptions(unicode=Unicode.NEVER, import_sort=ImportSort.IDE, indent=1),
)
some = settings(max_examples=80, deadline=None)
variants = st.sampled_from(VARIANTS)


def declarations_of(text: str) -> list[Declaration]:
    return [
        declaration
        for chunk in split(text)
        for declaration in parse_chunk(chunk.anchored, first=chunk.is_first).declarations
    ]


def comments_in(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for chunk in split(text):
        found += comments_of(chunk, parse_chunk(chunk.anchored, first=chunk.is_first))
    return found


def applied(text: str, edits: list[Edit]) -> str:
    end = len(text)
    for edit in reversed(edits):
        assert edit.start <= edit.end <= end
        text = text[: edit.start] + edit.text + text[edit.end :]
        end = edit.start
    return text


def check(text: str, options: FormatOptions) -> None:
    found = format_module(text, options).text
    assert format_module(found, options).text == found
    assert comments_in(found) == comments_in(text)
    if options.import_sort is ImportSort.SOURCE:
        assert are_same(declarations_of(text), declarations_of(found))
    assert applied(text, format_edits(text, options, 0, len(text))) == found


@pytest.mark.parametrize("number", range(len(PROGRAMS)), ids=lambda number: PROGRAMS[number].stem)
def test_programs_keep_their_meaning_and_their_comments(number: int) -> None:
    text = PROGRAMS[number].read_text("utf-8")
    check(text, DEFAULTS)
    check(text, VARIANTS[1 + number % (len(VARIANTS) - 1)])


def test_our_own_programs_look_as_the_formatter_writes_them() -> None:
    others = [path for path in OURS if format_module(text := path.read_text("utf-8")).text != text]
    assert others == []


@given(texts, variants)
@some
def test_any_text_keeps_its_meaning_and_its_comments(text: str, options: FormatOptions) -> None:
    check(text, options)


@given(modules(), variants)
@some
def test_any_module_keeps_its_meaning_and_its_comments(text: str, options: FormatOptions) -> None:
    check(text, options)


@given(texts)
@some
def test_any_declaration_can_be_formatted(text: str) -> None:
    found = format_declaration(text)
    assert format_declaration(found) == found


@given(modules(), st.data())
@some
def test_a_part_of_a_text_is_formatted_as_the_whole_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = format_edits(text, DEFAULTS, start, end)
    whole = format_edits(text, DEFAULTS, 0, len(text))
    assert {(edit.start, edit.end, edit.text) for edit in part} <= {
        (edit.start, edit.end, edit.text) for edit in whole
    }
    applied(text, part)
