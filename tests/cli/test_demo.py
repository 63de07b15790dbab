"""`nova-ls demo`: the tour as a person sees it, on the fixture and on workspaces that it was not made for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nova_ls.cli.demo_edits import Sources, breaking_edits, new_parameters, saved_edit

PANTRY = Path(__file__).parent.parent.parent / "fixtures" / "pantry"


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nova_ls", "demo", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)


def applied(text: str, edits: list[tuple[int, int, str]]) -> str:
    for start, end, new in edits:
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.slow
def test_the_tour_of_the_pantry_shows_the_main_job() -> None:
    before = {path: path.read_bytes() for path in PANTRY.rglob("*.nova")}
    done = demo(PANTRY)
    assert done.returncode == 0, done.stderr
    shown = done.stdout
    assert "nothing is wrong" in shown
    assert "error TypesDoNotUnify" in shown
    assert "it breaks" in shown
    assert "errors left in the workspace: 0" in shown
    assert "commit " in shown
    assert "changed Pantry." in shown
    assert "declarations typed again: 0 " in shown
    assert "left out" not in shown
    assert "\x1b" not in shown, "no colours where the output is not a terminal"
    assert {path: path.read_bytes() for path in PANTRY.rglob("*.nova")} == before


@pytest.mark.slow
def test_what_a_workspace_does_not_offer_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "Main.purs").write_text("module Main where\n\nimport Prelude\n\nnothing = unit\n")
    done = demo(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("left out") == 2
    assert "added Main.shownByTheDemo" in done.stdout
    assert "declarations typed again: 0 " in done.stdout


def test_a_folder_without_sources_is_refused_in_one_line(tmp_path: Path) -> None:
    done = demo(tmp_path)
    assert done.returncode == 2
    assert done.stderr.strip().endswith("has no Nova sources")
    assert len(done.stderr.splitlines()) == 1


def test_the_file_that_is_opened_has_signatures_numbers_and_importers() -> None:
    sources = Sources.of(PANTRY)
    text = sources.texts[sources.main]
    assert Sources.signed(text)
    assert any(breaking_edits(text))
    assert any(new_parameters(sources, text))


def test_a_new_parameter_goes_into_the_signature_and_every_equation() -> None:
    user = "module B where\nimport A (f)\ng :: Int\ng = f 1\n"
    text = "module A where\n\nf :: Int -> Int\nf 0 = 1\nf n = n\n\nfoo :: Int\nfoo = f 2\n"
    sources = Sources({Path("/A.nova"): text, Path("/B.nova"): user}, Path("/A.nova"))
    (edits,) = new_parameters(sources, text)
    wanted = (
        "module A where\n\nf :: Int -> Int -> Int\nf _ 0 = 1\nf _ n = n\n\nfoo :: Int\nfoo = f 2\n"
    )
    assert applied(text, edits) == wanted


def test_literals_in_comments_and_headers_are_not_edited() -> None:
    text = "module A where\n\ninfixl 6 plus as +\n\n-- takes 3 \nx :: Int\nx = 4 \n"
    found = [applied(text, edits) for edits in breaking_edits(text)]
    assert found == [text.replace("x = 4", 'x = "three"')]
    assert applied(text, saved_edit(text)) == text.replace("x = 4", "x = 5")
