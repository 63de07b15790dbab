"""What an input is, and whether it goes on (prompt/read_input.py)."""

from __future__ import annotations

import pytest

from nova_ls.prompt.read_input import InputKind, read

KINDS = [
    ("", InputKind.NOTHING),
    ("-- a comment", InputKind.NOTHING),
    (":type 1", InputKind.COMMAND),
    ("import Data.Array (head)", InputKind.IMPORT),
    ("f 1 2", InputKind.EXPRESSION),
    ("x == y", InputKind.EXPRESSION),
    ("f $ \\x -> x", InputKind.EXPRESSION),
    ("1 :: Int", InputKind.EXPRESSION),
    ("let x = 1 in x", InputKind.EXPRESSION),
    ("{ a: 1 }", InputKind.EXPRESSION),
    ("if a then b else c", InputKind.EXPRESSION),
    ("case x of\n  1 -> 2", InputKind.EXPRESSION),
    ("x = 1", InputKind.DECLARATIONS),
    ("f 0 = 1\nf n = n", InputKind.DECLARATIONS),
    ("f :: Int\nf = 1", InputKind.DECLARATIONS),
    ("let x = 1", InputKind.DECLARATIONS),
    ("let x = 1\n    y = 2", InputKind.DECLARATIONS),
    ("let\n  x = 1\n  y = 2", InputKind.DECLARATIONS),
    ("data T = A | B", InputKind.DECLARATIONS),
    ("instance Show T where\n  show _ = \"T\"", InputKind.DECLARATIONS),
    ("infixl 4 f as <+>", InputKind.DECLARATIONS),
    ("a | b = 1\n  | true = 2", InputKind.DECLARATIONS),
]  # fmt: skip
GOES_ON = [
    "1 +",
    "f (",
    "[1,",
    "{ a: 1",
    "\\x ->",
    "case x of",
    "case x",
    "if a then b",
    "if a",
    "do",
    "let x = 1 in",
    "let",
    "x =",
    "f :: Int ->",
    "data T = A |",
    "data T =",
    "import Data.",
    "import Data.Array (",
    "map (\\x -> case x of",
    'x = """a',
    "{- a",
    "f x = do",
    "f = x where",
    "instance C T where",
]
WRONG = [")", "f x = )", "1 2 )", "x = = 1", '"abc', "f (]", "data t"]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_what_an_input_is(text: str, kind: InputKind) -> None:
    found = read(text)
    assert (found.kind, found.goes_on) == (kind, False)


@pytest.mark.parametrize("text", GOES_ON)
def test_what_is_not_complete_goes_on(text: str) -> None:
    assert read(text).goes_on


@pytest.mark.parametrize("text", WRONG)
def test_what_nothing_could_complete_is_told_at_once(text: str) -> None:
    found = read(text)
    assert not found.goes_on
    assert not found.is_right


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("case x of\n  1 -> 2", True),
        ("case x of\n  1 -> 2\n", False),
        ("f\n  1", False),
        ("f 1", False),
    ],
)
def test_an_empty_line_ends_a_block(text: str, is_open: bool) -> None:
    assert read(text).is_open is is_open


def test_each_declaration_knows_where_it_was_typed() -> None:
    pieces = read("let\n   x = 1\n\n   y = 2").pieces
    assert [(each.text.strip(), each.line, each.indent) for each in pieces] == [
        ("x = 1", 0, 3),
        ("y = 2", 2, 3),
    ]
