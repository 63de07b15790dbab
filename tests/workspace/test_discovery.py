"""Which files a workspace consists of, where some have several names."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_ls.workspace.discovery import workspace_files
from nova_ls.workspace.identity import Identity
from nova_ls.workspace.manifest import Manifest


def _make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("module M where\n")


def _names(root: Path, *sources: str) -> list[str]:
    found = workspace_files(root, Manifest(sources=sources or None))
    return [path.relative_to(root).as_posix() for path in found]


@pytest.mark.parametrize(
    "sources", [(), ("**/*.nova",), ("src/**/*.nova",), ("src/*.nova", "src/**/*.nova")]
)
def test_folders_that_are_links_are_sources(tmp_path: Path, sources: tuple[str, ...]) -> None:
    _make(tmp_path, "far/A.nova", "far/deep/B.nova", "work/src/C.nova")
    (tmp_path / "work" / "src" / "far").symlink_to("../../far")
    expected = ["src/C.nova", "src/far/A.nova", "src/far/deep/B.nova"]
    assert sorted(_names(tmp_path / "work", *sources)) == expected


def test_the_source_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    _make(tmp_path, "far/A.nova", "far/deep/B.nova")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "src").symlink_to(tmp_path / "far")
    assert _names(tmp_path / "work", "src/**/*.nova") == ["src/A.nova", "src/deep/B.nova"]


@pytest.mark.parametrize("target", [".", "..", "../..", "../other", "/", "back"])
def test_links_that_lead_back_end(tmp_path: Path, target: str) -> None:
    _make(tmp_path, "work/src/A.nova", "work/other/B.nova")
    work = tmp_path / "work"
    (work / "src" / "back").symlink_to(target)
    (work / "other" / "back").symlink_to("../src")
    assert sorted(_names(work)) == ["other/B.nova", "src/A.nova"]
    assert sorted(_names(work, "**/*.nova")) == ["other/B.nova", "src/A.nova"]


def test_links_that_lead_to_each_other_end(tmp_path: Path) -> None:
    _make(tmp_path, "work/A.nova", "one/B.nova", "two/C.nova")
    (tmp_path / "work" / "one").symlink_to("../one")
    (tmp_path / "one" / "two").symlink_to("../two")
    (tmp_path / "two" / "one").symlink_to("../one")
    assert _names(tmp_path / "work") == ["A.nova", "one/B.nova", "one/two/C.nova"]


def test_a_file_counts_once_under_its_own_name(tmp_path: Path) -> None:
    _make(tmp_path, "src/B.nova", "far/C.nova")
    (tmp_path / "A.nova").symlink_to("src/B.nova")
    (tmp_path / "a").symlink_to("src")
    assert sorted(_names(tmp_path)) == ["far/C.nova", "src/B.nova"]
    assert sorted(_names(tmp_path, "*.nova", "*/*.nova")) == ["far/C.nova", "src/B.nova"]


def test_marks_of_editors_are_not_sources(tmp_path: Path) -> None:
    """Emacs marks files that it edits with links that lead nowhere."""
    _make(tmp_path, "A.nova")
    (tmp_path / ".#A.nova").symlink_to("somebody@somewhere.1:2")
    assert _names(tmp_path) == _names(tmp_path, "*.nova") == ["A.nova"]


def test_sources_are_sorted_part_by_part(tmp_path: Path) -> None:
    _make(tmp_path, "src/A-B/C.nova", "src/A/D.nova", "src/A.nova", "src/.hidden/E.nova")
    (tmp_path / "src" / "Folder.nova").mkdir()
    (tmp_path / "src" / "Gone.nova").symlink_to("nowhere.nova")
    (tmp_path / "src" / "Circle.nova").symlink_to("Circle.nova")
    (tmp_path / "src" / "Link.nova").symlink_to("A/D.nova")
    expected = ["src/.hidden/E.nova", "src/A/D.nova", "src/A-B/C.nova", "src/A.nova"]
    for sources in (["src/**/*.nova"], ["s*/**/*.nova"], ["**/*.nova", "src/**/*.nova"]):
        assert _names(tmp_path, *sources) == expected


def test_globs_that_go_up_give_plain_names(tmp_path: Path) -> None:
    _make(tmp_path, "work/A.nova", "shared/B.nova")
    found = workspace_files(tmp_path / "work", Manifest(sources=("*.nova", "../shared/*.nova")))
    assert found == [tmp_path / "shared" / "B.nova", tmp_path / "work" / "A.nova"]


def test_a_workspace_knows_its_files_by_all_their_names(tmp_path: Path) -> None:
    _make(tmp_path, "real/src/A.nova", "far/B.nova", "one/C.nova")
    root = tmp_path / "work"
    root.symlink_to("real")
    (root / "far").symlink_to("../far")
    (root / "Other.nova").symlink_to("../one/C.nova")
    identity = Identity(root, workspace_files(root, Manifest()))
    names = {
        "real/src/A.nova": "src/A.nova",
        "real/src/new/N.nova": "src/new/N.nova",
        "work/src/A.nova": "src/A.nova",
        "far/B.nova": "far/B.nova",
        "far/new/N.nova": "far/new/N.nova",
        "work/far/B.nova": "far/B.nova",
        "one/C.nova": "Other.nova",
    }
    for given, expected in names.items():
        assert identity.name_of(tmp_path / given) == root / expected, given
    assert identity.name_of(tmp_path / "one" / "D.nova") is None
