"""The first seconds, and whatever else keeps a server busy: how long an editor waits meanwhile.

    python -m benchmarks.first_seconds [--functions 250] [--times N] [--json FILE]

first       from the start of the process to the diagnostics of a module of 2,000 lines among 50 others: cold, and after a restart
meanwhile   hovers and edits at random moments: of a cold start, of the commit behind it, of a change of branches that touches every
            module, of a save
signature   the first edit of a type after a restart that all other modules rely on: to the diagnostics of its own document

A server that does nothing, in the same run, is the floor; ratios are to it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.edit_latency import FLOOR, SERVER
from benchmarks.workspaces import LARGE_PATH, SMALL_MODULES, make_workspace, small_module
from nova_ls.cli.language_client import LanguageClient
from nova_ls.cli.open_document import OpenDocument

BUSY: Final = 3.0
"""Seconds in which requests are sent at random, from the beginning of something."""

CORE: Final = "src/Shop/Part00.nova"
RELIED_ON: Final = "handling :: Item -> Int"

Times = dict[str, list[float]]


def main() -> int:
    options = _parser().parse_args()
    times: Times = {}
    with tempfile.TemporaryDirectory(prefix="nova-first-") as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        root = Path(folder).resolve() / "shop"
        make_workspace(root, options.functions)
        _prepare(root)
        for number in range(options.times):
            _measure(root, random.Random(number), times)
        _floor(root, times)
    _show(times)
    if options.json is not None:
        options.json.write_text(json.dumps(times, indent=2) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure the first seconds.")
    parser.add_argument("--functions", type=int, default=250)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser


def _prepare(root: Path) -> None:
    """Fill the caches: bytecode, and the library that all workspaces share."""
    os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-m", "nova_ls", "prepare"])
    client = LanguageClient(SERVER, root)
    client.initialize()
    _settle(client)
    client.shutdown()


def _measure(root: Path, rng: random.Random, times: Times) -> None:
    shutil.rmtree(root / ".nova", ignore_errors=True)
    client, document = _start(root, times, "first diagnostics, cold")
    _meanwhile(document, rng, times, "a cold start and its commit")
    _settle(client)
    for number in range(1, SMALL_MODULES):
        text = (
            small_module(number) + f"\nadded{number} :: Int\nadded{number} = {rng.random():.9f}\n"
        )
        (root / f"src/Shop/Part{number:02}.nova").write_text(text.replace("= 0.", "= "))
    paths = [root / f"src/Shop/Part{number:02}.nova" for number in range(1, SMALL_MODULES)]
    changes = [{"uri": path.as_uri(), "type": 2} for path in paths]
    client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
    _meanwhile(document, rng, times, "a change of branches")
    _settle(client)
    document.save(root / LARGE_PATH)
    _meanwhile(document, rng, times, "a save", seconds=1.0)
    document.save(root / LARGE_PATH)
    _settle(client)
    client.shutdown()
    client, document = _start(root, times, "first diagnostics, warm")
    _settle(client)
    client.shutdown()
    _signature(root, times)


def _start(root: Path, times: Times, name: str) -> tuple[LanguageClient, OpenDocument]:
    client = LanguageClient(SERVER, root)
    client.initialize()
    times.setdefault("initialize", []).append(_since(client.started))
    document = OpenDocument(client, root / LARGE_PATH, (root / LARGE_PATH).read_text())
    document.diagnostics()
    times.setdefault(name, []).append(_since(client.started))
    return client, document


def _meanwhile(
    document: OpenDocument, rng: random.Random, times: Times, name: str, seconds: float = BUSY
) -> None:
    """Hovers and edits at random moments."""
    places = [i for i in range(len(document.text)) if document.text.startswith("item.", i)]
    hovers = times.setdefault(f"hover during {name}", [])
    edits = times.setdefault(f"edit during {name}", [])
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        time.sleep(rng.uniform(0, 0.08))
        before = time.perf_counter()
        document.client.answer(document.hover(rng.choice(places) + 1))
        hovers.append(_since(before))
        time.sleep(rng.uniform(0, 0.08))
        at = document.text.rindex("stock > ") + len("stock > ")
        edits.append(document.timed(at, at + 1, str(rng.randrange(1, 9))))


def _signature(root: Path, times: Times) -> None:
    """The first edit after a restart is one of a type that everything relies on."""
    client = LanguageClient(SERVER, root)
    client.initialize()
    text = (root / CORE).read_text()
    document = OpenDocument(client, root / CORE, text)
    document.diagnostics()
    _settle(client)
    at = text.index(RELIED_ON) + len("handling :: Item -> ")
    took = document.timed(at, at + len("Int"), "Number")
    times.setdefault("signature that all rely on, own document", []).append(took)
    _settle(client)
    client.shutdown()


def _floor(root: Path, times: Times) -> None:
    client = LanguageClient(FLOOR, root)
    client.initialize()
    document = OpenDocument(client, root / LARGE_PATH, (root / LARGE_PATH).read_text())
    document.diagnostics()
    times["floor: first diagnostics"] = [_since(client.started)]
    found = times.setdefault("floor: edit", [])
    at = document.text.rindex("stock > ") + len("stock > ")
    for number in range(100):
        found.append(document.timed(at, at + 1, str(number % 9)))
    client.shutdown()


def _settle(client: LanguageClient) -> None:
    while not client.request("nova/stats", {})["settled"]:
        time.sleep(0.02)


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _show(times: Times) -> None:
    floor = statistics.median(times["floor: edit"])
    table = Table("what", "count", "p50 ms", "p95 ms", "max ms", "p50 / floor's edit")
    for name, found in times.items():
        ordered = sorted(found)
        p95 = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
        measured = (statistics.median(ordered), p95, ordered[-1])
        ratio = f"{measured[0] / floor:.1f}"
        table.add_row(name, str(len(found)), *(f"{each:.1f}" for each in measured), ratio)
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
