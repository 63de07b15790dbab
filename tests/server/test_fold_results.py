"""Folds are kept by declaration: after any edit they are those of a text that is new, and only what changed is looked at."""

from __future__ import annotations

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.compiler.model.source import Source, SourceChunk
from nova_ls.features.folding_range import ChunkFolds, chunk_folds
from nova_ls.server.sessions.fold_results import FoldResults

TEXT = """-- a
-- b
module Main where

import Prelude
import Data.Maybe
  ( Maybe(..)
  )

-- 🥝
-- c
x = do
  "🥝"
  y { a:
    1 } 2

f n = case n of
  _ -> [
    1
  ]
"""

EDITS = [
    ("import Data", "import"),
    ("x = do", "x =\n  do\n"),
    ("-- 🥝\n", ""),
    ("import Prelude\n", "import Prelude\n\nz = (\n  1)\n\n"),
    ("  ]\n", "  ]\n  where\n  k =\n    1\n"),
    ("module Main where\n", "module Main\n  ( x\n  ) where\n"),
    ("\n", "\r\n"),
]


@pytest.mark.parametrize("encoding", Encoding)
def test_after_edits_folds_are_those_of_a_new_text(encoding: Encoding) -> None:
    results, source = FoldResults(), Source(TEXT)
    for old, new in EDITS:
        results.rows("uri", source, encoding)
        at = source.text.index(old)
        source.edit(at, at + len(old), new)
        fresh = FoldResults().rows("uri", Source(source.text), encoding)
        assert results.rows("uri", source, encoding) == fresh


def test_an_edit_looks_at_its_own_chunk_only(monkeypatch: pytest.MonkeyPatch) -> None:
    results, source = FoldResults(), Source(TEXT)
    results.rows("uri", source, Encoding.UTF16)
    looked: list[str] = []

    def look(chunk: SourceChunk) -> ChunkFolds:
        looked.append(chunk.text)
        return chunk_folds(chunk)

    monkeypatch.setattr("nova_ls.server.sessions.fold_results.chunk_folds", look)
    at = source.text.index("1 }")
    source.edit(at, at + 1, "3")
    assert len(results.rows("uri", source, Encoding.UTF16)) > 4
    assert len(looked) == 1 and "3 }" in looked[0]
