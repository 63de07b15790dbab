"""Layout of a module's whole text at once: what the layouts of its chunks have to add up to."""

from __future__ import annotations

from nova_ls.syntax.layout import _Layout, _tolerant
from nova_ls.syntax.tokens import Lexemes, Tokens


def lay_out_module(lexemes: Lexemes) -> Tokens:
    """Insert layout tokens into the text of a whole module."""
    return _tolerant(_Layout(lexemes, frozenset()))
