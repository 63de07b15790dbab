"""What is interrupted: commits, a collection, a purge of an old schema, checkouts. Each says what it has done, and how to see that it holds."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import MappingProxyType
from typing import Protocol
from unittest.mock import patch

from nova_ls.cli.command_line import run
from nova_ls.compiler.baseline import Baseline
from nova_ls.history.history import History
from nova_ls.log import garbage
from nova_ls.log.commit import Commit
from nova_ls.log.reading import walk
from nova_ls.store import Access, ArtifactKind, StoreError, open_database, purge
from nova_ls.store.purge import purge_old_schemas
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.open_workspace import open_workspace
from tests.crash.children import Say, Told
from tests.crash.scenario import EDITS, NOW, OTHER, SAVED, Texts, read_texts, save
from tests.log.heads import heads_of

Problems = Iterator[str]


class Operation(Protocol):
    """`work` says what it has acknowledged. After `repair` the disk is as it should be, unless the process is to be killed."""

    def watched(self, root: Path) -> Path:
        """The folder whose files the faults are about."""

    def work(self, root: Path, say: Say, repair: Callable[[], None]) -> None: ...

    def look(self, root: Path, told: Told) -> Problems:
        """What does not hold afterwards, before anything else has touched the workspace."""

    def again(self, root: Path, told: Told) -> Problems:
        """What does not hold after the operation was done again."""


class Commits:
    """Saves in an editor: one after the other, then, in the same process, one more when the disk is well again."""

    def watched(self, root: Path) -> Path:
        return root / ".nova"

    def work(self, root: Path, say: Say, repair: Callable[[], None]) -> None:
        opened = open_workspace(root, root / ".nova")
        if opened.notices:
            say(refused=list(opened.notices))
            opened.workspace.close()
            repair()
            opened = open_workspace(root, root / ".nova")
            assert not opened.notices
        workspace = opened.workspace
        workspace.scan()
        for number, texts in enumerate(EDITS):
            if number == len(EDITS) - 1:
                repair()
            save(workspace, root, texts)
            try:
                workspace.commit(f"edit {number}")
            except StoreError as problem:
                assert number < len(EDITS) - 1, f"the save after the fault failed: {problem}"
                say(refused=[str(problem)])
            else:
                say(committed=number)
        workspace.close()

    def look(self, root: Path, told: Told) -> Problems:
        last = max(told.all_of("committed"), default=-1)
        states = [NOW, *EDITS]
        found = branch_texts(root, "main")
        # One more than was acknowledged: written, but ended before it could say so.
        if found not in states[last + 1 : last + 3]:
            yield f"edit {last} was acknowledged, but main is at {_differs(found, states[last + 1])}"
        if not told.killed and found != EDITS[-1]:
            yield "the last save is not there"
        yield from unchanged_history(root)

    def again(self, root: Path, told: Told) -> Problems:
        return iter(())


class Collection:
    """`nova-ls gc` of all that no branch is at, in many slices."""

    def watched(self, root: Path) -> Path:
        return root / ".nova"

    def work(self, root: Path, say: Say, repair: Callable[[], None]) -> None:
        with small_slices():
            command(["gc", "-C", str(root), "--keep", "now"], say, repair)

    def look(self, root: Path, told: Told) -> Problems:
        for branch, texts in (("main", NOW), ("other", OTHER)):
            if branch_texts(root, branch) != texts:
                yield f"{branch} is not what it was"

    def again(self, root: Path, told: Told) -> Problems:
        yield from succeeds(["gc", "-C", str(root), "--keep", "now"])
        yield from self.look(root, told)
        with history_of(root) as history:
            commits = [history.state(name).commit for name in ("main", "other")]
            if any(commit is None for commit in commits):
                yield "a branch has lost its commit"
            entries = sum(1 for _ in heads_of(history.log, "main"))
            if entries == 0:
                yield "main has no heads"


class Purge:
    """Artifacts of an old schema version are deleted, a slice at a time."""

    def watched(self, root: Path) -> Path:
        return root / ".nova"

    def work(self, root: Path, say: Say, repair: Callable[[], None]) -> None:
        try:
            self._purge(root, say)
        except StoreError as problem:
            say(refused=[str(problem)])
            repair()
            self._purge(root, say)

    def _purge(self, root: Path, say: Say) -> None:
        database = open_database(root / ".nova").database
        assert database.access is Access.OWNER
        try:
            with small_slices():
                for number in purge_old_schemas(database):
                    say(purged=number)
        finally:
            database.close()

    def look(self, root: Path, told: Told) -> Problems:
        with history_of(root) as history:
            database = history.database
            numbers = {int(key) for key, _ in database.list_artifacts(ArtifactKind.UNIT)}
            old = len(list(database.list_schema(ArtifactKind.UNIT, 0)))
        if not set(range(1, 100, 2)) <= numbers:
            yield "artifacts of this schema are gone"
        if old > 50 - sum(told.all_of("purged")):
            yield f"{old} old artifacts are left, though {told.all_of('purged')} were purged"
        if old and not told.killed:
            yield f"{old} old artifacts are left"
        yield from unchanged_history(root)

    def again(self, root: Path, told: Told) -> Problems:
        self._purge(root, lambda **_: None)
        with history_of(root) as history:
            if list(history.database.list_schemas(ArtifactKind.UNIT)) != [1]:
                yield "old artifacts are left"


class Checkout:
    """`nova-ls checkout other`: files are written and the branch is changed."""

    def watched(self, root: Path) -> Path:
        return root

    def work(self, root: Path, say: Say, repair: Callable[[], None]) -> None:
        command(["checkout", "-C", str(root), "other"], say, repair)

    def look(self, root: Path, told: Told) -> Problems:
        yield from whole_files(root, NOW, OTHER)
        for branch, texts in (("main", NOW), ("other", OTHER)):
            if branch_texts(root, branch) != texts:
                yield f"{branch} is not what it was"

    def again(self, root: Path, told: Told) -> Problems:
        """The same command finishes what was begun, and the way back is open."""
        for branch, texts in (("other", OTHER), ("main", NOW)):
            yield from succeeds(["checkout", "-C", str(root), branch])
            if read_texts(root) != texts:
                yield f"after `checkout {branch}` the files are {_differs(read_texts(root), texts)}"
            left = [
                path.name for path in (root / "src").iterdir() if f"src/{path.name}" not in texts
            ]
            if left:
                yield f"left over: {left}"


class Restoring:
    """`nova-ls checkout COMMIT -- NAME...`: modules and declarations are put back into the files."""

    names = ("HEAD~2", "--", "Main.both", "Extra")
    wanted: Texts = MappingProxyType(
        NOW | {path: SAVED[2][path] for path in ("src/Main.nova", "src/Extra.nova")}
    )

    def watched(self, root: Path) -> Path:
        return root

    def work(self, root: Path, say: Say, repair: Callable[[], None]) -> None:
        command(["checkout", "-C", str(root), *self.names], say, repair)

    def look(self, root: Path, told: Told) -> Problems:
        yield from whole_files(root, NOW, self.wanted)
        yield from unchanged_history(root)

    def again(self, root: Path, told: Told) -> Problems:
        yield from succeeds(["checkout", "-C", str(root), *self.names])
        if read_texts(root) != self.wanted:
            yield f"the files are {_differs(read_texts(root), self.wanted)}"


OPERATIONS: dict[str, Operation] = {
    "commit": Commits(),
    "gc": Collection(),
    "purge": Purge(),
    "checkout": Checkout(),
    "checkout names": Restoring(),
}


# ------------------------------------------------------------------ commands


def command(arguments: list[str], say: Say, repair: Callable[[], None]) -> None:
    """Run a command; where it is refused, once more when the disk is well again."""
    status, errors = call(arguments)
    if status == 2:
        say(refused=[errors.removeprefix("nova-ls: ").rstrip("\n")])
        repair()
        status, errors = call(arguments)
    assert status == 0, (status, errors)
    say(done=errors)


def call(arguments: list[str]) -> tuple[int, str]:
    """The exit status of a command, and what it said to its user."""
    errors = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(errors):
        status = run(arguments)
    return status, errors.getvalue()


def succeeds(arguments: list[str]) -> Problems:
    status, errors = call(arguments)
    if status != 0:
        yield f"`nova-ls {arguments[0]}` again: {errors.strip()}"


@contextmanager
def small_slices() -> Iterator[None]:
    """So small that a collection of little has many."""
    with (
        patch.object(garbage, "ROWS_PER_STEP", 4),
        patch.object(purge, "ARTIFACTS_PER_TRANSACTION", 10),
    ):
        yield


# ------------------------------------------------------------------ what is there


@contextmanager
def history_of(root: Path) -> Iterator[History]:
    opened = open_database(root / ".nova")
    try:
        assert opened.notice is None, opened.notice
        yield History(root, Baseline(opened.database, root, LIBRARY))
    finally:
        opened.database.close()


def branch_texts(root: Path, branch: str) -> dict[str, str | None]:
    """The files as a branch has them."""
    with history_of(root) as history:
        state = history.state(branch)
        return {module.path: state.text_of_module(name) for name, module in state.modules.items()}


def unchanged_history(root: Path) -> Problems:
    """The commits that the scenario began with are all there."""
    with history_of(root) as history:
        names = [commit for commit in _commits(history) if commit.message == "template"]
        found = [
            {m.path: state.text_of_module(name) for name, m in state.modules.items()}
            for state in (history.state(commit.id.hex()) for commit in names)
        ]
    if found != [NOW, *reversed(SAVED)]:
        yield f"of the {len(SAVED) + 1} first commits {len(found)} are there, or say something else"
    if branch_texts(root, "other") != OTHER:
        yield "other is not what it was"


def _commits(history: History) -> list[Commit]:
    return list(walk(history.database, history.tip()))


def whole_files(root: Path, old: Texts, new: Texts) -> Problems:
    """Each file is as it was or as it is to be."""
    found = read_texts(root)
    for path in {*found, *old, *new}:
        if found.get(path) not in (old.get(path), new.get(path)):
            yield f"{path} is neither as it was nor as it is to be: {found.get(path)!r}"


def _differs(found: Texts | dict[str, str | None], wanted: Texts) -> str:
    paths = [p for p in sorted({*found, *wanted}) if found.get(p) != wanted.get(p)]
    return f"something else in {', '.join(paths)}"
