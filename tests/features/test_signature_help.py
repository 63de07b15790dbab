"""Signature help: the function around the cursor and the argument that is being written."""

from __future__ import annotations

import pytest

from nova_ls.compiler.queries.probe import probe
from nova_ls.features.completion.spot import spot_at
from nova_ls.features.signature_help import SignatureHelp, signature_help
from tests.features.fixture import load


def help_at(text: str) -> SignatureHelp | None:
    loaded = load(text)
    spot = spot_at(loaded.module, loaded.offset)
    if spot is None:
        return None
    answers = loaded.workspace.program.answers
    return signature_help(loaded.snapshot, spot, probe(answers, loaded.module, spot.declarations))


def shown(text: str) -> tuple[str, str] | None:
    """The name of the function, and the parameter that the cursor is at."""
    found = help_at(text)
    if found is None:
        return None
    start, end = found.parameters[found.active]
    return found.label.split(" ", maxsplit=1)[0], found.label[start:end]


MODULE = """
    module Main where
    infixr 0 apply as $
    apply :: forall a b. (a -> b) -> a -> b
    apply f x = f x
    infixl 6 plus as +
    plus :: Int -> Int -> Int
    plus a _ = a
    type Price = Int
    type Options = { width :: Int, deep :: { height :: Int } }
    data Pair = Pair Int String
    -- | Adds.
    add :: Int -> (Int -> String) -> Array Int -> Int
    add n f rest = n
    more :: Int -> String
    more n = ""
    cost :: Price
      -> Options
      -> Price
    cost p _ = p
    x = CALL
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("add <CURSOR>", ("add", "Int")),
        ("add 1 <CURSOR>", ("add", "(Int -> String)")),
        ("add 1 more <CURSOR>", ("add", "Array Int")),
        ("add 1 more [] <CURSOR>", None),
        ("add 1 mo<CURSOR>re []", ("add", "(Int -> String)")),
        ("add <CURSOR> more []", ("add", "Int")),
        ("add\n      1\n      <CURSOR>", ("add", "(Int -> String)")),
        # Nested calls and what stands in brackets.
        ("more (add 1 <CURSOR>)", ("add", "(Int -> String)")),
        ("more (<CURSOR>)", ("more", "Int")),
        ("add 1 (more <CURSOR>", ("more", "Int")),
        ("add 1 more [ <CURSOR> ]", ("add", "Array Int")),
        ("cost 1 { <CURSOR> }", ("cost", "Options")),
        ("cost 1 { width: <CURSOR> }", ("cost", "Options")),
        ("cost 1 { deep: { height: <CURSOR> } }", ("cost", "Options")),
        ("cost <CURSOR>", ("cost", "Price")),
        # What is new inside an argument.
        ("add 1 (\\n -> <CURSOR>)", None),
        ("more (if <CURSOR>)", None),
        # Behind `$`, operators and backticks.
        ("more $ <CURSOR>", ("more", "Int")),
        ("add 1 more $ <CURSOR>", ("add", "Array Int")),
        ("more $ add 1 more $ <CURSOR>", ("add", "Array Int")),
        ("1 + <CURSOR>", ("(+)", "Int")),
        ("1 + add <CURSOR>", ("add", "Int")),
        ("1 `add` <CURSOR>", ("add", "(Int -> String)")),
        ("(+) 1 <CURSOR>", ("(+)", "Int")),
        # Constructors, locals, fields.
        ("Pair 1 <CURSOR>", ("Pair", "String")),
        ("case Pair 1 \"\" of\n      Pair 1 <CURSOR> -> 1", ("Pair", "String")),
        ("let g = add 1 in g <CURSOR>", ("g", "(Int -> String)")),
        ("let r = { run: more } in r.run <CURSOR>", ("run", "Int")),
        ("<CURSOR>", None),
        ('"add <CURSOR>"', None),
        ("add -- <CURSOR>", None),
        ("missing <CURSOR>", None),
    ],
)  # fmt: skip
def test_the_argument_at_the_cursor_is_marked(call: str, expected: tuple[str, str] | None) -> None:
    assert shown(MODULE.replace("CALL", call)) == expected


def test_the_label_is_the_signature_as_it_is_written_with_documentation() -> None:
    found = help_at(MODULE.replace("CALL", "add <CURSOR>"))
    assert found is not None
    assert found.label == "add :: Int -> (Int -> String) -> Array Int -> Int"
    assert found.documentation == "Adds."
    found = help_at(MODULE.replace("CALL", "cost <CURSOR>"))
    assert found is not None and found.label == "cost :: Price -> Options -> Price"


def test_a_qualified_name_stands_without_parentheses() -> None:
    found = help_at("""
        module Main where
        import Other as O
        x = O.thing 1 <CURSOR>
        --- Other
        module Other where
        -- | The thing.
        thing :: forall a. a -> String -> Int
        thing _ _ = 1
    """)
    assert found is not None
    assert found.label == "O.thing :: forall a. a -> String -> Int"
    assert found.documentation == "The thing."


def test_arguments_in_a_do_block_and_in_broken_code() -> None:
    text = MODULE.replace("CALL", "do\n      y <- missing\n      add 1 <CURSOR>\n      if then")
    assert shown(text) == ("add", "(Int -> String)")
