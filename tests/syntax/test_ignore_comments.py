"""Which comments ignore which diagnostics."""

from __future__ import annotations

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.compiler.model.source import Source


def ignores(text: str) -> list[tuple[str, str, int | None]]:
    """Code, what stands where it is named, and the line that is meant; None: the whole chunk."""
    source = Source(text)
    return [
        (
            one.code,
            chunk.text[one.start : one.end],
            None
            if one.last is None
            else source.position_in(chunk, one.first - chunk.origin, Encoding.UTF32).line,
        )
        for chunk, named in source.ignores.items()
        for one in named
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("-- nova-ignore A\nx = 1\n", [("A", "A", None)]),
        ("-- nova-ignore A, B : why not C\nx = 1\n", [("A", "A", None), ("B", "B", None)]),
        ("x = 1 -- nova-ignore A\n", [("A", "A", 0)]),
        ("x =\n  -- nova-ignore A\n  -- and so on\n\n  1\n", [("A", "A", 4)]),
        ("x =\r\n  -- nova-ignore A\r\n  1\r\n", [("A", "A", 2)]),
        ("x =\n  1 -- nova-ignore A\n    + 2\n", [("A", "A", 1)]),
        ("-- nova-ignore\nx = 1\n", [("", "-- nova-ignore", None)]),
        ("-- nova-ignore: no reason\nx = 1\n", [("", "-- nova-ignore: no reason", None)]),
        ('x = "-- nova-ignore A"\n', []),
        ("{- -- nova-ignore A -}\nx = 1\n", []),
        ("-- nova-ignored A\nx = 1\n", []),
        ("-- see nova-ignore A\nx = 1\n", []),
        ("module M where\nx = 1\n\n-- nova-ignore A\n", [("A", "A", 4)]),
    ],
)
def test_a_comment_is_about_a_line_or_a_declaration(
    text: str, wanted: list[tuple[str, str, int | None]]
) -> None:
    assert ignores(text) == wanted


def test_an_edit_of_a_comment_is_seen_though_its_chunk_stays() -> None:
    source = Source("module M where\n\n-- nova-ignore A\nx = 1\n\ny = 2\n")
    (before,) = source.ignores
    at = source.text.index("A\n")
    source.edit(at, at + 1, "B")
    ((chunk, (one,)),) = source.ignores.items()
    assert (chunk, one.code) == (before, "B")
    source.edit(source.text.index("-- nova"), source.text.index("x = 1"), "")
    assert source.ignores == {}
    source.edit(source.text.index("y ="), source.text.index("y ="), "-- nova-ignore C\n")
    assert [one.code for named in source.ignores.values() for one in named] == ["C"]
