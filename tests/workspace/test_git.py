"""What is read of git without running it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from nova_ls.workspace.git import DETACHED, author, git_branch


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "file").write_text("text")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def test_there_is_none_without_git(tmp_path: Path) -> None:
    assert git_branch(tmp_path) is None


def test_a_branch_may_have_slashes(repository: Path) -> None:
    assert git_branch(repository) == "main"
    git(repository, "checkout", "-q", "-b", "feature/cheaper")
    assert git_branch(repository) == "feature/cheaper"


def test_a_folder_below_is_on_the_same_branch(repository: Path) -> None:
    (repository / "below" / "it").mkdir(parents=True)
    assert git_branch(repository / "below" / "it") == "main"


def test_a_worktree_has_its_own(repository: Path) -> None:
    git(repository, "worktree", "add", "-q", "-b", "beside", str(repository.parent / "beside"))
    assert git_branch(repository.parent / "beside") == "beside"
    assert git_branch(repository) == "main"


def test_a_detached_head_is_not_a_branch(repository: Path) -> None:
    git(repository, "checkout", "-q", "--detach")
    assert git_branch(repository) == DETACHED


def test_a_branch_without_commits_counts(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "trunk")
    assert git_branch(tmp_path) == "trunk"


def test_the_author_is_gits_user(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIT_AUTHOR_NAME", raising=False)
    git(repository, "config", "user.name", "Grace Hopper")
    assert author(repository) == "Grace Hopper"
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada")
    assert author(repository) == "Ada"


def test_without_git_the_login_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIT_AUTHOR_NAME", raising=False)
    monkeypatch.setenv("LOGNAME", "grace")
    assert author(tmp_path) == "grace"
