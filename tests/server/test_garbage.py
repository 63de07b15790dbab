"""Edits and changes of files leave nothing behind that only Python's garbage collector could find: it does not look through what is old."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.server.rpc.young_garbage import SOME, collect_between, collect_young
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.source_file import TextChange

MODULES = 8

FEW = 300
"""Objects in circles that whatever is set up once may leave, as classes do."""


def text_of(number: int, type_name: str = "Int") -> str:
    imports = f"import M{number - 1} (twice)\n" if number else "import Prelude\n"
    twice = f"twice :: {type_name} -> {type_name}\ntwice n = n\n"
    use = "use = twice 1\n" if number else 'use = show 1 <> "one"\n'
    return f"module M{number} where\n\n{imports}\n{twice}\n{use}"


@pytest.fixture
def uncollected() -> Iterator[None]:
    thresholds = gc.get_threshold()
    gc.collect()
    gc.disable()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    gc.enable()


def settle(session: Session) -> None:
    while session.has_work:
        session.work()
    while session.add_hints() or session.collect_garbage():
        continue


@pytest.mark.usefixtures("uncollected")
def test_work_leaves_no_circles(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_text('[project]\nname = "circles"\n')
    paths = [tmp_path / f"M{number}.nova" for number in range(MODULES)]
    for number, path in enumerate(paths):
        path.write_text(text_of(number))
    session = Session(tmp_path, Encoding.UTF16, lambda: False, lambda method, params: None)
    session.add_sources(session.sources())
    session.open_document(paths[0], paths[0].read_text(), 1)
    settle(session)
    for round_number in range(3):
        for type_name in ("Number", "String", "Int"):
            session.change_document(paths[0], [TextChange(None, text_of(0, type_name))], 2)
            settle(session)
        for number, path in enumerate(paths[1:], 1):
            path.write_text(text_of(number, "Int") + f"\nmore = {round_number}\n")
        session.save_document(paths[0])
        session.reload(paths[1:])
        settle(session)
        if round_number == 0:
            gc.collect()  # What was imported or made for the first time may have left some.
    found = gc.collect()
    session.close()
    assert found < FEW


class Link:
    """An object that may be part of a circle."""

    def __init__(self) -> None:
        self.other = self


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize(("count", "is_looked_through"), [(10, False), (2_000, True)])
def test_what_is_new_is_looked_through_when_nobody_waits(
    count: int, is_looked_through: bool
) -> None:
    collect_young()
    collect_between(SOME)
    links = [Link() for _ in range(count)]
    seen = ref(links[0])
    del links
    assert seen() is not None
    collect_between(SOME)
    assert (seen() is None) is is_looked_through
