"""What benchmarks of one process share: options, a scratch module in the pantry, and the report of times."""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace

_PANTRY: Final = Path(__file__).parents[1] / "fixtures" / "pantry"

Measurements = dict[str, float]


def read_options(description: str | None, rounds: int) -> argparse.Namespace:
    """`rounds`, with its default, and `json`, the file to report to; None: none."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def open_in_pantry(name: str, text: str) -> tuple[Workspace, File]:
    """The pantry in memory, checked, with an unsaved module of this text in it."""
    workspace = open_workspace(_PANTRY, MEMORY).workspace
    workspace.scan()
    file = workspace.open_document(_PANTRY / f"{name}.nova", text, 1)
    for _ in workspace.settle():
        pass
    return workspace, file


def percentiles(seconds: list[float]) -> Measurements:
    """Median and 95th percentile of times, in milliseconds."""
    ordered = sorted(seconds)
    return {
        "p50": statistics.median(ordered) * 1000,
        "p95": ordered[int(len(ordered) * 0.95)] * 1000,
    }


def report(found: Mapping[str, Measurements], file: Path | None) -> None:
    """Print times by name, and write them to a file."""
    for name, each in found.items():
        print(f"{name:40} p50 {each['p50']:7.3f} ms   p95 {each['p95']:7.3f} ms")
    if file is not None:
        file.write_text(json.dumps(found, indent=2), encoding="utf-8")
