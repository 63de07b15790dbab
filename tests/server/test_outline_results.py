"""Outlines are made anew only where something was edited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nova_ls.base.lines import Encoding
from nova_ls.server.sessions.outline_results import OutlineResults
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.source_file import TextChange


def test_an_outline_is_made_once_until_something_is_edited() -> None:
    session = Session(None, Encoding.UTF16, lambda: False, lambda _method, _params: None)
    results, made = OutlineResults(), 0

    def make() -> list[dict[str, Any]]:
        nonlocal made
        made += 1
        return [{"name": str(made)}]

    def asked(path: Path) -> str:
        module = session.workspace.files[path].module
        assert module is not None
        name: str = results.outline(path.as_uri(), session, module, make)[0]["name"]
        return name

    one, other = Path("/loose/One.nova"), Path("/loose/Other.nova")
    session.open_document(one, "module One where\n\nx :: Int\nx = 1\n", 1)
    session.open_document(other, "module Other where\n\ny :: Int\ny = 1\n", 1)
    assert asked(one) == "1"
    assert asked(one) == "2"  # Nothing is checked yet.
    session.settle()
    assert [asked(one), asked(one), asked(other), asked(one)] == ["3", "3", "4", "3"]
    session.change_document(one, [TextChange(None, "module One where\n")], 2)
    session.settle()
    assert [asked(one), asked(one), asked(other)] == ["5", "5", "6"]
    session.close()
