"""VS Code's view of tests: all run there, and behind a save those that it reaches, driven in a browser."""

from __future__ import annotations

import re
from pathlib import Path

from tests.editors.test_vscode_story import CodeServer, extension, pytestmark, short_folder

__all__ = ["extension", "pytestmark", "short_folder"]


def test_the_view_of_tests_shows_what_a_save_reaches(
    extension: Path, short_folder: Path, tmp_path: Path
) -> None:
    vscode = CodeServer(short_folder, extension, None, **{"nova.tests.run": "save"})
    passed, ran = vscode.tell("tested", tmp_path)
    assert [re.sub(r"[\d.]+m?s$", "", each) for each in passed] == [
        "passed",
        "Test.Pantry.Parse",
        "Test.Pantry.Plan",
        "Test.Pantry.Quantity",
        "convertsWithinOneKind",
        "comparesInBaseMeasures",
        "readsBest",
    ]
    assert ran[2:] == ("readsBestAssertion failed", "1 older result")
