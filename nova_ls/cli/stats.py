"""`nova-ls stats`: what the database holds, and what the last server and the last check did with it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any, Final

from rich.filesize import decimal

from nova_ls.base.times import show_age
from nova_ls.cli.opened_history import (
    configure_format,
    configure_place,
    database_of,
    opened_history,
    workspace_of,
)
from nova_ls.cli.paint import paint
from nova_ls.history.database_stats import Stats, collect_stats, prometheus
from nova_ls.maintenance.run_metrics import PERCENTS, Run, metrics_as_data, read_runs

HELP: Final = "show what the database holds and how it is used"


def configure(parser: argparse.ArgumentParser) -> None:
    configure_format(parser, "prometheus")
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    with opened_history(options) as history:
        runs = read_runs(database_of(options, workspace_of(options)))
        stats = collect_stats(history.log, history.branch, runs)
        if options.format == "json":
            json.dump(stats.as_data(), sys.stdout)
            print()
        elif options.format == "prometheus":
            sys.stdout.write(prometheus(stats))
        else:
            _show(stats)
            for each in stats.runs:
                _show_run(each, history.log.clock())
    return 0


def _show(stats: Stats) -> None:
    print(f"database      {decimal(stats.size)}, revision {stats.revision}, {stats.access}")
    print(f"branch        {stats.branch} ({stats.branches} in all)")
    print(f"declarations  {stats.declarations} ({stats.units} units, {stats.failed} do not type)")
    print(
        f"log           {stats.entries} entries, {stats.commits} commits, {stats.movements} lines of reflog"
    )
    print(
        f"              {decimal(stats.log_payload)}, {decimal(stats.per_declaration)} per declaration"
    )
    print(f"by kind       {_sizes(stats.kinds)}")
    print(f"by index      {_sizes(stats.indexes)}")


def _sizes(sizes: dict[str, int]) -> str:
    listed = sorted(sizes.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{name} {decimal(size)}" for name, size in listed if size) or "-"


def _show_run(each: Run, now: float) -> None:
    print(f"\n{paint(f'last {each.name}', 'bold')}, {show_age(now - each.time)}")
    found = metrics_as_data(each.metrics)
    for word, name, show in _LINES:
        if name in found:  # An earlier nova-ls may not have counted it.
            print(f"  {word:<13} {show(found[name])}")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "-"


def _latency(data: dict[str, float]) -> str:
    return _spread(data, lambda percent: f"{percent} % in {_time(data[f'p{percent}'])}")


def _reach(data: dict[str, float]) -> str:
    return _spread(data, lambda percent: f"{percent} % reach {data[f'p{percent}']:g} units")


def _spread(data: dict[str, float], show: Callable[[int], str]) -> str:
    return f"{data['count']}: {', '.join(map(show, PERCENTS))}" if data["count"] else "-"


def _time(microseconds: float) -> str:
    return f"{microseconds:g} µs" if microseconds < 1000 else f"{microseconds / 1000:g} ms"


_LINES: Final[tuple[tuple[str, str, Callable[[Any], str]], ...]] = (
    ("hits", "artifact_hits", _counts),
    ("misses", "artifact_misses", _counts),
    ("reads", "read_us", _latency),
    ("writes", "write_us", _latency),
    ("transactions", "transactions", str),
    ("  failed", "transactions_failed", str),
    ("  retried", "transactions_retried", str),
    ("damaged", "damaged", str),
    ("units", "results", _counts),
    ("  because of", "revalidations", _counts),
    ("changes", "invalidation_size", _reach),
    ("  walked", "invalidation_us", _latency),
    ("layers", "layer_depth", _counts),
    ("  elements", "layer_elements", _counts),
)
