"""What names are, in text that is right, wrong and half written; and how the protocol has it."""

from __future__ import annotations

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.features.semantic_tokens import names_of, semantic_tokens
from nova_ls.features.written_names import TokenKind, TokenModifier
from nova_ls.server.sessions.token_results import TokenResults
from tests.features.fixture import Fixture, load


def tokens(loaded: Fixture) -> list[tuple[str, str]]:
    """Each token's text, and its kind followed by its modifiers, in the order of the text."""
    found = []
    for chunk in loaded.module.source.chunks:
        end = -chunk.origin
        for token in semantic_tokens(loaded.snapshot, loaded.module, chunk, names_of(chunk)):
            assert end <= token.start < token.end, "tokens are sorted and do not overlap"
            end = token.end
            text = chunk.text[chunk.origin + token.start : chunk.origin + end]
            words = [one.name or "" for one in TokenModifier(token.modifiers)]
            found.append((text, " ".join([TokenKind(token.kind).label, *map(str.lower, words)])))
    return found


def of_last(text: str) -> list[tuple[str, str]]:
    """The tokens of the last declaration."""
    loaded = load(f"module Main where\n\nimport Prelude\n\n{text}\n")
    chunk = loaded.module.source.chunks[-1]
    count = len(semantic_tokens(loaded.snapshot, loaded.module, chunk, names_of(chunk)))
    return tokens(loaded)[-count:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id' :: forall a. a -> a\nid' x = x", [
            ("id'", "function declaration"), ("a", "typeParameter declaration"),
            ("a", "typeParameter"), ("a", "typeParameter"), ("id'", "function declaration"),
            ("x", "parameter declaration"), ("x", "parameter"),
        ]),
        ("n :: Int\nn = 1", [
            ("n", "variable declaration"), ("Int", "type default_library"),
            ("n", "variable declaration"),
        ]),
        ("g = \\f -> f", [
            ("g", "function declaration"), ("f", "parameter declaration"), ("f", "parameter"),
        ]),
        ("v = h 1 where\n  h k = m + k\n  m = 2", [
            ("v", "variable declaration"), ("h", "function"), ("h", "function declaration"),
            ("k", "parameter declaration"), ("m", "variable"),
            ("+", "operator default_library"), ("k", "parameter"), ("m", "variable declaration"),
        ]),
        ("data T a = A a | B { l :: T a }", [
            ("T", "type declaration"), ("a", "typeParameter declaration"),
            ("A", "enumMember declaration"), ("a", "typeParameter"),
            ("B", "enumMember declaration"), ("l", "property"), ("T", "type"),
            ("a", "typeParameter"),
        ]),
        ("class Eq a <= C a where\n  c :: a -> Int", [
            ("Eq", "class default_library"), ("a", "typeParameter"), ("C", "class declaration"),
            ("a", "typeParameter declaration"), ("c", "function declaration"),
            ("a", "typeParameter"), ("Int", "type default_library"),
        ]),
        ("p { a, b: q } = { a, b: q.z }", [
            ("p", "function declaration"), ("a", "parameter declaration"), ("b", "property"),
            ("q", "parameter declaration"), ("a", "parameter"), ("b", "property"),
            ("q", "parameter"), ("z", "property"),
        ]),
        ("s = show", [("s", "function declaration"), ("show", "function default_library")]),
        ("infixl 5 f as <+>\nf :: Int -> Int -> Int\nf a _ = 1 `f` a", [
            ("f", "function declaration"), ("Int", "type default_library"),
            ("Int", "type default_library"), ("Int", "type default_library"),
            ("f", "function declaration"), ("a", "parameter declaration"), ("f", "function"),
            ("a", "parameter"),
        ]),
    ],
)  # fmt: skip
def test_names_are_what_they_mean(text: str, expected: list[tuple[str, str]]) -> None:
    assert of_last(text) == expected


def test_names_of_other_modules_with_their_qualifiers() -> None:
    found = tokens(
        load("""
        module Main (x, module A) where

        import Prelude
        import Other as O
        import Other (class K, T(..), f, v) as A

        x = O.f O.v O.A
        y = O.v O.<+> 1
        --- Other
        module Other where
        import Prim.TypeError (class Warn, Text)
        class K a
        data T = A
        infixl 4 f as <+>
        f :: Warn (Text "old") => Int -> T -> Int
        f a _ = a
        v = 1
    """)
    )
    assert found == [
        ("Main", "namespace declaration"), ("x", "variable"), ("A", "namespace"),
        ("Prelude", "namespace default_library"),
        ("Other", "namespace"), ("O", "namespace declaration"),
        ("Other", "namespace"), ("K", "class"), ("T", "type"), ("f", "function deprecated"),
        ("v", "variable"), ("A", "namespace declaration"),
        ("x", "variable declaration"), ("O", "namespace"), ("f", "function deprecated"),
        ("O", "namespace"), ("v", "variable"), ("O", "namespace"), ("A", "enumMember"),
        ("y", "variable declaration"), ("O", "namespace"), ("v", "variable"),
        ("O", "namespace"), ("<+>", "operator"),
    ]  # fmt: skip


def test_code_with_errors_has_tokens_by_its_syntax_and_by_what_is_known() -> None:
    found = of_last('f :: Int -> Int\nf n = nowhere (Nope n) + "x" + (n')
    assert found == [
        ("f", "function declaration"), ("Int", "type default_library"),
        ("Int", "type default_library"), ("f", "function declaration"),
        ("n", "parameter declaration"), ("nowhere", "variable"), ("Nope", "enumMember"),
        ("n", "parameter"), ("+", "operator default_library"), ("+", "operator default_library"),
        ("n", "parameter"),
    ]  # fmt: skip


def absolute(data: list[int]) -> list[tuple[int, int, int]]:
    """Line, column and length of each token."""
    found, line, column = [], 0, 0
    for index in range(0, len(data), 5):
        down, right, length = data[index : index + 3]
        line, column = line + down, right if down else column + right
        found.append((line, column, length))
    return found


@pytest.mark.parametrize(
    ("encoding", "third"),
    [(Encoding.UTF8, (3, 17, 1)), (Encoding.UTF16, (3, 14, 1)), (Encoding.UTF32, (3, 13, 1))],
)
def test_columns_are_in_the_units_of_the_client(
    encoding: Encoding, third: tuple[int, int, int]
) -> None:
    loaded = load('module Main where\n\n-- 𝒳\nf n = g "𝒳é" n\n\ng é n = é\n')
    snapshot = loaded.workspace.snapshot(encoding)
    _, data = TokenResults().whole("u", snapshot, loaded.module)
    wide = 2 if encoding is Encoding.UTF8 else 1
    assert absolute(data) == [
        (0, 7, 4), (3, 0, 1), (3, 2, 1), (3, 6, 1), third,
        (5, 0, 1), (5, 2, wide), (5, 3 + wide, 1), (5, 7 + wide, wide),
    ]  # fmt: skip


def test_a_difference_is_small_and_gives_the_whole() -> None:
    text = "module Main where\n\n" + "".join(f"f{n} x = x\n\n" for n in range(100))
    loaded = load(text)
    workspace = loaded.workspace
    (file,) = [one for one in workspace.files.values() if one.module is loaded.module]
    results = TokenResults()
    name, before = results.whole("u", loaded.snapshot, loaded.module)
    longer, lower = text.replace("f50 x = x", "f50 x = f50 x"), text.replace("f7 x", "\n\nf7 x")
    for new in (longer, text, lower, text):
        workspace.open_document(file.path, new, 2)
        for _ in workspace.settle():
            pass
        snapshot = workspace.snapshot(Encoding.UTF32)
        assert file.module is not None
        after, data, edit = results.since("u", name, snapshot, file.module)
        assert edit is not None
        start, count, put = edit
        assert len(put) <= 15
        assert before[:start] + put + before[start + count :] == data
        assert data == TokenResults().whole("u", snapshot, file.module)[1]
        name, before = after, data
    assert results.since("u", "other", snapshot, loaded.module)[2] is None


def test_the_tokens_of_a_range_are_those_of_its_lines() -> None:
    loaded = load("module Main where\n\nf x =\n  x\n\ng = f\n\nh = g\n")
    results = TokenResults()
    whole = absolute(results.whole("u", loaded.snapshot, loaded.module)[1])
    for first, last in ((0, 0), (3, 5), (1, 1), (6, 100)):
        part = absolute(results.part("u", loaded.snapshot, loaded.module, first, last))
        assert part == [token for token in whole if first <= token[0] <= last]
