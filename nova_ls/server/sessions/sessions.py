"""Which workspace a document belongs to: the innermost open folder, the one that imports it, one by its markers, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from nova_ls.base.lines import Encoding
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
        self._by_root: dict[Path | None, Session] = {}
        self._owners: dict[Path, Session] = {}  # of the open documents

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._by_root)

    def __iter__(self) -> Iterator[Session]:
        return iter(tuple(self._by_root.values()))

    def open_folder(self, root: Path | None) -> Session:
        """The session of a folder."""
        session = self._by_root.get(root)
        if session is None:
            session = Session(root, self._encoding, self._is_awaited, self._send)
            self._by_root[root] = session
            self.opened(session)
        return session

    def owner(self, path: Path) -> Session | None:
        """The session in which a document is open."""
        return self._owners.get(path)

    def adopt(self, path: Path) -> Session:
        """The session that a document is to be opened in, made if need be."""
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

    def release(self, path: Path) -> Session | None:
        """A document was closed."""
        return self._owners.pop(path, None)

    def close_folder(self, root: Path) -> None:
        """A folder was taken out of the editor: its documents move to where they belong now."""
        session = self._by_root.pop(root, None)
        if session is not None:
            self._move_documents(session)

    def reopen(self, session: Session) -> Session:
        """A workspace is another one now, since its manifest is, or its database."""
        documents = session.documents()
        session.close()
        again = Session(session.root, self._encoding, self._is_awaited, self._send)
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
            self.adopt(path).open_document(path, text, version)

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
