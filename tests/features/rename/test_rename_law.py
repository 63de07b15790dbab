"""The law of renaming for every name of the fixtures and a sample of the standard library (NOVA_RENAME_LAW=long: all of both)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from nova_ls.workspace.discovery import LIBRARY
from tests.features.rename.law import Findings, obey, open_folder, sample

PANTRY = Path(__file__).parents[3] / "fixtures" / "pantry" / "src"
IS_LONG = os.environ.get("NOVA_RENAME_LAW") == "long"
_SHORT = ("Data/Maybe", "Data/Tuple", "Data/Functor", "Data/Either", "Control/Alt", "Control/Apply")


def law(folder: Path, count: int) -> Findings:
    workspace = open_folder(folder)
    findings = Findings()
    for one in sample(workspace, count, 1):
        obey(workspace, one, findings)
    assert findings.broken == []
    return findings


@pytest.mark.slow
def test_the_fixture(tmp_path: Path) -> None:
    shutil.copytree(PANTRY, tmp_path / "src")
    findings = law(tmp_path / "src", 100_000 if IS_LONG else 40)
    assert findings.made > 10 * findings.refused.total()


def test_the_standard_library(tmp_path: Path) -> None:
    if IS_LONG:
        shutil.copytree(LIBRARY, tmp_path / "lib")
    else:
        for name in _SHORT:
            path = tmp_path / "lib" / f"{name}.nova"
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(LIBRARY / f"{name}.nova", path)
    findings = law(tmp_path / "lib", 100_000 if IS_LONG else 25)
    assert findings.made > 10 * findings.refused.total() or not IS_LONG
