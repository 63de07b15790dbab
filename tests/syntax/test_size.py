"""Long and deep programs: recursion is bounded by nesting, nesting by a diagnostic. That steps grow with length is what test_steps.py counts."""

from __future__ import annotations

import pytest

from nova_ls.syntax.chunks import split
from nova_ls.syntax.parser import parse_chunk
from tests.syntax.printer import print_tree

LONG = {
    "array": "x = [" + ", ".join(["1"] * 10_000) + "]",
    "operators": "x = " + " <> ".join(["a"] * 5_000),
    "ticks": "x = a" + " `f` a" * 5_000,
    "statements": "x = do\n" + "".join(f"  a{i} <- foo {i}\n" for i in range(3_000)),
    "arrows": "x :: " + " -> ".join(["Int"] * 10_000),
    "constraints": "x :: " + "C a => " * 10_000 + "a",
    "foralls": "x :: " + "forall a. " * 10_000 + "a",
    "arguments": "x = f" + " a" * 20_000,
    "else if": "x = " + "if a then b else " * 5_000 + "c",
    "guards": "x" + "".join(f"\n  | a{i} = {i}" for i in range(5_000)),
    "equations": "".join(f"f {i} = {i}\n" for i in range(5_000)),
    "constructors": "data A = " + "B | " * 20_000 + "C",
    "nested within the bound": "x = " + "(" * 250 + "1" + ")" * 250,
}
DEEP = {
    "parentheses": "x = " + "(" * 2_000 + "1" + ")" * 2_000,
    "arrays": "x = " + "[" * 2_000 + "1" + "]" * 2_000,
    "records": "x = " + "{a:" * 2_000 + "1" + "}" * 2_000,
    "updates": "x = r" + " { a" * 2_000 + " = 1" + "}" * 2_000,
    "types": "x :: " + "(" * 2_000 + "Int" + ")" * 2_000,
    "patterns": "x " + "(" * 2_000 + "a" + ")" * 2_000 + " = 1",
    "lambdas": "x = " + "\\a -> " * 5_000 + "1",
    "lets": "x = " + "let a = 1 in " * 3_000 + "c",
    "blocks": "x = " + "do " * 3_000 + "c",
    "cases": "x = " + "case a of b -> " * 3_000 + "c",
    "minus": "x = " + "- " * 5_000 + "1",
    "fields": "x = a" + ".b" * 10_000,
    "names of patterns": "f " + "a@" * 5_000 + "b = 1",
    "unclosed": "x = " + "(" * 20_000,
    "constraints": "instance " + "(" * 2_000 + "C a" + ")" * 2_000 + " => C b",
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_length_does_not_count_as_nesting(text: str) -> None:
    tree = parse_chunk(text)
    assert tree.errors == ()
    assert print_tree(tree) == text


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_deep_nesting_is_one_diagnostic(text: str) -> None:
    tree = parse_chunk(text)
    arguments = [error.problem.values for error in tree.errors]
    assert arguments == [("at most 256 levels of nesting", "more")]
    assert print_tree(tree) == text


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        'x = "' + "a" * 5_000_000 + '"',
        'x = "' + "a" * 5_000_000,
        'x = """' + 'a"' * 2_500_000,
        "x = 1 {-" + "a-" * 2_500_000,
        "x = a " + "-" * 5_000_000,
        "x = a " + "+" * 5_000_000 + " b",
        "x = 1" + "\n" * 2_000_000,
        "x = 1" + " " * 5_000_000,
        "x = " + "1" * 1_000_000,
        "x = " + "'" * 300_000,
        "x = " + "A." * 500_000 + "b",
        "x = " + ") <- " * 20_000,
        "".join("(\n" for _ in range(3_000)),
        "x = " + "(a ] " * 5_000,
    ],
    ids=range(14),
)
def test_millions_of_characters_are_read_to_their_end(text: str) -> None:
    chunks = split(text)
    assert "".join(chunk.text for chunk in chunks) == text
    for chunk in chunks:
        tree = parse_chunk(chunk.text)
        assert tree.errors or print_tree(tree) == chunk.text
