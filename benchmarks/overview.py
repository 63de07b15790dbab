"""What people wait for, beside a server that does nothing and beside TypeScript 7's, in one run on equivalent projects.

    python -m benchmarks.overview --tsc node_modules/.bin/tsc [--modules 100 1000] [--json FILE] [--publish]

`tsc`: of npm's typescript@7, whose `tsc --lsp --stdio` is a native server; without it there is no peer. The starts of all servers take
turns, medians count. `--publish` puts the table into README.md and the plot into docs/benchmark.svg.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.edit_latency import FLOOR, SERVER
from benchmarks.overview_report import Measurements, publish, rows
from benchmarks.projects import make_project, module_path
from benchmarks.typescript_projects import make_typescript_project, typescript_path
from nova_ls.cli.language_client import LanguageClient
from nova_ls.cli.open_document import OpenDocument

STARTS: Final = 3
EDITS: Final = 100
TIMES: Final = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the servers that are compared. `pulls`: it is asked for diagnostics; the others send them. `mark`: what a number to be edited stands behind."""

    name: str
    command: Sequence[str]
    path: Callable[[int], str]
    mark: str
    pulls: bool = False
    answers: bool = True


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what people wait for.")
    parser.add_argument("--tsc", type=Path, metavar="PROGRAM")
    parser.add_argument("--modules", type=int, nargs="+", default=[100, 1_000])
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--publish", action="store_true")
    options = parser.parse_args()
    results: dict[int, dict[str, Measurements]] = {}
    with tempfile.TemporaryDirectory(prefix="nova-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        subprocess.run((sys.executable, "-m", "nova_ls", "prepare"), check=True)
        for count in options.modules:
            results[count] = measure(Path(folder).resolve() / f"town{count}", count, options.tsc)
    _show(results)
    if options.json is not None:
        options.json.write_text(json.dumps(results, indent=2) + "\n")
    if options.publish:
        publish(results)
    return 0


def measure(place: Path, count: int, tsc: Path | None) -> dict[str, Measurements]:
    """The measurements of each server on a project of so many modules: milliseconds and MB."""
    nova, script = place / "nova", place / "typescript"
    make_project(nova, count)
    make_typescript_project(script, count)
    kinds = {
        Kind("nova-ls", SERVER, module_path, "budget = max "): nova,
        Kind("floor", FLOOR, module_path, "budget = max ", answers=False): nova,
    }
    if tsc is not None:
        command = (str(tsc.absolute()), "--lsp", "--stdio")
        kinds[Kind("typescript", command, typescript_path, "Math.max(", pulls=True)] = script
    found: dict[str, dict[str, list[float]]] = {kind.name: {} for kind in kinds}
    for _ in range(STARTS):
        shutil.rmtree(nova / ".nova", ignore_errors=True)
        for kind, root in kinds.items():
            _measure_start(kind, root, count, found[kind.name], "cold")
    for _ in range(STARTS):
        for kind, root in kinds.items():
            _measure_start(kind, root, count, found[kind.name], "warm")
    for kind, root in kinds.items():
        _measure_work(kind, root, count, found[kind.name])
    for _ in range(STARTS):
        shutil.rmtree(nova / ".nova", ignore_errors=True)
        check = (sys.executable, "-m", "nova_ls", "check", "--format", "json", str(nova))
        for name in ("check", "check_again"):
            _measure_program(check, found["nova-ls"], name)
        if tsc is not None:
            for name in ("check", "check_again"):
                _measure_program((str(tsc), "-p", str(script)), found["typescript"], name)
    return {name: _summary(measured) for name, measured in found.items()}


def _summary(measured: dict[str, list[float]]) -> Measurements:
    found = {name: statistics.median(values) for name, values in measured.items()}
    for name, values in measured.items():
        found[f"{name}_p95"] = sorted(values)[min(int(len(values) * 0.95), len(values) - 1)]
    return found


# ---------------------------------------------------------------------------- servers


@contextmanager
def _started(kind: Kind, root: Path) -> Iterator[LanguageClient]:
    client = LanguageClient(kind.command, root)
    try:
        client.initialize()
        yield client
    finally:
        if kind.pulls:  # TypeScript's stays for as long as its pipes are open.
            client.kill()
        else:
            client.shutdown()


def _measure_start(
    kind: Kind, root: Path, count: int, measured: dict[str, list[float]], how: str
) -> None:
    with _started(kind, root) as client:
        _note(measured, "initialize", client.started)
        document = _opened(kind, client, root, count - 1)
        _diagnostics(kind, document)
        _note(measured, f"{how}_first", client.started)
        if kind.name == "nova-ls":
            while not client.request("nova/stats", {})["settled"]:
                time.sleep(0.005)
            _note(measured, f"{how}_settled", client.started)
        measured.setdefault(f"{how}_mb", []).append(_memory(client))


def _measure_work(kind: Kind, root: Path, count: int, measured: dict[str, list[float]]) -> None:
    with _started(kind, root) as client:
        document = _opened(kind, client, root, count - 1)
        _diagnostics(kind, document)
        if kind.name == "nova-ls":
            while not client.request("nova/stats", {})["settled"]:
                time.sleep(0.005)
        for step in range(EDITS):
            start = document.text.index(kind.mark) + len(kind.mark)
            end = start
            while document.text[end].isdigit():
                end += 1
            client.told.clear()
            before = time.perf_counter()
            document.replace(start, end, str(100_000 + step))
            _diagnostics(kind, document)
            _note(measured, "edit", before)
        places = [i for i in range(len(document.text)) if document.text.startswith("house", i)]
        for place in places[:TIMES]:
            before = time.perf_counter()
            client.answer(document.hover(place + 1))
            _note(measured, "hover", before)
        if kind.answers:
            _measure_requests(kind, client, document, root, measured)
        measured.setdefault("mb", []).append(_memory(client))


def _measure_requests(
    kind: Kind,
    client: LanguageClient,
    document: OpenDocument,
    root: Path,
    measured: dict[str, list[float]],
) -> None:
    core = _opened(kind, client, root, 0)
    _diagnostics(kind, core)
    place = core.position(core.text.index("tally") + 1)
    about = {"textDocument": {"uri": core.uri}, "position": place}
    references = about | {"context": {"includeDeclaration": True}}
    within = document.position(
        document.text.index("taxOf(") + 3 if kind.pulls else _taxes(document)
    )
    inside = {"textDocument": {"uri": document.uri}, "position": within}
    for _ in range(TIMES):
        for name, method, params in (
            ("references", "textDocument/references", references),
            ("symbols", "workspace/symbol", {"query": "tallest1"}),
            ("completion", "textDocument/completion", inside),
        ):
            before = time.perf_counter()
            if not client.request(method, params):
                raise SystemExit(f"no answer of {kind.name} to {method}")
            _note(measured, name, before)


def _taxes(document: OpenDocument) -> int:
    return document.text.index("taxOf house") + 3


def _memory(client: LanguageClient) -> float:
    """MB of all processes of a server: npm's `tsc` starts another one."""
    server = psutil.Process(client.process.pid)
    processes = [server, *server.children(recursive=True)]
    return sum(float(one.memory_info().rss) for one in processes) / 1e6


def _opened(kind: Kind, client: LanguageClient, root: Path, number: int) -> OpenDocument:
    path = root / kind.path(number)
    return OpenDocument(client, path, path.read_text())


def _diagnostics(kind: Kind, document: OpenDocument) -> None:
    """Wait for the diagnostics of the document as it is now; there are to be none."""
    found: list[Any]
    if kind.pulls:
        params = {"textDocument": {"uri": document.uri}}
        found = document.client.request("textDocument/diagnostic", params)["items"]
    else:
        found = document.diagnostics()
    if found:
        raise SystemExit(f"{kind.name} finds a mistake: {found[0]['message']}")


def _note(measured: dict[str, list[float]], name: str, since: float) -> None:
    measured.setdefault(name, []).append((time.perf_counter() - since) * 1000)


# ---------------------------------------------------------------------------- programs


def _measure_program(command: Sequence[str], measured: dict[str, list[float]], name: str) -> None:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    _note(measured, name, started)


def _show(results: dict[int, dict[str, Measurements]]) -> None:
    table = Table("modules", "", "nova-ls", "TypeScript 7", "ratio", "does nothing", "ratio")
    for row in rows(results):
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
