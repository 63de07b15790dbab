"""`nova-ls gc`: collect what is past the limits of nova.toml and no longer reachable."""

from __future__ import annotations

import argparse
from typing import Final

from rich.filesize import decimal

from nova_ls.base.times import parse_duration
from nova_ls.cli.opened_history import configure_place, opened_history
from nova_ls.cli.paint import counted
from nova_ls.cli.usage_error import UsageError
from nova_ls.history.history import History
from nova_ls.log.garbage import Garbage, Retention, find_garbage
from nova_ls.log.housekeeping import LogLimits, Measure, enforce_limits, measure_log, oldest_kept
from nova_ls.log.reading import read_branches
from nova_ls.store.purge import clean_up

HELP: Final = "collect what is past the limits of nova.toml"


def configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("-n", "--dry-run", action="store_true", help="say what would go, delete nothing")
    add(
        "--keep",
        metavar="TIME",
        help="instead of `[history] keep`, as in `2 days`; `now`: nothing that is not at a branch",
    )
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    with opened_history(options, writes=not options.dry_run) as history:
        if history.manifest_problem is not None:
            raise UsageError(history.manifest_problem.message)
        limits = _limits(history, options.keep)
        if options.dry_run:
            print(f"Would delete {_summary(_garbage(history, limits))}.")
            return 0
        garbage = Garbage()
        for found in enforce_limits(history.log, limits):
            garbage = found
        history.baseline.archive.rows.prune([name for name, _ in read_branches(history.database)])
        for _ in clean_up(history.database):
            pass
        history.database.compact()
        print(f"Deleted {_summary(garbage)}.")
    return 0


def _limits(history: History, keep: str | None) -> LogLimits:
    limits = history.manifest.history
    if keep is None:
        return LogLimits(limits.keep, limits.size)
    seconds = 0.0 if keep == "now" else parse_duration(keep)
    if seconds is None:
        raise UsageError(f"--keep {keep!r}: give a time, as in `2 days`")
    return LogLimits(seconds, limits.size)


def _garbage(history: History, limits: LogLimits) -> Garbage:
    measure = Measure(0, [])
    for _ in measure_log(history.log, measure):
        pass
    since = oldest_kept(measure, limits, history.log.clock())
    return find_garbage(history.log, Retention(since))


def _summary(garbage: Garbage) -> str:
    return (
        f"{counted(len(garbage.entries), 'entry')} ({decimal(garbage.payload)}),"
        f" {counted(len(garbage.commits), 'commit')}"
        f" and {counted(len(garbage.movements), 'line')} of the reflog"
    )
