"""The text of a module as chunks, edited: what is kept of them equals what reading the text anew gives, also in a record."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nova_ls.base.keys import Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.compiler.model.chunk_table import ChunkTable, pack_chunks
from nova_ls.compiler.model.source import Source
from nova_ls.compiler.state.module import Module
from nova_ls.names.modules.items import ItemKind
from tests.compiler.world import copy_of_library, open_world, settle
from tests.examples import examples
from tests.syntax.snippets import apply, edits, modules


@given(modules(), st.data())
@settings(max_examples=examples(150), deadline=None)
def test_an_edited_source_equals_a_new_one(text: str, data: st.DataObject) -> None:
    source = Source(text)
    _ = [chunk.tree for chunk in source.chunks], source.complaints, source.first_lines
    for _ in range(data.draw(st.integers(1, 4))):
        before = list(source.chunks)
        edit = data.draw(edits(text))
        text = apply(text, edit)
        change = source.edit(edit.start, edit.end, edit.text)
        behind = len(before) - change.first - len(change.removed)
        kept = [*before[: change.first], *change.added, *before[len(before) - behind :]]
        assert source.chunks == kept
        assert before[change.first : len(before) - behind] == change.removed
        looked_for = data.draw(st.permutations([*kept, *change.removed]))
        for chunk in looked_for[: data.draw(st.integers(0, len(looked_for)))]:
            assert source.has(chunk) is (chunk in kept)
            assert chunk not in kept or source.index_of(chunk) == kept.index(chunk)
        assert _seen(source) == _seen(Source(text))


@given(modules(), modules())
@settings(max_examples=examples(100), deadline=None)
def test_a_replaced_source_equals_a_new_one(text: str, other: str) -> None:
    source = Source(text)
    _ = source.complaints, source.first_lines
    source.replace(other)
    assert _seen(source) == _seen(Source(other))


@given(modules())
@settings(max_examples=examples(100), deadline=None)
def test_what_frames_its_code_and_the_code_are_a_chunk(text: str) -> None:
    for chunk in Source(text).chunks:
        above, behind = chunk.frame
        assert above + chunk.code.lstrip(" ") + behind == chunk.text


@given(modules())
@settings(max_examples=examples(100), deadline=None)
def test_a_chunk_that_is_cut_out_stands_where_it_would_stand(text: str) -> None:
    whole = Source(text)
    starts, chunks = whole.starts, whole.chunks
    for source in (Source(text), whole):
        cut = list(source.cut_out(list(pairwise(starts))[::2]))
        for own, one in zip(chunks[::2], cut, strict=True):
            assert (one.text, one.origin, one.code) == (own.text, own.origin, own.code)
            for offset in (0, len(own.code)):
                assert source.offset_of(one, offset) == whole.offset_of(own, offset)
                positions = [
                    s.position_in(c, offset, Encoding.UTF16)
                    for s, c in ((source, one), (whole, own))
                ]
                assert positions[0] == positions[1]


def _seen(source: Source) -> list[object]:
    whole = source.text
    found: list[object] = [whole, source.digest, list(source.starts), list(source.first_lines)]
    for chunk in source.chunks:
        place = source.offset_of(chunk)
        assert source.position_in(chunk, 0, Encoding.UTF32) == source.position_at(
            place, Encoding.UTF32
        )
        found += [chunk.text, chunk.code, chunk.origin, list(chunk.lines)]
        found += [repr(chunk.tree.declarations), repr(chunk.errors), chunk in source.complaints]
    return found


MAIN = """module Main where

import Prelude

-- | A shape.
data Shape = Round Int | Square

class Sized a where
  sizeOf :: a -> Int

instance Sized Shape where
  sizeOf _ = 1
else instance Sized a where
  sizeOf _ = 2

infixl 4 plus as +++

plus :: Int -> Int -> Int
plus a _ = a

été = 1
-- the end
"""


def test_a_table_says_what_was_packed() -> None:
    keys = [element_key("M", Space.TYPE, "T"), element_key("M", Space.INSTANCE, "été")]
    table = ChunkTable("M", pack_chunks([(10, []), (300, keys), (0, []), (70_000, keys[:1])]))
    assert table.starts == [0, 10, 310, 310, 70_310]
    assert [table.elements(index) for index in range(4)] == [[], keys, [], keys[:1]]
    assert [table.index_at(offset) for offset in (0, 9, 10, 309, 310)] == [0, 0, 1, 1, 3]
    assert ChunkTable("M", pack_chunks([])).starts == [0]


def _committed_table(folder: Path) -> tuple[Module, ChunkTable]:
    """MAIN as a module, and the table that its record has."""
    path = folder / "Main.nova"
    path.write_text(MAIN)
    workspace = open_world(folder, copy_of_library())
    settle(workspace)
    workspace.commit("a save")
    committed = workspace.baseline.archive.rows.committed(path, "Main")
    assert committed is not None
    return workspace.program.modules["Main"], ChunkTable("Main", committed.record.chunks)


def test_the_record_of_a_module_has_the_table_of_its_chunks(tmp_path: Path) -> None:
    module, table = _committed_table(tmp_path)
    assert table.starts == Source(MAIN).starts
    within = (ItemKind.CONSTRUCTOR, ItemKind.MEMBER)
    for index, chunk in enumerate(module.source.chunks):
        keys = module.by_chunk.get(chunk, [])
        wanted = [key for key in keys if module.declared[key].item.kind not in within]
        assert table.elements(index) == wanted
    assert [key.name for key in table.elements(table.index_at(MAIN.index("été")))] == ["été"]
    assert not table.elements(table.index_at(MAIN.index("import")))


def test_a_constructor_is_found_by_the_table_where_its_type_has_no_name(tmp_path: Path) -> None:
    text = "module Main where\n\ndata b a = Made\n\nnewtype Other a = Made Int\n"
    (tmp_path / "Main.nova").write_text(text)
    workspace = open_world(tmp_path, copy_of_library())
    settle(workspace)
    workspace.commit("a save")
    committed = workspace.baseline.archive.rows.committed(tmp_path / "Main.nova", "Main")
    assert committed is not None
    source = Source(text)
    source.take_table(ChunkTable("Main", committed.record.chunks))
    found = source.find_item("Made", Space.CONSTRUCTOR)
    assert found is not None
    assert found[0].code == "data b a = Made"


def test_by_its_table_a_text_is_not_cut_and_a_declaration_alone_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, table = _committed_table(tmp_path)
    monkeypatch.setattr("nova_ls.compiler.model.source.split", _refuse)
    for key, declared in module.declared.items():
        if key.space is Space.INSTANCE:
            continue  # Which name it has is seen in the tree alone.
        source = Source(MAIN)
        source.take_table(table)
        found = source.find_item(key.name, key.space)
        assert found is not None
        chunk, number = found
        assert (chunk.text, number) == (declared.chunk.text, declared.number)
        assert source.offset_of(chunk) == module.source.offset_of(declared.chunk)
        assert [each for each in source.chunks if each._tree is not None] == [chunk]


def test_a_table_is_not_believed_once_its_text_was_edited(tmp_path: Path) -> None:
    _, table = _committed_table(tmp_path)
    source = Source(MAIN)
    source.take_table(table)
    at = MAIN.index("plus ::")
    source.edit(at, at, "more = 1\n\n")
    plain = Source(source.text)
    assert _seen(source) == _seen(plain)
    for name in ("plus", "more", "été", "sizeOf"):
        own, other = (each.find_item(name, Space.VALUE) for each in (source, plain))
        assert own is not None and other is not None
        assert (own[0].text, own[1]) == (other[0].text, other[1])


def _refuse(text: str) -> None:
    raise AssertionError(f"it was cut: {text!r}")
