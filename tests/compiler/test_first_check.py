"""first_check.py: new modules are checked in the order of their imports, written and let go; what is known is as if all were checked at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_ls.base.codecs import Codec
from nova_ls.base.keys import Space, element_key
from nova_ls.compiler import baseline, first_check
from nova_ls.compiler.archive import module_record
from nova_ls.compiler.archive.log_names import log_unit
from nova_ls.compiler.archive.module_record import (
    ModuleRecord,
    entries_of,
    pack_entries,
    sorted_heads,
)
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.first_check import FirstCheck, in_order, is_new
from nova_ls.compiler.model import units
from nova_ls.compiler.program import Program
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.updates import imports
from nova_ls.compiler.updates.imports import bring_imports
from nova_ls.log import declaration_log
from nova_ls.log.log_unit import encode_unit
from nova_ls.maintenance.whole_database import check_all
from nova_ls.names.modules.exports import Exports
from nova_ls.store import Access, ArtifactKind, Database, Index, open_in_memory
from nova_ls.store.artifact_record import decode_record
from nova_ls.store.kind import DEFAULT_POLICIES, KindPolicy
from nova_ls.store.stored import StoredDatabase
from nova_ls.store.transaction import PendingTransaction
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import (
    copy_of_library,
    fresh,
    lose,
    retype,
    settle,
    settle_and_trace,
    view,
)

TEXTS = {
    "Zero": "module Zero where\n\nimport Prelude\n\nclass Named a where\n  name :: a -> String\n\n"
    'instance Named Int where\n  name n = "n" <> show n\n\ninfixr 5 add as +++\n\n'
    "add :: Int -> Int -> Int\nadd a b = a + b\n",
    "Middle": "module Middle where\n\nimport Prelude\nimport Zero\n\ndata Box a = Box a\n\n"
    "instance Named a => Named (Box a) where\n  name (Box a) = name a\n\n"
    "derive instance Eq a => Eq (Box a)\n\nboxed = Box (1 +++ 2)\n",
    "Alpha": "module Alpha where\n\nimport Middle\nimport Zero\n\ntold :: String\n"
    "told = name boxed\n\nwrong :: Int\nwrong = name boxed\n",
    "Left": "module Left where\n\nimport Right\n\nleft :: Int\nleft = 1\n",
    "Right": "module Right where\n\nimport Left\n\nright :: Int\nright = left\n",
    "Missing": "module Missing where\n\nimport Nowhere\n\nhere :: Int\nhere = there\n",
}


def _opened(root: Path, database: Database) -> Workspace:
    workspace = Workspace(root, Baseline(database, root, LIBRARY))
    workspace.baseline.log.clock = lambda: 1e9
    workspace.scan()
    return workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.nova").write_text(text)
    return tmp_path


def _nothing_is_kept(module: Module) -> bool:
    return False


def _check_first(workspace: Workspace, slice_size: int = 0) -> int:
    """Check what is new; the steps."""
    steps = FirstCheck(workspace.program, workspace.baseline, _nothing_is_kept, 1, slice_size).run()
    return sum(1 for _ in steps)


def _content(database: Database) -> dict[str, dict[bytes, object]]:
    """All rows but for when they were written, and what follows from it."""
    log = {key: row for key, row in database.scan_rows(Index.LOG) if key[:1] not in b"mxr"}
    heads = {key: row[:35] for key, row in database.scan_rows(Index.HEADS) if key[:1] == b"h"}
    store = database.store  # type: ignore[attr-defined]  # the rows themselves
    artifacts = {}
    for key, row in store.scan(Index.ARTIFACTS):
        record = decode_record(row)
        assert record is not None
        artifacts[key] = record.payload
    edges = dict(store.scan(Index.FORWARD)) | dict(store.scan(Index.REVERSE))
    return {"log": log, "heads": heads, "artifacts": artifacts, "edges": edges}


def test_what_is_imported_comes_first(root: Path) -> None:
    workspace = _opened(root, copy_of_library())
    program = workspace.program
    order = in_order(program, list(program.modules.values()))
    names = [module.name for module in order if isinstance(module, Module)]
    assert [name for name in names if name in TEXTS] == names
    assert names.index("Zero") < names.index("Middle") < names.index("Alpha")
    assert sorted(names) == sorted(TEXTS)


@pytest.mark.parametrize("slice_size", [0, 8, 1_000])
def test_a_check_in_slices_leaves_what_one_at_once_leaves(root: Path, slice_size: int) -> None:
    at_once, in_slices = copy_of_library(), copy_of_library()
    whole = _opened(root, at_once)
    settle(whole)
    whole.commit("checked")
    sliced = _opened(root, in_slices)
    assert _check_first(sliced, slice_size)
    settle(sliced)
    sliced.commit("checked")
    assert view(sliced) == view(whole)
    assert _content(in_slices) == _content(at_once)
    assert check_all(in_slices) == []


def test_modules_that_were_written_are_let_go_but_for_those_that_are_kept(root: Path) -> None:
    workspace = _opened(root, copy_of_library())
    kept = workspace.files[root / "Middle.nova"].module
    program = workspace.program
    for _ in FirstCheck(program, workspace.baseline, lambda module: module is kept, 1, 0).run():
        pass
    modules = [program.modules[name] for name in ("Zero", "Middle", "Alpha")]
    assert [module.is_restored for module in modules] == [True, False, True]
    assert not any(module.sources for module in modules if module is not kept)


def test_a_run_ends_when_another_one_has_finished_meanwhile(root: Path) -> None:
    workspace = _opened(root, copy_of_library())
    check = FirstCheck(workspace.program, workspace.baseline, _nothing_is_kept, 1, 0)
    interrupted = check.run()
    next(interrupted)
    assert len(list(check.run())) > 1
    assert len(list(interrupted)) <= 1


def test_an_instance_that_a_known_module_has_for_what_others_declare_counts_for_a_new_one(
    tmp_path: Path,
) -> None:
    def write(texts: dict[str, str]) -> None:
        for name, text in texts.items():
            (tmp_path / f"{name}.nova").write_text(text)

    header = "module Base where\n\nnewtype Age = Age Int\n\nclass Sized a where\n"
    orphan = "instance Sized Age where\n  size (Age n) = n\n"
    write({"Base": f"{header}  size :: a -> Int\n"})
    write({"Orphan": f"module Orphan where\n\nimport Base\n\n{orphan}"})
    database = copy_of_library()
    workspace = _opened(tmp_path, database)
    settle(workspace)
    workspace.commit("known")

    write({"Base": f"{header}  sizes :: a -> Int\n"})
    derived = "newtype Mark = Mark Age\n\nderive newtype instance Sized Mark\n"
    write({"New": f"module New where\n\nimport Base\n\n{derived}"})
    again = _opened(tmp_path, database)
    for _ in FirstCheck(again.program, again.baseline, _nothing_is_kept, 1, 0).run():
        pass
    settle(again)
    whole = _opened(tmp_path, copy_of_library())
    settle(whole)
    assert view(again) == view(whole)


def test_a_module_is_written_whose_import_that_closed_a_circle_has_been_edited(root: Path) -> None:
    workspace = _opened(root, copy_of_library())
    left = root / "Left.nova"
    workspace.open_document(left, TEXTS["Left"], 1)
    settle(workspace)
    assert "CycleInModules" in [one.code for _, one in workspace.diagnostics(workspace.files[left])]
    retype(workspace, left, "import Right", "import Right as R")
    assert _check_first(workspace)
    settle(workspace)
    texts = {root / f"{name}.nova": text for name, text in TEXTS.items()}
    assert view(workspace) == view(fresh(texts | {left: workspace.files[left].source.text}))


def test_a_second_run_looks_at_what_is_stale_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Modules that cannot be let go stay new up to the commit, through any number of edits."""
    for number in range(50):
        (root / f"M{number}.nova").write_text(f"module M{number} where\n\nm :: Int\nm = 1\n")
    workspace = _opened(root, copy_of_library())
    program = workspace.program
    check = FirstCheck(program, workspace.baseline, lambda module: True, 1, 0)
    for _ in check.run():
        pass
    looked_at: list[str] = []

    def note(program: Program, module: Module) -> bool:
        looked_at.append(module.name)
        return is_new(program, module)

    monkeypatch.setattr(first_check, "is_new", note)
    assert list(check.run()) == []
    assert looked_at == []
    workspace.open_document(root / "M3.nova", "module M3 where\n\nm :: Int\nm = 2\n", 1)
    assert list(check.run())
    assert set(looked_at) == {"M3"}


def test_damaged_rows_of_an_interrupted_check_are_written_anew(root: Path) -> None:
    database = copy_of_library()
    _check_first(_opened(root, database))
    for kind, key in [
        (ArtifactKind.SCHEME, key) for key, _ in database.list_artifacts(ArtifactKind.SCHEME)
    ]:
        if key.startswith(b"Zero"):
            lose(database, kind, key, True)
    texts = {root / f"{name}.nova": text for name, text in TEXTS.items()}
    texts[root / "Zero.nova"] += "\nmore :: Int\nmore = 1\n"
    (root / "Zero.nova").write_text(texts[root / "Zero.nova"])
    workspace = _opened(root, database)
    _check_first(workspace)
    settle(workspace)
    assert view(workspace) == view(fresh(texts))


def test_nobody_sees_what_no_commit_names(root: Path) -> None:
    database = copy_of_library()
    _check_first(_opened(root, database))
    again = _opened(root, database)
    assert not any(again.baseline.archive.rows.has(name) for name in TEXTS)
    assert settle_and_trace(again).ran == []  # All of it is found by its text.
    again.commit("checked")
    assert check_all(database) == []
    fresh = _opened(root, copy_of_library())
    settle(fresh)
    assert view(again) == view(fresh)


def test_a_module_that_is_edited_after_it_was_written_is_committed_as_it_is_then(
    root: Path,
) -> None:
    database = copy_of_library()
    workspace = _opened(root, database)
    _check_first(workspace)
    path = root / "Zero.nova"
    workspace.open_document(path, TEXTS["Zero"], 1)
    retype(workspace, path, "a + b", "b + a")
    path.write_text(workspace.files[path].source.text)
    workspace.save_document(path)
    settle(workspace)
    workspace.commit("checked")
    fresh = _opened(root, copy_of_library())
    settle(fresh)
    assert view(workspace) == view(fresh)
    assert settle_and_trace(_opened(root, database)).ran == []
    assert check_all(database) == []


def test_of_what_a_document_imports_no_tree_is_kept_where_much_is_new(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is checked later, or by somebody else."""

    def trees(workspace: Workspace) -> set[str]:
        modules = workspace.program.modules.values()
        chunks = [(each.name, chunk) for each in modules for chunk in each.source.chunks]
        return {name for name, chunk in chunks if chunk._tree is not None}

    path = root / "Alpha.nova"
    for few, kept in ((1, set[str]()), (len(TEXTS) + 1, {"Middle", "Zero"})):
        monkeypatch.setattr(imports, "FEW_NEW", few)
        workspace = _opened(root, copy_of_library())
        file = workspace.open_document(path, path.read_text(), 1)
        assert file.module is not None
        for _ in bring_imports(workspace.program.world, workspace.program.answers, file.module):
            continue
        assert trees(workspace) & {"Alpha", "Middle", "Zero"} == {"Alpha", *kept}


def test_a_few_new_modules_are_none_of_its_business(root: Path) -> None:
    workspace = _opened(root, copy_of_library())
    steps = FirstCheck(workspace.program, workspace.baseline, _nothing_is_kept).run()
    assert list(steps) == []


def test_nobody_asks_again_what_was_asked_when_all_was_known(tmp_path: Path) -> None:
    for name in ("Zero", "Middle", "Alpha"):
        (tmp_path / f"{name}.nova").write_text(TEXTS[name])
    workspace = _opened(tmp_path, copy_of_library())
    _check_first(workspace)
    settle(workspace)
    ran = [unit for unit, _ in workspace.program.engine.trace.events()]
    assert not [unit for unit in ran if isinstance(unit, units.Record)]


_BASE = (
    "module Base where\n\nclass Named a where\n  name :: a -> String\n\n"
    'instance Named Int where\n  name _ = "n"\n\nkeep :: Int -> Int\nkeep a = a\n'
)
_USE = "module Use where\n\nimport Base\n\nused :: String\nused = name (keep 1)\n"


def _write(root: Path, base: str, use: str) -> None:
    (root / "Base.nova").write_text(base)
    (root / "Use.nova").write_text(use)


@pytest.mark.parametrize("types_too", [False, True])
def test_after_an_upgrade_modules_are_let_go_as_they_are_the_first_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, types_too: bool
) -> None:
    """Another version of records, and of interfaces too or not: what is held is what a first check holds."""
    _write(tmp_path, _BASE, _USE)
    policies = dict(DEFAULT_POLICIES)
    for kind in (ArtifactKind.SCHEME, ArtifactKind.TYPED_AST):
        version = policies[kind].schema_version - types_too
        policies[kind] = KindPolicy(Codec("types", version), None)
    before = open_in_memory(policies)
    with monkeypatch.context() as patch:
        patch.setattr(module_record, "VERSION", "older")
        patch.setattr(baseline, "LOG_SCHEMA", 1)
        workspace = _opened(tmp_path, before)
        settle(workspace)
        workspace.commit("by the older one")
    _write(tmp_path, _BASE.replace("keep", "hold"), _USE.replace("keep", "hold"))
    database = StoredDatabase(before.store, Access.MEMORY)
    workspace = _opened(tmp_path, database)
    assert workspace.program.world.archive.new == {"Base", "Use"}
    assert all(workspace.baseline.has_rows(name) for name in ("Base", "Use"))
    _check_first(workspace)
    assert all(module.is_restored for module in workspace.program.modules.values())
    settle(workspace)
    fresh = _opened(tmp_path, open_in_memory())
    settle(fresh)
    assert view(workspace) == view(fresh)
    workspace.commit("by this one")
    assert check_all(database) == []
    again = _opened(tmp_path, database)
    assert settle_and_trace(again).ran == []
    assert view(again) == view(fresh)


def test_what_was_written_ahead_is_lent_until_it_is_committed(root: Path) -> None:
    workspace = _opened(root, copy_of_library())
    _check_first(workspace)
    log, modules = workspace.baseline.log, workspace.program.modules
    record = modules["Zero"].record
    assert record is not None
    written = set(entries_of(record).values())
    assert written <= log.lent()
    settle(workspace)
    workspace.commit("checked")
    assert not written & log.lent()


def test_a_commit_of_what_was_written_ahead_holds_no_row_of_a_unit(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = _opened(root, copy_of_library())
    assert _check_first(workspace)
    settle(workspace)
    held: list[int] = []
    prepare = PendingTransaction.prepare

    def noted(self: PendingTransaction) -> Iterator[None]:
        held.append(sum(map(len, self.rows.values())))
        return prepare(self)

    monkeypatch.setattr(PendingTransaction, "prepare", noted)
    monkeypatch.setattr(declaration_log, "_HELD", 10)
    workspace.commit("checked")
    assert len(held) == 1
    assert held[0] < 12, "rows of the commit itself, and of what was not written ahead"
    heads = [key for key, _ in workspace.baseline.database.scan_rows(Index.HEADS, b"h")]
    assert len(heads) > 30


def test_the_heads_of_records_come_as_rows_are_ordered() -> None:
    names = ("Data", "Data.A", "Data.A.B", "Data.AB", "Zeta", "A", "Data.a")
    records, wanted = [], []
    for module in names:
        made: list[units.Unit] = [
            *(units.Values(element_key(module, Space.VALUE, name)) for name in ("a", "z", "Å")),
            units.Types(element_key(module, Space.TYPE, "B")),
            units.Types(element_key(module, Space.CLASS, "B")),
            units.Outline(element_key(module, Space.MODULE, "")),
        ]
        entries = {unit: unit.name.encode() for unit in made}
        records.append(_record(module, pack_entries(entries)))
        wanted += [(encode_unit(log_unit(unit)), entry) for unit, entry in entries.items()]
    assert list(sorted_heads(records)) == sorted(wanted)


def _record(module: str, entries: bytes) -> ModuleRecord:
    return ModuleRecord(module, b"", (), Exports(module), b"", (), (), 0, "", b"", entries, b"")
