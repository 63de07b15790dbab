"""fixtures/broken: each file has one mistake, named in its first line, and that is what `nova-ls check` says."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.cli.run import check

BROKEN = Path(__file__).parents[2] / "fixtures" / "broken"
FILES = sorted((BROKEN / "src" / "Broken").glob("*.nova"))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The codes reported for each file of the workspace, in order."""
    result = check("--database", ":memory:", BROKEN, cwd=tmp_path_factory.mktemp("broken"))
    assert result.status == 1
    codes: dict[str, list[str]] = defaultdict(list)
    for diagnostic in result.json["diagnostics"]:
        codes[Path(diagnostic["file"]).stem].append(diagnostic["code"])
    return codes


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_mistake_is_reported_once_and_by_its_name(
    path: Path, found: dict[str, list[str]]
) -> None:
    wanted = path.read_text("utf-8").splitlines()[0].removeprefix("-- ")
    assert found[path.stem] == [wanted]


def test_there_are_mistakes_of_many_kinds() -> None:
    codes = {path.read_text("utf-8").splitlines()[0] for path in FILES}
    assert len(codes) >= 30
