"""An editor on one workspace, and everybody else who writes to its files and its database: what tries to break the law."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Final

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.checked_library import CheckedLibrary
from nova_ls.compiler.first_check import FirstCheck
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module import Module
from nova_ls.engine.event_trace import Action
from nova_ls.history.collector import Collector
from nova_ls.history.state_dump import dump, read_dump
from nova_ls.history.state_dump import restore as restore_dump
from nova_ls.maintenance.whole_database import check_all, repair_all
from nova_ls.store import ArtifactKind, open_in_memory
from nova_ls.store.stored import StoredDatabase
from nova_ls.workspace.crew.share import share_first_check
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.manifest import HistoryLimits
from nova_ls.workspace.workspace import Workspace
from tests.compiler.law.comparison import (
    Checked,
    Oracle,
    Texts,
    assert_same,
    assert_same_view,
    has_cycle,
)
from tests.compiler.law.crew import InProcess
from tests.compiler.law.edits import (
    CHANGES,
    EDITS,
    FILE,
    MANY,
    NUMBERS,
    VARYING,
    Buffer,
    Changes,
    Drawn,
    Edit,
    edit_of,
    replacements,
)
from tests.compiler.law.history import assert_history
from tests.compiler.law.looks import hovers_at
from tests.compiler.law.program import Program
from tests.compiler.world import (
    change,
    checked_library,
    copy_of_library,
    lose,
    open_world,
    references,
    settle_and_trace,
    view,
)

_ALL: Final = 1_000_000
_REMEMBERED: Final = 6
"""So many of the latest committed states are surely found again: a text has room for eight outcomes."""

_OF_ELEMENTS: Final = (ArtifactKind.SCHEME, ArtifactKind.TYPED_AST)
_SPARING: Final = (ArtifactKind.MODULE_RECORD, ArtifactKind.MODULE_PLACE, *_OF_ELEMENTS)

STEPS = st.none() | st.integers(0, 60)


class Editing(RuleBasedStateMachine):
    """Files, documents over them, branches that are not checked out, one database; subclasses say of which program."""

    program: ClassVar[Program]
    oracle: ClassVar[Oracle]
    workspace: Workspace

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="law"))
        self.below: CheckedLibrary | None = None
        self.database: StoredDatabase = open_in_memory()
        self.buffers: dict[Path, Buffer] = {}
        self.branch = "main"
        self.branches: dict[str, dict[str, str]] = {}  # the files of those that are not checked out
        self.seen: list[Texts] = []  # the files at the latest commits
        self.commits = self.workers = 0
        self.is_damaged = self.has_lost_module = self.was_lost = False
        self.slice_size: int | None = None

    def teardown(self) -> None:
        try:
            if self.commits and not self.is_damaged:
                assert check_all(self.database) == []
        finally:
            self.database.close()
            shutil.rmtree(self.root)

    @initialize(
        changes=CHANGES,
        is_known=st.booleans(),
        is_shared=st.booleans(),
        slice_size=st.none() | st.integers(0, 30),
        workers=st.integers(0, 2),
    )
    def start(
        self,
        changes: Changes,
        is_known: bool,
        is_shared: bool,
        slice_size: int | None,
        workers: int,
    ) -> None:
        """`is_shared`: the standard library was checked before, for all workspaces, and lies below this one.

        `slice_size`: so many units of new modules are written ahead at once; None: they are not. `workers`: how many share what is new; so many files are few to them.
        """
        self.slice_size, self.workers = slice_size, workers
        self.below = checked_library() if is_shared else None
        self.database = self.new_database()
        self.write(self.changed(self.program.defaults(), changes))
        self.start_anew()
        if is_known:
            self.commit()
        self.compare()

    # ------------------------------------------------------------------ the editor

    @rule(file=FILE, drawn=EDITS, steps=STEPS)
    def edit(self, file: int, drawn: Drawn, steps: int | None) -> None:
        """Edit a document. `steps`: the next thing happens after that many units."""
        name = self.file(file)
        self.type_in(name, edit_of(self.program, name, self.opened(self.root / name).text, drawn))
        self.proceed(steps)

    def type_in(self, name: str, made: Edit) -> None:
        """Edit a document that is open."""
        path = self.root / name
        buffer = self.buffers[path]
        note(f"# {name} {made.show(buffer.text)}")
        buffer.before.append(buffer.text)
        buffer.after.clear()
        buffer.text = made.apply(buffer.text)
        change(self.workspace, path, *made)

    @rule(file=FILE, drawn=VARYING, steps=STEPS)
    def vary(self, file: int, drawn: Drawn, steps: int | None) -> None:
        self.edit(file, drawn, steps)

    @rule(old=MANY, new=MANY, last=FILE, steps=STEPS)
    def replace_everywhere(self, old: int, new: int, last: int, steps: int | None) -> None:
        """Put one word in the place of another in all files, as a renaming does, before any of them is looked at again."""
        names = sorted({*self.on_disk(), *[path.name for path in self.buffers]})
        for name in [*names[last % len(names) + 1 :], *names[: last % len(names) + 1]]:
            for made in replacements(self.program, self.opened(self.root / name).text, old, new):
                self.type_in(name, made)
        self.proceed(steps)

    @precondition(lambda self: any(buffer.before for buffer in self.buffers.values()))
    @rule(which=NUMBERS, steps=STEPS)
    def undo(self, which: int, steps: int | None) -> None:
        path = _chosen(which, [path for path, buffer in self.buffers.items() if buffer.before])
        buffer = self.buffers[path]
        buffer.after.append(buffer.text)
        self.set_text(path, buffer.before.pop())
        self.proceed(steps)

    @precondition(lambda self: any(buffer.after for buffer in self.buffers.values()))
    @rule(which=NUMBERS, steps=STEPS)
    def redo(self, which: int, steps: int | None) -> None:
        path = _chosen(which, [path for path, buffer in self.buffers.items() if buffer.after])
        buffer = self.buffers[path]
        buffer.before.append(buffer.text)
        self.set_text(path, buffer.after.pop())
        self.proceed(steps)

    @precondition(lambda self: self.buffers)
    @rule(which=NUMBERS, all_of_them=st.booleans())
    def save(self, which: int, all_of_them: bool) -> None:
        for path in sorted(self.buffers) if all_of_them else [_chosen(which, self.buffers)]:
            path.write_bytes(self.buffers[path].text.encode("utf-8", "surrogatepass"))
            self.workspace.save_document(path)
        self.commit()
        self.compare()

    @precondition(lambda self: self.buffers)
    @rule(which=NUMBERS)
    def close(self, which: int) -> None:
        """Close a document; what was not saved is gone."""
        path = _chosen(which, self.buffers)
        del self.buffers[path]
        self.workspace.close_document(path)
        self.compare()

    # ------------------------------------------------------------------ everybody else

    @rule(changes=CHANGES, steps=STEPS)
    def change_on_disk(self, changes: Changes, steps: int | None) -> None:
        """Files change, come or go, also under open documents; the client tells of them one by one."""
        before = self.on_disk()
        after = self.changed(before, changes)
        self.write(after)
        self.tell(before, after)
        self.settle(steps)
        self.commit()
        self.compare()

    @rule(file=FILE, other=FILE)
    def copy_over(self, file: int, other: int) -> None:
        """One file gets another one's text, and so its module's name."""
        before = self.on_disk()
        name = self.file(file)
        if name in before:
            after = before | {self.file(other): before[name]}
            self.write(after)
            self.tell(before, after)
            self.commit()
            self.compare()

    @rule(file=FILE, other=FILE, is_running=st.booleans())
    def rename(self, file: int, other: int, is_running: bool) -> None:
        """A file gets another one's name, and comes in its place."""
        before = self.on_disk()
        name = self.file(file)
        if name in before:
            after = {known: text for known, text in before.items() if known != name}
            after[self.file(other)] = before[name]
            self.write(after)
            if is_running:
                self.tell(before, after)
            else:
                self.start_anew()
            self.commit()
            self.compare()

    @rule(name=st.sampled_from(("main", "one", "two")), changes=CHANGES)
    def fork(self, name: str, changes: Changes) -> None:
        """Make another branch of what is checked out and some changes; it is not checked out yet."""
        if name != self.branch:
            self.branches[name] = self.changed(self.on_disk(), changes)

    @precondition(lambda self: self.branches)
    @rule(which=NUMBERS, is_running=st.booleans(), steps=STEPS)
    def switch(self, which: int, is_running: bool, steps: int | None) -> None:
        """Check out another branch: all files change at once, under the running server or while it does not run."""
        name = sorted(self.branches)[which % len(self.branches)]
        before, after = self.on_disk(), self.branches.pop(name)
        self.branches[self.branch], self.branch = before, name
        note(
            f"# to {name}: {sorted(n for n in {*before, *after} if before.get(n) != after.get(n))}"
        )
        was_seen = frozenset(after.items()) in self.seen
        self.write(after)
        if is_running:
            self.workspace.program.tally[Action.RAN] = 0
            self.tell(before, after)
        else:
            self.start_anew()
        if any(buffer.text != after.get(path.name) for path, buffer in self.buffers.items()):
            was_seen = False  # not with these buffers
        self.settle(steps)
        self.settle(_ALL)
        if was_seen:
            self.assert_nothing_ran()
        self.commit()
        self.compare()

    @rule(changes=CHANGES, keeps_buffers=st.booleans(), steps=STEPS)
    def restart(self, changes: Changes, keeps_buffers: bool, steps: int | None) -> None:
        """Start anew without saving; meanwhile files change, come or go.

        `keeps_buffers`: the editor gives its documents again, before anything has been looked at.
        """
        buffers = self.buffers if keeps_buffers else {}
        after = self.changed(self.on_disk(), changes)
        self.write(after)
        self.start_anew()
        for path, buffer in buffers.items():
            self.buffers[path] = buffer
            self.workspace.open_document(path, buffer.text, 1)
        self.proceed(steps)
        if steps is None and not buffers and frozenset(after.items()) in self.seen:
            self.assert_nothing_ran()

    # ------------------------------------------------------------------ the database

    @rule(keep=st.sampled_from((0.0, 1e9)))
    def collect(self, keep: float) -> None:
        """Collect what no branch is at."""
        limits = HistoryLimits(keep, 0)
        for _ in Collector(self.workspace.baseline, self.workspace.program, limits).run():
            pass
        self.seen.clear()

    @precondition(lambda self: self.commits and not self.is_damaged)
    @rule()
    def move(self) -> None:
        """Take what was checked to another database, by way of a file."""
        path = self.root / "state.dump"
        dump(self.workspace.baseline, path)
        database = self.new_database()
        baseline = Baseline(database, self.root, LIBRARY, checked_library=self.below)
        restore_dump(baseline, read_dump(path), self.branch, "moved")
        self.database.close()
        self.database = database
        del self.seen[:-1]
        self.start_anew()
        self.compare()
        if frozenset(self.on_disk().items()) in self.seen:
            self.assert_nothing_ran()

    @rule(which=st.lists(st.integers(0, 1000), min_size=1, max_size=4))
    def lose(self, which: list[int]) -> None:
        """Lose rows of the database which only spare work, or say what the log says too."""
        keys = [(kind, key) for kind in _SPARING for key, _ in self.database.list_artifacts(kind)]
        for number in which if keys else ():
            kind, key = keys[number % len(keys)]
            is_damaged = kind in _OF_ELEMENTS
            note(f"# {'damaged' if is_damaged else 'lost'} {kind.name} {key!r}")
            self.is_damaged = self.is_damaged or is_damaged or kind is ArtifactKind.MODULE_PLACE
            lose(self.database, kind, key, is_damaged)

    @precondition(lambda self: self.commits)
    @rule(which=NUMBERS, has_record=st.booleans())
    def lose_module(self, which: int, has_record: bool) -> None:
        """Lose all rows that say that a module was committed. Nobody writes them again who knows it still; others may check some of it again, as it asks for instances before all others are read."""
        places = [key for key, _ in self.database.list_artifacts(ArtifactKind.MODULE_PLACE, b"\0")]
        if not places:
            return
        owner = places[which % len(places)]
        found = self.database.get_artifact(ArtifactKind.MODULE_PLACE, owner)
        assert found is not None
        note(f"# lost {owner!r} of {found.payload!r}")
        lost = [(ArtifactKind.MODULE_PLACE, owner), (ArtifactKind.MODULE_PLACE, found.payload)]
        if not has_record:
            kind, start = ArtifactKind.MODULE_RECORD, found.payload + b"\0"
            lost += [(kind, key) for key, _ in self.database.list_artifacts(kind, start)]
        for kind, key in lost:
            lose(self.database, kind, key, is_damaged=False)
        self.is_damaged = self.has_lost_module = self.was_lost = True
        self.seen.clear()

    @precondition(lambda self: self.commits)
    @rule()
    def repair(self) -> None:
        """Stop, repair the database and start anew."""
        _, left = repair_all(self.database)
        assert left == []
        self.is_damaged = self.was_lost = False
        self.seen.clear()
        self.start_anew()
        self.compare()

    # ------------------------------------------------------------------ files and buffers

    def file(self, number: int) -> str:
        return sorted(self.program.files)[number % len(self.program.files)]

    def on_disk(self) -> dict[str, str]:
        return {path.name: path.read_bytes().decode() for path in sorted(self.root.glob("*.nova"))}

    def write(self, texts: Mapping[str, str]) -> None:
        """Make these the files on disk."""
        for name in self.on_disk().keys() - texts.keys():
            (self.root / name).unlink()
        for name, text in texts.items():
            (self.root / name).write_bytes(text.encode())

    def changed(self, texts: Mapping[str, str], changes: Changes) -> dict[str, str]:
        """Some files after changes of them."""
        after = dict(texts)
        for file, drawn in changes:
            name = self.file(file)
            if drawn is None and name in after:
                note(f"# {name} goes")
                del after[name]
                continue
            text = after.setdefault(name, self.program.default(name))
            if drawn is not None:
                made = edit_of(self.program, name, text, drawn)
                note(f"# {name} {made.show(text)} on disk")
                after[name] = made.apply(text)
        return after

    def tell(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Let the server know which files have changed; documents without changes of their own follow them."""
        for name in sorted({*before, *after}):
            path = self.root / name
            if before.get(name) == after.get(name):
                continue
            buffer = self.buffers.get(path)
            if buffer is not None and buffer.text == before.get(name) and name in after:
                self.set_text(path, after[name])
            self.workspace.reload(path)

    def opened(self, path: Path) -> Buffer:
        buffer = self.buffers.get(path)
        if buffer is None:
            text = path.read_bytes().decode() if path.exists() else ""
            buffer = self.buffers[path] = Buffer(text)
            self.workspace.open_document(path, text, 1)
        return buffer

    def set_text(self, path: Path, text: str) -> None:
        self.buffers[path].text = text
        change(self.workspace, path, 0, len(self.workspace.files[path].source.text), text)

    # ------------------------------------------------------------------ the server

    def new_database(self) -> StoredDatabase:
        is_copied = self.program.on_library and self.below is None
        return copy_of_library() if is_copied else open_in_memory()

    def open_workspace(self) -> Workspace:
        workspace = open_world(self.root, self.database, self.below)
        workspace.baseline.archive.branch = lambda: self.branch
        return workspace

    def start_anew(self) -> None:
        self.buffers = {}
        self.has_lost_module = False
        self.workspace = self.open_workspace()

    def proceed(self, steps: int | None) -> None:
        """Settle and compare, or only begin to settle."""
        if steps is None:
            self.compare()
        else:
            self.settle(steps)

    def settle(self, steps: int | None) -> None:
        """Settle for so many units; None: what comes next comes at once."""
        for number, _ in enumerate(self.units()) if steps is not None else ():
            if steps is not None and number >= steps:
                break

    def units(self) -> Iterator[Unit | Module]:
        """What is to be settled: new modules first, as a start does it, and then everything."""
        workspace = self.workspace
        program, baseline, few = workspace.program, workspace.baseline, self.slice_size
        if self.workers and not (self.commits or self.buffers):
            members = [InProcess(self.root, self.below, few) for _ in range(self.workers)]
            yield from share_first_check(program, baseline, members, 1)
        if self.slice_size is not None:
            is_kept = lambda module: module.path in self.buffers  # noqa: E731
            yield from FirstCheck(program, baseline, is_kept, 1, self.slice_size).run()
        yield from workspace.settle()

    # ------------------------------------------------------------------ the law

    def compare(self) -> None:
        """What the editor shows is what a fresh check of its buffers shows."""
        self.settle(_ALL)
        texts = self.on_disk() | {path.name: buffer.text for path, buffer in self.buffers.items()}
        for name, text in texts.items():
            assert self.workspace.files[self.root / name].source.text == text
        wanted = self.oracle.check(texts)
        assert_same_view(view(self.workspace), wanted.view)
        for path in self.buffers:
            self.look_at(path, wanted)

    def look_at(self, path: Path, wanted: Checked) -> None:
        """Point at every place of an open document, as far as it is not known by its record only."""
        module, seen = self.workspace.files[path].module, wanted.hovers_in(path.name)
        assert (module is None) == (seen is None)
        if module is not None and seen is not None and not module.is_restored:
            assert_same(f"hovers in {path.name}", hovers_at(self.workspace, module, seen), seen)

    def commit(self) -> None:
        """The baseline is what a fresh check of the files on disk shows, and the log's branch is these files; a restart re-types nothing."""
        self.settle(_ALL)
        self.workspace.commit("saved")
        self.commits += 1
        texts = self.on_disk()
        seen = [] if self.has_lost_module else [frozenset(texts.items())]
        self.seen = [*self.seen, *seen][-_REMEMBERED:]
        again = self.open_workspace()
        ran = settle_and_trace(again).ran
        wanted = self.oracle.check(texts)
        assert_same_view(view(again), wanted.view)
        if not (self.has_lost_module or has_cycle(again)):
            assert ran == []
        assert_same("references", references(again), wanted.references)
        assert_history(again, self.branch, {self.root / name: text for name, text in texts.items()})

    def assert_nothing_ran(self) -> None:
        """What the workspace shows was known. After a module was lost some of it may have been checked before others were read: that is stored, too, and takes the place of what counts."""
        if not (self.was_lost or has_cycle(self.workspace)):
            assert self.workspace.program.tally[Action.RAN] == 0


def _chosen(number: int, paths: Mapping[Path, Buffer] | list[Path]) -> Path:
    return sorted(paths)[number % len(paths)]
