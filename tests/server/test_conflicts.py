"""Two batches over one baseline in one process: what both changed is named, and the last one to save is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nova_ls.base.keys import Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.table import LayerTable
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.source_file import TextChange
from tests.server.conftest import MAIN

TOTAL = element_key("Main", Space.VALUE, "total")


def finish(session: Session) -> None:
    while session.has_work:
        session.work()


def test_an_element_that_another_batch_committed_is_named_once(folder: Path) -> None:
    told: list[str] = []

    def send(method: str, params: dict[str, Any]) -> None:
        if method == "window/showMessage":
            told.append(params["message"])

    session = Session(folder, Encoding.UTF16, lambda: False, send)
    session.add_sources(session.sources())
    finish(session)
    baseline = session.workspace.baseline
    other = baseline.registry.begin_batch(baseline.layer, "other")
    path = folder / "Main.nova"
    session.open_document(path, MAIN, 1)
    text = MAIN.replace("total :: Int\ntotal = helper 3", 'total :: String\ntotal = "three"')
    session.change_document(path, [TextChange(None, text)], 2)
    finish(session)
    scheme = LayerTable(baseline.layer).get_scheme(TOTAL)
    assert scheme is not None
    LayerTable(other).put_scheme(TOTAL, scheme)
    baseline.registry.commit_batch(other)
    path.write_text(text)
    session.save_document(path)
    finish(session)
    (message,) = told
    assert "Main.total" in message
    assert baseline.layer.get_scheme(TOTAL) is baseline.table.get_scheme(TOTAL) is not scheme
    session.save_document(path)
    finish(session)
    assert told == [message]
    session.close()
