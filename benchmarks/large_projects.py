"""What grows with a project: checks, starts, edits, saves, references, symbols and completions at 100, 1,000 and 10,000 modules.

    python -m benchmarks.large_projects [--modules 100 1000 10000] [--jobs 1 2] [--json FILE]

Checks are processes of their own with a new database, then with the one of the first. The server starts on what the check left, with a document in
the topmost layer; an edit's time ends with the diagnostics that carry its version.
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
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.edit_latency import SERVER
from benchmarks.projects import MOST_USES, make_project, module_path
from nova_ls.cli.language_client import LanguageClient
from nova_ls.cli.open_document import OpenDocument

EDITS: Final = 60
TIMES: Final = 5
_PERIOD: Final = 0.01

Measurements = dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what grows with a project.")
    parser.add_argument("--modules", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    results: dict[int, Measurements] = {}
    with tempfile.TemporaryDirectory(prefix="nova-bench-") as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        for count in options.modules:
            root = Path(folder).resolve() / f"town{count}"
            results[count] = measure(root, count, options.jobs)
            shutil.rmtree(root)
    _show(results)
    if options.json is not None:
        options.json.write_text(json.dumps(results, indent=2) + "\n")
    return 0


def measure(root: Path, count: int, jobs: Sequence[int]) -> Measurements:
    """All measurements of a project of so many modules: seconds, MB, milliseconds."""
    make_project(root, count)
    texts = (path.read_bytes() for path in root.rglob("*.nova"))
    measured: Measurements = {"modules": count, "lines": sum(text.count(b"\n") for text in texts)}
    check(root, 1, module_path(0))  # Makes the bytecode.
    for number in jobs:
        shutil.rmtree(root / ".nova", ignore_errors=True)
        _note(measured, f"cold{number}", check(root, number))
    for number in jobs:
        name = f"cold{number}"
        measured[f"{name}_lines"] = measured["lines"] / measured[f"{name}_wall"]
    _note(measured, "again", check(root, 1))
    _measure_server(root, count, measured)
    return measured


def _note(measured: Measurements, name: str, found: Measurements) -> None:
    measured.update({f"{name}_{key}": value for key, value in found.items()})


# ---------------------------------------------------------------------------- checks


def check(root: Path, jobs: int, path: str = ".") -> Measurements:
    """One check in processes of its own: seconds on the clock and of processors, MB of the largest and of all together."""
    command = (sys.executable, "-m", "nova_ls", "check", "--format", "json", "--jobs", str(jobs))
    started = time.perf_counter()
    process = subprocess.Popen([*command, path], cwd=root, stdout=subprocess.DEVNULL)
    watched = psutil.Process(process.pid)
    largest = together = cpu = 0.0
    while process.poll() is None:
        with suppress(psutil.Error):
            sizes = [float(one.memory_info().rss) for one in _family(watched)]
            largest, together = max(largest, *sizes), max(together, sum(sizes))
            times = watched.cpu_times()
            cpu = times.user + times.system + times.children_user + times.children_system
        time.sleep(_PERIOD)
    wall = time.perf_counter() - started
    if process.returncode:
        raise SystemExit("the generated project is wrong")
    return {"wall": wall, "cpu": cpu, "mb": largest / 1e6, "mb_together": together / 1e6}


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


# ---------------------------------------------------------------------------- the server


def _measure_server(root: Path, count: int, measured: Measurements) -> None:
    path = root / module_path(count - 1)
    client = LanguageClient(SERVER, root)
    try:
        client.initialize()
        document = OpenDocument(client, path, path.read_text())
        if document.diagnostics():
            raise SystemExit("the generated module is wrong")
        measured["first_diagnostics"] = _since(client.started)
        measured["first_mb"] = _memory(client)
        _settle(client)
        measured["settled"] = _since(client.started)
        measured["settled_mb"] = _memory(client)
        _measure_edits(document, path, measured)
        _measure_requests(client, document, root, measured)
    finally:
        client.shutdown()


def _measure_edits(document: OpenDocument, path: Path, measured: Measurements) -> None:
    times = sorted(_edits(document))
    measured["edit_p50"] = statistics.median(times)
    measured["edit_p95"] = times[int(len(times) * 0.95)]
    saves = []
    for _ in range(TIMES):
        next(_edits(document))
        before = time.perf_counter()
        document.save(path)
        _settle(document.client)
        saves.append(_since(before))
    measured["save"] = statistics.median(saves)


def _edits(document: OpenDocument) -> Iterator[float]:
    """Edits of a number in the body of a function, each a text that the server has not seen."""
    for _ in range(EDITS):
        start = document.text.index("budget = max ") + len("budget = max ")
        end = document.text.index(" ", start)
        yield document.timed(start, end, str(100_000 + document.version))


def _measure_requests(
    client: LanguageClient, document: OpenDocument, root: Path, measured: Measurements
) -> None:
    core = root / module_path(0)
    text = core.read_text()
    opened = OpenDocument(client, core, text)
    opened.diagnostics()
    place = opened.position(text.index("tally ::") + 1)
    about = {"textDocument": {"uri": core.as_uri()}, "position": place}
    references = about | {"context": {"includeDeclaration": True}}
    found = client.request("textDocument/references", references)
    measured["uses"] = len(found)
    _repeat(measured, "references", client, "textDocument/references", references)
    _repeat(measured, "symbols", client, "workspace/symbol", {"query": "tallest1"})
    offset = document.text.index("area", document.text.index("noted")) + 2
    place = document.position(offset)
    about = {"textDocument": {"uri": document.uri}, "position": place}
    _repeat(measured, "completion", client, "textDocument/completion", about)


def _repeat(
    measured: Measurements,
    name: str,
    client: LanguageClient,
    method: str,
    params: dict[str, object],
) -> None:
    """The first answer, and the middle one of some more."""
    times = []
    for _ in range(1 + TIMES):
        before = time.perf_counter()
        if not client.request(method, params):
            raise SystemExit(f"no answer to {method}")
        times.append(_since(before))
    measured[f"{name}_first"] = times[0]
    measured[name] = statistics.median(times[1:])


def _settle(client: LanguageClient) -> None:
    while not client.request("nova/stats", {})["settled"]:
        time.sleep(0.005)


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _memory(client: LanguageClient) -> float:
    return float(psutil.Process(client.process.pid).memory_info().rss) / 1e6


# ---------------------------------------------------------------------------- the report

_ROWS: Final = (
    ("lines", "lines"),
    ("check, one process: seconds", "cold1_wall"),
    ("check, one process: seconds of processor", "cold1_cpu"),
    ("check, one process: lines/s", "cold1_lines"),
    ("check, one process: MB", "cold1_mb"),
    ("check, two workers: seconds", "cold2_wall"),
    ("check, two workers: lines/s", "cold2_lines"),
    ("check, two workers: MB of the largest process", "cold2_mb"),
    ("check, two workers: MB of all", "cold2_mb_together"),
    ("nothing changed: seconds of processor", "again_cpu"),
    ("nothing changed: MB", "again_mb"),
    ("start, nothing changed: first diagnostics ms", "first_diagnostics"),
    ("start: MB then", "first_mb"),
    ("start: all looked at ms", "settled"),
    ("start: MB then", "settled_mb"),
    ("edit p50 ms", "edit_p50"),
    ("edit p95 ms", "edit_p95"),
    ("save, all done ms", "save"),
    ("uses of the name that is looked for", "uses"),
    ("references ms", "references"),
    ("references, the first time ms", "references_first"),
    ("workspace symbols ms", "symbols"),
    ("workspace symbols, the first time ms", "symbols_first"),
    ("completion ms", "completion"),
)


def _show(results: dict[int, Measurements]) -> None:
    table = Table("", *(f"{count:,} modules" for count in results))
    for title, name in _ROWS:
        cells = [measured.get(name) for measured in results.values()]
        table.add_row(title, *("" if cell is None else f"{cell:,.4g}" for cell in cells))
    console = Console()
    console.print(table)
    console.print(f"`tally` is used in no more than {MOST_USES:,} modules.")


if __name__ == "__main__":
    sys.exit(main())
