"""What a place takes: keywords, types, classes, members, modules; nothing in comments, strings and numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.features.completion.candidate import CompletionKind
from nova_ls.features.completion.modules import header_completions
from tests.features.completion.check import entries, labels, offered

MODULE = """
    module Main where
    import Prelude
    import Data.Maybe (Maybe(..))
    class Shape a where
      area :: a -> Int
      edge :: a -> Int
    data Color = Red | Green Int
    type Pair = { one :: Int }
    helper :: Int
    helper = 1
    DECLARATION
"""


def at(declaration: str) -> list[str]:
    return labels(MODULE.replace("DECLARATION", declaration.replace("\n", "\n    ")))


def kinds(declaration: str) -> set[str]:
    text = MODULE.replace("DECLARATION", declaration.replace("\n", "\n    "))
    return {entry.kind.name for entry in entries(text)}


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("ins<CURSOR>", "instance"),
        ("instance<CURSOR>", "instance"),
        ("cla<CURSOR>", "class"),
        ("der<CURSOR>", "derive instance"),
        ("imp<CURSOR>", "import"),
        ("foreign <CURSOR>", "import"),
        ("foreign import d<CURSOR>", "data"),
        ("derive <CURSOR>", "instance"),
        ("derive newtype <CURSOR>", "instance"),
        ("import Data.List <CURSOR>", "as"),
        ("f x = case x <CURSOR>", "of"),
        ("f x = case x o<CURSOR>", "of"),
        ("f x = if x t<CURSOR>", "then"),
        ("f x = if x then 1 e<CURSOR>", "else"),
        ("f x = let y = x i<CURSOR>", "in"),
        ("f x = ca<CURSOR>", "case"),
        ("f x = do\n  le<CURSOR>", "let"),
        ("f :: for<CURSOR>", "forall"),
        ("f :: Int\n<CURSOR>", "f"),
        ("f = 1\n  where\n  g :: Int\n  <CURSOR>", "g"),
        ("instance Shape Int where\n  <CURSOR>", "area"),
        ("instance Shape Int where\n  area _ = 1\n  <CURSOR>", "edge"),
        ("instance Sh<CURSOR>", "Shape"),
        ("derive instance E<CURSOR>", "Eq"),
        ("data Box = Box derive (E<CURSOR>", "Eq"),
        ("class Sha<CURSOR> <= Other a", "Shape"),
        ("f :: forall item. Array it<CURSOR>", "item"),
        ("data Tree leaf = Node lea<CURSOR>", "leaf"),
        ("infixl 4 hel<CURSOR> as +++", "helper"),
        ("infixr 4 type Pai<CURSOR> as +++", "Pair"),
    ],
)  # fmt: skip
def test_what_comes_first_at_a_place(declaration: str, expected: str) -> None:
    assert at(declaration)[:1] == [expected]


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("f :: <CURSOR>", {"STRUCT", "CLASS", "KEYWORD"}),
        ("f :: Int -> Ma<CURSOR>", {"STRUCT", "CLASS"}),
        ("f = 1 :: Ma<CURSOR>", {"STRUCT", "CLASS"}),
        ("type T = { a :: Ma<CURSOR> }", {"STRUCT", "CLASS"}),
        ("instance Shape <CURSOR>", {"STRUCT", "CLASS", "KEYWORD"}),
        ("f (<CURSOR>", {"CONSTRUCTOR", "KEYWORD"}),
        ("f = \\<CURSOR>", {"CONSTRUCTOR", "KEYWORD"}),
        ("f = case 1 of\n  <CURSOR>", {"CONSTRUCTOR", "KEYWORD"}),
        ("f = 1 +<CURSOR>", {"OPERATOR"}),
        ("instance <CURSOR>", {"CLASS"}),
        ("f = let <CURSOR>", set()),
        ("class New<CURSOR>", set()),
        ("data New<CURSOR>", set()),
        ("type New<CURSOR>", set()),
        ("f = 12<CURSOR>", set()),
        ("f = 1.5<CURSOR>", set()),
    ],
)  # fmt: skip
def test_what_may_stand_at_a_place(declaration: str, expected: set[str]) -> None:
    assert kinds(declaration) == expected


@pytest.mark.parametrize(
    "line",
    [
        "x = 1 -- hel<CURSOR>per",
        'x = "hel<CURSOR>per"',
        "x = 'h<CURSOR>'",
        "{- hel<CURSOR>",
        "-- | hel<CURSOR>",
        'x = """hel<CURSOR>"""',
    ],
)
def test_nothing_in_comments_and_texts(line: str) -> None:
    assert offered(MODULE.replace("DECLARATION", line)) is None


def test_a_line_below_a_declaration_goes_on_with_it() -> None:
    found = at("f :: Int -> Maybe Int\nf argument = do\n  one <- Just 1\n  <CURSOR>\n\nafter = 1")
    assert {"argument", "one"} <= set(found)


def test_a_line_of_its_own_begins_a_declaration() -> None:
    found = at("f argument = 1\n\n<CURSOR>\n\nafter = 1")
    assert "argument" not in found and "instance" in found


def test_the_word_that_is_replaced_goes_on_behind_the_cursor() -> None:
    found = offered(MODULE.replace("DECLARATION", "x = hel<CURSOR>per + 1"))
    assert found is not None
    word = found.word
    assert (word.typed, word.cursor - word.start, word.end - word.cursor) == ("hel", 3, 3)


def test_what_an_import_has_named_is_not_offered_again() -> None:
    fixture = """
        module Main where
        import Other (one, <CURSOR>)
        --- Other
        module Other where
        one = 1
        two = 2
        data Box = Full | Empty
    """
    assert sorted(labels(fixture)) == ["Box", "two"]
    assert labels(fixture.replace("one, <", "Box(Full, <")) == ["Empty"]


def test_modules_that_are_not_imported_yet_come_first() -> None:
    found = labels("""
        module Main where
        import Other.One
        import Other.<CURSOR>
        --- Other.One
        module Other.One where
        --- Other.Two
        module Other.Two where
        --- Other.Internal.Three
        module Other.Internal.Three where
    """)
    assert found[:3] == ["Other.Two", "Other.One", "Other.Internal.Three"]
    assert "Main" not in found


def test_nothing_is_offered_between_the_dots_of_a_list() -> None:
    assert labels("module Main where\nimport Data.Maybe (Maybe(.<CURSOR>") == []
    assert labels("module Main (Box(.<CURSOR>)) where\ndata Box = Full") == []


def test_deprecated_names_are_marked() -> None:
    found = entries("""
        module Main where
        import Prim.TypeError (class Warn, Text)
        -- | Deprecated: use `stayC`.
        goneA :: Int
        goneA = 1
        goneB :: Warn (Text "gone") => Int
        goneB = 1
        -- | Not deprecated.
        goneC :: Int
        goneC = 1
        x :: Int
        x = gone<CURSOR>
    """)
    marked = {entry.label for entry in found if entry.is_deprecated}
    assert marked == {"goneA", "goneB"}


# ---------------------------------------------------------------------------- without a header


def header(text: str, path: str, known: dict[str, str] | None = None) -> list[str]:
    files = [(Path(file), name) for file, name in (known or {}).items()]
    found = header_completions(text, len(text), Path(path), files, Path("/work"))
    return [] if found is None else [text[: found[0]] + entry for _, _, entry in found[1]]


def test_an_empty_file_is_offered_the_header_that_fits_its_path() -> None:
    assert header("", "/work/src/Data/Box.nova")[0] == "module Data.Box where\n\n"
    assert header("mod", "/work/src/Data/Box.nova")[0] == "module Data.Box where\n\n"
    assert header("module ", "/work/src/Box.nova")[0] == "module Box where"
    assert header("module Da", "/work/src/Data/Box.nova")[0] == "module Data.Box where"
    assert header("-- | Boxes.\n", "/work/src/Box.nova")[0].endswith("module Box where\n\n")
    assert header("x = ", "/work/src/Box.nova") == []
    assert header("-- mod", "/work/src/Box.nova") == []


def test_a_header_is_named_as_those_of_its_neighbours() -> None:
    known = {"/work/src/Parts/One.nova": "Shop.Parts.One"}
    assert header("", "/work/src/Parts/Two.nova", known)[0] == "module Shop.Parts.Two where\n\n"


def test_the_module_keyword_is_offered() -> None:
    found = header_completions("mo", 2, Path("/work/Box.nova"), [], None)
    assert found is not None
    assert (found[0], found[1][1][:2]) == (0, ("module", CompletionKind.KEYWORD))
