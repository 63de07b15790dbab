"""Renaming of modules, with their files."""

from __future__ import annotations

from os.path import normpath
from pathlib import Path

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.features.rename.moved_files import follow_files, names_after
from nova_ls.features.rename.rename import rename
from nova_ls.features.rename.rename_module import path_named
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from tests.features.fixture import Fixture, load
from tests.features.rename.check import refusal, renamed


def test_a_module_in_imports_and_exports() -> None:
    found = renamed(
        """
        module Main where
        import Oth<CURSOR>er
        import Other as Other
        import Other (x) as O
        y = Other.x
        --- Other
        module Other where
        x = 1
        --- Third
        module Third (module Other) where
        import Other
        --- Fourth
        module Fourth (module Other) where
        import Third as Other
        """,
        "Data.Thing",
    )
    assert found.keys() == {"Main", "Other", "Third"}
    assert "import Data.Thing as Other\n" in found["Main"] and "y = Other.x" in found["Main"]
    assert "module Third (module Data.Thing) where" in found["Third"]


def test_the_file_follows() -> None:
    loaded = load("""
        module Main where
        import Oth<CURSOR>er
        --- Other
        module Other where
        x = 1
    """)
    change = rename(loaded.snapshot, loaded.module, loaded.offset, "Thing")
    assert change.moves == ((Path("/fixture/Other.nova"), Path("/fixture/Thing.nova")),)


@pytest.mark.parametrize(
    ("path", "old", "new", "wanted"),
    [
        ("/w/src/Data/Box.nova", "Data.Box", "Data.Crate", "/w/src/Data/Crate.nova"),
        ("/w/src/Data/Box.nova", "Data.Box", "Thing.Box", "/w/src/Thing/Box.nova"),
        ("/w/src/Data/Box.nova", "Data.Box", "Box", "/w/src/Box.nova"),
        ("/w/src/Data/Box.purs", "Data.Box", "Data.Box.Full", "/w/src/Data/Box/Full.purs"),
        ("/w/src/Box.nova", "Data.Box", "Data.Crate", "/w/src/Crate.nova"),
        ("/w/src/Box.nova", "Data.Box", "Thing.Box", None),
        ("/w/src/thing.nova", "Data.Box", "Data.Crate", None),
    ],
)
def test_paths_follow_names(path: str, old: str, new: str, wanted: str | None) -> None:
    assert path_named(Path(path), old, new) == (None if wanted is None else Path(wanted))


REFUSED = {
    "a module that is there": (
        "module Main where\nimport Oth<CURSOR>er\n--- Other\nmodule Other where\nx = 1\n"
        "--- Third\nmodule Third where\ny = 1\n",
        "Third", "already",
    ),
    "a module of the library": (
        "module Main where\nimport Oth<CURSOR>er\n--- Other\nmodule Other where\nx = 1\n", "Data.Maybe", "already"
    ),
    "a module of the library at the cursor": (
        "module Main where\nimport Data.May<CURSOR>be\n", "Perhaps", "standard library"
    ),
    "a compiler's module": ("module Ma<CURSOR>in where\nx = 1\n", "Prim.Row", "already"),
    "no name": ("module Ma<CURSOR>in where\nx = 1\n", "main", "not a module name"),
    "an alias": (
        "module Main (module Other) where\nimport Oth<CURSOR>er\nimport Third as T\n"
        "--- Other\nmodule Other where\nx = 1\n--- Third\nmodule Third where\ny = 1\n",
        "T", "alias",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_the_reason(what: str) -> None:
    text, new, reason = REFUSED[what]
    assert reason in refusal(text, new)


def load_tree() -> Fixture:
    """The fixture with its modules where their names say."""
    workspace = open_workspace(None, MEMORY).workspace
    for text, path in (
        ("module Main where\nimport Data.Box as Box\nimport Data.Thing\n", "Main"),
        ("module Data.Box where\nx = 1\n", "Data/Box"),
        ("module Data.Thing where\ny = 1\n", "Data/Thing"),
    ):
        file = workspace.open_document(Path(f"/work/src/{path}.nova"), text, 1)
        file.origin = ModuleOrigin.WORKSPACE
    for _ in workspace.settle():
        pass
    module = workspace.program.modules["Main"]
    return Fixture(workspace, workspace.snapshot(Encoding.UTF32), module, 0, [])


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Data/Box.nova", "Data/Crate.nova", {"Data.Box": "Data.Crate"}),
        ("Data/Box.nova", "Thing/Box.nova", {"Data.Box": "Thing.Box"}),
        ("Data/Box.nova", "Box.nova", {"Data.Box": "Box"}),
        ("Data", "Info", {"Data.Box": "Info.Box", "Data.Thing": "Info.Thing"}),
        ("Data", "More/Data", {"Data.Box": "More.Data.Box", "Data.Thing": "More.Data.Thing"}),
        ("Data/Box.nova", "Data/box.nova", {}),
        ("Data/Box.nova", "Data/Box.txt", {}),
        ("Data/Box.nova", "../other/Data/Box.nova", {}),
        ("Absent.nova", "Present.nova", {}),
    ],
)
def test_names_follow_files_and_folders(old: str, new: str, wanted: dict[str, str]) -> None:
    loaded = load_tree()
    src = Path("/work/src")
    moves = [(src / old, Path(normpath(src / new)))]
    assert names_after(loaded.snapshot, moves) == wanted
    change = follow_files(loaded.snapshot, moves)
    assert change.moves == ()
    assert sum(map(len, change.edits.values())) == 2 * len(wanted)


def test_a_file_that_was_renamed_with_its_module_asks_for_nothing() -> None:
    loaded = load_tree()
    src = Path("/work/src")
    change = follow_files(loaded.snapshot, [(src / "Data/Box.nova", src / "Data/Box.nova")])
    assert change.edits == {}
