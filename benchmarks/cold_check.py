"""How fast a cold check is: lines per second of given folders, with a database on disk.

    python -m benchmarks.cold_check [--runs N] [--json FILE] FOLDER...

Each run is a process of its own with a new database; the best of them counts, since the others were disturbed. A second check
with the database of the first shows what a restart costs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from nova_ls.workspace.discovery import source_files


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure cold checks of folders.")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    folders = [str(folder.absolute()) for folder in options.folders]
    files = [file for folder in options.folders for file in source_files(folder)]
    lines = sum(file.read_bytes().count(b"\n") for file in files)
    with tempfile.TemporaryDirectory(prefix="nova-bench-") as place:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{place}/bytecode"
        _check(folders, f"{place}/first")  # Makes the bytecode.
        cold = min((_check(folders, f"{place}/{run}") for run in range(options.runs)), key=_wall)
        warm = min((_check(folders, f"{place}/0") for _ in range(options.runs)), key=_wall)
    measured = {
        "files": len(files),
        "lines": lines,
        "cold_seconds": cold["wall"],
        "cold_cpu_seconds": cold["cpu"],
        "cold_lines_per_second": lines / cold["wall"],
        "cold_lines_per_cpu_second": lines / cold["cpu"],
        "cold_mb": cold["mb"],
        "warm_seconds": warm["wall"],
        "warm_mb": warm["mb"],
        "errors": cold["errors"],
        "declarations": cold["declarations"],
    }
    table = Table("", "value", "target")
    wanted = {"cold_lines_per_second": ">= 3000", "cold_mb": "<= 500"}
    for name, value in measured.items():
        shown = f"{value:.2f}" if name.endswith("seconds") else f"{value:.0f}"
        table.add_row(name.replace("_", " "), shown, wanted.get(name, ""))
    Console().print(table)
    if options.json is not None:
        options.json.write_text(json.dumps(measured, indent=2) + "\n")
    return 0


def _wall(run: dict[str, Any]) -> float:
    return float(run["wall"])


def _check(folders: list[str], database: str) -> dict[str, Any]:
    """One check in a process of its own: seconds, MB at most, and what it found."""
    command = [sys.executable, "-m", "nova_ls", "check", "--format", "json", "--database", database]
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen([*command, *folders], stdout=output, stderr=subprocess.DEVNULL)
        watched = psutil.Process(process.pid)
        most, cpu = 0, 0.0
        while process.poll() is None:
            try:
                most = max(most, watched.memory_info().rss)
                times = watched.cpu_times()
                cpu = times.user + times.system
            except psutil.Error:
                break
            time.sleep(0.005)
        process.wait()
        wall = time.perf_counter() - started
        output.seek(0)
        summary = json.load(output)["summary"]
    counts = {name: summary[name] for name in ("errors", "declarations")}
    return {"wall": wall, "cpu": cpu, "mb": most / 1e6, **counts}


if __name__ == "__main__":
    sys.exit(main())
