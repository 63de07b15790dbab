"""What is told of a file whose comments, or whose manifest, ask not to be told of something."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.base.diagnostic import Severity
from nova_ls.diagnostics import render
from nova_ls.workspace.manifest import parse_manifest
from tests.compiler.world import fresh

MAIN = Path("/pages/Main.nova")


def told(text: str) -> list[str]:
    workspace = fresh({MAIN: text})
    found = list(workspace.diagnostics(workspace.files[MAIN]))
    for chunk, each in found:
        assert workspace.files[MAIN].source.has(chunk)
        assert 0 <= each.start + chunk.origin <= each.end + chunk.origin <= len(chunk.text)
    return [each.code for _, each in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("module Main where\n-- nova-ignore MissingTypeDeclaration\nx = 1\n", []),
        ("module Main where\nx = 1 -- nova-ignore MissingTypeDeclaration\n", []),
        (
            "module Main where\n-- nova-ignore UnusedImport\nx = 1\n",
            ["MissingTypeDeclaration", "UnneededIgnore"],
        ),
        (
            "module Main where\n-- nova-ignore UnusedImport\nimport Data.Maybe (Maybe)\nimport Data.Either (Either)\n",
            ["UnusedImport"],
        ),
        # A declaration's comment is about all of it, one inside about its line.
        (
            "module Main where\n-- nova-ignore UnknownName\nx :: Int\nx =\n  a +\n    b\n",
            [],
        ),
        (
            "module Main where\nx :: Int\nx =\n  -- nova-ignore UnknownName\n  a +\n    b\n",
            ["UnknownName"],
        ),
        # Errors may hide what is ignored, and so may a text that does not parse.
        (
            "module Main where\n-- nova-ignore UnusedName\nx :: Int\nx = let y = 1 in z\n",
            ["UnknownName"],
        ),
        (
            "module Main where\n-- nova-ignore UnusedName\nx = = 1\n",
            ["ErrorParsingModule"],
        ),
        (
            "module Main where\n-- nova-ignore UnusedNam\nx :: Int\nx = z\n",
            ["UnknownName", "UnneededIgnore"],
        ),
        ("-- nova-ignore UnusedNam\nx = 1\n", ["ErrorParsingModule", "UnneededIgnore"]),
    ],
)
def test_a_comment_ignores_what_it_names(text: str, wanted: list[str]) -> None:
    assert told(text) == wanted


def test_a_misspelt_code_is_told_with_the_one_that_is_meant() -> None:
    workspace = fresh({MAIN: "module Main where\n-- nova-ignore unusedImport, UnusedImprt\n"})
    found = [render(each) for _, each in workspace.diagnostics(workspace.files[MAIN])]
    assert found == ["This comment names no code, as `-- nova-ignore UnusedImport` does."]
    workspace = fresh({MAIN: "module Main where\n-- nova-ignore UnusedImprt\n"})
    (first, *_) = [render(each) for _, each in workspace.diagnostics(workspace.files[MAIN])]
    assert first.startswith("No diagnostic has the code `UnusedImprt`. Did you mean `UnusedImport`")


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ('UnusedImprt = "off"', "is not the code of a diagnostic; did you mean `UnusedImport`?"),
        ('UnusedImport = "of"', '`UnusedImport` in `[diagnostics]` must be one of `"off"`'),
        ("UnusedImport = false", "must be one of"),
    ],
)
def test_what_a_manifest_cannot_mean_is_told(table: str, problem: str) -> None:
    _, found = parse_manifest(Path("/w"), f"[diagnostics]\n{table}\n")
    assert found is not None
    assert problem in found.message
    assert found.line == 1


def test_a_manifest_says_how_codes_are_told() -> None:
    text = '[diagnostics]\nUnusedImport = "off"\nUnusedName = "hint"\nShadowedName = "error"\n'
    manifest, problem = parse_manifest(Path("/w"), text)
    assert problem is None
    assert manifest.levels == {
        "UnusedImport": None,
        "UnusedName": Severity.HINT,
        "ShadowedName": Severity.ERROR,
    }
