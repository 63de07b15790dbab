"""Comments in the log: they lie in their module's entry, and what a declaration was is shown with them."""

from __future__ import annotations

from pathlib import Path

import msgpack

from nova_ls.base.keys import Space, element_key
from nova_ls.compiler.model import units
from nova_ls.compiler.restore.module_entry import EntryPiece, decode_layout
from nova_ls.history.declaration import declarations
from nova_ls.history.module_layouts import recommented
from nova_ls.history.state import State, state_of_branch
from nova_ls.log.follow import checked_branch
from nova_ls.log.log_unit import LogUnit
from tests.compiler.world import copy_of_library, open_world, settle

TEXT = """module M where

import Prelude (class Eq)

-- | A type.
data T = T
  derive (Eq)

-- Alone.
foreign import one :: Int

f n = g n -- calls g
-- calls f
g n = f n
"""


def committed(root: Path, *texts: str) -> list[State]:
    """The states of a workspace with one module after commits of these texts."""
    database, states = copy_of_library(), []
    for text in texts:
        (root / "M.nova").write_text(text)
        workspace = open_world(root, database)
        settle(workspace)
        workspace.commit("a text")
        log = workspace.baseline.log
        states.append(state_of_branch(log, checked_branch(log.database)))
    return states


def test_declarations_are_shown_with_their_comments(tmp_path: Path) -> None:
    (state,) = committed(tmp_path, TEXT)
    found = declarations(state, state.units)
    texts = {(key.space, key.name): d.text.strip("\n") for key, d in found.items()}
    assert texts[Space.VALUE, "f"] == "f n = g n -- calls g"
    assert texts[Space.VALUE, "g"] == "-- calls f\ng n = f n"
    assert texts[Space.VALUE, "one"] == "-- Alone.\nforeign import one :: Int"
    assert texts[Space.TYPE, "T"].startswith("-- | A type.\ndata T = T")


def test_other_comments_are_told_of_the_units_that_they_stand_around(tmp_path: Path) -> None:
    old, new = committed(
        tmp_path, TEXT, TEXT.replace("A type", "The type").replace("-- Alone", "\n-- Alone")
    )
    assert old.units.keys() == new.units.keys()
    changed = [unit for unit in new.units if old.units[unit] != new.units[unit]]
    assert changed == [LogUnit(units.Outline.tag, "M")]
    assert recommented(old.pieces("M"), new.pieces("M")) == {LogUnit(units.Types.tag, "M.T")}


def test_a_state_without_the_module_shows_code_alone(tmp_path: Path) -> None:
    (state,) = committed(tmp_path, TEXT)
    unit = LogUnit(units.Types.tag, "M.T")
    alone = State("", {unit: state.units[unit]}, state.source)
    found = declarations(alone, [unit])
    assert found[element_key("M", Space.TYPE, "T")].text.startswith("data T = T")


def test_layouts_of_an_earlier_version_have_no_comments() -> None:
    layout = decode_layout(msgpack.packb(["module M where\n", ("values", "M.x", 0)]))
    assert layout == ("module M where\n", EntryPiece(LogUnit("values", "M.x"), 0))
    assert isinstance(layout[1], EntryPiece)
    assert layout[1].text("\n-- above\nx = 1\n") == "\n-- above\nx = 1\n"
