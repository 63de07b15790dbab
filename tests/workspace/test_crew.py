"""crew/: several processes that check new modules leave what one leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest

from nova_ls.base.codecs import Codec
from nova_ls.base.element_bytes import element_prefix
from nova_ls.compiler import baseline
from nova_ls.compiler.archive import module_record
from nova_ls.compiler.archive.graph_nodes import unit_nodes
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.first_check import imports_of
from nova_ls.engine.event_trace import Action
from nova_ls.maintenance.whole_database import check_all
from nova_ls.store import Access, ArtifactKind, Database, open_in_memory
from nova_ls.store.kind import DEFAULT_POLICIES, KindPolicy
from nova_ls.store.stored import StoredDatabase
from nova_ls.workspace.crew import worker
from nova_ls.workspace.crew.background import BackgroundCheck
from nova_ls.workspace.crew.crew import CrewWorker, crew
from nova_ls.workspace.crew.messages import Task
from nova_ls.workspace.crew.schedule import MOST, Schedule
from nova_ls.workspace.crew.share import share_first_check
from nova_ls.workspace.crew.worker import Worker
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.git import author
from nova_ls.workspace.shared_library import shared_library
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import fresh, settle, settle_and_trace, view
from tests.workspace.left import artifacts_in, heads_in

TEXTS = {
    "Zero": "module Zero where\n\nimport Prelude\n\nclass Named a where\n  name :: a -> String\n\n"
    'instance Named Int where\n  name n = "n" <> show n\n\ninfixr 5 add as +++\n\n'
    "add :: Int -> Int -> Int\nadd a b = a + b\n",
    "Middle": "module Middle where\n\nimport Prelude\nimport Zero\n\ndata Box a = Box a\n\n"
    "instance Named a => Named (Box a) where\n  name (Box a) = name a\n\n"
    "derive instance Eq a => Eq (Box a)\n\nboxed = Box (1 +++ 2)\n",
    "Beside": "module Beside where\n\nimport Prelude\nimport Zero\n\ndata Other = Other\n\n"
    "instance Named Other where\n  name _ = show 1.5\n",
    "Open": "module Open where\n\nimport Zero\n\nvague = name\n\nunknown = name (unknown' 1)\n",
    "Alpha": "module Alpha where\n\nimport Middle\nimport Zero\n\ntold :: String\n"
    "told = name boxed\n\nwrong :: Int\nwrong = name boxed\n",
    "Orphan": "module Orphan where\n\nimport Zero\n\ninstance Named Boolean where\n"
    '  name _ = "b"\n',
    "Asks": "module Asks where\n\nimport Zero\n\nasked :: String\nasked = name true\n",
    "UsesTuple": "module UsesTuple where\n\nimport Data.Tuple\nimport Zero\n\nused :: String\n"
    "used = name (Tuple 1 2)\n\nnot :: Int\nnot = fst (Tuple 1 2)\n",
    "Left": "module Left where\n\nimport Right\n\nleft :: Int\nleft = 1\n",
    "Right": "module Right where\n\nimport Left\n\nright :: Int\nright = left\n",
    "OnCircle": "module OnCircle where\n\nimport Right\n\non :: Int\non = right\n",
    "Missing": "module Missing where\n\nimport Nowhere\n\nhere :: Int\nhere = there\n",
}

OWN_TUPLE = "module Data.Tuple where\n\nimport Zero\n\ndata Tuple a = Tuple a a\n\n"
"instance Named (Tuple a) where\n  name _ = name 2\n"

SLOW = pytest.mark.slow
QUICK = {("Zero", 0), ("Middle", 5), ("Orphan", 20), ("Asks", 80)}
"""Which module is edited after how many steps; the other pairs are for the whole suite."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.nova").write_text(text)
    return tmp_path


def _opened(root: Path, database: Database) -> Workspace:
    baseline = Baseline(database, root, LIBRARY, author(root), shared_library())
    workspace = Workspace(root, baseline)
    workspace.scan()
    return workspace


def _checked(
    root: Path, database: Database, members: Sequence[CrewWorker], is_whole: bool = True
) -> Workspace:
    workspace = _opened(root, database)
    for _ in share_first_check(workspace.program, workspace.baseline, members, 1):
        pass
    if members and is_whole:
        assert workspace.program.modules["Beside"].is_restored
        assert workspace.program.tally[Action.RAN] == 0
    settle(workspace)
    workspace.commit("checked")
    return workspace


@pytest.mark.parametrize("few", [0, 250])
def test_what_two_workers_leave_is_what_one_process_leaves(
    root: Path, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether they let go of what they have checked or not."""
    monkeypatch.setattr(worker, "FEW_AT_EASE", few)
    alone, shared = open_in_memory(), open_in_memory()
    with crew(2, root) as members:
        by_two = _checked(root, shared, members)
    by_one = _checked(root, alone, ())
    assert view(by_two) == view(by_one)
    assert heads_in(shared) == heads_in(alone)
    assert len(heads_in(shared)) > 20
    assert artifacts_in(shared) == artifacts_in(alone)
    assert check_all(shared) == []
    again = _opened(root, shared)
    assert settle_and_trace(again).ran == []
    assert view(again) == view(by_one)


def test_after_an_upgrade_workers_check_all_anew(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the former version has left of elements and of what units relied on is gone, also where the text has changed since."""
    policies = dict(DEFAULT_POLICIES)
    for kind in (ArtifactKind.SCHEME, ArtifactKind.TYPED_AST):
        policies[kind] = KindPolicy(Codec("types", policies[kind].schema_version - 1), None)
    before = open_in_memory(policies)
    with monkeypatch.context() as patch:
        patch.setattr(module_record, "VERSION", "older")
        patch.setattr(baseline, "LOG_SCHEMA", 1)
        _checked(root, before, ())
    middle = root / "Middle.nova"
    middle.write_text(TEXTS["Middle"].replace("boxed", "held"))
    database = StoredDatabase(before.store, Access.MEMORY)
    with crew(2, root) as members:
        by_two = _checked(root, database, members)
    alone = open_in_memory()
    assert view(by_two) == view(_checked(root, alone, ()))
    assert heads_in(alone).items() <= heads_in(database).items()
    for name in TEXTS:
        assert _left_of(database, name) == _left_of(alone, name)
    assert check_all(database) == []
    again = _opened(root, database)
    assert settle_and_trace(again).ran == []
    assert view(again) == view(by_two)


def _left_of(database: Database, name: str) -> list[object]:
    """Which elements of a module are known, and what its units rely on."""
    prefix = element_prefix(name)
    elements = [
        key
        for kind in (ArtifactKind.SCHEME, ArtifactKind.TYPED_AST)
        for key, _ in database.list_artifacts(kind, prefix)
    ]
    edges = [(node, database.get_dependencies(node)) for node in unit_nodes(database, name)]
    return [elements, edges]


def test_an_import_that_does_not_begin_a_line_is_one(root: Path) -> None:
    (root / "Apart.nova").write_text("module Apart where\n  import Prelude\n  import\n    Middle\n")
    apart = _opened(root, open_in_memory()).program.modules["Apart"]
    assert list(imports_of(apart)) == ["Prelude", "Middle"]


def test_a_misspelled_import_is_one(root: Path) -> None:
    (root / "Apart.nova").write_text(
        "module Apart where\n\nimprot Middle\nImport Base\ndata A = A\n"
    )
    apart = _opened(root, open_in_memory()).program.modules["Apart"]
    assert list(imports_of(apart)) == ["Middle", "Base"]


def test_a_worker_that_reads_what_is_the_task_of_another_one_does_not_go_on(root: Path) -> None:
    files = {
        name: (str(root / f"{name}.nova"), "workspace") for name in ("Alpha", "Middle", "Zero")
    }
    one = Worker(root, shared_library(), 250)
    one.check(Task(["Zero"], [], [], "main", b"", files))
    assert not one.has_strayed
    one.check(Task(["Alpha"], [], [], "main", b""))
    assert one.has_strayed


def test_what_a_worker_leaves_undone_is_done(root: Path) -> None:
    alone, shared = open_in_memory(), open_in_memory()
    with crew(2, root) as members:
        os.kill(members[0].pid, signal.SIGKILL)
        left = _checked(root, shared, members, is_whole=False)
    assert view(left) == view(_checked(root, alone, ()))
    assert heads_in(shared) == heads_in(alone)
    assert check_all(shared) == []


def test_a_file_that_changes_meanwhile_is_checked_as_it_is(root: Path) -> None:
    database = open_in_memory()
    workspace = _opened(root, database)
    path = root / "Middle.nova"
    path.write_text(TEXTS["Middle"].replace("1 +++ 2", "2 +++ 1"))
    with crew(2, root) as members:
        for _ in share_first_check(workspace.program, workspace.baseline, members, 1):
            pass
    workspace.reload(path)
    settle(workspace)
    workspace.commit("checked")
    assert view(workspace) == view(_checked(root, open_in_memory(), ()))
    assert check_all(database) == []


def _in_background(root: Path, database: Database) -> tuple[Workspace, BackgroundCheck]:
    workspace = _opened(root, database)
    return workspace, BackgroundCheck(workspace, 2, few=1)


def _steps(workspace: Workspace, count: int) -> int:
    """Take some steps of a check; how many were taken."""
    return sum(1 for _ in islice(workspace.settle(), count))


@pytest.mark.parametrize(
    "name", ["Middle", "Orphan", *(pytest.param(name, marks=SLOW) for name in ("Zero", "OnCircle"))]
)
def test_beside_a_server_workers_leave_what_one_process_leaves(root: Path, name: str) -> None:
    alone, shared = open_in_memory(), open_in_memory()
    by_one = _checked(root, alone, ())
    by_all, background = _in_background(root, shared)
    path = root / f"{name}.nova"
    by_all.open_document(path, TEXTS[name], 1)
    settle(by_all)
    by_all.commit("checked")
    assert by_all.program.modules["Beside"].is_restored
    assert view(by_all) == view(by_one)
    assert heads_in(shared) == heads_in(alone)
    assert artifacts_in(shared) == artifacts_in(alone)
    assert check_all(shared) == []
    background.close()


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        pytest.param(name, steps, marks=[] if (name, steps) in QUICK else SLOW)
        for name in ("Zero", "Middle", "Orphan", "Asks")
        for steps in (0, 1, 5, 20, 80)
    ],
)
def test_edits_that_come_while_workers_check_are_taken_into_account(
    root: Path, name: str, steps: int
) -> None:
    edits = {
        "Zero": ("name :: a -> String", "name :: a -> Int"),
        "Middle": ("data Box a = Box a", "data Box a = Box a | None"),
        "Orphan": ("Named Boolean", "Named Number"),
        "Asks": ("name true", "name 1.5"),
    }
    database = open_in_memory()
    workspace, background = _in_background(root, database)
    path, other = root / f"{name}.nova", root / "Alpha.nova"
    workspace.open_document(other, TEXTS["Alpha"], 1)
    _steps(workspace, steps)
    workspace.open_document(path, TEXTS[name], 1)
    _steps(workspace, steps)
    workspace.open_document(path, TEXTS[name].replace(*edits[name]), 2)
    settle(workspace)
    texts = {path: file.source.text for path, file in workspace.files.items()}
    assert view(workspace) == view(fresh(texts))
    path.write_text(texts[path])
    workspace.save_document(path)
    settle(workspace)
    workspace.commit("saved")
    alone = open_in_memory()
    assert view(workspace) == view(_checked(root, alone, ()))
    assert heads_in(database) == heads_in(alone)
    assert artifacts_in(database) == artifacts_in(alone)
    assert check_all(database) == []
    background.close()


def test_what_workers_of_a_server_leave_undone_is_done(root: Path) -> None:
    workspace, background = _in_background(root, open_in_memory())
    steps = workspace.settle()
    while not background.workers:
        next(steps)
    os.kill(background.workers[0], signal.SIGKILL)
    settle(workspace)
    assert view(workspace) == view(_checked(root, open_in_memory(), ()))
    assert not background.workers


def test_without_workers_a_server_checks_alone(root: Path) -> None:
    workspace, background = _in_background(root, open_in_memory())
    _steps(workspace, 5)
    background.close()
    settle(workspace)
    assert view(workspace) == view(_checked(root, open_in_memory(), ()))
    assert workspace.program.tally[Action.RAN] > 20


def test_workers_end_with_their_server(root: Path) -> None:
    workspace, background = _in_background(root, open_in_memory())
    steps = workspace.settle()
    while not background.workers:
        next(steps)
    pids = background.workers
    background.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_where_a_module_of_the_library_is_replaced_one_process_checks(root: Path) -> None:
    (root / "OwnTuple.nova").write_text(OWN_TUPLE)
    workspace = _opened(root, open_in_memory())
    with crew(2, root) as members:
        for _ in share_first_check(workspace.program, workspace.baseline, members, 1):
            pass
    assert not any(
        name in TEXTS and module.is_restored for name, module in workspace.program.modules.items()
    )


def test_one_job_needs_no_workers(root: Path) -> None:
    with crew(1, root) as members:
        assert members == []


def filled(imports: dict[str, list[str]], **costs: int) -> Schedule:
    schedule = Schedule()
    for _ in schedule.fill(imports, dict.fromkeys(imports, 1) | costs):
        continue
    return schedule


def test_a_module_has_its_turn_after_its_imports() -> None:
    imports = {"A": ["B", "Prelude"], "B": ["C"], "C": [], "D": [], "E": ["F"], "F": ["E"]}
    schedule = filled(imports)
    assert schedule.take(2) == ["C"]
    assert schedule.take(2) == ["D"]
    assert schedule.take(2) == []
    schedule.finish(["C"])
    assert schedule.take(2) == ["B"]
    schedule.finish(["D", "B"])
    assert schedule.take(2) == ["A"]
    schedule.finish(["A"])
    assert schedule.take(2) == []  # A circle is not theirs.


def test_what_is_ready_is_shared_among_all() -> None:
    schedule = filled({f"M{number}": [] for number in range(5 * MOST)})
    assert len(schedule.take(2)) == MOST
    assert len(schedule.take(4)) == MOST // 2


def test_what_takes_long_is_a_task_of_its_own() -> None:
    schedule = filled({name: [] for name in "ABCDEFGH"}, A=4, B=20)
    assert [schedule.take(1) for _ in range(3)] == [["B"], ["A", "C"], ["D", "E", "F"]]


def test_what_the_longest_work_waits_for_comes_first() -> None:
    imports = {"Low": [], "Long": ["Low"], "Lower": [], "Mid": ["Lower"], "Top": ["Mid"]}
    assert [filled(imports, Long=cost).take(2) for cost in (1, 9)] == [["Lower"], ["Low"]]


def test_what_the_longest_chain_waits_for_comes_first() -> None:
    imports = {"Alone": [], "Low": [], "Lower": [], "Mid": ["Lower"], "Top": ["Mid", "Low"]}
    circle = {"Left": ["Right", "Alone"], "Right": ["Left"]}
    schedule = filled(imports | circle)
    assert [schedule.take(2) for _ in range(3)] == [["Lower"], ["Low"], ["Alone"]]
    schedule.finish(["Alone", "Lower", "Low"])
    assert schedule.take(2) == ["Mid"]


@pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="a process cannot be bound to cores"
)
def test_there_is_one_worker_for_each_core_that_may_be_used() -> None:
    """As where a container or a batch system allows fewer than there are."""
    code = "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]); "
    code += "from nova_ls.workspace.crew.crew import core_count; print(core_count())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
