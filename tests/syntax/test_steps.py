"""Splitting, lexing, layout and parsing take steps in proportion to the text, whatever the text is. Counted, not timed."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest

from nova_ls.syntax.chunks import Edit, resplit, split
from nova_ls.syntax.layout import lay_out_chunk
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.parser import parse_chunk
from tests.base.line_steps import steps
from tests.syntax.printer import print_tree

# What stands before, what is repeated, what stands behind.
TEXTS: Final = (
    ("x = ", "(", ""), ("x = ", "[", ""), ("x = ", "{", ""), ("x = ", ")", ""), ("x = ", "([{", ""),
    ("x = ", "([)]", ""), ("", "(\n", ""), ("x =\n", "  [\n", ""), ("", "x (\n", ""), ("", "f ( = 1\n", ""),
    ("x = ", "let a = 1 in ", "1"), ("x = ", "let a = ", "1"), ("x = ", "let ", ""), ("x =\n", "  let a = 1\n", ""),
    ("x = ", "in ", ""), ("x = ", "do ", "1"), ("x = ", "do in ", ""), ("x = ", "do then ", ""),
    ("x = 1 ", "where a = 1 ", ""), ("x = 1\n", "  where a = 1\n", ""), ("x = ", "case a of b -> ", "1"),
    ("x = ", "case do of ", ""), ("x = ", "of ", ""), ("x = ", "if a then ", "1"), ("x = ", "if do then ", ""),
    ("x = ", "let a = | ", ""), ("x = ", "let a = in ", ""), ("x = do\n", "  a <-\n", ""), ("x = do\n", "  let a = 1\n  in\n", ""),
    ("x = do\n", "  a <- ) (\n", ""), ("x = ", "ado a <- b in ", "1"), ("x = 1", " + 1", ""), ("x = ", "+ ", ""),
    ("x = ", "- ", "1"), ("x = ", "a `f` ", "1"), ("x = ", "` ", ""), ("x = ", "do ` ", ""), ("x = ", "-> ", ""),
    ("x = ", "| ", ""), ("x\n", "  | a = 1\n", ""), ("x = ", "= ", ""), ("x = ", ", ", ""), ("x = [", "do , ", ""),
    ("x = ", ". ", ""), ("x = a", ".b", ""), ("x = ", "_.", ""), ("x = ", "\\a -> ", "1"), ("x = ", "\\ ", ""),
    ("x = 1\n", "-- a\n", ""), ("x = 1\n", "{- a -}\n", ""), ("x = 1 ", "{- ", ""), ("", "-- | a\n", "x = 1"),
    ("x :: ", "forall a. ", "a"), ("x :: ", "forall ", ""), ("x :: ", "C => ", "a"), ("x :: ", "Int -> ", "Int"),
    ("x :: ", "(", ""), ("x :: ", "{ a :: ", ""), ("x :: ", "(a :: ", ""), ("f ", "a@", "b = 1"), ("f ", "(", " = 1"),
    ("data A = ", "B (", ""), ("data A = ", "| ", ""), ("data A ", "(a :: ", ""), ("class ", "(", ""),
    ("class ", "C <= ", ""), ("", "class (\n", ""), ("class C a | ", "a -> a, ", ""), ("instance ", "(", ""),
    ("", "instance C a\nelse\n", ""), ("", "instance C a else\n", ""), ("import A (", "(", ""), ("import A (", "B(..), ", ""),
    ("", "f 1 = 1\n", ""), ("", "f :: (\n", ""), ("", "x\n", ""), ("", "$\n", ""), ("", "1\n", ""), ("x = ", '"', ""),
    ("", 'x = "\n', ""), ("x = ", '"""', ""), ("x = ", "' ", ""), ("x = ", "\t1", ""), ("x = r", " { a = ", ""),
    ("x = f ", "@a ", ""), ("x = 1 ", ":: Int ", ""), ("x = ", "é§", ""), ("x = let\n", "  a = (\n", ""),
    ("type role A ", "nominal ", ""), ("x = (((((((((\n", "  do\n", ""), ("x = if a\n", "  else\n", ""),
)  # fmt: skip
COUNT: Final = 320  # above the bound of nesting, past which other code runs
SLACK: Final = 400


def phases(text: str) -> dict[str, Counter[str]]:
    """The steps of each phase on a module's text, and of an edit at its end."""
    chunks = split(text)
    lexed = [lex(chunk.text) for chunk in chunks]
    return {
        "split": steps(lambda: split(text)),
        "lex": steps(lambda: [lex(chunk.text) for chunk in chunks]),
        "layout": steps(lambda: [lay_out_chunk(lexemes) for lexemes in lexed]),
        "parse": steps(lambda: [parse_chunk(chunk.anchored) for chunk in chunks]),
        "edit": steps(lambda: resplit(chunks, Edit(len(text), len(text), "y"))),
    }


@pytest.mark.slow
@pytest.mark.parametrize(("before", "unit", "after"), TEXTS)
def test_steps_grow_with_the_text(before: str, unit: str, after: str) -> None:
    few = phases(f"module M where\n\n{before}{unit * COUNT}{after}\n")
    many = phases(f"module M where\n\n{before}{unit * 2 * COUNT}{after}\n")
    for phase, counted in many.items():
        assert counted.total() <= 2.5 * few[phase].total() + SLACK, (phase, counted - few[phase])


def test_steps_of_what_is_not_linear_are_counted() -> None:
    def pairs(length: int) -> int:
        return sum(1 for each in range(length) for other in range(each))

    few, many = steps(lambda: pairs(50)).total(), steps(lambda: pairs(100)).total()
    assert many > 2.5 * few + SLACK


@pytest.mark.parametrize(
    ("unit", "count", "errors"),
    [
        ("(", 600_000, "at most 256 levels of nesting"),
        ("{ a: [", 100_000, "at most 256 levels of nesting"),
        ("where a = 1 ", 20_000, "at most 256 levels of nesting"),
        pytest.param(
            "a ", 600_000, "at most 500,000 tokens in a declaration", marks=pytest.mark.slow
        ),
    ],
)
def test_what_is_too_much_is_one_mistake_and_is_not_read_to_its_end(
    unit: str, count: int, errors: str
) -> None:
    text = "x = 1 " + unit * count
    tree = parse_chunk(text)
    assert [error.problem.values for error in tree.errors] == [(errors, "more")]
    assert tree.end == len(text.rstrip())
    assert print_tree(tree) == text


def test_many_wrong_brackets_are_one_mistake() -> None:
    tree = parse_chunk("x = 1 " + "{" * 600_000)
    assert [error.problem.values for error in tree.errors] == [("a field name", "`{`")]


def test_lines_of_open_brackets_are_one_chunk() -> None:
    chunks = split("module M where\n\nx = 1\n\n" + "(\n[\n" * COUNT + "y = 2\n")
    assert [chunk.text.count("\n") for chunk in chunks] == [1, 2, 2 * COUNT + 1, 1]
