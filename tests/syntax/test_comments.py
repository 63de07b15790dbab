"""Documentation comments."""

from __future__ import annotations

from nova_ls.syntax.comments import doc_above, doc_comment
from nova_ls.syntax.parser import parse_chunk
from nova_ls.syntax.tree import ClassDeclaration


def test_documentation_is_the_lines_with_a_bar() -> None:
    text = "-- a comment\n-- | First.\n-- |\n-- |  Indented | bar.\n-- no\nx :: Int\nx = 1\n"
    assert doc_comment(parse_chunk(text)) == "First.\n\n Indented | bar."


def test_block_comments_document_too() -> None:
    assert doc_comment(parse_chunk("{- | First.\n  | Second.\n-}\nx = 1\n")) == "First.\nSecond."


def test_no_documentation_is_empty() -> None:
    assert doc_comment(parse_chunk("-- only a comment\nx = 1\n")) == ""


def test_documentation_of_kind_signature_and_declaration_is_joined() -> None:
    text = "-- | One.\ndata T :: Type\n-- | Two.\ndata T\n"
    assert doc_comment(parse_chunk(text)) == "One.\nTwo."


def test_members_have_their_own_documentation() -> None:
    chunk = parse_chunk("class C a where\n  -- | The member.\n  m :: a\n  n :: a\n")
    (declaration,) = chunk.declarations
    assert isinstance(declaration, ClassDeclaration)
    assert [doc_above(chunk, m.start) for m in declaration.members] == ["The member.", ""]
