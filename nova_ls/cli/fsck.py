"""`nova-ls fsck`: check that everything in the database is what was written, and repair what is not."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from nova_ls.cli.opened_history import configure_place, database_of, opened_history, workspace_of
from nova_ls.cli.paint import counted, paint
from nova_ls.cli.usage_error import UsageError
from nova_ls.maintenance.whole_database import check_all, heal, repair_all
from nova_ls.store import StoreError, open_database
from nova_ls.store.fault import Fault, FaultKind
from nova_ls.store.stored import StoredDatabase

HELP: Final = "check the database; with --repair repair it"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--repair", action="store_true", help="repair what can be rebuilt from the sources"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    """0: no faults, or none left; 1: faults."""
    with opened_history(options, writes=options.repair) as history:
        repaired: list[Fault] = []
        if options.repair:
            assert isinstance(history.database, StoredDatabase)
            repaired, left = repair_all(history.database)
        else:
            left = check_all(history.database)
    if options.repair and any(fault.kind is FaultKind.UNREADABLE for fault in left):
        left = _heal(database_of(options, workspace_of(options)))
    if options.format == "json":
        json.dump(
            {"repaired": [_json(f) for f in repaired], "faults": [_json(f) for f in left]},
            sys.stdout,
        )
        print()
        return 1 if left else 0
    for fault in repaired:
        print(f"{paint('repaired', 'green')} {fault.kind.value}: {fault.message}")
    for fault in left:
        print(f"{paint(fault.kind.value, 'red')}: {fault.message}")
    if left and not options.repair:
        print(
            f"{counted(len(left), 'fault')}; `nova-ls fsck --repair` repairs what can be repaired",
            file=sys.stderr,
        )
    elif left:
        print(f"{counted(len(left), 'fault')} left; `nova-ls check` builds a new database once this one's folder is deleted", file=sys.stderr)  # fmt: skip
    elif repaired:
        print(
            f"{counted(len(repaired), 'fault')} repaired; `nova-ls check` rebuilds what was removed",
            file=sys.stderr,
        )
    return 1 if left else 0


def _heal(path: Path) -> list[Fault]:
    """Build the database anew of what can be read; the faults that are left."""
    try:
        print(heal(path), file=sys.stderr)
        database = open_database(path).database
    except StoreError as problem:
        raise UsageError(str(problem)) from problem
    try:
        return check_all(database)
    finally:
        database.close()


def _json(fault: Fault) -> dict[str, object]:
    return {
        "kind": fault.kind.value,
        "index": fault.index.value,
        "message": fault.message,
        "repairable": bool(fault.edits),
    }
