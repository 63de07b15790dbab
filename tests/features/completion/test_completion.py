"""Completion: what is offered where."""

from __future__ import annotations

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.features.completion.resolved_entry import completion_detail
from tests.features.completion.check import labels, offered
from tests.features.fixture import load

RECORD = """
    module Main where
    type Person = { name :: String, home :: { street :: String, number :: Int } }
    make :: Int -> Person
    make n = make n
    f :: Person -> Int
    f person = EXPRESSION
    after = 1
"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("person.<CURSOR>", ["home", "name"]),
        ("person.na<CURSOR>", ["name"]),
        ("person.home.<CURSOR>", ["number", "street"]),
        ("person.home.nu<CURSOR>", ["number"]),
        ("(make 3).na<CURSOR>", ["name"]),
        ("(if true then person else make 3).na<CURSOR>", ["name"]),
        ("((person :: Person)).na<CURSOR>", ["name"]),
        ("(make 3).<CURSOR>", ["home", "name"]),
        ("(make 3).home.<CURSOR>", ["number", "street"]),
        ("let p = make 1 in p.<CURSOR>", ["home", "name"]),
        ("after.<CURSOR>", []),
        ("let theUser = make 1 in theUser.<CURSOR>", ["home", "name"]),
        ("let twinB = make 1 in { twinB }.twinB.na<CURSOR>", ["name"]),
    ],
)
def test_fields_of_the_record_before_the_dot(expression: str, expected: list[str]) -> None:
    assert labels(RECORD.replace("EXPRESSION", expression)) == expected


def test_fields_have_their_types() -> None:
    found = offered(RECORD.replace("EXPRESSION", "person.<CURSOR>"))
    assert found is not None
    assert [e.detail for e in found.entries] == ["{ number :: Int, street :: String }", "String"]


def test_locals_come_first_the_innermost_before_the_others() -> None:
    found = labels("""
        module Main where
        f outer = let middle = outer in case middle of
          inner -> <CURSOR>
        g elsewhere = 1
    """)
    assert found[:3] == ["inner", "middle", "outer"]
    assert "elsewhere" not in found
    assert "f" in found and "case" in found


def test_variables_of_earlier_statements_are_offered() -> None:
    found = labels("""
        module Main where
        import Prelude
        import Effect (Effect)
        f :: Effect Int -> Effect Int
        f get = do
          one <- get
          let two = one
          pure (<CURSOR>)
          three <- get
          pure three
    """)
    assert {"one", "two", "get"} <= set(found)
    assert "three" not in found


def test_names_after_a_qualifier_are_those_of_its_imports() -> None:
    found = labels("""
        module Main where
        import Other as O
        x = O.<CURSOR>
        --- Other
        module Other (thing, Box(..)) where
        thing = 1
        hidden = 2
        data Box = Full
    """)
    assert sorted(found) == ["Full", "thing"]


def test_modules_in_an_import() -> None:
    found = labels("""
        module Main where
        import <CURSOR>
        --- Other.Module
        module Other.Module where
    """)
    assert {"Other.Module", "Data.Maybe", "Prim.Row"} <= set(found)


def test_a_dotted_module_name_is_replaced_as_a_whole() -> None:
    found = offered("""
        module Main where
        import Data.May<CURSOR>
    """)
    assert found is not None
    assert found.word.typed == "Data.May"
    assert found.word.end - found.word.start == len("Data.May")


def test_exports_in_an_import_list() -> None:
    fixture = """
        module Main where
        import Other (LIST<CURSOR>)
        --- Other
        module Other where
        thing = 1
        data Box = Full | Empty
        class Shape a where
          area :: a -> Int
        infixl 4 both as <<
        both a b = a
    """
    assert set(labels(fixture.replace("LIST", ""))) == {
        "thing", "Box", "class Shape", "area", "(<<)", "both",
    }  # fmt: skip
    assert sorted(labels(fixture.replace("LIST", "Box("))) == ["Empty", "Full"]
    assert labels(fixture.replace("LIST", "thing, Box (Full, E")) == ["Empty"]
    assert "thing" in labels(fixture.replace("LIST", "Box(Full), th"))
    hiding = fixture.replace("import Other (LIST", "import Other hiding (")
    assert "thing" in labels(hiding)
    assert "thing" not in labels(fixture.replace("LIST", "thing) as O"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("class ", ["Shape", "Size"]),
        ("thing, class Sh", ["Shape"]),
        ("class\n    ", ["Shape", "Size"]),
        ("type ", ["(~>)"]),
        ("type (", ["~>"]),
        ("type (~", ["~>"]),
        ("(", ["<<", "<<<"]),
        ("thing, (<", ["<<", "<<<"]),
        ("cla", ["class Shape", "class Size"]),
        ("b", ["Box"]),
        ("Si", ["class Size"]),
    ],
)
@pytest.mark.parametrize("hiding", ["", "hiding "])
def test_what_stands_in_a_list_already_is_not_said_twice(
    written: str, expected: list[str], hiding: str
) -> None:
    fixture = """
        module Main where
        import Other HIDING(LIST<CURSOR>)
        --- Other
        module Other where
        data Box a b = Full
        class Shape a
        class Size a
        infixl 4 Full as <<
        infixl 4 Full as <<<
        infixr 4 type Box as ~>
    """
    fixture = fixture.replace("LIST", written.replace("\n", "\n" + " " * 8))
    found = labels(fixture.replace("HIDING", hiding))
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(("operator", "word"), [("(<", "<"), ("(", ""), ("(<<", "<<")])
def test_an_operator_begun_in_a_list_is_replaced(operator: str, word: str) -> None:
    found = offered(f"""
        module Main where
        import Other ({operator}<CURSOR>)
        --- Other
        module Other where
    """)
    assert found is not None and found.word.typed == word


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("class ", ["Shape"]),
        ("module ", ["M", "Main", "Other.Thing"]),
        ("module Other.", ["Other.Thing"]),
        ("thing, module Other.Th", ["Other.Thing"]),
    ],
)
def test_an_export_list_goes_on_from_its_keyword(written: str, expected: list[str]) -> None:
    found = labels(f"""
        module Main ({written}<CURSOR>) where
        import Other.Thing
        import Other.Thing as M
        class Shape a
        thing = 1
        --- Other.Thing
        module Other.Thing where
        one = 1
    """)
    assert sorted(found) == expected


def test_own_names_in_an_export_list() -> None:
    found = labels("""
        module Main (<CURSOR>) where
        thing = 1
    """)
    assert found == ["thing"]


@pytest.mark.parametrize(
    "line", ["x = 1 -- com<CURSOR>ment", 'x = "te<CURSOR>xt"', "{- a <CURSOR>"]
)
def test_nothing_in_comments_and_strings(line: str) -> None:
    assert offered(f"module Main where\n{line}") is None


def test_an_entry_is_described_when_it_is_resolved() -> None:
    loaded = load("""
        module Main where
        -- | The thing.
        thing :: Int
        thing = 1
    """)
    key = element_key("Main", Space.VALUE, "thing")
    assert completion_detail(loaded.snapshot, key) == ("thing :: Int", "The thing.")
