"""Whole texts: what is kept, which lines are edited, what is asked of options."""

from __future__ import annotations

import pytest

from nova_ls.formatting.format_chunk import format_chunk
from nova_ls.formatting.format_module import format_declaration, format_edits, format_module
from nova_ls.formatting.operators import KnownOperator
from nova_ls.formatting.options import (
    DEFAULTS,
    Arrows,
    FormatOptions,
    ImportSort,
    ImportWrap,
    Unicode,
    WrongOption,
    options_from,
)
from tests.syntax.snippets import FIXTURES


def formatted(text: str) -> str:
    return format_module(text).text


def test_a_text_ends_with_one_end_of_line() -> None:
    assert formatted("module M where\n\nx = 1") == "module M where\n\nx = 1\n"
    assert formatted("module M where\n\nx = 1\n\n\n") == "module M where\n\nx = 1\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "-- nothing else\n",
        "module\n",
        "((((",
        "x = (",
        "module  M where {- not closed\n\n\n",
        "module  M where\n\n\n\n{-}\n\n",
        'x  =  """ not closed\n\n',
    ],
)
def test_what_has_nothing_that_parses_stays(text: str) -> None:
    assert formatted(text) == text


def test_a_byte_order_mark_and_a_shebang_stay() -> None:
    text = "\ufeff#!/usr/bin/env nova\nmodule  M where\nx=1\n"
    assert formatted(text) == "\ufeff#!/usr/bin/env nova\nmodule M where\n\nx = 1\n"
    (first, second) = format_edits(text, DEFAULTS, 0, len(text))
    assert text[first.start : first.end] == "module  M where\n"
    assert (second.text, text[second.start : second.end]) == ("\nx = 1\n", "x=1\n")


def test_what_does_not_parse_stays_and_the_rest_is_formatted() -> None:
    text = "module M where\n\na   =  1\n\n\n\nb = (  -- oops\n\n\n\nc  =  3\n"
    found = format_module(text)
    assert found.text == "module M where\n\na = 1\n\n\n\nb = (  -- oops\n\nc = 3\n"
    assert found.kept == 1


def test_a_text_that_is_cut_within_a_line_is_formatted_once() -> None:
    text = "\x1fmodule M where\n\nimport  P\nx  y\n\ndata T :: Type -> Type\n\x1fdata   X\n"
    found = formatted(text)
    assert found == (
        "\x1fmodule M where\n\nimport P\nx  y\n\ndata T :: Type -> Type\n\x1fdata   X\n"
    )
    assert formatted(found) == found


def test_declarations_further_in_move_together_or_not_at_all() -> None:
    assert formatted("module M where\n  a = 1\n  b = 2\n") == "module M where\n\na = 1\nb = 2\n"
    unfinished = "module M where\n  a =   1\n  b = (\n"
    assert formatted(unfinished) == unfinished


def test_only_lines_that_change_are_edited() -> None:
    text = "module M where\n\nf x = do\n  a\n  b   c\n  d\n\ng = 1\nh = do\n  e\n"
    edits = format_edits(text, DEFAULTS, 0, len(text))
    assert [(text[edit.start : edit.end], edit.text) for edit in edits] == [
        ("  b   c\n", "  b c\n"),
    ]


def test_lines_that_end_otherwise_are_not_taken_for_two() -> None:
    text = 'module M where\n\nf = "a\u2028b"   "c\x0bd"\n'
    (edit,) = format_edits(text, DEFAULTS, 0, len(text))
    assert text[edit.start :] == 'f = "a\u2028b"   "c\x0bd"\n'


def test_a_part_is_formatted_by_whole_declarations() -> None:
    text = "module M where\n\na  =  1\nb  =\n  2   3\nc  =  3\n"
    start = text.index("2   3")
    (edit,) = format_edits(text, DEFAULTS, start, start + 1)
    assert text[edit.start : edit.end] == "b  =\n  2   3\n"
    assert edit.text == "b =\n  2 3\n"
    line = text.index("a  =")
    (edit,) = format_edits(text, DEFAULTS, line, text.index("b  ="))
    assert edit.text == "a = 1\n"


def test_a_declaration_alone() -> None:
    assert format_declaration("f  ::  Int\nf=1\n") == "f :: Int\nf = 1"
    assert format_declaration("f  = (") == "f  = ("


def test_a_chain_of_instances_is_one_group() -> None:
    text = "module M where\n\ninstance A Int\nelse instance A a\ninstance B Int\ninstance B a\n"
    assert formatted(text) == (
        "module M where\n\ninstance A Int\nelse instance A a\n\ninstance B Int\ninstance B a\n"
    )


def test_declarations_behind_the_header_go_to_lines_of_their_own() -> None:
    text = "module M where f x = 1\nf y = 2\ng = 3\n"
    assert formatted(text) == "module M where\n\nf x = 1\nf y = 2\n\ng = 3\n"
    assert formatted(formatted(text)) == formatted(text)


def test_own_operators_bind_as_they_are_declared() -> None:
    use = "x = a\n  <?!> b\n  <!?> c\n"
    own = "infixl 2 f as <?!>\ninfixl 3 g as <!?>\n\n"
    assert formatted(f"module M where\n\n{use}") == f"module M where\n\n{use}"
    assert formatted(f"module M where\n\n{own}{use}") == (
        f"module M where\n\n{own}x = a\n  <?!> b\n    <!?> c\n"
    )


OPERATORS = frozenset(
    {KnownOperator("Mine", False, "<?!>", 2), KnownOperator("Mine", False, "<!?>", 3)}
)


@pytest.mark.parametrize(
    ("imports", "is_known"),
    [
        ("import Mine", True),
        ("import Mine as M", True),
        ("import Mine ((<?!>), (<!?>))", True),
        ("import Mine (type (<?!>), f)", False),
        ("import Mine hiding (f)", True),
        ("import Mine hiding ((<?!>), (<!?>))", False),
        ("import Other", False),
    ],
)
def test_imported_operators_bind_as_the_table_says(imports: str, is_known: bool) -> None:
    text = f"module M where\n\n{imports}\n\nx = a\n  <?!> b\n  <!?> c\n"
    assert formatted(text) == text
    assert (format_module(text, FormatOptions(operators=OPERATORS)).text != text) is is_known


@pytest.mark.parametrize(
    "source",
    [
        "(" * 200 + "a" + ")" * 200,
        "[ " * 200 + "]" * 200,
        "\\a -> " * 100 + "a",
        "f (\\a -> do\n" * 1 + "  a)",
        " + ".join("a" for _ in range(3000)),
        "f " + " ".join("a" for _ in range(3000)),
        "[" + ", ".join("a" for _ in range(3000)) + "]",
        "".join(f"if a{n} then b else " for n in range(1000)) + "c",
        "a" + ".b" * 200,
        "do\n" + "  a\n" * 3000,
    ],
    ids=range(10),
)
def test_deep_and_long_declarations(source: str) -> None:
    text = f"module M where\n\nx = {source}\n"
    found = format_module(text)
    assert found.kept == 0
    assert formatted(found.text) == found.text


def test_every_form_of_the_grammar_is_written() -> None:
    text = (FIXTURES / "grammar.nova").read_text("utf-8")
    assert format_module(text).kept == 0


def test_an_edit_formats_its_declaration_anew_and_nothing_else() -> None:
    text = "module M where\n\n" + "".join(f"fresh{n} x = x + {n}\n" for n in range(50))
    formatted(text)
    before = format_chunk.cache_info().misses
    formatted(text.replace("x + 7\n", "x + 700\n"))
    assert format_chunk.cache_info().misses == before + 1


def test_options_have_the_names_of_the_usual_settings() -> None:
    assert options_from({}) == DEFAULTS
    settings = {
        "importSort": "ide",
        "importWrap": "auto",
        "indent": 4,
        "operatorsFile": None,
        "ribbon": 0.5,
        "typeArrowPlacement": "last",
        "unicode": "never",
        "width": 100,
    }
    assert options_from(settings) == FormatOptions(
        4, 100, 0.5, Arrows.LAST, Unicode.NEVER, ImportSort.IDE, ImportWrap.AUTO
    )
    assert options_from({"width": None, "somethingElse": 1}) == DEFAULTS


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"indent": 0}, "`indent` must be a whole number from 1 on"),
        ({"width": "wide"}, "`width` must be a whole number from 1 on"),
        ({"width": True}, "`width` must be a whole number from 1 on"),
        ({"ribbon": 2}, "`ribbon` must be a number from 0 to 1"),
        ({"unicode": "sometimes"}, '`unicode` must be "source" or "always" or "never"'),
    ],
)
def test_wrong_options_are_told(settings: dict[str, object], message: str) -> None:
    with pytest.raises(WrongOption, match=message):
        options_from(settings)
