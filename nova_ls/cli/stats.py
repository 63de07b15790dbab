"""`nova-ls stats`: what the database holds, and what this process has asked of it."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Final

from nova_ls.cli.paint import size_of
from nova_ls.cli.session import configure_place, opened_history
from nova_ls.workspace.history.stats import Stats, collect_stats, prometheus

HELP: Final = "show what the database holds and how it is used"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json", "prometheus"), default="text")
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    with opened_history(options) as history:
        stats = collect_stats(history.log, history.branch)
        if options.format == "json":
            json.dump(stats.as_data(), sys.stdout)
            print()
        elif options.format == "prometheus":
            sys.stdout.write(prometheus(stats))
        else:
            _show(stats)
    return 0


def _show(stats: Stats) -> None:
    print(f"database     {size_of(stats.size)}, revision {stats.revision}, {stats.access}")
    print(f"branch       {stats.branch} ({stats.branches} in all)")
    print(f"declarations {stats.declarations} ({stats.units} units, {stats.failed} do not type)")
    print(
        f"log          {stats.entries} entries, {stats.commits} commits, {stats.movements} lines of reflog"
    )
    print(
        f"             {size_of(stats.log_payload)}, {size_of(stats.per_declaration)} per declaration"
    )
    print("\nbytes by kind")
    for kind, size in sorted(stats.kinds.items(), key=lambda pair: -pair[1]):
        print(f"  {kind:<14}{size_of(size):>10}")
    print("\nbytes by index")
    for index, size in sorted(stats.indexes.items(), key=lambda pair: -pair[1]):
        if size:
            print(f"  {index:<14}{size_of(size):>10}")
    _show_metrics(stats.metrics)


def _show_metrics(metrics: dict[str, object]) -> None:
    print("\nsince it was opened")
    for name, value in metrics.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {item:g}" for key, item in value.items()) or "-"
        print(f"  {name:<22}{value}")
