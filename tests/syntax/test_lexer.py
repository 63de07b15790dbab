"""Tokens of single pieces of text."""

from __future__ import annotations

import pytest

from nova_ls.syntax import tokens
from nova_ls.syntax.lexer import lex, split_qualified
from nova_ls.syntax.literals import int_value, number_value, string_value

NAMES = {
    value: name
    for name, value in vars(tokens).items()
    if isinstance(value, int) and not name.startswith(("FIRST_", "LAST_", "KIND_"))
}


def kinds(text: str) -> list[str]:
    lexemes = lex(text)
    assert lexemes.errors == []
    return [NAMES[kind] for kind in lexemes.kinds]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x' _x _ é", "LOWER LOWER UNDERSCORE LOWER"),
        ("X Été Data.Map", "UPPER UPPER QUALIFIED_UPPER"),
        ("M.x Été.x M.do M.ado", "QUALIFIED_LOWER QUALIFIED_LOWER DO ADO"),
        ("M.+ M.. M.(+) (+)", "QUALIFIED_OPERATOR QUALIFIED_OPERATOR QUALIFIED_SYMBOL SYMBOL"),
        ("(->) (→) (--) (", "ARROW_NAME ARROW_NAME SYMBOL LEFT_PAREN"),
        (":: ∷ -> → <- ← => ⇒ ∀ forall", "DOUBLE_COLON DOUBLE_COLON RIGHT_ARROW RIGHT_ARROW "
         "LEFT_ARROW LEFT_ARROW RIGHT_FAT_ARROW RIGHT_FAT_ARROW FORALL FORALL"),
        ("<= ⇐ - : @ = | \\ . ..", "LEFT_FAT_ARROW LEFT_FAT_ARROW MINUS COLON AT EQUALS PIPE "
         "BACKSLASH DOT OPERATOR"),
        ("?x ? ?? ∘ <€>", "HOLE OPERATOR OPERATOR OPERATOR OPERATOR"),
        ("|-- x", "OPERATOR LOWER"),
        ("a --> b", "LOWER"),
        ("a {- {- -} b", "LOWER LOWER"),
        ("a {- b", "LOWER"),
        ("1 1_0 0x1F 1.5 1..2 1e3 1.0e-3 0", "INT INT INT NUMBER INT OPERATOR INT NUMBER NUMBER INT"),
        ("'a' '\\'' '\\x41' '\"' x'y'", "CHAR CHAR CHAR CHAR LOWER"),
        ('"a" "" "\\"" """a "b" c"""', "STRING STRING STRING RAW_STRING"),
        ('"""""" """"""" """"""""', "RAW_STRING RAW_STRING RAW_STRING"),
        ('"a\\\n   \\b" "a\\ "', "STRING STRING"),
        ("as hiding role then", "LOWER LOWER LOWER THEN"),
    ],
)  # fmt: skip
def test_kinds(text: str, expected: str) -> None:
    assert kinds(text) == expected.split()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("a\tb", [(1, 2)]),
        ("a\u00a0b", [(1, 2)]),
        ("a;b", [(1, 2)]),
        ("«a»", [(0, 1), (2, 3)]),
        ("漢字", [(0, 2)]),
        ('"abc', [(0, 4)]),
        ('"abc\n"', [(0, 4)]),
        ('"a\\qb"', [(2, 4)]),
        ('"a\\', [(2, 3)]),
        ('"\\x110000"', [(1, 9)]),
        ('"""abc', [(0, 3)]),
        ("'ab'", [(0, 4)]),
        ("'", [(0, 1)]),
        ("'\\'", [(0, 3)]),
        ("'😀'", [(0, 3)]),
        ("01", [(0, 2)]),
        ("0x", [(0, 2)]),
        ("1e", [(1, 2)]),
        ("1e05", [(0, 4)]),
        ("1e999", [(0, 5)]),
        ("1e-999", [(0, 6)]),
        ("M.", [(1, 2)]),
        ("M.where", [(2, 7)]),
        ("M._", [(2, 3)]),
        ("M_N.x", [(0, 5)]),
        ("(=) (|)", [(0, 3), (4, 7)]),
        ("\x00", [(0, 1)]),
    ],
)
def test_mistakes(text: str, spans: list[tuple[int, int]]) -> None:
    assert [(error.start, error.end) for error in lex(text).errors] == spans


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_columns_begin_anew_behind_every_kind_of_newline(newline: str) -> None:
    text = newline.join(["a", "  b", '  "x\\', '   \\y" c', " {- ", " -} d -- e", " f"])
    lexemes = lex(text)
    assert lexemes.columns == [0, 2, 2, 7, 4, 1]


def test_a_shebang_is_a_comment_where_that_is_asked_for() -> None:
    assert lex("#! a\n#! b\nx", shebang=True).texts == ["x"]
    assert lex("#! a").texts == ["#!", "a"]


def test_a_byte_order_mark_is_blank_at_the_top_and_nowhere_else() -> None:
    lexemes = lex("\ufeff#! a\nx", shebang=True)
    assert (lexemes.texts, lexemes.columns, lexemes.errors) == (["x"], [0], [])
    lexemes = lex("\ufeffx", shebang=True)
    assert (lexemes.starts, lexemes.columns, lexemes.errors) == ([1], [1], [])
    assert len(lex("x \ufeff", shebang=True).errors) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"a\tb\"\\\x41\x1F600"', 'a\tb"\\A\U0001f600'),
        (r'"\xD83D\xDE00"', "\U0001f600"),
        (r'"\xD83D"', "\ud83d"),
        ('"a\\\n  \\b"', "ab"),
        ('"""a\\n"b"""', 'a\\n"b'),
        ('"open', "open"),
        ('"""open', "open"),
        ("'\\n'", "\n"),
        ("'''", "'"),
    ],
)
def test_values_of_strings(text: str, value: str) -> None:
    assert string_value(text) == value


def test_values_of_numbers() -> None:
    assert int_value("1_000") == 1000
    assert int_value("0xff") == 255
    assert int_value("0x") == 0
    assert number_value("1_0.5e-1") == 1.05
    assert number_value("1e") == 1


def test_qualified_names_are_split_at_the_right_dot() -> None:
    assert split_qualified("A.B.c") == ("A.B", "c")
    assert split_qualified("A..") == ("A", ".")
    assert split_qualified("A.<.>") == ("A", "<.>")
    assert split_qualified("A.") == ("A", "")
    assert split_qualified("<.>") == ("", "<.>")
