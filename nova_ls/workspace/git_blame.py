"""Who wrote the lines of a file, as git knows it: asked of git when somebody wants to know, in a process that can be stopped."""

from __future__ import annotations

import subprocess
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

from nova_ls.base.slotted import value
from nova_ls.workspace.git import ends_of_shallow_clone, git_environment

_ID_LENGTHS: Final = (40, 64)


@value
class GitCommit:
    """A commit of git. `time`: when its author made it; `committed`: when it came to be as it is. Seconds since the epoch."""

    author: str
    time: float
    committed: float
    commit: str


class GitBlame:
    """The lines of a file at `HEAD`, each with the commit that it is from; None: git does not have that one."""

    def __init__(self, lines: list[tuple[str, GitCommit | None]]) -> None:
        self._lines = lines
        self._by_text: dict[str, list[int]] = {}
        for number, (text, _) in enumerate(lines):
            self._by_text.setdefault(text, []).append(number)

    def last_commit(self, text: str) -> GitCommit | None:
        """The newest commit that a text is from, which stands as whole lines in the file; None: it does not."""
        wanted = [line.removesuffix("\r") for line in text.split("\n")]
        for start in self._by_text.get(wanted[0], ()):
            found = self._lines[start : start + len(wanted)]
            if [line for line, _ in found] == wanted:
                git_commits = [git_commit for _, git_commit in found]
                known = [git_commit for git_commit in git_commits if git_commit is not None]
                if len(known) < len(git_commits):
                    return None
                return max(known, key=lambda git_commit: git_commit.committed)
        return None


class BlameReading:
    """One question to git about a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def read(self) -> GitBlame | None:
        """Ask and wait for the answer; None where there is none: no git, a file that it does not have."""
        command = ["git", "blame", "--root", "--porcelain", "HEAD", "--", self._path.name]
        nothing = subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(
                command,
                cwd=self._path.parent,
                stdin=nothing,
                stdout=subprocess.PIPE,
                stderr=nothing,
                env=git_environment(),
            )
            if self._is_stopped:  # while it was being started
                self._process.kill()
            answer, _ = self._process.communicate()
        except (OSError, subprocess.SubprocessError):
            return None
        if self._process.returncode != 0:
            return None
        return _parsed(answer, ends_of_shallow_clone(self._path.parent))

    def stop(self) -> None:
        """Nobody wants to know any more; `read`, which runs in another thread, comes to None."""
        self._is_stopped = True
        if self._process is not None:
            self._process.kill()


def _parsed(answer: bytes, unknown: AbstractSet[str]) -> GitBlame:
    """What `--porcelain` says: a commit's fields stand before the first of its lines, and each line behind a tab."""
    lines: list[tuple[str, GitCommit | None]] = []
    known: dict[str, GitCommit | None] = dict.fromkeys(unknown)
    commit, fields = "", dict[str, str]()
    for line in answer.decode("utf-8", "replace").split("\n"):
        if line.startswith("\t"):
            if commit not in known:
                known[commit] = _git_commit(commit, fields)
            lines.append((line[1:].removesuffix("\r"), known[commit]))
            commit, fields = "", {}
            continue
        word, _, rest = line.partition(" ")
        if not commit and len(word) in _ID_LENGTHS:
            commit = word
        else:
            fields[word] = rest
    return GitBlame(lines)


def _git_commit(commit: str, fields: dict[str, str]) -> GitCommit | None:
    times = fields.get("author-time", ""), fields.get("committer-time", "")
    if not all(time.isdigit() for time in times):
        return None
    return GitCommit(fields.get("author", ""), float(times[0]), float(times[1]), commit)
