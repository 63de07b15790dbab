"""How long an editor waits: from an edit to its diagnostics, for hovers, and after a start.

    python -m benchmarks.edit_latency [--functions 62 250 500] [--edits N] [--json FILE]

A module of 500, 2,000 and 4,000 lines among 50 others is opened in a real server process over a raw pipe. An edit's time ends with
the diagnostics that carry its version. Every edit is a text that the server has not seen: nothing is found in its memory.

body           a number inside one signed function
breaking       the same place gets a text where a number has to be, and the number back
signature      the type of a function that two others and five modules use
declaration    eight new lines, and their removal
whole          every function is another one: a full check of the module
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.workspaces import LARGE_PATH, SIGNED_MARK, function, large_module, make_workspace
from nova_ls.cli.language_client import LanguageClient
from nova_ls.cli.open_document import OpenDocument

SERVER: Final = (sys.executable, "-m", "nova_ls", "--stdio")
FLOOR: Final = (sys.executable, str(Path(__file__).with_name("floor_server.py")))
STARTS: Final = 3
REFERENCE: Final = 250
"""The number of functions for which most targets are set: 2,000 lines."""

Measurements = dict[str, float]


def main() -> int:
    options = _parser().parse_args()
    results: dict[int, Measurements] = {}
    with tempfile.TemporaryDirectory(prefix="nova-bench-") as folder:
        # As for an installed program, whatever the environment here: the bytecode is kept.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        for functions in options.functions:
            root = Path(folder).resolve() / f"shop{functions}"
            results[functions] = measure(root, functions, options.edits)
    _show(results)
    report = {
        "sizes": {str(functions): measured for functions, measured in results.items()},
        "targets": [
            {"what": what, "value": value, "limit": limit, "met": value <= limit}
            for what, value, limit in targets(results)
        ],
    }
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=2) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure what an editor waits for.")
    parser.add_argument("--functions", type=int, nargs="+", default=[62, 250, 500])
    parser.add_argument("--edits", type=int, default=200, help="body edits; others in proportion")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser


# ---------------------------------------------------------------------------- one size


def measure(root: Path, functions: int, edits: int) -> Measurements:
    """All measurements for one workspace, in milliseconds and MB."""
    make_workspace(root, functions)
    text = (root / LARGE_PATH).read_text()
    measured: Measurements = {"lines": text.count("\n")}
    for _ in range(STARTS):
        shutil.rmtree(root / ".nova", ignore_errors=True)
        client, document = _start(root, text, measured, "cold")
        client.shutdown()
    for _ in range(STARTS):
        client.shutdown()
        client, document = _start(root, text, measured, "warm")
    try:
        rng = random.Random(1)
        _summarise(measured, "body", _body_edits(document, functions, edits, rng))
        _summarise(measured, "breaking", _breaking_edits(document, functions, edits // 4, rng))
        _summarise(measured, "signature", _signature_edits(document, edits // 4))
        _summarise(measured, "declaration", _declaration_edits(document, edits // 4))
        _summarise(measured, "hover", _hovers(document, edits, rng))
        _summarise(
            measured, "hover_behind_edit", _hovers_behind_edits(document, functions, edits, rng)
        )
        _summarise(
            measured, "completion", _completions_behind_edits(document, functions, edits, rng)
        )
        _summarise(measured, "whole", _whole_edits(document, functions))
        _settle(client)
        measured["rss"] = _memory(client)
    finally:
        client.shutdown()
    _measure_floor(root, text, functions, edits, measured)
    return measured


def _start(
    root: Path, text: str, measured: Measurements, name: str
) -> tuple[LanguageClient, OpenDocument]:
    def note(what: str, value: float) -> None:
        """Of several starts the best counts: the others were disturbed."""
        measured[f"{name}_{what}"] = min(value, measured.get(f"{name}_{what}", value))

    client = LanguageClient(SERVER, root)
    client.initialize()
    note("initialize", _since(client.started))
    document = OpenDocument(client, root / LARGE_PATH, text)
    found = document.diagnostics()
    note("diagnostics", _since(client.started))
    if found:
        raise SystemExit(f"the generated module is wrong: {found[0]['message']}")
    stats = _settle(client)
    note("settled", _since(client.started))
    note("rss", _memory(client))
    measured[f"{name}_typed"] = max(stats["typed"], measured.get(f"{name}_typed", 0))
    return client, document


def _settle(client: LanguageClient) -> dict[str, Any]:
    """Wait until the server has nothing left to do; its counts."""
    while True:
        stats: dict[str, Any] = client.request("nova/stats", {})
        if stats["settled"]:
            return stats
        time.sleep(0.005)


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _memory(client: LanguageClient) -> float:
    return float(psutil.Process(client.process.pid).memory_info().rss) / 1e6


def _summarise(measured: Measurements, name: str, times: Iterator[float]) -> None:
    found = sorted(times)
    measured[f"{name}_p50"] = statistics.median(found)
    measured[f"{name}_p95"] = found[min(int(len(found) * 0.95), len(found) - 1)]
    measured[f"{name}_min"] = found[0]


# ---------------------------------------------------------------------------- edits


_MARKS: Final = (
    "count == ",
    "item.stock > ",
    "stock > ",
    "best.price > ",
    "sum prices + ",
    "item.price * 2 + ",
    "item.price > ",
    "value > ",
)
"""What stands before a number, in one of the forms each."""


def _number_in(document: OpenDocument, number: int) -> tuple[int, int]:
    """The last number in the text of a function that is a literal of its own form."""
    head = document.text.index(f"\n{_name(number)} ::") + 1
    end = document.text.find("\n\n", head)
    text = document.text[head : end if end >= 0 else len(document.text)]
    start = next(text.index(mark) + len(mark) for mark in _MARKS if mark in text)
    stop = start
    while text[stop].isdigit():
        stop += 1
    return head + start, head + stop


def _name(number: int) -> str:
    return function(number).split(" ", 1)[0]


def _body_edits(
    document: OpenDocument, functions: int, count: int, rng: random.Random
) -> Iterator[float]:
    for step in range(count):
        start, end = _number_in(document, rng.randrange(functions))
        yield document.timed(start, end, str(100_000 + step))


def _breaking_edits(
    document: OpenDocument, functions: int, count: int, rng: random.Random
) -> Iterator[float]:
    for step in range(count):
        start, end = _number_in(document, rng.randrange(functions))
        wrong = f'"{step}"'
        yield document.timed(start, end, wrong)
        document.timed(start, start + len(wrong), str(200_000 + step))


def _signature_edits(document: OpenDocument, count: int) -> Iterator[float]:
    start = document.text.index(SIGNED_MARK) + SIGNED_MARK.index("mark0")
    end = start + len("mark0")
    for step in range(count):
        new = f"mark{step + 1}"
        yield document.timed(start, end, new)
        _settle(document.client)
        end = start + len(new)


def _declaration_edits(document: OpenDocument, count: int) -> Iterator[float]:
    for step in range(count):
        name = f"added{step}"
        text = function(1, step).replace("price1", name)
        start = document.text.index("\ngrade8 ::") + 1
        yield document.timed(start, start, f"{text}\n")
        _settle(document.client)
        yield document.timed(start, start + len(text) + 1, "")
        _settle(document.client)


def _whole_edits(document: OpenDocument, functions: int, count: int = 3) -> Iterator[float]:
    original = document.text
    for salt in range(1, count + 1):
        before = time.perf_counter()
        document.replace_all(large_module(functions, 1_000 * salt))
        document.diagnostics()
        yield _since(before)
        _settle(document.client)
    document.replace_all(original)
    document.diagnostics()


# ---------------------------------------------------------------------------- hovers


def _hovers(document: OpenDocument, count: int, rng: random.Random) -> Iterator[float]:
    """Over names all over the module; each place is asked for once."""
    _settle(document.client)
    places = [i for i in range(len(document.text)) if document.text.startswith("item", i)]
    for place in rng.sample(places, min(count, len(places))):
        before = time.perf_counter()
        answer = document.client.answer(document.hover(place + 1))
        yield _since(before)
        if answer is None and document.text[place - 1] in " (":
            raise SystemExit(f"no hover at {document.text[place - 20 : place + 20]!r}")


def _hovers_behind_edits(
    document: OpenDocument, functions: int, count: int, rng: random.Random
) -> Iterator[float]:
    """In the declaration just edited, in the same breath: from the edit to the hover."""
    for step in range(count):
        number = rng.randrange(functions)
        start, end = _number_in(document, number)
        before = time.perf_counter()
        document.replace(start, end, str(300_000 + step))
        request = document.hover(document.text.index(f"\n{_name(number)} ::") + 2)
        answer = document.client.answer(request)
        yield _since(before)
        if answer is None:
            raise SystemExit("no hover directly behind an edit")
        document.diagnostics()


_BEGUN: Final = (
    "ad",
    "co",
    "de",
    "fi",
    "fo",
    "gr",
    "in",
    "it",
    "lo",
    "ma",
    "pr",
    "re",
    "sh",
    "to",
    "un",
)
"""What names begin with, the module's own and others'."""


def _completions_behind_edits(
    document: OpenDocument, functions: int, count: int, rng: random.Random
) -> Iterator[float]:
    """The beginning of a name is typed in the place of a number, and what it may become is asked for in the same breath."""
    _settle(document.client)
    for _ in range(count):
        start, end = _number_in(document, rng.randrange(functions))
        number = document.text[start:end]
        before = time.perf_counter()
        document.replace(start, end, rng.choice(_BEGUN))
        answer = document.client.answer(document.ask("textDocument/completion", start + 2))
        yield _since(before)
        if not answer["items"]:
            raise SystemExit("no completions directly behind an edit")
        document.timed(start, start + 2, number)


# ---------------------------------------------------------------------------- the floor


def _measure_floor(
    root: Path, text: str, functions: int, edits: int, measured: Measurements
) -> None:
    client = LanguageClient(FLOOR, root, subprocess.DEVNULL)
    try:
        client.initialize()
        measured["floor_initialize"] = _since(client.started)
        document = OpenDocument(client, root / LARGE_PATH, text)
        document.diagnostics()
        rng = random.Random(1)
        _summarise(measured, "floor_body", _body_edits(document, functions, edits, rng))
        places = [rng.randrange(len(text)) for _ in range(edits)]
        _summarise(measured, "floor_hover", (_floor_hover(document, place) for place in places))
    finally:
        client.shutdown()


def _floor_hover(document: OpenDocument, place: int) -> float:
    before = time.perf_counter()
    document.client.answer(document.hover(place))
    return _since(before)


# ---------------------------------------------------------------------------- the report


def targets(results: dict[int, Measurements]) -> list[tuple[str, float, float]]:
    """What was aimed at, what came out, and the limit that it must not exceed."""
    middle = results.get(REFERENCE)
    found: list[tuple[str, float, float]] = []
    if middle is not None:
        found += [
            ("body edit, 2,000 lines, p50 ms", middle["body_p50"], 10),
            ("body edit, 2,000 lines, p95 ms", middle["body_p95"], 25),
            ("50 body edits / full check", 50 * middle["body_p50"] / middle["whole_p50"], 1),
            ("hover p50 ms", middle["hover_p50"], 2),
            (
                "hover behind an edit, p50 ms over the edit's",
                middle["hover_behind_edit_p50"] - middle["body_p50"],
                2,
            ),
            ("completion behind letters, p50 ms", middle["completion_p50"], 20),
            (
                "warm / cold start to diagnostics",
                middle["warm_diagnostics"] / middle["cold_diagnostics"],
                0.25,
            ),
            ("declarations typed at a warm start", middle["warm_typed"], 0),
            ("resident MB", max(middle["rss"], middle["cold_rss"], middle["warm_rss"]), 200),
        ]
    if 62 in results and 500 in results:
        ratio = results[500]["body_p50"] / results[62]["body_p50"]
        found.append(("body edit, 4,000 / 500 lines", ratio, 1.3))
    return found


_ROWS: Final[Sequence[tuple[str, str]]] = (
    ("lines", "lines"),
    ("body edit p50 / p95 / min ms", "body"),
    ("breaking edit p50 / p95 / min ms", "breaking"),
    ("signature edit p50 / p95 / min ms", "signature"),
    ("declaration added or removed p50 / p95 / min ms", "declaration"),
    ("full check p50 / p95 / min ms", "whole"),
    ("hover p50 / p95 / min ms", "hover"),
    ("hover behind an edit p50 / p95 / min ms", "hover_behind_edit"),
    ("completion behind letters p50 / p95 / min ms", "completion"),
    ("floor: edit p50 / p95 / min ms", "floor_body"),
    ("floor: hover p50 / p95 / min ms", "floor_hover"),
    ("floor: initialize ms", "floor_initialize"),
    ("cold: initialize ms", "cold_initialize"),
    ("cold: first diagnostics ms", "cold_diagnostics"),
    ("cold: all checked and saved ms", "cold_settled"),
    ("cold: declarations typed", "cold_typed"),
    ("warm: initialize ms", "warm_initialize"),
    ("warm: first diagnostics ms", "warm_diagnostics"),
    ("warm: all checked ms", "warm_settled"),
    ("warm: declarations typed", "warm_typed"),
    ("resident MB, cold start", "cold_rss"),
    ("resident MB, warm start", "warm_rss"),
    ("resident MB, at the end", "rss"),
)


def _show(results: dict[int, Measurements]) -> None:
    console = Console()
    table = Table("", *(f"{functions} functions" for functions in results))
    for title, name in _ROWS:
        table.add_row(title, *(_cell(measured, name) for measured in results.values()))
    ratio: Callable[[Measurements], str] = lambda f: f"{f['body_p50'] / f['floor_body_p50']:.1f}"  # noqa: E731
    table.add_row("body edit / floor", *map(ratio, results.values()))
    console.print(table)
    table = Table("target", "value", "limit", "")
    for what, value, limit in targets(results):
        table.add_row(
            what, f"{value:.2f}", f"{limit:g}", "met" if value <= limit else "[bold]MISSED"
        )
    console.print(table)


def _cell(measured: Measurements, name: str) -> str:
    if f"{name}_p50" in measured:
        return " / ".join(f"{measured[f'{name}_{part}']:.1f}" for part in ("p50", "p95", "min"))
    value = measured[name]
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


if __name__ == "__main__":
    sys.exit(main())
