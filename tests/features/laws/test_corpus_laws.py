"""The laws of code actions and of renaming over any folder of projects: `NOVA_LAW_CORPUS=FOLDER` (see corpus.py), sampled (`NOVA_LAW_PLACES`, 30)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.features.laws.corpus import Tally, go_everywhere, go_over, projects, single

FIXTURES = Path(__file__).parents[3] / "fixtures"
FOLDER = os.environ.get("NOVA_LAW_CORPUS", "")
PLACES = int(os.environ.get("NOVA_LAW_PLACES", "30"))


@pytest.mark.slow
@pytest.mark.skipif(not FOLDER, reason="NOVA_LAW_CORPUS=FOLDER")
def test_in_every_project_of_a_folder() -> None:
    for project in projects(Path(FOLDER)):
        held = holding(project.name, Path(FOLDER), PLACES)
        assert not held.broken and not held.renamings.broken, "\n".join(held.lines())


def test_a_project_gets_those_that_it_imports_as_packages(tmp_path: Path) -> None:
    _write(tmp_path / "base", "Base", "", "one :: Int\none = 1\n")
    _write(tmp_path / "middle", "Middle", "import Base\n", "two :: Int\ntwo = one\n")
    _write(tmp_path / "top", "Top", "import Middle\n", "three :: Int\nthree = two\n")
    packages = {each.name: [p.parent.name for p in each.packages] for each in projects(tmp_path)}
    assert packages == {"base": [], "middle": ["base"], "top": ["base", "middle"]}
    held = holding("top", tmp_path, 5)
    assert not held.broken and not held.renamings.broken
    assert held.actions and held.renamings.made


def test_at_every_place_of_a_small_project(tmp_path: Path) -> None:
    body = (
        "data Shape = Square Int | Round\n\narea :: Shape -> Int\narea (Square n) = n\narea _ = 0\n"
    )
    _write(tmp_path / "base", "Base", "", body)
    (project,) = projects(tmp_path)
    tally = go_everywhere(project, 3, 1)
    assert not tally.broken
    assert tally.places > 40 and tally.renamed == 6
    assert {"signature", "equation", "wildcard"} <= tally.planted.keys()


def test_a_modules_name_decides_which_of_two_imports_is_superfluous(tmp_path: Path) -> None:
    """What two imports give counts for the module that is last by name: the name `Zebra.Fresh` takes it from another."""
    _write(tmp_path / "all", "Base", "", "one :: Int\none = 1\n")
    again = "module Middle (module Base, two) where\n\nimport Base\n\ntwo :: Int\ntwo = 2\n"
    (tmp_path / "all" / "src" / "Middle.nova").write_text(again)
    body = "three :: Int\nthree = pick one two\n\npick :: Int -> Int -> Int\npick n _ = n\n"
    _write(tmp_path / "all", "Top", "import Base (one)\nimport Middle", body)
    (project,) = projects(tmp_path)
    tally = go_everywhere(project, 0, 1)
    assert not tally.broken
    assert tally.renamed > 5


@pytest.mark.slow
@pytest.mark.parametrize("name", ["broken", "pantry"])
def test_at_every_place_of_the_fixtures(name: str) -> None:
    tally = go_everywhere(single(FIXTURES / name), 1, 1)
    assert not tally.broken, "\n".join(tally.lines())
    assert tally.renamed > 100


def holding(name: str, folder: Path, places: int) -> Tally:
    (project,) = [each for each in projects(folder) if each.name == name]
    tally = Tally()
    go_over(project, places, 1, tally)
    return tally


def _write(project: Path, module: str, imports: str, body: str) -> None:
    (project / "src").mkdir(parents=True, exist_ok=True)
    text = f"module {module} where\n\n{imports}\n{body}"
    (project / "src" / f"{module}.nova").write_text(text)
