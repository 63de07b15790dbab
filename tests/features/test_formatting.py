"""Edits that lay out a document, and where a new line begins."""

from __future__ import annotations

import pytest

from nova_ls.compiler.model.source import Source
from nova_ls.features.formatting import formatting
from nova_ls.features.on_type_formatting import on_type_formatting
from nova_ls.formatting.options import DEFAULTS
from tests.features.fixture import CURSOR


def applied(text: str, span: tuple[int, int] | None = None) -> str:
    for edit in reversed(formatting(Source(text), DEFAULTS, span)):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def test_a_document_is_formatted_as_it_is_in_the_editor() -> None:
    source = Source("module Main where\n\nx = 1\n")
    assert formatting(source, DEFAULTS) == []
    start = source.text.index("1")
    source.edit(start, start, "  ")
    assert [edit.text for edit in formatting(source, DEFAULTS)] == ["x = 1\n"]


def test_a_part_is_formatted_alone() -> None:
    text = "module Main where\n\na  = 1\n\nb  = 2\n"
    at = text.index("b")
    assert applied(text, (at, at)) == "module Main where\n\na  = 1\n\nb = 2\n"
    assert applied(text) == "module Main where\n\na = 1\n\nb = 2\n"


BLOCKS = {
    "module": ("module Main where\n<CURSOR>", 0),
    "do": ("f = do\n<CURSOR>", 2),
    "do further in": ("f = do\n  g\n  when a do\n  <CURSOR>", 4),
    "of": ("f x = case x of\n<CURSOR>", 2),
    "let": ("f = do\n  let\n  <CURSOR>", 4),
    "equals": ("f =\n<CURSOR>", 2),
    "arrow of a branch": ("f x = case x of\n  Just y ->\n  <CURSOR>", 4),
    "arrow of a lambda": ("f = map \\x ->\n<CURSOR>", 2),
    "bind": ("f = do\n  x <-\n  <CURSOR>", 4),
    "then": ("f =\n  if a then\n  <CURSOR>", 4),
    "else": ("f =\n  if a then b\n  else\n  <CURSOR>", 4),
    "where of a class": ("class Foo a where\n<CURSOR>", 2),
    "where of an instance": ("instance Foo Int where\n<CURSOR>", 2),
    "where of an instance in several lines": ("instance\n  Bar a =>\n  Foo a where\n<CURSOR>", 2),
    "where of a value, in its line": ("f = x where\n<CURSOR>", 2),
    "where of a value, alone": ("f = x\n  where\n<CURSOR>", 2),
    "where of a member, alone": ("instance Foo Int where\n  f = x\n    where\n<CURSOR>", 4),
    "an item of a list": ("f =\n  [ a\n  , map \\x ->\n<CURSOR>", 6),
    "a field": ("f = foo\n  { a: do\n<CURSOR>", 6),
    "a guard": ("f x\n  | x == 1 =\n<CURSOR>", 6),
    "a comment behind": ("f = do -- now\n<CURSOR>", 2),
    "before other declarations": ("f = do\n<CURSOR>\n\ng = 1\n", 2),
    "windows": ("f = do\r\n<CURSOR>\r\n", 2),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_behind_what_opens_a_block_a_line_is_further_in(name: str) -> None:
    marked, column = BLOCKS[name]
    source = Source(marked.replace(CURSOR, ""))
    offset = marked.index(CURSOR)
    edit = on_type_formatting(source, offset, 2)
    text, line = source.text, max(source.text.rfind("\n", 0, offset) + 1, 0)
    if edit is not None:
        text = text[: edit.start] + edit.text + text[edit.end :]
    found = text[line:].split("\n")[0].rstrip("\r")
    assert found == " " * column


UNTOUCHED = {
    "behind a whole line": "f = do\n  g\n  <CURSOR>",
    "a line that has something": "f = do\n<CURSOR>g\n",
    "in a comment": "{- do\n<CURSOR>\n-}\n",
    "behind a comment": "f = g -- do\n<CURSOR>",
    "in a string": 'f = """ do\n<CURSOR>"""\n',
    "an empty line between": "f = do\n\n<CURSOR>",
    "the first line": "<CURSOR>",
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_other_lines_stay(name: str) -> None:
    marked = UNTOUCHED[name]
    source = Source(marked.replace(CURSOR, ""))
    assert on_type_formatting(source, marked.index(CURSOR), 2) is None
