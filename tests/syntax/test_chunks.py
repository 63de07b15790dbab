"""Where chunks begin and end."""

from __future__ import annotations

import pytest

from nova_ls.syntax import chunks as chunks_module
from nova_ls.syntax.chunks import Chunk, Edit, resplit, split
from nova_ls.syntax.parser import parse_chunk

HEADER = "module M where\n"


def pieces(text: str) -> list[str]:
    return [chunk.text for chunk in split(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["import A\n", "import B (x,\n  y)\n"],
        ["x = 1\n", "\n-- above\n\n-- y\ny = 2\n"],
        ["x = 1 -- behind\n", "y = 2\n-- at the end\n\n"],
        ["x = 1 {- over\nlines -}\n", "y = 2\n"],
        ["x = do\n  a\n-- in the middle\n  b\n", "y = 2\n"],
        ["x :: Int\nx = 1\nx = 2\n", "y :: Int\n", "x = 3\n"],
        ["data T :: Type\n\ndata T = A\n-- its role\ntype role T nominal\n", "data U\n"],
        ["foreign import data T :: Type\ntype role T nominal\n"],
        ["class C :: Type\nclass C a\n", "class C a\n"],
        ["class C :: Type -> Constraint\nclass A a <= C a\n", "class C a <= A a\n"],
        ["class C :: Type -> Constraint\nclass (A a, B.B \"x\" { r :: a -> a }) {- <= D -}\n  <= -- D\n  C a where\n  c :: a\n"],
        ["class C :: Type -> Constraint\nclass C a | a -> a where\n  c :: A a <= a\n", "class A\n", "x = a <= C\n"],
        ["class A :: Type -> Constraint\n", "class A a <= C a\n"],
        ["data T = A\n", "data T = B\n"],
        ["data T\n", "-- | doc\nx :: Int\n"],
        ["x = [ 1\n, 2\n]\n", "y = (\n)\n"],
        ["x = let\n  y = 1\nin y\n", "z = if a\nthen b\nelse c\n"],
        ["instance A B\n", "else instance A C\n", "else\ninstance A D\n", "else -- c\n\ninstance A E\n"],
        ["instance A B else\ninstance A C\n  else -- or else\n-- | doc\ninstance A D\n", "instance A E -- else\n", "instance A F\n"],
        ["instance A B where\n  a = 1\n else\ninstance A C\n", "x = else\n", "instance A D else\n", "derive instance A E\n"],
        ['x = """\ny = 1\n"""\n', "z = 2\n"],
        ['x = "a\\\n\\b"\n', "z = 2\n"],
        ["x = '\"'\n", "x' = a'\"\n", 'y = 1 -- "\n', "z = 2 --> \"\n", 'w = a ->-- "\n', "v = (--)\n"],
        ["x = {- \" -} 1\n", "y = 2\n"],
        ["f :: forall a.\na -> a\nf x =\nx\n", "g ::\n", "h =\n", "data T\n", "i = 1 -- .\n", "j\n"],
        ["f = do\nlog 1\nA b -> c\n", "g = 2\n"],
        ["instance C A where\nc A = 1\nd = 2\n", "e :: Int\ne = 3\n", "instance C B where\n", "data T\n", "f = 1\n"],
        ["x = f (a\n", "y = 2\n", "z :: (Int\n", "import A (b\n", "data T = T {\n", "class C a where\n"],
        ["x = f (\nBar\n) y\n", "z = 1\n"],
        ['x = ")" (\n', "z = 1\n"],
        ["x =\r\n  1\r\n", "y = 2\r\n"],
        ["x =\r  1\r", "y = 2\r"],
        ["x =\n\t1\n", "y = 2"],
        ["x = 1\n", "{- open\ny = 2\n"],
        ["type = 1\n", "role x = 2\n"],
    ],
)  # fmt: skip
def test_borders(expected: list[str]) -> None:
    # A piece that opens a comment to the end of the text belongs to the last chunk.
    text = HEADER + "".join(expected)
    if expected[-1].startswith("{-"):
        expected = [*expected[:-2], "".join(expected[-2:])]
    assert pieces(text) == [HEADER, *expected]


@pytest.mark.parametrize(
    "header",
    [
        "module M where\n",
        "#! shebang\n-- comment\n\nmodule A.B\n( x\n, module C\n, type (~>) -- where\n)\nwhere\n",
        "{- module X where -} module M (class A, (+), (..), T(..)) where -- behind\n",
    ],
)
def test_the_header_is_the_first_chunk(header: str) -> None:
    assert pieces(f"{header}import A\n\nx = 1\n") == [header, "import A\n", "\nx = 1\n"]
    assert parse_chunk(Chunk(header, is_first=True).anchored, first=True).errors == ()


def test_a_header_without_its_end_does_not_swallow_what_follows() -> None:
    assert pieces("module M (a, b\nimport A\nx = 1\n") == [
        "module M (a, b\n",
        "import A\n",
        "x = 1\n",
    ]


def test_declarations_may_begin_in_another_column() -> None:
    text = "module M where\n\n  x =\n    1\n  y = 2\n z = 3\n"
    assert pieces(text) == ["module M where\n", "\n  x =\n    1\n", "  y = 2\n", " z = 3\n"]
    text = "module M where x = 1\n               y = 2\n"
    assert pieces(text) == ["module M where x = 1\n", "               y = 2\n"]


def test_a_text_has_at_least_one_chunk() -> None:
    assert pieces("") == [""]
    assert pieces("-- nothing\n") == ["-- nothing\n"]


@pytest.mark.parametrize(
    ("edit", "first", "replaced", "chunks"),
    [
        (Edit(27, 28, "12"), 2, 1, ["\nb = 12\n"]),
        (Edit(22, 22, "\nx = 0\n"), 2, 0, ["\nx = 0\n"]),
        (Edit(22, 29, ""), 2, 1, []),
        (Edit(21, 21, "{-"), 1, 3, ["\na = 1{-\n\nb = 2\n\nc = 3\n"]),
        (Edit(16, 17, "b"), 1, 2, ["\nb = 1\n\nb = 2\n"]),
    ],
)
def test_an_edit_changes_only_chunks_near_it(
    edit: Edit, first: int, replaced: int, chunks: list[str]
) -> None:
    old = split("module M where\n\na = 1\n\nb = 2\n\nc = 3\n")
    change = resplit(old, edit)
    found = (change.first, change.replaced, [chunk.text for chunk in change.chunks])
    assert found == (first, replaced, chunks)


@pytest.mark.parametrize("typed", ["1 + ", "2 "])
def test_an_edit_behind_the_beginning_of_a_chunk_is_looked_at_in_the_chunks_beside_it(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "module M where\n" + "".join(f"\nf{i} :: Int\nf{i} = {i}\n" for i in range(9))
    old, seen = split(text), list[str]()
    borders = chunks_module._borders

    def note(text: str, column: int, from_top: bool) -> list[int]:
        seen.append(text)
        return borders(text, column, from_top)

    monkeypatch.setattr(chunks_module, "_borders", note)
    at = text.index("f5 = 5") + len("f5 = ")
    resplit(old, Edit(at, at, typed))
    looked = "".join(chunk.text for chunk in old[5:8])
    assert seen == [looked.replace("f5 = ", f"f5 = {typed}")]


@pytest.mark.parametrize(
    ("text", "origin", "anchored"),
    [
        ("x = 1\n", 0, "x = 1\n"),
        ("\n-- above\nx = 1\n", 10, "x = 1\n"),
        ("-- above\r\nx = 1\r\n", 10, "x = 1\r\n"),
        ("\n  x = 1\n", 1, "  x = 1\n"),
        ("\n{- c\n-} x = do\n", 6, "   x = do\n"),
        ("-- alone\n", 9, ""),
        ("#! x = 1\n", 0, "#! x = 1\n"),
    ],
)
def test_what_stands_above_a_chunk_is_not_parsed(text: str, origin: int, anchored: str) -> None:
    chunk = Chunk(text)
    assert (chunk.origin, chunk.anchored) == (origin, anchored)


def test_a_byte_order_mark_is_above_the_header() -> None:
    chunks = split("\ufeffmodule M where\n\n  x = 1\n\n  y = 2\n")
    assert [chunk.text for chunk in chunks] == [
        "\ufeffmodule M where\n",
        "\n  x = 1\n",
        "\n  y = 2\n",
    ]
    assert (chunks[0].anchor, chunks[0].anchored) == (1, " module M where\n")


def test_a_shebang_is_above_the_header() -> None:
    chunk = Chunk("#! a\n-- b\nmodule M where\n", is_first=True)
    assert (chunk.origin, chunk.anchored) == (10, "module M where\n")


@pytest.mark.parametrize("space", ["\f", "\v", "\xa0", "\u2028"])
def test_what_is_no_white_space_here_moves_no_border(space: str) -> None:
    expected = [
        "module M where\n",
        f"{space}\n",
        "first = 1\n",
        f"{space}{space}\n",
        "second = 2\n",
    ]
    assert pieces("".join(expected)) == expected


LONG_HEADER = "module M\na\nb\nc\n\nd\n\ne\n\nf\nwhere\n\nx = 1\n"


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        (LONG_HEADER, Edit(0, 0, "x = 1\n")),
        (LONG_HEADER, Edit(0, 0, "\f")),
        (f"module M where\n{LONG_HEADER[9:]}", Edit(9, 14, "")),
        (f"module M where\n{LONG_HEADER[9:]}", Edit(10, 11, "\n")),
    ],
)
def test_an_edit_of_the_header_is_looked_at_as_far_as_the_header_goes(
    text: str, edit: Edit
) -> None:
    old = split(text)
    change = resplit(old, edit)
    new = [*old[: change.first], *change.chunks, *old[change.first + change.replaced :]]
    whole = split(text[: edit.start] + edit.text + text[edit.end :])
    assert [chunk.text for chunk in new] == [chunk.text for chunk in whole]
