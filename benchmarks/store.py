"""What the memory under the server costs: commits, look-ups, bytes, reads and writes, a save, a branch switch.

python -m benchmarks.store [--modules N] [--json FILE]
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.workspaces import LARGE_PATH, function, make_workspace, small_module
from nova_ls.base.element_bytes import encode_element
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.lines import Encoding
from nova_ls.engine.event_trace import Action
from nova_ls.registry import InterfaceRegistry, Layer, LayerChanges
from nova_ls.store import DEFAULT_POLICIES, ArtifactKind, make_record, open_database
from nova_ls.workspace.open_workspace import open_workspace
from nova_ls.workspace.source_file import TextChange
from nova_ls.workspace.workspace import Workspace

SIZES: Final = (1, 10, 100, 1_000, 10_000)
PAYLOAD: Final = bytes(range(200))
READS: Final = 5_000
SAVES: Final = 40
_SCHEMA: Final = DEFAULT_POLICIES[ArtifactKind.SCHEME].schema_version

Measurements = dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure registry, database and log.")
    parser.add_argument("--modules", type=int, default=200, help="of the branch that is switched")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    sys.setrecursionlimit(60_000)
    gc.disable()
    measured: Measurements = {}
    with tempfile.TemporaryDirectory(prefix="nova-bench-") as place:
        folder = Path(place).resolve()
        _measure_batches(folder / "batches", measured)
        _measure_depth(measured)
        _measure_rows(folder / "rows", measured)
        for functions in (62, 250, 500):
            _measure_save(folder / f"shop{functions}", functions, measured)
        _measure_switch(folder / "branches", options.modules, measured)
    table = Table("", "value")
    for name, value in measured.items():
        table.add_row(name.replace("_", " "), f"{value:,.3f}" if value < 100 else f"{value:,.0f}")
    Console().print(table)
    if options.json is not None:
        options.json.write_text(json.dumps(measured, indent=2) + "\n")
    return 0


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


# ---------------------------------------------------------------------------- registry


def _keys(count: int) -> list[ElementKey]:
    return [element_key(f"Module{n % 50}", Space.VALUE, f"name{n}") for n in range(count)]


def _measure_batches(folder: Path, measured: Measurements) -> None:
    """A commit of so many elements with one synced transaction."""
    database = open_database(folder).database
    registry = InterfaceRegistry()
    root = registry.new_root("baseline")
    batch = registry.begin_batch(root)

    def write(changes: LayerChanges) -> None:
        with database.transaction() as transaction:
            for key in changes.schemes:
                record = make_record(PAYLOAD, transaction.revision, _SCHEMA)
                transaction.put_artifact(ArtifactKind.SCHEME, encode_element(key), record)

    def fill(size: int) -> None:
        for key in _keys(size):
            batch.put(key, PAYLOAD, None, b"hash")

    for size in SIZES:
        commits = []
        for _ in range(5):
            fill(size)
            commits.append(_milliseconds(lambda: registry.commit_batch(batch, write=write)))
        measured[f"commit_{size}_ms"] = min(commits)
    database.close()


def _measure_depth(measured: Measurements) -> None:
    """Nanoseconds of a look-up that goes through one, two or three layers."""
    registry = InterfaceRegistry()
    layer = registry.new_root("root")
    keys = _keys(1_000)
    for key in keys:
        layer.put(key, PAYLOAD, None, b"hash")
    for depth in (1, 2, 3):
        look_up = partial(_look_up, layer, keys)
        best = min(_milliseconds(look_up) for _ in range(50))
        measured[f"lookup_depth_{depth}_ns"] = best * 1e6 / len(keys)
        layer = registry.begin_batch(layer)


def _look_up(layer: Layer, keys: list[ElementKey]) -> None:
    get = layer.get_scheme
    for key in keys:
        get(key)


# ---------------------------------------------------------------------------- database


def _measure_rows(folder: Path, measured: Measurements) -> None:
    """Single artifacts, hot: reads of those that lie in memory, and synced writes."""
    database = open_database(folder).database
    rows = [encode_element(key) for key in _keys(1_000)]
    with database.transaction() as transaction:
        for row in rows:
            record = make_record(PAYLOAD, transaction.revision, _SCHEMA)
            transaction.put_artifact(ArtifactKind.SCHEME, row, record)
    record = make_record(PAYLOAD, 1, _SCHEMA)

    def read(row: bytes) -> None:
        database.get_artifact(ArtifactKind.SCHEME, row)

    def write(row: bytes) -> None:
        database.put_artifact(ArtifactKind.SCHEME, row, record)

    reads = [_milliseconds(partial(read, rows[n % len(rows)])) for n in range(READS)]
    writes = [_milliseconds(partial(write, row)) for row in rows[:300]]
    for name, times in (("read", reads), ("write", writes)):
        percentiles = statistics.quantiles(times, n=100)
        for percentile in (50, 95, 99):
            measured[f"{name}_p{percentile}_us"] = percentiles[percentile - 1] * 1000
    database.close()


# ---------------------------------------------------------------------------- log


def _measure_save(root: Path, functions: int, measured: Measurements) -> None:
    """The commit behind a save of one edited body, in a module of 8 lines for each function among 50 others."""
    make_workspace(root, functions)
    workspace = open_workspace(root, root / ".nova").workspace
    workspace.scan()
    _settle(workspace)
    path, text = root / LARGE_PATH, (root / LARGE_PATH).read_text()
    file = workspace.open_document(path, text, 1)
    number = functions // 2
    times, processor = [], []
    for save in range(SAVES):
        new = text.replace(function(number), function(number, 1_000 + save))
        workspace.change_document(path, [TextChange(None, new)], save + 2, Encoding.UTF16)
        for _ in workspace.settle(file):
            pass
        path.write_text(new)
        workspace.save_document(path)
        started, used = time.perf_counter(), time.process_time()
        workspace.commit("measured")
        times.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - used) * 1000)
    lines = text.count("\n")
    measured[f"save_body_{lines}_lines_p50_ms"] = statistics.median(times)
    measured[f"save_body_{lines}_lines_processor_p50_ms"] = statistics.median(processor)
    workspace.close()


def _measure_switch(root: Path, modules: int, measured: Measurements) -> None:
    """`git checkout` of a branch on which every module has another body, and back: once typed, then found.

    What git itself takes is not counted.
    """
    texts = {root / "src" / f"Part{n:02}.nova": small_module(n) for n in range(modules)}
    others = {path: text.replace("< limit &&", "< limit + 1 &&") for path, text in texts.items()}
    (root / "src").mkdir(parents=True)
    (root / "nova.toml").write_text('[project]\nname = "branches"\n')
    _git(root, "init", "-q", "-b", "main")
    _commit(root, texts)
    workspace = open_workspace(root, root / ".nova").workspace
    cold = _milliseconds(workspace.scan) + _settle(workspace)
    program = workspace.program
    declarations = sum(module.declaration_count for module in program.modules.values())
    size = sum(file.stat().st_size for file in (root / ".nova").rglob("*") if file.is_file())
    measured["cold_check_ms"] = cold
    measured["declarations"] = declarations
    measured["database_bytes_per_declaration"] = size / declarations
    _git(root, "checkout", "-q", "-b", "other")
    _commit(root, others)
    measured["switch_first_ms"] = _take_in(workspace, texts)
    for name, branch in (("back", "main"), ("forth", "other")):
        _git(root, "checkout", "-q", branch)
        typed = program.tally[Action.RAN]
        measured[f"switch_{name}_ms"] = _take_in(workspace, texts)
        measured[f"switch_{name}_typed"] = program.tally[Action.RAN] - typed
    measured["switch_to_cold_ratio"] = (
        max(measured["switch_back_ms"], measured["switch_forth_ms"]) / cold
    )
    workspace.close()
    _git(root, "checkout", "-q", "main")
    workspace = open_workspace(root, root / ".nova").workspace
    started = time.perf_counter()
    workspace.scan()
    _settle(workspace)
    elapsed = (time.perf_counter() - started) * 1000
    measured["restart_on_other_branch_ms"] = elapsed
    measured["restart_on_other_branch_typed"] = workspace.program.tally[Action.RAN]
    measured["restart_to_cold_ratio"] = elapsed / cold
    workspace.close()


def _commit(root: Path, texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        path.write_text(text)
    _git(root, "add", "src", "nova.toml")
    _git(root, "-c", "user.name=bench", "-c", "user.email=bench", "commit", "-q", "-m", "measured")


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True)


def _take_in(workspace: Workspace, paths: Iterable[Path]) -> float:
    def work() -> None:
        for path in paths:
            workspace.reload(path)
        _settle(workspace)

    return _milliseconds(work)


def _settle(workspace: Workspace) -> float:
    def work() -> None:
        for _ in workspace.settle():
            pass
        workspace.commit("measured")

    return _milliseconds(work)


if __name__ == "__main__":
    sys.exit(main())
