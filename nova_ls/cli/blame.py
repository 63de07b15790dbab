"""`nova-ls blame`: who changed each declaration of a module last, when, and how often it has changed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Final

from nova_ls.base.times import show_age
from nova_ls.cli.log import short
from nova_ls.cli.opened_history import configure_format, configure_place, opened_history
from nova_ls.cli.paint import padded, paint, width
from nova_ls.history.declaration_names import DeclarationNames
from nova_ls.history.last_author import Blamed, blame_module, blame_named

HELP: Final = "show who changed each declaration of a module last"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="MODULE|NAME")
    configure_format(parser)
    configure_place(parser)


def run(options: argparse.Namespace) -> int:
    with opened_history(options) as history:
        named = DeclarationNames(history.log, history.branch).find(options.name)
        if named.element:
            found = blame_named(history.log, history.branch, named)
        else:
            found = blame_module(history.log, history.branch, named.module)
        if options.format == "json":
            json.dump([_json(blamed) for blamed in found], sys.stdout)
            print()
        else:
            _show(found, history.log.clock())
    return 0


def _show(found: Iterable[Blamed], now: float) -> None:
    rows = [
        (
            short(blamed.commit.id),
            blamed.commit.author or "(unknown)",
            show_age(now - blamed.commit.time),
            f"{blamed.times}x",
            blamed.element,
        )
        for blamed in found
    ]
    widths = [max((width(row[column]) for row in rows), default=0) for column in range(4)]
    for row in rows:
        commit, author, age, times = (
            padded(text, columns) for text, columns in zip(row, widths, strict=False)
        )
        print(f"{paint(commit, 'yellow')} ({author} {age} {times}) {row[4]}")


def _json(blamed: Blamed) -> dict[str, object]:
    return {
        "name": blamed.name,
        "commit": blamed.commit.id.hex(),
        "author": blamed.commit.author,
        "time": blamed.commit.time,
        "message": blamed.commit.message,
        "times": blamed.times,
    }
