"""Which workspace a document belongs to: the innermost open folder, the one that imports it, one by its markers, or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from nova_ls.base.lines import Encoding
from nova_ls.server.rpc.uris import Spelling, path_of
from nova_ls.server.sessions.session import Send, Session
from nova_ls.workspace.discovery import is_source, workspace_root


class Sessions:
    """The open workspaces. A document that is in none of them gets the one without a root, which is in memory."""

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
        self._by_root: dict[Path | None, Session] = {}
        self._owners: dict[Path, Session] = {}  # of the open documents

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._by_root)

    def __iter__(self) -> Iterator[Session]:
        return iter(tuple(self._by_root.values()))

    def open_folder(self, root: Path | None) -> Session:
        """The session of a folder, whatever name it was opened under first."""
        session = self._at(root)
        if session is None:
            session = self._new_session(root)
            self._by_root[root] = session
            self.opened(session)
        return session

    def _at(self, root: Path | None) -> Session | None:
        session = self._by_root.get(root)
        if session is None and root is not None:
            real = os.path.realpath(root)
            same = (one for one in self if one.root and os.path.realpath(one.root) == real)
            session = next(same, None)
        return session

    def _new_session(self, root: Path | None) -> Session:
        return Session(root, self._encoding, self._is_awaited, self._send, self.uri_of)

    # ------------------------------------------------------------------ names

    def uri_of(self, path: Path) -> str:
        """The URI of a file, as the client wrote it where it has it open."""
        return self._spelling.uri_of(path)

    def path_of(self, uri: str) -> Path | None:
        """What a file is called here, whatever links its URI goes through; None for schemes that are no files."""
        path = self._spelling.open_path(uri) or path_of(uri)
        return None if path is None else self.names([path])[0]

    def names(self, paths: list[Path]) -> list[Path]:
        """What files are called here."""
        return [path if path in self._owners else self._name(path) for path in paths]

    def _name(self, path: Path) -> Path:
        if not path.is_absolute() or any(session.knows(path) for session in self):
            return path
        names = [session.name_of(path) for session in self]
        found = [name for name in names if name is not None]
        # The innermost folder's name is the longest.
        return max(found, key=lambda name: len(name.parts), default=path)

    # ------------------------------------------------------------------ documents

    def owner(self, path: Path) -> Session | None:
        """The session in which a document is open."""
        return self._owners.get(path)

    def open_document(
        self, uri: str, text: str, version: int | None
    ) -> tuple[Session, Path] | None:
        """Open a document in the session that it belongs to, made if need be; None for schemes that are no files."""
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
        owners = [session for session in self if session.owns(path)]
        if owners:
            return max(owners, key=lambda session: len(str(session.root)))
        for session in self:
            if session.knows(path):
                return session
        root = workspace_root(path) if path.is_absolute() and is_source(path) else None
        return self.open_folder(root)

    def close_document(self, uri: str) -> None:
        path = self.path_of(uri)
        session = None if path is None else self._owners.pop(path, None)
        if path is not None and session is not None:
            session.close_document(path)
            self._spelling.closed(path)

    def close_folder(self, root: Path) -> None:
        """A folder was taken out of the editor: its documents move to where they belong now."""
        session = self._at(root)
        if session is not None:
            del self._by_root[session.root]
            self._move_documents(session)

    def reopen(self, session: Session) -> Session:
        """A workspace is another one now, since its manifest is, or its database."""
        documents = session.documents()
        session.close()
        again = self._new_session(session.root)
        again.succeed(session)
        self._by_root[session.root] = again
        self.opened(again)
        self._adopt_all(documents)
        for path, _, _ in documents:
            if self._owners[path] is not again:
                again.publisher.leave(path)
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
        """A folder was added: documents that lie in it belong to it from now on."""
        for path, session in list(self._owners.items()):
            better = self._find(path)
            if better is not session:
                for known, text, version in session.documents():
                    if known == path:
                        session.close_document(path)
                        self._owners[path] = better
                        better.open_document(path, text, version)

    def close(self) -> None:
        for session in self:
            session.close()
        self._by_root.clear()
        self._owners.clear()
