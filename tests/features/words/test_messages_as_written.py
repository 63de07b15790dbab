"""Messages use the author's words: synonyms and operators as they are written, qualified names as they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.features.diagnostics import Messages, diagnostics
from nova_ls.features.message_words import MOST
from nova_ls.features.scope_folder import ScopeFolder
from nova_ls.types.core.type import INT
from nova_ls.types.render.render_type import render_signature
from tests.compiler.world import retype, settle
from tests.features.fixture import Fixture, load

PRICES = """
module Main where
import Prelude
import Shop
type Price = { amount :: Int, currency :: String }
type Priced a = { price :: Price, thing :: a, comment :: String }
"""

SHOP = """--- Shop
module Shop where
type Owner = { name :: String, address :: Array String, telephone :: Array Int, age :: Int }
owner :: Int -> Owner
owner n = owner n
"""


def told(loaded: Fixture, folder: ScopeFolder | None = None) -> dict[str, dict[str, object]]:
    """What an editor is told of Main, by code."""
    file = loaded.workspace.files[Path("/fixture/Main.nova")]
    items, _ = diagnostics(loaded.workspace, file, Encoding.UTF32, Path.as_uri, {}, folder=folder)
    return {str(item["code"]): item for item in items}


def message(body: str, code: str) -> str:
    return str(told(load(PRICES + body + "\n" + SHOP))[code]["message"])


def test_synonyms_are_shown_as_their_author_wrote_them() -> None:
    text = message("f :: Array Price -> Int\nf prices = prices", "TypesDoNotUnify")
    assert text == "Expected `Int`, but found `Array Price`."


def test_synonyms_with_parameters_and_those_of_other_modules_too() -> None:
    text = message("f :: Priced Owner -> Array Owner -> Int\nf a b = a", "TypesDoNotUnify")
    assert "found `Priced Owner`" in text


def test_the_missing_signature_is_suggested_with_synonyms() -> None:
    text = message("f a = owner (a.amount + 1)", "MissingTypeDeclaration")
    assert "Owner" in text and "telephone" not in text


def test_an_edit_of_a_synonym_is_seen_at_once() -> None:
    folder = ScopeFolder()
    loaded = load(PRICES + "f :: Array Price -> Int\nf prices = prices\n" + SHOP)
    loaded.workspace.program.world.onlookers.append(folder)
    assert "`Array Price`" in str(told(loaded, folder)["TypesDoNotUnify"]["message"])
    path = Path("/fixture/Main.nova")
    before = loaded.module.source.text
    after = before.replace("currency :: String }", "currency :: Int }", 1)
    retype(loaded.workspace, path, before, after)
    for _ in loaded.workspace.settle():
        pass
    assert (folder.take_changed(), folder.take_changed()) == ({"Main"}, set())
    assert "`Array Price`" in str(told(loaded, folder)["TypesDoNotUnify"]["message"])


def test_an_operator_is_called_as_it_is_written() -> None:
    text = message('f :: String\nf = "a" / "b"', "NoInstanceFound")
    assert "The use of `/` needs it." in text
    item = told(load(PRICES + 'f :: Int\nf = 1 / "b"\n' + SHOP))["TypesDoNotUnify"]
    assert "from `/`" in str(item["relatedInformation"])


def test_the_lines_of_a_record_stand_under_each_other() -> None:
    fields = ", ".join(f"field{number} :: Array String" for number in range(6))
    text = message(f"f :: {{ {fields} }} -> Int\nf it = ?what", "HoleInferredType")
    lines = text.split("\n")
    first = next(index for index, line in enumerate(lines) if line.startswith("  it"))
    assert all(line.startswith("    ") for line in lines[first + 1 : first + 8])


def test_a_qualified_name_is_no_operator() -> None:
    assert render_signature("Map.lookup", INT) == "Map.lookup :: Int"
    assert render_signature("Map.!", INT) == "(Map.!) :: Int"


MONEY = """
module Main where
import Prelude
import Data.Maybe (Maybe(..))
type Price = Int
type Name = String
type Item = { name :: Name, price :: Price }
type Box a = Array a
double :: Price -> Price
double p = p + p
nameOf :: Item -> Name
nameOf i = i.name
prices :: Array Price -> Price
prices _ = 0
boxed :: Box Price -> Price
boxed _ = 0
"""

MISMATCHES = [
    ('f = double "x"', "Expected `Price`, but found `String`."),
    ("f :: Price -> String\nf p = p", "Expected `String`, but found `Price`."),
    ("f :: Item -> Price\nf i = nameOf i", "Expected `Price`, but found `Name`."),
    ("f i = double (nameOf i)", "Expected `Price`, but found `Name`."),
    ('f = prices [ "a" ]', "Expected `Price`, but found `String`."),
    ("f = prices (Just 1)", "Expected `Array Price`, but found `Maybe Int`."),
    ('f = prices "a"', "Expected `Array Price`, but found `String`."),
    ("f = boxed (Just 1)", "Expected `Array Int`, but found `Maybe Int`."),
    ("f i = i.price + nameOf i", "Expected `Price`, but found `Name`."),
    ("f i = double i + nameOf i", "Expected `Price`, but found `Name`."),
    ("f :: Array Price -> Array Name\nf x = x", "Expected `Array Name`, but found `Array Price`."),
    ('f :: Price -> Price\nf p = if true then "a" else p', "Expected `Price`, but found `String`."),
    ("f :: Item\nf = { name: 1, price: 2 }", "Expected `Name`, but found `Int`."),
    ("f :: Int -> String\nf n = n", "Expected `String`, but found `Int`."),
    ("f :: Name\nf = let n = 1 in n + 2", "Expected `Name`, but found `Int`."),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), MISMATCHES)
def test_a_mismatch_is_told_in_the_words_of_the_declarations(body: str, expected: str) -> None:
    found = [item for item in told(load(f"{MONEY}{body}\n")).values() if item["severity"] == 1]
    assert [item["message"] for item in found] == [expected]


def test_the_words_of_a_mismatch_follow_their_declarations() -> None:
    """The types are the same, so that nothing is checked again: but what they are called is not."""
    loaded = load(
        f'{MONEY.replace("import Prelude", "import Prelude" + chr(10) + "import Till (pay)")}f = pay "x"\ng = double "x"\n{TILL}'
    )
    file = loaded.workspace.files[Path("/fixture/Main.nova")]
    messages: Messages = {}
    for path, before, after, expected in (
        ("Main", "", "", ["Expected `Price`, but found `String`."] * 2),
        ("Main", "double :: Price -> Price", "double :: Int -> Int", ["`Price`", "`Int`"]),
        ("Till", "pay :: Price -> Int", "pay :: Int -> Int", ["`Int`", "`Int`"]),
    ):
        if before:
            retype(loaded.workspace, Path(f"/fixture/{path}.nova"), before, after)
            settle(loaded.workspace)
        found, messages = diagnostics(loaded.workspace, file, Encoding.UTF32, Path.as_uri, messages)
        texts = [one["message"] for one in found if one["severity"] == 1]
        assert len(texts) == len(expected)
        assert all(part in text for part, text in zip(expected, texts, strict=True)), texts


TILL = """--- Till
module Till where
type Price = Int
pay :: Price -> Int
pay p = p
"""


def test_of_very_many_mismatches_the_types_are_told_as_they_are() -> None:
    many = "".join(f'f{number} = double "x"\n' for number in range(MOST + 1))
    loaded = load(MONEY + many)
    file = loaded.workspace.files[Path("/fixture/Main.nova")]
    found, messages = diagnostics(loaded.workspace, file, Encoding.UTF32, Path.as_uri, {})
    texts = {one["message"] for one in found if one["severity"] == 1}
    assert texts == {"Expected `Int`, but found `String`."}
    retype(loaded.workspace, Path("/fixture/Main.nova"), 'f1 = double "x"', "f1 = double 1")
    settle(loaded.workspace)
    found, _ = diagnostics(loaded.workspace, file, Encoding.UTF32, Path.as_uri, messages)
    texts = {one["message"] for one in found if one["severity"] == 1}
    assert texts == {"Expected `Price`, but found `String`."}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("f i = double i", "f :: Price -> Price"),
        ("f i = nameOf i", "f :: Item -> Name"),
        ("f n = n + 1", "f :: Int -> Int"),
    ],
)
def test_a_missing_signature_is_suggested_in_the_words_of_the_declarations(
    body: str, expected: str
) -> None:
    found = told(load(f"{MONEY}{body}\n"))["MissingTypeDeclaration"]["message"]
    assert expected in str(found)
