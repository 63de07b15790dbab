"""The law of a session: whatever an editor did, what the client is told and shown of its documents is what a fresh check shows.

Beside what `tests/compiler/test_law.py` asks of the workspace this asks it of what the server does between messages: nobody
settles anything here but the session itself, as long as it says that it has work.

`NOVA_LAW=long` runs many more and longer scripts.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar, Final

import pytest
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from nova_ls.base.lines import Encoding
from nova_ls.server.rpc.uris import uri_of
from nova_ls.server.sessions.session import Session
from nova_ls.workspace.source_file import TextChange
from tests.compiler.law.chain import CHAIN
from tests.compiler.law.comparison import Oracle, assert_same
from tests.compiler.law.edits import EDITS, NUMBERS, VARYING, Buffer, Drawn, edit_of
from tests.compiler.law.looks import hovers_at, mentions_at
from tests.compiler.law.profile import profile
from tests.compiler.law.program import Program
from tests.compiler.law.small import SMALL
from tests.compiler.world import put_library

FILE = st.integers(0, 7)
SLICES = st.none() | st.integers(0, 3)
"""The next message comes after so many slices of work; None: after all of it."""

PACE: Final = st.integers(2, 6) | st.just(1_000_000)

LATE: Final = frozenset(("CycleInModules", "UnneededIgnore"))
"""What takes all that modules import, or all that is wrong in a file: it may be told of when everything is known."""

MOST: Final = 10_000
"""Slices after which a session that still has work never ends."""


class EditingInSession(RuleBasedStateMachine):
    """An editor with some documents in one session, whose database is on disk; subclasses say of which program."""

    program: ClassVar[Program]
    oracle: ClassVar[Oracle]

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="session"))
        self.buffers: dict[Path, Buffer] = {}
        self.history: list[Path] = []  # which document was edited when
        self.told: dict[str, list[Any]] = {}
        self.told_now: list[str] = []
        self.pace = self.steps = 0
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        assert self._session is not None
        return self._session

    def teardown(self) -> None:
        if self._session is not None:
            self._session.close()
        shutil.rmtree(self.root)

    @initialize(is_known=st.booleans(), pace=PACE)
    def start(self, is_known: bool, pace: int) -> None:
        """`is_known`: the library was checked before, where the program stands on it. `pace`: a slice of work ends at the latest after so many steps."""
        self.pace = pace
        if self.program.on_library and is_known:
            put_library(self.root / ".nova")
        for name, text in self.program.defaults().items():
            (self.root / name).write_bytes(text.encode())
        self.start_anew()
        self.compare()

    # ------------------------------------------------------------------ messages

    @rule(file=FILE, slices=SLICES)
    def open(self, file: int, slices: int | None) -> None:
        self.opened(self.root / self.file(file))
        self.proceed(slices)

    @rule(file=FILE, drawn=EDITS, slices=SLICES)
    def edit(self, file: int, drawn: Drawn, slices: int | None) -> None:
        name = self.file(file)
        path = self.root / name
        buffer = self.opened(path)
        made = edit_of(self.program, name, buffer.text, drawn)
        note(
            f"# {name} {made.start}..{made.end} {buffer.text[made.start : made.end]!r} -> {made.text!r}"
        )
        self.history.append(path)
        buffer.before.append(buffer.text)
        self.set_text(path, made.apply(buffer.text))
        self.proceed(slices)

    @rule(file=FILE, drawn=VARYING, slices=SLICES)
    def vary(self, file: int, drawn: Drawn, slices: int | None) -> None:
        self.edit(file, drawn, slices)

    @precondition(lambda self: self.history)
    @rule(count=st.integers(1, 4), slices=SLICES)
    def undo(self, count: int, slices: int | None) -> None:
        """Take the latest edits back, in whichever documents they were made."""
        for path in [self.history.pop() for _ in range(min(count, len(self.history)))]:
            self.set_text(path, self.buffers[path].before.pop())
        self.proceed(slices)

    @precondition(lambda self: self.buffers)
    @rule(which=NUMBERS, slices=SLICES)
    def save(self, which: int, slices: int | None) -> None:
        """Save one document; others may have changes that are not saved."""
        self.write(self.chosen(which))
        self.proceed(slices)

    @rule(file=FILE, other=FILE, drawn=VARYING, slices=SLICES)
    def edit_and_save_another(
        self, file: int, other: int, drawn: Drawn, slices: int | None
    ) -> None:
        """Save a document beside one that was edited just now."""
        self.edit(file, drawn, 0)
        path = self.root / self.file(other)
        self.opened(path)
        self.write(path)
        self.proceed(slices)

    @precondition(lambda self: self.buffers)
    @rule(which=NUMBERS, slices=SLICES)
    def close(self, which: int, slices: int | None) -> None:
        """Close a document, saved or not."""
        path = self.chosen(which)
        del self.buffers[path]
        self.history = [edited for edited in self.history if edited != path]
        self.session.close_document(path)
        self.proceed(slices)

    @precondition(lambda self: self.buffers)
    @rule(which=NUMBERS, slices=SLICES)
    def revert(self, which: int, slices: int | None) -> None:
        """Put a document back to what is on disk."""
        path = self.chosen(which)
        if path.exists():
            self.history.append(path)
            self.buffers[path].before.append(self.buffers[path].text)
            self.set_text(path, path.read_bytes().decode())
            self.proceed(slices)

    @rule(file=FILE, drawn=st.none() | EDITS, slices=SLICES)
    def change_on_disk(self, file: int, drawn: Drawn | None, slices: int | None) -> None:
        """A file changes on disk, comes or goes, also below an open document."""
        name = self.file(file)
        path = self.root / name
        if drawn is None and path.exists():
            path.unlink()
        else:
            text = path.read_bytes().decode() if path.exists() else self.program.default(name)
            made = edit_of(self.program, name, text, drawn) if drawn is not None else None
            path.write_bytes((text if made is None else made.apply(text)).encode())
        self.session.reload([path])
        self.proceed(slices)

    @precondition(lambda self: self.buffers)
    @rule(which=NUMBERS)
    def ask_references(self, which: int) -> None:
        """Ask for the references of every name in an open document."""
        self.proceed(None)
        path = self.chosen(which)
        wanted = self.oracle.check(self.texts()).mentions_in(path.name)
        module = self.session.workspace.files[path].module
        if module is not None and wanted is not None:
            for offset in wanted:
                use = self.session.snapshot().name_at(module, offset)
                if use is not None:
                    self.session.expand_mentions(use.target)
                    self.session.settle()
            found = mentions_at(self.session.workspace, module, wanted)
            assert_same(f"references from {path.name}", found, wanted)

    @rule(keeps_buffers=st.booleans(), slices=SLICES)
    def restart(self, keeps_buffers: bool, slices: int | None) -> None:
        """The server starts anew; the editor may give its documents again."""
        buffers, history = (self.buffers, self.history) if keeps_buffers else ({}, [])
        self.start_anew()
        for path, buffer in buffers.items():
            self.buffers[path] = buffer
            self.session.open_document(path, buffer.text, 1)
        self.history = history
        self.proceed(slices)

    # ------------------------------------------------------------------ files and buffers

    def file(self, number: int) -> str:
        return sorted(self.program.files)[number % len(self.program.files)]

    def chosen(self, number: int) -> Path:
        return sorted(self.buffers)[number % len(self.buffers)]

    def opened(self, path: Path) -> Buffer:
        buffer = self.buffers.get(path)
        if buffer is None:
            text = path.read_bytes().decode() if path.exists() else ""
            buffer = self.buffers[path] = Buffer(text)
            self.session.open_document(path, text, 1)
        return buffer

    def write(self, path: Path) -> None:
        path.write_bytes(self.buffers[path].text.encode("utf-8", "surrogatepass"))
        self.session.save_document(path)

    def set_text(self, path: Path, text: str) -> None:
        buffer = self.buffers[path]
        self.session.give_way()  # as the server does at each message: documents are the editor's again
        source = self.session.workspace.files[path].source
        first, last = (source.position_at(at, Encoding.UTF16) for at in (0, len(buffer.text)))
        buffer.text = text
        self.session.change_document(
            path, [TextChange(((first[0], first[1]), (last[0], last[1])), text)], 1
        )

    def texts(self) -> dict[str, str]:
        """What counts: the editor's text of a document, else the file's."""
        on_disk = {path.name: path.read_bytes().decode() for path in self.root.glob("?*.nova")}
        return on_disk | {path.name: buffer.text for path, buffer in self.buffers.items()}

    def taken_in(self) -> dict[str, str]:
        """The same, but of files that changed on disk and wait to be read again: as they were."""
        texts, files = self.texts(), self.session.workspace.files
        for path in self.session.checker.to_reload:
            texts.pop(path.name, None)
            if path in files:
                texts[path.name] = files[path].source.text
        return texts

    # ------------------------------------------------------------------ the session

    def start_anew(self) -> None:
        if self._session is not None:
            self._session.close()
        self.buffers, self.history = {}, []
        self.told.clear()
        self._session = Session(self.root, Encoding.UTF16, self.is_awaited, self.tell)
        self.session.add_sources(self.session.sources())

    def is_awaited(self) -> bool:
        """Whether a message has come: work stops there, wherever that is."""
        self.steps += 1
        return self.steps % self.pace == 0

    def tell(self, method: str, params: dict[str, Any]) -> None:
        if method == "textDocument/publishDiagnostics":
            name = Path(params["uri"]).name
            self.told[name] = params["diagnostics"]
            self.told_now.append(name)

    def proceed(self, slices: int | None) -> None:
        if slices is None:
            self.compare()
        else:
            for _ in range(slices):
                self.told_now.clear()
                self.session.work()
                self.compare_told()

    def compare_told(self) -> None:
        """What the client was just told of a document is true already of all that was taken in, whatever is still to be checked elsewhere."""
        now = {name: self.told[name] for name in self.told_now if self.root / name in self.buffers}
        if now:
            checked = self.oracle.check(self.taken_in()).told
            wanted = {name: checked.get(name, []) for name in now}
            if self.session.has_work:
                for name, found in wanted.items():
                    wanted[name] = [
                        w for w in found if w["code"] not in LATE or _is_in(w, now[name])
                    ]
            assert_same("told", _placed(now, uri_of(self.root)), _placed(wanted, "file:///law"))

    # ------------------------------------------------------------------ the law

    def compare(self) -> None:
        """What the client was told and is shown is what a fresh check of its texts shows."""
        for _ in range(MOST):
            if not self.session.has_work:
                break
            self.session.work()
        assert not self.session.has_work
        texts = self.texts()
        wanted = self.oracle.check(texts)
        shown = {name: told for name, told in self.told.items() if told}
        assert_same(
            "diagnostics", _placed(shown, uri_of(self.root)), _placed(wanted.told, "file:///law")
        )
        for path in self.buffers:
            module, seen = self.session.workspace.files[path].module, wanted.hovers_in(path.name)
            assert (module is None) == (seen is None)
            if module is not None and seen is not None:
                assert_same(
                    f"hovers in {path.name}", hovers_at(self.session.workspace, module, seen), seen
                )


def _is_in(one: dict[str, Any], told: list[Any]) -> bool:
    """Whether something was told; pages and places of files beside."""
    return any(all(one[part] == each[part] for part in ("range", "code")) for each in told)


def _placed(told: dict[str, list[Any]], root: str) -> dict[str, list[str]]:
    """Diagnostics without the folder that they are of, and without their pages, which lie where the server does."""
    folder = root.removeprefix("file://")
    return {
        name: sorted(
            json.dumps(one | {"codeDescription": None}).replace(folder, "") for one in found
        )
        for name, found in told.items()
    }


class EditingChainInSession(EditingInSession):
    program = CHAIN
    oracle = Oracle(knows_library=False)


class EditingSmallInSession(EditingInSession):
    program = SMALL
    oracle = Oracle(knows_library=True)


TestEditingChainInSession = pytest.mark.slow(EditingChainInSession.TestCase)
TestEditingChainInSession.settings = profile(30, 2000)
TestEditingSmallInSession = pytest.mark.slow(EditingSmallInSession.TestCase)
TestEditingSmallInSession.settings = profile(10, 2000)
