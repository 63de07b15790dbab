"""How long an editor waits for answers: each kind of request in a large module, in peace, behind edits, and while much is checked anew.

    python -m benchmarks.requests [--functions 250] [--count N] [--json FILE]

peace     everything is checked; a request at a place, each place once
edited    right behind an edit in another declaration, as editors ask after each change: what is kept by declaration shows here
load      hovers and completions while an edit of a type that everything uses is worked off
typing    fifteen letters a second, with what an editor asks after each: from a letter to its diagnostics

Beside the time that an editor waits stands the time of a processor that the server took meanwhile, on Linux: what holds on a machine that has other things to do.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from benchmarks.edit_latency import SERVER
from benchmarks.workspaces import LARGE_PATH, make_workspace
from nova_ls.cli.language_client import LanguageClient, ServerGone
from nova_ls.cli.open_document import OpenDocument

CORE: Final = "src/Shop/Part00.nova"
LOADED: Final = 750
"""Functions of the large module under load: with the small ones more than 1,000 declarations use the type that is edited."""

RATE: Final = 15.0
LETTERS: Final = 150

Params = dict[str, Any]


@dataclass
class Measurements:
    """Milliseconds and counts by what was measured; `processor`: the server's own, where it is known."""

    times: dict[str, list[float]] = field(default_factory=dict)
    processor: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, value: float) -> None:
        self.times.setdefault(name, []).append(value)


AT_PLACES: Final = {
    "textDocument/completion": "completionProvider",
    "textDocument/hover": "hoverProvider",
    "textDocument/signatureHelp": "signatureHelpProvider",
    "textDocument/definition": "definitionProvider",
    "textDocument/declaration": "declarationProvider",
    "textDocument/typeDefinition": "typeDefinitionProvider",
    "textDocument/implementation": "implementationProvider",
    "textDocument/references": "referencesProvider",
    "textDocument/documentHighlight": "documentHighlightProvider",
    "textDocument/prepareRename": "renameProvider",
    "textDocument/prepareCallHierarchy": "callHierarchyProvider",
    "textDocument/prepareTypeHierarchy": "typeHierarchyProvider",
    "textDocument/linkedEditingRange": "linkedEditingRangeProvider",
}
"""Requests about a place, with what promises them."""

WHOLE: Final = {
    "textDocument/semanticTokens/full": "semanticTokensProvider",
    "textDocument/foldingRange": "foldingRangeProvider",
    "textDocument/documentSymbol": "documentSymbolProvider",
    "textDocument/documentLink": "documentLinkProvider",
    "textDocument/codeLens": "codeLensProvider",
}
"""Requests about a document."""

NAVIGATION: Final = (
    "textDocument/definition",
    "textDocument/declaration",
    "textDocument/typeDefinition",
    "textDocument/implementation",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareCallHierarchy",
    "textDocument/prepareTypeHierarchy",
    "callHierarchy/incomingCalls",
    "callHierarchy/outgoingCalls",
    "textDocument/documentSymbol",
)

LIMITS: Final = {
    "textDocument/completion, peace": 20.0,
    **{f"{method}, peace": 10.0 for method in NAVIGATION},
    "textDocument/semanticTokens/full, peace": 30.0,
    "textDocument/semanticTokens/full/delta, edited": 5.0,
    "keystrokes waiting at the end, typing": 1.0,
}
"""Milliseconds that the middle one may take; of keystrokes, how many may wait: the last one."""

LIMITS_95: Final = {
    "textDocument/hover, load": 50.0,
    "textDocument/completion, load": 50.0,
    "diagnostics, typing": 1000 / RATE,
}
"""Milliseconds that nearly all may take: what is typed is told of before the next letter."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure how long answers take.")
    parser.add_argument("--functions", type=int, default=250)
    parser.add_argument("--count", type=int, default=100, help="of each request")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    measured = Measurements()
    with tempfile.TemporaryDirectory(prefix="nova-bench-") as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        root = Path(folder).resolve()
        with _workspace(root / "shop", options.functions) as (client, document, offers):
            _peace(measured, client, document, offers, options.count)
            _edited(measured, client, document, offers, options.count)
            _typing(measured, client, document)
        with _workspace(root / "loaded", LOADED) as (client, document, _):
            _load(measured, client, document, root / "loaded" / CORE)
    report = _report(measured)
    _show(report)
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=2) + "\n")
    return 0


@contextmanager
def _workspace(root: Path, functions: int) -> Iterator[tuple[LanguageClient, OpenDocument, Any]]:
    """A server with the large module open, all checked, and what it offers."""
    make_workspace(root, functions)
    client = LanguageClient(SERVER, root)
    try:
        offers = client.initialize()["capabilities"]
        document = OpenDocument(client, root / LARGE_PATH, (root / LARGE_PATH).read_text())
        _settle(client)
        yield client, document, offers
    finally:
        client.shutdown()


def _settle(client: LanguageClient) -> dict[str, Any]:
    while True:
        stats: dict[str, Any] = client.request("nova/stats", {})
        if stats["settled"]:
            return stats
        time.sleep(0.005)


def _ask(
    measured: Measurements, name: str, client: LanguageClient, method: str, params: Params
) -> Any:
    """The answer to a request, whose time is noted; None: it was refused with a reason, as renaming what is not one's own."""
    start, worked = time.perf_counter(), _processor_time(client)
    answer = None
    with suppress(ServerGone):
        answer = client.request(method, params)
    measured.note(name, (time.perf_counter() - start) * 1000)
    _note_work(measured, name, client, worked)
    return answer


def _note_work(
    measured: Measurements, name: str, client: LanguageClient, before: float | None
) -> float | None:
    """Note what the server has worked since then; the time up to which it is noted."""
    now = _processor_time(client)
    if now is not None and before is not None:
        measured.processor.setdefault(name, []).append((now - before) * 1000)
    return now


def _processor_time(client: LanguageClient) -> float | None:
    """Seconds that the server's process has worked."""
    if sys.platform != "linux":
        return None
    # Linux numbers the clock of a process after its id (CPUCLOCK_SCHED in kernel/time/posix-cpu-timers.c).
    return time.clock_gettime((~client.process.pid << 3) | 2)


# ---------------------------------------------------------------------------- requests


def _requests(document: OpenDocument, offers: Any, place: int) -> Iterator[tuple[str, Params]]:
    """What is offered, about a place and about the whole document."""
    where = {"textDocument": {"uri": document.uri}}
    position = document.position(place)
    for method, promise in AT_PLACES.items():
        if offers.get(promise):
            context = {"context": {"includeDeclaration": True}} if "references" in method else {}
            yield method, where | {"position": position} | context
    for method, promise in WHOLE.items():
        if offers.get(promise):
            yield method, where
    line = position["line"]
    screen = {
        "start": {"line": max(line - 30, 0), "character": 0},
        "end": {"line": line + 30, "character": 0},
    }
    yield "textDocument/inlayHint", where | {"range": screen}
    here = {"start": position, "end": position}
    yield "textDocument/codeAction", where | {"range": here, "context": {"diagnostics": []}}
    yield "textDocument/selectionRange", where | {"positions": [position]}


def _places(document: OpenDocument, count: int, rng: random.Random) -> list[int]:
    text = document.text
    found = [i for i in range(len(text)) if text.startswith(("item", "price", "show"), i)]
    return [place + 1 for place in rng.sample(found, min(count, len(found)))]


def _peace(
    measured: Measurements, client: LanguageClient, document: OpenDocument, offers: Any, count: int
) -> None:
    for place in _places(document, count, random.Random(1)):
        for method, params in _requests(document, offers, place):
            answer = _ask(measured, f"{method}, peace", client, method, params)
            if method == "textDocument/prepareCallHierarchy":
                for item in answer or ():
                    for calls in ("callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"):
                        _ask(measured, f"{calls}, peace", client, calls, {"item": item})


def _edited(
    measured: Measurements, client: LanguageClient, document: OpenDocument, offers: Any, count: int
) -> None:
    where = {"textDocument": {"uri": document.uri}}
    told = client.request("textDocument/semanticTokens/full", where)["resultId"]
    rng = random.Random(2)
    for place in _places(document, count // 2, rng):
        number = document.text.index("item.price * 2 + ") + len("item.price * 2 + ")
        document.timed(number, number + 1, str(rng.randrange(10)))
        for method, params in _requests(document, offers, place):
            if "semanticTokens" in method:
                params = where | {"previousResultId": told}
                method += "/delta"
            answer = _ask(measured, f"{method}, edited", client, method, params)
            if method.endswith("/delta"):
                told = answer["resultId"]


# ---------------------------------------------------------------------------- load


def _load(
    measured: Measurements,
    client: LanguageClient,
    document: OpenDocument,
    core: Path,
    rounds: int = 3,
) -> None:
    """A field of a record that everything uses is renamed; as long as that is worked off, hovers and completions are asked for."""
    shared = OpenDocument(client, core, core.read_text())
    _settle(client)
    rng = random.Random(3)
    for step in range(rounds):
        before = _settle(client)["typed"]
        start = shared.text.index("  , stock :: Int")
        shared.replace(start, start, f"  , field{step} :: Int\n")
        while not client.request("nova/stats", {})["settled"]:
            for place in _places(document, 2, rng):
                for method in ("textDocument/hover", "textDocument/completion"):
                    position = document.position(place)
                    params = {"textDocument": {"uri": document.uri}, "position": position}
                    _ask(measured, f"{method}, load", client, method, params)
        typed = _settle(client)["typed"] - before
        measured.note("declarations typed under load", float(typed))


def _typing(measured: Measurements, client: LanguageClient, document: OpenDocument) -> None:
    """Letters of a new declaration at a steady rate; after each, what an editor asks for."""
    _settle(client)
    text = "added :: Int\nadded = " + " + ".join(f"price1 emptyItem {n}" for n in range(20))
    start = document.text.index("\ngrade8 ::") + 1
    document.replace(start, start, "\n\n")
    sent: dict[int, float] = {}
    begin = time.perf_counter()
    where = {"textDocument": {"uri": document.uri}}
    worked = _processor_time(client)
    for number, letter in enumerate(text[:LETTERS]):
        due = begin + number / RATE
        _hear(measured, client, document, sent, due)
        worked = _note_work(measured, "diagnostics, typing", client, worked)
        at = start + number
        document.replace(at, at, letter)
        sent[document.version] = time.perf_counter()
        client.send_request("textDocument/foldingRange", where)
        client.send_request("textDocument/documentSymbol", where)
        client.send_request("textDocument/semanticTokens/full", where)
        if letter.isalpha():
            document.ask("textDocument/completion", at + 1)
    measured.note("keystrokes waiting at the end, typing", float(len(sent)))
    _hear(measured, client, document, sent, time.perf_counter() + 2)


def _hear(
    measured: Measurements,
    client: LanguageClient,
    document: OpenDocument,
    sent: dict[int, float],
    until: float,
) -> None:
    """Take note of the diagnostics that come until some time."""
    while time.perf_counter() < until:
        client.listen(until)
        if not client.told:
            return
        message = client.told.popleft()
        params = message.get("params") or {}
        version = params.get("version") if params.get("uri") == document.uri else None
        for known in [one for one in sent if version is not None and one <= version]:
            waited = (time.perf_counter() - sent.pop(known)) * 1000
            measured.note("diagnostics, typing", waited)


# ---------------------------------------------------------------------------- what came out


def _percentile(times: Sequence[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def _report(measured: Measurements) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for name, times in measured.times.items():
        row: dict[str, Any] = {**_middle_and_most(times), "count": len(times)}
        row["met"] = _is_met(name, row)
        worked = measured.processor.get(name)
        row["processor"] = None if worked is None else _middle_and_most(worked)
        row["met_by_processor"] = None if worked is None else _is_met(name, row["processor"])
        rows[name] = row
    return rows


def _middle_and_most(times: Sequence[float]) -> dict[str, float]:
    return {"p50": statistics.median(times), "p95": _percentile(times, 0.95)}


def _is_met(name: str, row: dict[str, Any]) -> bool | None:
    """Whether what was measured is within its limits; None: it has none."""
    limits = [(row["p50"], LIMITS.get(name)), (row["p95"], LIMITS_95.get(name))]
    met = [value <= limit for value, limit in limits if limit is not None]
    return all(met) if met else None


def _show(report: dict[str, Any]) -> None:
    table = Table("request", "p50", "p95", "processor", "p95", "count", "target", "by processor")
    words = {True: "met", False: "MISSED", None: ""}
    for name, row in sorted(report.items()):
        worked = row["processor"] or {}
        table.add_row(
            name,
            *[f"{row[each]:.1f}" for each in ("p50", "p95")],
            *[f"{worked[each]:.1f}" if worked else "" for each in ("p50", "p95")],
            str(row["count"]),
            words[row["met"]],
            words[row["met_by_processor"]],
        )
    Console(width=140).print(table)


if __name__ == "__main__":
    raise SystemExit(main())
