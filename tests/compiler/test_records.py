"""Module records: when one stands in for a module, so that nothing of it is read, and when it must not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.facts import ExportsFact, Fact
from nova_ls.compiler.model import units
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_tables import ModuleTables
from nova_ls.compiler.state.world import World
from nova_ls.compiler.updates import imports
from nova_ls.history.state_dump import dump, read_dump, restore
from nova_ls.log.reading import read_branches
from nova_ls.store import Database
from nova_ls.store.stored import StoredDatabase
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import copy_of_library, fresh, retype, settle, settle_and_trace, view

CHAIN = {
    "Root": "module Root where\n\ntop :: Int\ntop = 1\n\nbeside :: Int\nbeside = 2\n",
    "Middle": "module Middle where\n\nimport Root\n\nmiddle = top\n",
    "Leaf": "module Leaf where\n\nimport Middle\n\nleaf = middle\n",
    "Alone": "module Alone where\n\nimport Root\n\nalone = beside\n",
}
BODY = {"Root": CHAIN["Root"].replace("top = 1", "top = 11")}
TYPE = {"Root": CHAIN["Root"].replace("top :: Int\ntop = 1", 'top :: String\ntop = "one"')}


class Desk:
    """A folder of modules with a database; a branch is whatever `branch` says."""

    def __init__(self, root: Path, texts: Mapping[str, str] = CHAIN) -> None:
        self.root = root
        self.database: Database = copy_of_library()
        self.branch = "main"
        self.write(texts)
        self.workspace = self.opened()
        self.commit()

    def opened(self) -> Workspace:
        baseline = Baseline(self.database, self.root, LIBRARY)
        baseline.archive.branch = lambda: self.branch
        workspace = Workspace(self.root, baseline)
        workspace.scan()
        return workspace

    def write(self, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            (self.root / f"{name}.nova").write_text(text)

    def check_out(self, branch: str, texts: Mapping[str, str]) -> None:
        """Change branches under the running workspace."""
        self.branch = branch
        self.write(texts)
        for name in texts:
            self.workspace.reload(self.root / f"{name}.nova")

    def commit(self) -> None:
        settle(self.workspace)
        self.workspace.commit("checked")

    @property
    def read(self) -> list[str]:
        """The modules whose texts were looked into."""
        modules = self.workspace.program.modules
        return sorted(name for name in CHAIN if not modules[name].is_restored)

    def assert_lawful(self) -> None:
        settle(self.workspace)
        texts = {path: file.source.text for path, file in self.workspace.files.items()}
        assert view(self.workspace) == view(fresh(texts))


def test_importers_of_a_module_share_what_they_know_of_it(tmp_path: Path) -> None:
    again = Desk(tmp_path).opened()
    settle(again)
    program = again.program
    known = []
    for name in ("Middle", "Alone"):
        module = program.modules[name]
        assert module.is_restored and module.record is not None
        (pair,) = [pair for pair in module.record.imports if pair[0] == "Root"]
        (fact,) = [
            fact
            for fact in program.engine.questions(units.Structure(module.key))
            if fact == ExportsFact("Root")
        ]
        known.append((pair, fact))
    assert known[0][0] is known[1][0]
    assert known[0][1] is known[1][1]


@pytest.mark.parametrize("change", [BODY, TYPE], ids=["body", "type"])
def test_a_branch_seen_before_is_not_read(tmp_path: Path, change: dict[str, str]) -> None:
    desk = Desk(tmp_path)
    desk.check_out("other", change)
    desk.commit()
    desk.workspace = desk.opened()
    settle(desk.workspace)
    for branch, texts in (("main", CHAIN), ("other", change), ("main", CHAIN)):
        desk.check_out(branch, texts)
        assert settle_and_trace(desk.workspace) == ([], [])
        assert desk.read == []
        desk.commit()
        desk.assert_lawful()


def test_a_restart_on_a_branch_seen_before_reads_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.check_out("other", TYPE)
    desk.commit()
    desk.write(CHAIN)
    desk.branch = "main"
    desk.workspace = desk.opened()
    assert settle_and_trace(desk.workspace) == ([], [])
    assert desk.read == []
    desk.assert_lawful()


def test_an_edited_body_of_an_import_concerns_no_other_module_at_a_restart(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write(BODY)
    desk.workspace = desk.opened()
    did = settle_and_trace(desk.workspace)
    assert did.ran == ["values Root.top"]
    assert desk.read == ["Root"]
    desk.assert_lawful()


def test_a_changed_type_reaches_whom_it_concerns_at_a_restart(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write(TYPE)
    desk.workspace = desk.opened()
    settle(desk.workspace)
    assert desk.read == ["Leaf", "Middle", "Root"]
    desk.assert_lawful()


def test_who_was_not_there_when_an_import_changed_is_asked_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    alone = Workspace(None, Baseline(desk.database, tmp_path, LIBRARY))
    (tmp_path / "Root.nova").write_text(TYPE["Root"].replace("beside :: Int\nbeside = 2\n", ""))
    alone.open_document(tmp_path / "Root.nova", (tmp_path / "Root.nova").read_text(), 1)
    settle(alone)
    alone.commit("only this one")
    desk.workspace = desk.opened()
    settle(desk.workspace)
    assert desk.read == ["Alone", "Leaf", "Middle"]
    desk.assert_lawful()


def test_modules_in_an_import_cycle_have_records_too(tmp_path: Path) -> None:
    cycle = {
        "Root": "module Root where\n\nimport Leaf\n\ntop :: Int\ntop = 1\n\nbeside :: Int\nbeside = 2\n"
    }
    desk = Desk(tmp_path, CHAIN | cycle)
    desk.workspace = desk.opened()
    settle(desk.workspace)
    assert desk.read == []
    desk.assert_lawful()
    desk.write(CHAIN)
    desk.workspace = desk.opened()
    desk.assert_lawful()


def test_the_library_may_lie_elsewhere_the_next_time(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    database = copy_of_library()
    for library in (here, there):
        library.mkdir()
        (library / "Root.nova").write_text(CHAIN["Root"])
        workspace = Workspace(None, Baseline(database, None, library))
        workspace.scan()
        workspace.open_document(library / "Root.nova", CHAIN["Root"], 1)
        settle(workspace)
        workspace.commit("checked")
    assert workspace.program.modules["Root"].is_restored


def test_a_dump_has_the_records_of_the_library_as_well(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"Main": "module Main where\n\nimport Prelude\n\nmain = negate 1\n"})
    dump(desk.workspace.baseline, tmp_path / "dump")
    desk.database = copy_of_library()  # of more modules than `Main` needs, with their instances
    restore(desk.opened().baseline, read_dump(tmp_path / "dump"), desk.branch, "restored")
    workspace = desk.opened()
    assert settle_and_trace(workspace) == ([], [])
    assert all(module.is_restored for module in workspace.program.modules.values())


def test_records_of_deleted_branches_go(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.check_out("other", BODY)
    desk.commit()
    rows = desk.workspace.baseline.archive.rows
    assert rows.prune([name for name, _ in read_branches(desk.database)]) == 0
    assert rows.prune(["other"]) == 1  # what `other` has in the place of `main`'s
    desk.workspace = desk.opened()
    settle(desk.workspace)
    assert desk.read == []


def test_an_instance_that_needs_itself_may_become_another(tmp_path: Path) -> None:
    text = "module Main where\n\nclass Has a where\n  has :: a\n\ninstance Has Int where\n  has = has\n"
    desk = Desk(tmp_path, {"Main": text})
    desk.check_out("main", {"Main": text.replace("Has Int", "Has String")})
    desk.assert_lawful()


def test_a_restored_module_has_no_tables(tmp_path: Path) -> None:
    """There may be ten thousand of them."""
    desk = Desk(tmp_path)
    workspace = desk.opened()
    settle(workspace)
    for module in workspace.program.modules.values():
        assert module.is_restored
        for name in ModuleTables.__slots__:
            with pytest.raises(AttributeError):
                object.__getattribute__(module, name)


def test_what_stands_behind_a_record_is_looked_at_before_a_document_is_shown(
    tmp_path: Path,
) -> None:
    """The edits of two documents, one soon after the other: what the first changes is not known when the second is looked at."""
    desk = Desk(tmp_path)
    workspace = desk.opened()
    settle(workspace)
    root, leaf = (tmp_path / f"{name}.nova" for name in ("Root", "Leaf"))
    for path, name in ((root, "Root"), (leaf, "Leaf")):
        workspace.open_document(path, CHAIN[name], 1)
    settle(workspace)
    assert workspace.program.modules["Middle"].is_restored
    retype(workspace, root, "top :: Int\ntop = 1", 'top :: String\ntop = "one"')
    retype(workspace, leaf, "leaf = middle", "leaf = middle\n\nother = leaf")
    module = workspace.program.modules["Leaf"]
    for step in workspace.program.settle(module, (root, leaf)):
        if step is module:
            break
    shown = [repr(each.problem) for _, each in workspace.diagnostics(workspace.files[leaf])]
    settle(workspace)
    assert shown == [repr(each.problem) for _, each in workspace.diagnostics(workspace.files[leaf])]
    assert view(workspace) == view(
        fresh({path: workspace.files[path].source.text for path in sorted(tmp_path.glob("*.nova"))})
    )


def test_an_edit_does_not_go_through_all_that_its_module_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path)
    workspace, leaf = desk.opened(), tmp_path / "Leaf.nova"
    workspace.open_document(leaf, CHAIN["Leaf"], 1)
    settle(workspace)
    walked: list[str] = []

    def walk(_: World, *modules: Module) -> set[str]:
        walked.extend(module.name for module in modules)
        return set()

    monkeypatch.setattr(imports, "imported_modules", walk)
    retype(workspace, leaf, "leaf = middle", "leaf = 2")
    settle(workspace)
    assert walked == []


def test_what_modules_there_are_is_known_without_reading_a_row_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Desk(tmp_path).workspace.baseline.archive
    read: list[object] = []
    monkeypatch.setattr(StoredDatabase, "_checked_record", lambda *row: read.append(row))
    assert archive.module_names() >= CHAIN.keys()
    assert read == []


def test_whom_many_changes_reach_is_looked_up_once_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left to look up is not gone through again at each step."""
    desk = Desk(tmp_path)
    world = desk.workspace.program.world
    world.unreached = {ExportsFact(f"M{number}"): "" for number in range(200)}
    gone_through: list[int] = []
    before = World.unreached_before

    def note(world: World, module: Module) -> list[Fact]:
        gone_through.append(1)
        return before(world, module)

    monkeypatch.setattr(World, "unreached_before", note)
    steps = list(world.reach_before(world.modules["Leaf"]))
    assert len(steps) > 10
    assert not world.unreached
    assert len(gone_through) == 2
