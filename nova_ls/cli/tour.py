"""A tour of the main job: a server, an editor's side of the talk with it, and what both say, in words for a person."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from nova_ls.base.slotted import value
from nova_ls.cli.demo_edits import Edits, Sources, breaking_edits, new_parameters, saved_edit
from nova_ls.cli.language_client import LanguageClient
from nova_ls.cli.last_commit import last_commit
from nova_ls.cli.open_document import OpenDocument

_ERROR: Final = 1
_SHOWN: Final = 3

Found = dict[str, Any]


@value
class _Outcome:
    """What an edit led to: milliseconds to the document's own diagnostics, and the errors of all files."""

    milliseconds: float
    errors: dict[Path, list[Found]]


class Tour:
    """A server, the document that is open in it, and what it has said of each file."""

    def __init__(self, root: Path, sources: Sources) -> None:
        self.root = root
        self.sources = sources
        self.console = Console(highlight=False, soft_wrap=True)
        self.known: dict[Path, list[Found]] = {}
        self.step = 0

    def take(self, folder: Path) -> None:
        """Run the whole tour in a folder."""
        self.console.print(
            Text("nova-ls, shown on a copy of ", "bold").append(str(folder), "bold cyan")
        )
        client = self._start()
        try:
            document = self._open(client)
            self._hover(document)
            self._break_type(document)
            self._break_importers(document)
            self._save(document)
        finally:
            client.shutdown()
        self._show_commit()
        self._restart()

    # ------------------------------------------------------------------ stations

    def _open(self, client: LanguageClient) -> OpenDocument:
        path = self.sources.main
        text = self.sources.texts[path]
        document = OpenDocument(client, path, text)
        found = document.diagnostics()
        elapsed = _since(client.started)
        self._settle(client)
        stats = client.request("nova/stats", {})
        self.known[path] = found
        self._title(f"Open {self._name(path)}: {text.count(chr(10))} lines, which others import")
        self._say(
            f"its diagnostics {elapsed:.0f} ms after the start of the process: {_count(found)}"
        )
        self._say(
            f"{stats['typed']} declarations typed in all, in {stats['modules']} modules, libraries included"
        )
        self._show(path, text, found)
        return document

    def _hover(self, document: OpenDocument) -> None:
        name, offset = self.sources.signed(document.text)[0]
        self._title(f"Hover over {name}")
        before = time.perf_counter()
        answer = document.client.answer(document.hover(offset))
        if answer is None:
            self._say("nothing is known of it")
            return
        self._say(f"after {_since(before):.1f} ms:")
        for line in _plain(answer["contents"]):
            self.console.print(Text(f"      {line}", "green"))

    def _break_type(self, document: OpenDocument) -> None:
        self._title("Edit inside a body: a value of a wrong type")
        own = self.sources.main
        for edits in breaking_edits(document.text):
            before = document.text
            outcome = self._edit(document, edits)
            if outcome.errors.get(own):
                self._show_edit(before, document.text)
                self._say(f"new diagnostics after {outcome.milliseconds:.1f} ms:")
                self._show(own, document.text, outcome.errors[own])
                undone = self._undo(document, before)
                self._say(f"undone; clean again after {undone.milliseconds:.1f} ms")
                return
            self._undo(document, before)
        self._say("left out: nothing was found here that could be made wrong by one literal")

    def _break_importers(self, document: OpenDocument) -> None:
        self._title("Change a binding's type: one more parameter, here and in its signature")
        own = self.sources.main
        for edits in new_parameters(self.sources, document.text):
            before = document.text
            outcome = self._edit(document, edits)
            others = {path: found for path, found in outcome.errors.items() if path != own}
            if others:
                self._show_edit(before, document.text)
                files = "another module" if len(others) == 1 else f"{len(others)} other modules"
                self._say(
                    f"own diagnostics after {outcome.milliseconds:.1f} ms; it breaks {files}:"
                )
                for path, found in list(others.items())[:_SHOWN]:
                    self._show(path, self.sources.texts[path], found)
                undone = self._undo(document, before)
                left = sum(map(len, undone.errors.values()))
                self._say(f"reverted; errors left in the workspace: {left}")
                return
            self._undo(document, before)
        self._say("left out: no other module uses a signed binding of this one")

    def _save(self, document: OpenDocument) -> None:
        self._title("Save a change")
        before = document.text
        outcome = self._edit(document, saved_edit(document.text))
        self._show_edit(before, document.text)
        if any(outcome.errors.values()):
            self._say("the workspace has errors, and is saved all the same")
        document.save(self.sources.main)
        self._settle(document.client)

    def _show_commit(self) -> None:
        found = last_commit(self.root / ".nova")
        if found is None:
            self._say("nothing was committed")
            return
        commit = found.commit
        self._say(f"commit {commit.id.hex()[:12]} on {commit.branch}: {commit.message}")
        for change in found.changes[:_SHOWN]:
            self._say(f"  {change}")
        if len(found.changes) > _SHOWN:
            self._say(f"  … and {len(found.changes) - _SHOWN} more")

    def _restart(self) -> None:
        self._title("Restart the server")
        client = self._start()
        try:
            OpenDocument(
                client, self.sources.main, self.sources.main.read_text("utf-8")
            ).diagnostics()
            elapsed = _since(client.started)
            self._settle(client)
            stats = client.request("nova/stats", {})
        finally:
            client.shutdown()
        self._say(f"diagnostics {elapsed:.0f} ms after the start of the process")
        retyped = Text("    declarations typed again: ").append(str(stats["typed"]), "bold green")
        self.console.print(retyped.append(f" (of {stats['declarations']})", "none"))

    # ------------------------------------------------------------------ talking to the server

    def _start(self) -> LanguageClient:
        client = LanguageClient([sys.executable, "-m", "nova_ls", "--stdio"], self.root)
        client.initialize()
        return client

    def _settle(self, client: LanguageClient) -> None:
        """Wait until everything is checked, and take in what was said meanwhile."""
        while not client.request("nova/stats", {})["settled"]:
            time.sleep(0.002)
        while client.told:
            message = client.told.popleft()
            if message["method"] == "textDocument/publishDiagnostics":
                params = message["params"]
                path = self.sources.path_of(params["uri"])
                if path is not None:
                    self.known[path] = params["diagnostics"]

    def _edit(self, document: OpenDocument, edits: Edits) -> _Outcome:
        before = time.perf_counter()
        document.apply(edits)
        own = document.diagnostics()
        elapsed = _since(before)
        self.known[self.sources.main] = own
        self._settle(document.client)
        errors = {
            path: [one for one in found if one["severity"] == _ERROR]
            for path, found in self.known.items()
        }
        return _Outcome(elapsed, {path: found for path, found in errors.items() if found})

    def _undo(self, document: OpenDocument, text: str) -> _Outcome:
        start, end, new_end = _difference(document.text, text)
        return self._edit(document, [(start, end, text[start:new_end])])

    # ------------------------------------------------------------------ showing

    def _title(self, text: str) -> None:
        self.step += 1
        self.console.print()
        self.console.print(Text(f"{self.step}   ", "bold cyan").append(text, "bold"))

    def _say(self, text: str) -> None:
        self.console.print(Text(f"    {text}"))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _show(self, path: Path, text: str, found: list[Found]) -> None:
        lines = text.split("\n")
        for one in found[:_SHOWN]:
            start, end = one["range"]["start"], one["range"]["end"]
            line = start["line"]
            severity, style = (
                ("error", "bold red") if one["severity"] == _ERROR else ("warning", "bold yellow")
            )
            head = Text(f"      {self._name(path)}:{line + 1}:{start['character'] + 1} ")
            self.console.print(
                head.append(severity, style).append(f" {one.get('code', '')}", "none")
            )
            shown = lines[line] if line < len(lines) else ""
            stop = end["character"] if end["line"] == line else len(shown)
            gutter = f"{line + 1:11} | "
            self.console.print(Text(gutter, "dim").append(shown, "none"))
            marker = " " * start["character"] + "^" * max(stop - start["character"], 1)
            self.console.print(Text(f"{'':11} | ", "dim").append(marker, style))
            for row in str(one["message"]).splitlines()[:6]:
                self.console.print(Text(f"        {row}"))
        if len(found) > _SHOWN:
            self._say(f"  … and {len(found) - _SHOWN} more")

    def _show_edit(self, before: str, after: str) -> None:
        for sign, style, line in _changed_lines(before, after):
            self.console.print(Text(f"      {sign} {line}", style))


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _count(found: list[Found]) -> str:
    errors = sum(one["severity"] == _ERROR for one in found)
    others = len(found) - errors
    if not found:
        return "nothing is wrong"
    return f"errors: {errors}, others: {others}"


def _plain(contents: Any) -> Iterator[str]:
    """The lines of a hover without its markup."""
    text = contents["value"] if isinstance(contents, dict) else str(contents)
    for line in text.splitlines():
        if line.strip() and not line.startswith(("```", "---")):
            yield line.replace("`", "").replace("*", "")


def _difference(before: str, after: str) -> tuple[int, int, int]:
    """Where two texts differ: a common start, and the ends of what stands in its place in each."""
    start = 0
    limit = min(len(before), len(after))
    while start < limit and before[start] == after[start]:
        start += 1
    tail = 0
    while tail < limit - start and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return start, len(before) - tail, len(after) - tail


def _changed_lines(before: str, after: str) -> Iterator[tuple[str, str, str]]:
    old, new = before.split("\n"), after.split("\n")
    if len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            if one != other:
                yield "-", "red", one
                yield "+", "green", other
    else:
        known = set(old)
        for line in new:
            if line not in known:
                yield "+", "green", line
