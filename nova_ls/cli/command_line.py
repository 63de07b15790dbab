"""The table of subcommands."""

from __future__ import annotations

import argparse
import gc
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, chdir, contextmanager
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Final, NoReturn, Protocol, cast

from nova_ls import __version__
from nova_ls.cli.usage_error import UsageError
from nova_ls.history.did_you_mean import did_you_mean

COMMANDS: Final = (
    "check",
    "fix",
    "format",
    "run",
    "eval",
    "repl",
    "build",
    "test",
    "demo",
    "log",
    "show",
    "blame",
    "diff",
    "branch",
    "checkout",
    "reflog",
    "stats",
    "trace",
    "gc",
    "fsck",
    "dump",
    "restore",
    "prepare",
    "doctor",
    "completion",
)
"""Each is a file beside this one; only the one that was asked for is imported."""


_COUNT: Final = re.compile(r"-\d+")
_COUNTS: Final = ("-n", "--max-count")


class Command(Protocol):
    """What the file of a subcommand has."""

    HELP: str

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the arguments to a parser of its own."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; the exit status."""


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong, and where to read on."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}; see `{self.prog} --help`", file=sys.stderr)
        raise SystemExit(2)


def run(arguments: Sequence[str]) -> int:
    """Run one subcommand; its exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal or a pipe that has not all letters, or a file name that has none: no reason to stop.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = _run(list(arguments))
        sys.stdout.flush()
        return status
    except UsageError as problem:
        print(f"nova-ls: {problem}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        _give_up_output()
        return 141
    except OSError as problem:
        _give_up_output()
        where = f"{problem.filename}: " if problem.filename is not None else ""
        print(f"nova-ls: {where}{problem.strerror or problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _run(arguments: list[str]) -> int:
    with ExitStack() as folders:
        while (
            arguments[:1] == ["-C"] and len(arguments) > 1
        ):  # As git takes it; commands take it, too.
            folders.enter_context(_in_folder(arguments[1]))
            del arguments[:2]
        options = _parse(arguments)
        folders.enter_context(_in_folder(getattr(options, "folder", ".")))
        options.folder = Path()
        return _load(options.command).run(options)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = _Parser(
        prog="nova-ls",
        description="The language server for Nova. Without a command: serve an editor on stdio.",
    )
    parser.add_argument("--version", action="version", version=f"nova-ls {__version__}")
    parser.add_argument("--stdio", action="store_true", help="serve on stdio (the default)")
    parser.add_argument("-C", metavar="DIR", help="run the command as if called in this folder")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    name = next(iter(arguments), "")
    if name not in COMMANDS and not name.startswith("-"):
        raise UsageError(
            f"there is no command {name!r}{did_you_mean(name, COMMANDS)}; see `nova-ls --help`"
        )
    loaded = {name: _load(name) for name in ([name] if name in COMMANDS else COMMANDS)}
    parsers = {}
    for name, command in loaded.items():
        parsers[name] = commands.add_parser(name, help=command.HELP, description=command.HELP)
        command.configure(parsers[name])
    options, unknown = parser.parse_known_args(_counts_as_options(arguments))
    if unknown:
        parsers[options.command].error(f"unknown argument {unknown[0]}")
    return options


def _counts_as_options(arguments: list[str]) -> list[str]:
    """`-3` as `-n3`, as git takes it."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    found = [
        f"-n{word[1:]}" if _COUNT.fullmatch(word) and before not in _COUNTS else word
        for before, word in pairwise(["", *arguments[:end]])
    ]
    return found + arguments[end:]


@contextmanager
def _in_folder(name: str | Path) -> Iterator[None]:
    """Whatever is named, files too, is named from there."""
    with ExitStack() as stack:
        try:
            stack.enter_context(chdir(name))
        except OSError as problem:
            raise UsageError(f"{name}: {problem.strerror}") from problem
        yield


def _give_up_output() -> None:
    """What is still to be written goes nowhere: it would fail again when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _load(name: str) -> Command:
    was_enabled = gc.isenabled()
    gc.disable()  # What is loaded stays.
    try:
        return cast(Command, import_module(f"nova_ls.cli.{name}"))
    finally:
        if was_enabled:
            gc.enable()
