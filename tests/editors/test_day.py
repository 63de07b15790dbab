"""The same day in each editor: an error that comes and goes, hover, completion with its import, the library, a quick fix, a rename, format, history, a restart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.editors.real_editors import EMACSEN, NEOVIMS, server_on_path, surroundings
from tests.editors.stories import HERE, copy_of_pantry, tell_emacs, tell_neovim

KINDS = ["nova", "purs"]
STEPS = "started error mended hover library imported fixed renamed formatted saved history servers"


def check_day(told: list[list[str]]) -> None:
    """What each editor tells of the day; VS Code's own story (story.mjs) is checked by this, too."""
    told = [line for line in told if line[0] in STEPS.split()]
    steps = {line[0]: line[1] for line in told}
    assert steps["error"].endswith("Expected `Measure`, but found `Boolean`.")
    assert "convert :: Measure -> Quantity -> Maybe Quantity" in steps["hover"]
    assert [line for line in told if line[0] not in ("error", "hover")] == [
        ["started", "0"],
        ["mended", "quantity amount measure = { amount, measure }"],
        ["library", "Maybe", "read-only", "1"],
        ["imported", "import Data.Maybe (Maybe(..), isJust)", "some q = isJust (Just q)"],
        ["fixed", "import Data.Array (foldl)"],
        ["renamed", "unless (there `suffices` quantity) do"],
        ["formatted", "scale factor number = factor * number"],
        ["saved", "yes", "0"],
        ["history", "Pantry.Quantity.suffices", "1"],
        ["servers", "1"],
    ]


def check_files(pantry: Path, starts: Path) -> None:
    """What the day leaves on disk, and how often a server was started for it: once a day, and once again."""
    sources = "".join(
        path.read_text()
        for path in sorted(pantry.rglob("*.*"))
        if path.suffix in (".nova", ".purs")
    )
    # It is still a word of texts, but no name any more.
    assert re.findall(r"`covers`|, covers\b|^covers\b", sources, re.MULTILINE) == []
    assert sources.count("`suffices`") == 4
    assert starts.read_text().count("\n") == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", NEOVIMS)
def test_a_day_in_neovim(where: str, kind: str, tmp_path: Path) -> None:
    pantry = copy_of_pantry(tmp_path, suffix=kind)
    file = pantry / "src" / "Pantry" / f"Quantity.{kind}"
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    day, again = ((HERE / name).read_text() for name in ("day.lua", "again.lua"))
    check_day(tell_neovim(where, tmp_path, environment, file, day))
    assert tell_neovim(where, tmp_path, environment, file, again) == [["again", "0", "0"]]
    check_files(pantry, tmp_path / "bin" / "starts")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", EMACSEN)
def test_a_day_in_emacs(where: str, kind: str, tmp_path: Path) -> None:
    pantry = copy_of_pantry(tmp_path, suffix=kind)
    file = pantry / "src" / "Pantry" / f"Quantity.{kind}"
    environment = surroundings(tmp_path, server_on_path(tmp_path / "bin"))
    day, again = ((HERE / name).read_text() for name in ("day.el", "again.el"))
    check_day(tell_emacs(where, tmp_path, environment, file, day))
    assert tell_emacs(where, tmp_path, environment, file, again) == [["again", "0", "0"]]
    check_files(pantry, tmp_path / "bin" / "starts")
