"""`nova-ls check --format sarif` and `--format github`: what code review shows at the line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from nova_ls.cli.command_line import run

MAIN = 'module Main where\n\nimport Data.Maybe (Maybe)\n\nfruit :: String\nfruit = f "🥝" 1\n  where\n  f :: String -> Int -> Int\n  f _ n = n\n'


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "a work,50%"
    root.mkdir()
    (root / "nova.toml").touch()
    (root / "Main.nova").write_text(MAIN, "utf-8")
    monkeypatch.chdir(root)
    return root


def test_sarif_has_rules_places_and_levels(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--format", "sarif", "--database", ":memory:"]) == 1
    log = json.loads(capsys.readouterr().out)
    assert log["version"] == "2.1.0"
    (found,) = log["runs"]
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert rules == sorted(rules) == ["TypesDoNotUnify", "UnusedImport"]
    for result in found["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "Main.nova", "uriBaseId": "SRCROOT"}
    levels = {result["ruleId"]: result["level"] for result in found["results"]}
    assert levels == {"TypesDoNotUnify": "error", "UnusedImport": "warning"}
    error = next(each for each in found["results"] if each["level"] == "error")
    assert error["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 6, "startColumn": 9, "endLine": 6, "endColumn": 17,
    }  # fmt: skip
    assert found["originalUriBaseIds"]["SRCROOT"]["uri"] == work.as_uri() + "/"


def test_annotations_are_one_line_each(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--format", "github", "--database", ":memory:"]) == 1
    *lines, last = capsys.readouterr().out.splitlines()
    assert last.startswith("nova-ls: 1 error, 1 warning in ")
    assert len(lines) == 2
    for line in lines:
        assert re.match(r"::(error|warning) file=Main\.nova,line=\d+,", line)
    error = next(line for line in lines if line.startswith("::error"))
    assert "line=6,endLine=6,col=9,endColumn=16,title=TypesDoNotUnify::" in error


def test_a_file_elsewhere_has_its_whole_name(
    work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "Other.nova"
    other.write_text("module Other where\n\nx :: Int\nx = true\n")
    assert run(["check", str(other), "--format", "sarif", "--database", ":memory:"]) == 1
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": other.as_uri()}


def test_nothing_to_tell_is_told_as_well(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (work / "Main.nova").write_text("module Main where\n")
    assert run(["check", "--format", "github", "--database", ":memory:"]) == 0
    assert capsys.readouterr().out.startswith("nova-ls: 0 errors, 0 warnings")
    assert run(["check", "--format", "sarif", "--database", ":memory:"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"][0]["results"] == []
