"""Which workspace a document belongs to: the innermost open folder, the one that imports it, one by its markers, or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from nova_ls.base.lines import Encoding
from nova_ls.compiler.archive.outcome_cache import OutcomeCache
from nova_ls.server.rpc.uris import UNTITLED, Spelling, is_untitled, path_of
from nova_ls.server.sessions.session import Send, Session
from nova_ls.workspace.discovery import is_library_file, is_source, workspace_root
from nova_ls.workspace.identity import Identity


class Sessions:
    """The open workspaces. Each document that is in none of them gets one of its own, which is in memory."""

    def __init__(
        self,
        encoding: Encoding,
        is_awaited: Callable[[], bool],
        send: Send,
        opened: Callable[[Session], None],
    ) -> None:
        self._encoding = encoding
        self._is_awaited = is_awaited
        self._send = send
        self.opened = opened
        self._spelling = Spelling()
        self._by_root: dict[Path, Session] = {}
        self._second_names: dict[Path, Path] = {}  # of folders that are open already; their roots
        self._loose: dict[Path, Session] = {}  # by document
        self._outcomes = OutcomeCache(None)
        """What was typed for any document that is in no workspace: the library, for the most part."""
        self._owners: dict[Path, Session] = {}  # of the open documents

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._by_root or self._loose)

    def __iter__(self) -> Iterator[Session]:
        return iter((*self._by_root.values(), *self._loose.values()))

    def open_folder(self, root: Path) -> Session:
        """The session of a folder, whatever name it was opened under first."""
        session = self._at(root)
        if session is None:
            session = self._new_session(root, None)
            self._by_root[root] = session
            self.opened(session)
        elif session.root is not None and session.root != root:
            self._second_names[root] = session.root
        return session

    def _at(self, root: Path) -> Session | None:
        session = self._by_root.get(root)
        if session is None:
            real = os.path.realpath(root)
            same = (one for one in self if one.root and os.path.realpath(one.root) == real)
            session = next(same, None)
        return session

    def _new_session(self, root: Path | None, beside: Session | None) -> Session:
        return Session(root, self._encoding, self._is_awaited, self._send, self.uri_of, beside)

    # ------------------------------------------------------------------ names

    def uri_of(self, path: Path) -> str:
        """The URI of a file, as the client wrote it where it has it open."""
        return self._spelling.uri_of(path)

    def path_of(self, uri: str) -> Path | None:
        """What a file is called here, whatever links its URI goes through; None for schemes that are not files."""
        path = self._spelling.open_path(uri) or path_of(uri)
        return path if path is None or path in self._owners else self.names([path])[0]

    def names(self, paths: list[Path]) -> list[Path]:
        """What files are called here."""
        others = [path for path in paths if path not in self._owners]
        found = dict(zip(others, self._identify(others), strict=True))
        return [found.get(path, path) for path in paths]

    def _identify(self, paths: list[Path]) -> list[Path]:
        """What the workspaces call files; the links of each are looked at once for all of them."""
        identities: list[Identity] = []
        found: list[Path] = []
        for path in paths:
            is_known = any(session.knows(path) for session in self._by_root.values())
            if is_known or not path.is_absolute():
                found.append(path)
                continue
            if not identities:
                identities = [session.workspace.identity() for session in self]
            names = [identity.name_of(path) for identity in identities]
            # The innermost folder's name is the longest.
            found.append(max(filter(None, names), key=lambda name: len(name.parts), default=path))
        return found

    # ------------------------------------------------------------------ documents

    def owner(self, path: Path) -> Session | None:
        """The session in which a document is open."""
        return self._owners.get(path)

    def open_document(
        self, uri: str, text: str, version: int | None
    ) -> tuple[Session, Path] | None:
        """Open a document in the session that it belongs to, made if need be; None for schemes that are not files."""
        path = self._path_for(uri)
        if path is None:
            return None
        self._spelling.opened(uri, path)
        session = self._adopt(path)
        session.open_document(path, text, version)
        return session, path

    def _path_for(self, uri: str) -> Path | None:
        """What a document is to be called that is opened now: its own name where its file is open under another."""
        path, written = self.path_of(uri), path_of(uri)
        return path if path not in self._owners else written

    def _adopt(self, path: Path) -> Session:
        session = self._find(path)
        self._owners[path] = session
        return session

    def _find(self, path: Path) -> Session:
        home, beside = self._home(path)
        if home is not None:
            return home
        session = self._loose.get(path)
        if session is None or session.beside is not beside:
            session = self._loose[path] = self._new_session(None, beside)
            if beside is None:
                session.workspace.program.outcome_cache = self._outcomes
            self.opened(session)
        return session

    def _home(self, path: Path) -> tuple[Session | None, Session | None]:
        """The workspace that a document is a file of, or else the one that it stands beside."""
        (name,) = self._identify([path])
        inside = Path(str(path).removeprefix(UNTITLED)) if is_untitled(path) else name
        around = [session for session in self._by_root.values() if session.owns(inside)]
        innermost = max(around, key=lambda session: len(str(session.root)), default=None)
        if is_untitled(path):
            only = next(iter(self._by_root.values())) if len(self._by_root) == 1 else None
            return None, innermost or (None if inside.is_absolute() else only)
        if innermost is None:
            innermost = next((one for one in self._by_root.values() if one.knows(name)), None)
        if innermost is None:
            innermost = self._with_package(path)
        if innermost is None and not is_library_file(path):
            root = workspace_root(path) if path.is_absolute() and is_source(path) else None
            innermost = None if root is None else self.open_folder(root)
        if innermost is None or (name == path and innermost.takes(path)):
            return innermost, None
        return None, innermost

    def serves(self, path: Path) -> bool:
        """Whether a file is one of an open folder, or one that a workspace uses: of the library, of a package, imported."""
        return self._with_package(path) is not None or any(
            session.owns(path) or session.knows(path) for session in self._by_root.values()
        )

    def _with_package(self, path: Path) -> Session | None:
        """The workspace whose library or one of whose packages has a file, though nothing imports it."""
        is_library = is_library_file(path)
        return next(
            (
                one
                for one in self._by_root.values()
                if is_library or one.workspace.has_package(path)
            ),
            None,
        )

    def close_document(self, uri: str) -> None:
        """Close a document, and its session if that was of the document alone."""
        path = self.path_of(uri)
        session = None if path is None else self._owners.pop(path, None)
        if path is not None and session is not None:
            self._close_in(session, path)
            self._spelling.closed(path)

    def _close_in(self, session: Session, path: Path) -> None:
        if session.root is not None:
            session.close_document(path)
            return
        if self._loose.get(path) is session:
            del self._loose[path]
        session.publisher.clear()
        session.close()

    def close_folder(self, root: Path) -> None:
        """A folder was taken out of the editor: its documents move to where they belong now, unless it is open under another name."""
        session = self._at(root)
        if session is not None and not self._keeps_a_name(session, root):
            self._by_root = {at: one for at, one in self._by_root.items() if one is not session}
            self._move_documents(session)
            self.rearrange()

    def _keeps_a_name(self, session: Session, root: Path) -> bool:
        """Whether a folder is still open under another name, once this one is given up."""
        others = [name for name, first in self._second_names.items() if first == session.root]
        if others:
            del self._second_names[root if root in others else others[0]]
        return bool(others)

    def manifest_changed(self, session: Session) -> None:
        """A workspace's manifest has changed: it is opened anew, unless only what is to be told has changed."""
        if session.workspace.take_levels():
            session.publisher.look_at_all_anew()
            session.look_again()
        else:
            self.reopen(session)

    def reopen(self, session: Session) -> Session:
        """A workspace has another manifest or database: it is opened anew."""
        documents = session.documents()
        session.close()
        assert session.root is not None
        again = self._new_session(session.root, None)
        again.succeed(session)
        self._by_root[session.root] = again
        self.opened(again)
        self._adopt_all(documents)
        for path, _, _ in documents:
            if self._owners[path] is not again:
                again.publisher.leave(path)
        self.rearrange()
        return again

    def _move_documents(self, session: Session) -> None:
        documents = session.documents()
        session.publisher.clear()
        session.close()
        self._adopt_all(documents)

    def _adopt_all(self, documents: list[tuple[Path, str, int | None]]) -> None:
        for path, text, version in documents:
            self._adopt(path).open_document(path, text, version)

    def rearrange(self) -> None:
        """The folders are others: each document belongs to the innermost that it lies in, or stands beside it."""
        for path, session in list(self._owners.items()):
            home, beside = self._home(path)
            if session is home or (
                home is None and session is self._loose.get(path) and session.beside is beside
            ):
                continue
            for known, text, version in session.documents():
                if known == path:
                    self._close_in(session, path)
                    self._adopt(path).open_document(path, text, version)

    def close(self) -> None:
        """Close all sessions."""
        for session in self:
            session.close()
        self._by_root.clear()
        self._loose.clear()
        self._owners.clear()
