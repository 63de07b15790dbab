"""Files as they should not be: one clear message each, nothing lost, everything else goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from nova_ls.base.diagnostic import Severity
from nova_ls.base.lines import Encoding
from nova_ls.compiler.baseline import Baseline
from nova_ls.diagnostics import render
from nova_ls.store import Access, StoreError, open_database, open_in_memory
from nova_ls.store.rocks import RocksKeyValue, RocksLocation
from nova_ls.store.stored import StoredDatabase
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.open_workspace import open_workspace
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import assert_nothing_ran, open_world, retype, settle
from tests.store.faulty import FaultyKeyValue

GOOD = "module Good where\n\none :: Int\none = 1\n"


def world(root: Path, **files: str | bytes) -> Workspace:
    """A settled workspace of these files."""
    for name, text in files.items():
        (root / f"{name}.nova").write_bytes(text if isinstance(text, bytes) else text.encode())
    workspace = open_world(root, open_in_memory())
    settle(workspace)
    return workspace


def file_of(workspace: Workspace, name: str) -> File:
    assert workspace.root is not None
    return workspace.files[workspace.root / f"{name}.nova"]


def messages(workspace: Workspace, name: str) -> list[str]:
    return [render(diagnostic) for _, diagnostic in workspace.diagnostics(file_of(workspace, name))]


def errors(workspace: Workspace, name: str) -> list[str]:
    found = workspace.diagnostics(file_of(workspace, name))
    return [diagnostic.code for _, diagnostic in found if diagnostic.severity is Severity.ERROR]


# ---------------------------------------------------------------------------- bytes


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "Bad.nova").write_text(GOOD)
    (tmp_path / "Bad.nova").chmod(0)
    workspace = world(tmp_path, Good=GOOD)
    assert errors(workspace, "Bad") == ["UnreadableFile"]
    assert errors(workspace, "Good") == []


def test_a_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "Bad.nova").symlink_to(tmp_path / "nowhere")
    workspace = world(tmp_path, Good=GOOD)
    assert errors(workspace, "Bad") == ["UnreadableFile"]
    assert "Bad.nova" in messages(workspace, "Bad")[0]
    assert errors(workspace, "Good") == []


def test_bytes_that_are_not_utf_8(tmp_path: Path) -> None:
    workspace = world(tmp_path, Good=GOOD, Bad=b"module Bad where\n\xff\n")
    assert errors(workspace, "Bad") == ["InvalidUtf8"]
    [message] = messages(workspace, "Bad")
    assert message.startswith(
        "`Bad.nova` is not valid UTF-8: the byte `0xFF` in line 2 is not text."
    )


def test_a_file_that_becomes_unreadable_and_readable_again(tmp_path: Path) -> None:
    workspace = world(
        tmp_path,
        Good=GOOD,
        User="module User where\n\nimport Good (one)\n\ntwo :: Int\ntwo = one\n",
    )
    path = tmp_path / "Good.nova"
    path.write_bytes(b"\xff")
    workspace.reload(path)
    settle(workspace)
    assert errors(workspace, "Good") == ["InvalidUtf8"]
    assert errors(workspace, "User") == ["ModuleNotFound"]
    path.write_text(GOOD)
    workspace.reload(path)
    settle(workspace)
    assert (errors(workspace, "Good"), errors(workspace, "User")) == ([], [])


def test_a_nul_byte(tmp_path: Path) -> None:
    workspace = world(tmp_path, Bad='module Bad where\n\none = \0 1\n\ntwo :: Int\ntwo = "2"\n')
    assert errors(workspace, "Bad") == ["ErrorParsingModule", "TypesDoNotUnify"]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends(tmp_path: Path, end: str) -> None:
    text = 'module Good where\n\n-- | One.\none :: Int\none = 1\n\ntwo :: Int\ntwo =\n  "2"\n'
    workspace = world(tmp_path, Good=text.replace("\n", end))
    file = file_of(workspace, "Good")
    [(chunk, found)] = workspace.diagnostics(file)
    assert found.code == "TypesDoNotUnify"
    assert file.source.position_in(chunk, found.start, Encoding.UTF16) == (8, 2)


def test_an_empty_file(tmp_path: Path) -> None:
    workspace = world(tmp_path, Good=GOOD, Bad="")
    assert errors(workspace, "Bad") == ["ErrorParsingModule"]


def test_a_file_of_empty_lines_and_comments(tmp_path: Path) -> None:
    assert errors(world(tmp_path, Bad="\n\n-- nothing yet\n\n"), "Bad") == ["ErrorParsingModule"]


def test_a_file_without_a_header(tmp_path: Path) -> None:
    assert errors(world(tmp_path, Bad="one :: Int\none = 1\n"), "Bad") == ["ErrorParsingModule"]


def test_a_byte_order_mark_does_not_belong_to_the_text(tmp_path: Path) -> None:
    assert errors(world(tmp_path, Good="\ufeff" + GOOD), "Good") == []


# ---------------------------------------------------------------------------- sizes

PRELUDE = "module Big where\n\nimport Prelude\n\n"

BIG: dict[str, Callable[[], str]] = {
    "a line of 5 MB": lambda: f'{PRELUDE}big :: String\nbig = "{"x" * 5_000_000}"\n',
    "a comment of 5 MB in one line": lambda: (
        f"{PRELUDE}-- {'x' * 5_000_000}\nbig :: Int\nbig = 1\n"
    ),
    "2,000 nested parentheses": lambda: f"{PRELUDE}big :: Int\nbig = {'(' * 2000}1{')' * 2000}\n",
    "2,000 nested arrays": lambda: f"{PRELUDE}big = {'[' * 2000}1{']' * 2000}\n",
    "an array of 10,000 elements": lambda: (
        PRELUDE + "big :: Array Int\nbig = [" + ", ".join(map(str, range(10_000))) + "]\n"
    ),
    "a chain of 5,000 operands": lambda: (
        PRELUDE + "big :: String\nbig = " + " <> ".join(['""'] * 5000)
    ),
    "a do of 3,000 statements": lambda: (
        PRELUDE + "import Effect (Effect)\n\nact :: Effect Unit\nact = pure unit\n\n"
        "big :: Effect Unit\nbig = do\n" + "  act\n" * 3000
    ),
    "a do of 3,000 binds": lambda: (
        PRELUDE + "import Effect (Effect)\n\nact :: Effect Int\nact = pure 1\n\n"
        "big :: Effect Int\nbig = do\n"
        + "".join(f"  x{n} <- act\n" for n in range(3000))
        + "  pure x2999\n"
    ),
    "a let of 1,000 bindings": lambda: (
        f"{PRELUDE}big :: Int\nbig =\n  let\n    x0 = 1\n"
        + "".join(f"    x{n + 1} = x{n}\n" for n in range(1000))
        + "  in x1000\n"
    ),
    "a record of 1,000 fields": lambda: (
        PRELUDE + "big = { " + ", ".join(f"f{n}: {n}" for n in range(1000)) + " }"
    ),
    "a type of 1,000 constructors": lambda: (
        PRELUDE
        + "data Big = "
        + " | ".join(f"C{n}" for n in range(1000))
        + "\n\nderive instance Eq Big\n"
    ),
    "2,000 declarations that use one another in a row": lambda: (
        "module Big where\n\nx0 = 1\n\n" + "".join(f"x{n + 1} = x{n}\n\n" for n in range(2000))
    ),
    "an open parenthesis 20,000 times": lambda: f"{PRELUDE}big = {'(' * 20_000}\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("what", BIG)
def test_large_and_deep_input_is_checked_or_has_one_message(tmp_path: Path, what: str) -> None:
    workspace = world(tmp_path, Big=BIG[what](), Good=GOOD)
    assert errors(workspace, "Good") == []
    assert len(errors(workspace, "Big")) <= 1


# ---------------------------------------------------------------------------- modules


def test_a_module_that_imports_itself(tmp_path: Path) -> None:
    workspace = world(tmp_path, Bad="module Bad where\n\nimport Bad\n\none :: Int\none = 1\n")
    assert errors(workspace, "Bad") == ["CycleInModules"]


def test_modules_that_import_each_other(tmp_path: Path) -> None:
    workspace = world(
        tmp_path,
        A="module A where\n\nimport B (two)\n\none :: Int\none = two\n",
        B="module B where\n\nimport A (one)\n\ntwo :: Int\ntwo = one\n",
    )
    assert (errors(workspace, "A"), errors(workspace, "B")) == (["CycleInModules"], [])


def test_two_files_with_one_module_name(tmp_path: Path) -> None:
    workspace = world(tmp_path, A=GOOD, B=GOOD.replace("1", "2"))
    assert (errors(workspace, "A"), errors(workspace, "B")) == ([], ["DuplicateModule"])
    assert "A.nova" in messages(workspace, "B")[0]
    (tmp_path / "A.nova").unlink()
    workspace.reload(tmp_path / "A.nova")
    settle(workspace)
    assert errors(workspace, "B") == []


def test_the_first_of_two_files_by_path_is_the_module_whatever_came_first(tmp_path: Path) -> None:
    workspace = world(tmp_path, B=GOOD)
    (tmp_path / "A.nova").write_text(GOOD)
    workspace.reload(tmp_path / "A.nova")
    settle(workspace)
    first, second = (workspace.files[tmp_path / name] for name in ("A.nova", "B.nova"))
    assert first.module is not None and second.module is None
    assert (errors(workspace, "A"), errors(workspace, "B")) == ([], ["DuplicateModule"])


def test_a_module_with_the_name_of_one_of_the_library_comes_before_it(tmp_path: Path) -> None:
    workspace = world(
        tmp_path,
        Maybe="module Data.Maybe where\n\nonly :: Int\nonly = 1\n",
        User="module User where\n\nimport Data.Maybe (only)\n\ntwo :: Int\ntwo = only\n",
    )
    assert errors(workspace, "User") == []


# ---------------------------------------------------------------------------- databases


def workspace_at(root: Path, database: Path) -> tuple[Workspace, tuple[str, ...]]:
    opened = open_workspace(root, database)
    opened.workspace.scan()
    settle(opened.workspace)
    return opened.workspace, opened.notices


def test_a_damaged_database_is_set_aside_and_built_again(tmp_path: Path) -> None:
    (tmp_path / "Good.nova").write_text(GOOD)
    database = tmp_path / ".nova"
    first, _ = workspace_at(tmp_path, database)
    first.commit("first")
    first.close()
    (database / "CURRENT").write_text("nonsense\n")
    second, notices = workspace_at(tmp_path, database)
    second.close()
    assert len(notices) == 1
    assert "damaged" in notices[0]
    assert list(tmp_path.glob(".nova-damaged-*"))
    assert errors(second, "Good") == []


def test_a_database_that_is_in_use_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Good.nova").write_text(GOOD)
    first, _ = workspace_at(tmp_path, tmp_path / ".nova")
    first.commit("first")
    second, notices = workspace_at(tmp_path, tmp_path / ".nova")
    assert len(notices) == 1
    assert "in use" in notices[0]
    path = tmp_path / "Good.nova"
    path.write_text(GOOD.replace("1", "2"))
    second.reload(path)
    second.commit("of the second")
    second.close()
    first.close()


def test_a_database_folder_that_is_a_file_sends_results_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "Good.nova").write_text(GOOD)
    (tmp_path / ".nova").write_text("a file")
    workspace, notices = workspace_at(tmp_path, tmp_path / ".nova")
    workspace.commit("first")
    workspace.close()
    assert len(notices) == 1
    assert "cache" in notices[0]
    assert (tmp_path / ".nova").read_text() == "a file"


def test_a_full_disk_loses_nothing_and_the_next_commit_has_it_all(tmp_path: Path) -> None:
    (tmp_path / "Good.nova").write_text(GOOD)
    faulty = FaultyKeyValue(RocksKeyValue(None, RocksLocation.MEMORY))
    database = StoredDatabase(faulty, Access.MEMORY)
    workspace = open_world(tmp_path, database)
    settle(workspace)
    faulty.failing_writes = 100
    with pytest.raises(StoreError, match="No space left"):
        workspace.commit("first")
    path = tmp_path / "Good.nova"
    workspace.open_document(path, GOOD, 1)
    retype(workspace, path, "one = 1", 'one = "1"')
    settle(workspace)
    assert errors(workspace, "Good") == ["TypesDoNotUnify"]
    faulty.failing_writes = 0
    path.write_text(GOOD.replace("one = 1", 'one = "1"'))
    workspace.save_document(path)
    workspace.commit("second")
    again = open_world(tmp_path, database)
    assert_nothing_ran(again)
    assert errors(again, "Good") == ["TypesDoNotUnify"]


def test_a_commit_that_fails_leaves_unsaved_documents_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "Good.nova").write_text(GOOD)
    faulty = FaultyKeyValue(RocksKeyValue(None, RocksLocation.MEMORY))
    workspace = open_world(tmp_path, StoredDatabase(faulty, Access.MEMORY))
    path = tmp_path / "Good.nova"
    workspace.open_document(path, GOOD, 1)
    retype(workspace, path, "one = 1", 'one = "1"')
    faulty.failing_writes = 100
    with pytest.raises(StoreError):
        workspace.commit("first")
    settle(workspace)
    assert workspace.files[path].source.text == GOOD.replace("one = 1", 'one = "1"')
    assert errors(workspace, "Good") == ["TypesDoNotUnify"]


def test_a_database_of_another_workspace_does_no_harm(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    (one / "Good.nova").write_text(GOOD)
    (two / "Good.nova").write_text(GOOD.replace("= 1", '= "1"'))
    with_one = Workspace(one, Baseline(open_database(tmp_path / "db").database, one, LIBRARY))
    with_one.scan()
    settle(with_one)
    with_one.commit("one")
    with_one.close()
    with_two, _ = workspace_at(two, tmp_path / "db")
    assert errors(with_two, "Good") == ["TypesDoNotUnify"]
    with_two.close()
