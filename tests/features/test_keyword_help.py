"""What a keyword is there for is told of every word of the language."""

from __future__ import annotations

from nova_ls.features.keyword_help import EXPLANATIONS
from nova_ls.syntax.tokens import RESERVED


def test_every_keyword_has_an_explanation() -> None:
    words = {word for word in RESERVED if word.isalpha()}
    assert words - EXPLANATIONS.keys() == set()
