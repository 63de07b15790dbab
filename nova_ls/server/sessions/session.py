"""One workspace that the server has open, with all that keeps it up to date."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nova_ls.base.keys import ElementKey
from nova_ls.base.lines import Encoding
from nova_ls.compiler.reach import reach
from nova_ls.compiler.state.module import Module
from nova_ls.server.rpc.deferred_responses import WORK_SECONDS, Wait
from nova_ls.server.rpc.server_log import LOGGER
from nova_ls.server.rpc.uris import uri_of
from nova_ls.server.sessions.checker import AT_ONCE, FOR_AN_ANSWER, Checker
from nova_ls.server.sessions.commits import Commits
from nova_ls.server.sessions.idle_work import IdleWork
from nova_ls.server.sessions.prepare_library import prepare_library
from nova_ls.server.sessions.publisher import Publisher
from nova_ls.store import Access, StoreError
from nova_ls.workspace.crew.background import BackgroundCheck, worker_count
from nova_ls.workspace.discovery import is_listed, is_source, keeps_database
from nova_ls.workspace.disk import files_to_reload
from nova_ls.workspace.manifest import MANIFEST, HistoryLimits
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.snapshot import Snapshot, Target
from nova_ls.workspace.source_file import File, TextChange

if TYPE_CHECKING:
    from nova_ls.history.collector import Collector

Send = Callable[[str, dict[str, Any]], None]
OffsetIn = Callable[[File], int | None]
"""Where in a file something was asked; None: of all of it."""


def _ignore_notification(_method: str, _params: dict[str, Any]) -> None:
    """Another session tells about the document."""


SWEPT: Final = 500
"""So many removed units are swept up in one step."""


class Session:
    """Edits, saves and file changes go in, diagnostics come out.

    `root` None: a document that is in no workspace. It may stand `beside` one: then it sees the modules of that.
    Every method that changes a text first abandons the commit that is under way, which begins anew later.
    """

    def __init__(
        self,
        root: Path | None,
        encoding: Encoding,
        is_awaited: Callable[[], bool],
        send: Send,
        uri_of: Callable[[Path], str] = uri_of,
        beside: Session | None = None,
    ) -> None:
        self.root = root
        self.beside = beside
        self._followed = -1  # what had been edited there when its modules were taken over last
        self._uri_of, self._is_awaited = uri_of, is_awaited
        self._seconds: dict[Path, Session] = {}
        self._encoding = encoding
        is_kept = root is not None and keeps_database(root)
        place = root / ".nova" if root is not None and is_kept else MEMORY
        opened = open_workspace(root, place, run="server")
        self._opened_with = opened.notices
        self.notices = list(opened.notices)
        self.lock = opened.lock
        self.is_adrift = False  # The folder was taken away: nothing is written to where it was.
        self.workspace = opened.workspace
        if beside is not None:
            self.workspace.stand_beside(beside.workspace)
        self.workspace.baseline.archive.takes_pending_commits = True
        self._fetched: set[str] = set()  # pending commits whose files were looked at
        problem = self.workspace.manifest_problem
        if problem is not None:
            self.notices.append(f"{problem.message} ({problem.path}, line {problem.line + 1})")
        self.checker = Checker(self.workspace, is_awaited)
        self.checker.is_ready = root is None
        self.background = BackgroundCheck(self.workspace, 0 if root is None else worker_count())
        self.publisher = Publisher(self.workspace, encoding, send, uri_of)
        self.checker.reloaded = self.publisher.moved
        self._commits = Commits(self.workspace, self.lock, send, is_due=root is not None)
        self._collector: Collector | None = None
        self._idle_work = IdleWork(self.workspace, is_awaited)
        self.is_opening = False  # its files are being looked for, or checked for the first time
        self.on_settled: Callable[[], None] | None = (
            None  # told once, before what was found is committed
        )
        self._must_tell: set[Path] = set()
        self._must_publish = False  # what is settled has not been told in full
        self._looked_at: list[File] = []  # since the commit that is due began
        self._hints: Iterator[None] | None = None

    @property
    def has_work(self) -> bool:
        """Whether something is to be checked, told or committed, and can be now."""
        checker = self.checker
        if not self.is_ready or checker.is_stopped:
            return False
        is_due = self._must_publish or self._commits.is_due or self._lags_behind
        return is_due or not checker.is_settled

    @property
    def is_settled(self) -> bool:
        """Whether all that is known is true of the texts in the editor, and was told and committed."""
        return self.is_ready and not self.has_work

    @property
    def is_ready(self) -> bool:
        """Whether the files are known, those of the workspace that it stands beside among them."""
        host = self.beside
        if host is not None and (not host.is_ready or host.checker.to_add):
            return False
        return self.checker.is_ready

    @property
    def _lags_behind(self) -> bool:
        return (
            self.beside is not None and self._followed != self.beside.workspace.program.world.edits
        )

    def _follow(self) -> None:
        """Take over what was edited in the workspace that this one stands beside."""
        if self.beside is not None and self._lags_behind:
            self._followed = self.beside.workspace.program.world.edits
            self.workspace.follow_host()
            self._changed()

    @property
    def is_new(self) -> bool:
        """Whether nothing of the workspace was ever committed."""
        return self._commits.is_first

    @property
    def is_owner(self) -> bool:
        """Whether commits go to the database on disk, and not to who owns it."""
        return self.workspace.baseline.database.access is Access.OWNER

    def succeed(self, session: Session) -> None:
        """Go on where another session of the same folder was: what the client was told need not be told again."""
        self.notices = [notice for notice in self.notices if notice not in session._opened_with]
        self._commits.succeed(session._commits)
        self.publisher.succeed(session.publisher)

    def add_sources(self, paths: list[Path]) -> None:
        """Take in the files of the workspace, little by little."""
        self.checker.to_add = paths[::-1]
        self.checker.is_ready = True
        self._changed()

    # ------------------------------------------------------------------ documents

    def open_document(self, path: Path, text: str, version: int | None) -> None:
        """Take in a document's text from the client; `version` None: the client has none."""
        self._commits.abandon()
        self._edited(self.workspace.open_document(path, text, version))

    def change_document(
        self, path: Path, changes: Iterable[TextChange], version: int | None
    ) -> bool:
        """Whether the document was open."""
        self._commits.abandon()
        file = self.workspace.change_document(path, changes, version, self._encoding)
        if file is None:
            return False
        self._edited(file)
        return True

    def close_document(self, path: Path) -> None:
        """The text on disk counts again."""
        self._commits.abandon()
        if path.is_absolute() and not path.parent.is_dir():
            self.reload([path])  # Its folder went, with others in it.
        after = self.workspace.close_document(path)
        self._must_tell.discard(path)
        self._leave_second(path)
        if after is not None:
            self.publisher.moved(after)
        self._changed()

    def save_document(self, path: Path) -> None:
        """A document was saved: commit once everything is checked."""
        self._commits.abandon()
        file = self.workspace.save_document(path)
        if file is not None:
            if self.root is not None:
                self._commits.note_save(file.name)
            self._changed()

    def reload(self, paths: Iterable[Path]) -> None:
        """Files or folders came, went or changed on disk; however many, that is one change."""
        self._commits.abandon()
        if self.root is None:
            return  # Its document is open, and counts.
        files = files_to_reload(self.workspace, paths)
        if not files:
            return
        self.catch_up_with_owner()
        self.checker.reload(files)
        self._commits.note_change()
        self._changed()

    def catch_up_with_owner(self) -> None:
        """Let what the owner of the database has typed meanwhile be found."""
        try:
            self.workspace.baseline.database.catch_up()
        except StoreError as problem:
            LOGGER.warning("the owner's database cannot be read: %s", problem)

    def fetch_pending_commits(self) -> None:
        """Look at the files that other processes have committed since; their commits are taken in with the next one."""
        outbox = self.workspace.baseline.archive.outbox
        if outbox is None or self._fetched.issuperset(outbox.names()):
            return
        pending_commits = [
            pending for pending in outbox.pending_commits() if pending.name not in self._fetched
        ]
        self._fetched = set(outbox.names())
        if self.root is not None and self.workspace.manifest is not None:
            self.reload({self.root / path for pending in pending_commits for path in pending.paths})

    def _changed(self, focus: File | None = None) -> None:
        self._must_publish = True
        self._hints = None
        self.checker.changed(focus)

    def _edited(self, file: File) -> None:
        self.publisher.moved(file)
        self._must_tell.add(file.path)
        self._changed(file)

    def look_again(self) -> None:
        """What is to be shown is something else now."""
        self.publisher.look_at_all()
        self._changed()

    # ------------------------------------------------------------------ answers

    def catch_up(self, path: Path, seconds: float = AT_ONCE) -> File | None:
        """The file of a document, checked if that can be done in a moment."""
        file = self.workspace.files.get(path)
        if file is not None and (self.beside is None or self.is_ready):
            self._follow()
            if self.checker.is_ready and not self.checker.to_add:
                self._look_into(file)
            if self.checker.catch_up(file, seconds):
                self._tell(file)
        return file

    def bring_declaration(self, file: File, offset: int) -> None:
        """Bring the declaration at an offset up to date, as far as a moment allows, though its document may not be."""
        module, checker = file.module, self.checker
        can_work = self.is_ready and not (checker.is_stopped or checker.to_add)
        if module is None or module.is_restored or not can_work or checker.is_current(file):
            return
        deadline = time.perf_counter() + FOR_AN_ANSWER
        for _ in reach(self.workspace.program, module, offset):
            if time.perf_counter() > deadline:
                return

    def is_known(self, file: File, offset_in: OffsetIn) -> bool:
        """Whether something is known of the declaration at an offset, or (None) of what a document declares."""
        module = file.module
        if module is None or module.scope is None or self.checker.is_settled:
            return module is None or module.scope is not None
        offset = offset_in(file)
        if offset is None:
            return True
        chunk, _ = module.source.chunk_at(offset)
        return self.workspace.program.world.is_known(module, chunk)

    def reach(self, path: Path, offset_in: OffsetIn) -> Iterator[Wait]:
        """The steps after which `is_known` holds of a document: right after a start nothing is known, and no request has an answer.

        Edits may come in between; the offset is then asked for again.
        """
        program, checker = self.workspace.program, self.checker
        while (file := self.workspace.files.get(path)) is not None and not checker.is_stopped:
            if not self.is_ready:
                yield Wait.FOR_FILES
            elif checker.to_add:
                checker.add_next()
                yield Wait.FOR_A_TURN
            elif checker.find_packages(time.perf_counter() + WORK_SECONDS):
                yield Wait.FOR_A_TURN
            else:
                self._follow()
                if file.module is None or self.is_known(file, offset_in):
                    return
                self._look_into(file)
                edits = program.world.edits
                for _ in reach(program, file.module, offset_in(file)):
                    yield Wait.FOR_A_TURN
                    if program.world.edits != edits:
                        break
                else:
                    return

    def second(self, file: File) -> tuple[Session, File]:
        """Where a document is looked into whose module's name another file has: beside the workspace."""
        session = self._seconds.get(file.path)
        if session is None:
            session = self._seconds[file.path] = Session(
                None, self._encoding, self._is_awaited, _ignore_notification, self._uri_of, self
            )
            session.open_document(file.path, file.source.text, None)
        copy = session.workspace.files[file.path]
        if copy.source.digest != file.source.digest:
            session.change_document(file.path, [TextChange(None, file.source.text)], None)
        session._follow()
        session.settle()
        return session, copy

    def _leave_second(self, path: Path) -> None:
        session = self._seconds.pop(path, None)
        if session is not None:
            session.close()

    def _look_into(self, file: File) -> None:
        """Put the units of a document in the place of its record: a record knows what is wrong, not what stands where."""
        module = file.module
        if module is not None and module.is_restored:
            self.workspace.program.world.expand(module)
            self._changed(file)

    def work(self) -> None:
        """Go on with the check for some milliseconds; tell what has come out of it."""
        if self._commits.is_under_way:
            self._commit()
            return
        self._follow()
        if self.checker.to_reload and not self._must_tell:
            self.checker.reload_some()
            return
        self.checker.slice()
        for path in list(self._must_tell):
            file = self.workspace.files.get(path)
            if file is None:
                self._must_tell.discard(path)
            elif self.checker.is_current(file):
                self._tell(file)
        if self.checker.is_settled:
            if self.on_settled is not None:
                self.on_settled()
            if not self._publish_changed():
                return
            self.is_opening = self._must_publish = False
            from nova_ls.server.sessions.hints import find_hints  # after the first diagnostics

            self._hints = find_hints(self.workspace, self._encoding, self.has_news)
            self._commit()

    def _publish_changed(self) -> bool:
        """Tell for some milliseconds of files whose diagnostics have changed; whether all are told of."""
        deadline = time.perf_counter() + WORK_SECONDS
        for file in self.publisher.publish_changed():
            self._looked_at.append(file)
            if time.perf_counter() > deadline or self._is_awaited():
                return False
        return True

    def _commit(self) -> None:
        """Go on with the commit that is due, and do what comes behind it."""
        if self._commits.go_on():
            looked_at, self._looked_at = self._looked_at, []
            for file in looked_at:
                if file.document is not None:
                    self._look_into(file)
            prepare_library()

    def give_way(self) -> None:
        """What the editor has not saved is to be seen, also where a commit has put it back to what is on disk."""
        self._commits.give_way()

    def add_hints(self) -> bool:
        """With nothing else to do: find out what else there is to say in open documents; whether there is more to find."""
        if self._hints is not None and next(self._hints, self) is self:
            self._hints = None
        return self._hints is not None

    def has_news(self, file: File) -> None:
        """There is something else to say of a file than was told."""
        self.publisher.moved(file)
        self._must_publish = True

    def collect_garbage(self) -> bool:
        """With nothing else to do: some milliseconds of collecting what is not needed; whether there is more."""
        try:
            if self.workspace.baseline.release_some() or self._idle_work.go_on():
                return True
            return self.workspace.program.engine.sweep(SWEPT) or self._collect()
        except Exception:
            LOGGER.exception("a collection failed; nothing was lost")
            return False

    def _collect(self) -> bool:
        if self._collector is None:
            from nova_ls.history.collector import Collector  # when there is nothing else to do

            manifest = self.workspace.manifest
            limits = HistoryLimits() if manifest is None else manifest.history
            self._collector = Collector(self.workspace.baseline, self.workspace.program, limits)
            return True
        return self._collector.step()

    def give_up(self) -> None:
        """The check has failed for a reason of its own: wait for the next edit."""
        self.checker.stop()
        self.is_opening = self._must_publish = False

    def _tell(self, file: File) -> None:
        if file.path in self._must_tell:
            self._must_tell.discard(file.path)
            if file.document is not None:
                self.publisher.publish_document(file)

    def settle(self) -> None:
        """Check everything now: for answers that have to be complete."""
        self._commits.abandon()
        if not self.checker.is_settled:
            self.checker.finish()

    def expand_mentions(self, target: Target) -> None:
        """Let every module that may mention a target be checked in full: they are stale from now on."""
        if isinstance(target, ElementKey):
            self.expand_words([target.name or target.namespace])

    def expand_words(self, words: Sequence[str]) -> None:
        """The same for what a text has one of these words for."""
        for module in list(self.workspace.program.modules.values()):
            if module.is_restored and any(word in module.source.text for word in words):
                self.expand(module)

    def expand(self, module: Module) -> None:
        """Let a restored module be checked in full: its units are stale from now on."""
        self.workspace.program.world.expand(module)
        self._changed()

    def snapshot(self) -> Snapshot:
        """What features read."""
        return self.workspace.snapshot(self._encoding)

    def knows(self, path: Path) -> bool:
        """Whether a path is one of the workspace's files, or a module that it imports."""
        return self.workspace.knows(path)

    def owns(self, path: Path) -> bool:
        """Whether a path lies in the workspace's folder."""
        return self.root is not None and path.is_relative_to(self.root)

    def takes(self, path: Path) -> bool:
        """Whether a path is one of the workspace's files, or is to be one when it is there."""
        manifest = self.workspace.manifest
        if self.root is None or manifest is None or self.knows(path):
            return True
        return not is_source(path) or is_listed(self.root, manifest, path)

    def is_manifest(self, path: Path) -> bool:
        """Whether a path is that of the session's nova.toml."""
        return self.root is not None and path == self.root / MANIFEST

    @property
    def owes_diagnostics(self) -> bool:
        """Whether an open document's diagnostics have not been told yet."""
        return bool(self._must_tell)

    def documents(self) -> list[tuple[Path, str, int | None]]:
        """The open documents: path, text, version."""
        files = self.workspace.files.values()
        return [
            (file.path, file.source.text, file.document.version)
            for file in files
            if file.document is not None
        ]

    def sources(self) -> list[Path]:
        """The files that the workspace's folder holds now."""
        return self.workspace.list_files()

    def close(self) -> None:
        """Give the workspace up; what is in its database stays there."""
        self._commits.abandon()
        self.background.close()
        for path in list(self._seconds):
            self._leave_second(path)
        try:
            self.workspace.close()
        except Exception:
            LOGGER.exception("the database could not be closed")
