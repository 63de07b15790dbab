"""What git knows of a workspace: the branch, the author, and texts of other revisions.

The branch is read from git's files, since it is asked for at every save; the rest asks git itself and does without
it where there is none.
"""

from __future__ import annotations

import getpass
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

DETACHED: Final = "(no branch)"
"""What commits go to while git is on no branch; no branch of git can have this name."""

_HEADS: Final = "ref: refs/heads/"
_TIMEOUT: Final = 10.0
_PLACES: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
"""Where git says in a hook that it works; here it is to find the workspace's repository by itself."""


def git_branch(root: Path) -> str | None:
    """The branch that is checked out, from `.git/HEAD` alone; None where there is no git."""
    folder = _git_folder(root)
    if folder is None:
        return None
    head = _read(folder / "HEAD")
    if head is None:
        return None
    if head.startswith(_HEADS):
        return head.removeprefix(_HEADS)
    return DETACHED if head else None


def git_head(root: Path) -> str | None:
    """The commit that is checked out, from git's files alone; None where there is none, or they are not as they used to be."""
    folder = _git_folder(root)
    if folder is None:
        return None
    common = folder / (
        _read(folder / "commondir") or "."
    )  # a worktree's branches are the repository's
    head = _read(folder / "HEAD")
    if head is None or not head.startswith("ref: "):
        return head
    name = head.removeprefix("ref: ")
    common = _common(folder)
    found = _read(folder / name) or _read(common / name)
    if found is not None:
        return found
    packed = (_read(common / "packed-refs") or "").split("\n")
    return next((line.split(" ")[0] for line in packed if line.endswith(f" {name}")), None)


def ends_of_shallow_clone(root: Path) -> frozenset[str]:
    """The commits of a shallow clone before which there are others that are not there: no line is known to be theirs."""
    folder = _git_folder(root)
    listed = None if folder is None else _read(_common(folder) / "shallow")
    return frozenset((listed or "").split())


def _common(folder: Path) -> Path:
    """Where the branches of a work tree are that has its own `HEAD`."""
    return folder / (_read(folder / "commondir") or ".")


def _read(file: Path) -> str | None:
    try:
        return file.read_text("utf-8", "surrogateescape").strip()
    except OSError:
        return None


def author(root: Path | None) -> str:
    """Who commits: git's `user.name`, else the name of the login."""
    name = os.environ.get("GIT_AUTHOR_NAME", "")
    if not name and root is not None and _git_folder(root) is not None:
        name = (_git(root, "config", "user.name") or b"").decode("utf-8", "replace").strip()
    if name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""  # a user without a name


def find_revision(root: Path, name: str) -> str | None:
    """The commit that git knows by a name; None where it knows none, or there is no git."""
    if name.startswith("-") or _git_folder(root) is None:
        return None
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return None if not found else found.decode("ascii").strip()


def git_names(root: Path) -> list[str]:
    """What git calls commits: its branches, tags and remote branches."""
    if _git_folder(root) is None:
        return []
    listed = _git(root, "for-each-ref", "--format=%(refname:short)") or b""
    return listed.decode("utf-8", "replace").split()


def paths_at(root: Path, commit: str) -> list[str]:
    """The files below a folder at a commit, relative to it."""
    listed = _git(root, "ls-tree", "-r", "-z", "--name-only", commit, "--", ".") or b""
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]


def texts_at(root: Path, commit: str, paths: Iterable[str]) -> dict[str, bytes]:
    """The content of some files at a commit; paths are relative to the folder."""
    wanted = list(paths)
    asked = b"".join(os.fsencode(f"{commit}:./{path}") + b"\n" for path in wanted)
    answer = _git(root, "cat-file", "--batch", given=asked) or b""
    texts: dict[str, bytes] = {}
    start = 0
    for path in wanted:
        end = answer.find(b"\n", start)
        if end < 0:
            break
        fields = answer[start:end].split(b" ")
        start = end + 1
        if len(fields) == 3 and fields[2].isdigit():
            size = int(fields[2])
            texts[path] = answer[start : start + size]
            start += size + 1
    return texts


def _git_folder(root: Path) -> Path | None:
    """Where git keeps `HEAD` of the work tree that a folder is in: a worktree and a submodule name it in a file."""
    for folder in (root, *root.parents):
        there = folder / ".git"
        if there.is_dir():
            return there
        if there.is_file():
            return _named_in(there)
    return None


def _named_in(file: Path) -> Path | None:
    line = _read(file)
    if line is None or not line.startswith("gitdir:"):
        return None
    return (file.parent / line.removeprefix("gitdir:").strip()).resolve()


def git_environment() -> dict[str, str]:
    """The environment for a git that finds the repository by itself, locks nothing and speaks English."""
    environment = {name: value for name, value in os.environ.items() if name not in _PLACES}
    return environment | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """What git answers; None where it fails, or there is none."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=root,
            input=given,
            capture_output=True,
            timeout=_TIMEOUT,
            env=git_environment(),
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
