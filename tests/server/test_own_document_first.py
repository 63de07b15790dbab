"""What the editor shows comes first: before what an edit reaches elsewhere, and before modules that it does not need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.compiler.model import units
from nova_ls.server.sessions import checker
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.source_file import TextChange

IMPORTERS = 20
CORE = "module Core where\n\ncore :: Int\ncore = 1\n"


def workspace(root: Path) -> Path:
    """Modules that rely on Core; the file of that."""
    (root / "nova.toml").write_text('[project]\nname = "first"\n')
    (root / "Core.nova").write_text(CORE)
    for number in range(IMPORTERS):
        text = f"module M{number} where\n\nimport Core (core)\n\nuse :: Int\nuse = core\n"
        (root / f"M{number}.nova").write_text(text)
    return root / "Core.nova"


def session_of(root: Path, events: list[str]) -> Session:
    """A session that notes what it tells about which file."""

    def tell(method: str, params: dict[str, Any]) -> None:
        events.append(f"told of {Path(params['uri']).name}" if "uri" in params else method)

    session = Session(root, Encoding.UTF16, lambda: False, tell)
    session.add_sources(session.sources())
    return session


def settle(session: Session) -> None:
    while session.has_work:
        session.work()


def test_after_a_restart_an_edited_type_is_told_before_those_are_looked_up_who_rely_on_it(
    tmp_path: Path,
) -> None:
    path = workspace(tmp_path)
    first = session_of(tmp_path, [])
    settle(first)
    first.close()
    events: list[str] = []
    session = session_of(tmp_path, events)
    session.open_document(path, CORE, 1)
    settle(session)
    archive = session.workspace.baseline.archive
    found = archive.relying_modules

    def relying_modules(facts: Any) -> set[str]:
        events.append("looked up")
        return found(facts)

    archive.relying_modules = relying_modules  # type: ignore[method-assign]  # to see when
    events.clear()
    session.change_document(path, [TextChange(((2, 8), (2, 11)), "String")], 2)
    session.catch_up(path)
    assert events == ["told of Core.nova"]
    settle(session)
    assert events[1] == "looked up"
    assert {f"told of M{number}.nova" for number in range(IMPORTERS)} <= set(events)
    session.close()


def test_a_document_that_is_opened_before_it_is_known_whom_an_edit_reaches_is_told_rightly(
    tmp_path: Path,
) -> None:
    path = workspace(tmp_path)
    first = session_of(tmp_path, [])
    settle(first)
    first.close()
    told: list[Any] = []
    session = Session(
        tmp_path, Encoding.UTF16, lambda: False, lambda _, params: told.append(params)
    )
    session.add_sources(session.sources())
    session.open_document(path, CORE, 1)
    settle(session)
    session.change_document(path, [TextChange(((2, 8), (2, 11)), "String")], 2)
    session.catch_up(path)
    other = tmp_path / "M3.nova"
    assert not session.checker.is_current(session.workspace.files[other])
    told.clear()
    session.open_document(other, other.read_text(), 1)
    session.catch_up(other)
    while session.has_work:
        session.work()
    messages = [params["diagnostics"] for params in told if params.get("uri") == other.as_uri()]
    assert messages and all(
        [each["code"] for each in one] == ["TypesDoNotUnify"] for one in messages
    )
    session.close()


def test_modules_that_a_document_does_not_need_are_looked_at_after_it(tmp_path: Path) -> None:
    path = workspace(tmp_path)
    events: list[str] = []
    session = session_of(tmp_path, events)
    session.open_document(path, CORE, 1)
    session.checker.take_in_files()
    while session.owes_diagnostics:
        session.work()
    modules, engine = session.workspace.program.modules, session.workspace.program.engine
    looked_at = {name for name, one in modules.items() if engine.is_fresh(units.Structure(one.key))}
    assert "Core" in looked_at
    assert not looked_at & {f"M{number}" for number in range(IMPORTERS)}
    session.close()


CLASS = "module Named where\n\nclass Named a where\n  name :: a -> String\n"
USER = """module User where

import Named (class Named, name)

data Own = Own

instance namedOwn :: Named Own where
  name _ = "own"

shown :: String
shown = name Own
"""


def test_an_edit_meets_no_instance_of_which_it_is_not_known_yet_what_it_is_for(
    tmp_path: Path,
) -> None:
    (tmp_path / "nova.toml").write_text('[project]\nname = "first"\n')
    (tmp_path / "Named.nova").write_text(CLASS)
    for number in range(IMPORTERS):
        one = f"module M{number} where\n\nimport Named (class Named)\n\ndata T = T\n\n"
        one += 'instance namedT :: Named T where\n  name _ = "t"\n'
        (tmp_path / f"M{number}.nova").write_text(one)
    path = tmp_path / "User.nova"
    path.write_text(USER)
    session = session_of(tmp_path, [])
    session.open_document(path, USER, 1)
    session.checker.take_in_files()
    while session.owes_diagnostics:
        session.work()
    world, steps = session.workspace.program.world, session.workspace.settle()
    while not any(each.name.startswith("M") for each in world.ungrouped):
        next(steps)
    session.change_document(path, [TextChange(((10, 8), (10, 8)), " ")], 2)
    session.catch_up(path)
    assert not session.owes_diagnostics
    (named,) = {row.class_key for row in world.instances.summaries_in("User")}
    assert [row.key for row in world.instances.of_class(named) if None in row.heads] == []
    settle(session)
    assert len(list(world.instances.of_class(named))) == IMPORTERS + 1
    session.close()


CLASS = "module Class where\n\nclass C a where\n  c :: a -> Int\n\ndata T = T\n"
INSTANCE = "module Instance where\n\nimport Class\n\ninstance C T where\n  c _ = 1\n"
OF_ANOTHER = (
    "module Instance where\n\nimport Class (T)\n\nclass C a where\n  c :: a -> Int\n\n"
    "instance C T where\n  c _ = 1\n"
)
USE = "module Use where\n\nimport Class\n\nuse :: Int\nuse = c T\n"


def write(root: Path, **texts: str) -> list[Path]:
    """A workspace of modules; their files."""
    (root / "nova.toml").write_text('[project]\nname = "first"\n')
    paths = [root / f"{name}.nova" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(f"module {path.stem} where\n\n{text}")
    return paths


def told_of(root: Path, name: str) -> tuple[Session, list[list[str]]]:
    """A session of a folder, and the codes of what it tells of a file, each time."""
    told: list[list[str]] = []

    def tell(method: str, params: dict[str, Any]) -> None:
        if params.get("uri", "").endswith(name):
            told.append([each["code"] for each in params["diagnostics"]])

    session = Session(root, Encoding.UTF16, lambda: False, tell)
    session.add_sources(session.sources())
    return session, told


def test_a_record_is_not_told_of_before_an_instance_is_known_to_be_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nova.toml").write_text('[project]\nname = "first"\n')
    for name, text in ("Class", CLASS), ("Instance", INSTANCE), ("Use", USE):
        (tmp_path / f"{name}.nova").write_text(text)
    first, told = told_of(tmp_path, "Use.nova")
    settle(first)
    assert not any(told)
    first.close()
    monkeypatch.setattr(checker, "WORK_SECONDS", 0.0)
    session, told = told_of(tmp_path, "Use.nova")
    session.open_document(tmp_path / "Instance.nova", OF_ANOTHER, 1)
    session.open_document(tmp_path / "Use.nova", USE, 1)
    settle(session)
    assert told == [["NoInstanceFound"]]
    session.close()


def test_a_document_is_not_told_of_before_what_it_imports_is_known_to_be_as_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uses = "import Base\n\nuse :: Int\nuse = base\n\nother :: Int\nother = 1\n"
    base, use = write(tmp_path, Base="base :: Int\nbase = 1\n", Use=uses)
    text = use.read_text()
    session, told = told_of(tmp_path, "Use.nova")
    session.open_document(use, text, 1)
    session.open_document(base, base.read_text(), 1)
    session.change_document(base, [TextChange(((2, 8), (2, 11)), "String")], 2)
    settle(session)
    assert told[-1] == ["TypesDoNotUnify"]
    monkeypatch.setattr(checker, "WORK_SECONDS", 0.0)
    session.close_document(base)
    told.clear()
    session.change_document(use, [TextChange(((8, 8), (8, 9)), "2")], 2)
    session.catch_up(use)
    settle(session)
    assert told and not any(told)
    session.close()


def test_a_document_is_not_told_of_before_units_are_made_of_what_a_record_stood_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uses = "import Base\n\nuse :: Alias\nuse = 1\n\nother :: Int\nother = 1\n"
    base, use = write(tmp_path, Base="type Alias = Int\n", Use=uses)
    text = use.read_text()
    first, _ = told_of(tmp_path, "Use.nova")
    settle(first)
    first.close()
    session, told = told_of(tmp_path, "Use.nova")
    session.open_document(use, text, 1)
    session.change_document(use, [TextChange(((8, 8), (8, 9)), "2")], 2)
    settle(session)
    assert session.workspace.program.modules["Base"].is_restored
    monkeypatch.setattr(checker, "WORK_SECONDS", 0.0)
    told.clear()
    session.open_document(base, base.read_text(), 1)
    session.change_document(base, [TextChange(((2, 13), (2, 16)), "String")], 2)
    session.change_document(use, [TextChange(((8, 8), (8, 9)), "3")], 3)
    session.catch_up(use)
    settle(session)
    assert told and all(codes == ["TypesDoNotUnify"] for codes in told)
    session.close()


def test_who_imports_a_module_is_not_looked_at_before_that_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace(tmp_path)
    first = session_of(tmp_path, [])
    settle(first)
    first.close()
    events: list[str] = []
    session = session_of(tmp_path, events)
    for name in ("Core", *(f"M{number}" for number in range(IMPORTERS))):
        each = tmp_path / f"{name}.nova"
        session.open_document(each, each.read_text(), 1)
        change = TextChange(None, f"{each.read_text()}\nmore = 1\n")
        session.change_document(each, [change], 2)  # Its units are known from now on.
    settle(session)
    program = session.workspace.program
    run = program.run

    def noted(unit: Any) -> None:
        events.append(f"looked at {unit.module}")
        run(unit)

    monkeypatch.setattr(program, "run", noted)
    events.clear()
    session.change_document(path, [TextChange(None, f"{CORE}\nless = 1\n")], 3)
    session.catch_up(path)
    assert "told of Core.nova" in events
    assert {event for event in events if event.startswith("looked at")} == {"looked at Core"}


BASE = """module Base where

class Sized a where
  size :: a -> Int

class Heavy a where
  heavy :: a -> Int
"""


def test_a_document_is_not_told_of_before_new_instances_of_what_it_imports_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nova.toml").write_text('[project]\nname = "first"\n')
    base, use = tmp_path / "Base.nova", tmp_path / "Use.nova"
    base.write_text(BASE)
    text = "module Use where\n\nimport Base\n\nweight :: forall a. Sized a => a -> Int\nweight x = heavy x\n\nother :: Int\nother = 1\n"
    use.write_text(text)
    session, told = told_of(tmp_path, "Use.nova")
    session.open_document(use, text, 1)
    session.open_document(base, BASE, 1)
    settle(session)
    assert told[-1] == ["NoInstanceFound"]
    monkeypatch.setattr(checker, "WORK_SECONDS", 0.0)
    told.clear()
    instance = "\ninstance Sized a => Heavy a where\n  heavy = size\n"
    session.change_document(base, [TextChange(None, BASE + instance)], 2)
    session.change_document(use, [TextChange(((8, 8), (8, 9)), "3")], 2)
    session.catch_up(use)
    settle(session)
    assert told and not any(told)
    session.close()
