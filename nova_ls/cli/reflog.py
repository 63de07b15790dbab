"""`nova-ls reflog`: every movement of a branch, newest first."""

from __future__ import annotations

import argparse
import json
import sys
from itertools import islice
from typing import Final

from nova_ls.cli.log import short
from nova_ls.cli.opened_history import (
    configure_count,
    configure_format,
    configure_place,
    opened_history,
)
from nova_ls.cli.paint import paint

HELP: Final = "show every movement of a branch"


def configure(parser: argparse.ArgumentParser) -> None:
    configure_count(parser)
    configure_format(parser)
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    with opened_history(options) as history:
        movements = list(islice(history.log.reflog(), options.max_count))
    if options.format == "json":
        json.dump(
            [
                {
                    "time": movement.time,
                    "branch": movement.branch,
                    "old": movement.old.hex() if movement.old else None,
                    "new": movement.new.hex() if movement.new else None,
                    "action": movement.action,
                    "author": movement.author,
                }
                for movement in movements
            ],
            sys.stdout,
        )
        print()
        return 0
    for number, movement in enumerate(movements):
        commit = short(movement.new) if movement.new is not None else "-" * 10
        print(f"{paint(commit, 'yellow')} HEAD@{{{number}}}: {movement.action} ({movement.branch})")
    return 0
