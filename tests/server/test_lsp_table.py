"""docs/lsp.md lists every method of the protocol, and says of each what the server does with it."""

from __future__ import annotations

import re
from pathlib import Path

from lsprotocol import types

from nova_ls import server
from nova_ls.server.handlers.loading import all_registrations

TABLE = Path(__file__).parents[2] / "docs" / "lsp.md"
ROW = re.compile(r"^\| `([^`]+)` \| (yes|sent|no) \|(.*)\|$", re.M)
BY_THE_PROTOCOL = {"$/cancelRequest", "exit", "initialize", "shutdown"}
"""What is handled without a handler file (rpc/protocol.py, rpc/greeting.py)."""


def rows() -> list[tuple[str, str, str]]:
    return [(method, word, text.strip()) for method, word, text in ROW.findall(TABLE.read_text())]


def test_every_method_of_the_protocol_has_one_row() -> None:
    methods = [method for method, _, _ in rows()]
    assert sorted(methods) == sorted(types.METHOD_TO_TYPES)


def test_what_is_handled_is_what_the_table_says() -> None:
    handled = {one.method for one in all_registrations() if not one.method.startswith("nova/")}
    said = {method for method, word, _ in rows() if word == "yes"}
    assert said == handled | BY_THE_PROTOCOL


def test_what_is_sent_stands_in_the_code_and_nothing_else_does() -> None:
    folder = Path(server.__file__).parent
    code = "\n".join(path.read_text() for path in folder.rglob("*.py"))
    to_client = {
        method
        for method in types.METHOD_TO_TYPES
        if types.message_direction(method) in ("serverToClient", "both")
    } - {"$/cancelRequest"}
    said = {method for method, word, _ in rows() if word == "sent"}
    assert said == {method for method in to_client if f'"{method}"' in code}


def test_what_is_not_done_has_its_reason() -> None:
    assert all(text for _, word, text in rows() if word == "no")
