"""Walking a tree meets nodes and nothing else."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest

from nova_ls.syntax import tree
from nova_ls.syntax.chunks import split
from nova_ls.syntax.parser import parse_chunk
from nova_ls.syntax.tree import Node
from nova_ls.syntax.walk import _FIELDS, descendants


def _are_nodes(hint: object) -> bool:
    """Whether all that a field holds are nodes, in tuples or not, or nothing."""
    if hint is type(None) or hint is Ellipsis:
        return True
    parts = get_args(hint)
    return (
        all(map(_are_nodes, parts)) if parts else isinstance(hint, type) and issubclass(hint, Node)
    )


@pytest.mark.parametrize("kind", _FIELDS, ids=lambda kind: kind.__name__)
def test_fields_that_are_walked_hold_nodes(kind: type[Node]) -> None:
    hints = get_type_hints(kind, vars(tree))
    assert [name for name in _FIELDS[kind] if not _are_nodes(hints[name])] == []


def test_a_branch_that_may_run_on_is_walked() -> None:
    text = "f x = case x of\n  Just\n  y -> y\n"
    (chunk,) = split(text)
    for declaration in parse_chunk(chunk.text).declarations:
        assert all(isinstance(node, Node) for node in descendants(declaration))
