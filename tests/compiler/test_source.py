"""The text of a module as chunks, edited: what is kept of them equals what reading the text anew gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nova_ls.base.lines import Encoding
from nova_ls.compiler.model.source import Source
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
