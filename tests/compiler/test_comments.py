"""What is written between declarations makes no work: it types nothing, parses nothing, and is there to be read."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from nova_ls.base.lines import Encoding
from nova_ls.compiler.model.source import SourceChunk
from nova_ls.features.diagnostics import diagnostics
from nova_ls.features.hover import hover
from nova_ls.history.state import state_of_branch
from nova_ls.log.follow import checked_branch
from nova_ls.store import Database, open_in_memory
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import fresh, open_world, retype, settle, settle_and_trace, view

TEXT = """\
    -- | About all of it.
    module Main where

    import Prim.Row as Row

    -- | Twice as much.
    twice :: Int -> Int
    twice n = n -- or not

    -- | One of
    -- | two.
    data Side = Left | Right

    unsigned = twice
    -- last
    wrong :: Int
    wrong = "no"
    """
PATH = "Main.nova"


class World:
    """One module, open in an editor and settled."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / PATH
        self.database: Database = open_in_memory()
        self.path.write_text(textwrap.dedent(TEXT))
        self.workspace: Workspace = open_world(root, self.database)
        self.workspace.open_document(self.path, self.path.read_text(), 1)
        settle(self.workspace)

    @property
    def text(self) -> str:
        return self.workspace.files[self.path].source.text

    @property
    def chunks(self) -> list[SourceChunk]:
        return list(self.workspace.files[self.path].source.chunks)

    def edit(self, old: str, new: str) -> list[object]:
        """Everything that the engine did because of an edit, of whatever kind."""
        trace = self.workspace.program.engine.trace
        trace.clear()
        retype(self.workspace, self.path, old, new)
        settle(self.workspace)
        return list(trace.events())

    def hover(self, word: str) -> str:
        """What is shown where a word is written first."""
        file = self.workspace.files[self.path]
        assert file.module is not None
        found = hover(self.workspace.snapshot(Encoding.UTF16), file.module, self.text.index(word))
        assert found is not None
        return found.text

    def published(self) -> dict[str, str]:
        """The texts that the errors and warnings shown to an editor stand under, by code."""
        file = self.workspace.files[self.path]
        items, _ = diagnostics(self.workspace, file, Encoding.UTF16, Path.as_uri, {})
        lines = self.text.split("\n")
        found = {}
        for item in items:
            start, end = item["range"]["start"], item["range"]["end"]
            assert start["line"] == end["line"]
            found[item["code"]] = lines[start["line"]][start["character"] : end["character"]]
        return found


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


ABOVE = [
    ("-- | Twice as much.", "-- | Twice."),
    ("-- | Twice as much.\n", ""),
    ("-- | Twice as much.\n", "-- | Twice as much.\n\n{- And\nmore. -}\n"),
    ("-- | One of\n", "\n\n\n-- | One of\n"),
    ("-- last\n", "-- last\n-- of all\n"),
    ("-- | About all", "-- | Of all"),
    ("import Prim", "-- | Unused.\nimport Prim"),
]


@pytest.mark.parametrize(("old", "new"), ABOVE)
def test_an_edit_above_a_declaration_makes_the_engine_do_nothing(
    world: World, old: str, new: str
) -> None:
    chunks = world.chunks
    trees = [chunk.tree for chunk in chunks]
    assert world.edit(old, new) == []
    assert world.chunks == chunks
    assert [chunk.tree for chunk in world.chunks] == trees
    assert view(world.workspace) == view(fresh({world.path: world.text}))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("-- or not", "-- indeed"),
        (" -- or not", ""),
        ('wrong = "no"\n', 'wrong = "no"\n-- The end.\n\n'),
    ],
)
def test_an_edit_behind_a_declaration_types_nothing(world: World, old: str, new: str) -> None:
    retype(world.workspace, world.path, old, new)
    assert settle_and_trace(world.workspace) == ([], [])
    assert view(world.workspace) == view(fresh({world.path: world.text}))


def test_a_declaration_moves_with_its_comments(world: World) -> None:
    side = "-- | One of\n-- | two.\ndata Side = Left | Right\n\n"
    retype(world.workspace, world.path, f"\n{side}", "\n")
    settle(world.workspace)
    retype(world.workspace, world.path, "-- | Twice as much.", f"{side}-- | Twice as much.")
    assert settle_and_trace(world.workspace).ran == []
    assert "One of\ntwo." in world.hover("Side")
    assert view(world.workspace) == view(fresh({world.path: world.text}))


def test_two_declarations_that_change_places_with_their_comments_are_not_typed(
    world: World,
) -> None:
    twice = "-- | Twice as much.\ntwice :: Int -> Int\ntwice n = n -- or not\n"
    side = "-- | One of\n-- | two.\ndata Side = Left | Right\n"
    retype(world.workspace, world.path, f"{twice}\n{side}", f"{side}\n{twice}")
    assert settle_and_trace(world.workspace).ran == []
    assert "One of\ntwo." in world.hover("Side")
    assert "Twice as much." in world.hover("twice")


def test_what_is_wrong_below_a_comment_moves_with_it(world: World) -> None:
    before = world.published()
    assert before["TypesDoNotUnify"] == '"no"'
    for old, new in (
        ("-- | Twice as much.\n", "\n\n"),
        ("-- | two.\n", "{- two\nor more -}\n"),
        ("-- last\n", ""),
    ):
        assert world.edit(old, new) == []
        assert world.published() == before


def test_a_syntax_error_below_a_comment_moves_with_it(world: World) -> None:
    world.edit('wrong = "no"', 'wrong = ) "no"')
    before = world.published()
    assert before["ErrorParsingModule"] == ")"
    assert world.edit("-- last\n", "-- last\n\n-- of all\n") == []
    assert world.published() == before


def test_a_hover_shows_the_new_documentation_and_nothing_is_typed_for_it(world: World) -> None:
    assert "Twice as much." in world.hover("twice n")
    assert world.edit("-- | Twice as much.", "-- | Two times.\n-- | Or so.") == []
    shown = world.hover("twice n")
    assert "Two times.\nOr so." in shown
    assert "twice :: Int -> Int" in shown
    assert "n :: Int" in world.hover("n -- or not")


def test_comments_are_committed_and_found_after_a_restart(world: World) -> None:
    world.workspace.commit("first")
    for old, new in (("-- | Twice as much.", "-- | Two times."), ("-- or not", "-- truly")):
        world.path.write_text(world.path.read_text().replace(old, new))
    again = open_world(world.root, world.database)
    assert settle_and_trace(again).ran == []
    assert view(again) == view(fresh({world.path: world.path.read_text()}))
    again.commit("second")
    third = open_world(world.root, world.database)
    assert settle_and_trace(third) == ([], [])
    assert view(third) == view(fresh({world.path: world.path.read_text()}))


TEXTS = [
    TEXT,
    "{- a -} module Main (x) where\n{- b -} import Prim.Row\n\n\n-- c\nx = 1 -- d\n-- e",
    "module Main where\n\n  -- a\n  x = do\n    y\n  -- b\n  y :: Int\n  y = 1\n",
    "-- a\nmodule Main where\n\n-- b\ninfixl 1 x as +\n-- c\nx y = z y\n\n-- d\nz y = x y\n\n-- e\nx = )\n-- f\n",
    "#! a\n-- b\nmodule Main where\r\n-- c\r\ninstance C Int where\r\n  -- d\r\n  c = 1\r\n-- e\r\nclass C a where c :: a\r\n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_commit_gives_the_text_back_with_its_comments(tmp_path: Path, text: str) -> None:
    path, database = tmp_path / PATH, open_in_memory()
    for whole in (textwrap.dedent(text), textwrap.dedent(text).replace("-- ", "-- Not ")):
        path.write_bytes(whole.encode())
        workspace = open_world(tmp_path, database)
        settle(workspace)
        workspace.commit("a text")
        log = workspace.baseline.log
        assert state_of_branch(log, checked_branch(log.database)).text_of_module("Main") == whole
