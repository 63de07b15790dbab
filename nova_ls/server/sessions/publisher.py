"""What a client is told of the diagnostics of each file: by push, with the version, where they are others than before; or when it asks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nova_ls.base.lines import Encoding
from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.compiler.state.module_problems import SUBJECTS
from nova_ls.features.diagnostics import ALL_PARTS, Messages, diagnostics
from nova_ls.features.scope_folder import ScopeFolder
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace

if TYPE_CHECKING:
    from nova_ls.testing.results import TestResult

Items = list[dict[str, Any]]


@dataclass(slots=True)
class Pulling:
    """What the client asks for by itself, so that it need not be told: its open documents, and all files."""

    documents: bool = False
    files: bool = False


@value
class Report:
    """The diagnostics of one file; equal ones have an equal id."""

    path: Path
    result_id: str
    items: Items


@dataclass(slots=True)
class _Known:
    """What is known of a file, and of what state of it; `points_to`: the modules of its second places, and of declarations whose words it uses.

    `pushed`: what the client was told under `uri`. `pulled`: the id of what it was answered last; "" for nothing.
    """

    found: tuple[object, ...] = ()
    items: Items = field(default_factory=list)
    messages: Messages = field(default_factory=dict)
    points_to: frozenset[str] = frozenset()
    uri: str = ""
    pushed: Items = field(default_factory=list)
    pulled: str = ""
    result_id: str = ""


class Publisher:
    """The diagnostics of one workspace as its client sees them.

    `revision` is another number whenever those of any file are others. `failing`: by module, its tests that have failed.
    """

    def __init__(
        self,
        workspace: Workspace,
        encoding: Encoding,
        send: Callable[[str, dict[str, Any]], None],
        uri_of: Callable[[Path], str],
    ) -> None:
        self.workspace = workspace
        self.open_files_only = False
        self.parts = ALL_PARTS
        self.pulling = Pulling()
        self.failing: dict[str, tuple[TestResult, ...]] = {}
        self.revision = 0
        self._encoding = encoding
        self._send = send
        self._uri_of = uri_of
        self._folder = ScopeFolder()
        workspace.program.world.onlookers.append(self._folder)
        self._known: dict[Path, _Known] = {}
        self._moved: set[Path] = set()
        self._due: dict[Path, None] = {}  # files to be looked at
        self._outdated: dict[Path, None] = {}  # what the client asked for is otherwise now
        self._has_outdated = False  # and more of it than when it was told last
        self._pointing: dict[str, set[Path]] = {}  # by module, the files with second places in it
        self._must_look_at_all = True

    # ------------------------------------------------------------------ telling

    def publish_document(self, file: File) -> None:
        """Tell about an open document, changed or not: the client is waiting for its version."""
        self._publish(file, always=True)

    def publish_changed(self) -> Iterator[File]:
        """Tell about each file whose diagnostics have changed, one at a time; everything has been checked.

        Only files that may have such are looked at: those that are given. What is left when the caller goes away comes with the next call.
        """
        files, due = self.workspace.files, self._due
        due.update(self._take_revised())
        while due:
            path = next(iter(due))
            del due[path]
            file = files.get(path)
            if file is None or not self._is_shown(file):
                self._forget(path)
            else:
                self._publish(file, always=False)
                known = self._known[path]
                if known.pulled and known.pulled != _result_id(known):
                    self._outdated[path] = None
                    self._has_outdated = True
            if file is not None:
                yield file

    def _take_revised(self) -> dict[Path, None]:
        """The files whose diagnostics may be others than when this was asked last."""
        revised, moved = self.workspace.take_revised(), self._moved
        self._moved = set()
        due = dict.fromkeys((*revised, *moved))
        for name in self._folder.take_changed():
            module = self.workspace.program.modules.get(name)
            if module is not None and module.path in self._known:
                self._known[module.path].found = ()  # Its messages may name other synonyms.
                due[module.path] = None
        pointed_at = list(due) if self._pointing else ()  # To hash all paths takes time.
        for path in pointed_at:
            file = self.workspace.files.get(path)
            for other in self._pointing.get(file.name or "", ()) if file is not None else ():
                known = self._known.get(other)
                if known is not None:
                    known.found = ()  # Its second places may stand elsewhere, or its words be others.
                    due[other] = None
        if self._must_look_at_all:
            self._must_look_at_all = False
            return dict.fromkeys((*self.workspace.files, *self._known))
        return due

    def look_at_all(self) -> None:
        """Other files are to be shown than before."""
        self._must_look_at_all = True

    def look_at_all_anew(self) -> None:
        """What was found is to be shown otherwise."""
        self._must_look_at_all = True
        for known in self._known.values():
            known.found = ()

    def moved(self, file: File) -> None:
        """A file's text changed, so that its diagnostics may stand elsewhere."""
        self._moved.add(file.path)
        known = self._known.get(file.path)
        if known is not None:
            known.found = ()

    def succeed(self, other: Publisher) -> None:
        """Go on from what another publisher has told of the same files."""
        self.open_files_only, self.parts, self.pulling = (
            other.open_files_only,
            other.parts,
            other.pulling,
        )
        self._known = {
            path: _Known(uri=known.uri, pushed=known.pushed, pulled=known.pulled)
            for path, known in other._known.items()
        }

    def leave(self, path: Path) -> None:
        """Another publisher tells about a file from now on."""
        self._known.pop(path, None)

    def clear(self) -> None:
        """The workspace is closed: take everything back."""
        for path in list(self._known):
            self._forget(path)

    # ------------------------------------------------------------------ answering

    def report(self, file: File) -> Report:
        """The diagnostics of a file as they are known now, for a client that asks."""
        known = self._look(file)
        self._take_back(known)
        known.pulled = _result_id(known)
        self._outdated.pop(file.path, None)
        return Report(file.path, known.pulled, known.items)

    def reports(self) -> Iterator[Report]:
        """Those of all files that are shown, for a client that asks for all; of files without any, too."""
        for path, known in list(self._known.items()):
            self._take_back(known)
            known.pulled = _result_id(known)
            yield Report(path, known.pulled, known.items)
        self._outdated.clear()

    def outdated_documents(self) -> Iterator[File]:
        """The open documents of which the client has been answered something else than holds now."""
        for path in list(self._outdated):
            file = self.workspace.files.get(path)
            if file is not None and file.document is not None:
                yield file

    def take_outdated(self) -> bool:
        """Whether anything is otherwise than the client was answered, and it was not told so yet."""
        found, self._has_outdated = self._has_outdated and bool(self._outdated), False
        return found

    # ------------------------------------------------------------------ one file

    def _is_shown(self, file: File) -> bool:
        if file.document is not None:
            return True
        return file.origin is ModuleOrigin.WORKSPACE and not self.open_files_only

    def _look(self, file: File) -> _Known:
        """What is known of a file, brought up to date."""
        known = self._known.get(file.path)
        if known is None:
            known = self._known[file.path] = _Known()
        failing = self.failing.get(file.name or "", ())
        state = (*_state_of(file), failing)
        if known.found and _is_same(known.found, state):
            return known
        items, known.messages = diagnostics(
            self.workspace,
            file,
            self._encoding,
            self._uri_of,
            known.messages,
            self.parts,
            self._folder,
        )
        if failing and file.module is not None:
            items += self._failed_tests(file.module, failing)
        known.found = state
        if file.source.ignores and not self.workspace.is_complete(file):
            known.found = ()  # Whether they are needed is to be seen.
        if items != known.items:
            known.items, known.result_id = items, ""
            self.revision += 1
        self._note_pointing(file.path, known)
        return known

    def _failed_tests(self, module: Module, failing: tuple[TestResult, ...]) -> Iterator[Any]:
        # What evaluates is not imported before the first diagnostics.
        from nova_ls.server.sessions.observing.failing_tests import failing_tests

        return failing_tests(
            self.workspace.program,
            module,
            failing,
            self._encoding,
            self._uri_of,
            with_places=self.parts.related,
        )

    def _publish(self, file: File, *, always: bool) -> None:
        known = self._look(file)
        if self.pulling.files or (self.pulling.documents and file.document is not None):
            self._take_back(known)
            return
        uri = self._uri_of(file.path)
        if uri != known.uri:
            self._take_back(known)  # The client calls it otherwise now.
            known.uri = uri
        if always or known.items != known.pushed:
            known.pushed = known.items
            self._tell(uri, known.items, file.document.version if file.document else None)

    def _take_back(self, known: _Known) -> None:
        if known.pushed:
            known.pushed = []
            self._tell(known.uri, [], None)

    def _note_pointing(self, path: Path, known: _Known) -> None:
        """Keep in mind in which modules the second places of a file's diagnostics are."""
        before = known.points_to
        if not (before or known.messages):
            return
        messages = known.messages.values()
        related = (one.element for each in messages for one in each.diagnostic.related)
        consulted = (key for each in messages for key in each.consulted)
        known.points_to = frozenset(
            key.namespace for key in chain(related, consulted) if key is not None
        )
        for name in before - known.points_to:
            self._pointing[name].discard(path)
        for name in known.points_to - before:
            self._pointing.setdefault(name, set()).add(path)

    def _forget(self, path: Path) -> None:
        known = self._known.pop(path, None)
        if known is not None:
            self.revision += bool(known.items)
            self._take_back(known)

    def _tell(self, uri: str, items: Items, version: int | None) -> None:
        params: dict[str, Any] = {"uri": uri, "diagnostics": items}
        if version is not None:
            params["version"] = version
        self._send("textDocument/publishDiagnostics", params)


def _result_id(known: _Known) -> str:
    """A name of a file's diagnostics that another process would give them, too."""
    if not known.result_id:
        text = json.dumps(known.items, sort_keys=True)
        known.result_id = hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
    return known.result_id


def _state_of(file: File) -> tuple[object, ...]:
    """The objects that a file's diagnostics are made from, by identity: the same objects give the same diagnostics."""
    module = file.module
    if module is None:
        return (file.unreadable, file.twin, file.rivals, file.source, file)
    return (
        module,
        file.rivals,
        module.record,
        module.scope,
        *map(module.problems.get, SUBJECTS),
        *module.found.values(),
    )


def _is_same(before: tuple[object, ...], after: tuple[object, ...]) -> bool:
    return len(before) == len(after) and all(a is b for a, b in zip(before, after, strict=True))
