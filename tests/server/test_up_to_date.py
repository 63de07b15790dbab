"""What a request needs is brought up to date before a feature reads: in a session that has only just begun, with messages waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from lsprotocol import types

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import Module
from nova_ls.engine.event_trace import Action
from nova_ls.features.completion.completion import completion
from nova_ls.features.completion.spot import spot_at
from nova_ls.features.definition import definition
from nova_ls.features.document_symbols import document_symbols
from nova_ls.features.hover import hover
from nova_ls.features.references import IncludeDeclaration, references
from nova_ls.features.signature_help import signature_help
from nova_ls.features.workspace_symbols import workspace_symbols
from nova_ls.server.handlers.loading import all_registrations
from nova_ls.server.rpc.deferred_responses import Wait
from nova_ls.server.rpc.needs import NEEDS, Need
from nova_ls.server.sessions.session import Session
from nova_ls.server.sessions.up_to_date import (
    bring_document,
    bring_files,
    bring_place,
    bring_uses,
)
from nova_ls.syntax.chunks import Chunk, cut
from nova_ls.workspace.snapshot import Snapshot
from nova_ls.workspace.source_file import File, TextChange
from tests.server.conftest import HELPER, MAIN

Ask = Callable[[Snapshot, Module, int], object]

ASKS_ITSELF = {"textDocument/diagnostic"}
"""What waits for a check of the whole document."""

HOVERED = "```nova\nhelper :: Int -> Int\n```\n\nmodule `Helper`"


def begin(folder: Path) -> Session:
    """A session in the state after `didOpen`, with another message behind each."""
    session = Session(folder, Encoding.UTF16, lambda: True, lambda _method, _params: None)
    session.add_sources(session.sources())
    session.open_document(folder / "Main.nova", MAIN, 1)
    return session


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, symbols are those of all files."""
    monkeypatch.setattr("nova_ls.server.sessions.checker.LONGEST", 60.0)


@pytest.fixture(params=["cold", "warm"])
def session(request: pytest.FixtureRequest, folder: Path) -> Iterator[Session]:
    if request.param == "warm":
        earlier = begin(folder)
        earlier.settle()
        earlier.work()
        earlier.close()
    begun = begin(folder)
    yield begun
    begun.close()


def asked(session: Session, method: str, text: str, ask: Ask) -> object:
    """What a feature says of the place behind a text in Main, when it is the first that is asked."""
    assert session.root is not None
    path = session.root / "Main.nova"

    def offset_in(file: File) -> int:
        return file.source.text.index(text) + len(text)

    for step in session.reach(path, offset_in):
        assert step is Wait.FOR_A_TURN
    found = bring_document(session, path)
    assert found is not None
    session, file = found
    offset = offset_in(file)
    bring_place(session, method, file, offset)
    if NEEDS[method] is Need.USES and file.module is not None:
        for _ in bring_uses(session, file.module, offset):
            pass
    if NEEDS[method] in (Need.MENTIONS, Need.USES):
        session.settle()  # The answer waits for it.
    assert file.module is not None
    return ask(session.snapshot(), file.module, offset)


def _hover(snapshot: Snapshot, module: Module, offset: int) -> str | None:
    found = hover(snapshot, module, offset)
    return None if found is None else found.text


def _definition(snapshot: Snapshot, module: Module, offset: int) -> str | None:
    found = definition(snapshot, module, offset)
    return f"{found[0].module.name}.{found[0].text}" if found else None


def _references(snapshot: Snapshot, module: Module, offset: int) -> list[str]:
    found = references(snapshot, module, offset, IncludeDeclaration.INCLUDED)
    return [place.module.name for place in found]


def _labels(snapshot: Snapshot, module: Module, offset: int) -> list[str]:
    spot = spot_at(module, offset)
    found = None if spot is None else completion(snapshot, spot)
    return [] if found is None else [entry.label for entry in found.entries]


def _help(snapshot: Snapshot, module: Module, offset: int) -> str | None:
    spot = spot_at(module, offset)
    found = None if spot is None else signature_help(snapshot, spot)
    return None if found is None else found.label


@pytest.mark.parametrize(
    ("method", "text", "ask", "wanted"),
    [
        ("textDocument/hover", "total = helpe", _hover, HOVERED),
        ("textDocument/hover", "(helpe", _hover, HOVERED),
        ("textDocument/hover", "import Helpe", _hover, "```nova\nmodule Helper\n```"),
        ("textDocument/definition", "total = helpe", _definition, "Helper.helper"),
        ("textDocument/signatureHelp", "total = helper ", _help, "helper :: Int -> Int"),
        ("textDocument/references", "(helpe", _references, ["Helper", "Helper", "Main", "Main"]),
        ("textDocument/completion", "import Helper (", _labels, ["helper"]),
    ],
)  # fmt: skip
def test_the_first_question_has_an_answer(
    session: Session, method: str, text: str, ask: Ask, wanted: object
) -> None:
    assert asked(session, method, text, ask) == wanted


def test_modules_that_are_not_imported_are_offered_immediately(session: Session) -> None:
    assert session.root is not None
    path = session.root / "Main.nova"
    session.change_document(path, [TextChange(((2, 7), (2, 22)), "")], 2)
    labels = asked(session, "textDocument/completion", "import ", _labels)
    assert isinstance(labels, list)
    assert {"Helper", "Data.Map", "Prim.Row"} <= set(labels)


def test_all_that_a_completion_may_offer_is_in_scope(session: Session) -> None:
    labels = asked(session, "textDocument/completion", "total = hel", _labels)
    assert isinstance(labels, list)
    assert labels[0] == "helper"


def test_symbols_are_those_of_all_files(session: Session) -> None:
    bring_files(session)
    names = [symbol.name for symbol in workspace_symbols(session.snapshot(), "")]
    assert sorted(names) == ["helper", "label", "total"]


SYMBOLS = """module Helper (helper, Shape, class Sized) where

helper :: Int -> Int
helper n = n

data Shape = Round Int | Square

class Sized a where
  sizeOf :: a -> Int

instance sizedShape :: Sized Shape where
  sizeOf _ = 1

infixl 4 plus as +++

plus :: Int -> Int -> Int
plus a _ = a
"""

QUERIES = ("", "s", "SIZE", "rou", "+++", "sizedShape", "pl", "zzz", "helper", "hp")


def test_names_are_the_same_whether_a_record_or_a_text_tells_them(folder: Path) -> None:
    (folder / "Helper.nova").write_text(SYMBOLS)
    answers = []
    for _ in range(2):
        session = begin(folder)
        bring_files(session)
        snapshot = session.snapshot()
        answers.append([_found_symbols(snapshot, query) for query in QUERIES])
        helper = snapshot.module("Helper")
        assert helper is not None and helper.is_restored == (len(answers) > 1)
        _commit(session)
        answers.append([_found_symbols(session.snapshot(), query) for query in QUERIES])
        session.close()
    assert answers[1:] == answers[:1] * 3
    assert {"Shape Helper", "Round Helper", "sizeOf Helper", "+++ Helper"} <= set(answers[0][0])


def test_only_texts_that_have_a_closest_name_are_looked_into(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = begin(folder)
    _commit(earlier)
    earlier.close()
    session = begin(folder)
    bring_files(session)
    looked_into: list[str] = []

    def watched(text: str, starts: Sequence[int]) -> list[Chunk]:
        looked_into.append(text)
        return cut(text, starts)

    monkeypatch.setattr("nova_ls.compiler.model.source.cut", watched)
    assert workspace_symbols(session.snapshot(), "qqq") == []
    assert looked_into == []
    assert [one.name for one in workspace_symbols(session.snapshot(), "helper")][:1] == ["helper"]
    assert looked_into[:1] == [HELPER]
    session.close()


def _commit(session: Session) -> None:
    session.settle()
    while not session.is_settled:
        session.work()


def _found_symbols(snapshot: Snapshot, query: str) -> list[str]:
    found = workspace_symbols(snapshot, query)
    return [f"{one.name} {one.detail}" for one in found if one.detail in ("Main", "Helper")]


def test_the_outline_is_there_at_once(session: Session) -> None:
    assert session.root is not None
    path = session.root / "Main.nova"
    for _ in session.reach(path, lambda _: None):
        pass
    found = bring_document(session, path)
    assert found is not None and found[1].module is not None
    module = found[1].module
    assert [one.name for one in document_symbols(session.snapshot(), module)] == ["total", "label"]
    assert module.declared


def test_what_was_known_before_an_edit_has_to_do_while_messages_wait(folder: Path) -> None:
    """An edit does not wait for a hover."""
    session = begin(folder)
    session.settle()
    ran = sum(session.workspace.program.tally.values())
    session.change_document(folder / "Main.nova", [TextChange(((6, 15), (6, 16)), "4")], 2)
    assert asked(session, "textDocument/hover", "total = helpe", _hover) == HOVERED
    assert sum(session.workspace.program.tally.values()) <= ran + 1
    session.close()


def test_only_what_a_declaration_needs_is_typed_for_its_sake(folder: Path) -> None:
    session = begin(folder)
    assert asked(session, "textDocument/hover", "total = helpe", _hover) == HOVERED
    tally = session.workspace.program.tally
    typed = tally[Action.RAN]
    session.settle()
    assert typed + 2 <= tally[Action.RAN]  # nothing of `label`
    session.close()


def test_an_edit_that_comes_while_a_request_waits_is_taken_into_account(folder: Path) -> None:
    session = begin(folder)
    path = folder / "Main.nova"
    waiting = session.reach(path, lambda file: file.source.text.index("helper 3"))
    next(waiting)
    next(waiting)
    session.change_document(path, [TextChange(((2, 0), (2, 0)), "import Prelude\n")], 2)
    assert sum(1 for _ in waiting) > 1
    file = session.workspace.files[path]
    assert session.is_known(file, lambda file: file.source.text.index("helper 3"))
    session.close()


def test_a_request_waits_for_the_files_of_its_workspace(folder: Path) -> None:
    session = Session(folder, Encoding.UTF16, lambda: True, lambda _method, _params: None)
    path = folder / "Main.nova"
    session.open_document(path, MAIN, 1)
    waiting = session.reach(path, lambda file: 0)
    assert [next(waiting) for _ in range(2)] == [Wait.FOR_FILES] * 2
    session.add_sources(session.sources())
    assert set(waiting) == {Wait.FOR_A_TURN}
    session.close()


def test_each_request_about_a_document_says_what_it_needs() -> None:
    handled = {registration.method for registration in all_registrations()}
    of_documents = {
        method
        for method in handled
        if method.startswith("textDocument/") and not method.startswith("textDocument/did")
    }
    assert of_documents - ASKS_ITSELF <= NEEDS.keys() <= handled
    assert set(NEEDS.values()) == set(Need)


def test_a_request_brings_its_declaration_up_to_date_though_its_document_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit has made everything stale: what is asked about is known anew, the rest waits its turn."""
    monkeypatch.setattr("nova_ls.server.sessions.up_to_date.FOR_AN_ANSWER", 0.0)
    monkeypatch.setattr("nova_ls.server.sessions.session.FOR_AN_ANSWER", 60.0)
    main, session = folder / "Main.nova", begin(folder)
    numbers = "".join(f"v{n} = {n}\n\n" for n in range(40))
    session.change_document(main, [TextChange(None, f"module Main where\n\n{numbers}")], 2)
    session.settle()
    texts = "".join(f'v{n} = "{n}"\n\n' for n in range(40))
    session.change_document(main, [TextChange(None, f"module Main where\n\n{texts}")], 3)
    found = bring_document(session, main)
    assert found is not None
    _, file = found
    assert file.module is not None and not session.checker.is_current(file)
    offset = file.source.text.index("v37 =")
    bring_place(session, types.TEXT_DOCUMENT_HOVER, file, offset)
    shown = hover(session.snapshot(), file.module, offset)
    assert shown is not None and "v37 :: String" in shown.text
    assert not session.checker.is_current(file)
    session.settle()
    session.close()


def test_a_file_that_goes_before_it_is_taken_in_was_never_there(folder: Path) -> None:
    told: dict[str, list[object]] = {}
    session = Session(
        folder,
        Encoding.UTF16,
        lambda: False,
        lambda _method, params: told.__setitem__(params["uri"], params.get("diagnostics", [])),
    )
    session.add_sources(session.sources())
    path = folder / "Helper.nova"
    path.unlink()
    session.reload([path])
    session.settle()
    assert path.as_uri() not in told or told[path.as_uri()] == []
    assert session.workspace.files.keys() == {folder / "Main.nova"}
    session.close()
