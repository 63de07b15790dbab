"""Packages that were checked in one workspace are taken over by the next one, and leave there what a check leaves; nothing that is wrong is trusted."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from functools import cache
from itertools import islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_ls.base.diagnostic import Severity
from nova_ls.compiler import first_check
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.checked_library import CheckedLibrary
from nova_ls.compiler.state.module import Module
from nova_ls.compiler.state.module_diagnostics import module_diagnostics
from nova_ls.engine.event_trace import Action
from nova_ls.maintenance.whole_database import check_all
from nova_ls.server.sessions.idle_work import IdleWork
from nova_ls.store import Database, StoreError, open_in_memory
from nova_ls.store.stored import StoredDatabase
from nova_ls.workspace.crew.share import share_first_check
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.git import author
from nova_ls.workspace.shared import closure_keys
from nova_ls.workspace.shared.shelf import Shelf
from nova_ls.workspace.workspace import Workspace
from tests.compiler.law.crew import InProcess
from tests.compiler.law.profile import profile
from tests.compiler.world import change, checked_library, settle, view
from tests.workspace.left import artifacts_in, heads_in

PACKAGES = {
    "Zero": "module Zero where\n\nimport Prelude\n\nclass Named a where\n  name :: a -> String\n\n"
    'instance Named Int where\n  name n = "n" <> show n\n\ninfixr 5 add as +++\n\n'
    "add :: Int -> Int -> Int\nadd a b = a + b\n",
    "Middle": "module Middle where\n\nimport Prelude\nimport Zero\n\ndata Box a = Box a\n\n"
    "instance Named a => Named (Box a) where\n  name (Box a) = name a\n\n"
    "derive instance Eq a => Eq (Box a)\n\nboxed = Box (1 +++ 2)\n",
    "Orphan": "module Orphan where\n\nimport Zero\n\ninstance Named Boolean where\n"
    '  name _ = "b"\n',
    "Asks": "module Asks where\n\nimport Zero\n\nasked :: String\nasked = name true\n",
    "UsesTuple": "module UsesTuple where\n\nimport Data.Tuple\nimport Zero\n\nused :: String\n"
    "used = name 3\n\nnot :: Int\nnot = fst (Tuple 1 2)\n",
    "Vague": "module Vague where\n\nimport Middle\nimport Nowhere\n\nvague = boxed\n\nwrong :: Int\n"
    "wrong = unknown boxed\n",
    "Left": "module Left where\n\nimport Right\n\nleft :: Int\nleft = 1\n",
    "Right": "module Right where\n\nimport Left\n\nright :: Int\nright = left\n",
    "OnCircle": "module OnCircle where\n\nimport Right\n\non :: Int\non = right\n",
}

CHANGES = {
    "Zero": ("name :: a -> String", "name :: a -> String\n  other :: a -> Int"),
    "Middle": ("boxed = Box (1 +++ 2)", "boxed :: Box String\nboxed = Box (show 1)"),
    "Orphan": ("Named Boolean", "Named Char"),
    "Asks": ("asked :: String\n", "-- |A comment.\nasked :: String\n"),
    "UsesTuple": ("name 3", "name (fst (Tuple 3 4))"),
    "Vague": ("import Nowhere\n", ""),
    "Right": ("import Left\n", ""),
    "OnCircle": ("on :: Int", "on :: String"),
}

OWN_TUPLE = "module Data.Tuple where\n\ndata Tuple a b = Tuple b a\n\nfst (Tuple _ a) = a\n"

MAIN = (
    "module Main where\n\nimport Asks\nimport Middle\nimport OnCircle\nimport UsesTuple\nimport Vague\nimport Zero\n\n"
    "main :: Array String\nmain = [name boxed, asked, used]\n"
)


@cache
def below() -> CheckedLibrary:
    return checked_library()


def put_files(root: Path, packages: Mapping[str, str], main: str = MAIN) -> Path:
    for name, text in {f"package/src/{name}": text for name, text in packages.items()}.items():
        path = root / f"{name}.nova"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / "own").mkdir(exist_ok=True)
    (root / "own" / "nova.toml").write_text('[dependencies]\npackage = { path = "../package" }\n')
    (root / "own" / "Main.nova").write_text(main)
    return root


def opened(root: Path, shelf: Shelf | None, database: StoredDatabase | None = None) -> Workspace:
    workspace = importing(root, shelf, database)
    workspace.add_packages()
    return workspace


def importing(root: Path, shelf: Shelf | None, database: StoredDatabase | None = None) -> Workspace:
    """A workspace whose packages are known as far as something imports them."""
    own = root / "own"
    baseline = Baseline(database or open_in_memory(), own, LIBRARY, author(own), below())
    workspace = Workspace(own, baseline)
    workspace.shared_packages.shelf = shelf
    workspace.scan()
    return workspace


def finished(workspace: Workspace) -> Workspace:
    """Check it, commit it and put what was found out."""
    settle(workspace)
    workspace.commit("checked")
    put(workspace)
    return workspace


def put(workspace: Workspace) -> None:
    for _ in workspace.put_packages():
        pass


def checked(root: Path, shelf: Shelf | None) -> Workspace:
    return finished(opened(root, shelf))


def taken(workspace: Workspace) -> set[str]:
    return set(workspace.shared_packages.taken)


def assert_as_alone(workspace: Workspace, root: Path) -> None:
    """A committed workspace shows, and has kept, what a check that shares nothing does; and nothing of it is typed again."""
    alone = checked(root, None)
    ours, theirs = workspace.baseline.database, alone.baseline.database
    assert isinstance(ours, StoredDatabase)
    assert view(workspace) == view(alone)
    assert heads_in(ours) == heads_in(theirs)
    assert own_artifacts(ours) == own_artifacts(theirs)
    assert check_all(ours) == []
    again = opened(root, None, ours)
    settle(again)
    assert view(again) == view(alone)


def own_artifacts(database: Database) -> dict[bytes, bytes]:
    """Without marks that something is to be looked at in the library, the first time that it is used."""
    return {k: v for k, v in artifacts_in(database).items() if b"<library>" not in k + v}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return put_files(tmp_path / "one", PACKAGES)


ON_CIRCLE = {"Left", "Right", "OnCircle"}


def test_a_second_workspace_types_nothing_of_its_packages(
    root: Path, tmp_path: Path, shelf: Shelf
) -> None:
    first = checked(root, shelf)
    assert taken(first) == set()
    other = put_files(tmp_path / "two", PACKAGES)
    second = checked(other, shelf)
    assert taken(second) == PACKAGES.keys() - ON_CIRCLE
    ran = second.program.tally[Action.RAN]
    assert 0 < ran < first.program.tally[Action.RAN] / 2  # `main`, and what lies on a circle
    assert_as_alone(second, other)


def test_of_a_package_that_was_changed_only_what_imports_it_is_checked(
    root: Path, tmp_path: Path, shelf: Shelf
) -> None:
    checked(root, shelf)
    text = PACKAGES["Middle"].replace("1 +++ 2", "2 +++ 1")
    other = put_files(tmp_path / "two", PACKAGES | {"Middle": text})
    second = checked(other, shelf)
    assert taken(second) == PACKAGES.keys() - ON_CIRCLE - {"Middle", "Vague"}
    assert_as_alone(second, other)
    for again, texts in ((root, PACKAGES), (other, PACKAGES | {"Middle": text})):
        third = checked(put_files(again, texts), shelf)
        assert taken(third) == PACKAGES.keys() - ON_CIRCLE
        assert_as_alone(third, again)


def test_who_was_told_of_other_instances_asks_again(
    root: Path, tmp_path: Path, shelf: Shelf
) -> None:
    """Whether `Asks` has an instance depends on a module that it does not import."""
    checked(root, shelf)
    texts = {name: text for name, text in PACKAGES.items() if name != "Orphan"}
    other = put_files(tmp_path / "two", texts)
    second = checked(other, shelf)
    assert "Asks" in taken(second)
    assert_as_alone(second, other)
    found = module_diagnostics(second.program.modules["Asks"])
    assert [diagnostic.code for _, diagnostic in found] == ["NoInstanceFound"]


def open_main(workspace: Workspace, root: Path) -> None:
    path = root / "own" / "Main.nova"
    workspace.open_document(path, path.read_text(), 1)


def settle_document(workspace: Workspace) -> None:
    """Go on up to the first module that is told of: the one of the document."""
    for step in workspace.settle():
        if isinstance(step, Module):
            break


def test_an_open_document_is_checked_with_what_is_known_of_its_imports(
    root: Path, shelf: Shelf
) -> None:
    checked(root, shelf)
    (root / "package" / "src" / "Aside.nova").write_text("module Aside where\n\naside = 1\n")
    workspace = opened(root, shelf)
    open_main(workspace, root)
    settle_document(workspace)
    main = workspace.program.modules["Main"]
    assert workspace.program.is_current(main)
    assert {diagnostic.severity for _, diagnostic in module_diagnostics(main)} == {Severity.WARNING}
    assert taken(workspace) == {"Asks", "Middle", "UsesTuple", "Vague", "Zero"}
    assert not workspace.is_settled
    for name in taken(workspace):
        assert workspace.program.modules[name].is_restored
    assert_as_alone(finished(workspace), root)


def test_an_edit_of_a_document_does_not_search_its_text_for_imports(
    root: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(root, shelf)
    workspace = opened(root, shelf)
    open_main(workspace, root)
    finished(workspace)
    searched: list[str] = []
    monkeypatch.setattr(first_check, "imports_of", lambda module: searched.append(module.name))
    monkeypatch.setattr(closure_keys, "imports_of", first_check.imports_of)
    path = root / "own" / "Main.nova"
    for _ in range(3):
        end = len(workspace.files[path].source.text)
        change(workspace, path, end, end, "\n\nmore = 1\n")
        settle(workspace)
    assert searched == []


def test_what_was_taken_for_a_document_alone_is_no_harm_after_a_crash(
    root: Path, shelf: Shelf
) -> None:
    """Then rows are there that rely on entries which are not."""
    checked(root, shelf)
    database = open_in_memory()
    workspace = opened(root, shelf, database)
    open_main(workspace, root)
    settle_document(workspace)
    assert taken(workspace)
    for found in (shelf, None):
        again = finished(opened(root, found, database))
        assert_as_alone(again, root)


def test_what_was_taken_for_a_document_alone_is_checked_where_it_cannot_be_kept(
    root: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(root, shelf)
    workspace = opened(root, shelf)
    open_main(workspace, root)
    settle_document(workspace)

    def fail(*_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(StoredDatabase, "_commit", fail)
        settle(workspace)
    assert not any(workspace.program.modules[name].is_restored for name in taken(workspace))
    assert_as_alone(finished(workspace), root)


def test_instances_that_are_taken_over_later_concern_what_was_there_before(
    root: Path, shelf: Shelf
) -> None:
    """`Asks` was checked where there was no `Orphan`, which a new import brings into the program."""
    path = root / "own" / "Main.nova"
    more = MAIN.replace("import Asks\n", "import Asks\nimport Orphan\n")
    path.write_text(more)
    finished(importing(root, shelf))
    path.write_text(MAIN)
    database = open_in_memory()
    finished(importing(root, shelf, database))
    workspace = importing(root, shelf, database)
    open_main(workspace, root)
    settle(workspace)
    assert "Orphan" not in workspace.program.modules
    path.write_text(more)
    workspace.close_document(path)
    open_main(workspace, root)
    settle(workspace)
    assert "Orphan" in taken(workspace)
    assert list(module_diagnostics(workspace.program.modules["Asks"])) == []


TEXTS = st.fixed_dictionaries({name: st.sampled_from("012") for name in PACKAGES})
"""Of each module whether it is as usual, changed, or not there."""


def texts_of(drawn: Mapping[str, str], has_tuple: bool) -> dict[str, str]:
    found = {"Data.Tuple": OWN_TUPLE} if has_tuple else {}
    for name, text in PACKAGES.items():
        if drawn[name] == "1" and name in CHANGES:
            found[name] = text.replace(*CHANGES[name])
        elif drawn[name] != "2":
            found[name] = text
    return found


@pytest.mark.slow
@profile(15, 1500)
@given(
    before=st.lists(st.tuples(TEXTS, st.booleans()), min_size=1, max_size=2),
    last=TEXTS,
    has_tuple=st.booleans(),
    steps=st.integers(0, 40),
    is_open=st.booleans(),
    edited=st.none() | st.sampled_from(sorted(CHANGES)),
)
def test_whatever_was_checked_before(
    before: list[tuple[Mapping[str, str], bool]],
    last: Mapping[str, str],
    has_tuple: bool,
    steps: int,
    is_open: bool,
    edited: str | None,
) -> None:
    """Several versions of the packages were checked; then a workspace is opened in which something changes while it takes over what is known."""
    with TemporaryDirectory() as folder:
        root, shelf = Path(folder), Shelf(Path(folder) / "shelf")
        for number, (drawn, has) in enumerate(before):
            checked(put_files(root / str(number), texts_of(drawn, has)), shelf)
        texts = texts_of(last, has_tuple)
        own = put_files(root / "last", texts)
        workspace = opened(own, shelf)
        if is_open:
            open_main(workspace, own)
        for _ in islice(workspace.settle(), steps):
            pass
        if edited in texts:
            put_files(own, {edited: texts[edited].replace(*CHANGES[edited])})
            workspace.reload(own / "package" / "src" / f"{edited}.nova")
        finished(workspace)
        assert_as_alone(workspace, own)
        assert_as_alone(checked(own, shelf), own)


def test_what_is_not_saved_is_not_put(root: Path, tmp_path: Path, shelf: Shelf) -> None:
    path = root / "package" / "src" / "Zero.nova"
    workspace = opened(root, shelf)
    workspace.open_document(path, PACKAGES["Zero"], 1)
    change(workspace, path, 0, 0, "-- changed\n")
    finished(workspace)
    assert not list(shelf.files())
    workspace.close_document(path)
    finished(workspace)
    assert list(shelf.files())
    assert_as_alone(checked(put_files(tmp_path / "two", PACKAGES), shelf), tmp_path / "two")


def test_imports_that_are_overlooked_are_no_reason_to_share(tmp_path: Path, shelf: Shelf) -> None:
    """A key is made of what seems to be imported, which is found without parsing."""
    indented = "module Indented where import Zero\n                      told = name 1\n"
    root = put_files(tmp_path / "one", {"Zero": PACKAGES["Zero"], "Indented": indented})
    checked(root, shelf)
    second = checked(root, shelf)
    assert taken(second) == {"Zero"}
    assert_as_alone(second, root)


def test_workers_are_told_of_what_was_taken_over(root: Path, shelf: Shelf) -> None:
    checked(root, shelf)
    (root / "own" / "Beside.nova").write_text(
        "module Beside where\n\nimport Middle\nimport Zero\n\nbeside :: String\nbeside = name boxed\n"
    )
    workspace = opened(root, shelf)
    program = workspace.program
    for _ in workspace.take_packages():
        pass
    members = [InProcess(root / "own", below()) for _ in range(2)]
    for _ in share_first_check(program, workspace.baseline, members, 1):
        pass
    assert program.modules["Beside"].is_restored
    assert program.tally[Action.RAN] == 0
    assert_as_alone(finished(workspace), root)


# ---------------------------------------------------------------------------- the shelf


@pytest.mark.parametrize("left", [b"", b"short", b"x" * 5000])
def test_what_is_damaged_is_checked_again(root: Path, shelf: Shelf, left: bytes) -> None:
    checked(root, shelf)
    paths = [path for _, _, path in shelf.files()]
    for path in paths:
        path.write_bytes(left)
    second = checked(root, shelf)
    assert taken(second) == set()
    assert_as_alone(second, root)
    assert left not in [path.read_bytes() for path in paths]
    assert taken(checked(root, shelf)) == PACKAGES.keys() - ON_CIRCLE


def test_where_it_cannot_be_written_nothing_is_lost(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    workspace = checked(root, Shelf(tmp_path / "file"))
    assert_as_alone(workspace, root)


def test_a_full_disk_leaves_nothing_behind(
    root: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def fill(path: Path, data: bytes) -> int:
        write(path, data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", fill)
        workspace = checked(root, shelf)
    assert list(shelf.files()) == []
    assert_as_alone(workspace, root)
    assert_as_alone(checked(root, shelf), root)


def test_what_cannot_be_taken_over_is_checked(
    root: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(root, shelf)
    workspace = opened(root, shelf)

    def fail(*_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(StoredDatabase, "_commit", fail)
        for _ in workspace.take_packages():
            pass
    assert taken(workspace) == set()
    assert_as_alone(finished(workspace), root)


def test_two_who_put_at_once_leave_what_one_does(root: Path, tmp_path: Path, shelf: Shelf) -> None:
    workspaces = [opened(root, shelf), opened(put_files(tmp_path / "two", PACKAGES), shelf)]
    for workspace in workspaces:
        settle(workspace)
        workspace.commit("checked")
    for _ in zip_longest(*(workspace.put_packages() for workspace in workspaces)):
        pass
    third = checked(root, shelf)
    assert taken(third) == PACKAGES.keys() - ON_CIRCLE
    assert_as_alone(third, root)


def test_a_change_ends_the_putting_and_the_rest_comes_later(root: Path, shelf: Shelf) -> None:
    workspace = opened(root, shelf)
    settle(workspace)
    workspace.commit("checked")
    for number, _ in enumerate(workspace.put_packages()):
        if number == 3:
            put_files(root, {"Zero": PACKAGES["Zero"].replace(*CHANGES["Zero"])})
            workspace.reload(root / "package" / "src" / "Zero.nova")
    before = len(list(shelf.files()))
    finished(workspace)
    assert len(list(shelf.files())) > before
    assert_as_alone(checked(root, shelf), root)


def test_a_server_puts_when_it_has_nothing_else_to_do(root: Path, shelf: Shelf) -> None:
    workspace = opened(root, shelf)
    settle(workspace)
    workspace.commit("checked")
    idle = IdleWork(workspace, lambda: False)
    while idle.go_on():
        pass
    assert len(list(shelf.files())) == len(PACKAGES) - len(ON_CIRCLE)
