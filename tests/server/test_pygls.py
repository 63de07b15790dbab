"""The server stands on what pygls makes public: nothing of pygls with an underscore is read, and nothing is overridden unawares."""

from __future__ import annotations

import ast
import inspect
import textwrap

import pytest
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from nova_ls.server.rpc.protocol import NovaProtocol
from nova_ls.server.server import NovaServer

CLASSES = [(NovaProtocol, LanguageServerProtocol), (NovaServer, LanguageServer)]
OVERRIDDEN = {"protocol"}  # by the type that it has here


def attributes(own: type) -> tuple[set[str], set[str]]:
    """Of `self`: those that are set or defined in a class, and those that are read."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(own)))
    defined = set(vars(own))
    read: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "self":
                (read if isinstance(node.ctx, ast.Load) else defined).add(node.attr)
    return {name for name in defined if not name.startswith("__")}, read


@pytest.mark.parametrize(("own", "base"), CLASSES)
def test_nothing_private_of_pygls_is_read(own: type, base: type) -> None:
    defined, read = attributes(own)
    assert {name for name in read - defined if name.startswith("_")} == set()


@pytest.mark.parametrize(("own", "base"), CLASSES)
def test_nothing_of_pygls_is_overridden_unawares(own: type, base: type) -> None:
    defined, _ = attributes(own)
    inherited: set[str] = set()
    for one in base.__mro__:
        if one is not object:
            inherited |= attributes(one)[0] | set(inspect.get_annotations(one))
    assert defined & inherited <= OVERRIDDEN
