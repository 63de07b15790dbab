"""What holds of any text whatever."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nova_ls.base.diagnostic import Diagnostic, Severity
from nova_ls.syntax.chunks import Chunk, Edit, resplit, split
from nova_ls.syntax.layout import lay_out_chunk
from nova_ls.syntax.lexer import lex
from nova_ls.syntax.parser import ChunkTree, parse_chunk
from nova_ls.syntax.tokens import LAYOUT_END, LAYOUT_START
from tests.examples import examples
from tests.syntax.printer import print_tree, tree_invariants
from tests.syntax.snippets import CHUNKS, SOURCES, apply, edits, modules, texts
from tests.syntax.whole_module import lay_out_module

some = settings(max_examples=examples(200), deadline=None)


@given(texts)
@some
def test_tokens_lie_in_order_and_spell_their_text(text: str) -> None:
    lexemes = lex(text, shebang=True)
    position = 0
    for start, end, token in zip(lexemes.starts, lexemes.ends, lexemes.texts, strict=True):
        assert position <= start < end
        assert text[start:end] == token
        position = end


@given(texts)
@some
def test_what_lies_between_tokens_is_trivia_or_reported(text: str) -> None:
    lexemes = lex(text)
    reported = {(error.start, error.end) for error in lexemes.errors}
    position = 0
    for start, end in zip([*lexemes.starts, len(text)], [*lexemes.ends, len(text)], strict=True):
        between = lex("x" + text[position:start])  # a name first, since comments end at any token
        if len(between.kinds) != 1 or between.errors:
            assert any(position <= a and b <= start for a, b in reported)
        position = end


@given(texts)
@some
def test_layout_blocks_are_balanced(text: str) -> None:
    for lay_out in (lay_out_chunk, lay_out_module):
        depth = 0
        for kind in lay_out(lex(text)).kinds:
            depth += (kind == LAYOUT_START) - (kind == LAYOUT_END)
            assert depth >= 0
        assert depth == 0


@given(texts, st.booleans())
@some
def test_any_text_gives_a_tree_that_prints_it(text: str, first: bool) -> None:
    tree = parse_chunk(text, first=first)
    assert print_tree(tree) == text
    assert tree_invariants(tree) == []
    for error in tree.errors:
        assert 0 <= error.start <= error.end <= len(text)
        assert all(isinstance(argument, str) for argument in error.problem.values)


@given(texts, st.booleans())
@some
def test_the_tokens_of_a_chunk_stand_where_they_stand_in_its_text(text: str, first: bool) -> None:
    chunk = Chunk(text, first)
    whole, anchored = lex(text, shebang=first), lex(chunk.anchored)
    assert (anchored.kinds, anchored.texts, anchored.columns) == (
        whole.kinds,
        whole.texts,
        whole.columns,
    )
    assert [chunk.origin + start for start in anchored.starts] == whole.starts


@given(texts)
@some
def test_what_stands_behind_the_last_token_changes_no_tree(text: str) -> None:
    tree = parse_chunk(text)
    cut = parse_chunk(text[: tree.end])
    assert (cut.end, repr(cut.declarations)) == (tree.end, repr(tree.declarations))


@given(texts)
@some
def test_chunks_tile_the_text(text: str) -> None:
    chunks = split(text)
    assert "".join(chunk.text for chunk in chunks) == text
    assert chunks
    assert all(chunk.text for chunk in chunks) or text == ""


@given(modules(), st.data())
@settings(max_examples=examples(300), deadline=None)
def test_splitting_again_gives_what_splitting_gives(text: str, data: st.DataObject) -> None:
    chunks = split(text)
    for _ in range(data.draw(st.integers(1, 4))):
        edit = data.draw(edits(text))
        text = apply(text, edit)
        change = resplit(chunks, edit)
        chunks = [
            *chunks[: change.first],
            *change.chunks,
            *chunks[change.first + change.replaced :],
        ]
        assert [chunk.text for chunk in chunks] == [chunk.text for chunk in split(text)]


@pytest.mark.parametrize("source", SOURCES)
def test_chunks_have_the_tokens_of_their_module(source: str) -> None:
    """Layout of a chunk alone is that of the chunk in its module, without what separates chunks."""
    whole = lay_out_module(lex(source, shebang=True))
    expected = [
        (kind, start)
        for kind, start, end in zip(whole.kinds, whole.starts, whole.ends, strict=True)
        if start < end
    ]
    found: list[tuple[int, int]] = []
    offset = 0
    inner = 0
    for index, chunk in enumerate(split(source)):
        tokens = lay_out_chunk(lex(chunk.text, shebang=index == 0))
        inner += sum(LAYOUT_START <= kind <= LAYOUT_END for kind in tokens.kinds)
        found += [
            (kind, start + offset)
            for kind, start, end in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True)
            if start < end
        ]
        offset += len(chunk.text)
    assert found == expected
    count = len(split(source))
    separators = sum(LAYOUT_START <= kind <= LAYOUT_END for kind in whole.kinds)
    chained = sum(chunk.text.lstrip().startswith("else") for chunk in split(source))
    assert separators == inner + count - 2 - chained


@pytest.mark.parametrize("text", CHUNKS)
def test_fixtures_parse_without_mistakes(text: str) -> None:
    chunk = Chunk(text, text is CHUNKS[0])
    tree = parse_chunk(chunk.anchored, first=chunk.is_first)
    assert _mistakes(tree) == []


def test_an_edit_inside_a_body_replaces_one_chunk() -> None:
    text = "module M where\n" + "".join(f"\nf{i} :: Int\nf{i} = {i}\n" for i in range(100))
    chunks = split(text)
    assert len(chunks) == 101
    at = text.index("f50 = 50") + len("f50 = ")
    change = resplit(chunks, Edit(at, at, "1 + "))
    assert (change.first, change.replaced) == (51, 1)
    assert [chunk.text for chunk in change.chunks] == ["\nf50 :: Int\nf50 = 1 + 50\n"]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
@pytest.mark.parametrize("source", SOURCES)
def test_every_kind_of_newline_is_one(source: str, newline: str) -> None:
    other = source.replace("\n", newline)
    assert [chunk.text.replace(newline, "\n") for chunk in split(other)] == [
        chunk.text for chunk in split(source)
    ]
    for chunk in split(other):
        assert _mistakes(parse_chunk(chunk.anchored, first=chunk.is_first)) == []


def _mistakes(tree: ChunkTree) -> list[Diagnostic]:
    return [error for error in tree.errors if error.severity is Severity.ERROR]
