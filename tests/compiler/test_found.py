"""What the law has found: each breach as the shortest script that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.compiler.first_check import FirstCheck
from nova_ls.compiler.model import units
from nova_ls.engine.event_trace import Action
from nova_ls.maintenance.whole_database import check_all
from nova_ls.store import ArtifactKind, open_in_memory
from nova_ls.store.stored import StoredDatabase
from nova_ls.workspace.workspace import Workspace
from tests.compiler.law.history import assert_history
from tests.compiler.world import (
    copy_of_library,
    fresh,
    open_world,
    retype,
    settle,
    settle_and_trace,
    view,
)

STOPS = range(12)
"""After so many units the next thing happens."""


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.nova").write_text(text)


def committed(folder: Path) -> StoredDatabase:
    """A database that knows what is in a folder."""
    database = open_in_memory()
    workspace = open_world(folder, database)
    settle(workspace)
    workspace.commit("first")
    return database


def settle_a_little(workspace: Workspace, stop: int) -> None:
    steps: Iterator[object] = islice(workspace.settle(), stop)
    for _ in steps:
        pass


def assert_lawful(workspace: Workspace) -> None:
    settle(workspace)
    texts = {path: file.source.text for path, file in workspace.files.items()}
    assert view(workspace) == view(fresh(texts))


def test_an_instance_whose_class_was_gone_for_a_moment_has_its_typed_ast(tmp_path: Path) -> None:
    write(tmp_path, Lib="module Lib where\n\nclass C a where\n  c :: a -> Int\n")
    text = "module Main where\n\nimport Lib (class C)\n\ninstance one :: C Int where\n  c n = n\n"
    write(tmp_path, Main=text)
    for stop in STOPS:
        workspace = open_world(tmp_path, open_in_memory())
        settle(workspace)
        main = tmp_path / "Main.nova"
        workspace.open_document(main, text, 1)
        retype(workspace, main, "Lib (class C)", "Lib")
        retype(workspace, main, "import Lib", "import Lib ()")
        settle_a_little(workspace, stop)
        retype(workspace, main, "Lib ()", "Lib (class C)")
        assert_lawful(workspace)


@pytest.mark.parametrize(
    "declaration", ["value = 2", "instance one :: C Int", "data T = T", "class D a where\n  d :: a"]
)
def test_what_goes_before_it_was_looked_at_is_gone(tmp_path: Path, declaration: str) -> None:
    write(tmp_path, Main="module Main where\n\nclass C a\n\nlast :: Int\nlast = 1\n")
    for stop in STOPS:
        write(tmp_path, Main=f"module Main where\n\nclass C a\n\n{declaration}\n")
        database = committed(tmp_path)
        write(tmp_path, Main=f"module Main where\n\nclass C a\n\n{declaration}\n\nmore = 3\n")
        workspace = open_world(tmp_path, database)
        settle_a_little(workspace, stop)
        main = tmp_path / "Main.nova"
        workspace.open_document(main, main.read_text(), 1)
        retype(workspace, main, declaration, "")
        assert_lawful(workspace)


def test_a_constructor_whose_type_does_not_parse_is_gone(tmp_path: Path) -> None:
    write(tmp_path, Main="module Main where\n\ndata T = T\n")
    database = committed(tmp_path)
    write(tmp_path, Main="module Main where\n\ndata t = T\n")
    assert_lawful(open_world(tmp_path, database))


@pytest.mark.parametrize("declaration", ["data T = A | b Int", "class C a where\n  X :: a"])
def test_a_constructor_or_member_without_a_name_is_none(tmp_path: Path, declaration: str) -> None:
    write(tmp_path, Main=f"module Main where\n\n{declaration}\n")
    assert_lawful(open_world(tmp_path, committed(tmp_path)))


def test_a_module_whose_name_another_file_had_for_a_moment_has_its_elements(tmp_path: Path) -> None:
    write(
        tmp_path,
        Lib="module Lib where\n\none :: Int\none = 1\n",
        Main="module Main where\n\nimport Lib\n\ntwo = one\n",
    )
    database = committed(tmp_path)
    write(tmp_path, First="module Lib where\n")
    workspace = open_world(tmp_path, database)
    settle(workspace)
    (tmp_path / "First.nova").unlink()
    workspace.reload(tmp_path / "First.nova")
    assert_lawful(workspace)


@pytest.mark.parametrize("declaration", ["instance one :: C Int", "value = 2"])
def test_what_a_module_that_came_back_loses_before_the_commit_is_not_committed(
    tmp_path: Path, declaration: str
) -> None:
    text = f"module Main where\n\nclass C a\n\n{declaration}\n"
    write(tmp_path, Main=text)
    workspace = open_world(tmp_path, committed(tmp_path))
    main = tmp_path / "Main.nova"
    main.unlink()
    workspace.reload(main)
    settle(workspace)
    write(tmp_path, Main=text)
    workspace.reload(main)
    settle(workspace)
    write(tmp_path, Main=text.replace(declaration, ""))
    workspace.reload(main)
    settle(workspace)
    workspace.commit("second")
    assert_lawful(workspace)


def assert_history_is_of_files(workspace: Workspace) -> None:
    assert_history(workspace, "main", {path: path.read_text() for path in workspace.files})


@pytest.mark.parametrize(
    "declarations",
    [
        ("data A = X Int", "data B = X String", "f (X a) = a"),
        ("data B = X Int", "data A = X String", "f (X a) = a"),
        ("class D a where\n  x :: a -> Int", "class C a where\n  x :: Int -> a", "f = x"),
        ("x = 1", "class C a where\n  x :: a", "f = x"),
        ("x :: Int\nx = 1", "class C a where\n  x :: a", "f = x"),
        ("class C a where\n  x :: a -> Int", "x = 1", "f = x"),
    ],
)
def test_of_two_with_the_same_name_the_first_one_counts(
    tmp_path: Path, declarations: tuple[str, ...]
) -> None:
    """Whichever of them is looked at last, moved or taken away."""
    first, second, use = declarations
    write(tmp_path, Main="\n\n".join(("module Main where", *declarations)) + "\n")
    main = tmp_path / "Main.nova"
    workspace = open_world(tmp_path, committed(tmp_path))
    workspace.open_document(main, main.read_text(), 1)
    edits = (
        (f"{first}\n", f"{first}x\n"),
        (f"{first}x\n", f"{first}\n"),
        (f"{second}\n", f"{second}x\n"),
        (f"{second}x\n", f"{second}\n"),
        (f"{first}\n\n{second}", f"{second}\n\n{first}"),
        (f"{second}\n\n", ""),
        (use, f"{second}\n\n{use}"),
        (f"{first}\n\n", ""),
        (use, f"{first}\n\n{use}"),
    )
    for old, new in edits:
        retype(workspace, main, old, new)
        assert_lawful(workspace)


@pytest.mark.parametrize("now", ["module Other where\n", "", None])
def test_a_module_deleted_between_runs_is_gone_from_the_log(
    tmp_path: Path, now: str | None
) -> None:
    write(tmp_path, Main="module Main where\n\nvalue = 1\n", Lib="module Lib where\n")
    database = committed(tmp_path)
    if now is None:
        (tmp_path / "Main.nova").unlink()
    else:
        write(tmp_path, Main=now)
    workspace = open_world(tmp_path, database)
    settle(workspace)
    workspace.commit("second")
    assert_history_is_of_files(workspace)


def test_what_a_module_has_no_more_is_gone_from_the_log_without_its_record(tmp_path: Path) -> None:
    write(tmp_path, Main="module Main where\n\nvalue = 1\n\nother = 2\n")
    database = committed(tmp_path)
    for key, _ in list(database.list_artifacts(ArtifactKind.MODULE_RECORD)):
        database.delete_artifact(ArtifactKind.MODULE_RECORD, key)
    write(tmp_path, Main="module Main where\n\nvalue = 1\n")
    workspace = open_world(tmp_path, database)
    settle(workspace)
    workspace.commit("second")
    assert_history_is_of_files(workspace)


def test_a_version_of_a_module_in_which_another_type_has_a_constructor_is_put_in_place(
    tmp_path: Path,
) -> None:
    shared = "data B a = X a\n"
    texts = [f"module Main where\n\ndata A a = X\n\n{shared}", f"module Main where\n\n{shared}"]
    database = open_in_memory()
    for text in (*texts, *texts):
        write(tmp_path, Main=text)
        workspace = open_world(tmp_path, database)
        workspace.baseline.archive.branch = partial(str, text)
        settle(workspace)
        workspace.commit("")
        assert_lawful(workspace)
        assert_lawful(open_world(tmp_path, database))


def test_an_else_behind_what_is_no_longer_an_instance_is_misplaced(tmp_path: Path) -> None:
    """The item table of the chunk above it is the same."""
    text = 'module Main where\n\nclass C a\n\ninstance one :: C Int where\n  pick _ = "int"\nelse instance two :: C a\n'
    write(tmp_path, Main=text)
    workspace = open_world(tmp_path, open_in_memory())
    settle(workspace)
    main = tmp_path / "Main.nova"
    workspace.open_document(main, text, 1)
    for old, new in (
        ("Int where", "Int 1"),
        ("Int 1", "Int where"),
        ("else", " else"),
        (" else", "else"),
    ):
        retype(workspace, main, old, new)
        assert_lawful(workspace)


def test_an_operator_whose_module_comes_from_another_file_is_what_it_was(tmp_path: Path) -> None:
    """Who uses it was resolved, and not checked yet, when its module went and came back."""
    lib = "module Lib where\n\ninfixl 5 plus as +\n\nplus :: Int -> Int -> Int\nplus a _ = a\n"
    write(tmp_path, Lib=lib, Main="module Main where\n\nimport Lib\n\nthree x = 1 + x\n")
    for stop in STOPS:
        workspace = open_world(tmp_path, open_in_memory())
        settle_a_little(workspace, stop)
        write(tmp_path, First=lib)
        workspace.reload(tmp_path / "First.nova")
        assert_lawful(workspace)
        (tmp_path / "First.nova").unlink()


@pytest.mark.parametrize("name", ["Control.Alternative", "Data.DivisionRing"])
def test_a_library_module_without_its_record_is_found_whatever_else_is_there(
    tmp_path: Path, name: str
) -> None:
    """Its functions over rigid variables do not rely on which instances were there when they were typed."""
    write(tmp_path, Main="module Main where\n\nimport Prelude\nimport Data.Maybe (Maybe(..))\n")
    database = copy_of_library()
    row = f"<library>/{name.replace('.', '/')}.nova\0main".encode()
    assert database.has_artifact(ArtifactKind.MODULE_RECORD, row)
    database.delete_artifact(ArtifactKind.MODULE_RECORD, row)
    workspace = open_world(tmp_path, database)
    assert settle_and_trace(workspace).ran == []


def test_an_instance_is_asked_for_before_its_module_is_divided_into_groups(tmp_path: Path) -> None:
    """A record that is looked at behind a change of branches asks for instances of modules that are in between."""
    text = (
        "module Base where\n\nclass Pick a where\n  pick :: a -> Int\n\n"
        "instance pickInt :: Pick Int where\n  pick n = n\n"
    )
    write(tmp_path, Base=text)
    database = committed(tmp_path)
    write(tmp_path, Base="module Base where\n\nother = 1\n")
    workspace = open_world(tmp_path, database)
    settle(workspace)
    workspace.commit("another branch")
    workspace = open_world(tmp_path, database)
    workspace.open_document(tmp_path / "Base.nova", f"{text}\nextra = 1\n", 1)
    program = workspace.program
    module = program.modules["Base"]
    program.engine.ensure(units.Structure(module.key))
    assert module in program.world.ungrouped
    pick = element_key("Base", Space.CLASS, "Pick")
    _, found = program.answers.instances(pick, (element_key("Prim", Space.TYPE, "Int"),))
    assert [each.key.name for each in found] == ["pickInt"]
    assert program.tally[Action.RAN] == 0
    assert_lawful(workspace)


def test_a_type_and_a_class_of_one_name_are_two_in_the_log(tmp_path: Path) -> None:
    """Such a module is wrong, and keeps its text and its history all the same."""
    head, type, group = "module Base where\n\n", "type Pick = Int\n\n", "class Pick a\n"
    write(tmp_path, Base=head + group)
    database = committed(tmp_path)
    for text in (head + type + group, head + group, head + type):
        write(tmp_path, Base=text)
        workspace = open_world(tmp_path, database)
        assert_lawful(workspace)
        workspace.commit("one more, or one less")
        assert_history_is_of_files(workspace)
        assert check_all(database) == []


def test_what_was_written_ahead_gets_its_heads_with_another_version_in_its_place(
    tmp_path: Path,
) -> None:
    """A file that a branch does not have comes back with a new text, which is written ahead, and another branch is checked out."""
    former, text = (f"module Lib where\n\nvalue = {n}\n\nother = 1\n" for n in (1, 2))
    write(tmp_path, Lib=former, Main="module Main where\n")
    database = committed(tmp_path)

    def opened(branch: str) -> Workspace:
        workspace = open_world(tmp_path, database)
        workspace.baseline.archive.branch = lambda: branch
        return workspace

    (tmp_path / "Lib.nova").unlink()
    workspace = opened("one")
    settle(workspace)
    workspace.commit("gone")
    write(tmp_path, Lib=text)
    workspace = opened("one")
    for _ in FirstCheck(workspace.program, workspace.baseline, lambda _: False, 1, 1).run():
        pass
    write(tmp_path, Lib=former)
    workspace.baseline.archive.branch = lambda: "main"
    workspace.reload(tmp_path / "Lib.nova")
    settle(workspace)
    workspace.commit("here again")
    workspace.program.world.expand(workspace.program.modules["Lib"])
    settle(workspace)
    assert_history_is_of_files(workspace)
    assert check_all(database) == []


@pytest.mark.parametrize("main", ["size 1", "Gone"])
@pytest.mark.parametrize("between", ["data Kept = Kept", "data Kept :: Type\ndata Kept = Kept"])
@pytest.mark.parametrize("back", ["data Gone = Gone", "data Gone = Other", "data Gone = Gone Int"])
def test_a_type_that_was_gone_until_the_groups_are_found_is_what_it_is_then(
    tmp_path: Path, main: str, between: str, back: str
) -> None:
    text = "module Lib where\n\ndata Gone = Gone\n\nsize n = n\n"
    write(tmp_path, Lib=text, Main=f"module Main where\n\nimport Lib\n\nmain = {main}\n")
    for stop in STOPS:
        workspace = open_world(tmp_path, open_in_memory())
        settle(workspace)
        lib = tmp_path / "Lib.nova"
        workspace.open_document(lib, text, 1)
        retype(workspace, lib, "data Gone = Gone", between)
        settle_a_little(workspace, stop)
        retype(workspace, lib, between, back)
        assert_lawful(workspace)


def test_a_member_that_no_class_of_a_cycle_has_any_more_is_gone(tmp_path: Path) -> None:
    heavy = "module Lib where\n\nclass Heavy a where\n  heavy :: a -> Int\n"
    write(tmp_path, Lib=heavy, Main="module Main where\n\nimport Lib\n\nweight x = heavy x\n")
    database = committed(tmp_path)
    cycle = "class Heavy a <= Sized a where\n  heavy :: a -> Int\n\nclass Sized a <= Heavy a where"
    write(tmp_path, Lib=heavy.replace("class Heavy a where", cycle))
    assert_lawful(open_world(tmp_path, database))


@pytest.mark.parametrize("stop", STOPS)
def test_a_type_that_goes_while_a_module_comes_that_imports_it_is_gone(
    tmp_path: Path, stop: int
) -> None:
    """The document that is settled first comes by the import through what it imports, and has not yet looked at what is there."""
    kind = "module Kind where\n\ndata P :: Type -> Type\ndata P a = P (P a)\n"
    orphan = "module Orphan where\n\ninstance C Int\n"
    write(tmp_path, Kind=kind, Orphan=orphan)
    write(tmp_path, Side="module Side where\n\nimport Base\n\nside = value\n")
    workspace = open_world(tmp_path, open_in_memory())
    side = tmp_path / "Side.nova"
    workspace.open_document(side, side.read_text(), 1)
    settle(workspace)
    write(tmp_path, Kind=kind.replace("data P a = P (P a)\n", ""))
    write(tmp_path, Orphan=orphan + "\nclass C a\n")
    write(tmp_path, Base="module Base where\n\nimport Kind\n\nvalue = 1\n")
    for name in ("Kind", "Orphan", "Base"):
        workspace.reload(tmp_path / f"{name}.nova")
        settle_a_little(workspace, stop)
    assert_lawful(workspace)
