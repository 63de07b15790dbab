"""The history of one workspace: what names of states mean, and the states themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from nova_ls.compiler.baseline import Baseline
from nova_ls.history.commit_names import HEADS, find_commit
from nova_ls.history.comparison.compare import Comparison, compare
from nova_ls.history.did_you_mean import did_you_mean
from nova_ls.history.state import State, state_of_branch, state_of_commit
from nova_ls.history.state_dump import is_dump, read_dump
from nova_ls.history.uncommitted import UncommittedTexts
from nova_ls.log.branches import current_branch
from nova_ls.log.commit import Commit, CommitId
from nova_ls.log.log_error import LogError
from nova_ls.log.reading import has_branch, read_branches, read_tip
from nova_ls.workspace.discovery import SUFFIXES, package_folders, workspace_files
from nova_ls.workspace.git import find_revision, git_branch, git_names, paths_at, texts_at
from nova_ls.workspace.glob_match import glob_matches
from nova_ls.workspace.manifest import MANIFEST, Manifest, parse_manifest, read_manifest
from nova_ls.workspace.read_source import Unreadable, decode_source, read_source

GIT: Final = "git:"
"""Before a name that is git's, where the log has one of the same."""

_HINT: Final = (
    "; give a commit, a branch, a revision of git, a time as in `2 hours ago`, or a dumped file"
)


class History:
    """The log of a workspace's database, read together with its files and with git."""

    def __init__(self, root: Path, baseline: Baseline) -> None:
        self.root = root
        self.baseline = baseline
        self.database = baseline.database
        self.log = self.baseline.log
        self.manifest, self.manifest_problem = read_manifest(root)

    @property
    def branch(self) -> str:
        """The branch that history is shown of: git's, once something was committed there."""
        branch = git_branch(self.root)
        if branch is not None and has_branch(self.database, branch):
            return branch
        return current_branch(self.log)

    def head(self) -> State:
        """What was committed last."""
        return state_of_branch(self.log, self.branch, "HEAD")

    def working(self) -> State:
        """The files as they are on disk, checked now."""
        return self.uncommitted(self.texts()).state("working files")

    def texts(self) -> dict[Path, str]:
        """The texts on disk of the workspace's files."""
        texts = {}
        for path in workspace_files(self.root, self.manifest):
            text = read_source(path)
            if not isinstance(text, Unreadable):
                texts[path] = text
        return texts

    def state(self, name: str) -> State:
        """The state that a name means. `LogError` where it means none, or one that is no longer kept."""
        if name.startswith(GIT):
            return self._git_state(name.removeprefix(GIT))
        if has_branch(self.database, name):
            return state_of_branch(self.log, name)
        path = Path(name)
        if name not in HEADS and path.is_file() and is_dump(path):
            return read_dump(path).state(path.name)
        commit = find_commit(self.log, self.branch, name)
        if commit is not None:
            # People are told a short id, also where a program has given the whole one.
            return state_of_commit(self.log, commit, None if name == commit.hex() else name)
        if find_revision(self.root, name) is None:
            raise LogError(self._unknown(name))
        return self._git_state(name)

    def commit(self, name: str) -> CommitId:
        """The commit of the log that a name means. `LogError` where it means none."""
        found = self.opt_commit(name)
        if found is not None:
            return found
        raise LogError(self.not_a_commit(name) or self._unknown(name))

    def opt_commit(self, name: str) -> CommitId | None:
        """The same; None where the log has nothing of that name."""
        return find_commit(self.log, self.branch, name)

    def not_a_commit(self, name: str) -> str | None:
        """What to say of a name of a state that is not a commit of the log; None where it names no state."""
        word = None
        if name.startswith(GIT) or find_revision(self.root, name) is not None:
            word = "a revision of git, not a commit of the log"
        elif Path(name).is_file() and is_dump(Path(name)):
            word = "a dump, not a commit"
        return word and f"{name!r} is {word}; `nova-ls diff {name}` compares with it"

    def _unknown(self, name: str) -> str:
        """What to say of a name that means no state."""
        if Path(name).is_file():
            return f"{name!r} is not a dump of a workspace"
        branches = {branch for branch, _ in read_branches(self.database)}
        known = {*HEADS, *branches, *git_names(self.root), *_dumps_beside(Path(name))}
        return f"nothing is known of {name!r}{did_you_mean(name, known) or _HINT}"

    def tip(self) -> CommitId | None:
        """The last commit of the branch; None for one without commits."""
        return read_tip(self.database, self.branch)

    def comparison(self, commit: Commit) -> Comparison:
        """What a commit changed; where the one before it is no longer kept, all that it has."""
        new = state_of_commit(self.log, commit.id)
        old = State("nothing", {}, self.log)
        if commit.parent is not None:
            with suppress(LogError):
                old = state_of_commit(self.log, commit.parent)
        return compare(old, new)

    def _git_state(self, name: str) -> State:
        commit = find_revision(self.root, name)
        if commit is None:
            raise LogError(f"git knows no commit {name!r}")
        paths = paths_at(self.root, commit)
        manifest = self._manifest_at(commit, paths)
        wanted = [path for path in paths if path.endswith(SUFFIXES) and _is_source(manifest, path)]
        texts = {}
        for path, data in texts_at(self.root, commit, wanted).items():
            text = decode_source(self.root / path, data)
            if not isinstance(text, Unreadable):
                texts[self.root / path] = text
        return self.uncommitted(texts).state(f"git {name}")

    def _manifest_at(self, commit: str, paths: Sequence[str]) -> Manifest:
        if MANIFEST not in paths:
            return Manifest()
        text = texts_at(self.root, commit, [MANIFEST]).get(MANIFEST, b"")
        manifest, problem = parse_manifest(self.root, text.decode("utf-8", "replace"))
        return self.manifest if problem is not None else manifest

    def uncommitted(self, texts: dict[Path, str]) -> UncommittedTexts:
        """A check of some texts in the place of the workspace's files."""
        folders = package_folders(self.root, self.manifest)
        return UncommittedTexts(self.database, self.root, texts, folders)


def _dumps_beside(path: Path) -> Iterator[str]:
    """The dumped files that may have been meant by a path."""
    with suppress(OSError):
        for file in path.parent.iterdir():
            if file.is_file() and is_dump(file):
                yield str(file)


def _is_source(manifest: Manifest, path: str) -> bool:
    if manifest.sources is None:
        return not any(part.startswith(".") or part == "output" for part in path.split("/"))
    return any(glob_matches(glob, path) for glob in manifest.sources)
