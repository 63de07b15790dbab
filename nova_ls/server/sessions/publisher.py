"""Publishing diagnostics: per document, with its version, and only where they are others than before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nova_ls.base.lines import Encoding
from nova_ls.compiler.state.module import Origin
from nova_ls.compiler.state.module_problems import About
from nova_ls.features.diagnostics import Messages, RelatedPlaces, diagnostics
from nova_ls.workspace.workspace import File, Workspace


@dataclass(slots=True)
class _Published:
    """What the client was told about a file, and of what state of it; `points_to`: the modules of its second places."""

    found: tuple[object, ...] = ()
    items: list[dict[str, Any]] = field(default_factory=list)
    messages: Messages = field(default_factory=dict)
    uri: str = ""
    points_to: frozenset[str] = frozenset()


class Publisher:
    """The diagnostics of one workspace as its client sees them."""

    def __init__(
        self,
        workspace: Workspace,
        encoding: Encoding,
        send: Callable[[str, dict[str, Any]], None],
        uri_of: Callable[[Path], str],
    ) -> None:
        self.workspace = workspace
        self.open_files_only = False
        self.related = RelatedPlaces.SENT
        self._encoding = encoding
        self._send = send
        self._uri_of = uri_of
        self._published: dict[Path, _Published] = {}
        self._moved: set[Path] = set()
        self._pointing: dict[str, set[Path]] = {}  # by module, the files with second places in it
        self._must_look_at_all = True

    def publish_document(self, file: File) -> None:
        """Tell about an open document, changed or not: the client is waiting for its version."""
        self._publish(file, always=True)

    def publish_changed(self) -> list[File]:
        """Tell about each file whose diagnostics are others now; everything has been checked.

        Only files that may have such are looked at: those that are returned.
        """
        known = self.workspace.files
        looked_at: list[File] = []
        for path in self._take_revised():
            file = known.get(path)
            if file is not None:
                looked_at.append(file)
            if file is None or not self._is_shown(file):
                self._forget(path)
                continue
            published = self._published.get(path)
            if published is None or not _is_same(published.found, _state_of(file)):
                self._publish(file, always=False)
        return looked_at

    def _take_revised(self) -> Iterable[Path]:
        """The files whose diagnostics may be others than when this was asked last."""
        revised, moved = self.workspace.take_revised(), self._moved
        self._moved = set()
        if self._must_look_at_all:
            self._must_look_at_all = False
            return dict.fromkeys((*self.workspace.files, *self._published))
        due = dict.fromkeys((*revised, *moved))
        for path in list(due):
            file = self.workspace.files.get(path)
            for other in self._pointing.get(file.name or "", ()) if file is not None else ():
                published = self._published.get(other)
                if published is not None:
                    published.found = ()  # Its second places may stand elsewhere.
                    due[other] = None
        return due

    def look_at_all(self) -> None:
        """Other files are to be shown than before, or otherwise."""
        self._must_look_at_all = True
        for published in self._published.values():
            published.found = ()

    def moved(self, file: File) -> None:
        """A file's text changed, so that its diagnostics may stand elsewhere."""
        self._moved.add(file.path)
        published = self._published.get(file.path)
        if published is not None:
            published.found = ()

    def succeed(self, other: Publisher) -> None:
        """Go on from what another publisher has told of the same files."""
        self.open_files_only, self.related = other.open_files_only, other.related
        self._published = {
            path: _Published(items=published.items, uri=published.uri)
            for path, published in other._published.items()
        }

    def leave(self, path: Path) -> None:
        """Somebody else tells about a file from now on."""
        self._published.pop(path, None)

    def clear(self) -> None:
        """The workspace is closed: take everything back."""
        for path in list(self._published):
            self._forget(path)

    def _is_shown(self, file: File) -> bool:
        if file.document is not None:
            return True
        return file.origin is Origin.WORKSPACE and not self.open_files_only

    def _publish(self, file: File, *, always: bool) -> None:
        published = self._published.get(file.path)
        if published is None:
            published = self._published[file.path] = _Published()
        published.found = _state_of(file)
        items, published.messages = diagnostics(
            self.workspace, file, self._encoding, self._uri_of, published.messages, self.related
        )
        if file.source.ignores and not self.workspace.is_complete(file):
            published.found = ()  # Whether they are needed is to be seen.
        self._note_pointing(file.path, published)
        uri = self._uri_of(file.path)
        if uri != published.uri and published.items:
            self._tell(published.uri, [], None)  # The client calls it otherwise now.
            published.items = []
        published.uri = uri
        if always or items != published.items:
            published.items = items
            self._tell(uri, items, file.document.version if file.document else None)

    def _note_pointing(self, path: Path, published: _Published) -> None:
        """Keep in mind in which modules the second places of a file's diagnostics are."""
        before = published.points_to
        published.points_to = frozenset(
            related.element.namespace
            for diagnostic, _ in published.messages.values()
            for related in diagnostic.related
            if related.element is not None
        )
        for name in before - published.points_to:
            self._pointing[name].discard(path)
        for name in published.points_to - before:
            self._pointing.setdefault(name, set()).add(path)

    def _forget(self, path: Path) -> None:
        published = self._published.pop(path, None)
        if published is not None and published.items:
            self._tell(published.uri, [], None)

    def _tell(self, uri: str, items: list[dict[str, Any]], version: int | None) -> None:
        params: dict[str, Any] = {"uri": uri, "diagnostics": items}
        if version is not None:
            params["version"] = version
        self._send("textDocument/publishDiagnostics", params)


def _state_of(file: File) -> tuple[object, ...]:
    """The objects that a file's diagnostics are made from, by identity: the same objects give the same diagnostics."""
    module = file.module
    if module is None:
        return (file.unreadable, file.twin, file.rivals, file.source, file)
    return (
        module,
        file.rivals,
        module.record,
        *map(module.problems_about, About),
        *module.found.values(),
    )


def _is_same(before: tuple[object, ...], after: tuple[object, ...]) -> bool:
    return len(before) == len(after) and all(a is b for a, b in zip(before, after, strict=True))
